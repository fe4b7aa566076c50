"""Turns what the model refuses into problems at their places."""

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from macros.fields import MAPPING, TEXT
from macros.messages import Fault, Words, tell, tell_empty
from macros.problems import Problem
from macros.strict_yaml import Document, Path


def validate(record: Any, data: Any, document: Document, path: str, words: Words) -> tuple[Any, list[Problem]]:
    """`data` as a `record` (a type), or None, with the problems of the document that it came from.

    `words` are the known words of each closed list.
    """
    empty = [
        Problem(path, *document.place(place), *tell_empty(place))
        for place, value in _leaves(document.data)
        if value is None and not document.is_broken(place)
    ]
    try:
        return TypeAdapter(record).validate_python(data, context={"words": words}), empty
    except ValidationError as errors:
        problems = [_problem(e, record, document, path, words) for e in errors.errors() if not _told(e, document)]
        return None, [*empty, *problems]


def _leaves(value: Any, path: Path = ()) -> Iterable[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value


def _told(error: ErrorDetails, document: Document) -> bool:
    """Whether another problem has been reported for the same value."""
    path = _path(error)
    empty = error["input"] is None and path in document.values
    invalid_entries = error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]
    return document.is_broken(path) or empty or invalid_entries


def _path(error: ErrorDetails) -> Path:
    """The error's place in the document: without the names of a union's branches."""
    return tuple(part for part in error["loc"] if part not in (TEXT, MAPPING, "[key]"))


def _problem(error: ErrorDetails, record: Any, document: Document, path: str, words: Words) -> Problem:
    place = _path(error)
    rule, message, fix = tell(Fault(error["type"], place, error["input"], error.get("ctx", {}), record, words))
    missing, of_key = error["type"] == "missing", error["loc"][-1:] == ("[key]",)
    exact = (*place, *error.get("ctx", {}).get("at", ()))
    line, column = document.place(
        place[:-1] if missing else exact, key=missing or of_key or error["type"] == "extra_forbidden"
    )
    return Problem(path, line, column, rule, message, fix)
