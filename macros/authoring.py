"""Help for authors: a new file to fill in, and the canonical order of fields."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from macros.fields import Record, is_id
from macros.loading import MAX_BYTES
from macros.model import Exercise
from macros.strict_yaml import parse
from macros.vocabulary import LISTS, Vocabulary

_TEMPLATES = Path(__file__).parent / "templates"


def id_for(name: str) -> str:
    """The id that a name gives, as in "Bird dog" → "bird-dog"; "" where it gives none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    id = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return id if is_id(id) else ""


def new_exercise(name: str, vocabulary: Vocabulary) -> str:
    """The text of a valid file for a new exercise; the comments are the model's own words."""
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined)  # noqa: S701 - not HTML
    words = {list: tuple(getattr(vocabulary, list)) for list in LISTS}
    return environment.get_template("new.yml").render(
        name=json.dumps(name, ensure_ascii=False),
        words=words,
        about=lambda field: f"# {Exercise.model_fields[field].description}",
    )


def in_canonical_order(raw: bytes, fields: Mapping[str, object]) -> bytes:
    """A file with its top-level fields in the order of `fields`; comments stay above the field they precede.

    A file that cannot be read is returned as it is: the check says what is wrong with it.
    """
    document, problems = parse(raw, "", MAX_BYTES)
    if document is None or problems or not isinstance(document.data, dict):
        return raw
    lines = [line.rstrip() for line in raw.decode("utf-8-sig").splitlines()]
    starts = sorted((document.keys[(key,)][0] - 1, key) for key in document.data)
    heads = [_with_comments(lines, line) for line, _ in starts]
    heads[0] = max(heads[0], _header_length(lines))
    ends = [*heads[1:], len(lines)]
    blocks = {key: lines[head:end] for (_, key), head, end in zip(starts, heads, ends, strict=True)}
    rank = {field: number for number, field in enumerate(fields)}
    ordered = sorted(blocks, key=lambda key: rank.get(key, len(rank)))
    body = [line for key in ordered for line in blocks[key]]
    return ("\n".join([*lines[: heads[0]], *body]).rstrip("\n") + "\n").encode()


def format_files(folder: Path, record: type[Record]) -> list[Path]:
    """Brings the files of `folder` into canonical order; returns those that were changed."""
    changed = []
    for path in sorted(folder.glob("*.yml")):
        raw = path.read_bytes()
        ordered = in_canonical_order(raw, record.model_fields)
        if ordered != raw:
            path.write_bytes(ordered)
            changed.append(path)
    return changed


def _with_comments(lines: list[str], line: int) -> int:
    """Where the comments and blank lines above `line` begin."""
    while line > 0 and (not lines[line - 1] or lines[line - 1].startswith("#")):
        line -= 1
    return line


def _header_length(lines: list[str]) -> int:
    """How many lines belong to the file as a whole: the line that names the schema."""
    return 1 if lines and lines[0].startswith("# yaml-language-server:") else 0
