"""Every real exercise and routine, by name."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from macros import Loaded
from macros.exports import SCHEMAS, as_json, json_schema
from macros.fields import sentences_in, words_in
from macros.loading import MAX_BYTES
from macros.strict_yaml import parse
from tests.conftest import ACTIVE, ROOT

ROUTINES = sorted(path.stem for path in (ROOT / "routines").glob("*.yml"))
LEDGER = [
    "hip-crossover-stretch",
    "double-knee-to-chest",
    "prone-prop",
    "prone-press-up",
    "abdominal-bracing",
    "chin-to-chest",
    "bridge",
    "single-knee-to-chest",
    "lower-trunk-rotation",
    "supine-march",
    "prone-opposite-arm-leg-lift",
    "bird-dog",
    "modified-plank",
    "supine-twist",
    "plank",
    "cobra",
    "hip-flexor-stretch",
    "adductor-stretch",
    "cat-cow",
    "partial-crunch",
    "reclining-twist",
    "wall-sit",
    "hamstring-stretch-towel",
    "clamshell",
]


def schema_of(kind: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def read(path: Path) -> object:
    document, _ = parse(path.read_bytes(), str(path), MAX_BYTES)
    return document and document.data


def test_the_library_holds_the_exercises_it_began_with(real: Loaded) -> None:
    assert set(LEDGER) <= set(real.library.exercises)


def test_the_library_has_neither_problems_nor_advice(real: Loaded) -> None:
    assert [str(problem) for problem in real.problems] == []


@pytest.mark.parametrize("id", sorted(path.stem for path in (ROOT / "exercises").glob("*.yml")))
def test_an_exercise_is_valid_for_the_model_and_for_the_exported_schema(id: str, real: Loaded) -> None:
    assert id in {**real.library.exercises, **real.library.retired}
    assert [e.message for e in schema_of("exercise").iter_errors(read(ROOT / "exercises" / f"{id}.yml"))] == []


@pytest.mark.parametrize("id", ROUTINES)
def test_a_routine_is_valid_for_the_model_and_for_the_exported_schema(id: str, real: Loaded) -> None:
    assert id in real.library.routines
    assert [e.message for e in schema_of("routine").iter_errors(read(ROOT / "routines" / f"{id}.yml"))] == []


@pytest.mark.parametrize("folder", ["exercises", "routines"])
def test_the_first_line_of_each_file_names_the_schema_for_editors(folder: str) -> None:
    for path in (ROOT / folder).glob("*.yml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../docs/schema/{folder.removesuffix('s')}.schema.json", path


@pytest.mark.parametrize("id", ACTIVE)
def test_an_exercise_is_complete(id: str, real: Loaded) -> None:
    exercise = real.library.exercises[id]
    assert all((exercise.feel, exercise.mistakes, exercise.benefits, exercise.use_in))
    assert exercise.muscles.sources or {"muscles", "muscles.primary"} & set(exercise.defaults)
    assert exercise.cited()


@pytest.mark.parametrize("id", ACTIVE)
def test_each_step_has_at_most_20_words_and_begins_with_a_capital(id: str, real: Loaded) -> None:
    for step in real.library.exercises[id].steps:
        assert max(len(list(words_in(s))) for s in sentences_in(step.text)) <= 20, step.text
        assert step.text[0].isupper()
        assert step.text.endswith(".")


@pytest.mark.parametrize("id", ACTIVE)
def test_each_statement_has_a_source_and_each_prohibition_begins_with_do_not(id: str, real: Loaded) -> None:
    exercise = real.library.exercises[id]
    assert exercise.dose.sources
    assert all(claim.sources for claim in (*exercise.benefits, *exercise.cautions, *exercise.suits))
    texts = [
        *(s.text for s in exercise.steps),
        *(c.text for c in exercise.cautions),
        *(c.instead for c in exercise.cautions),
    ]
    assert not [t for t in texts if t.split(" ")[0] in ("Don't", "Don’t", "Never", "Avoid")]


@pytest.mark.parametrize("id", ROUTINES)
def test_a_routine_has_at_most_five_exercises_in_the_order_of_a_session(id: str, real: Loaded) -> None:
    routine = real.library.routines[id]
    parts = [("warm-up", "main", "cool-down").index(item.part) for item in routine.exercises]
    assert parts == sorted(parts)
    assert len(parts) <= 5


def test_there_are_four_routines_and_one_needs_no_floor(real: Loaded) -> None:
    floors = {
        routine.id: any(real.library.needs_floor(real.library.exercises[i.exercise]) for i in routine.exercises)
        for routine in real.library.routines.values()
    }
    assert len(floors) >= 4
    assert floors["office-break"] is False


def test_every_source_has_been_read(real: Loaded) -> None:
    assert [id for id, source in real.library.sources.items() if not (source.read or source.own_default)] == []


def test_words_of_the_vocabulary_that_say_something_medical_have_sources(real: Loaded) -> None:
    vocabulary = real.library.vocabulary
    words = {**vocabulary.muscles, **vocabulary.conditions}
    assert [id for id, word in words.items() if word.description and not word.sources] == []


def test_the_schema_files_that_editors_read_are_up_to_date(real: Loaded) -> None:
    for path, record in SCHEMAS.items():
        made = as_json(json_schema(record, real.library.vocabulary))
        assert (ROOT / "docs" / path).read_text(encoding="utf-8") == made, "Run `make schema`."
