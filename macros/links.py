"""Links of hand-written pages: from the files that authors name to the addresses that readers follow."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

from macros import addresses

_TARGET = r"(?P<file>[^()<>\s{}#?:]+\.[A-Za-z0-9]+)(?P<rest>[#?][^()<>\s{}]*)?(?=[>)\s]|$)"
_LINK = re.compile(rf"(?P<before>\]\(\s*<?|^ {{0,3}}\[[^\[\]]+\]:[ \t]+<?){_TARGET}", re.MULTILINE)
CODE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?\n)??[ \t]*(?P=fence)[ \t]*$"
    r"|(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
    r"|<pre\b.*?</pre>",
    re.DOTALL | re.MULTILINE,
)
"""What is code in Markdown: between fences, inside a paragraph, or raw."""
_IN_HTML = re.compile(r'\s(?:href|src)="(?P<link>[^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


def resolved(markdown: str, here: str, places: Mapping[str, str]) -> str:
    """The Markdown of the file `here` with addresses for the files that its links and pictures name.

    `places` are the addresses of all files that the site has. What is no link stays: code, and links that the site
    does not know.
    """
    address, parts, end = addresses.of_file(here), [], 0
    for code in CODE.finditer(markdown):
        parts += [_resolved(markdown[end : code.start()], here, address, places), code.group()]
        end = code.end()
    return "".join([*parts, _resolved(markdown[end:], here, address, places)])


def _resolved(text: str, here: str, address: str, places: Mapping[str, str]) -> str:
    def link(written: re.Match[str]) -> str:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(written["file"])))
        if file not in places:
            return written.group()
        return f"{written['before']}{addresses.relative(places[file], address)}{written['rest'] or ''}"

    return _LINK.sub(link, text)


def lost_links(html: str, address: str, site: Path) -> Iterator[str]:
    """The links of the page at `address` that lead nowhere in the built site: to no file, or to no place in a page."""
    found = dict.fromkeys(unescape(link["link"]) for link in _IN_HTML.finditer(html))
    return (link for link in found if not _ELSEWHERE.match(link) and not _leads(link, address, site))


def _leads(link: str, address: str, site: Path) -> bool:
    path, _, place = link.partition("#")
    path = unquote(path.partition("?")[0])
    file = site / address / path
    file = file if file.suffix else file / "index.html"
    if not file.is_file():
        return False
    is_whole = not place or file.suffix != ".html"
    return is_whole or f' id="{escape(unquote(place))}"'.encode() in file.read_bytes()
