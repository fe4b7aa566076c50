"""A new file is valid at once, and order costs no comment."""

from pathlib import Path

import pytest

from macros import load_library
from macros.__main__ import main
from macros.authoring import id_for, in_canonical_order
from macros.model import Exercise
from tests.conftest import EXERCISE, ROOT, SITE, MakeLibrary


def test_a_new_exercise_is_valid_and_has_no_advice(make_library: MakeLibrary) -> None:
    root = make_library()
    assert main(["new", "--content", str(root), 'Side "plank": *new* {{ x }}']) == 0
    loaded = load_library(root, SITE)
    assert [str(problem) for problem in loaded.problems] == []
    assert loaded.library.exercises["side-plank-new-x"].name == 'Side "plank": *new* {{ x }}'


def test_a_file_that_is_there_is_never_overwritten(make_library: MakeLibrary) -> None:
    root = make_library()
    assert main(["new", "--content", str(root), "Small lift"]) == 1
    assert (root / "exercises" / "small-lift.yml").read_text() == EXERCISE


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Bird dog", "bird-dog"),
        ("Élan (L)", "elan-l"),
        ("90/90", "90-90"),
        ("💪", ""),
        ("../x", "x"),
        ("con", ""),
    ],
)
def test_a_name_gives_an_id(name: str, id: str) -> None:
    assert id_for(name) == id


SHUFFLED = """\
# yaml-language-server: $schema=x
steps:
  # inside
  - Lift.   # after

# about the name
name: Lift
unknown: 1
kind: stretch
"""
ORDERED = """\
# yaml-language-server: $schema=x

# about the name
name: Lift
kind: stretch
steps:
  # inside
  - Lift.   # after
unknown: 1
"""


def test_fields_come_into_order_with_their_comments() -> None:
    assert in_canonical_order(SHUFFLED.encode(), Exercise.model_fields).decode() == ORDERED


def test_order_is_stable() -> None:
    assert in_canonical_order(ORDERED.encode(), Exercise.model_fields).decode() == ORDERED


@pytest.mark.parametrize("raw", [b"", b"a: b: c", b"- a", b"\xff", b"a: 1\na: 2"])
def test_what_cannot_be_read_is_left_alone(raw: bytes) -> None:
    assert in_canonical_order(raw, Exercise.model_fields) == raw


@pytest.mark.parametrize("path", sorted((ROOT / "exercises").glob("*.yml")), ids=lambda path: path.stem)
def test_every_exercise_is_in_order(path: Path) -> None:
    assert in_canonical_order(path.read_bytes(), Exercise.model_fields) == path.read_bytes(), "Run `make format`."
