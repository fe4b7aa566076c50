"""Every text of a file that a reader sees, with its place."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from macros.loading import Content, Entry
from macros.model import Claim, Exercise, Routine
from macros.strict_yaml import Path

PlacedText: TypeAlias = tuple[Path, str]
AnyEntry: TypeAlias = Entry[Exercise] | Entry[Routine]
TextsOf: TypeAlias = Callable[[Exercise | Routine], Iterator[PlacedText]]


def instructions(exercise: Exercise) -> Iterator[PlacedText]:
    """What a reader is told to do: the steps and the cautions, in the order of the page."""
    yield from ((("steps", i, "text"), step.text) for i, step in enumerate(exercise.steps))
    yield from ((("cautions", i, "text"), caution.text) for i, caution in enumerate(exercise.cautions))


def texts(record: Exercise | Routine) -> Iterator[PlacedText]:
    """All sentences of a record."""
    yield ("summary",), record.summary
    if isinstance(record, Exercise):
        yield from instructions(record)
        yield from ((("mistakes", i), text) for i, text in enumerate(record.mistakes))
        for i, caution in enumerate(record.cautions):
            yield ("cautions", i, "why"), caution.why
            yield from _optional(("cautions", i, "instead"), caution.instead)
        yield from _claims("benefits", record.benefits)
        yield from _optional(("feel",), record.feel)
        yield from _optional(("retired", "reason"), record.retired.reason if record.retired else "")
    else:
        yield from _claims("background", record.background)
        yield from _claims("stop", record.stop)
        for i, item in enumerate(record.exercises):
            yield from _optional(("exercises", i, "note"), item.note)
    yield from _claims("suits", record.suits)
    yield from _optional(("note",), record.note)


def names(record: Exercise | Routine) -> Iterator[PlacedText]:
    """The names of a record."""
    yield ("name",), record.name
    if isinstance(record, Exercise):
        yield from ((("aliases", i), alias) for i, alias in enumerate(record.aliases))


def in_all(content: Content, *kinds: TextsOf) -> Iterator[tuple[AnyEntry, PlacedText]]:
    """The texts of some kinds in all valid files."""
    entries: tuple[AnyEntry, ...] = (*content.exercises, *content.routines)
    for entry in entries:
        if entry.record:
            for kind in kinds:
                yield from ((entry, placed) for placed in kind(entry.record))


def _claims(field: str, claims: tuple[Claim, ...]) -> Iterator[PlacedText]:
    return (((field, i, "text"), claim.text) for i, claim in enumerate(claims))


def _optional(place: Path, text: str) -> Iterator[PlacedText]:
    if text:
        yield place, text
