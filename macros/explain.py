"""Turns what the model refuses into problems at their places."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from macros.fields import MAPPING, TEXT
from macros.messages import Fault, meant_by, tell, tell_empty
from macros.problems import Problem
from macros.strict_yaml import Document, Path
from macros.vocabulary import Words

_MOST = 200


def validate(record: Any, data: Any, document: Document, path: str, words: Words) -> tuple[Any, list[Problem]]:
    """`data` as a `record` (a type), or None, with the problems of the document that it came from.

    `words` are the known words of each closed list.
    """
    empty = [
        Problem(path, *document.place(place), *tell_empty(place))
        for place in (() if document.plain else _empty_places(document.data))
        if not document.is_broken(place)
    ]
    try:
        return _validator(record).validate_python(data, context={"words": words}), empty
    except ValidationError as errors:
        faults = [(e, _fault(e, record, words)) for e in errors.errors()[:_MOST] if not _told(e, document)]
        meant = {(*f.place[:-1], meant_by(f)) for _, f in faults if f.kind == "extra_forbidden"}
        # Who has written a field under another name does not miss it.
        problems = [_problem(e, f, document, path) for e, f in faults if not (f.kind == "missing" and f.place in meant)]
        more = errors.error_count() - _MOST
        if more > 0:
            problems.append(Problem(path, 1, 1, "too-many", f"The file has {more} more problems", "Mend these first"))
        return None, [*empty[:_MOST], *problems]


def _fault(error: ErrorDetails, record: Any, words: Words) -> Fault:
    return Fault(error["type"], _path(error), error["input"], error.get("ctx", {}), record, words)


@cache
def _validator(record: Any) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def _empty_places(value: Any, path: Path = ()) -> Iterable[Path]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _empty_places(inner, (*path, key))
    elif value is None:
        yield path


def _told(error: ErrorDetails, document: Document) -> bool:
    """Whether another problem has been reported for the same value."""
    path = _path(error)
    empty = error["input"] is None and path in document.values
    invalid_entries = error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]
    return document.is_broken(path) or empty or invalid_entries


def _path(error: ErrorDetails) -> Path:
    """The error's place in the document: without the names of a union's branches."""
    return tuple(part for part in error["loc"] if part not in (TEXT, MAPPING, "[key]"))


def _problem(error: ErrorDetails, fault: Fault, document: Document, path: str) -> Problem:
    missing, of_key = fault.kind == "missing", error["loc"][-1:] == ("[key]",)
    place = fault.place[:-1] if missing else (*fault.place, *fault.limits.get("at", ()))
    by_key = missing or of_key or fault.kind == "extra_forbidden"
    return Problem(path, *document.place(place, key=by_key), *tell(fault))
