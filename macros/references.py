"""Addresses: which lead out of the site, and which ones style sheets and scripts load."""

import re
from collections.abc import Iterator

_TRIMMED = "".join(map(chr, range(33)))
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)

_CSS_NAME = r"@?(?:[-\w]|[^\x00-\x7f]|\\(?:[0-9a-fA-F]{1,6}\s?|[^\n\r\f0-9a-fA-F]))++"
_CSS = re.compile(
    r"/\*.*?(?:\*/|\Z)"
    r"""|(?P<quote>["'])(?P<string>(?:(?!(?P=quote))[^\\\n\r\f]|\\.)*+)(?P=quote)?"""
    rf"|(?P<name>{_CSS_NAME})(?P<call>\(?)"
    r"|(?P<sign>[(){};])",
    re.DOTALL,
)
_BARE = re.compile(r"\s*(?!\s|[\"'])((?:[^)\\]|\\.)*+)\)?", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(\r\n|[\n\r\f])|(.))")
_TAKE_STRINGS = {"url", "src", "image", "image-set", "-webkit-image-set"}

_IMPORT = re.compile(
    r"(?<![.\w$])(?:(?:import|importScripts)(?:\s|/\*.*?\*/|//[^\n]*\n|\()*+|from(?:\s|/\*.*?\*/|//[^\n]*\n)*+)"
    r"""(?P<quote>["'`])(?P<address>(?:(?!(?P=quote))[^\\]|\\.)*+)""",
    re.DOTALL,
)
_JS_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\}|(.))", re.DOTALL)
_LINE_OF_COMMENT = re.compile(r"\s*(?://|\*(?!/))(?:(?!\*/).)*")


def scheme(address: str) -> str:
    """The scheme of an address in small letters, such as `https`, as browsers read it; "" where there is none."""
    found = _SCHEME.match(_plain(address))
    return found[1].lower() if found else ""


def leads_out(address: str) -> bool:
    """Whether an address has a scheme or a host of its own, as browsers read it."""
    return bool(scheme(address)) or _plain(address)[:2].replace("\\", "/") == "//"


def _plain(address: str) -> str:
    """An address without what browsers take away before they read it."""
    return re.sub(r"[\t\n\r]", "", address.strip(_TRIMMED))


def loaded_by_styles(css: str) -> Iterator[tuple[str, int]]:
    """The addresses that a style sheet can load, each with its place."""
    at, rule, inside = 0, "", list[str]()
    while found := _CSS.search(css, at):
        at = found.end()
        name = _css_text(found["name"] or "").lower()
        if found["call"] or found["sign"] == "(":
            inside.append(name)
            if name == "url" and (bare := _BARE.match(css, at)):
                inside.pop()
                at = bare.end()
                if rule != "@namespace":
                    yield _css_text(bare[1].strip()), found.start()
        elif found["sign"]:
            rule = rule if found["sign"] == ")" else ""
            del inside[-1 if found["sign"] == ")" else len(inside) :]
        elif name.startswith(("@", "--")) and not inside:
            rule = name
        elif found["quote"] and _is_loaded(rule, inside):
            yield _css_text(found["string"]), found.start()


def _is_loaded(rule: str, inside: list[str]) -> bool:
    """Whether a string is an address: in a rule, or the value of a custom property, and inside some functions."""
    if rule == "@namespace":
        return False
    return rule == "@import" or rule.startswith("--") or not _TAKE_STRINGS.isdisjoint(inside)


def _css_text(written: str) -> str:
    return _CSS_ESCAPE.sub(lambda sign: _sign(sign[1]) if sign[1] else sign[3] or "", written)


def loaded_by_script(js: str) -> Iterator[tuple[str, int]]:
    """The addresses that a script imports, each with its place."""
    for found in _IMPORT.finditer(js):
        line = js[js.rfind("\n", 0, found.start()) + 1 : found.start()]
        if not _LINE_OF_COMMENT.fullmatch(line):
            yield _js_text(found["address"]), found.start()


def _js_text(written: str) -> str:
    return _JS_ESCAPE.sub(lambda sign: _sign(sign[1] or sign[2] or sign[3]) if not sign[4] else sign[4], written)


def _sign(code: str) -> str:
    """The character of a hexadecimal code point; one that does not exist is shown as a replacement."""
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
