"""What a built site must not hold: anything from elsewhere, and anything that our content-security policy blocks."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path, PurePath
from typing import TypeAlias

from macros.markup import Attribute, Tag, Unclear, pieces_of_page, tags_of_drawing, tags_of_page
from macros.problems import Problem, quoted
from macros.references import leads_out, loaded_by_script, loaded_by_styles, scheme

SAYINGS: Mapping[str, tuple[str, str]] = {
    "external-resource": (
        "{} is loaded, and is no file of this site",
        "Put the file into the site, and give its address from here, without `https:` or `//`",
    ),
    "script-link": ("The link to {} runs or shows what stands in the link itself", "Link to a page"),
    "inline-script": ("A script stands in the page: {}", "Put it into a file, and load that with `src`"),
    "inline-handler": ("The attribute {} is a script", "Listen to the event in a script file"),
    "inline-style": ("Styles stand in the page: {}", "Put them into a style sheet, under a class"),
    "blocked-element": ("The content-security policy blocks {}", "Leave it out, or link to what it shows"),
    "blocked-form": (
        "The form is sent to {}, and the content-security policy lets no form be sent",
        "Leave the address out, and answer the form in a script file",
    ),
    "cookie": ("The page sets a cookie: {}", "Leave it out; the site sets none"),
    "unclear-markup": (
        "Browsers can read what follows {} in two ways",
        "Close every tag, comment and quote, write `&lt;` for `<` in text, and save the file as UTF-8",
    ),
}
"""What is wrong and how to mend it, for each rule; `{}` stands for what was found."""

_Fault: TypeAlias = tuple[int, str, str]
"""Where it is in the text, the rule, and what was found."""

_KEPT = 10_000  # pieces that had no fault: far more than the frame of a page has, and some megabytes
_LONG = 250_000  # bytes that are looked through in one go
# Most of what no other page has, in the form in which it breaks no rule.
_PLAIN = re.compile(
    rb"<(?:a|g|h[1-6]|li|meta|path|svg|use)(?:"
    rb' (?:class|content|d|id|name|property|role|viewBox|aria-label)="[^"<>]*+"'
    rb'| href="(?!/)[\w./#-]*+"| stroke="#\w*+")*+/?>'
    rb'|<(?:a|link rel="canonical")(?: (?:class|id)="[^"<>]*+")*+ href="https?://[^"<>]*+">'
    rb"|<title>[^<]*+</title>"
    rb'|<script type="application/ld\+json">[^<]*+</script>'
)
_LOAD_NOTHING = {"alternate", "author", "canonical", "license", "next", "prev"}
_BLOCKED = {"iframe", "frame", "fencedframe", "portal", "object", "embed", "applet", "video", "audio"}
_DATA = re.compile(r"\s*(?:application|text)/(?:[\w.-]+\+)?json\s*(?:;.*)?", re.IGNORECASE)
_REFRESH = re.compile(r"[\s\d.]*[;,\s]*(?:url\s*=\s*)?[\"']?(.*)", re.IGNORECASE | re.DOTALL)


class Inspector:
    """Finds the faults of one file after the other; quick where pages repeat the tags of those before them."""

    def __init__(self) -> None:
        self._clean = set[bytes]()

    def faults_in(self, path: str, written: bytes) -> list[Problem]:
        """The faults in what is `written`, or will be, in the file at `path`, by whose ending it is read; sorted."""
        reader = _READERS.get(PurePath(path).suffix.lower())
        if not reader or (reader is _in_page and all(map(self._is_clean, _parts(written)))):
            return []
        return sorted(_problems(path, written.decode("utf-8-sig", "surrogateescape"), reader))

    def _is_clean(self, part: bytes) -> bool:
        """Whether a part of a page has no fault for certain, since no piece of it has one wherever it may stand."""
        new = pieces_of_page(part) - self._clean
        if not _is_text(part) or not all(map(_is_clean, new)):
            return False
        if len(self._clean) > _KEPT:
            self._clean.clear()
        self._clean |= new
        return True


def faults(site: Path) -> list[Problem]:
    """Every fault in the pages, pictures, style sheets and scripts of the built site in the folder `site`, sorted.

    Paths are relative to `site`. An address of the site itself counts as from elsewhere if it names the host.
    """
    inspector = Inspector()
    files = (path for path in site.rglob("*") if path.suffix.lower() in _READERS and path.is_file())
    found = (inspector.faults_in(file.relative_to(site).as_posix(), file.read_bytes()) for file in files)
    return sorted(chain.from_iterable(found))


def _parts(page: bytes) -> Iterator[bytes]:
    """A long page in parts, so that the pieces of only one are held at a time; none goes on in the next."""
    start = 0
    while len(page) - start > _LONG and (end := page.rfind(b">\n", start, start + _LONG)) >= 0:
        yield page[start : end + 1]
        start = end + 1
    yield page[start:]


def _is_text(written: bytes) -> bool:
    try:
        written.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in written


def _is_clean(piece: bytes) -> bool:
    """Whether a piece of a page has no fault, and leaves none to what follows."""
    return bool(_PLAIN.fullmatch(piece)) or not any(_in_markup(tags_of_page(piece.decode(), certain=False)))


def _problems(path: str, text: str, reader: Callable[[str], Iterator[_Fault]]) -> Iterator[Problem]:
    for at, rule, what in {*reader(text), *_undecoded(text)}:
        message, fix = SAYINGS[rule]
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        yield Problem(path, line, column, rule, message.format(quoted(what)), fix)


def _undecoded(text: str) -> Iterator[_Fault]:
    """The first byte that is no text in UTF-8: from there on, a browser may read other characters than we do."""
    if "\0" in text:
        yield text.index("\0"), "unclear-markup", "byte 00"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        yield error.start, "unclear-markup", f"byte {ord(text[error.start]) & 0xFF:02X}"


def _in_page(text: str) -> Iterator[_Fault]:
    return _in_markup(tags_of_page(text))


def _in_drawing(text: str) -> Iterator[_Fault]:
    return _in_markup(tags_of_drawing(text))


def _in_styles(text: str) -> Iterator[_Fault]:
    return _outside(loaded_by_styles(text))


def _in_script(text: str) -> Iterator[_Fault]:
    return _outside(loaded_by_script(text))


def _outside(addresses: Iterable[tuple[str, int]]) -> Iterator[_Fault]:
    return ((at, "external-resource", address) for address, at in addresses if leads_out(address))


def _in_markup(tags: Iterable[Tag | Unclear]) -> Iterator[_Fault]:
    for tag in tags:
        if isinstance(tag, Unclear):
            yield tag.at, "unclear-markup", tag.what
            continue
        element = _local(tag.name)
        if element in _ELEMENTS and (rule := _ELEMENTS[element](tag)):
            yield tag.at, rule, f"<{tag.name}>"
        for attribute in tag.attributes:
            name = _local(attribute.name)
            if name.startswith("on") and len(name) > 2:
                yield attribute.at, "inline-handler", attribute.name
            elif name in _ATTRIBUTES and (rule := _ATTRIBUTES[name](tag, attribute)):
                yield attribute.at, rule, attribute.value


def _local(name: str) -> str:
    """A name without the prefix that XML allows, as in `xlink:href`."""
    return name.rpartition(":")[2]


def _script(tag: Tag) -> str:
    return "inline-script" if tag.content.strip() and not _DATA.fullmatch(tag.value("type")) else ""


def _base(tag: Tag) -> str:
    return "blocked-element" if any(attribute.name == "href" for attribute in tag.attributes) else ""


def _meta(tag: Tag) -> str:
    return "cookie" if tag.value("http-equiv").strip().lower() == "set-cookie" else ""


def _loaded(_: Tag, attribute: Attribute) -> str:
    return "external-resource" if leads_out(attribute.value) else ""


def _all_loaded(_: Tag, attribute: Attribute) -> str:
    """Of several addresses; a comma inside one is taken for its end, which lets nothing pass."""
    return "external-resource" if any(map(leads_out, re.split(r"[\s,]+", attribute.value))) else ""


def _reference(tag: Tag, attribute: Attribute) -> str:
    """Of `href`: people follow some, and pages load the others."""
    element = _local(tag.name)
    if element in ("a", "area"):
        return "script-link" if scheme(attribute.value) in ("javascript", "data", "vbscript") else ""
    if element == "base" or (element == "link" and set(tag.value("rel").lower().split()) <= _LOAD_NOTHING):
        return ""
    return _loaded(tag, attribute)


def _refreshed(tag: Tag, attribute: Attribute) -> str:
    if tag.value("http-equiv").strip().lower() != "refresh":
        return ""
    target = _REFRESH.match(attribute.value)
    return "external-resource" if target and leads_out(target[1]) else ""


def _animated(tag: Tag, attribute: Attribute) -> str:
    """Of the values that an animation gives to an address."""
    if _local(tag.value("attributename").strip().lower()) != "href":
        return ""
    return "external-resource" if any(map(leads_out, attribute.value.split(";"))) else ""


def _painted(_: Tag, attribute: Attribute) -> str:
    """Of what SVG takes from style sheets into attributes, such as `fill`."""
    return "external-resource" if any(_outside(loaded_by_styles(attribute.value))) else ""


def _always(rule: str) -> Callable[..., str]:
    return lambda *_: rule


_ELEMENTS: Mapping[str, Callable[[Tag], str]] = {
    "script": _script,
    "style": _always("inline-style"),
    "base": _base,
    "meta": _meta,
    **dict.fromkeys(_BLOCKED, _always("blocked-element")),
}
"""The rule that an element breaks, or ""."""

_ATTRIBUTES: Mapping[str, Callable[[Tag, Attribute], str]] = {
    **dict.fromkeys(("src", "poster", "background", "data", "manifest", "codebase", "lowsrc", "dynsrc"), _loaded),
    **dict.fromkeys(("srcset", "imagesrcset", "ping", "archive", "attributionsrc"), _all_loaded),
    **dict.fromkeys(("fill", "stroke", "filter", "mask", "clip-path", "cursor"), _painted),
    **dict.fromkeys(("marker", "marker-start", "marker-mid", "marker-end"), _painted),
    **dict.fromkeys(("to", "from", "by", "values"), _animated),
    **dict.fromkeys(("action", "formaction"), _always("blocked-form")),
    "href": _reference,
    "content": _refreshed,
    "style": _always("inline-style"),
    "srcdoc": _always("blocked-element"),
}
"""The rule that an attribute breaks, or ""."""

_READERS: Mapping[str, Callable[[str], Iterator[_Fault]]] = {
    **dict.fromkeys((".html", ".htm"), _in_page),
    **dict.fromkeys((".svg", ".xhtml"), _in_drawing),
    ".css": _in_styles,
    **dict.fromkeys((".js", ".mjs"), _in_script),
}
