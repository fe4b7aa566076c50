"""Which fields of an exercise its latest changes touched; and the record of the whole history for a package."""

import json
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from macros import addresses
from macros.history import Dates, dates, last_commit_time, record, texts
from macros.library import Library, build
from macros.loading import MAX_BYTES, load
from macros.model import Exercise
from macros.news import news
from macros.strict_yaml import parse

FIRST = "cautions"
"""The field that is told of first: who follows the library must not miss it."""
_FIELDS = sorted(Exercise.model_fields, key=lambda name: name != FIRST)


def touched(root: Path, known: Mapping[str, Dates], library: Library) -> Mapping[str, tuple[str, ...]]:
    """The top-level fields that an exercise's latest changes touched, by address, for those of the latest news.

    `known` are the dates of the files in the content folder `root`. Nothing is said of an exercise that is new,
    nor where the text from before is unknown or cannot be read.
    """
    if (recorded := record(root)) is not None:
        return {address: tuple(fields) for address, fields in recorded["touched"].items()}
    changed = [n.exercise for n in news(library) if not n.is_new and _path(n.exercise.id) in known]
    versions = [(e.id, _versions(e, commit)) for e in changed for commit in known[_path(e.id)].commits]
    found = iter(texts(root, [version for _, pair in versions for version in pair]))
    fields: dict[str, set[str]] = {}
    for id, asked in versions:
        after, *before = islice(found, len(asked))
        old = next((text for text in before if text is not None), b"")
        fields.setdefault(addresses.exercise(id), set()).update(changed_fields(old, after or b""))
    return {address: tuple(sorted(names, key=_FIELDS.index)) for address, names in fields.items()}


def changed_fields(before: bytes, after: bytes) -> tuple[str, ...]:
    """The top-level fields of an exercise in which two texts of its file differ in meaning, cautions first.

    () where one of the two cannot be read.
    """
    (old, old_problems), (new, new_problems) = (parse(text, "", MAX_BYTES) for text in (before, after))
    if old_problems or new_problems or not (old and new and isinstance(old.data, dict) and isinstance(new.data, dict)):
        return ()
    return tuple(name for name in _FIELDS if (old.data.get(name) or None) != (new.data.get(name) or None))


def recording(root: Path) -> str:
    """What is known of the past of the content folder `root`, as the file `RECORD` of a package holds it."""
    known = dates(root)
    library = build(load(root), known)
    files = {path: [day.isoformat() for day in (d.added, d.changed)] for path, d in known.items()}
    made = {"time": last_commit_time(root), "files": files, "touched": touched(root, known, library)}
    return json.dumps(made, sort_keys=True, indent=1) + "\n"


def _versions(exercise: Exercise, commit: str) -> Sequence[tuple[str, str]]:
    """The commit's text of an exercise, and those from before under this id and earlier ones."""
    before = ((f"{commit}^", _path(id)) for id in (exercise.id, *exercise.formerly))
    return [(commit, _path(exercise.id)), *before]


def _path(id: str) -> str:
    return f"exercises/{id}.yml"
