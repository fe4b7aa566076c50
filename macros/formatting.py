"""The usual form of a content file: fields in order, spaces instead of tabs, quotes only where they are needed."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from macros.fields import Record
from macros.loading import MAX_BYTES, Content, Entry
from macros.model import Exercise, Routine
from macros.problems import Problem
from macros.strict_yaml import parse
from macros.syntax import without_tabs

# What makes a file need a closer look: tabs, spaces at the end of a line, escapes, lines without text at its end.
_UNUSUAL = re.compile(r"[\t\\\ufeff]|[^\S\n]\n|\n\n\Z|[^\n]\Z|\A\Z")
# What is text in quotes if it begins a value, wherever one can begin.
_IN_QUOTES = re.compile(r"(?<![^\s\[{,:])(?=(\"[^\"\n]*\"|'(?:[^'\n]|'')*'))")


def formatted(raw: bytes, fields: Mapping[str, object]) -> bytes:
    """A file in the usual form, with its top-level fields in the order of `fields`; comments stay where they belong.

    A file that cannot be read is returned as it is: the check says what is wrong with it. So is one whose
    meaning would change.
    """
    document, problems = parse(raw, "", MAX_BYTES)
    if (
        document is None
        or not isinstance(document.data, dict)
        or not document.data
        or not {p.rule for p in problems} <= {"tab"}
    ):
        return raw
    text, _, _ = without_tabs(raw.decode("utf-8-sig"), "")
    lines = _with_plain_quotes("\n".join(text.splitlines())).split("\n")
    made = _in_order([line.rstrip() for line in lines], fields)
    if made == raw:
        return raw
    after, found = parse(made, "", MAX_BYTES)
    return made if after and not found and _meaning(after.data) == _meaning(document.data) else raw


def format_files(folder: Path, record: type[Record]) -> list[Path]:
    """Brings the files of `folder` into the usual form; returns those that were changed."""
    changed = []
    for path in sorted(path for path in folder.glob("*.yml") if path.is_file() and not path.is_symlink()):
        raw = path.read_bytes()
        made = formatted(raw, record.model_fields)
        if made != raw:
            path.write_bytes(made)
            changed.append(path)
    return changed


def unformatted(content: Content) -> list[Problem]:
    """Advice for each valid file that is not in the usual form, at the first line that differs."""
    found = []
    entries: tuple[Entry[Exercise] | Entry[Routine], ...] = (*content.exercises, *content.routines)
    for entry in entries:
        if entry.record:
            raw = Path(entry.path).read_bytes()
            if is_in_form(raw, entry.fields, type(entry.record).model_fields):
                continue
            made = formatted(raw, type(entry.record).model_fields)
            if made != raw:
                pairs = zip(raw.splitlines(), [*made.splitlines(), *raw.splitlines()], strict=False)
                line = next((n for n, (old, new) in enumerate(pairs, start=1) if old != new), 1)
                message = "The file is not in the usual form from this line on: order of fields, spaces or quotes"
                fix = "Run `make format`, or leave it to us: nothing is wrong with what you wrote"
                found.append(Problem(entry.path, line, 1, "format", message, fix, advice=True))
    return found


def is_in_form(raw: bytes, given: Sequence[str], fields: Mapping[str, object]) -> bool:
    """Whether a valid file with these fields is plainly in the usual form; False where only a closer look tells."""
    text = raw.decode("utf-8", "replace")
    return (
        not _UNUSUAL.search(text)
        and len(text.splitlines()) == text.count("\n")
        and list(given) == _sorted(given, fields)
        and all(as_scalar(_value(quotes)) == quotes for quotes in _IN_QUOTES.findall(text))
    )


def _value(quotes: str) -> str:
    """The text in quotes without escapes."""
    return quotes[1:-1].replace("''", "'") if quotes[0] == "'" else quotes[1:-1]


def _sorted(given: Iterable[str], fields: Mapping[str, object]) -> list[str]:
    """The names of a file's fields in their usual order; unknown ones come last."""
    rank = {field: number for number, field in enumerate(fields)}
    return sorted(given, key=lambda name: rank.get(name, len(rank)))


def _meaning(value: Any) -> Any:
    """Data without what never matters in a text: the number of spaces and line ends between words."""
    if isinstance(value, dict):
        return {key: _meaning(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_meaning(inner) for inner in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _with_plain_quotes(text: str) -> str:
    """`text` without quotes that are not needed, and with double ones where some are."""
    scalars = [e for e in yaml.parse(text, Loader=yaml.CSafeLoader) if isinstance(e, yaml.ScalarEvent)]
    lines = text.split("\n")
    for event in reversed(scalars):
        start, end = event.start_mark, event.end_mark
        if event.style in ("'", '"') and start and end and start.line == end.line:
            line = lines[start.line]
            lines[start.line] = line[: start.column] + as_scalar(event.value) + line[end.column :]
    return "\n".join(lines)


@lru_cache(maxsize=10_000)
def as_scalar(value: str) -> str:
    """A text on one line as a file should hold it: without quotes if it then means the same wherever it stands."""
    if value.isprintable() and _means_itself(value):
        return value
    if '"' in value or "\\" in value:
        return f"'{value.replace(chr(39), chr(39) * 2)}'"
    return json.dumps(value, ensure_ascii=False)


def _means_itself(value: str) -> bool:
    text = f"- {value}\n- [{value}]\n- {value}: {value}\n"
    try:
        list(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return False  # What is wrong with it would be found with much more work.
    document, problems = parse(text.encode(), "", MAX_BYTES)
    return document is not None and not problems and document.data == [value, [value], {value: value}]


def _in_order(lines: list[str], fields: Mapping[str, object]) -> bytes:
    """The lines with their top-level fields in the order of `fields`."""
    document, _ = parse("\n".join(lines).encode(), "", MAX_BYTES)
    if document is None:
        return b""
    ordered = _sorted(document.data, fields)
    if list(document.data) == ordered:
        return ("\n".join(lines).rstrip("\n") + "\n").encode()
    starts = sorted((document.keys[(key,)][0] - 1, key) for key in document.data)
    heads = [_with_comments(lines, line) for line, _ in starts]
    heads[0] = max(heads[0], _header_length(lines))
    ends = [*heads[1:], len(lines)]
    blocks = {key: lines[head:end] for (_, key), head, end in zip(starts, heads, ends, strict=True)}
    body = [line for key in ordered for line in blocks[key]]
    return ("\n".join([*lines[: heads[0]], *body]).rstrip("\n") + "\n").encode()


def _with_comments(lines: list[str], line: int) -> int:
    """Where the comments and blank lines above `line` begin."""
    while line > 0 and (not lines[line - 1] or lines[line - 1].startswith("#")):
        line -= 1
    return line


def _header_length(lines: list[str]) -> int:
    """How many lines belong to the file as a whole: the line that names the schema."""
    return 1 if lines and lines[0].startswith("# yaml-language-server:") else 0
