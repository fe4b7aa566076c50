"""The frame round every page: head, menu, path, footer, search, and what only paper shows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from macros import addresses, exports, sharing
from macros.assets import SHEETS
from macros.brand_look import BrandLook
from macros.history import edition_date
from macros.menu import Entry, Section
from macros.policy import SECURITY_POLICY
from macros.problems import Problem
from macros.qr import qr_code
from macros.rendering import Renderer
from macros.version import VERSION

_HEADING = re.compile(r'<h2\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


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


@dataclass(frozen=True)
class Heading:
    """A heading of the second level; `title` is HTML without tags."""

    id: str
    title: Markup


class Frame:
    """Puts the pages of one site into their frame.

    What is the same on many pages is rendered once for all that lie in the same folder and are not in the menu.
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
        self._menu = menu
        self._sections = {entry.address: section for section in menu for entry in section.entries}
        self._indexes: dict[str, Entry | Section] = {section.address: section for section in menu}
        self._indexes |= {entry.address: entry for section in menu for entry in section.entries}
        self._same: dict[tuple[str, str, str], Markup] = {}
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
            "qr_code": qr_code,
        }

    def page(self, article: Article) -> str:
        """The whole page, as HTML."""
        renderer, site = self._renderer, self._renderer.site
        is_found = article.address != addresses.NOT_FOUND
        title = article.title if article.address else site.name
        url = addresses.absolute(article.address, site.url) if site.url and is_found else ""
        return renderer.render(
            "page.html",
            article.address,
            **self._always,
            page=article,
            html=Markup(article.html),  # noqa: S704 - made by templates that escape, or by the engine
            url=url,
            reported="" if not is_found else url or article.address,
            headings=headings(article.html),
            social=sharing.shared(renderer, article.address, title, article.description) if is_found else None,
            structured_data=Markup(  # noqa: S704 - escapes for where it stands
                exports.structured_data(renderer.library, article.address, title, site.url) if is_found else ""
            ),
            header=self._part("header", article),
            path=self._part("path", article),
            resources=self._part("resources", article),
            search=self._part("search", article),
        )

    def _part(self, name: str, article: Article) -> Markup:
        address = article.address
        folder = addresses.folder_of(address)
        is_alone = address in self._indexes or not folder
        key = (name, address, "") if is_alone else (name, folder, article.index)
        if key not in self._same:
            section = self._sections.get(address) or self._sections.get(article.index or address)
            values = {
                **self._always,
                "page": article,
                "section": section,
                "index": self._indexes[article.index] if article.index else None,
            }
            rendered = self._renderer.render(f"partials/{name}.html", address, **values)
            self._same[key] = Markup(rendered)  # noqa: S704 - made by a template that escapes
        return self._same[key]


def headings(text: str) -> list[Heading]:
    """The headings of the second level of a page that can be linked to."""
    return [Heading(id, Markup(_TAG.sub("", inner).strip())) for id, inner in _HEADING.findall(text)]  # noqa: S704
