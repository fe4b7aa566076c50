"""What leaves the site on its own: the feed, and what is shown of a page where it is shared."""

import re
from dataclasses import dataclass
from typing import Literal

from macros import addresses
from macros.model import Exercise
from macros.news import news
from macros.rendering import DrawnStep, Renderer
from macros.style_sheets import Styles

SIZE = (1200, 630)
"""Width and height of the pictures of shared pages, in pixels."""
_NOT_IN_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Look:
    """What gives a picture the look of its site."""

    styles: Styles
    logo: str
    """The address of the mark, which must hold it itself: `data:…`; "" where there is none."""
    on_white: bool = False
    """Whether the mark needs a light ground. A clinic's logo may be drawn for paper."""


@dataclass(frozen=True)
class SharedPicture:
    """The picture of a shared page: its absolute address, and what it shows."""

    url: str
    words: str
    size: tuple[int, int] = SIZE


@dataclass(frozen=True)
class Shared:
    """What is shown of a page where it is shared, beside its title and description."""

    type: Literal["article", "website"]
    picture: SharedPicture | None


def feed(renderer: Renderer) -> str:
    """The news of the library as an Atom feed; "" without news or address, as a feed must have a date and an id."""
    latest = news(renderer.library)
    if not latest or not renderer.site.url:
        return ""
    return _NOT_IN_XML.sub("", renderer.render("feed.xml", "", news=latest)) + "\n"


def shared(renderer: Renderer, address: str) -> Shared:
    """What is shown of the page at `address` where it is shared."""
    library = renderer.library
    folder, _, id = address.strip("/").partition("/")
    is_exercise = folder == "exercises" and (id in library.exercises or id in library.retired)
    picture = _shared_picture(renderer, id if is_exercise else "") if renderer.site.shows_pictures else None
    return Shared("article" if is_exercise else "website", picture)


def _shared_picture(renderer: Renderer, id: str) -> SharedPicture:
    """The picture of an exercise, or that of the site where there is no such exercise, or none is its own."""
    site, exercise = renderer.site, renderer.library.exercises.get(id)
    if exercise and (shown := _telling(renderer, exercise)):
        url = addresses.absolute(addresses.social_picture(id), site.url)
        return SharedPicture(url, f"{exercise.name}. {shown.title}. {shown.words}")
    return SharedPicture(addresses.absolute(addresses.SITE_PICTURE, site.url), site.name)


def picture(renderer: Renderer, exercise: Exercise | None, look: Look) -> str:
    """What is shown of an exercise where its page is shared, as SVG; the site's picture for None.

    "" where the site shows no such pictures, or the exercise has none of its own.
    """
    shown = _telling(renderer, exercise) if exercise else None
    wanted = renderer.site.shows_pictures and (shown or not exercise)
    return renderer.render("social.svg", "", picture=shown, look=look, size=SIZE) if wanted else ""


def _telling(renderer: Renderer, exercise: Exercise) -> DrawnStep | None:
    """The picture that stands for an exercise; None where nobody has posed it: a starting position tells little."""
    return renderer.telling(exercise) if exercise.has_poses else None
