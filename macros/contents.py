"""What a built site contains: told to readers, to programs, and to whoever built it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from macros import addresses
from macros.library import Library
from macros.model import Review
from macros.version import VERSION

ADDRESS = "api/v1/copy.json"
"""The file that says it to programs."""


def contents(library: Library, name: str) -> dict[str, Any]:
    """The release, the numbers of exercises and routines, who has reviewed them, and what a clinic has changed."""
    exercises = library.exercises.values()
    own = [id for id in library.exercises if addresses.exercise(id) in library.own]
    own += [id for id in library.routines if addresses.routine(id) in library.own]
    roles = Counter(e.review.role for e in exercises if isinstance(e.review, Review))
    return {
        "version": VERSION,
        "name": name,
        "exercises": len(library.exercises),
        "routines": len(library.routines),
        "reviewed": dict(sorted(roles.items())),
        "unreviewed": len(library.exercises) - roles.total(),
        "own": sorted(own),
        "adapted": {id: list(change.fields) for id, change in sorted(library.adapted.items())},
        "left_out": {
            "exercises": sorted(library.left_out.exercises),
            "routines": sorted(library.left_out.routines),
            "guides": sorted(library.left_out.guides),
            "views": sorted(library.left_out.views),
        },
    }


def in_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The same for the terminal."""
    yield f"{told['name']}: release {told['version']}. Exercises: {told['exercises']}. Routines: {told['routines']}."
    roles = ", ".join(f"{number} by a {role}" for role, number in told["reviewed"].items())
    yield f"Reviewed: {roles or 'none'}. Not reviewed: {told['unreviewed']}."
    if told["own"]:
        yield f"Your own: {', '.join(told['own'])}."
    for id, fields in told["adapted"].items():
        yield f"Adapted: {id} ({', '.join(fields)})."
    for what, ids in told["left_out"].items():
        if ids:
            yield f"Left out of the {what}: {', '.join(ids)}."
