"""Reads the content folders into validated records, and collects every problem of every file in one go."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from macros.explain import Anything, Words, validate
from macros.fields import Id, Text, is_id
from macros.model import Exercise, Routine
from macros.problems import Problem, nearest, printable, quoted, suggestion
from macros.strict_yaml import Document, parse
from macros.vocabulary import LISTS, Source, Vocabulary, Word

MAX_BYTES = 20_000
MAX_VOCABULARY_BYTES = 400_000
OWN_VOCABULARY = Path(__file__).parent.parent / "vocabulary"

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


def load(root: Path) -> Content:
    """The content of the folder `root`: `exercises/`, `routines/` (optional) and `vocabulary/`.

    Nothing in the files makes this raise; what is wrong is in `Content.problems`.
    """
    folder = root / "vocabulary"
    vocabulary, known, problems = _load_vocabulary(folder if folder.is_dir() else OWN_VOCABULARY)
    sound = not problems
    files = list(_content_files(root / "exercises", problems, required=True))
    words = {**known, "exercises": frozenset(path.stem for path in files)}
    exercises = tuple(_entry(Exercise, path, words, problems) for path in files)
    routines = tuple(_entry(Routine, path, words, problems) for path in _content_files(root / "routines", problems))
    if not sound:  # What stands on a broken vocabulary cannot be shown.
        exercises = tuple(replace(entry, record=None) for entry in exercises)
        routines = tuple(replace(entry, record=None) for entry in routines)
    return Content(vocabulary, exercises, routines, tuple(sorted(problems)), str(folder))


def _content_files(folder: Path, problems: list[Problem], *, required: bool = False) -> Iterator[Path]:
    """The content files of `folder` by name; whatever else lies there is a problem."""
    if not folder.is_dir():
        if required or folder.exists():
            problems.append(Problem(str(folder), 1, 1, "no-folder", "The folder is missing", "Check the path"))
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == "README.md":
            continue
        problem = _file_problem(path)
        if problem:
            problems.append(problem)
        else:
            yield path


def _shown(path: Path) -> str:
    return str(path.parent / printable(path.name))


def _kind_problem(path: Path) -> Problem | None:
    if path.is_symlink() or not path.is_file():
        fix = "Replace it by a file, or delete it"
        return Problem(_shown(path), 1, 1, "file-kind", "This is not an ordinary file", fix)
    return None


def _strange_files(folder: Path, lists: Iterable[str]) -> Iterator[Problem]:
    """What lies in the vocabulary's folder and is not one of its lists."""
    for path in sorted(folder.iterdir()):
        problem = _kind_problem(path)
        if problem:
            yield problem
        elif not path.name.startswith(".") and path.name not in ("README.md", *(f"{name}.yml" for name in lists)):
            fix = suggestion(path.stem, lists)
            yield Problem(_shown(path), 1, 1, "unknown-list", f"{quoted(path.name)} is no list of the vocabulary", fix)


def _file_problem(path: Path) -> Problem | None:
    problem = _kind_problem(path)
    if problem:
        return problem
    if path.suffix != ".yml" or not is_id(path.stem):
        fix = "Use small letters, digits and single hyphens, at most 60, and end in `.yml`, as in `bird-dog.yml`"
        if path.suffix == ".yml" and re.fullmatch("[a-z0-9-]+", path.stem) and len(path.stem) <= 60:
            fix = "Choose another name: computers keep this one for themselves, or a hyphen is too much"
        return Problem(
            _shown(path), 1, 1, "file-name", f"{quoted(path.name)} cannot be the name of a content file", fix
        )
    return None


def _read(path: Path, problems: list[Problem], most: int) -> Document | None:
    document, found = parse(_bytes(path, most), str(path), most)
    problems += found
    return document


