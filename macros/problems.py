"""What is wrong with a file, where, and how to mend it."""

import difflib
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN_CHARACTERS = 60


@dataclass(frozen=True, order=True)
class Problem:
    """One fault at one place; `line` and `column` count from 1.

    `advice` is a hint that never fails a check. `message` and `fix` are sentences without
    their last full stop, in words for people who do not program.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    fix: str = ""
    advice: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.rule}: {self.text()}"

    def text(self) -> str:
        """The message and the fix as sentences."""
        return " ".join(s if s[-1] in ".?!" else f"{s}." for s in (self.message, self.fix) if s)

    def annotation(self) -> str:
        """The same as a GitHub Actions workflow command, which marks the line in a pull request."""
        level = "notice" if self.advice else "error"
        place = f"file={_property(self.path)},line={self.line},col={self.column}"
        return f"::{level} {place},title={_property(self.rule)}::{_data(self.text())}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def quoted(value: object) -> str:
    """`value` between backticks: shortened, on one line, with invisible characters spelled out."""
    text = _as_written(value)
    short = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return f"`{printable(short)}`"


def _as_written(value: object) -> str:
    """A value as it would stand in a file."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, list):
        return f"[{', '.join(map(_as_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_as_written(inner)}' for key, inner in value.items())}}}"
    return str(value)


def printable(text: str) -> str:
    """`text` with every control, format or otherwise invisible character as its code point."""
    return "".join(f"<U+{ord(c):04X}>" if is_invisible(c) or is_odd_space(c) or c in "\n\r\t" else c for c in text)


def is_invisible(character: str) -> bool:
    """Whether a character can hide or reorder text; tab and line ends are fine."""
    return character not in "\n\r\t" and unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def is_odd_space(character: str) -> bool:
    """Whether a character looks like a space and is none, such as a no-break space."""
    return character != " " and unicodedata.category(character) == "Zs"


def nearest(word: object, known: Iterable[str]) -> str:
    """The known word that is most like `word`, or "" if none is like it."""
    wanted = "-".join(str(word)[:100].lower().removesuffix(".yml").replace("_", " ").split())
    spelled = {k.lower().replace("_", "-"): k for k in known}
    found = difflib.get_close_matches(wanted, spelled, n=1, cutoff=0.6)
    if found:
        return spelled[found[0]]
    longer = [name for name in spelled if wanted and (name.startswith(wanted) or wanted.startswith(name))]
    return spelled[min(longer, key=len)] if longer else ""


def suggestion(word: object, known: Iterable[str]) -> str:
    """A sentence that names the nearest known word and, where they are few, all of them."""
    words = list(known)
    near = nearest(word, words)
    listed = f"Known: {', '.join(words)}" if 0 < len(words) <= 30 else ""
    return " ".join(s for s in (f"Did you mean {quoted(near)}?" if near else "", listed) if s)


def report(problems: Iterable[Problem]) -> None:
    """Prints problems and advice, one a line; under GitHub Actions also as annotations on their lines."""
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    for problem in problems:
        print(f"{problem} (advice)" if problem.advice else problem)
        if on_github:
            print(problem.annotation())
