"""Reads the content folders into validated records, and collects every problem of every file in one go."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from macros.explain import validate
from macros.fields import is_id
from macros.model import AdaptedExercise, Exercise, Routine
from macros.problems import Problem, quoted
from macros.reading import kind_problem, read, read_all, shown
from macros.spelling import respell_data
from macros.strict_yaml import Document
from macros.strict_yaml import Path as Place
from macros.suggestions import suggestion
from macros.vocabulary import DEFAULT_REGION, Vocabulary, Words
from macros.vocabulary_loading import OWN, load_vocabulary

MAX_BYTES = 20_000

R = TypeVar("R", Exercise, Routine)

_NEVER_ADAPTED = {
    "id": "Delete the line: the file's name is the id",
    "formerly": "Delete the line",
    "retired": "To leave the exercise out, write `exercises: {{without: [{id}]}}` in brand.yml",
}
"""The fields of the library's exercises that are no clinic's, and what to do instead."""


_COMPARED = ("name", "aliases", "easier", "harder")


@dataclass(frozen=True)
class Adaptation:
    """What a clinic has changed of one of the library's exercises."""

    path: str
    document: Document
    fields: tuple[str, ...]
    """The fields that are the clinic's, in the order of the model."""
    base: Exercise
    """The exercise as the library has it."""
    base_document: Document

    @property
    def aside(self) -> tuple[str, ...]:
        """The fields that only accompany others, unless they are all: who reviewed these, and where they come from."""
        accompanying = ("note", "defaults", "sources", "review", "picture")
        return accompanying if set(self.fields) - set(accompanying) else ()


@dataclass(frozen=True)
class Entry(Generic[R]):
    """One content file: its path as shown to people, and its record if it is valid.

    Where a clinic has adapted it, `document.data` and `record` are what holds in its copy.
    """

    id: str
    path: str
    record: R | None
    kept: Document | None = None
    """What was read; of a valid file it is not kept, because there are many, and few are asked for."""
    compared: Mapping[str, Any] = field(default_factory=dict)
    """The fields by which files are compared, valid or not, as they are written."""
    fields: tuple[str, ...] = ()
    """The names of its fields, as they follow each other in the file."""
    comments: Mapping[int, str] = field(default_factory=dict)
    """The lines that begin with `#`, by their number."""
    is_own: bool = False
    """Whether it is a clinic's, and not the library's."""
    adaptation: Adaptation | None = None

    def read(self) -> Document:
        """The document, from the file again if it is not kept; without data if the file has gone since."""
        if self.kept:
            return self.kept
        try:
            return read(Path(self.path), [], MAX_BYTES) or Document(None)
        except OSError:
            return Document(None)

    @cached_property
    def document(self) -> Document:
        """The document, read at most once: for files that there is something to say about."""
        return self.read()

    def at(self, place: Place) -> tuple[str, int, int]:
        """The file, line and column of a value."""
        changed: Adaptation | Entry[R] = self
        if self.adaptation and set(place[:1]) & set(self.adaptation.fields):
            changed = self.adaptation
        return (changed.path, *changed.document.place(place))


@dataclass(frozen=True)
class Content:
    """Everything that was read from a content folder and a clinic's, and all problems found while reading.

    `known` are the known words of each closed list, as validation needs them.
    """

    vocabulary: Vocabulary
    exercises: tuple[Entry[Exercise], ...]
    routines: tuple[Entry[Routine], ...]
    problems: tuple[Problem, ...]
    known: Words
    vocabulary_path: str = "vocabulary"


