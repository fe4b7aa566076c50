"""Reads the lists of the vocabulary."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from macros.body_map import read_body_map
from macros.explain import validate
from macros.fields import Id, Name, Text
from macros.home import HOME
from macros.problems import Problem, quoted
from macros.reading import kind_problem, read, shown
from macros.spelling import respell_data
from macros.suggestions import nearest, suggestion
from macros.vocabulary import (
    DEFAULT_REGION,
    LISTS,
    NO_EQUIPMENT,
    Anything,
    Known,
    Locale,
    Muscle,
    RuleInWords,
    SearchWords,
    Source,
    Style,
    Vocabulary,
    Wanted,
    Word,
    Words,
)

MAX_BYTES = 400_000
OWN = HOME / "vocabulary"
BODY_MAP = "body-map.svg"
OURS_BY_DEFAULT = ("locales", "labels", "sources", "poses", "style", "rules")
_VALUE = re.compile(r"\{\w+\}")

# What nobody reads as prose: what people type, and what judges and explains the files as they are written.
_NEVER_RESPELLED = ("locales", "style", "rules", "search")


def load_vocabulary(
    folder: Path, region: str = DEFAULT_REGION, clinic: Path | None = None
) -> tuple[Vocabulary, dict[str, Any], list[Problem]]:
    """The vocabulary of `folder` in the words of a region, the known words of each list, and the problems.

    A list without a file is empty. What every library needs, the fixed words, the sources of the hand-written
    pages, the starting poses, the rules and the body map, is the project's own where `folder` gives no other;
    a style of its own takes the place of ours whole. `clinic` is a folder whose words come on top of these.
    """
    problems: list[Problem] = []
    lists: dict[str, Any] = {}
    known: dict[str, Any] = {"poses": frozenset()}  # No starting pose begins from another one.
    shapes: dict[str, Any] = {"locales": dict[Name, Locale]}  # Comes first: it spells the others.
    shapes |= {"labels": dict[str, Text], "sources": dict[Id, Source], "style": Style}
    shapes |= {"rules": dict[Id, RuleInWords], "wanted": dict[Id, Wanted]}
    shapes |= {name: dict[Id, record] for name, record in LISTS.items()}  # type: ignore[valid-type]
    shapes["search"] = SearchWords  # Comes last: its words are those of the other lists.
    folders = [folder, *([clinic] if clinic and clinic.is_dir() else [])]
    for given in folders:
        problems += _strange_files(given, shapes)
    for name, shape in shapes.items():
        ours = [OWN] if name in OURS_BY_DEFAULT and not folder.samefile(OWN) else []
        files = [given / f"{name}.yml" for given in (*ours, *folders)]
        spelt = {} if name in _NEVER_RESPELLED else lists["locale"].words
        layers = [_words(file, shape, known, problems, {} if file.parent == clinic else spelt) for file in files]
        if shape in (Style, SearchWords):  # One record, where the others are lists.
            lists[name] = next((record for record in reversed(layers) if isinstance(record, shape)), shape())
            continue
        if name == "labels":
            for file, words in list(zip(files, layers, strict=True))[1:]:
                problems += _unknown_labels(file, layers[0] or {}, words or {})
                problems += _labels_without_values(file, layers[0] or {}, words or {})
            # The region's fixed words stand in for ours, and not for those of somebody else's library.
            layers.insert(1, lists["locale"].labels)
        lists[name] = {id: word for words in layers for id, word in (words or {}).items()}
        if name == "locales":
            lists["locale"], found = _locale(lists[name], region, folder)
            problems += [] if None in layers else found
        known[name] = Anything() if None in layers or _is_open(name, folder) else Known.of(lists[name])
    known |= {"fields": Known.called(lists["style"].fields), "choices": Known.called(lists["style"].choices)}
    lists["regions"] = lists["regions"] or _regions_of(lists["muscles"])
    own_map = folder / BODY_MAP
    lists["body_map"], found = read_body_map(own_map if own_map.is_file() else OWN / BODY_MAP)
    problems += found
    if isinstance(known["labels"], Anything):
        lists["labels"] = _NamesForLabels(lists["labels"])
    if NO_EQUIPMENT in lists["equipment"]:
        message = f"{quoted(NO_EQUIPMENT)} cannot be a piece of equipment: it stands for none at all"
        path = next(path for given in reversed(folders) if (path := given / "equipment.yml").is_file())
        problems.append(Problem(str(path), 1, 1, "id", message, "Delete it; write `equipment: []`"))
    return Vocabulary.model_construct(**lists), known, problems


def _locale(locales: Mapping[str, Locale], region: str, folder: Path) -> tuple[Locale, list[Problem]]:
    """The region of that name; where it is not known, any, with a problem."""
    if region in locales:
        return locales[region], []
    message = f"There is no region {quoted(region)}"
    problem = Problem(str(folder / "locales.yml"), 1, 1, "unknown-word", message, suggestion(region, locales))
    nowhere = Locale.model_construct(emergency_number="", emergency_place="")
    return next(iter(locales.values()), nowhere), [problem]


def _is_open(name: str, folder: Path) -> bool:
    """Whether every word passes: without a list of regions, those that the muscles name are the list."""
    return name == "regions" and not (folder / "regions.yml").exists()


def _regions_of(muscles: Mapping[str, Muscle]) -> Mapping[str, Word]:
    named = dict.fromkeys(muscle.region for muscle in muscles.values() if muscle.region)
    return {region: Word(label=region.replace("-", " ").capitalize()) for region in named}


def _strange_files(folder: Path, lists: Iterable[str]) -> Iterator[Problem]:
    """What lies in the vocabulary's folder and is not one of its lists."""
    for path in sorted(folder.iterdir()):
        problem = kind_problem(path)
        if problem:
            yield problem
        elif not path.name.startswith(".") and path.name not in (
            "README.md",
            BODY_MAP,
            *(f"{name}.yml" for name in lists),
        ):
            fix = suggestion(path.name, [f"{name}.yml" for name in lists])
            yield Problem(shown(path), 1, 1, "unknown-list", f"{quoted(path.name)} is no list of the vocabulary", fix)


