"""What is new, changed or withdrawn in the library, newest first: for readers and clinics who follow it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from macros import addresses
from macros.library import Library
from macros.model import Exercise

MOST = 50
"""So many exercises are told of; who looks less often than that reads the list of all."""


@dataclass(frozen=True)
class News:
    """An exercise, retired or not, with the day of its last change; `published` is None where nobody knows it."""

    exercise: Exercise
    published: datetime.date | None
    updated: datetime.date
    touched: tuple[str, ...] = ()
    """The fields that the latest changes touched, as far as they are known."""

    @property
    def is_new(self) -> bool:
        """Whether nothing has changed since the day on which it came."""
        return self.published == self.updated


def news(library: Library) -> tuple[News, ...]:
    """The latest news of the library. No date is made up: what has none is left out.

    The version history knows the dates. Where it is missing, a withdrawal still has the one that its file states.
    """
    found = sorted(_all_news(library), key=lambda n: (n.exercise.name.casefold(), n.exercise.id))
    return tuple(sorted(found, key=lambda n: n.updated, reverse=True)[:MOST])


def _all_news(library: Library) -> Iterator[News]:
    for exercise in (*library.exercises.values(), *library.retired.values()):
        stated = exercise.retired.on if exercise.retired else None
        address = addresses.exercise(exercise.id)
        updated = library.changed.get(address, stated)
        if updated:
            yield News(exercise, _published(exercise, library), updated, library.touched.get(address, ()))


def _published(exercise: Exercise, library: Library) -> datetime.date | None:
    """When an exercise came, under this id or an earlier one."""
    ids = (exercise.id, *exercise.formerly)
    return min((day for id in ids if (day := library.added.get(addresses.exercise(id)))), default=None)
