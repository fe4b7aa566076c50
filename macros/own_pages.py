"""A clinic's own pages: what would stop the engine, stand in for what is made from content, or lead nowhere."""

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import filterfalse
from pathlib import Path
from urllib.parse import unquote

from macros import addresses
from macros.links import CODE
from macros.problems import Problem, quoted
from macros.reading import shown
from macros.strict_yaml import parse
from macros.suggestions import nearest

_MAX_BYTES = 1_000_000
_WRONG_LINK = "page-link"
MADE_FILES = (addresses.FEED, addresses.SEARCH_INDEX, addresses.SITEMAP, addresses.NOT_FOUND)
MADE_FOLDERS = ("api/", "schema/", addresses.SOCIAL_PICTURES)
"""What every site has beside its pages and the files in `docs/`."""
HEAD = re.compile(r"---[ \t]*\r?\n(?P<fields>.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
"""The fields at the head of a page, and the lines round them."""
_HEAD_FIELDS = ("description", "render_macros")
_LINK = re.compile(r"\[[^\[\]]*\]\(\s*(?P<target>[^()\s]+)")


@dataclass(frozen=True)
class Surroundings:
    """What a clinic's own pages stand among."""

    ours: Collection[str]
    """The library's hand-written pages and the files beside them, by path."""
    made: Collection[str]
    """The virtual files of all pages that are made from content."""
    moved: Mapping[str, str]
    """Earlier addresses of pages, with those of today."""
    gone: Callable[[str], bool]
    """Whether the copy leaves out the page of a Markdown file."""


def page_problems(pages: Mapping[str, Path], around: Surroundings) -> Iterator[Problem]:
    """What is wrong with own pages and the files beside them, which come by path among the pages of the site."""
    places = {_published(path): path for path in around.ours if not around.gone(path)}
    places |= {_published(path): "" for path in around.made} | {f"{address}index.html": "" for address in around.moved}
    # An own page is there, even in the place of one that the copy leaves out.
    shown_here = replace(around, gone=lambda file: file not in pages and around.gone(file))
    for path, file in pages.items():
        yield from _name_problems(path, file, places)
        places.setdefault(_published(path), path)
        if path.endswith(".md"):
            yield from _text_problems(path, file, {*pages, *around.made, *around.ours}, shown_here)


def usable(pages: Mapping[str, Path], problems: Iterable[Problem]) -> Mapping[str, Path]:
    """The pages that a preview can show: all but those that would stop it. One with a wrong link stops nothing."""
    unusable = {problem.path for problem in problems if problem.rule != _WRONG_LINK}
    return {path: file for path, file in pages.items() if shown(file) not in unusable}


def _published(path: str) -> str:
    """Where the site has the page or file."""
    return f"{addresses.of_file(path)}index.html" if path.endswith(".md") else path


def _name_problems(path: str, file: Path, places: Mapping[str, str]) -> Iterator[Problem]:
    place = _published(path)
    there = places.get(place, path)
    is_page = path.endswith(".md")
    if there and there != path:
        message = f"The page {quoted(there)} has this address already"
        yield Problem(shown(file), 1, 1, "file-name", message, f"To take its place, call the file {quoted(there)}")
    elif path.endswith((".md.txt", ".markdown")):
        name = f"{path.partition('.')[0]}.md"
        message = f"{quoted(path)} is no page, as its name does not end in .md"
        yield Problem(shown(file), 1, 1, "file-name", message, f"Give it the name {quoted(name)}")
    elif not there or place in MADE_FILES or place.startswith(MADE_FOLDERS) or (place in places and not is_page):
        what = "page" if is_page else "file"
        yield Problem(shown(file), 1, 1, "file-name", f"The site has a {what} of this name already", "Choose another")


def _text_problems(path: str, file: Path, known: Collection[str], around: Surroundings) -> Iterator[Problem]:
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message, fix = "The page holds letters that cannot be read here", 'Save it again, with "UTF-8" as its encoding'
        yield Problem(shown(file), raw.count(b"\n", 0, error.start) + 1, 1, "encoding", message, fix)
        return
    yield from _head_problems(text, shown(file))
    prose = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code.group()), text)
    for link in _LINK.finditer(prose):
        at = link.start("target")
        target = _target(link["target"], path)
        if target is None or (target in known and not around.gone(target)):
            continue
        wrong, meant = "and there is no such page or file", nearest(target, filterfalse(around.gone, known))
        if target in known or around.gone(target):
            wrong, meant = "which this copy leaves out", ()
        elif new := around.moved.get(addresses.of_file(target)):
            meant = (f"{new.rstrip('/')}.md",)
        message = f"The link leads to {quoted(link['target'])}, {wrong}"
        fix = f"Did you mean {' or '.join(map(quoted, meant))}?" if meant else "Link to another, or to none"
        place = (prose.count("\n", 0, at) + 1, at - prose.rfind("\n", 0, at))
        yield Problem(shown(file), *place, _WRONG_LINK, message, fix)


def _target(written: str, here: str) -> str | None:
    """The file among the site's pages to which a link leads; None where that is elsewhere, or a macro's affair."""
    path = unquote(written.strip("<>").partition("#")[0].partition("?")[0])
    if not path or path.startswith("/") or re.match(r"[a-z][a-z0-9+.-]*:|.*[{}]", written, re.IGNORECASE):
        return None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
    return target if posixpath.splitext(target)[1] else None


def _head_problems(text: str, path: str) -> Iterator[Problem]:
    """What is wrong with the fields that may stand at the head of a page."""
    head = HEAD.match(text)
    if not head:
        return
    document, found = parse(head["fields"].encode(), path, _MAX_BYTES)
    yield from (replace(problem, line=problem.line + 1) for problem in found)
    if document is None:
        return
    if not isinstance(document.data, dict):
        yield Problem(path, 2, 1, "mapping-expected", "The head of the page holds no fields", "Write `field: value`")
        return
    for field, value in document.data.items():
        line, column = document.place((field,), key=True)
        if field not in _HEAD_FIELDS:
            fix = f"Known fields: {', '.join(_HEAD_FIELDS)}"
            fix = "Write it as a heading: `# …`" if field == "title" else fix
            yield Problem(path, line + 1, column, "unknown-field", f"There is no field {quoted(field)} here", fix)
        elif field == "description" and not isinstance(value, str):
            yield Problem(path, line + 1, column, "text-expected", f"{quoted(field)} must be text", 'In quotes: "…"')
        elif field == "render_macros" and not isinstance(value, bool):
            yield Problem(path, line + 1, column, "true-or-false", f"{quoted(field)} must be true or false", "")
