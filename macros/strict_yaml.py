"""The part of YAML that people can write without surprises, with the place of every value.

Plain `true`, `false` and whole numbers have a type; every other scalar is text, so that `NO`, `1:30`,
`1.10` and dates stay what was written. Anchors, aliases, tags, a second document, duplicate keys and
deep nesting are problems.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from macros.problems import Problem, is_invisible, is_odd_space, printable, quoted

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

_MAX_DEPTH = 8
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_EMPTY = {"", "~", "null", "Null", "NULL"}
_PLAIN_WORDS = (
    ("tab", "A tab stands where spaces are needed", "Use spaces: two for each level"),
    (
        "cannot start any token",
        "A character stands here that cannot begin a value",
        'Use spaces instead of tabs, and put the text in quotes: "…"',
    ),
    (
        "mapping values are not allowed",
        "There is a second colon in this line, or the line is indented wrongly",
        'Put text that holds a colon in quotes: "…"',
    ),
    (
        "expected ':'",
        "A field's name has no colon after it",
        "Write `field: value`, with a space after the colon",
    ),
    (
        "expected key",
        "The line does not line up with the lines above it, or a text in quotes goes on after them",
        "Start fields of the same level in the same column, and put the whole text in quotes",
    ),
    ("'-' indicator", "The line does not line up with the `- ` lines above it", "Start it in the same column"),
    ("sequence entries", "A `- ` stands in the line of the field's name", "Put each `- ` on a line of its own"),
    ("node content", "A value is missing between brackets and commas", "Add it, or delete the extra `,` or bracket"),
    ("document start", "The first line is indented", "Begin it in the first column"),
    ("comment or line break", "A `>` or `|` begins the text", 'Put the text in quotes: "…"'),
    ("escape character", "A backslash stands in a text in double quotes", "Use single quotes, or delete it"),
    ("tag", "A `!` begins the value", 'Put the text in quotes: "…"'),
    ("',' or", "A list or mapping in brackets is not closed", "Add the missing `,`, `]` or `}`"),
    ("end of stream", "A quote or a bracket is opened and never closed", "Close it"),
    ("alphabetic or numeric character", "A `*` or `&` begins the value", 'Put the text in quotes: "…"'),
    ("block entry", "A `-` stands where no list can begin", "Put each `- ` of a list on a line of its own"),
)


@dataclass(frozen=True)
class Document:
    """A parsed file: plain data, and where each value and each key stands (line, column from 1).

    `broken` are the paths whose value could not be read; a problem has been reported for each.
    """

    data: Any
    values: Mapping[Path, Place] = field(default_factory=dict)
    keys: Mapping[Path, Place] = field(default_factory=dict)
    broken: frozenset[Path] = frozenset()

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
    builder = _Builder(path)
    try:
        builder.read(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        return None, [*builder.problems, _syntax_problem(error, path, text)]
    if not builder.started:
        return None, [Problem(path, 1, 1, "empty-file", "The file is empty", "Write the fields, or delete it")]
    return builder.document(), builder.problems


def _decode(raw: bytes, path: str, max_bytes: int) -> tuple[str | None, list[Problem]]:
    if len(raw) > max_bytes:
        size = f"The file has more than {max_bytes:,} bytes"
        return None, [Problem(path, 1, 1, "file-size", size, "Shorten it, or check that it is the right file")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "ignore")) + 1
        message = "The file is not text in UTF-8"
        return None, [Problem(path, line, column, "encoding", message, "Save it again as UTF-8")]
    invisible = [
        Problem(
            path,
            number,
            column,
            "invisible-character",
            f"There is an invisible character or an unusual space here: {printable(character)}",
            "Delete it, or type the text again",
        )
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1)
        for column, character in enumerate(line, start=1)
        if is_invisible(character) or (is_odd_space(character) and not line[: column - 1].strip())
    ]
    return (None, invisible[:5]) if invisible else (text, [])


def _syntax_problem(error: yaml.YAMLError, path: str, text: str) -> Problem:
    said = str(getattr(error, "problem", "") or error)
    begun_before = any(part in said for part in ("',' or", "end of stream", "expected ':'", "alphabetic or numeric"))
    mark = getattr(error, "context_mark" if begun_before else "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    line = min(line, max(len(lines), 1))
    context = lines[line - 1] if lines else ""
    if re.match(r" *\t", context):
        said = "tab"
    for part, message, fix in _PLAIN_WORDS:
        if part in said:
            return Problem(path, line, column, "syntax", message, fix)
    return Problem(path, line, column, "syntax", f"This cannot be read as YAML: {printable(said)}")


@dataclass
class _Open:
    """A list or mapping that is being read."""

    path: Path
    value: list[Any] | dict[str, Any]
    key: str | None = None
    waiting_for_key: bool = True


class _Builder:
    """Builds plain data from parser events with a stack of its own: depth is bounded, not recursive."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.started = False
        self._root: Any = None
        self._stack: list[_Open] = []
        self._values: dict[Path, Place] = {}
        self._keys: dict[Path, Place] = {}
        self._broken: set[Path] = set()
        self._documents = 0

    def document(self) -> Document:
        return Document(self._root, self._values, self._keys, frozenset(self._broken))

    def read(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    self._report(event, "two-documents", "A second document begins here", "Delete the `---` line")
                    return
            elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                self._scalar(event)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                if len(self._stack) >= _MAX_DEPTH:
                    self._report(
                        event, "nesting", f"Lists and mappings are nested deeper than {_MAX_DEPTH} levels", "Flatten it"
                    )
                    self._broken.add(())
                    return
                self._begin(event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._stack.pop()

    def _report(self, event: Any, rule: str, message: str, fix: str) -> None:
        mark = event.start_mark
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, rule, message, fix))

    def _scalar(self, event: Any) -> None:
        if self._expects_key():
            self._take_key(event)
            return
        path = self._next_path()
        self._place(path, event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                event, path, "alias", f"`*{printable(event.anchor or '')}` is a reference", "Write the value out"
            )
            self._store(None)
            return
        self._check_tags(event, path)
        for character in event.value:
            if is_invisible(character):
                message = f"There is an invisible character in this text: {printable(character)}"
                self._refuse(event, path, "invisible-character", message, "Delete it, or type the text again")
                break
        self._store(_typed(event.value) if event.implicit[0] and not event.style else event.value)

    def _begin(self, event: Any) -> None:
        if self._expects_key():
            self._report(event, "key", "A list or mapping stands where a field's name is needed", "Write `name: value`")
            self._stack[-1].waiting_for_key = False
            self._stack[-1].key = ""
            self._broken.add(self._stack[-1].path)
        path = self._next_path()
        self._place(path, event)
        self._check_tags(event, path)
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._store(value)
        self._stack.append(_Open(path, value))

    def _check_tags(self, event: Any, path: Path) -> None:
        if event.anchor:
            message = f"{quoted(f'&{event.anchor}')} names a value for reuse"
            self._refuse(event, path, "anchor", message, "Delete the `&` name")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"{quoted(tag)} at the beginning is read as a type"
            self._refuse(event, path, "tag", message, 'Delete it, or put the text in quotes: "…"')

    def _refuse(self, event: Any, path: Path, rule: str, message: str, fix: str) -> None:
        self._report(event, rule, message, fix)
        self._broken.add(path)

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].waiting_for_key

    def _take_key(self, event: Any) -> None:
        top = self._stack[-1]
        top.waiting_for_key = False
        top.key = str(getattr(event, "value", event.anchor or ""))
        path = (*top.path, top.key)
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag is not None:
            self._refuse(event, path, "key", "A field's name must be a plain word", "Write `name: value`")
        mark = event.start_mark
        if any(path[:length] in self._broken for length in range(len(path))):
            return
        if path in self._keys:
            message = f"{quoted(top.key)} stands twice; the first is in line {self._keys[path][0]}"
            self._refuse(event, path, "duplicate-key", message, "Keep one of the two")
        else:
            self._keys[path] = (mark.line + 1, mark.column + 1)

    def _next_path(self) -> Path:
        if not self._stack:
            return ()
        top = self._stack[-1]
        return (*top.path, len(top.value) if isinstance(top.value, list) else top.key or "")

    def _place(self, path: Path, event: Any) -> None:
        self._values.setdefault(path, (event.start_mark.line + 1, event.start_mark.column + 1))

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


def _typed(text: str) -> str | int | bool | None:
    if text in _EMPTY:
        return None
    if text in ("true", "false"):
        return text == "true"
    return int(text) if _INTEGER.fullmatch(text) else text
