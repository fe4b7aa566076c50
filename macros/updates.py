"""What an update of the library changes for a clinic, for reading before it is accepted."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from macros.clinic_folders import how_to
from macros.clinics import Clinic
from macros.dose_in_words import dose_in_words
from macros.library import Library
from macros.loading import Content
from macros.model import Dose
from macros.problems import Problem
from macros.seen import Changes, Fields, Seen, changes, in_words, now, under_todays_ids

FIRST = ("cautions", "dose", "steps", "review")
"""The fields of which a changed text is told whole; of all others, only that they have changed."""


def report(name: str, before: Seen, content: Content, library: Library) -> Iterator[str]:
    """What has changed since a clinic last looked, line by line; what may harm a patient comes first."""
    after = now(content)
    found = changes(before, after)
    gone, before = [_title(id, before) for id in found.gone], under_todays_ids(before, after)
    was, is_now = in_words(before.release), after.release
    yield f"{name}: the library was at release {was} when you last looked, and is at {is_now} now."
    if not found:
        yield "Nothing has changed in its exercises."
        return
    yield from _listed("Withdrawn. Do not use these any more", _withdrawn(found, after))
    yield from _listed("Cautions have changed", _cautions(found, before, after, library))
    yield from _listed("New", (_title(id, after) + _shown(id, library) for id in found.new))
    yield from _listed("Renamed", (f"{old} is called {_title(id, after)} now" for id, old in found.renamed.items()))
    yield from _listed("Gone", iter(gone))
    yield from _listed("Changed", _changed(found, before, after, library))


def _listed(heading: str, lines: Iterator[str]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield from ("", heading, *(f"  {line}" for line in told))


def _title(id: str, seen: Seen) -> str:
    return f"{in_words(seen.exercises[id].get('name', id))} ({id})"


def _withdrawn(found: Changes, after: Seen) -> Iterator[str]:
    for id in found.withdrawn:
        retired = after.exercises[id]["retired"]
        yield f"{_title(id, after)}: {in_words(retired.get('reason', '') if isinstance(retired, dict) else retired)}"


def _cautions(found: Changes, before: Seen, after: Seen, library: Library) -> Iterator[str]:
    for id, fields in found.fields.items():
        if "cautions" in fields:
            yield from _field(id, "cautions", before.exercises[id], after.exercises[id], library, _title(id, after))


def _changed(found: Changes, before: Seen, after: Seen, library: Library) -> Iterator[str]:
    for id, fields in found.fields.items():
        others = [field for field in fields if field != "cautions"]
        if others:
            yield _title(id, after) + _shown(id, library)
        for field in others:
            yield from _field(id, field, before.exercises[id], after.exercises[id], library, f"  {field}")


def _shown(id: str, library: Library) -> str:
    return " (left out of your copy)" if id in library.left_out.exercises else ""


def _field(id: str, field: str, before: Fields, after: Fields, library: Library, title: str) -> Iterator[str]:
    """One changed field: what is no longer said, and what is said now."""
    own = library.adapted.get(id)
    yield f"{title}{f' (you have your own, in {own.path})' if own and field in own.fields else ''}"
    if field in FIRST:
        old, new = (_said(field, fields.get(field), library.vocabulary.labels) for fields in (before, after))
        if old == new:
            yield "    (only where it was read)"
        yield from (f"    - {text}" for text in old if text not in new)
        yield from (f"    + {text}" for text in new if text not in old)


def _said(field: str, value: Any, labels: Mapping[str, str]) -> list[str]:
    """A field's value as texts that can be compared."""
    if field == "dose":
        try:
            dose = Dose.model_validate({**value, "sources": ()})
        except (ValidationError, TypeError):
            return [in_words(value)]
        return list(dose_in_words(dose, labels))
    if value is None:
        return []
    return [_in_one_line(part) for part in value] if isinstance(value, list) else [in_words(value)]


def _in_one_line(part: Any) -> str:
    """One entry of a field: its text first, then what else is said of it, but for where it was read."""
    if not isinstance(part, dict) or "text" not in part:
        return in_words(part)
    others = "; ".join(in_words(value) for name, value in part.items() if name not in ("text", "sources"))
    return in_words(part["text"]) + (f" ({others})" if others else "")


def new_release(clinic: Clinic, before: Seen | None, content: Content) -> Iterator[Problem]:
    """Advice: the library has changed since the clinic last looked, or nobody knows whether it has."""
    fix = f"Read what is new: {how_to('update', clinic.folder)}"
    if not clinic.folder.is_dir():
        return
    if before is None:
        message = "Nobody has recorded which release of the library this copy was made with"
        yield Problem(clinic.path, 1, 1, "update", message, fix, advice=True)
    elif found := changes(before, now(content)):
        number = len({*found.new, *found.renamed, *found.gone, *found.withdrawn, *found.fields})
        message = f"The library has changed since you last looked, in {number} of its exercises"
        yield Problem(clinic.path, 1, 1, "update", message, fix, advice=True)
