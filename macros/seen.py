"""What the library said when a clinic last looked, and what has changed since."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.clinic_folders import how_to
from macros.exports import as_json
from macros.loading import Content, Entry
from macros.model import Exercise
from macros.problems import Problem, printable
from macros.reading import kind_problem
from macros.version import VERSION

FILE = "seen.json"
_MAX_BYTES = 50_000_000
_MOST_CHARACTERS = 500
_PICTURES = ("pose", "picture")
"""How bodies are drawn; a new picture of the same step is no news for a clinic."""

Fields = Mapping[str, Any]
"""The fields of one exercise as its file has them, without how its pictures are drawn."""


@dataclass(frozen=True)
class Seen:
    """A release of the library, and the fields of its exercises by id."""

    release: str
    exercises: Mapping[str, Fields]


def now(content: Content) -> Seen:
    """What the library says in this content; a clinic's own exercises and changes are no part of it."""
    ours = (entry for entry in content.exercises if not entry.is_own)
    return Seen(
        VERSION, {entry.id: _without_pictures(data) for entry in ours if isinstance(data := _data(entry), dict)}
    )


def _data(entry: Entry[Exercise]) -> Any:
    return entry.adaptation.base_document.data if entry.adaptation else entry.read().data


def _without_pictures(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_pictures(inner) for key, inner in value.items() if key not in _PICTURES}
        return kept["text"] if list(kept) == ["text"] else kept  # A step may be written either way.
    return [_without_pictures(inner) for inner in value] if isinstance(value, list) else value


def read_seen(clinic: Path) -> tuple[Seen | None, list[Problem]]:
    """What a clinic's folder says of its last look; None where there is no such file or it cannot be read."""
    path = clinic / FILE
    if not path.exists() and not path.is_symlink():
        return None, []
    try:
        if kind_problem(path) or path.stat().st_size > _MAX_BYTES:
            raise ValueError
        data = json.loads(path.read_text(encoding="utf-8"))
        seen = Seen(str(data["release"]), data["exercises"])
        if not all(isinstance(fields, dict) for fields in seen.exercises.values()):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        fix = f"Delete it, and have it written anew: {how_to('update', clinic, 'seen')}"
        return None, [Problem(str(path), 1, 1, "seen", "The file cannot be read. Only the computer writes it", fix)]
    return seen, []


def write_seen(clinic: Path, seen: Seen) -> Path:
    """Records what the library says now; returns the file."""
    path = clinic / FILE
    path.write_text(as_json({"release": seen.release, "exercises": dict(seen.exercises)}), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Changes:
    """What has changed in the library between two looks, by id; `fields` names the changed fields of each exercise."""

    new: tuple[str, ...]
    renamed: Mapping[str, str]
    """The ids of before by those of today."""
    gone: tuple[str, ...]
    withdrawn: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(self.new or self.renamed or self.gone or self.withdrawn or self.fields)


def changes(before: Seen, after: Seen) -> Changes:
    """What has changed from `before` to `after`."""
    renamed, before = _renamed(before, after), under_todays_ids(before, after)
    both = [id for id in after.exercises if id in before.exercises]
    withdrawn = tuple(id for id in both if "retired" in after.exercises[id] and "retired" not in before.exercises[id])
    changed = {id: tuple(_changed(before.exercises[id], after.exercises[id])) for id in both if id not in withdrawn}
    return Changes(
        new=tuple(id for id in after.exercises if id not in before.exercises),
        renamed=renamed,
        gone=tuple(id for id in before.exercises if id not in after.exercises),
        withdrawn=withdrawn,
        fields={id: fields for id, fields in changed.items() if fields},
    )


def under_todays_ids(before: Seen, after: Seen) -> Seen:
    """What the library said before, with each exercise that has another name today under that."""
    renamed = _renamed(before, after)
    moved = {new: before.exercises[old] for new, old in renamed.items()}
    kept = {id: fields for id, fields in before.exercises.items() if id not in renamed.values()}
    return Seen(before.release, {**kept, **moved})


def _renamed(before: Seen, after: Seen) -> dict[str, str]:
    """The ids of before by those of today, of the exercises that have another one."""
    return {
        id: old
        for id, fields in after.exercises.items()
        if id not in before.exercises and isinstance(earlier := fields.get("formerly"), list)
        for old in earlier
        if isinstance(old, str) and old in before.exercises and old not in after.exercises
    }


def _changed(before: Fields, after: Fields) -> Iterator[str]:
    """The fields that differ, in the order of the model; those that the model no longer has come last."""
    order = {name: number for number, name in enumerate(Exercise.model_fields)}
    for name in sorted({*before, *after}, key=lambda name: (order.get(name, len(order)), name)):
        if name != "formerly" and before.get(name) != after.get(name):
            yield name


def adapted_fields_fit(content: Content, seen: Seen | None) -> Iterator[Problem]:
    """What a clinic replaces is still there. Advice, with both texts: the library has changed it since."""
    if not seen:
        return
    latest = now(content)
    earlier = under_todays_ids(seen, latest).exercises
    for entry in content.exercises:
        change = entry.adaptation
        if not change or entry.id not in earlier:
            continue
        before, after = earlier[entry.id], latest.exercises[entry.id]
        for field in change.fields:
            place = (change.path, *change.document.place((field,), key=True))
            if field in before and field not in after:
                message = f"The library's `{field}` of this exercise is gone. It was: {_ended(before[field])}"
                yield Problem(*place, "adapted-gone", message, "Delete yours too, or look at the update and accept it")
            elif before.get(field) != after.get(field) and field in after:
                said = _ended(before[field]) if field in before else "nothing"
                message = f"The library has changed its `{field}`. It was: {said}. It is: {_ended(after[field])}"
                fix = f"Yours is: {_ended(change.document.data[field])}. Compare them, then accept the update"
                yield Problem(*place, "adapted-changed", message, fix, advice=True)


def _ended(value: Any) -> str:
    """A field's value for the end of a sentence."""
    return in_words(value).rstrip(".")


def in_words(value: Any) -> str:
    """A field's value on one line, for a message."""
    text = printable(" ".join(_in_words(value).split()))
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_in_words(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "; ".join(map(_in_words, value)) or "nothing"
    return str(value)
