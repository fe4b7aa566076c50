"""A clinic's folder on top of the library: what it may say, what it changes, and what an update means for it."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from macros import Loaded, load_library
from macros.new_clinic import write_clinic
from macros.seen import now, write_seen
from macros.updates import report
from tests.conftest import EXERCISE, ROOT, SITE, MakeLibrary, run

BRAND = """\
name: Hillside
tagline: Exercises for backs.
address: https://hillside.example/backs
report: backs@hillside.example
"""
HIGHER = EXERCISE.replace("Small lift", "Higher lift").replace("level: beginner", "level: advanced")
HIGHEST = EXERCISE.replace("Small lift", "Highest lift").replace("level: beginner", "level: advanced")
LADDER = {
    "exercises/small-lift.yml": EXERCISE,
    "exercises/higher-lift.yml": HIGHER + "easier: [small-lift]\n",
    "exercises/highest-lift.yml": HIGHEST + "easier: [higher-lift]\n",
    "routines/week.yml": "name: Week\nsummary: A week.\nexercises: [{exercise: small-lift}, {exercise: higher-lift}]\n",
    "routines/day.yml": "name: Day\nsummary: A day.\nexercises: [{exercise: small-lift}]\n",
}


@pytest.fixture
def copy(make_library: MakeLibrary, tmp_path: Path):
    """Loads a clinic's copy of a small library: the clinic's files by path, then the library's."""

    def load(files: dict[str, str] | None = None, library: dict[str, str] | None = None) -> Loaded:
        root = make_library({**LADDER, **(library or {})})
        for path, text in {"brand.yml": BRAND, **(files or {})}.items():
            file = tmp_path / "hillside" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return load_library(root, SITE, clinic=tmp_path / "hillside")

    return load


def told(loaded: Loaded, *, advice: bool = False) -> list[str]:
    """The problems, or the advice, without the path before the clinic's folder."""
    return [str(p).partition("hillside/")[2] or str(p) for p in (loaded.advice if advice else loaded.problems)]


def test_a_brand_gives_the_copy_its_name_and_address(copy) -> None:
    site = copy().renderer.site
    assert (site.name, site.url) == ("Hillside", "https://hillside.example/backs/")
    assert site.report_address("https://x/") == "mailto:backs@hillside.example?subject=https%3A//x/"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", []),
        ("colours: {primary: teal, accent: '#112233'}", ["brand.yml:5:20: colour: `teal` is not a colour."]),
        ("colour: {primary: '#112233'}", ["brand.yml:5:1: unknown-field: There is no field `colour` here."]),
        ("region: en-FR", ["brand.yml:5:9: unknown-word: `en-FR` is not in the list of locales."]),
        ("logo: ../../etc/passwd", ["brand.yml:5:7: file-name: `../../etc/passwd` cannot be the name of a file"]),
        ("booking: javascript:alert(1)", ["brand.yml:5:10: web-address: `javascript:alert(1)` is not a web address."]),
        ("urgent_number: call us", ["brand.yml:5:16: phone: `call us` is not a phone number."]),
        ("exercises: {without: [smal-lift]}", ["brand.yml:5:23: unknown-word: `smal-lift` is not in the list of exer"]),
        (
            "exercises: {only: [small-lift], without: [higher-lift]}",
            ["brand.yml:5:12: only-and-without: `exercises` has both `only` and `without`."],
        ),
        ("views: {without: [exercises]}", ["brand.yml:5:19: unknown-word: `exercises` is not in the list of views."]),
        ("featured: [weak]", ["brand.yml:5:12: unknown-word: `weak` is not in the list of routines."]),
        (
            "featured: [week]\nexercises: {without: [higher-lift]}",
            ["brand.yml:5:12: not-shown: The routine `week` does not appear"],
        ),
        ("locations: [{name: A, address: B}]", ["brand.yml:5:32: list-expected: `address` must be a list, not text."]),
        ("footer: <script>alert(1)</script>", []),
    ],
)
def test_a_brand_is_checked_line_by_line(line: str, expected: list[str], copy) -> None:
    found = told(copy({"brand.yml": f"{BRAND}{line}\n"}))
    assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected


