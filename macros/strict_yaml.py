"""The part of YAML that people can write without surprises, with the place of every value.

Plain `true`, `false` and whole numbers have a type; every other scalar is text, so that `NO`, `1:30`,
`1.10` and dates stay what was written. Anchors, aliases, tags, a second document, duplicate keys and
deep nesting are problems.

A file is read quickly first. Only where something in it needs a closer look is it read with care, which finds all
problems; and again when somebody asks where a value stands.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from sys import intern
from typing import Any, NamedTuple, TypeAlias
from unicodedata import category

import yaml
from yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from macros.problems import Problem, is_invisible, is_odd_space, printable, quoted
from macros.syntax import mend, without_tabs

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

_MAX_DEPTH = 8
_MOST_REPAIRS = 20
_MOST_INVISIBLE = 5
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_CONSTANTS: Mapping[str, bool | None] = {
    **dict.fromkeys(_NOTHING),
    "true": True,
    "false": False,
}
_OPENING, _CLOSING = "„“”‚‘«»‹›", "“”„‘’‚»«›‹\"'"
# What needs no closer look.
_ALL_PLAIN = re.compile(r"[\t\n\r -~]*")
_NOT_PLAIN = re.compile(r"[^\t\n\r -~]")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")
# A sign that an escape begins, and one that may begin a remark behind a text; the search is fast by the sign itself.
_ESCAPE, _REMARK = "\\", re.compile(r"#(?<=[ \t]#)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_HIGHEST = 3
# A remark behind one word may be one; behind more, or without a space after its sign, it is text.
_AFTER_HASH, _FEW_WORDS = re.compile(r"\s+(#.+)"), 1


class Places(NamedTuple):
    """Where each value and each key of a file stands: line and column from 1."""

    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]


@dataclass(frozen=True)
class Document:
    """A parsed file: plain data, and on demand where each value and each key stands.

    `broken` are the paths whose value could not be read; a problem has been reported for each. `comments` are
    the lines that begin with `#`, by their number. `find` gives the places. In a `plain` document no place is empty.
    """

    data: Any
    broken: frozenset[Path] = frozenset()
    comments: Mapping[int, str] = field(default_factory=dict)
    find: Callable[[], Places] = lambda: Places({}, {})
    plain: bool = False

    @cached_property
    def _places(self) -> Places:
        return self.find()

    @property
    def values(self) -> Mapping[Path, Place]:
        """Where each value stands."""
        return self._places.values

    @property
    def keys(self) -> Mapping[Path, Place]:
        """Where each key stands."""
        return self._places.keys

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where `path` stands; the nearest parent that exists if it is missing."""
        if key and path in self.keys:
            return self.keys[path]
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def is_broken(self, path: Path) -> bool:
        """Whether `path` or a parent of it could not be read."""
        return any(path[:length] in self.broken for length in range(len(path) + 1))


def parse(raw: bytes, path: str, max_bytes: int) -> tuple[Document | None, list[Problem]]:
    """The document in `raw`, or None where nothing can be made of it, with all problems.

    `path` is shown in the problems. A file larger than `max_bytes` is not read.
    """
    text, problems = _decode(raw, path, max_bytes)
    if text is None:
        return None, problems
    text, tabs, found = without_tabs(text, path)
    problems += found
    document = read_quickly(text, path, tabs)
    return (document, problems) if document else _read_with_care(text, path, tabs, problems)


def _read_with_care(
    text: str, path: str, tabs: Mapping[int, int], problems: list[Problem]
) -> tuple[Document | None, list[Problem]]:
    """The document, or None, with these problems and all that are found in the text; goes on after what it can mend."""
    for _ in range(_MOST_REPAIRS):
        builder = _Builder(path, text, tabs)
        try:
            builder.read(yaml.parse(text, Loader=yaml.CSafeLoader))
        except yaml.YAMLError as error:
            found, mended = mend(error, path, text, tabs)
            told = {(problem.line, problem.rule) for problem in problems}
            problems += (problem for problem in found if (problem.line, problem.rule) not in told)
            if mended == text:
                return None, [*problems, *builder.problems]
            text = mended
            continue
        if not builder.started:
            problems.append(Problem(path, 1, 1, "empty-file", "The file is empty", "Write the fields, or delete it"))
            return None, problems
        return builder.document(), [*problems, *builder.problems]
    return None, problems


