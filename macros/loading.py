"""Reads the content folders into validated records, and collects every problem of every file in one go."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from macros.explain import validate
from macros.fields import is_id
from macros.model import Exercise, Routine
from macros.problems import Problem, quoted
from macros.reading import kind_problem, read, shown
from macros.spelling import respell_data
from macros.strict_yaml import Document
from macros.vocabulary import DEFAULT_REGION, Vocabulary, Words
from macros.vocabulary_loading import OWN, load_vocabulary

MAX_BYTES = 20_000

R = TypeVar("R", Exercise, Routine)


@dataclass(frozen=True)
class Entry(Generic[R]):
    """One content file: its path as shown to people, the places of its values, and its record if it is valid."""

    id: str
    path: str
    document: Document
    record: R | None


@dataclass(frozen=True)
class Content:
    """Everything that was read from a content folder, and all problems found while reading."""

    vocabulary: Vocabulary
    exercises: tuple[Entry[Exercise], ...]
    routines: tuple[Entry[Routine], ...]
    problems: tuple[Problem, ...]
    vocabulary_path: str = "vocabulary"


def load(root: Path, region: str = DEFAULT_REGION) -> Content:
    """The content of the folder `root`: `exercises/`, `routines/` (optional) and `vocabulary/`.

    All texts are put into the words of `region`, one of the vocabulary's; documents stay as they are written.
    Nothing in the files makes this raise; what is wrong is in `Content.problems`.
    """
    folder = root / "vocabulary"
    vocabulary, known, problems = load_vocabulary(folder if folder.is_dir() else OWN, region)
    sound = not problems
    files = list(_content_files(root / "exercises", problems, required=True))
    words = {**known, "exercises": frozenset(path.stem for path in files)}
    respelled = vocabulary.locale.words
    exercises = tuple(_entry(Exercise, path, words, problems, respelled) for path in files)
    routine_files = _content_files(root / "routines", problems)
    routines = tuple(_entry(Routine, path, words, problems, respelled) for path in routine_files)
    if not sound:  # What stands on a broken vocabulary cannot be shown.
        exercises = tuple(replace(entry, record=None) for entry in exercises)
        routines = tuple(replace(entry, record=None) for entry in routines)
    return Content(vocabulary, exercises, routines, tuple(sorted(problems)), str(folder))


def _content_files(folder: Path, problems: list[Problem], *, required: bool = False) -> Iterator[Path]:
    """The content files of `folder` by name; whatever else lies there is a problem."""
    if not folder.is_dir():
        if required or folder.exists():
            problems.append(
                Problem(str(folder), 1, 1, "no-folder", "The folder is missing", "Make it, or check where you are")
            )
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == "README.md":
            continue
        problem = _file_problem(path)
        if problem:
            problems.append(problem)
        else:
            yield path


def _file_problem(path: Path) -> Problem | None:
    problem = kind_problem(path)
    if not problem and (path.suffix != ".yml" or not is_id(path.stem)):
        fix = "Use small letters, digits and single hyphens, at most 60, and end in `.yml`, as in `bird-dog.yml`"
        if path.suffix == ".yml" and re.fullmatch("[a-z0-9-]+", path.stem) and len(path.stem) <= 60:
            fix = "Choose another name: computers keep this one for themselves, or a hyphen is too much"
        message = f"{quoted(path.name)} cannot be the name of a content file"
        problem = Problem(shown(path), 1, 1, "file-name", message, fix)
    return problem


def _entry(
    record: type[R], path: Path, words: Words, problems: list[Problem], respelled: Mapping[str, str]
) -> Entry[R]:
    document = read(path, problems, MAX_BYTES)
    if document is None:
        return Entry(path.stem, str(path), Document(None), None)
    own = _own_source_ids(document.data)
    words = {**words, "sources": words["sources"] | own} if own and isinstance(words["sources"], frozenset) else words
    data = respell_data(_with_id(document, path, problems), respelled)
    model, found = validate(record, data, document, str(path), words)
    problems += found
    return Entry(path.stem, str(path), document, model if not (found or document.broken) else None)


def _with_id(document: Document, path: Path, problems: list[Problem]) -> Any:
    data = document.data
    if not isinstance(data, dict):
        return data
    if "id" in data:
        fix = "Delete the line: the file's name is the id"
        place = document.place(("id",), key=True)
        problems.append(Problem(str(path), *place, "unknown-field", "There is no field `id` here", fix))
    return {**data, "id": path.stem}


def _own_source_ids(data: Any) -> frozenset[str]:
    listed = data.get("sources") if isinstance(data, dict) else None
    sources = listed if isinstance(listed, list) else []
    return frozenset(s["id"] for s in sources if isinstance(s, dict) and isinstance(s.get("id"), str))
