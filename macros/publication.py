"""A site in the making. An engine turns hand-written Markdown into HTML; everything else is done here, without one."""

import base64
import mimetypes
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path, PurePath
from typing import Any

from macros import addresses, exports, sharing
from macros.assets import FOLDER, SHEETS, hashed_folder
from macros.clinics import Clinic
from macros.copies import DOCS, Loaded
from macros.frame import Article, Frame
from macros.healing import Gone, pages_left_out, without_links, without_places
from macros.links import lost_links, resolved
from macros.menu import MenuError, files_in, menu
from macros.pages import redirects
from macros.problems import Problem, quoted
from macros.reading import shown
from macros.search_index import search_index
from macros.social import SocialPictures, social_pictures
from macros.spelling import respell, respell_markdown
from macros.static_files import static_files
from macros.style_sheets import styles
from macros.views import VIEWS

_HOME_PAGE = "index.md"
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class Publication:
    """One site, of the library or of a clinic.

    An engine takes the Markdown files in `hand_written`, asks for the `markdown` that it must turn into HTML, and
    hands each page back by `add`. Then `write` makes the site.
    """

    def __init__(self, loaded: Loaded, root: Path, listed: Sequence[Any], *, preview: bool = False) -> None:
        """`root` is the content folder, and `listed` the menu as the configuration has it.

        Raises MenuError where a hand-written page has the name of one that is made from content.
        """
        self._loaded, self._root, self._preview = loaded, root, preview
        self._ours = {
            path.relative_to(DOCS).as_posix(): path for path in DOCS.rglob("*.md") if path.name != "README.md"
        }
        self._gone = _gone(loaded, self._ours)
        own = {path: file for path, file in _pages_of(loaded.clinic).items() if path.endswith(".md")}
        ours = {path: file for path, file in self._ours.items() if path not in own and not self._gone(path)}
        self.hand_written: Mapping[str, Path] = {**ours, **own}
        """The Markdown files by their path among the pages of the site."""
        if doubles := sorted(self.hand_written.keys() & loaded.pages.keys()):
            raise MenuError(f"docs/{doubles[0]} has the name of a page that is made from content. Rename it.")
        self._static = static_files(loaded)
        loaded.renderer.assets_folder = hashed_folder({p: c for p, c in self._static.items() if p.startswith(FOLDER)})
        self._listed = self._with_clinic(_offered(list(listed), self._gone), own)
        self._articles: dict[str, Article] = {}
        self._titles = {path: page.title for path, page in loaded.pages.items()}

    def markdown(self, path: str, text: str) -> str:
        """What an engine must turn into HTML: the text of a file, made to fit this copy, with links to addresses.

        In our own pages, links to pages that are left out go, and the words become those of the region.
        """
        if self._is_ours(path):
            text = without_links(text, self._gone, path)
            if self._loaded.clinic:
                text = without_places(text, self._loaded.clinic.lacks_place, path)
            text = respell_markdown(text, self._loaded.library.vocabulary.locale.words)
        return resolved(text, path, self._places())

    def add(self, path: str, title: str, html: str, description: str) -> None:
        """Takes a hand-written page as an engine has made it; title and description are plain text.

        The title is for a page without a heading: engines do not agree which heading gives it.
        """
        site, clinic = self._loaded.renderer.site, self._loaded.clinic
        if self._is_ours(path):
            description = respell(description, self._loaded.library.vocabulary.locale.words)
        if clinic and path == _HOME_PAGE:
            description = clinic.brand.tagline
        edit = site.edit_address(PurePath("docs", path))
        heading = _HEADING.search(html)
        title = unescape(_TAG.sub("", heading[1])).strip() if heading else title
        self._titles[path] = title
        about = description or site.description
        self._articles[path] = Article(addresses.of_file(path), title, html, about, edit)

    def write(self, to: Path) -> list[Problem]:
        """Writes the whole site into the folder `to`; returns what is wrong with it.

        Raises MenuError where a page is not in the menu.
        """
        listed = set(files_in(self._listed))
        if (missing := self.hand_written.keys() - listed) and not self._preview:
            raise MenuError(f"No menu leads to docs/{min(missing)}. Add it to `nav` in mkdocs.yml.")
        for path, content in self._files():
            _put(to / path, content)
        frame = self._frame()
        for article in self._all_articles():
            _put(to / _file_of(article.address), frame.page(article))
        return [problem for path, article in self._articles.items() for problem in self._lost(path, article, to)]

    def _lost(self, path: str, article: Article, to: Path) -> Iterator[Problem]:
        """The links of a hand-written page that lead nowhere; an engine has made them, and knows no lines."""
        file = self.hand_written[path]
        text = file.read_text(encoding="utf-8")
        for link in dict.fromkeys(lost_links(article.html, article.address, to)):
            written = link.partition("#")[2] or link
            line = text.count("\n", 0, max(text.find(written), 0)) + 1
            message = f"The link leads to {quoted(link)}, and there is no such page, file or place"
            yield Problem(shown(file), line, 1, "page-link", message, "Link to another, or to none")

    def _files(self) -> Iterator[tuple[str, str | bytes | Path]]:
        """Everything but the pages, by its path in the site."""
        loaded, renderer = self._loaded, self._loaded.renderer
        for path, content in self._static.items():
            yield renderer.asset(path), content
        yield from exports.files(loaded.library, loaded.gallery, renderer.site.name).items()
        for old, target in redirects(loaded.library).items():
            yield f"{old}index.html", renderer.redirect(target, old)
        yield addresses.SEARCH_INDEX, search_index(loaded.library, self._articles.values())
        if renderer.site.url:
            yield addresses.SITEMAP, renderer.sitemap(sorted(self._addresses()))
        if feed := sharing.feed(renderer):
            yield addresses.FEED, feed
        yield from self._social_pictures()

    def _social_pictures(self) -> Iterator[tuple[str, bytes | Path]]:
        """The pictures of shared pages, in the colours and with the mark of this site."""
        sheets = [self._static[sheet].decode() for sheet in SHEETS]
        clinic = self._loaded.clinic
        logo = _data_url(clinic.look.logo if clinic else addresses.ICON, self._static)
        look = sharing.Look(styles(sheets, ".sb-drawn"), logo, on_white=bool(clinic))
        kept = SocialPictures(social_pictures(self._root))
        for path, svg in sharing.pictures(self._loaded.renderer, look):
            yield path, kept.png(svg)

    def _frame(self) -> Frame:
        loaded = self._loaded
        return Frame(
            loaded.renderer,
            loaded.clinic.look if loaded.clinic else None,
            menu(self._listed, self._titles),
            fonts=[path for path in self._static if path.endswith(".woff2")],
            feed=addresses.FEED if sharing.feed(loaded.renderer) else "",
            preview=self._preview,
            problems=loaded.problems,
        )

    def _all_articles(self) -> Iterator[Article]:
        """All pages but for redirects, made one at a time."""
        loaded, site = self._loaded, self._loaded.renderer.site
        yield from self._articles.values()
        for page in loaded.pages.values():
            html, edit = page.html(loaded.renderer), site.edit_address(PurePath(page.edit)) if page.edit else ""
            yield Article(page.address, page.title, html, page.description or site.description, edit, page.parent)
        title, not_found = loaded.library.vocabulary.labels["not_found"], addresses.NOT_FOUND
        yield Article(not_found, title, loaded.renderer.not_found(not_found), site.description)

    def _addresses(self) -> Iterator[str]:
        yield from (article.address for article in self._articles.values())
        yield from (page.address for page in self._loaded.pages.values())

    def _places(self) -> Mapping[str, str]:
        """Where the site has each file that a hand-written page may name."""
        pages = {path: addresses.of_file(path) for path in (*self.hand_written, *self._loaded.pages)}
        return pages | {path: self._loaded.renderer.asset(path) for path in self._static}

    def _is_ours(self, path: str) -> bool:
        return self.hand_written[path] == self._ours.get(path)

    def _with_clinic(self, listed: Sequence[Any], own: Mapping[str, Path]) -> list[Any]:
        """The menu with a clinic's part of it; it has those pages already that take the place of one of ours."""
        if not self._loaded.clinic:
            return list(listed)
        brand, there = self._loaded.clinic.brand, set(files_in(listed))
        made = [page.source_file for page in self._loaded.pages.values() if page.address in addresses.OF_CLINICS]
        first = [path for path in made if addresses.of_file(path) == addresses.CONTACT]
        added = [*first, *(path for path in own if path not in there), *(path for path in made if path not in first)]
        return [*listed, *([{brand.short_name or brand.name: added}] if added else [])]