def test_a_clinic_without_a_brand_is_told_how_to_get_one(copy, tmp_path: Path) -> None:
    loaded = load_library(copy().content and tmp_path / "content", SITE, clinic=tmp_path / "elsewhere")
    assert any(": no-folder: There is no such clinic." in str(p) for p in loaded.problems)
    assert any(": no-brand: The clinic has no brand.yml." in str(p) for p in loaded.problems)


def test_a_file_that_nothing_reads_is_named(copy) -> None:
    assert told(copy({"brand.yaml": "", "exercise/a.yml": ""})) == [
        "brand.yaml:1:1: file-name: Nothing reads `brand.yaml` here. Did you mean `brand.yml`? Known: brand.yml.",
        "exercise:1:1: file-name: Nothing reads the folder `exercise` here. "
        "Known: exercises, routines, vocabulary, adapted, pages.",
    ]


def test_an_own_exercise_and_own_words_stand_beside_the_librarys(copy) -> None:
    own = EXERCISE.replace("Small lift", "Rope pull").replace("[towel]", "[rope]")
    words = {"vocabulary/equipment.yml": "rope: {label: Rope}", "vocabulary/labels.yml": "steps: What you do"}
    loaded = copy({"exercises/rope-pull.yml": own, **words})
    assert not loaded.problems
    assert loaded.library.own == {"rope-pull"}
    assert "rope" in loaded.library.used("equipment")
    assert "## What you do" in loaded.renderer.exercise_page("rope-pull", "exercises/rope-pull/")


def test_an_own_exercise_cannot_take_the_librarys_name(copy) -> None:
    (problem,) = told(copy({"exercises/small-lift.yml": EXERCISE}))
    assert problem.startswith("exercises/small-lift.yml:1:1: id-collision: The library has `small-lift` already")


def test_a_word_that_no_page_shows_cannot_be_replaced(copy) -> None:
    (problem,) = told(copy({"vocabulary/labels.yml": "stepps: Do"}))
    assert problem.startswith("vocabulary/labels.yml:1:1: unknown-label: No page shows the word `stepps`")


def test_an_adapted_exercise_has_the_clinics_fields_and_says_so(copy) -> None:
    adapted = "reason: We <b>begin</b> low.\ndose: {reps: 3, sources: [project-default]}\n"
    loaded = copy({"adapted/small-lift.yml": adapted})
    assert not loaded.problems
    assert loaded.library.exercises["small-lift"].dose.reps == (3, 3)
    page = loaded.renderer.exercise_page("small-lift", "exercises/small-lift/")
    assert "Adapted by Hillside: how much." in page
    assert "Do it 8 times." in page
    assert "We &lt;b&gt;begin&lt;/b&gt; low." in page
    assert "Adapted by" not in loaded.renderer.exercise_page("higher-lift", "exercises/higher-lift/")


def test_what_a_clinic_changes_is_no_longer_reviewed(copy) -> None:
    reviewed = EXERCISE + "review: {status: reviewed, role: physiotherapist, on: 2026-11-20}\n"
    dose = "dose: {reps: 3, sources: [project-default]}\n"
    base = {"exercises/small-lift.yml": reviewed}
    assert copy({"adapted/small-lift.yml": dose}, base).library.exercises["small-lift"].review == "unreviewed"
    own = dose + "review: {status: reviewed, role: chiropractor, on: 2026-11-21}\n"
    review = copy({"adapted/small-lift.yml": own}, base).library.exercises["small-lift"].review
    assert review != "unreviewed"
    assert review.role == "chiropractor"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("small-lift", "dose: {reps: 0}", "adapted/small-lift.yml:1:14: number-limits: `reps` is `0`"),
        ("small-lift", "feel: ok\nhold: 3", "adapted/small-lift.yml:2:1: unknown-field: There is no field `hold` here"),
        ("small-lift", "- a", "adapted/small-lift.yml:1:1: mapping-expected: The file holds no fields"),
        ("small-lift", "dose: {reps: 3", "adapted/small-lift.yml:1:7: syntax"),
        ("smal-lift", "feel: ok", "adapted/smal-lift.yml:1:1: adapted-gone: The library has no exercise `smal-lift`"),
        ("tiny-lift", "feel: ok", "adapted/tiny-lift.yml:1:1: adapted-gone: The library has no exercise `tiny-lift`"),
    ],
)
def test_what_replaces_nothing_or_does_not_fit_has_its_line(name: str, text: str, expected: str, copy) -> None:
    (problem,) = told(copy({f"adapted/{name}.yml": text}))
    assert problem.startswith(expected)


