"""What the model has at a place of a file: the record, its fields, what they are for, and where they choose from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from macros.fields import Record, WordOf
from macros.model import authored_fields
from macros.strict_yaml import Path


def record_at(record: Any, path: Path) -> type[Record] | None:
    """The type of record that stands at `path` in a `record`."""
    found = next(iter(_records_in(record)), None)
    for part in (p for p in path if isinstance(p, str)):
        # The first string of a vocabulary file is an id, not a field.
        field = found.model_fields.get(part) if found and record is found else None
        annotation = field.annotation if field else record
        found = record = next(iter(_records_in(annotation)), None)
    return found


def _records_in(annotation: Any) -> list[type[Record]]:
    """The record types that an annotation holds, outermost first."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _records_in(inner)]


def fields_at(record: Any, path: Path) -> Mapping[str, FieldInfo]:
    """The fields that `record` (a type) has at `path`, as far as people may write them."""
    found = record_at(record, path)
    return authored_fields(found) if found else {}


def description_at(record: Any, path: Path) -> str:
    """What the model says of the field at `path`, "" if it says nothing."""
    parent = record_at(record, path[:-1])
    field = parent.model_fields.get(str(path[-1])) if parent and path else None
    return (field.description or "").rstrip(".") if field else ""


def lists_at(record: Any, place: Path) -> list[str]:
    """The closed lists from which the field at `place` takes its words."""
    parent = record_at(record, place[:-1])
    field = parent.model_fields.get(str(place[-1])) if parent else None
    return list(lists_in(field.annotation, field.metadata)) if field else []


def lists_in(annotation: Any, metadata: Iterable[Any] = ()) -> Iterator[str]:
    """The closed lists from which an annotation takes its words."""
    yield from (mark.words for mark in metadata if isinstance(mark, WordOf))
    for inner in get_args(annotation):
        yield from (inner.words,) if isinstance(inner, WordOf) else lists_in(inner)


def is_list(field: FieldInfo) -> bool:
    """Whether a field takes several values."""
    return get_origin(field.annotation) is tuple