def _bytes(path: Path, most: int) -> bytes:
    """The file's first bytes: one more than `most`, so that a file that is too large is noticed, not read."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _entry(record: type[R], path: Path, words: Words, problems: list[Problem]) -> Entry[R]:
    document = _read(path, problems, MAX_BYTES)
    if document is None:
        return Entry(path.stem, str(path), Document(None), None)
    own = _own_source_ids(document.data)
    words = {**words, "sources": words["sources"] | own} if own and isinstance(words["sources"], frozenset) else words
    model, found = validate(record, _with_id(document, path, problems), document, str(path), words)
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


def _load_vocabulary(folder: Path) -> tuple[Vocabulary, dict[str, Any], list[Problem]]:
    """The vocabulary of `folder`, the known words of each list, and the problems.

    A list without a file is empty. What the hand-written pages need, the fixed words and the sources, is
    the project's own where `folder` gives no other.
    """
    problems: list[Problem] = []
    lists: dict[str, Any] = {}
    known: dict[str, Any] = {}
    shapes = {"labels": dict[str, Text], "sources": dict[Id, Source]}
    shapes |= {name: dict[Id, record] for name, record in LISTS.items()}  # type: ignore[valid-type]
    problems += _strange_files(folder, shapes)
    for name, shape in shapes.items():
        folders = [OWN_VOCABULARY] if name in ("labels", "sources") and not folder.samefile(OWN_VOCABULARY) else []
        read = [_vocabulary_file(f / f"{name}.yml", shape, known, problems) for f in (*folders, folder)]
        if name == "labels" and folders:
            problems += _unknown_labels(folder / "labels.yml", read)
        lists[name] = {id: word for words in read for id, word in (words or {}).items()}
        known[name] = Anything() if None in read else frozenset(lists[name])
        if name == "regions" and not (folder / "regions.yml").exists():
            known[name] = Anything()  # Without a list of regions, those that the muscles name are the list.
    named = dict.fromkeys(muscle.region for muscle in lists["muscles"].values() if muscle.region)
    lists["regions"] = lists["regions"] or {r: Word(label=r.replace("-", " ").capitalize()) for r in named}
    if "none" in lists["equipment"]:
        message = "`none` cannot be a piece of equipment: it stands for no equipment at all"
        problems.append(Problem(str(folder / "equipment.yml"), 1, 1, "id", message, "Delete it; write `equipment: []`"))
    if isinstance(known["labels"], Anything):
        lists["labels"] = _NamesForLabels(lists["labels"])
    return Vocabulary.model_construct(**lists), known, problems


def _unknown_labels(path: Path, read: list[Mapping[str, Any] | None]) -> Iterator[Problem]:
    """The fixed words of a library that no page shows; `read` are the project's own words and the library's."""
    known, words = (labels or {} for labels in read)
    for name in words:
        if name not in known:
            document, _ = parse(_bytes(path, MAX_VOCABULARY_BYTES), str(path), MAX_VOCABULARY_BYTES)
            place = document.place((name,), key=True) if document else (1, 1)
            near = nearest(name, known)
            fix = f"Did you mean {quoted(near)}?" if near else "Delete it"
            yield Problem(str(path), *place, "unknown-label", f"No page shows the word {quoted(name)}", fix)


class _NamesForLabels(dict[str, str]):
    """Fixed words that could not be read: a missing one is shown by its name, so that a preview goes on."""

    def __missing__(self, name: str) -> str:
        return name


def _vocabulary_file(path: Path, shape: Any, known: Words, problems: list[Problem]) -> Mapping[str, Any] | None:
    """The words of one list; {} where there is no such file, None where it has problems."""
    if not os.path.lexists(path):
        return {}
    if _kind_problem(path):
        return None
    document = _read(path, problems, MAX_VOCABULARY_BYTES)
    if document is None:
        return None
    read, found = validate(shape, document.data, document, str(path), known)
    problems += found
    valid: Mapping[str, Any] | None = read if not (found or document.broken) else None
    return valid
