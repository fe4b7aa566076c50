"""What the peers are given: the same YAML, and beside it what our code derives from it.

None of this is timed, in favour of the peers: the words of a dose, chains of easier and harder versions, related
exercises and the numbers of sources would be a good part of each peer's project, and of its time.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from macros.dose_in_words import dose_in_words, minutes_in_words, seconds_needed
from macros.library import Library, build
from macros.loading import load
from macros.model import Exercise, OneOf

Page = dict[str, Any]


def library_of(content: Path) -> Library:
    """The library of a content folder."""
    return build(load(content), {})


def pages(content: Path, library: Library) -> Iterator[Page]:
    """Each exercise's fields as its file has them, with what is derived.

    That is: `id`; `pieces`, lists of equipment of which one is enough; `dose_in_words` and `takes`; the ids of all
    `easier`, `harder` and `related` ones; the `references` in their order on the page, and their `numbers`.
    """
    for id, exercise in library.exercises.items():
        fields = yaml.load((content / "exercises" / f"{id}.yml").read_bytes(), yaml.CBaseLoader)
        yield {**fields, **_derived(exercise, library)}


def _derived(exercise: Exercise, library: Library) -> Page:
    labels, cited = library.vocabulary.labels, exercise.cited()
    return {
        "id": exercise.id,
        "pieces": [list(e.one_of) if isinstance(e, OneOf) else [e] for e in exercise.equipment],
        "dose_in_words": list(dose_in_words(exercise.dose, labels)),
        "takes": minutes_in_words(seconds_needed(exercise.dose), labels),
        "easier": list(library.easier.get(exercise.id, ())),
        "harder": list(library.harder.get(exercise.id, ())),
        "related": [other.id for other in library.related(exercise)],
        "references": [{**library.sources[id].model_dump(mode="json", exclude_defaults=True), "id": id} for id in cited],
        "numbers": {id: number for number, id in enumerate(cited, 1)},
    }


def as_yaml(data: Page) -> str:
    """A page's data as YAML."""
    return yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
