"""The headings of pages: in HTML, and in the Markdown that it is made from."""

import re
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

from macros.own_pages import HEAD

_FIRST = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_SECOND = re.compile(r'<h2\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Nothing in it is a sign of Markdown, HTML or a macro.
_PLAIN_FIRST = re.compile(r"(?:[ \t]*\r?\n)*# +((?:[^\W_]|[ ,.'’?()-])+?) *(?:\r?\n|$)")


@dataclass(frozen=True)
class Heading:
    """A heading of the second level; `title` is HTML without tags."""

    id: str
    title: Markup


def headings(html: str) -> tuple[Heading, ...]:
    """The headings of the second level of a page that can be linked to."""
    found = _SECOND.findall(html)
    return tuple(Heading(id, Markup(_TAG.sub("", inner).strip())) for id, inner in found)  # noqa: S704


def title_in(html: str) -> str:
    """The text of the first heading of the first level; "" where there is none."""
    heading = _FIRST.search(html)
    return unescape(_TAG.sub("", heading[1])).strip() if heading else ""


def plain_title_in(markdown: str) -> str:
    """The text of the heading that a file of Markdown begins with, where every engine makes the same of it; else ""."""
    head = HEAD.match(markdown)
    heading = _PLAIN_FIRST.match(markdown, head.end() if head else 0)
    return heading[1] if heading else ""
