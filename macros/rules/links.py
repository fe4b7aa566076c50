"""Names, ids, links and sources mean one thing across all files."""

import unicodedata
from collections.abc import Iterator

from macros.library import Library
from macros.loading import Content, Entry, R
from macros.model import Exercise, OwnSource
from macros.problems import Problem, quoted
from macros.rules.entries import Rule, at, oldest_first, valid
from macros.strict_yaml import Path


def _written(entry: Entry[R], field: str) -> Iterator[tuple[Path, str]]:
    """The texts of a list field as they stand in the file, whether or not the rest of the file is valid."""
    values = entry.compared.get(field)
    for index, value in enumerate(values if isinstance(values, list) else []):
        if isinstance(value, str):
            yield (field, index), value


def links_are_stated_once(content: Content, library: Library) -> Iterator[Problem]:
    """A pair of easier and harder exercises is linked in one of the two files, and never to itself."""
    stated: dict[tuple[str, str], Entry[Exercise]] = {}
    for entry in content.exercises:
        for place, other in (*_written(entry, "easier"), *_written(entry, "harder")):
            pair = (other, entry.id) if place[0] == "easier" else (entry.id, other)
            if other == entry.id:
                yield at(
                    entry, place, "link-to-itself", f"{quoted(other)} is said to be {place[0]} than itself", "Delete it"
                )
            elif other in library.retired:
                yield at(entry, place, "link-to-retired", f"{quoted(other)} is retired", "Name another, or delete it")
            elif pair in stated and stated[pair] is not entry:
                message = f"{stated[pair].path} states this link already"
                yield at(entry, place, "link-twice", message, "Delete it here: it works in both directions")
            else:
                stated[pair] = entry


def links_are_not_circular(content: Content, library: Library) -> Iterator[Problem]:
    """No exercise is, by any chain of links, easier than itself."""
    for entry, exercise in valid(content.exercises):
        for field, reverse in (("easier", library.harder), ("harder", library.easier)):
            same = library.easier if field == "easier" else library.harder
            for index, other in enumerate(getattr(exercise, field)):
                if entry.id != other and other in reverse.get(entry.id, ()) and entry.id in same.get(other, ()):
                    message = f"{quoted(other)} is both easier and harder than {quoted(entry.id)}"
                    yield at(entry, (field, index), "link-circle", message, "Delete one link of the circle")


def easier_is_not_of_a_higher_level(content: Content, library: Library) -> Iterator[Problem]:
    """What is stated as easier has the same or a lower level."""
    rank = {level: number for number, level in enumerate(library.vocabulary.levels)}
    for entry, exercise in valid(content.exercises):
        for field, sign in (("easier", 1), ("harder", -1)):
            for index, id in enumerate(getattr(exercise, field)):
                other = library.exercises.get(id)
                if other and sign * rank[other.level] > sign * rank[exercise.level]:
                    message = f"{quoted(id)} is said to be {field}, but its level is {quoted(other.level)}"
                    fix = f"Check both levels; here it is {quoted(exercise.level)}"
                    yield at(entry, (field, index), "link-level", message, fix)


def names_are_unique(content: Content, library: Library) -> Iterator[Problem]:
    """No name or alias of an exercise is one of another exercise, as far as this copy shows them."""
    taken: dict[str, Entry[Exercise]] = {}
    shown = [entry for entry in content.exercises if entry.id not in library.left_out.exercises]
    for entry in oldest_first(shown, library):
        name = entry.compared.get("name")
        own_name: list[tuple[Path, str]] = [(("name",), name)] if isinstance(name, str) else []
        for place, name in (*own_name, *_written(entry, "aliases")):
            plain = unicodedata.normalize("NFKC", name).casefold()
            other = taken.setdefault("".join(c for c in plain if c.isalnum()) or plain, entry)
            if other is not entry:
                path, *_ = other.at(("name",))
                message = f"{quoted(name)} is already a name or alias in {path}"
                yield at(entry, place, "name-collision", message, "Choose another name, or mend the other file")


def earlier_ids_are_free(content: Content, _library: Library) -> Iterator[Problem]:
    """An earlier id is not in use and leads to one exercise only."""
    taken = {entry.id: entry.path for entry in content.exercises}
    for entry, exercise in valid(content.exercises):
        for index, old in enumerate(exercise.formerly):
            if old in taken:
                message = f"The id {quoted(old)} belongs to {taken[old]}"
                yield at(entry, ("formerly", index), "id-collision", message, "Delete it here")
            taken.setdefault(old, entry.path)


def sources_are_defined_once(content: Content, library: Library) -> Iterator[Problem]:
    """The id of a source that a file brings along means the same everywhere."""
    path = f"{content.vocabulary_path}/sources.yml"
    taken = {id: (path, source.model_dump()) for id, source in library.vocabulary.sources.items()}
    for entry, exercise in valid(oldest_first(content.exercises, library)):
        for index, source in enumerate(exercise.sources):
            if isinstance(source, OwnSource):
                meant = source.model_dump(exclude={"id"})
                other, definition = taken.setdefault(source.id, (entry.path, meant))
                if definition != meant:
                    message = f"The source {quoted(source.id)} is defined otherwise in {other}"
                    yield at(entry, ("sources", index, "id"), "source-collision", message, "Choose another id here")


def routines_use_offered_exercises(content: Content, library: Library) -> Iterator[Problem]:
    """A routine names no retired exercise. For a clinic's own, this is advice: it disappears until it is mended."""
    for entry, routine in valid(content.routines):
        for index, item in enumerate(routine.exercises):
            if item.exercise in library.retired:
                instead = library.retired[item.exercise].retired
                fix = f"Use {', '.join(map(quoted, instead.instead))}" if instead and instead.instead else "Delete it"
                message = f"{quoted(item.exercise)} is retired"
                yield at(entry, ("exercises", index, "exercise"), "link-to-retired", message, fix, advice=entry.is_own)


def retired_exercises_name_offered_ones(content: Content, library: Library) -> Iterator[Problem]:
    """What to do instead of a retired exercise is neither itself nor retired."""
    for entry, exercise in valid(content.exercises):
        for index, other in enumerate(exercise.retired.instead if exercise.retired else ()):
            if other in library.retired:
                message = f"{quoted(other)} is retired"
                yield at(entry, ("retired", "instead", index), "link-to-retired", message, "Name another, or delete it")


PROBLEMS: tuple[Rule, ...] = (
    links_are_stated_once,
    links_are_not_circular,
    easier_is_not_of_a_higher_level,
    names_are_unique,
    earlier_ids_are_free,
    sources_are_defined_once,
    routines_use_offered_exercises,
    retired_exercises_name_offered_ones,
)
