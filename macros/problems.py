"""What is wrong with a file, where, and how to mend it."""

import re
import unicodedata
from dataclasses import dataclass

_SHOWN_CHARACTERS = 60
# Fillers, blanks, variation selectors, and code points that are no characters.
_SHOWS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0e\uffa0\ufffd\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)


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
    """`value` between backticks."""
    return f"`{harmless(value)}`"


def harmless(value: object) -> str:
    """`value` for a message: shortened, on one line, with invisible characters spelled out. It holds no backtick."""
    text = _as_written(value).replace("`", "'")
    short = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return printable(short)


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
    """`text` with every invisible character as its code point, and no sign that starts a command of the host."""
    text = text.replace("##[", "# # [")
    return "".join(f"<U+{ord(c):04X}>" if is_invisible(c) or is_odd_space(c) or c in "\n\r\t" else c for c in text)


def is_invisible(character: str) -> bool:
    """Whether a character can hide or reorder text, or shows nothing; tab and line ends are fine."""
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"} and character not in "\n\r\t"
    return hidden or bool(_SHOWS_NOTHING.match(character))


def is_odd_space(character: str) -> bool:
    """Whether a character looks like a space and is none, such as a no-break space."""
    return character != " " and unicodedata.category(character) == "Zs"
