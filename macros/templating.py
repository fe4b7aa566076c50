"""The templates of the site, with what all of them know.

Text from content is escaped for where it lands: by autoescape in HTML, by the filter `md` in Markdown.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from macros import addresses
from macros.dose_in_words import fill
from macros.home import HOME

TEMPLATES = Path(__file__).parent / "templates"
FRAME = HOME / "overrides"
"""The templates of what stands round every page."""
_MOST_PIECES = 1_000  # of one kind, in one folder; a megabyte or two
_MARKDOWN_SIGNS = re.compile(r"[\\`*_{}\[\]()#+!|<>&\"'~^=$:@/]")


class _Context(Context):
    """Calls what templates call without asking first whether it wants the context: nothing of ours does."""

    def call(self, called: Any, /, *arguments: Any, **named: Any) -> Any:
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*arguments, **named)


class Templates:
    """The templates with the fixed words of a library, and with the names and functions in `known`."""

    def __init__(self, labels: Mapping[str, str], known: Mapping[str, Any]) -> None:
        self._labels = labels
        self._pieces: dict[tuple[str, str], SimpleNamespace] = {}
        self._environment = Environment(
            loader=FileSystemLoader([TEMPLATES, FRAME]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # Each build has templates of its own.
        )
        self._environment.context_class = _Context
        self._environment.filters |= {
            "label": self.label,
            "md": markdown_text,
            "phone_link": phone_link,
            "code": code_text,
            "date": self.date_in_words,
        }
        self._environment.globals |= {**known, "label": self.label, "addresses": addresses}
        self.parts: Any = self._environment.get_template("parts.html").module
        """The macros of `parts.html`, by name."""
        self._environment.globals["parts"] = self.parts

    def fill(self, template: str, **values: Any) -> str:
        """A template with these values."""
        return self._environment.get_template(template).render(**values)

    def pieces(self, here: str, link: Callable[[str], str]) -> SimpleNamespace:
        """The macros of `pieces.html` for the page at `here`; each is made once for the pages of a folder.

        `link` gives the way from that page to an address.
        """
        folder = addresses.folder_of(here)
        place = (folder, "" if folder else here)
        if place not in self._pieces:

            def link_out(address: str) -> str:
                if folder and address.startswith(folder):
                    raise ValueError(f"No piece may link to {address}: not all of {folder} have the same way there")
                return link(address)

            self._pieces[place] = pieces = SimpleNamespace()
            made = self._environment.get_template("pieces.html").make_module({"link": link_out, "pieces": pieces})
            macros = {name: macro for name, macro in vars(made).items() if isinstance(macro, Macro)}
            vars(pieces).update({name: lru_cache(_MOST_PIECES)(macro) for name, macro in macros.items()})
        return self._pieces[place]

    def label(self, key: str, **values: str) -> str:
        """A fixed word, filled in."""
        return fill(self._labels[key], **values)

    def date_in_words(self, date: datetime.date) -> str:
        """A day, as in "27 November 2026"."""
        return self.label("date", day=str(date.day), month=self.label(f"month_{date.month}"), year=str(date.year))


def phone_link(number: str) -> str:
    """A phone number for a link: digits, and the + of a country. A zero in brackets is not dialled after that."""
    return re.sub(r"[^0-9+]", "", number.replace("(0)", "") if number.startswith("+") else number)


def code_text(text: str) -> Markup:
    """`text` for HTML, with what stands between backticks as code."""
    parts = (escape(part) for part in text.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(p) if n % 2 else p for n, p in enumerate(parts))


def markdown_text(text: str) -> Markup:
    """`text` for a Markdown line: no sign of it is read as Markdown, HTML or a template."""
    return Markup(_MARKDOWN_SIGNS.sub(lambda sign: f"&#{ord(sign.group())};", text))  # noqa: S704 - this escapes
