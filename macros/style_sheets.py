"""Turns the site's style sheets into plain rules, for programs that draw without a browser.

Colours and widths stand in the style sheets alone. This reads as much of them as that takes: variables, products
inside `calc()`, and rules outside `@media` and the like. What it cannot work out it leaves out, as browsers do.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_PRODUCT = re.compile(r"calc\(([^()]*)\)")
_PAGE = ":root"
"""Where variables are set for the whole page."""


@dataclass(frozen=True)
class Styles:
    """The plain rules for what is inside one kind of element, and the values of the page's variables."""

    rules: str
    values: Mapping[str, str]


def styles(sheets: Sequence[str], selector: str) -> Styles:
    """What the style sheets say, in the order in which a page loads them, of what is inside `selector`."""
    rules = [rule for sheet in sheets for rule in _rules(sheet)]
    page = _variables(rules, _PAGE)
    inside = page | _variables(rules, selector)
    found = [(_inside(selectors, selector), _plain(body, inside)) for selectors, body in rules]
    values = {name: plain for name in page if (plain := _value(page[name], page)) is not None}
    return Styles("\n".join(f"{who} {{ {what} }}" for who, what in found if who and what), values)


def _rules(sheet: str) -> Iterator[tuple[list[str], Mapping[str, str]]]:
    """The selectors and declarations of the outermost rules; one that begins with `@` is the selector of nothing."""
    depth, head, body = 0, "", ""
    for part in re.split(r"([{}])", _COMMENT.sub("", sheet)):
        if part == "{":
            depth += 1
        elif part == "}":
            depth -= 1
            if depth == 0:
                yield [" ".join(selector.split()) for selector in head.split(",")], _declarations(body)
        elif depth == 0:
            head = part.rpartition(";")[2].strip()
        else:
            body = part


def _declarations(body: str) -> Mapping[str, str]:
    pairs = (line.partition(":") for line in body.split(";"))
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


def _variables(rules: Sequence[tuple[list[str], Mapping[str, str]]], element: str) -> dict[str, str]:
    """The variables that are set on an element."""
    found: dict[str, str] = {}
    for selectors, body in rules:
        if element in selectors:
            found |= {name: value for name, value in body.items() if name.startswith("--")}
    return found


def _inside(selectors: Sequence[str], selector: str) -> str:
    """The selectors that begin with `selector`; a rule with `:is()` or the like is left out."""
    if any("(" in who for who in selectors):
        return ""
    return ", ".join(who for who in selectors if who.startswith(f"{selector} "))


def _plain(body: Mapping[str, str], variables: Mapping[str, str]) -> str:
    values = {name: _value(value, variables) for name, value in body.items()}
    return "; ".join(f"{name}: {value}" for name, value in values.items() if value is not None)


def _value(text: str, variables: Mapping[str, str], inside: tuple[str, ...] = ()) -> str | None:
    """A value without variables and sums; None where a variable is unknown, or leads back to itself.

    `inside` names the variables whose values this one is a part of.
    """
    while used := _VARIABLE.search(text):
        name = used[1]
        found = None if name in inside else variables.get(name, used[2])
        value = None if found is None else _value(found, variables, (*inside, name))
        if value is None:
            return None
        text = text[: used.start()] + value + text[used.end() :]
    text = _PRODUCT.sub(_multiplied, text)
    return None if "var(" in text or "calc(" in text else text


def _multiplied(product: re.Match[str]) -> str:
    """`calc(7px * 0.5)` as `3.5px`; any other sum as it is."""
    factors = [re.fullmatch(r"(\d*\.?\d+)(px)?", factor.strip()) for factor in product[1].split("*")]
    if not all(factors):
        return product[0]
    number = math.prod(float(factor[1]) for factor in factors if factor)
    return f"{number:.6g}{'px' if any(factor and factor[2] for factor in factors) else ''}"