def load(root: Path, region: str = DEFAULT_REGION, clinic: Path | None = None) -> Content:
    """The content of the folder `root`: `exercises/`, `routines/` (optional) and `vocabulary/`.

    All texts are put into the words of `region`, one of the vocabulary's; documents stay as they are written.
    `clinic` is a folder with the same, all optional, that comes on top in its own words, and with `adapted/`: files
    that replace fields of the library's exercises.
    Nothing in the files makes this raise; what is wrong is in `Content.problems`.
    """
    folder = root / "vocabulary"
    given = folder if folder.is_dir() else OWN
    vocabulary, known, problems = load_vocabulary(given, region, clinic / "vocabulary" if clinic else None)
    sound = not problems
    names = ("exercises", "routines")
    ours = {name: list(_content_files(root / name, problems, required=name == "exercises")) for name in names}
    theirs = {name: list(_content_files(clinic / name, problems)) if clinic else [] for name in names}
    words = {**known, **{name: frozenset(path.stem for path in (*ours[name], *theirs[name])) for name in names}}
    respelled = vocabulary.locale.words
    exercises = _entries(Exercise, ours["exercises"], theirs["exercises"], words, problems, respelled)
    routines = _entries(Routine, ours["routines"], theirs["routines"], words, problems, respelled)
    if clinic:
        exercises = _with_adaptations(exercises, clinic / "adapted", words, problems, respelled)
    if not sound:  # What stands on a broken vocabulary cannot be shown.
        exercises = [replace(entry, record=None) for entry in exercises]
        routines = [replace(entry, record=None) for entry in routines]
    return Content(vocabulary, tuple(exercises), tuple(routines), tuple(sorted(problems)), words, str(folder))


def _with_adaptations(
    entries: list[Entry[Exercise]], folder: Path, words: Words, problems: list[Problem], respelled: Mapping[str, str]
) -> list[Entry[Exercise]]:
    """The entries with the fields that the files of `folder` replace."""
    by_id = {entry.id: entry for entry in entries if not entry.is_own}
    moved = {old: id for id, entry in by_id.items() if entry.record for old in entry.record.formerly}
    changed: dict[str, Entry[Exercise]] = {}
    for path in _content_files(folder, problems):
        entry = by_id.get(path.stem)
        if entry is None or (entry.record and entry.record.retired):
            problems.append(_nothing_to_adapt(path, entry, moved, by_id))
        elif entry.record:
            ours = respell_data(entry.document.data, respelled)
            changed[path.stem] = _adapted(entry, entry.record, ours, path, words, problems)
    return [changed.get(entry.id, entry) for entry in entries]


def _nothing_to_adapt(
    path: Path, entry: Entry[Exercise] | None, moved: Mapping[str, str], known: Iterable[str]
) -> Problem:
    if entry and entry.record and entry.record.retired:
        message = f"The library has withdrawn {quoted(path.stem)}: {entry.record.retired.reason}"
        # Nothing may keep a clinic from publishing a withdrawal.
        return Problem(str(path), 1, 1, "adapted-gone", message, "Delete this file", advice=True)
    message = f"The library has no exercise {quoted(path.stem)}"
    new = moved.get(path.stem)
    fix = f"It is called {quoted(new)} now: rename this file" if new else suggestion(path.stem, known) or "Delete it"
    return Problem(str(path), 1, 1, "adapted-gone", message, fix)


def _adapted(
    entry: Entry[Exercise], base: Exercise, ours: Mapping[str, Any], path: Path, words: Words, problems: list[Problem]
) -> Entry[Exercise]:
    """The entry with the fields of the file at `path` in place of `ours`; without a record if these are wrong."""
    found: list[Problem] = []
    document = read(path, found, MAX_BYTES)
    if [problem.rule for problem in found] == ["empty-file"]:
        return entry  # Nothing but remarks: the clinic has not begun.
    problems += found
    if document is None or not isinstance(document.data, dict):
        if document is not None:
            fix = "Write fields that replace those of the exercise, as in `dose: {reps: 8}`"
            problems.append(Problem(str(path), 1, 1, "mapping-expected", "The file holds no fields", fix))
        return replace(entry, record=None)
    fields = tuple(name for name in Exercise.model_fields if name in document.data and name not in _NEVER_ADAPTED)
    for name in (name for name in _NEVER_ADAPTED if name in document.data):
        place, fix = document.place((name,), key=True), _NEVER_ADAPTED[name].format(id=entry.id)
        problems.append(Problem(str(path), *place, "unknown-field", f"There is no field {quoted(name)} here", fix))
    data = {**ours, **{name: value for name, value in document.data.items() if name not in _NEVER_ADAPTED}}
    if isinstance(document.data.get("sources"), list):
        # The library's stay known: what a clinic leaves as it is may stand on them.
        data["sources"] = [*document.data["sources"], *_further(ours.get("sources"), document.data["sources"])]
    if "steps" in fields and "picture" not in fields:
        data.pop("picture", None)  # It is the number of one of the library's steps.
    if fields and "review" not in fields:
        data["review"] = "unreviewed"  # Nobody who reviewed the library's page has seen this one.
    record = _record(AdaptedExercise, {**data, "id": entry.id}, document, path, words, problems)
    return replace(
        entry,
        kept=replace(entry.document, data=data),
        compared=_compared(data),
        record=record,
        adaptation=Adaptation(str(path), document, fields, base, entry.document),
    )