def _decode(raw: bytes, path: str, max_bytes: int) -> tuple[str | None, list[Problem]]:
    if len(raw) > max_bytes:
        size = f"The file is too long: more than {max_bytes:,} letters"
        return None, [Problem(path, 1, 1, "file-size", size, "Shorten it, or check that it is the right file")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "ignore")) + 1
        message = "The file holds letters that cannot be read here"
        fix = 'Save it again, with "UTF-8" as its encoding'
        return None, [Problem(path, line, column, "encoding", message, fix)]
    odd = [found.start() for found in _NOT_PLAIN.finditer(text)]
    invisible = [_invisible(text, at, path) for at in odd if is_invisible(text[at]) or _is_odd_indentation(text, at)]
    if len(invisible) > _MOST_INVISIBLE:
        return None, invisible[:_MOST_INVISIBLE]
    # Without them, the rest of the file can be checked as well.
    visible = "".join(" " if is_odd_space(c) else c for c in text if not is_invisible(c)) if invisible else text
    return visible, invisible


def _is_odd_indentation(text: str, at: int) -> bool:
    """Whether an unusual space begins a line."""
    return is_odd_space(text[at]) and not _LINE_END.split(text[:at])[-1].strip()


def _invisible(text: str, at: int, path: str) -> Problem:
    before = _LINE_END.split(text[:at])
    message = f"There is an invisible character or an unusual space here: {quoted(text[at])}"
    fix = "Delete it, or type the text again"
    return Problem(path, len(before), len(before[-1]) + 1, "invisible-character", message, fix)


class _NeedsCareError(Exception):
    """Something in a text is not as plain as what can be read quickly."""


def read_quickly(text: str, path: str, tabs: Mapping[int, int]) -> Document | None:
    """The document in a text without invisible characters where nothing needs a closer look; None elsewhere.

    It is the same that reading with care finds, which would find no problem.
    """
    signs = () if text.isascii() else _NOT_PLAIN.findall(text)
    if _ESCAPE in text or _REMARK.search(text) or any(_is_mark(sign) or sign in _OPENING for sign in signs):
        return None
    try:
        data = _only_document(yaml.CSafeLoader(text).get_event)
    except (yaml.YAMLError, _NeedsCareError):
        return None

    def find() -> Places:
        builder = _Builder(path, text, tabs)
        builder.read(yaml.parse(text, Loader=yaml.CSafeLoader))
        return builder.places()

    return Document(data, comments=_comments(text), find=find, plain=True)


def _only_document(next_event: Callable[[], Any]) -> Any:
    next_event()  # The stream starts.
    if not isinstance(next_event(), yaml.DocumentStartEvent):
        raise _NeedsCareError
    data = _value(next_event(), next_event, _MAX_DEPTH)
    next_event()  # The document ends.
    if not isinstance(next_event(), yaml.StreamEndEvent):
        raise _NeedsCareError
    return data


def _value(event: Any, next_event: Callable[[], Any], depth: int) -> Any:
    """What begins with an event: plain data, at most `depth` groups inside groups."""
    if event.anchor or event.tag is not None:
        raise _NeedsCareError
    if event.__class__ is ScalarEvent:
        if not event.style and event.value in _NOTHING:
            raise _NeedsCareError
        return intern(event.value) if event.style else _typed(intern(event.value))
    if not depth:
        raise _NeedsCareError
    if event.__class__ is SequenceStartEvent:
        entries = []
        while (inner := next_event()).__class__ is not SequenceEndEvent:
            entries.append(_value(inner, next_event, depth - 1))
        return entries
    fields: dict[str, Any] = {}
    while (key := next_event()).__class__ is not MappingEndEvent:
        is_plain = key.__class__ is ScalarEvent and key.tag is None and not key.anchor
        if not is_plain or key.value in fields or not _PLAIN_KEY.fullmatch(key.value):
            raise _NeedsCareError
        fields[key.value] = _value(next_event(), next_event, depth - 1)
    return fields


