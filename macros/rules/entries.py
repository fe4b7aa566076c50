"""What every rule needs: where a value stands, and the records that are valid."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from macros import addresses
from macros.gallery import Gallery
from macros.library import Library
from macros.loading import Content, Entry, R
from macros.model import Exercise
from macros.problems import Problem
from macros.strict_yaml import Path

Rule: TypeAlias = Callable[[Content, Library], Iterator[Problem]]
DrawingRule: TypeAlias = Callable[[Content, Gallery], Iterator[Problem]]


def at(entry: Entry[Any], path: Path, rule: str, message: str, fix: str, *, advice: bool = False) -> Problem:
    """A problem at the value that stands at `path` in an entry's file."""
    return Problem(*entry.at(path), rule, message, fix, advice)


def valid(entries: Iterable[Entry[R]]) -> Iterator[tuple[Entry[R], R]]:
    """The entries whose files are valid, each with its record."""
    return ((entry, entry.record) for entry in entries if entry.record is not None)


def oldest_first(entries: Iterable[Entry[Exercise]], library: Library) -> list[Entry[Exercise]]:
    """The entries of exercises by their last change, so that of two that collide the newer is blamed.

    Files that the version history does not know are the newest, and what a clinic has written or changed is newer.
    """

    def age(entry: Entry[Exercise]) -> tuple[bool, datetime.date, str]:
        changed = library.changed.get(addresses.exercise(entry.id), datetime.date.max)
        return entry.is_own or entry.adaptation is not None, changed, entry.id

    return sorted(entries, key=age)
