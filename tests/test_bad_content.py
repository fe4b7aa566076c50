"""Bad content gets every problem at once, each at its place. Each folder of `bad/` is one case."""

import contextlib
import io
import shutil
from pathlib import Path

import pytest

from macros import load_library
from macros.__main__ import main
from tests.conftest import SITE, MakeLibrary, run

CASES = sorted(path for path in (Path(__file__).parent / "bad").iterdir() if path.is_dir())


def checked(root: Path) -> tuple[int, list[str]]:
    """The exit status and the lines of `check`, with paths relative to the content folder."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = main(["check", "--content", str(root)])
    return status, out.getvalue().replace(f"{root}/", "").splitlines()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_folder_gets_the_expected_lines(case: Path, make_library: MakeLibrary) -> None:
    root = make_library({})
    for folder in ("exercises", "routines"):
        if (case / folder).exists():
            shutil.copytree(case / folder, root / folder)
    status, lines = checked(root)
    assert lines == (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert status == (0 if case.name == "advice" else 1)


def test_a_good_folder_has_no_problems(make_library: MakeLibrary) -> None:
    assert checked(make_library()) == (0, ["Exercises: 1. Problems: 0. Advice: 0."])


def test_things_that_are_no_content_files_are_named(make_library: MakeLibrary) -> None:
    root = make_library()
    (root / "exercises" / "folder.yml").mkdir()
    (root / "exercises" / "link.yml").symlink_to("/etc/hostname")
    (root / "exercises" / "Bird Dog.yaml").touch()
    (root / "exercises" / "con.yml").touch()
    (root / "exercises" / ".hidden").touch()
    status, lines = checked(root)
    assert status == 1
    assert [line.split(": ")[:2] for line in lines[:-1]] == [
        ["exercises/Bird Dog.yaml:1:1", "file-name"],
        ["exercises/con.yml:1:1", "file-name"],
        ["exercises/folder.yml:1:1", "file-kind"],
        ["exercises/link.yml:1:1", "file-kind"],
    ]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    status, lines = checked(tmp_path)
    assert (status, lines[0]) == (
        1,
        "exercises:1:1: no-folder: The folder is missing. Make it, or check where you are.",
    )


def test_a_broken_vocabulary_does_not_blame_the_exercises(make_library: MakeLibrary) -> None:
    root = make_library()
    (root / "vocabulary" / "muscles.yml").write_text("gluteus-maximus: {label: Big, regon: hips}\n")
    _, lines = checked(root)
    assert lines[:-1] == [
        "vocabulary/muscles.yml:1:31: unknown-field: There is no field `regon` here. Did you mean `region`?"
    ]


@pytest.mark.parametrize(
    "list", ["labels", "muscles", "levels", "positions", "regions", "conditions", "equipment", "sources"]
)
@pytest.mark.parametrize("text", ["", "- a\n", "a: b: c\n", "x: 1\nx: 2\n", "a: {label: }\n", "a\n"])
def test_a_broken_list_of_the_vocabulary_is_a_problem(list: str, text: str, make_library: MakeLibrary) -> None:
    root = make_library()
    (root / "vocabulary" / f"{list}.yml").write_text(text)
    status, lines = checked(root)
    assert (status, {line.split(":")[0] for line in lines[:-1]}) == (1, {f"vocabulary/{list}.yml"})
    assert load_library(root, SITE).library.exercises == {}


def test_a_broken_vocabulary_stops_the_build_without_a_traceback(make_library: MakeLibrary, tmp_path: Path) -> None:
    root = make_library()
    (root / "vocabulary" / "labels.yml").write_text("a: b: c\n")
    done = run("site", "--content", str(root), "--to", str(tmp_path / "site"))
    assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (1, False)
    assert f"{root}/vocabulary/labels.yml:1:5: syntax" in done.stdout


def test_problems_become_annotations_in_github_actions(
    make_library: MakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_library()
    (root / "exercises" / "b.yml").write_text("name: 100%\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    _, lines = checked(root)
    assert (
        "::error file=exercises/b.yml,line=1,col=1,title=missing-field::"
        "The field `dose` is missing. Add it (how much to do, in numbers)." in lines
    )