@dataclass
class _Open:
    """A list or mapping that is being read."""

    path: Path
    value: list[Any] | dict[str, Any]
    key: str | None = None
    waiting_for_key: bool = True


class _Builder:
    """Builds plain data from parser events with a stack of its own: depth is bounded, not recursive."""

    def __init__(self, path: str, text: str, tabs: Mapping[int, int]) -> None:
        self.path = path
        self._lines = [*text.splitlines(), ""]
        self._tabs = tabs
        self._comments = _comments(text)
        self.problems: list[Problem] = []
        self.started = False
        self._root: Any = None
        self._stack: list[_Open] = []
        self._values: dict[Path, Place] = {}
        self._keys: dict[Path, Place] = {}
        self._broken: set[Path] = set()
        self._documents = 0

    def document(self) -> Document:
        return Document(self._root, frozenset(self._broken), self._comments, self.places)

    def places(self) -> Places:
        return Places(self._values, self._keys)

    def read(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    self._report(
                        event, "two-documents", "This line divides the file into two files", "Delete the `---` line"
                    )
                    return
            elif isinstance(event, (ScalarEvent, yaml.AliasEvent)):
                self._scalar(event)
            elif isinstance(event, (yaml.MappingStartEvent, SequenceStartEvent)):
                if len(self._stack) >= _MAX_DEPTH:
                    self._report(
                        event,
                        "nesting",
                        f"Groups stand inside groups, more than {_MAX_DEPTH} deep",
                        "Write it with fewer",
                    )
                    self._broken.add(())
                    return
                if self._expects_key():
                    message = "A bracket stands where a field's name is needed"
                    self._report(event, "key", message, "Write `name: value`")
                    self._broken.add(())
                    return
                self._begin(event)
            elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                self._stack.pop()

    def _report(self, event: Any, rule: str, message: str, fix: str) -> None:
        self.problems.append(Problem(self.path, *self._place_of(event), rule, message, fix))

    def _place_of(self, event: Any) -> Place:
        """Where an event begins in the file as it was written; each tab was one character there."""
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        return line, max(column - self._tabs.get(line, 0), 1)

    def _scalar(self, event: Any) -> None:
        if self._expects_key():
            self._take_key(event)
            return
        path = self._next_path()
        self._place(path, event)
        if isinstance(event, yaml.AliasEvent):
            message = f"{quoted(f'*{event.anchor}')} would be read as a sign, not as text"
            self._refuse(event, path, "alias", message, 'Delete the `*`, or put the text in quotes: "…"')
            self._store(None)
            return
        self._check_tags(event, path)
        if not _ALL_PLAIN.fullmatch(event.value):
            self._check_signs(event, path)
        lost = _AFTER_HASH.match(self._lines[event.end_mark.line], event.end_mark.column) if not event.style else None
        if lost and (lost[1][1:2] != " " or len(event.value.split()) > _FEW_WORDS):
            message = f"What follows the `#` is not read: {quoted(lost[1])}"
            self._refuse(
                event,
                path,
                "hash-in-text",
                message,
                'Put the whole text in quotes: "…". A remark has a line of its own',
            )
        if not event.style and _stands_in_typographic_quotes(event.value):
            message = f"The quotes of {quoted(event.value)} would be printed: they are not the straight ones"
            straight = 'Use straight quotes: "…"'
            is_needed = "#" in event.value or ":" in event.value
            self._refuse(event, path, "quotes", message, straight if is_needed else f"Delete them, or u{straight[1:]}")
        self._store(_typed(event.value) if event.implicit[0] and not event.style else event.value)

    def _check_signs(self, event: Any, path: Path) -> None:
        """Refuses signs in a text that nobody sees, and those that could cover other text."""
        hidden = next((character for character in event.value if is_invisible(character)), "")
        if hidden:
            message = f"There is an invisible character in this text: {quoted(hidden)}"
            self._refuse(event, path, "invisible-character", message, "Delete it, or type the text again")
        if _is_stacked(event.value):
            message = f"Too many signs stand on one letter: {quoted(event.value)}"
            self._refuse(event, path, "invisible-character", message, "Type the text again")

    def _begin(self, event: Any) -> None:
        path = self._next_path()
        self._place(path, event)
        self._check_tags(event, path)
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._store(value)
        self._stack.append(_Open(path, value))

    def _check_tags(self, event: Any, path: Path) -> None:
        if event.anchor:
            message = f"{quoted(f'&{event.anchor}')} would be read as a sign, not as text"
            self._refuse(event, path, "anchor", message, 'Delete the `&`, or put the text in quotes: "…"')
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"{quoted(tag)} at the beginning would be read as a sign, not as text"
            self._refuse(event, path, "tag", message, 'Delete the `!`, or put the text in quotes: "…"')

    def _refuse(self, event: Any, path: Path, rule: str, message: str, fix: str) -> None:
        self._report(event, rule, message, fix)
        self._broken.add(path)

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].waiting_for_key

    def _take_key(self, event: Any) -> None:
        top = self._stack[-1]
        top.waiting_for_key = False
        said = str(getattr(event, "value", event.anchor or ""))
        # Brackets and signs that nobody sees have a meaning of their own in the places of faults.
        top.key = said if _PLAIN_KEY.fullmatch(said) else printable(said).replace("[", "(")
        path = (*top.path, top.key)
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag is not None or top.key != said:
            self._refuse(event, path, "key", "A field's name must be a plain word", "Write `name: value`")
        if self._broken and any(path[:length] in self._broken for length in range(len(path))):
            return
        if path in self._keys:
            message = f"{quoted(top.key)} stands twice; the first is in line {self._keys[path][0]}"
            self._refuse(event, path, "duplicate-key", message, "Keep one of the two")
        else:
            self._keys[path] = self._place_of(event)

    def _next_path(self) -> Path:
        if not self._stack:
            return ()
        top = self._stack[-1]
        return (*top.path, len(top.value) if isinstance(top.value, list) else top.key or "")

    def _place(self, path: Path, event: Any) -> None:
        self._values.setdefault(path, self._place_of(event))

    def _store(self, value: Any) -> None:
        if not self._stack:
            self._root = value
            self.started = True
            return
        top = self._stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value.setdefault(top.key or "", value)
            top.waiting_for_key = True


def _comments(text: str) -> dict[int, str]:
    lines = text.splitlines() if "#" in text else ()
    return {number: line for number, line in enumerate(lines, start=1) if line.startswith("#")}


def _is_stacked(text: str) -> bool:
    """Whether so many signs stand on one letter that they can cover the lines around it."""
    heights = (len(list(run)) for marks, run in groupby(text, _is_mark) if marks)
    return max(heights, default=0) > _HIGHEST


def _is_mark(character: str) -> bool:
    return category(character) in ("Mn", "Me")


def _stands_in_typographic_quotes(text: str) -> bool:
    """Whether a whole text stands in quotes that YAML takes for letters, as in „text“."""
    return len(text) > 1 and text[0] in _OPENING and (text[-1] in _CLOSING or set(text[1:]).isdisjoint(_CLOSING))


def _typed(text: str) -> str | int | bool | None:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return int(text) if text[0] in "-0123456789" and _INTEGER.fullmatch(text) else text
