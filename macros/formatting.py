"""The usual form of a content file: fields in order, spaces instead of tabs, quotes only where they are needed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from macros.fields import Record
from macros.loading import MAX_BYTES, Content, Entry
from macros.model import Exercise, Routine
from macros.problems import Problem
from macros.strict_yaml import parse
from macros.syntax import without_tabs


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
            made = formatted(raw, type(entry.record).model_fields)
            if made != raw:
                pairs = zip(raw.splitlines(), [*made.splitlines(), *raw.splitlines()], strict=False)
                line = next((n for n, (old, new) in enumerate(pairs, start=1) if old != new), 1)
                message = "The file is not in the usual form from this line on: order of fields, spaces or quotes"
                fix = "Run `make format`, or leave it to us: nothing is wrong with what you wrote"
                found.append(Problem(entry.path, line, 1, "format", message, fix, advice=True))
    return found


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


def as_scalar(value: str) -> str:
    """A text on one line as a file should hold it: without quotes if it then means the same wherever it stands."""
    document, problems = parse(f"- {value}\n- [{value}]\n- {value}: {value}\n".encode(), "", MAX_BYTES)
    if value.isprintable() and document and not problems and document.data == [value, [value], {value: value}]:
        return value
    if '"' in value or "\\" in value:
        return f"'{value.replace(chr(39), chr(39) * 2)}'"
    return json.dumps(value, ensure_ascii=False)


def _in_order(lines: list[str], fields: Mapping[str, object]) -> bytes:
    """The lines with their top-level fields in the order of `fields`."""
    document, _ = parse("\n".join(lines).encode(), "", MAX_BYTES)
    if document is None:
        return b""
    starts = sorted((document.keys[(key,)][0] - 1, key) for key in document.data)
    heads = [_with_comments(lines, line) for line, _ in starts]
    heads[0] = max(heads[0], _header_length(lines))
    ends = [*heads[1:], len(lines)]
    blocks = {key: lines[head:end] for (_, key), head, end in zip(starts, heads, ends, strict=True)}
    rank = {field: number for number, field in enumerate(fields)}
    ordered = sorted(blocks, key=lambda key: rank.get(key, len(rank)))
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
