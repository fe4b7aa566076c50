"""Fills the templates: from the library to the HTML of a page.

What becomes a part of a hand-written page writes its headings as Markdown, so that the engine knows its sections. Text
from content is escaped for where it lands: by the templates' autoescape in HTML, by the filter `md` in Markdown.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path, PurePath
from types import SimpleNamespace
from typing import Any, Literal, get_args, get_origin
from unicodedata import bidirectional
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape
from pydantic.fields import FieldInfo

from macros import addresses, views
from macros.assets import FOLDER, published
from macros.brand import Brand
from macros.contents import contents
from macros.dose_in_words import (
    SECONDS_BETWEEN_EXERCISES,
    dose_in_words,
    fill,
    frequency_in_words,
    minutes_in_words,
    seconds_needed,
)
from macros.drafting import draft, editor_address
from macros.fields import Record
from macros.figures.marks import Box
from macros.figures.pictures import Picture
from macros.filters import Filters
from macros.gallery import TARGET, Gallery, tints
from macros.home import HOME, in_repository
from macros.library import Library
from macros.model import ACTIONS, KINDS, PARTS, Caution, Exercise, OneOf, Routine, authored_fields
from macros.outline import is_list, lists_in
from macros.policy import SECURITY_POLICY
from macros.pose_in_words import pose_in_words, title_of
from macros.poses import Movement, movements
from macros.problems import Problem, quoted
from macros.questions import id_for
from macros.rules.wording import NEW_ID
from macros.suggestions import suggestion
from macros.views import Card
from macros.vocabulary import LISTS, NO_EQUIPMENT, Locale

_NAMED_CONDITIONS = 2
"""So many conditions are named on the first screen; where there are more, readers are asked to look."""
_MOST_PICTURES = 200
"""A list of more exercises has no pictures: they would weigh several times as much as all that is said."""
_ASIDE = re.compile('<div data-aside="([0-9]+)"></div>')
_MOST_PIECES = 1_000  # of one kind, in one folder; a megabyte or two
_HOLE = Markup("\0")
"""Stands for what differs from page to page; no text of a content file holds this sign."""
_END = Markup("\1")
_HOLES = dict.fromkeys(("numbers", "picture", "address", "text"), _HOLE)
TEMPLATES = Path(__file__).parent / "templates"
FRAME = HOME / "overrides"
"""The templates of what stands round every page."""
_MARKDOWN_SIGNS = re.compile(r"[\\`*_{}\[\]()#+!|<>&\"'~^=$:@/]")


@dataclass(frozen=True)
class Site:
    """What pages say that is neither content nor code."""

    emergency_number: str = ""
    """This one and the next two say whom to call and where to go; one that is empty is the region's (`in_region`)."""
    emergency_place: str = ""
    urgent_number: str = ""
    name: str = ""
    brand: Brand | None = None
    """The clinic whose copy this is; None for the library's own site."""
    repository: str = ""
    """Where the library's content and code are published."""
    library_name: str = ""
    """What the library is called. A clinic's copy says it only where it names the source of its content."""
    description: str = ""
    """What it is, in a sentence."""
    url: str = ""
    """The address under which the site is published; "" where that is unknown."""
    social_pictures: bool = False
    """Whether there are pictures to show where a page is shared; they need the `url`, by which others fetch them."""
    branch: str = ""
    """The branch of the repository that the host's web editor changes, with a slash behind it."""
    new_exercise_url: str = ""
    """Where the host's web editor opens a new exercise; "" where the files are not in the repository."""
    left_out: frozenset[str] = frozenset()
    """Addresses of pages that the site leaves out, each with all below it: `guides/why-stretch/`, `equipment/`."""

    def has_page(self, address: str) -> bool:
        """Whether the site has a page, as far as that is its own choice; the address may end in `#anchor`."""
        return not address.startswith(tuple(self.left_out))

    def in_region(self, locale: Locale) -> "Site":
        """The site with the numbers of a region where it has none of its own."""
        return replace(
            self,
            emergency_number=self.emergency_number or locale.emergency_number,
            emergency_place=self.emergency_place or locale.emergency_place,
            urgent_number=self.urgent_number or locale.urgent_number,
        )

    def report_address(self, page: str) -> str:
        """Where readers report a mistake on the page at this address, which may be ""."""
        if not self.brand:
            about = f"&page={quote(page)}" if page else ""
            return f"{self.repository}/issues/new?template=mistake.yml{about}"
        if "@" in self.brand.report and "/" not in self.brand.report:
            return f"mailto:{self.brand.report}{f'?subject={quote(page)}' if page else ''}"
        return str(self.brand.report)

    def host_address(self, action: Literal["new", "edit"], path: PurePath) -> str:
        """Where the host's web editor opens a file of the project; "" for one that is not in the repository."""
        inside = in_repository(path)
        return f"{self.repository}/{action}/{self.branch}{inside.as_posix()}" if inside and self.repository else ""

    def edit_address(self, path: PurePath) -> str:
        """Where readers change a file; "" on a clinic's site, whose readers write to the clinic."""
        return "" if self.brand else self.host_address("edit", path)

    @property
    def name_in_text(self) -> str:
        """The name for the middle of a sentence, where one from right to left must not reorder its neighbours."""
        runs_left = any(bidirectional(character) in ("R", "AL") for character in self.name)
        return f"\u2068{self.name}\u2069" if runs_left else self.name

    @property
    def short_name(self) -> str:
        """The name for the head of each page."""
        return str((self.brand and self.brand.short_name) or self.name)

    @property
    def shows_pictures(self) -> bool:
        """Whether a page that is shared shows a picture."""
        return bool(self.social_pictures and self.url)