def test_a_renamed_exercise_is_named_to_whoever_adapted_it(copy) -> None:
    renamed = {"exercises/small-lift.yml": EXERCISE + "formerly: [tiny-lift]\n"}
    (problem,) = told(copy({"adapted/tiny-lift.yml": "feel: ok"}, renamed))
    assert "It is called `small-lift` now: rename this file." in problem


def test_a_withdrawn_exercise_cannot_be_adapted(copy) -> None:
    retired = {"exercises/highest-lift.yml": HIGHEST + "retired: {on: 2026-11-20, reason: It hurt people.}\n"}
    (problem,) = told(copy({"adapted/highest-lift.yml": "feel: ok"}, retired))
    assert "The library has withdrawn `highest-lift`: It hurt people. Delete this file." in problem


def test_who_named_a_hidden_exercise_is_linked_to_the_one_behind_it(copy) -> None:
    loaded = copy({"brand.yml": f"{BRAND}exercises: {{without: [higher-lift]}}\n"})
    library = loaded.library
    assert "higher-lift" not in library.exercises
    assert (library.easier["highest-lift"], library.harder["small-lift"]) == (("small-lift",), ("highest-lift",))
    assert "higher-lift" not in loaded.renderer.exercise_page("highest-lift", "exercises/highest-lift/")
    assert "exercises/higher-lift.md" not in loaded.pages
    assert list(library.routines) == ["day"]
    assert any(
        "The routine `week` does not appear, because it needs `higher-lift`" in t for t in told(loaded, advice=True)
    )


def test_hiding_a_kind_hides_what_comes_later_too_but_nothing_of_the_clinics(copy) -> None:
    own = {"exercises/own-lift.yml": EXERCISE.replace("Small lift", "Own lift")}
    loaded = copy({"brand.yml": f"{BRAND}exercises: {{kinds: [stretch]}}\n", **own})
    assert list(loaded.library.exercises) == ["own-lift"]


def test_changed_texts_of_the_library_are_shown_beside_those_that_replace_them(copy, tmp_path: Path) -> None:
    adapted = {"adapted/small-lift.yml": "dose: {reps: 3, sources: [project-default]}\nfeel: Warmth.\n"}
    old = EXERCISE + "feel: A pull.\n"
    before = copy(adapted, {"exercises/small-lift.yml": old})
    write_seen(tmp_path / "hillside", now(before.content))
    assert told(copy(adapted, {"exercises/small-lift.yml": old}), advice=True) == []

    loaded = copy(adapted, {"exercises/small-lift.yml": EXERCISE.replace("reps: 8", "reps: 12")})

    assert told(loaded) == [
        "adapted/small-lift.yml:2:1: adapted-gone: The library's `feel` of this exercise is gone. It was: A pull. "
        "Delete yours too, or look at the update and accept it."
    ]
    assert [line for line in told(loaded, advice=True) if "adapted-changed" in line] == [
        "adapted/small-lift.yml:1:1: adapted-changed: The library has changed its `dose`. It was: reps 8, sources "
        "project-default. It is: reps 12, sources project-default. Yours is: reps 3, sources project-default. "
        "Compare them, then accept the update."
    ]
    write_seen(tmp_path / "hillside", now(loaded.content))
    accepted = copy(adapted, {"exercises/small-lift.yml": EXERCISE.replace("reps: 8", "reps: 12")})
    assert told(accepted) == told(accepted, advice=True) == []


