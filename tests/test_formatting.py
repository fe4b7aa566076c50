"""The usual form of a file: order, spaces and quotes, at the cost of no comment and no meaning."""

from pathlib import Path

import pytest

from macros.__main__ import main
from macros.formatting import formatted
from macros.model import Exercise, Routine
from tests.conftest import EXERCISE, ROOT, MakeLibrary

SHUFFLED = """\
# yaml-language-server: $schema=x
steps:
  # inside
  - "Lift."   # after

# about the name
name: 'Lift'
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


def made(text: str) -> str:
    return formatted(text.encode(), Exercise.model_fields).decode()


def test_fields_come_into_order_with_their_comments() -> None:
    assert made(SHUFFLED) == ORDERED


def test_the_usual_form_is_stable() -> None:
    assert made(ORDERED) == ORDERED


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("'Lift'", "Lift"),
        ('"Lift"', "Lift"),
        ("'12'", '"12"'),
        ("'true'", '"true"'),
        ("''", '""'),
        ("'a: b'", '"a: b"'),
        ("'a, b'", '"a, b"'),
        ("'# a'", '"# a"'),
        ("'- a'", '"- a"'),
        ("'say \"a\": b'", "'say \"a\": b'"),
        ("'it''s'", "it's"),
        ("'2026-11-20'", "2026-11-20"),
        ("Lift", "Lift"),
        ("[a, 'b']", "[a, b]"),
        ("{a: 'b', c: \"d, e\"}", '{a: b, c: "d, e"}'),
    ],
)
def test_quotes_stay_only_where_they_are_needed(written: str, usual: str) -> None:
    assert made(f"name: {written}\n") == f"name: {usual}\n"


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("name: a\r\nkind: b\r\n", "name: a\nkind: b\n"),
        ("\ufeffname: a\n", "name: a\n"),
        ("name: a   \n\n\n", "name: a\n"),
        ("muscles:\n\tprimary: [a]\n", "muscles:\n  primary: [a]\n"),
        ("name: a", "name: a\n"),
    ],
)
def test_what_cannot_be_seen_is_tidied(written: str, usual: str) -> None:
    assert made(written) == usual


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"# a\n{}", b"a: b: c", b"- a", b"\xff", b"a: 1\na: 2", b"a: &x 1", "a: x\u200by".encode()]
)
def test_what_cannot_be_read_is_left_alone(raw: bytes) -> None:
    assert formatted(raw, Exercise.model_fields) == raw


@pytest.mark.parametrize("path", sorted((ROOT / "exercises").glob("*.yml")), ids=lambda path: path.stem)
def test_every_exercise_is_in_the_usual_form(path: Path) -> None:
    assert formatted(path.read_bytes(), Exercise.model_fields) == path.read_bytes(), "Run `make format`."


@pytest.mark.parametrize("path", sorted((ROOT / "routines").glob("*.yml")), ids=lambda path: path.stem)
def test_every_routine_is_in_the_usual_form(path: Path) -> None:
    assert formatted(path.read_bytes(), Routine.model_fields) == path.read_bytes(), "Run `make format`."


def test_the_command_mends_what_the_check_advises(
    make_library: MakeLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_library({"exercises/small-lift.yml": EXERCISE.replace("kind: strength\n", "") + "kind: strength\n"})
    assert main(["check", "--content", str(root)]) == 0
    assert "small-lift.yml:2:1: format: " in capsys.readouterr().out
    assert main(["format", "--content", str(root)]) == 0
    capsys.readouterr()
    assert main(["check", "--content", str(root)]) == 0
    assert "format" not in capsys.readouterr().out


def test_links_and_folders_are_never_written_to(make_library: MakeLibrary, tmp_path: Path) -> None:
    root, outside = make_library(), tmp_path / "outside.yml"
    outside.write_text("kind: a\nname: b\n")
    (root / "exercises" / "link.yml").symlink_to(outside)
    (root / "exercises" / "folder.yml").mkdir()
    main(["format", "--content", str(root)])
    assert outside.read_text() == "kind: a\nname: b\n"