def _pages_of(clinic: Clinic | None) -> Mapping[str, Path]:
    return clinic.pages if clinic else {}


def _gone(loaded: Loaded, ours: Mapping[str, Path]) -> Gone:
    """Which pages this site is without: those that it leaves out, and the indexes that its library does not have."""
    gone = pages_left_out(ours, loaded.renderer.site.has_page)
    indexes = {f"{folder}/index.md" for folder in ("routines", *(view.folder for view in VIEWS))}
    missing = indexes - loaded.pages.keys()
    return lambda file: file in missing or gone(file)


def _offered(listed: Any, gone: Gone) -> Any:
    """The menu without the pages that the site is without."""
    if isinstance(listed, list):
        return [kept for entry in listed if (kept := _offered(entry, gone))]
    if isinstance(listed, dict):
        return {title: kept for title, inner in listed.items() if (kept := _offered(inner, gone))}
    return None if gone(listed) else listed


def _file_of(address: str) -> str:
    return address if address == addresses.NOT_FOUND else f"{address}index.html"


def _data_url(path: str, files: Mapping[str, bytes]) -> str:
    """A file as an address that holds it; "" for none."""
    kind = mimetypes.guess_type(path)[0] if path in files else None
    return f"data:{kind};base64,{base64.b64encode(files[path]).decode()}" if kind else ""


def _put(file: Path, content: str | bytes | Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    raw = content.read_bytes() if isinstance(content, Path) else content
    file.write_bytes(raw.encode() if isinstance(raw, str) else raw)