def test_a_new_picture_of_the_same_step_is_no_news(copy, tmp_path: Path) -> None:
    write_seen(tmp_path / "hillside", now(copy().content))
    posed = EXERCISE.replace("  - Lift your hips.", "  - text: Lift your hips.\n    pose: {on: [left-foot]}")
    assert told(copy({}, {"exercises/small-lift.yml": posed}), advice=True) == []


def test_the_report_tells_first_what_may_harm(copy, tmp_path: Path) -> None:
    before = copy(
        {"adapted/small-lift.yml": "dose: {reps: 3, sources: [project-default]}\n"},
        {"exercises/gone.yml": HIGHER.replace("Higher", "Old")},
    )
    seen = now(before.content)
    (tmp_path / "content/exercises/gone.yml").unlink()
    loaded = copy(
        {},
        {
            "exercises/small-lift.yml": EXERCISE.replace("Lift less", "Do not lift")
            .replace("adapt,", "avoid,")
            .replace("reps: 8", "reps: 6"),
            "exercises/highest-lift.yml": HIGHEST + "retired: {on: 2026-11-20, reason: It hurt people.}\n",
            "exercises/calm-lift.yml": EXERCISE.replace("Small", "Calm"),
        },
    )
    lines = list(report("Hillside", seen, loaded.content, loaded.library))
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert headings[1:] == ["Withdrawn. Do not use these any more", "Cautions have changed", "New", "Gone", "Changed"]
    text = "\n".join(lines)
    assert "Highest lift (highest-lift): It hurt people." in text
    assert "    - text Lift less., conditions knee-pain, action adapt" in text
    assert "    + text Do not lift., conditions knee-pain, action avoid" in text
    assert "dose (you have your own, in " in text
    assert "    - Do it 8 times.\n      + Do it 6 times." in text.replace("      - ", "    - ")
    assert "Calm lift (calm-lift)" in text
    assert "Old lift (gone)" in text


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"release": 1, "exercises": {"a": 3}}', "[" * 100_000])
def test_a_spoilt_record_of_the_last_look_is_a_problem_and_no_crash(text: str, copy) -> None:
    (problem,) = told(copy({"seen.json": text}))
    assert problem.startswith("seen.json:1:1: seen: The file cannot be read.")


def test_the_folder_of_a_new_clinic_is_valid_at_once(make_library: MakeLibrary, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = 'Dr. "Quote" & Søn: Rücken #1'
    folder = write_clinic(name, load_library(ROOT, SITE).content)
    loaded = load_library(ROOT, SITE, clinic=folder)
    assert [p.rule for p in (*loaded.problems, *loaded.advice)] == ["unfinished"]
    assert loaded.renderer.site.name == name
    assert json.loads((folder / "seen.json").read_text())["release"]


def test_a_name_that_gives_no_folder_writes_nothing(tmp_path: Path) -> None:
    done = run("clinic", "§§§")
    assert (done.returncode, done.stderr) == (
        1,
        "The name gives no name for a folder. Choose one with letters from a to z.\n",
    )


def test_what_a_clinic_changes_has_the_day_of_its_own_history(copy, tmp_path: Path) -> None:
    own = {
        "adapted/small-lift.yml": "dose: {reps: 3, sources: [project-default]}\n",
        "exercises/own-lift.yml": EXERCISE.replace("Small lift", "Own lift"),
    }
    copy(own)
    folder = tmp_path / "hillside"
    day = {"GIT_AUTHOR_DATE": "2026-03-04T12:00:00Z", "GIT_COMMITTER_DATE": "2026-03-04T12:00:00Z"}
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@a.example", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(folder), *command], check=True, env={**os.environ, **day})
    library = copy(own).library
    assert library.changed["exercises/own-lift/"] == library.changed["exercises/small-lift/"] == date(2026, 3, 4)
    assert library.touched == {"exercises/small-lift/": ("dose",)}
