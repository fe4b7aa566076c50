"""A site in the making. An engine turns hand-written Markdown into HTML; everything else is done here, without one."""

import base64
import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import Any

from macros import addresses, exports, sharing
from macros.assets import FOLDER, SHEETS, hashed_folder
from macros.clinics import Clinic
from macros.copies import Loaded, files_of_docs
from macros.cores import processes
from macros.frame import Article, Frame
from macros.headings import plain_title_in, title_in
from macros.healing import Gone, pages_left_out, without_links, without_places
from macros.home import in_repository
from macros.links import lost_links, resolved
from macros.menu import MenuError, files_in, menu
from macros.model import Exercise
from macros.own_pages import MADE_FILES, MADE_FOLDERS
from macros.pages import Page, redirects
from macros.problems import Problem, quoted
from macros.reading import shown
from macros.search_index import search_index
from macros.social import SocialPictures, social_pictures
from macros.spelling import respell, respell_markdown
from macros.static_files import static_files
from macros.style_sheets import styles
from macros.views import VIEWS
from macros.writing import Content, Maker, Writing

_HOME_PAGE = "index.md"


class Publication:
    """One site, of the library or of a clinic.

    An engine takes the Markdown files in `hand_written`, asks for the `markdown` that it must turn into HTML, and
    hands each page back by `add`. Then `write` makes the site.
    """

    def __init__(self, loaded: Loaded, root: Path, listed: Sequence[Any], *, preview: bool = False) -> None:
        """`root` is the content folder, and `listed` the menu as the configuration has it.

        Raises MenuError where a file in docs/ has the name of one that is made from content.
        """
        self._loaded, self._preview = loaded, preview
        self._ours = {path: file for path, file in files_of_docs().items() if file.suffix == ".md"}
        self._gone = _gone(loaded, self._ours)
        own = {path: file for path, file in _pages_of(loaded.clinic).items() if path.endswith(".md")}
        ours = {path: file for path, file in self._ours.items() if path not in own and not self._gone(path)}
        self.hand_written: Mapping[str, Path] = {**ours, **own}
        """The Markdown files by their path among the pages of the site."""
        self._static = static_files(loaded)
        made = {page.address for page in loaded.pages.values()}
        doubles = [path for path in self.hand_written if addresses.of_file(path) in made]
        doubles += [path for path in self._static if path in MADE_FILES or path.startswith(MADE_FOLDERS)]
        if doubles:
            raise MenuError(f"docs/{min(doubles)} has the name of one that is made from content. Rename it.")
        loaded.renderer.assets_folder = hashed_folder({p: c for p, c in self._static.items() if p.startswith(FOLDER)})
        self._listed = self._with_clinic(_offered(list(listed), self._gone), own)
        self._social = SocialPictures(social_pictures(root))
        self._articles: dict[str, Article] = {}
        self._begun: Writing | None = None
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
        return resolved(text, path, self._places)

    def add(self, path: str, title: str, html: str, description: str) -> None:
        """Takes a hand-written page as an engine has made it; title and description are plain text.

        The title is for a page without a heading: engines do not agree which heading gives it. Raises RuntimeError
        where its heading is not the one that `begin` has read.
        """
        site, clinic = self._loaded.renderer.site, self._loaded.clinic
        if self._is_ours(path):
            description = respell(description, self._loaded.library.vocabulary.locale.words)
        if clinic and path == _HOME_PAGE:
            description = clinic.brand.tagline
        edit = site.edit_address(PurePath("docs", path))
        title = title_in(html) or title
        if self._titles.setdefault(path, title) != title:
            raise RuntimeError(f"The title of {path} is {title!r}, and was taken for {self._titles[path]!r}")
        about = description or site.description
        self._articles[path] = Article(addresses.of_file(path), title, html, about, edit)

    def begin(self, to: Path) -> None:
        """Begins to write into the folder `to` what needs no engine, where other processes can do that meanwhile.

        For that, the menu must be known, and with it the titles of hand-written pages.
        """
        for path, file in self.hand_written.items():
            if title := plain_title_in(file.read_text(encoding="utf-8-sig")):
                self._titles[path] = self.markdown(path, title)
        with suppress(MenuError):  # Raised when the site is written.
            self._begun = Writing([*self._files(), *self._pages()], to, processes())

    def write(self, to: Path) -> list[Problem]:
        """Writes the whole site into the folder `to`; returns what is wrong with it.

        Raises MenuError where a page is not in the menu.
        """
        listed = set(files_in(self._listed))
        if (missing := self.hand_written.keys() - listed) and not self._preview:
            raise MenuError(f"No menu leads to docs/{min(missing)}. Add it to `nav` in mkdocs.yml.")
        begun = self._begun or Writing([*self._files(), *self._pages()], to, processes())
        wrong = [*Writing(list(self._hand_written()), to, 1).finish(), *begun.finish()]
        for path, article in self._articles.items():
            wrong += self._lost(path, article, to)
        return wrong

    def _lost(self, path: str, article: Article, to: Path) -> Iterator[Problem]:
        """The links of a hand-written page that lead nowhere; an engine has made them, and knows no lines."""
        file = self.hand_written[path]
        name, text = shown(Path(in_repository(file) or file)), file.read_text(encoding="utf-8")
        for link in lost_links(article.html, article.address, to):
            _, sign, place = link.partition("#")
            written = sign + place or link
            line = text.count("\n", 0, max(text.find(written), 0)) + 1
            message = f"The link leads to {quoted(link)}, and there is no such page, file or place"
            yield Problem(name, line, 1, "page-link", message, "Link to another, or to none")

    def _files(self) -> Iterator[Maker]:
        """What stands beside the pages, but for what needs the hand-written ones; what takes long comes first."""
        loaded, renderer = self._loaded, self._loaded.renderer
        yield lambda: [exports.exercises_file(loaded.library)]
        yield partial(exports.files, loaded.library, renderer.site.name)
        yield lambda: ((renderer.asset(path), content) for path, content in self._static.items())
        yield partial(self._social_picture, None, addresses.SITE_PICTURE)
        yield self._redirects
        if feed := sharing.feed(renderer):
            yield lambda: [(addresses.FEED, feed)]

    def _redirects(self) -> Iterator[tuple[str, Content]]:
        for old, target in redirects(self._loaded.library).items():
            yield f"{old}index.html", self._loaded.renderer.redirect(target, old)

    def _social_picture(self, exercise: Exercise | None, path: str) -> Iterator[tuple[str, Content]]:
        """What is shown where a page is shared, in the colours and with the mark of this site."""
        if svg := sharing.picture(self._loaded.renderer, exercise, self._look):
            yield path, self._social.png(svg)

    @cached_property
    def _look(self) -> sharing.Look:
        sheets = [self._static[sheet].decode() for sheet in SHEETS]
        clinic = self._loaded.clinic
        logo = _data_url(clinic.look.logo if clinic else addresses.ICON, self._static)
        return sharing.Look(styles(sheets, ".sb-drawn"), logo, on_white=bool(clinic))

    @cached_property
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

    def _pages(self) -> Iterator[Maker]:
        """All pages that are made from content, but for redirects; long ones come first."""
        frame = self._frame
        for page in sorted(self._loaded.pages.values(), key=lambda page: bool(page.parent)):
            yield partial(self._page, frame, page)

    def _hand_written(self) -> Iterator[Maker]:
        """The hand-written pages, the one that is shown where there is none, and what is made from all pages."""
        frame, loaded, site = self._frame, self._loaded, self._loaded.renderer.site
        yield lambda: [(addresses.SEARCH_INDEX, search_index(loaded.library, self._outside_the_library()))]
        if site.url:
            yield lambda: [(addresses.SITEMAP, loaded.renderer.sitemap(sorted(self._addresses())))]
        for article in self._articles.values():
            yield partial(self._written, frame, article)
        title, not_found = loaded.library.vocabulary.labels["not_found"], addresses.NOT_FOUND
        text = loaded.renderer.not_found(not_found)
        yield partial(_framed, frame, Article(not_found, title, text, site.description))

    def _written(self, frame: Frame, article: Article) -> Iterator[tuple[str, Content]]:
        yield from _framed(frame, replace(article, html=self._loaded.renderer.with_aside(article.html)))

    def _page(self, frame: Frame, page: Page) -> Iterator[tuple[str, Content]]:
        """A page that is made from content, with all that belongs to an exercise while its drawing is at hand."""
        renderer = self._loaded.renderer
        yield from _framed(frame, self._made(page))
        if exercise := renderer.library.exercises.get(page.exercise):
            yield exports.exercise_file(exercise, renderer.library)
            if movement := renderer.gallery.of(exercise).movement:
                yield addresses.movement(exercise.id), movement
            yield from self._social_picture(exercise, addresses.social_picture(exercise.id))

    def _made(self, page: Page) -> Article:
        renderer, site = self._loaded.renderer, self._loaded.renderer.site
        edit = site.edit_address(PurePath(page.edit)) if page.edit else ""
        about = page.description or site.description
        return Article(page.address, page.title, page.html(renderer), about, edit, page.parent)

    def _outside_the_library(self) -> Iterator[Article]:
        """The pages that are not made from the library, but written by hand or made from what a clinic says."""
        yield from self._articles.values()
        yield from (self._made(p) for p in self._loaded.pages.values() if p.address in addresses.OF_CLINICS)

    def _addresses(self) -> Iterator[str]:
        yield from (article.address for article in self._articles.values())
        yield from (page.address for page in self._loaded.pages.values())

    @cached_property
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


def _framed(frame: Frame, article: Article) -> Iterator[tuple[str, Content]]:
    is_found = article.address != addresses.NOT_FOUND
    yield f"{article.address}index.html" if is_found else article.address, frame.page(article)


def _data_url(path: str, files: Mapping[str, bytes]) -> str:
    """A file as an address that holds it; "" for none."""
    kind = mimetypes.guess_type(path)[0] if path in files else None
    return f"data:{kind};base64,{base64.b64encode(files[path]).decode()}" if kind else ""