def _unknown_labels(path: Path, known: Mapping[str, str], words: Mapping[str, str]) -> Iterator[Problem]:
    """The fixed words of a library that no page shows."""
    unknown = [name for name in words if name not in known]
    document = read(path, [], MAX_BYTES) if unknown else None
    for name in unknown:
        place = document.place((name,), key=True) if document else (1, 1)
        near = nearest(name, known)
        fix = f"Did you mean {quoted(near[0])}?" if near else "Delete it"
        yield Problem(str(path), *place, "unknown-label", f"No page shows the word {quoted(name)}", fix)


def _labels_without_values(path: Path, ours: Mapping[str, str], words: Mapping[str, str]) -> Iterator[Problem]:
    """The fixed words that would not say what they are there for, such as a number of seconds."""
    for name, text in words.items():
        needed, given = (set(_VALUE.findall(said)) for said in (ours.get(name, text), text))
        if needed != given:
            document = read(path, [], MAX_BYTES)
            place = document.place((name,)) if document else (1, 1)
            wanted = ", ".join(quoted(value) for value in sorted(needed)) or "nothing in braces"
            message = f"{quoted(name)} must hold {wanted}: there the page puts a value in"
            yield Problem(str(path), *place, "label-value", message, f"Ours is: {quoted(ours[name])}")


class _NamesForLabels(dict[str, str]):
    """Fixed words that could not be read: a missing one is shown by its name, so that a preview goes on."""

    def __missing__(self, name: str) -> str:
        return name


def _words(
    path: Path, shape: Any, known: Words, problems: list[Problem], respelled: Mapping[str, str]
) -> Mapping[str, Any] | None:
    """The words of one list; {} where there is no such file, None where it has problems."""
    if not os.path.lexists(path):
        return {}
    document = None if kind_problem(path) else read(path, problems, MAX_BYTES)
    if document is None:
        return None
    words, found = validate(shape, respell_data(document.data, respelled), document, str(path), known)
    problems += found
    valid: Mapping[str, Any] | None = words if not (found or document.broken) else None
    return valid
