"""The frame round every page: head, menu, path, footer, search, and what only paper shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from macros import addresses, exports, sharing
from macros.assets import SHEETS
from macros.headings import Heading, headings
from macros.history import edition_date
from macros.look import BrandLook
from macros.menu import Entry, Section
from macros.policy import SECURITY_POLICY
from macros.problems import Problem
from macros.qr import qr_code
from macros.rendering import Renderer
from macros.version import VERSION

_EDGE = "\0"
"""Stands before and after the name of a hole; no text of a content file holds this sign."""


@dataclass(frozen=True)
class Article:
    """A page without its frame. All but `html` is plain text.

    `index` is the address of the index above it, "" where there is none.
    """

    address: str
    title: str
    html: str
    description: str
    edit_url: str = ""
    index: str = ""


class Frame:
    """Puts the pages of one site into their frame.

    The frame is rendered once for all pages that lie in the same folder and are not in the menu, with holes for what
    differs, which each page fills.
    """

    def __init__(
        self,
        renderer: Renderer,
        look: BrandLook | None,
        menu: Sequence[Section],
        *,
        fonts: Iterable[str],
        feed: str,
        preview: bool = False,
        problems: Sequence[Problem] = (),
    ) -> None:
        self._renderer = renderer
        self._sections = {entry.address: section for section in menu for entry in section.entries}
        self._indexes: dict[str, Entry | Section] = {section.address: section for section in menu}
        self._indexes |= {entry.address: entry for section in menu for entry in section.entries}
        self._frames: dict[tuple[str, ...], tuple[list[bytes], list[str]]] = {}
        self._contents: dict[tuple[Heading, ...], str] = {}
        brand = renderer.site.brand
        self._always: Mapping[str, Any] = {
            "menu": menu,
            "look": look,
            "logo": look.logo if look else addresses.ICON,
            "icon": look.icon if look else addresses.ICON,
            "icon_type": look.icon_type if look else "image/svg+xml",
            "fonts": sorted(fonts),
            "sheets": SHEETS,
            "dark_first": bool(brand and brand.dark_first),
            "feed": feed,
            "search_index": addresses.SEARCH_INDEX,
            "release": VERSION,
            "edition": renderer.edition(edition_date()),
            "add_address": renderer.add_address(),
            # The engine's preview adds a script of its own to each page, which the policy would stop.
            "security_policy": "" if preview else SECURITY_POLICY,
            "problems": problems,
            "picture_size": sharing.SIZE,
        }

    def page(self, article: Article) -> bytes:
        """The whole page, as HTML in UTF-8."""
        values = self._values(article)
        folder = addresses.folder_of(article.address)
        is_alone = article.address in self._indexes or not folder
        place = (article.address, "") if is_alone else (folder, article.index)
        key = (*place, *(name for name, value in values.items() if value))
        if key not in self._frames:
            written = self._with_holes(article, values).split(_EDGE)
            self._frames[key] = [part.encode() for part in written], written[1::2]
        # Put together as bytes, because one rare sign makes a long text twice as long in memory.
        parts, names = self._frames[key]
        filled = parts.copy()
        filled[1::2] = [values[name].encode() for name in names]
        return b"".join(filled)

    def _values(self, article: Article) -> dict[str, str]:
        """What a page fills into its frame, as HTML; "" for what it does not have."""
        library, site, address = self._renderer.library, self._renderer.site, article.address
        title = article.title if address else site.name
        # What is shown where there is no page stands at no address, and is not shared.
        is_found = address != addresses.NOT_FOUND
        url = addresses.absolute(address, site.url) if site.url and is_found else ""
        shared = sharing.shared(self._renderer, address) if is_found else None
        picture = shared.picture if shared else None
        texts = {
            "title": article.title if address else "",
            "description": article.description,
            "url": url,
            "edit_url": article.edit_url,
            "report_url": site.report_address((url or address) if is_found else ""),
            "shared_title": title if shared else "",
            "shared_type": shared.type if shared else "",
            "picture_url": picture.url if picture else "",
            "picture_words": picture.words if picture else "",
        }
        return {
            **{name: str(escape(text)) for name, text in texts.items()},
            "structured_data": exports.structured_data(library, address, title, site.url) if is_found else "",
            "code": qr_code(url) if url else "",
            "contents": self._listed(headings(article.html)) if address else "",
            "html": article.html,
        }

    def _listed(self, found: tuple[Heading, ...]) -> str:
        """The list of the headings of a page."""
        if found not in self._contents:
            self._contents[found] = self._renderer.render("partials/contents.html", "", headings=found)
        return self._contents[found]

    def _with_holes(self, article: Article, values: Mapping[str, str]) -> str:
        address = article.address
        names = (name for name, value in values.items() if value)
        holes: Mapping[str, Any] = {name: Markup(f"{_EDGE}{name}{_EDGE}") for name in names}  # noqa: S704
        holes = {**dict.fromkeys(values, ""), **holes}
        place: Mapping[str, Any] = {
            "address": address,
            "section": self._sections.get(address) or self._sections.get(article.index or address),
            "index": self._indexes[article.index] if article.index else None,
        }
        return self._renderer.render("page.html", address, **self._always, **holes, **place)