@dataclass(frozen=True)
class Heed:
    """What a reader is told first about being careful: how urgent it is, the words, and where more is said."""

    action: str
    words: str
    place: str


@dataclass(frozen=True)
class DrawnStep:
    """A step's picture with the words that say what it shows."""

    number: int
    box: Box
    content: Markup
    title: str
    words: str


class UnknownWordError(ValueError):
    """A hand-written page names something that the library does not have."""

    def __init__(self, what: str, word: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no {what} {quoted(word)}. {suggestion(word, known)}".strip())


class Renderer:
    """Renders one library. What becomes a part of a page takes `here`, the address of that page."""

    def __init__(self, library: Library, gallery: Gallery, site: Site, problems: Sequence[Problem] = ()) -> None:
        self.library = library
        self.gallery = gallery
        self.site = site
        self._problems = problems
        self.assets_folder = FOLDER
        """Where the frame's files are published. The build sets it before pages are rendered: it knows them all."""
        self._labels = library.vocabulary.labels
        self._pictures = lru_cache(maxsize=8)(self._drawn_steps)
        self._kept_back: list[Callable[[], str]] = []
        self._pieces_of: dict[tuple[str, str], SimpleNamespace] = {}
        self._made_once: dict[tuple[str, tuple[Any, ...]], list[str]] = {}
        self._environment = Environment(
            loader=FileSystemLoader([TEMPLATES, FRAME]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # Each build has a renderer of its own.
        )
        self._environment.context_class = _Context
        self._environment.filters |= {
            "label": self._label,
            "md": markdown_text,
            "phone_link": phone_link,
            "code": code_text,
            "date": self._date_in_words,
        }
        self._environment.globals |= {
            "library": library,
            "words": library.vocabulary,
            "label": self._label,
            "site": site,
            "has_page": site.has_page,
            "addresses": addresses,
            "asset": self.asset,
            "actions": ACTIONS,
            "frequency_in_words": lambda t, d: frequency_in_words(t, d, self._labels),
            "dose_in_words": lambda dose, how_often: dose_in_words(dose, self._labels, how_often=how_often),
            "minutes_in_words": lambda seconds: minutes_in_words(seconds, self._labels),
            "routine_seconds": self.routine_seconds,
        }
        self._environment.globals["parts"] = self._environment.get_template("parts.html").module

    def exercise_page(self, id: str, here: str) -> str:
        """The page of an exercise; a retired one says why and what to do instead."""
        if id in self.library.retired:
            retired = self.library.retired[id]
            instead = self._cards_of(retired.retired.instead if retired.retired else ())
            return self.render("retired.html", here, exercise=retired, instead=instead)
        exercise = self._exercise(id)
        pictures = self._pictures(exercise.id)
        return self.render(
            "exercise.html",
            here,
            exercise=exercise,
            adapted=self.library.adapted.get(id),
            equipment=self._equipment(exercise),
            cited=exercise.cited(),
            easier=self._cards_of(self.library.easier.get(id, ())),
            harder=self._cards_of(self.library.harder.get(id, ())),
            related=tuple(map(Card, self.library.related(exercise))),
            routines=self.library.routines_with(id),
            seconds=seconds_needed(exercise.dose),
            pictures=pictures,
            hero=self.telling(exercise),
            heed=self._heed(exercise),
            concerned=_concerned(exercise.cautions),
            cautions=_with_anchors(exercise.cautions),
            needs_floor=self.library.needs_floor(exercise),
            maps=self._maps(exercise),
            signs=_signs(exercise),
            movement=bool(self.gallery.of(exercise).movement),
        )

    def index_page(self, folder: str, here: str) -> str:
        """The page of a view: all exercises, grouped by its words; the list of all of them has filters."""
        view = views.view(folder)
        groups = views.index(view, self.library)
        return self.render(
            "index.html",
            here,
            title=self._labels[folder],
            description=self._labels[f"{folder}_description"],
            sources=(),
            groups=groups,
            pictured=views.size(groups) <= _MOST_PICTURES,
            neighbours=views.neighbours(view, self.library),
            parent=None,
            brief=view.brief,
            filters=Filters(self.library) if folder == "exercises" else None,
            map_of={} if folder == "muscles" else None,
        )

    def word_page(self, folder: str, id: str, here: str) -> str:
        """The page of one word of the vocabulary, such as a muscle."""
        view = views.view(folder)
        word = self.library.words(view.grouping)[id]
        groups = views.word_index(view, self.library, id)
        return self.render(
            "index.html",
            here,
            title=word.label,
            description=word.description,
            sources=word.sources,
            groups=groups,
            pictured=views.size(groups) <= _MOST_PICTURES,
            neighbours=views.neighbours(view, self.library, id),
            parent=view,
            brief=False,
            filters=None,
            map_of={id: TARGET} if folder == "muscles" else None,
        )

    def routine_page(self, id: str, here: str) -> str:
        """The page of a routine."""
        routine = self._routine(id)
        return self.render("routine.html", here, routine=routine, **self._routine_facts(routine))

    def routines_page(self, here: str) -> str:
        """The page that lists all routines."""
        return self.render("routines.html", here)

    def contact_page(self, here: str) -> str:
        """The page that says where patients find the clinic."""
        return self.render("contact.html", here, brand=self.site.brand)

    def text_page(self, field: Literal["imprint", "privacy"], here: str) -> str:
        """A page with a text of the clinic's brand in paragraphs; a fixed word of the field's name is its title."""
        text = getattr(self.site.brand, field, None) or ""
        paragraphs = [part.strip().splitlines() for part in re.split(r"\n\s*\n", text)]
        return self.render("paragraphs.html", here, title=self._labels[field], paragraphs=paragraphs)

    def welcome(self, here: str) -> str:
        """What a clinic says first on its home page; nothing on the library's own."""
        return self.render("welcome.html", here, brand=self.site.brand)

    def featured(self, here: str) -> str:
        """The routines that a clinic puts on its home page."""
        return self.render("featured.html", here, routines=self._featured())

    def _featured(self) -> list[Routine]:
        ids = self.site.brand.featured if self.site.brand else ()
        return [self.library.routines[id] for id in ids if id in self.library.routines]

    def this_copy(self, here: str) -> str:
        """What this site contains, for readers."""
        library, told = self.library, contents(self.library, self.site.name)
        names = {addresses.exercise(e.id): e.name for e in library.exercises.values()}
        names |= {addresses.routine(r.id): r.name for r in library.routines.values()}
        own = {address: name for address, name in names.items() if address in library.own}
        left_out = [(len(ids), self._labels[f"copy_{what}"]) for what, ids in told["left_out"].items() if ids]
        return self.render("this_copy.html", here, told=told, own=own, left_out=left_out)

    def broken_page(self, path: str, here: str) -> str:
        """Stands in for an exercise whose file has problems, in a preview only."""
        own = [problem for problem in self._problems if problem.path == path]
        return self.render("broken.html", here, id=PurePath(path).stem, problems=own or self._problems)

    def not_found(self, here: str) -> str:
        """What a server shows in the place of a page that is not there."""
        return self.render("not_found.html", here)

    def sitemap(self, pages: Iterable[str]) -> str:
        """The addresses of pages for search engines, with the day of the last change where it is known."""
        dated = [(addresses.absolute(page, self.site.url), self.library.changed.get(page)) for page in pages]
        return self.render("sitemap.xml", "", pages=dated)

    def figure(self, id: str, step: int | None, here: str) -> str:
        """The picture of one step of an exercise, or that which stands for it; nothing where the copy leaves it out."""
        if id in self.library.left_out.exercises:
            return ""
        exercise = self._exercise(id)
        drawing = self.gallery.of(exercise)
        pictures = self._pictures(exercise.id)
        number = drawing.telling if step is None else step - 1
        if not 0 <= number < len(pictures):
            raise UnknownWordError("picture of step", str(step or 1), map(str, range(1, len(pictures) + 1)))
        return self.render("figure.html", here, exercise=exercise, picture=pictures[number])

    def starting_poses(self, here: str) -> str:
        """All starting poses with their pictures, for authors."""
        poses = self.library.vocabulary.poses
        drawn = [(id, word, self._example(partial(self.gallery.starting_pose, id))) for id, word in poses.items()]
        return self.render("starting_poses.html", here, poses=drawn)

    def joints(self, here: str) -> str:
        """All movements of all joints with their pictures and limits, for authors."""
        joints: dict[str, list[tuple[Movement, Markup]]] = {}
        for m in movements():
            picture = self._example(partial(self.gallery.joint, m.joint, m.name, m.limit.highest))
            joints.setdefault(m.joint.removeprefix("right_").replace("_", " "), []).append((m, picture))
        return self.render("joints.html", here, joints=joints)

    def _example(self, draw: Callable[[], Picture]) -> Markup:
        """A picture for authors, drawn when its page is framed."""
        return Markup(self._aside(lambda: self._made("example.html", small=draw())))  # noqa: S704 - a mark of our own

    def all_figures(self, style: str) -> str:
        """One page with all pictures of all exercises, for looking through; `style` is the site's style sheet."""
        pictures = {id: self._pictures(id) for id in self.library.exercises}
        return self.render("all_figures.html", "", pictures=pictures, style=Markup(style))  # noqa: S704 - our own file

    def exercise_card(self, id: str, here: str) -> str:
        """One exercise as a card; nothing where the copy leaves it out, or on a clinic's pages when it is withdrawn."""
        if id in self.library.left_out.exercises or (self.site.brand and id in self.library.retired):
            return ""
        return self.render("cards.html", here, listed=(Card(self._exercise(id)),))

    def exercise_list(
        self, here: str, *, floor: bool | None = None, kind: str = "", part: str = "", **words: str
    ) -> str:
        """Cards of all exercises that fit: by kind, by part of a session, by floor, and by `muscles="…"` and so on.

        They are kept back until the page is framed.
        """
        chosen: Sequence[Exercise] = tuple(self.library.exercises.values())
        for what, value, known in (("kind", kind, KINDS), ("part", part, PARTS)):
            if value and value not in known:
                raise UnknownWordError(what, value, known)
        for grouping, word in words.items():
            if word:
                if word not in self.library.all_words(grouping):
                    raise UnknownWordError(f"word in {grouping}", word, self.library.all_words(grouping))
                members = {e.id for e in self.library.groups[grouping].get(word, ())}
                chosen = [e for e in chosen if e.id in members]
        if kind:
            chosen = [e for e in chosen if e.kind == kind]
        if part:
            chosen = [e for e in chosen if part in e.use_in]
        if floor is not None:
            chosen = [e for e in chosen if self.library.needs_floor(e) is floor]
        few = len(chosen) <= _MOST_PICTURES
        return self._aside(partial(self.render, "cards.html", here, listed=tuple(map(Card, chosen)), pictured=few))

    def routine_card(self, id: str, here: str) -> str:
        """One routine as a card; nothing where the copy leaves it out, or an exercise of it."""
        if id in self.library.left_out.routines:
            return ""
        return self.render("routine_cards.html", here, routines=(self._routine(id),))

    def routine_list(self, here: str) -> str:
        """All routines as cards; nothing where there are none."""
        return self.render("routine_cards.html", here, routines=tuple(self.library.routines.values()))

    def finder(self, here: str) -> str:
        """The ways into the library: by what one wants, by place on the body, by what one must mind."""
        filters = Filters(self.library)
        # Without pages of muscles, a region is worth showing only where it leads to the filtered list.
        offered = None if self.site.has_page("muscles/") else filters.values("region")
        used = self.library.used("muscles")
        muscles = [(id, m) for id, m in self.library.vocabulary.muscles.items() if id in used]
        regions = {r: [id for id, m in muscles if m.region == r] for r in self.library.vocabulary.regions}
        return self.render(
            "finder.html",
            here,
            shown=self._examples(),
            filters=filters,
            regions={r: ids for r, ids in regions.items() if ids and (offered is None or r in offered)},
            kinds=KINDS,
            routines=[r for r in self.library.routines.values() if r not in self._featured()],
            in_use=[view.folder for view in views.in_use(self.library)],
        )

    def _examples(self) -> Mapping[str, Exercise | None]:
        """For each way into the library an exercise whose picture stands for it; each another one, if there are enough.

        Those of routines come first: they are what most people begin with.
        """
        ids = (item.exercise for routine in self.library.routines.values() for item in routine.exercises)
        exercises = [self.library.exercises[id] for id in dict.fromkeys((*ids, *self.library.exercises))]
        easiest = next(iter(self.library.vocabulary.levels), "")
        ways: Mapping[str, Callable[[Exercise], bool]] = {
            "stretch": lambda e: e.kind == "stretch",
            "strength": lambda e: e.kind == "strength",
            "floor_free": lambda e: not self.library.needs_floor(e),
            "start": lambda e: e.level == easiest,
            "conditions": lambda e: bool(e.cautions),
        }
        shown: dict[str, Exercise | None] = {}
        for way, fits in ways.items():
            found = [e for e in exercises if fits(e)]
            shown[way] = next((e for e in found if e not in shown.values()), next(iter(found), None))
        return shown

    def safety(self, here: str) -> str:
        """The safety advice that stands on every exercise."""
        return self.render("safety.html", here)

    def sources(self, here: str) -> str:
        """Everything that the library rests on, with the exercises that name it; kept back until the page is framed."""
        used: dict[str, list[Exercise]] = {}
        for exercise in self.library.exercises.values():
            for source in exercise.cited():
                used.setdefault(source, []).append(exercise)
        ordered = sorted(self.library.sources.items(), key=lambda item: item[1].title.casefold())
        return self._aside(partial(self.render, "sources.html", here, ordered=dict(ordered), used=used))

    def cite(self, ids: Sequence[str], here: str) -> str:
        """Links to the sources of a statement, for use inside a sentence."""
        for id in ids:
            if id not in self.library.sources:
                raise UnknownWordError("source", id, self.library.sources)
        return self.render("cite.html", here, named={id: self.library.sources[id] for id in ids}).strip()

    def fields(self, record: type[Record], here: str) -> str:
        """What the model says of its fields, as a table for contributors."""
        return self.render("fields.html", here, fields=authored_fields(record), choices=self._choices, is_list=is_list)

    def add_address(self, name: str = "") -> str:
        """Where the web editor opens the file of a new exercise; "" where there is no such place."""
        url = self.site.new_exercise_url
        text = draft({"name": name} if name else {}, self.library.vocabulary) if url else ""
        return editor_address(url, id_for(name) or NEW_ID, text) if url else ""

    def rules(self, here: str) -> str:
        """All rules of the check, each with a wrong and a right example."""
        return self.render("rules.html", here, rules=self.library.vocabulary.rules)

    def wanted(self, here: str) -> str:
        """The exercises that somebody is welcome to add: those of the list that are not there yet."""
        wanted = {
            id: exercise
            for id, exercise in self.library.vocabulary.wanted.items()
            if id not in {*self.library.exercises, *self.library.retired}
        }
        return self.render("wanted.html", here, wanted=wanted, add_address=self.add_address)

    def _choices(self, field: FieldInfo) -> tuple[str, ...]:
        """The words from which a field chooses, where they are few; () elsewhere."""
        lists = [name for name in lists_in(field.annotation, field.metadata) if name in LISTS]
        words = [word for name in lists for word in self.library.all_words(name) if word != NO_EQUIPMENT]
        return tuple(dict.fromkeys([*words, *_literals(field.annotation)]))

    def edition(self, day: datetime.date | None) -> str:
        """The day of a build in words; "" where it is unknown."""
        return self._date_in_words(day) if day else ""

    def asset(self, path: str) -> str:
        """Where a style sheet, a script or another file of the frame is published, by its path in the source."""
        return published(path, self.assets_folder)

    def redirect(self, target: str, here: str) -> str:
        """A whole HTML page that leads from an old address to `target`."""
        return self.render("redirect.html", here, target=target, policy=SECURITY_POLICY)

    def routine_seconds(self, routine: Routine) -> int:
        """An estimate of how long a routine takes once, with the time between its exercises."""
        doses = [item.dose or self.library.exercises[item.exercise].dose for item in routine.exercises]
        return sum(map(seconds_needed, doses)) + (len(doses) - 1) * SECONDS_BETWEEN_EXERCISES

    def _routine_facts(self, routine: Routine) -> Mapping[str, Any]:
        exercises = [self.library.exercises[item.exercise] for item in routine.exercises]
        return {
            "seconds": self.routine_seconds(routine),
            "equipment": tuple(dict.fromkeys(piece for e in exercises for piece in self._equipment(e))),
            "needs_floor": any(map(self.library.needs_floor, exercises)),
            "concerned": _concerned([caution for e in exercises for caution in e.cautions]),
            "parts_of_session": {p: tuple(i for i in routine.exercises if i.part == p) for p in PARTS},
            "cited": routine.cited(),
        }

    def _drawn_steps(self, id: str) -> list[DrawnStep]:
        """The pictures of an exercise's steps; fewer than steps where it has no poses."""
        exercise = self.library.exercises[id]
        poses = self.gallery.poses(exercise)
        return [
            DrawnStep(
                number,
                picture.box,
                Markup(picture.content),  # noqa: S704 - made by our own code, from numbers
                title_of(held, self.library.vocabulary.poses, self._labels),
                pose_in_words(held, poses[number - 2] if number > 1 else None, self._labels),
            )
            for number, (held, picture) in enumerate(zip(poses, self.gallery.of(exercise).steps, strict=True), start=1)
        ]

    def _heed(self, exercise: Exercise) -> Heed:
        """How careful a reader must be, by the strictest action that a condition asks for."""
        concerning = [caution for caution in exercise.cautions if caution.conditions]
        if not concerning:
            words, place = ("adapt", "cautions") if exercise.cautions else ("none", "before-you-start")
            return Heed(words, self._labels[f"heed_{words}"], place)
        action = min((caution.action for caution in concerning), key=ACTIONS.index)
        ids = dict.fromkeys(id for caution in concerning if caution.action == action for id in caution.conditions)
        if action == "avoid" and len(ids) <= _NAMED_CONDITIONS:
            names = f" {self._labels['or']} ".join(self.library.vocabulary.conditions[id].label for id in ids)
            return Heed(action, self._label("heed_never", names=names), "who")
        return Heed(action, self._labels[f"heed_{action}"], "who")

    def telling(self, exercise: Exercise) -> DrawnStep | None:
        """The picture that stands for an exercise; None where nothing could be drawn."""
        pictures = self._pictures(exercise.id)
        return pictures[self.gallery.of(exercise).telling] if pictures else None

    def _maps(self, exercise: Exercise) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        """The sides of the body that show a muscle of the exercise, each with those muscles and their classes."""
        colours, sides = tints(exercise), self.library.vocabulary.body_map.items()
        found = [(name, tuple((id, colours[id]) for id in side.muscles if id in colours)) for name, side in sides]
        return [(name, tinted) for name, tinted in found if tinted]

    def _equipment(self, exercise: Exercise) -> tuple[tuple[str, ...], ...]:
        """The pieces that are needed; each a tuple of those of which one is enough."""
        return tuple(e.one_of if isinstance(e, OneOf) else (e,) for e in exercise.equipment)

    def _cards_of(self, ids: Iterable[str]) -> tuple[Card, ...]:
        """The exercises of this site among these, as cards."""
        return tuple(Card(self.library.exercises[id]) for id in ids if id in self.library.exercises)

    def _exercise(self, id: str) -> Exercise:
        if id not in self.library.exercises:
            raise UnknownWordError("exercise", id, self.library.exercises)
        return self.library.exercises[id]

    def _routine(self, id: str) -> Routine:
        if id not in self.library.routines:
            raise UnknownWordError("routine", id, self.library.routines)
        return self.library.routines[id]

    def _date_in_words(self, date: datetime.date) -> str:
        month = self._labels[f"month_{date.month}"]
        return fill(self._labels["date"], day=str(date.day), month=month, year=str(date.year))

    def _label(self, key: str, **values: str) -> str:
        return fill(self._labels[key], **values)

    def _from_root(self, address: str) -> str:
        return f"{urlsplit(self.site.url).path.rstrip('/')}/{address}"

    def render(self, template: str, here: str, *, pictured: bool = True, **values: Any) -> str:
        """A template of ours, filled in for the page at `here`; with `pictured`, lists in it have pictures."""

        def link(address: str) -> str:
            # The page that is shown where there is none stands at any address.
            return self._from_root(address) if here == addresses.NOT_FOUND else addresses.relative(address, here)

        def cite(ids: Sequence[str]) -> Markup:
            return Markup(self.cite(ids, here))  # noqa: S704 - made by a template that escapes

        shown: set[str] = set()

        def thumbnail(exercise: Exercise) -> Markup:
            """A small picture; one that stands on this page already is only named again."""
            small = self.gallery.of(exercise).thumbnail if pictured else None
            if not small:
                return Markup()
            template = "thumbnail_again.html" if exercise.id in shown else "thumbnail.html"
            shown.add(exercise.id)
            parts = self._parts(template, (exercise.id,), id=exercise.id, box=small.box, picture=_HOLE)
            return Markup(small.content.join(parts))  # noqa: S704 - made by our own code

        def cards(entries: Iterable[Card], filters: Filters | None = None) -> Markup:
            to_list = link(addresses.EXERCISES).removeprefix("./")
            made = (self._card(entry, filters, to_list, thumbnail(entry.exercise)) for entry in entries)
            return Markup("".join(made))  # noqa: S704 - made by templates that escape

        pieces = self._pieces(here, link)
        marks = {id: pieces.ref(id, number) for number, id in enumerate(values.get("cited", ()), start=1)}

        def refs(ids: Iterable[str]) -> Markup:
            """The marks of some of the sources that the page cites."""
            return Markup("".join([marks[id] for id in ids]))  # noqa: S704 - made by a template that escapes

        found = self._environment.get_template(template)
        return found.render(link=link, cite=cite, thumbnail=thumbnail, cards=cards, pieces=pieces, refs=refs, **values)

    def _pieces(self, here: str, link: Callable[[str], str]) -> SimpleNamespace:
        """What `pieces.html` makes for a page; one that lies in the same folder gets the same."""
        folder = addresses.folder_of(here)
        place = (folder, "" if folder else here)
        if place not in self._pieces_of:

            def link_out(address: str) -> str:
                if folder and address.startswith(folder):
                    raise ValueError(f"Not every page in {folder} links to {address} alike: no piece may do so.")
                return link(address)

            self._pieces_of[place] = pieces = SimpleNamespace()
            made = self._environment.get_template("pieces.html").make_module({"link": link_out, "pieces": pieces})
            macros = {name: macro for name, macro in vars(made).items() if isinstance(macro, Macro)}
            vars(pieces).update({name: lru_cache(_MOST_PIECES)(macro) for name, macro in macros.items()})
        return self._pieces_of[place]

    def _aside(self, made: Callable[[], str]) -> str:
        """Keeps HTML back from an engine, which would take long to read it as Markdown; returns what stands for it."""
        self._kept_back.append(made)
        return f'<div data-aside="{len(self._kept_back) - 1}"></div>'

    def with_aside(self, page: str) -> str:
        """The HTML of a page, as an engine has made it, with all that was kept back."""
        return _ASIDE.sub(lambda mark: self._kept_back[int(mark[1])](), page)

    def _card(self, entry: Card, filters: Filters | None, to_list: str, picture: str) -> str:
        """An exercise in a list on a page from which `to_list` leads to that of all exercises.

        Most stand on many pages, so that what is the same is made once.
        """
        e, cautions = entry.exercise, entry.cautions
        numbers = self._made("card_numbers.html", e=e, filters=filters) if filters else ""
        target, helper, text = self._cards[e.id]
        parts = (helper if entry.secondary else target).split(_HOLE)
        if cautions:
            (text,) = self._parts("card_cautions.html", tuple(map(id, cautions)), cautions=cautions)
        return "".join((parts[0], numbers, parts[1], picture, parts[2], to_list, e.id, parts[3], text, parts[4]))

    @cached_property
    def _cards(self) -> Mapping[str, tuple[str, str, str]]:
        """Of each exercise its card as a target and as a helper, with holes, and what most of its cards say."""
        exercises = self.library.exercises
        made = str(self._made("card.html", exercises=exercises.values(), end=_END, **_HOLES)).split(_END)
        return dict(zip(exercises, zip(made[::3], made[1::3], made[2::3], strict=False), strict=True))

    def _parts(self, template: str, key: tuple[Any, ...], **values: Any) -> list[str]:
        """What stands between the holes of a template that is filled in; made once for each key."""
        if (template, key) not in self._made_once:
            self._made_once[template, key] = str(self._made(template, **values)).split(_HOLE)
        return self._made_once[template, key]

    def _made(self, template: str, **values: Any) -> Markup:
        found = self._environment.get_template(template)
        return Markup(found.render(**values))  # noqa: S704 - made by a template that escapes


class _Context(Context):
    """Calls what templates call without asking first whether it wants the context: nothing of ours does."""

    def call(self, piece: Any, /, *arguments: Any, **named: Any) -> Any:
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return piece(*arguments, **named)


def phone_link(number: str) -> str:
    """A phone number for a link: digits, and the + of a country. A zero in brackets is not dialled after that."""
    return re.sub(r"[^0-9+]", "", number.replace("(0)", "") if number.startswith("+") else number)


def in_markdown_link(address: str) -> str:
    """A web address for the target of a Markdown link, which would end at the first `)`."""
    return address.replace("(", "%28").replace(")", "%29")


def code_text(text: str) -> Markup:
    """`text` for HTML, with what stands between backticks as code."""
    parts = (escape(part) for part in text.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(p) if n % 2 else p for n, p in enumerate(parts))


def _by_action(cautions: Sequence[Caution]) -> Mapping[str, tuple[Caution, ...]]:
    """The cautions by what they ask for, the strictest first."""
    found = {action: tuple(c for c in cautions if c.action == action) for action in ACTIONS}
    return {action: those for action, those in found.items() if those}


def _with_anchors(cautions: Sequence[Caution]) -> Mapping[str, list[tuple[Caution, tuple[str, ...]]]]:
    """The cautions by what they ask for, each with those of its conditions that none before it names for that."""
    found: dict[str, list[tuple[Caution, tuple[str, ...]]]] = {}
    for action, those in _by_action(cautions).items():
        first: dict[str, Caution] = {}
        for caution in those:
            first = dict.fromkeys(caution.conditions, caution) | first
        found[action] = [(c, tuple(id for id in c.conditions if first[id] is c)) for c in those]
    return found


def _concerned(cautions: Sequence[Caution]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What cautions ask for with the conditions that they name for it; each once, where it is strictest."""
    found: dict[str, tuple[str, ...]] = {}
    told: set[str] = set()
    for action, those in _by_action(cautions).items():
        named = dict.fromkeys(id for caution in those for id in caution.conditions if id not in told)
        told |= named.keys()
        if named:
            found[action] = tuple(named)
    return tuple(found.items())


def _signs(exercise: Exercise) -> tuple[bool, bool, bool]:
    """Whether its pictures show muscles that help, a change of sides, and breath."""
    poses = [step.pose for step in exercise.steps if step.pose]
    breath = any(step.breathe for step in exercise.steps)
    return bool(exercise.muscles.secondary), any(pose.mirror_of for pose in poses), breath


def _literals(annotation: Any) -> Iterator[str]:
    for inner in get_args(annotation):
        if get_origin(annotation) is Literal:
            yield str(inner)
        else:
            yield from _literals(inner)


def markdown_text(text: str) -> Markup:
    """`text` for a Markdown line: no sign of it is read as Markdown, HTML or a template."""
    return Markup(_MARKDOWN_SIGNS.sub(lambda sign: f"&#{ord(sign.group())};", text))  # noqa: S704 - this escapes
