"""The tags of a page, as browsers find them: quick, and with a word wherever two browsers could see different tags."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_SPACE = r"\t\n\f\r "
_NAME = rf"=?[^{_SPACE}/>=]++|="
# A quote only begins a value behind an equals sign; one that stands in a name is a part of it.
_VALUE = rf"""[{_SPACE}]*+=[{_SPACE}]*+(?:"([^"]*)"|'([^']*)'|([^{_SPACE}>"'][^{_SPACE}>]*+|(?=>)))"""
_ATTRIBUTE = re.compile(rf"[{_SPACE}/]*+({_NAME})(?:{_VALUE}|(?![{_SPACE}]*+=))")
_ATTRIBUTES = re.sub(r"(?<!\\)\((?!\?)", "(?:", f"(?:{_ATTRIBUTE.pattern})*+")
_TAG = (
    rf"<(?P<slash>/?)(?P<name>[A-Za-z][^{_SPACE}/>]*+)(?P<attributes>{_ATTRIBUTES})(?P<end>[{_SPACE}/]*+)>"
    r"|(?P<open></?[A-Za-z]|<!--(?!-?>|.*?--!?>))"
)
_HTML = re.compile(rf"{_TAG}|<!--(?:-?>|.*?--!?>)|(?P<odd><!\[CDATA\[)|<(?:[!?]|/[^A-Za-z>])[^>]*+>?", re.DOTALL)
_XML = re.compile(
    rf"{_TAG}|<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(?P<instruction>\?[\w-]+)(?P<said>.*?)\?>"
    # Definitions, which can put addresses and handlers in where none are written.
    r"|(?P<odd><!(?:DOCTYPE[^>\[]*\[|ENTITY|ATTLIST))",
    re.DOTALL,
)
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript")
_CLOSING = {name: re.compile(rf"</{name}(?=[{_SPACE}/>])", re.IGNORECASE | re.ASCII) for name in _RAW}
# Behind the start of one of these, a title or the like may hold tags instead of text.
_OTHER_RULES = {"svg", "math", "select", "frameset"}
_PIECE = re.compile(rb"<(?:script[^>]*>[^<]*</script|title[^>]*>[^<]*</title|[^>]*)>?")


class Attribute(NamedTuple):
    """One attribute: its name in small letters, its value with entities replaced, and where its name begins."""

    name: str
    value: str
    at: int


class Tag(NamedTuple):
    """A start tag: its name in small letters, its attributes, and where it begins."""

    name: str
    attributes: list[Attribute]
    at: int
    content: str = ""
    """The text of an element whose text holds no tags, such as a script."""

    def value(self, name: str) -> str:
        """The value of the first attribute of a name, which is the one that counts; "" where there is none."""
        return next((attribute.value for attribute in self.attributes if attribute.name == name), "")


class Unclear(NamedTuple):
    """A place from which on it is not certain what is a tag."""

    what: str
    at: int


def tags_of_page(text: str, *, certain: bool = True) -> Iterator[Tag | Unclear]:
    """The start tags of an HTML page; those inside `noscript` too. Some come twice.

    Of a piece of a page it is not `certain` whether it stands in a drawing, where titles may hold tags.
    """
    yield from _tags_of_page(text, scripting=True, certain=certain)
    if re.search("<noscript", text, re.IGNORECASE):
        yield from _tags_of_page(text, scripting=False, certain=certain)


def pieces_of_page(page: bytes) -> set[bytes]:
    """What a page in UTF-8 has from each `<` to the next `>`; with a title or script goes what it holds.

    A piece in which nothing is unclear when it stands alone, not even where it is not certain what is around it, holds
    the same tags inside the page: outside of tags, comments and quotes it begins, and there it ends.
    If all pieces are of that kind, their tags are the tags of the page.
    """
    return set(_PIECE.findall(page))


def tags_of_drawing(text: str) -> Iterator[Tag | Unclear]:
    """The start tags of an SVG or other XML file; its instructions too, with a name that begins with `?`."""
    for found in _XML.finditer(text):
        if found["open"]:
            yield Unclear(found["open"], found.start())
            return
        if found["odd"]:
            yield Unclear(found["odd"], found.start())
        elif found["instruction"]:
            yield Tag(found["instruction"], _attributes(found["said"], found.start("said")), found.start())
        elif found["name"] and not found["slash"]:
            attributes = _attributes(found["attributes"], found.start("attributes"))
            yield Tag(found["name"].lower(), attributes, found.start(), _content_in_drawing(text, found))


def _tags_of_page(text: str, *, scripting: bool, certain: bool) -> Iterator[Tag | Unclear]:
    """The start tags that a browser sees that runs scripts, or one that runs none."""
    at = 0
    while found := _HTML.search(text, at):
        start, at = found.span()
        slash, name, written, end, unclosed, odd = found.groups()
        if unclosed or odd:
            yield Unclear(unclosed or odd, start)
        if unclosed:
            return
        if not name or slash:
            continue
        name = name.lower()
        certain = certain and name not in _OTHER_RULES
        if name not in _RAW or (name == "noscript" and not scripting):
            yield Tag(name, _attributes(written, found.start(3)), start)
            continue
        closing = _CLOSING[name].search(text, at)
        content = text[at : closing.start() if closing else None]
        yield Tag(name, _attributes(written, found.start(3)), start, content)
        if closing and _is_text(name, content, certain=certain, closed="/" in end):
            at = closing.start()
        else:
            yield Unclear(found[0], start)


def _is_text(name: str, content: str, *, certain: bool, closed: bool) -> bool:
    """Whether it is certain that what an element holds is text, and that it ends where it seems to end."""
    if name == "noscript":  # It is read both ways.
        return True
    return (certain or ("<" not in content and not closed)) and not (name == "script" and "<!--" in content)


def _content_in_drawing(text: str, found: re.Match[str]) -> str:
    """What stands inside a script of an XML file."""
    if "/" in found["end"] or not found["name"].lower().endswith("script"):
        return ""
    end = text.find(f"</{found['name']}", found.end())
    return text[found.end() : end] if end >= 0 else text[found.end() :]


def _attributes(written: str, at: int) -> list[Attribute]:
    """The attributes in what is written of a tag behind its name; `at` says where that begins."""
    found = []
    for attribute in _ATTRIBUTE.finditer(written):
        name, double, single, bare = attribute.groups()
        value = double or single or bare or ""
        found.append(Attribute(name.lower(), unescape(value) if "&" in value else value, at + attribute.start(1)))
    return found