def _further(sources: Any, named: list[Any]) -> list[Any]:
    """The sources of a list that another one does not name."""
    known = [_source_id(source) for source in named]
    return [source for source in (sources or ()) if _source_id(source) not in known]


def _source_id(source: Any) -> Any:
    return source.get("id") if isinstance(source, dict) else source


def _content_files(folder: Path, problems: list[Problem], *, required: bool = False) -> Iterator[Path]:
    """The content files of `folder` by name; whatever else lies there is a problem."""
    if not folder.is_dir():
        if required or folder.exists():
            problems.append(
                Problem(str(folder), 1, 1, "no-folder", "The folder is missing", "Make it, or check where you are")
            )
        return
    for path in sorted(folder.iterdir(), key=attrgetter("name")):
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


def _entries(
    record: type[R],
    ours: Sequence[Path],
    theirs: Iterable[Path],
    words: Words,
    problems: list[Problem],
    respelled: Mapping[str, str],
) -> list[Entry[R]]:
    """The library's entries in the words of a region, and a clinic's, that have an id of their own."""
    read_ours = zip(ours, read_all(ours, problems, MAX_BYTES), strict=True)
    entries = [_entry(record, path, document, words, problems, respelled) for path, document in read_ours]
    taken = {entry.id: entry.path for entry in entries}
    for path in theirs:
        if path.stem in taken:
            message = f"The library has {quoted(path.stem)} already, in {taken[path.stem]}"
            fix = "Choose another name; or, to change an exercise of the library, put the file into `adapted/`"
            problems.append(Problem(str(path), 1, 1, "id-collision", message, fix))
        else:
            document = read(path, problems, MAX_BYTES)
            entries.append(replace(_entry(record, path, document, words, problems, {}), is_own=True))
    return entries


def _entry(
    record: type[R],
    path: Path,
    document: Document | None,
    words: Words,
    problems: list[Problem],
    respelled: Mapping[str, str],
) -> Entry[R]:
    if document is None:
        return Entry(path.stem, str(path), None, Document(None))
    data = respell_data(_with_id(document, path, problems), respelled)
    valid = _record(record, data, document, path, words, problems)
    kept = None if valid else document
    fields = tuple(document.data) if isinstance(document.data, dict) else ()
    return Entry(path.stem, str(path), valid, kept, _compared(document.data), fields, document.comments)


def _compared(data: Any) -> Mapping[str, Any]:
    return {name: data[name] for name in _COMPARED if name in data} if isinstance(data, dict) else {}


def _record(
    record: type[R], data: Any, document: Document, path: Path, words: Words, problems: list[Problem]
) -> R | None:
    """`data` as a record, or None; `problems` grows by what is wrong, at its place in the document."""
    own = _own_source_ids(data)
    words = {**words, "sources": words["sources"] | own} if own and isinstance(words["sources"], frozenset) else words
    model, found = validate(record, data, document, str(path), words)
    problems += found
    return model if not (found or document.broken) else None


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
