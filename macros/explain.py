"""Turns what the model refuses into problems that say, in plain words, what is wrong, where, and how to mend it."""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from macros.fields import MAPPING, TEXT, Record
from macros.model import OwnSource, TextOrMapping
from macros.problems import Problem, nearest, quoted, suggestion
from macros.strict_yaml import Document, Path
from macros.vocabulary import NO_EQUIPMENT

Words = Mapping[str, Container[str] | Iterable[str]]


class Anything:
    """Stands for a list of words that could not be read: every word passes, none is known."""

    def __contains__(self, _word: object) -> bool:
        return True

    def __iter__(self) -> Any:
        return iter(())


def validate(record: Any, data: Any, document: Document, path: str, words: Words) -> tuple[Any, list[Problem]]:
    """`data` as a `record` (a type), or None, with the problems of the document that it came from.

    `words` are the known words of each closed list.
    """
    empty = [
        Problem(
            path,
            *document.place(place),
            "empty-value",
            f"{_named(place)} has no value",
            'Write a value, or delete the line. Text that begins with # needs quotes: "…"',
        )
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


def _named(path: Path) -> str:
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return "The file"
    return f"An entry of {quoted(names[-1])}" if isinstance(path[-1], int) else quoted(names[-1])


def _problem(error: ErrorDetails, record: Any, document: Document, path: str, words: Words) -> Problem:
    place = _path(error)
    rule, message, fix = _sentence(error, place, record, words)
    missing, of_key = error["type"] == "missing", error["loc"][-1:] == ("[key]",)
    exact = (*place, *error.get("ctx", {}).get("at", ()))
    line, column = document.place(
        place[:-1] if missing else exact, key=missing or of_key or error["type"] == "extra_forbidden"
    )
    return Problem(path, line, column, rule, message, fix)


def _sentence(error: ErrorDetails, place: Path, record: Any, words: Words) -> tuple[str, str, str]:
    """The rule, message and fix for an error of pydantic's or of ours."""
    name, value, limits = _named(place), error["input"], error.get("ctx", {})
    kind = error["type"]
    if kind == "extra_forbidden":
        fields = _fields_at(record, place[:-1])
        near = nearest(place[-1], fields)
        fix = f"Did you mean {quoted(near)}?" if near else f"Known fields: {', '.join(fields)}"
        return "unknown-field", f"There is no field {name} here", fix
    if kind == "unknown_word":
        known = words[str(limits["words"])]
        fix = suggestion(value, sorted(known) if isinstance(known, Iterable) else ())
        if limits["words"] == "equipment" and value == NO_EQUIPMENT:
            fix = "Write `equipment: []`"
        return "unknown-word", f"{quoted(value)} is not in the list of {limits['words']}", fix
    if kind == "string_type" and isinstance(value, dict) and len(value) == 1:
        kind = "colon"
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(limits["expected"]))
        only = f"Write {_description_at(record, place) or allowed[0]}"
        return "unknown-word", f"{name} cannot be {quoted(value)}", suggestion(value, allowed) if allowed[1:] else only
    if kind == "model_type":
        kind_of_value = "text or a group" if _takes_text(record, place) else "a group"
        message = f"{name} must be {kind_of_value} of `field: value` lines, not {_shape(value)}"
        return "mapping-expected", message, f"Known fields: {', '.join(_fields_at(record, place))}"
    return _SENTENCES.get(kind, _unforeseen)(name, value, limits)


Sentence = Callable[[str, Any, Mapping[str, Any]], tuple[str, str, str]]


def _unforeseen(name: str, _value: Any, _limits: Mapping[str, Any]) -> tuple[str, str, str]:
    return "invalid-value", f"{name} has a value that is not possible here", ""


