"""Mends hand-written pages for a site that leaves pages out, so that no link and no sentence leads to them."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from macros import addresses

Gone = Callable[[str], bool]
"""Whether the site leaves out the page of a Markdown file, by its path in the folder of hand-written pages."""

_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]*)\)(?P<attributes>\{[^{}%]*\})?")
_BUTTON = ".sb-action"
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s+")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_POINTING = re.compile(r"(?:Read|See|Learn)\b")
# What one sentence may hold that has full stops of its own: macro calls, attributes, code.
_ATOM = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[^{}\n]*\}|`[^`\n]*`", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?]\uE001)\s+(?=[A-Z])")


def without_links(markdown: str, gone: Gone, here: str) -> str:
    """The Markdown of the page `here` without links to pages that are gone.

    Most links become plain text. What only leads there goes altogether: a button, an item of a list that begins
    with the link, and a sentence that begins with "Read", "See" or "Learn", with a question right before it.
    """
    if not any(_is_gone(link, gone, here) for link in _LINK.finditer(markdown)):
        return markdown
    return "".join(_mended(block, gone, here) for block in _blocks(markdown))


def without_places(markdown: str, lost: Callable[[str, str], bool], here: str) -> str:
    """The Markdown of the page `here`, with links to a page as a whole where a place on it is lost.

    `lost` says that of the file of a page and of a place there.
    """

    def whole(link: re.Match[str]) -> str:
        path, _, place = link["target"].partition("#")
        file = _file(path, here)
        return link.group().replace(f"#{place})", ")", 1) if place and file and lost(file, place) else link.group()

    return _LINK.sub(whole, markdown)


def pages_left_out(files: Iterable[str], has_page: Callable[[str], bool]) -> Gone:
    """Which pages a site leaves out; `files` are the hand-written ones, and `has_page` tells of an address.

    An index goes with the last of the hand-written pages below it.
    """
    pages = {file: addresses.of_file(file) for file in files if file.endswith(".md")}
    gone = {file for file, address in pages.items() if not has_page(address)}
    for file, address in pages.items():
        below = {other for other, at in pages.items() if other != file and at.startswith(address)}
        if address and below and below <= gone:
            gone.add(file)
    return lambda file: file in gone or not has_page(addresses.of_file(file))


def _is_gone(link: re.Match[str], gone: Gone, here: str) -> bool:
    file = _file(link["target"].partition("#")[0], here)
    return bool(file) and gone(file)


def _file(path: str, here: str) -> str:
    """The Markdown file to which a link on the page `here` leads; "" where it leads to no such file."""
    if not path.endswith(".md") or ":" in path:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(here), path))


def _blocks(markdown: str) -> Iterator[str]:
    """The paragraphs and items of lists, with what is between them; code in fences is one block."""
    block: list[str] = []
    in_code = False
    for line in markdown.splitlines(keepends=True):
        fence = bool(_FENCE.match(line))
        if not in_code and (fence or not line.strip() or _ITEM.match(line)) and block:
            yield "".join(block)
            block = []
        block.append(line)
        in_code ^= fence
        if not in_code and (fence or not line.strip()):
            yield "".join(block)
            block = []
    yield "".join(block)


def _mended(block: str, gone: Gone, here: str) -> str:
    """One block without its links to pages that are gone; "" where nothing is left."""
    links = [link for link in _LINK.finditer(block) if _is_gone(link, gone, here)]
    if not links or _FENCE.match(block):
        return block
    item = _ITEM.match(block)
    head = item.group() if item else ""
    if item and block[item.end() :].lstrip("*_").startswith(links[0].group()):
        return ""
    text = "".join(
        line for line in _paragraph(block[len(head) :], gone, here).splitlines(keepends=True) if line.strip()
    )
    return head + text if text else ""


def _paragraph(text: str, gone: Gone, here: str) -> str:
    def plain(link: re.Match[str]) -> str:
        if not _is_gone(link, gone, here):
            return link.group()
        return "" if _BUTTON in (link["attributes"] or "") else link["text"]

    kept: list[str] = []
    for sentence in _sentences(text):
        leads_nowhere = any(_is_gone(link, gone, here) for link in _LINK.finditer(sentence))
        if not (leads_nowhere and _POINTING.match(sentence)):
            kept.append(_LINK.sub(plain, sentence))
        elif kept and kept[-1].rstrip().endswith("?"):
            kept.pop()
    return _ended("".join(kept), text)


def _ended(text: str, before: str) -> str:
    """`text` with the line end of what it was made from."""
    return text.rstrip() + "\n" if text.strip() and before.endswith("\n") else text.rstrip()


def _sentences(text: str) -> list[str]:
    """The sentences of a paragraph, each with the space behind it.

    Links and macro calls are hidden while the ends are looked for, as they hold full stops of their own.
    """
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found.group())
        last = found["text"][-1:] if "text" in found.groupdict() else ""
        # A link that ends in a question mark may end the sentence.
        return f"\ue000{len(hidden) - 1}\ue002{last if last in '.!?' else ''}\ue001"

    def shown(part: str) -> str:
        return re.sub("\ue000([0-9]+)\ue002[.!?]?\ue001", lambda found: hidden[int(found[1])], part)

    masked = _ATOM.sub(hide, _LINK.sub(hide, text))
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(masked)), len(masked)]
    return [shown(masked[start:end]) for start, end in pairwise(ends) if start < end]