_SENTENCES: Mapping[str, Sentence] = {
    "missing": lambda name, _v, _c: ("missing-field", f"The field {name} is missing", "Add it"),
    "string_type": lambda name, v, _c: (
        "text-expected",
        f"{name} must be text, not {_shape(v)}",
        'Put it in quotes: "…"' if isinstance(v, int) else "Write one text",
    ),
    "tuple_type": lambda name, v, _c: (
        "list-expected",
        f"{name} must be a list, not {_shape(v)}",
        "Write `[one, two]`, or one `- ` line for each",
    ),
    "dict_type": lambda name, v, _c: (
        "mapping-expected",
        f"{name} must be a group of `name: value` lines, not {_shape(v)}",
        "Look at another file of the same folder",
    ),
    "bool_type": lambda name, _v, _c: ("true-or-false", f"{name} must be true or false", "Write `true` or `false`"),
    "too_short": lambda name, _v, c: (
        "too-few",
        f"{name} has too few entries; the fewest is {c['min_length']}",
        "Add what is missing",
    ),
    "too_long": lambda name, _v, c: (
        "too-many",
        f"{name} has too many entries; the most is {c['max_length']}",
        "Join some of them",
    ),
    "too_much_text": lambda name, _v, c: (
        "text-too-long",
        f"{name} is too long; the most is {c['longest']} characters",
        "Shorten it",
    ),
    "colon": lambda name, _v, _c: (
        "colon-in-text",
        f"{name} is a text that holds a colon",
        'Put the whole text in quotes: "…"',
    ),
    "blank": lambda name, _v, _c: ("empty-value", f"{name} has no text", "Write it, or delete the line"),
    "id": lambda _n, v, _c: (
        "id",
        f"{quoted(v)} cannot be an id",
        "Use small letters a to z, digits and single hyphens, as in `bird-dog`",
    ),
    "url": lambda _n, v, _c: ("web-address", f"{quoted(v)} is not a web address", "Write it whole: `https://…`"),
    "date": lambda _n, v, _c: ("date", f"{quoted(v)} is not a date", "Write year-month-day, as in `2026-11-20`"),
    "partial_date": lambda _n, v, _c: (
        "date",
        f"{quoted(v)} is not a year, month or date",
        "Write `2026`, `2026-11` or `2026-11-20`",
    ),
    "range": lambda name, v, _c: (
        "number-expected",
        f"{name} must be a whole number or a range, not {quoted(v)}",
        "Write it without quotes" if isinstance(v, str) and v.isdigit() else "Write `10`, or `[8, 12]` for 8 to 12",
    ),
    "degrees": lambda name, v, _c: (
        "number-expected",
        f"{name} must be a whole number of degrees, not {quoted(v)}",
        "Write it as in `90`",
    ),
    "beyond_range": lambda name, v, c: (
        "range-of-motion",
        f"{name} is {quoted(v)}; the normal range ends at {c['highest']} degrees (source: {quoted(c['source'])})",
        "Check the angle; the opposite movement has a name of its own" if v < 0 else "Choose a smaller angle",
    ),
    "both_ways": lambda _n, _v, c: (
        "both-ways",
        f"A joint cannot have both {quoted(c['one'])} and {quoted(c['other'])}",
        "Keep one of the two",
    ),
    "range_order": lambda name, _v, _c: (
        "range-order",
        f"In the range {name} the second number must be higher than the first",
        "Write `[low, high]`, or one number",
    ),
    "range_limits": lambda name, v, c: (
        "number-limits",
        f"{name} is {quoted(v)}; it can be from {c['lowest']} to {c['highest']}",
        "Check the number and its unit",
    ),
    "repeated": lambda name, _v, c: ("repeated", f"{quoted(c['value'])} stands twice in {name}", "Delete one"),
    "primary_and_secondary": lambda _n, _v, c: (
        "repeated",
        f"{quoted(c['value'])} is both primary and secondary",
        "Keep it in one of the two",
    ),
    "two_holds": lambda _n, _v, _c: (
        "two-holds",
        "The dose has `hold_seconds` and `hold_breaths`",
        "Keep the one that people should count",
    ),
    "no_measure": lambda _n, _v, _c: (
        "dose-empty",
        "The dose says neither how often nor how long",
        "Add `reps`, `hold_seconds` or `hold_breaths`",
    ),
    "one_goal": lambda _n, _v, _c: (
        "one-goal",
        "`build_up` needs exactly one goal",
        "Keep one of `hold_seconds`, `hold_breaths`, `reps`, `sets`",
    ),
}


def _shape(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", list: "a list", dict: "a group of fields", str: "text", type(None): "nothing"}
    return names.get(type(value), "this")


def _fields_at(record: Any, path: Path) -> list[str]:
    """The names of the fields that `record` (a type) has at `path`, as far as people may write them."""
    found = _record_at(record, path)
    return [n for n in found.model_fields if n != "id" or found is OwnSource] if found else []


def _takes_text(record: Any, path: Path) -> bool:
    """Whether plain text would do at `path`."""
    found = _record_at(record, path)
    return found is not None and issubclass(found, TextOrMapping)


def _description_at(record: Any, path: Path) -> str:
    """What the model says of the field at `path`, "" if it says nothing."""
    parent = _record_at(record, path[:-1])
    field = parent.model_fields.get(str(path[-1])) if parent and path else None
    return (field.description or "").rstrip(".") if field else ""


def _record_at(record: Any, path: Path) -> type[Record] | None:
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
