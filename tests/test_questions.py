"""Answers to plain questions become the file of an exercise: in the terminal, by options, and by the form."""

import datetime
import json
from pathlib import Path

import pytest
import yaml

from macros import Loaded
from macros.__main__ import main
from macros.asking import ask
from macros.authoring import NoFileNameError, add_exercise, answer_form
from macros.issue_form import FORM, answers_in, form
from macros.loading import MAX_BYTES, load
from macros.questions import QUESTIONS, choices, id_for
from macros.strict_yaml import parse
from tests.conftest import EXERCISE, ROOT, MakeLibrary

TODAY = datetime.date(2026, 11, 20)
ANSWERS = {
    "name": "Side lift",
    "kind": "Strength",
    "summary": "Lie on your side and lift your leg.",
    "level": "Beginner",
    "positions": "Lying on your back",
    "equipment": "Towel",
    "primary": "Gluteus maximus, Hamstrings",
    "steps": "1. Lie on your left side.\n2. Lift your right leg.\n\n- Lower it: slowly.",
    "sets": "2-3",
    "reps": "10",
    "hold_seconds": "half a minute",
    "sides": "One side after the other",
    "benefits": "Works the side of the hip.",
    "cautions": "Lift less if your hip hurts.",
    "source_title": "Leaflet: hips & backs",
    "source_publisher": "A hospital",
    "source_url": "https://www.example.org/hips",
}


def file_of(path: Path) -> dict[str, object]:
    document, problems = parse(path.read_bytes(), str(path), MAX_BYTES)
    assert document is not None
    assert problems == []
    return dict(document.data)


def test_answers_become_fields(make_library: MakeLibrary) -> None:
    path, _ = add_exercise(make_library(), ANSWERS, TODAY)
    written = file_of(path)
    assert path.name == "side-lift.yml"
    assert written["kind"] == "strength"
    assert written["positions"] == ["supine"]
    assert written["equipment"] == ["towel"]
    assert written["muscles"] == {"primary": ["gluteus-maximus", "hamstrings"], "secondary": []}
    assert written["steps"] == ["Lie on your left side.", "Lift your right leg.", "Lower it: slowly."]
    assert written["sources"] == [
        {
            "id": "leaflet-hips-backs",
            "title": "Leaflet: hips & backs",
            "publisher": "A hospital",
            "url": "https://www.example.org/hips",
            "read": "2026-11-20",
        }
    ]
    assert written["benefits"] == [{"text": "Works the side of the hip.", "sources": ["leaflet-hips-backs"]}]


def test_what_is_not_understood_stays_and_is_named(make_library: MakeLibrary) -> None:
    path, problems = add_exercise(make_library(), ANSWERS, TODAY)
    dose = file_of(path)["dose"]
    assert dose == {
        "sets": [2, 3],
        "reps": 10,
        "hold_seconds": "half a minute",
        "sides": "each",
        "sources": ["leaflet-hips-backs"],
    }
    assert [p.rule for p in problems if not p.advice] == ["number-expected"]


def test_a_dose_without_numbers_keeps_its_sides_and_says_that_it_is_ours(make_library: MakeLibrary) -> None:
    path, _ = add_exercise(make_library(), {"name": "Side lift", "sides": "each"}, TODAY)
    assert file_of(path)["dose"] == {"reps": [5, 10], "sides": "each", "sources": ["project-default"]}


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("Lie down. Lift your leg. Lower it.", ["Lie down.", "Lift your leg.", "Lower it."]),
        ("1.Lie down\n2) Lift.\n(3) Lower it.\na) Rest.", ["Lie down", "Lift.", "Lower it.", "Rest."]),
        ("Lie down and\nlift your leg.\nLower it.", ["Lie down and lift your leg.", "Lower it."]),
        ("• Lie down.\n→ Lift.\n\nnone", ["Lie down.", "Lift."]),
        ("Hold for 3 breaths.\n5 times is enough.", ["Hold for 3 breaths.", "5 times is enough."]),
        ("Hold for 10 - 15 seconds.\nBend to 90. Keep it.", ["Hold for 10 - 15 seconds.", "Bend to 90. Keep it."]),
        ("5 - 10 times each side.\nDo it (3) times.", ["5 - 10 times each side.", "Do it (3) times."]),
    ],
)
def test_steps_come_out_however_they_are_written(said: str, steps: list[str], make_library: MakeLibrary) -> None:
    path, _ = add_exercise(make_library(), {"name": "Side lift", "steps": said}, TODAY)
    assert file_of(path)["steps"] == steps


@pytest.mark.parametrize("said", ["„Lift it.“", "“Lift it.”", "«Lift it.»", "Lift it."])
def test_quotes_around_an_answer_are_not_printed(said: str, make_library: MakeLibrary) -> None:
    path, _ = add_exercise(make_library(), {"name": "Side lift", "summary": said}, TODAY)
    assert file_of(path)["summary"] == "Lift it."


@pytest.mark.parametrize("said", ["none", "N/A", "-", " nothing. ", "Keine"])
def test_an_answer_that_says_nothing_is_none(said: str, make_library: MakeLibrary) -> None:
    answers = {"name": "Side lift", "cautions": said, "benefits": said, "feel": said, "equipment": said, "reps": said}
    path, _ = add_exercise(make_library(), answers, TODAY)
    written = file_of(path)
    assert (written["cautions"], written["benefits"], written["feel"], written["equipment"]) == ([], [], "", [])


def test_a_caution_asks_for_what_its_first_word_says(make_library: MakeLibrary) -> None:
    said = "Do not do it after surgery.\nAsk your doctor first.\nLift less if it hurts.\nNever bounce."
    path, _ = add_exercise(make_library(), {"name": "Side lift", "cautions": said}, TODAY)
    cautions = file_of(path)["cautions"]
    assert isinstance(cautions, list)
    assert [caution["action"] for caution in cautions] == ["avoid", "ask-first", "adapt", "avoid"]


def test_a_source_that_is_known_by_its_address_is_named_by_its_id(make_library: MakeLibrary) -> None:
    root = make_library()
    text = "leaflet: {title: Leaflet, publisher: Hospital, url: https://www.example.org/hips, read: 2026-11-20}"
    (root / "vocabulary" / "sources.yml").write_text(text, encoding="utf-8")
    path, _ = add_exercise(root, {**ANSWERS, "hold_seconds": "5"}, TODAY)
    assert file_of(path)["sources"] == ["leaflet"]


@pytest.mark.parametrize("given", [["name"], ["name", "kind"], [q.id for q in QUESTIONS if q.id != "hold_seconds"]])
def test_a_new_file_is_valid_at_once_and_in_the_usual_form(given: list[str], make_library: MakeLibrary) -> None:
    _, problems = add_exercise(make_library(), {id: ANSWERS[id] for id in given if id in ANSWERS}, TODAY)
    assert {p.rule for p in problems} <= {"unfinished"}


def test_a_new_file_says_what_is_still_to_be_written(make_library: MakeLibrary) -> None:
    path, problems = add_exercise(make_library(), {"name": "Side lift"}, TODAY)
    assert [(p.rule, p.message) for p in problems] == [
        ("unfinished", "The file still says that it is a draft"),
        ("unfinished", "`summary` is still to be written"),
        ("unfinished", "`steps` is still to be written"),
    ]
    assert "# One of: beginner, advanced" in path.read_text()


def test_a_hostile_name_is_only_text(make_library: MakeLibrary) -> None:
    root = make_library()
    path, problems = add_exercise(root, {"name": 'Side "plank": *new* {{ x }}\nkind: yoga'}, TODAY)
    assert {p.rule for p in problems} == {"unfinished"}
    assert path.name == "side-plank-new-x-kind-yoga.yml"
    assert file_of(path)["name"] == 'Side "plank": *new* {{ x }} kind: yoga'


@pytest.mark.parametrize("name", ["Small lift", "", "💪", "con"])
def test_a_file_is_never_replaced_and_always_has_a_name(name: str, make_library: MakeLibrary) -> None:
    root = make_library()
    with pytest.raises(NoFileNameError):
        add_exercise(root, {"name": name}, TODAY)
    assert [path.read_text() for path in (root / "exercises").iterdir()] == [EXERCISE]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Bird dog", "bird-dog"),
        ("Child's pose", "childs-pose"),
        ("Élan (L)", "elan-l"),
        ("Füße heben", "fusse-heben"),
        ("Long name " * 9, "long-name-long-name-long-name-long-name-long-name-long-name"),
        ("90/90", "90-90"),
        ("💪", ""),
        ("../x", "x"),
        ("con", ""),
    ],
)
def test_a_name_gives_an_id(name: str, id: str) -> None:
    assert id_for(name) == id


def test_the_command_takes_answers_as_options(make_library: MakeLibrary, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_library()
    options = ["--kind", "strength", "--primary", "hamstrings", "--reps", "8-10", "--steps", "Lie down.\nLift."]
    assert main(["new", "--content", str(root), *options, "Side lift"]) == 0
    written = file_of(root / "exercises" / "side-lift.yml")
    assert (written["kind"], written["dose"]) == ("strength", {"reps": [8, 10]})
    assert main(["new", "--content", str(root), "Side lift"]) == 1
    assert "is there already" in capsys.readouterr().err


def test_the_terminal_asks_until_it_understands(real: Loaded) -> None:
    named = ["Side lift", "2", "easy", "somewhere", "5", "", "glutes", "gluteus medius"]
    said = iter([*named, "Lie down.", "Lift.", "", "1, 2", "each", "2", "10", ""])
    shown: list[str] = []
    answers = ask({}, real.library.vocabulary, lambda _prompt: next(said), shown.append)
    assert answers["kind"] == "strength"
    assert answers["level"] == "beginner"
    assert answers["positions"] == "side-lying"
    assert answers["primary"] == "gluteus-medius"
    assert answers["steps"] == "Lie down.\nLift."
    assert answers["sides"] == "each"
    assert [line for line in shown if "not in the list" in line] == [
        "  That is not in the list: somewhere. Type a number, or nothing to leave it open.",
        "  That is not in the list: glutes. Type a number, or nothing to leave it open.",
    ]
    assert "  One answer only, please. Type a number, or nothing to leave it open." in shown
    assert list(said) == []


def test_the_terminal_does_not_ask_what_is_known(real: Loaded) -> None:
    known = {question.id: "x" for question in QUESTIONS}
    assert ask(known, real.library.vocabulary, lambda _prompt: pytest.fail("asked"), lambda _line: None) == known


# The form


def body(real: Loaded, answers: dict[str, str]) -> str:
    """The text of an issue, as the host makes it from a filled-in form."""
    labels = real.library.vocabulary.labels
    parts = [f"### {labels[f'ask_{q.id}']}\r\n\r\n{answers.get(q.id, '_No response_')}" for q in QUESTIONS]
    return "\r\n\r\n".join([*parts, f"### {labels['form_licence']}\r\n\r\n- [X] {labels['form_own_words']}"])


def event(real: Loaded, answers: dict[str, str]) -> dict[str, object]:
    repository = {"html_url": "https://git.example/us/back", "default_branch": "main"}
    return {"issue": {"body": body(real, answers)}, "repository": repository}


def test_the_form_is_up_to_date(real: Loaded) -> None:
    assert (ROOT / FORM).read_text(encoding="utf-8") == form(real.library.vocabulary), "Run `make schema`."


def test_the_form_asks_every_question_once(real: Loaded) -> None:
    fields = [field for field in yaml.safe_load(form(real.library.vocabulary))["body"] if field["type"] != "markdown"]
    assert len({field["attributes"]["label"] for field in fields}) == len(QUESTIONS) + 1
    assert [field["id"] for field in fields[:-1]] == [q.id.replace("_", "-") for q in QUESTIONS]
    for field in fields:
        options = [str(option) for option in field["attributes"].get("options", ())]
        assert len(set(options)) == len(options)


def test_no_choice_of_the_form_holds_the_comma_that_parts_them(real: Loaded) -> None:
    shown = [text for q in QUESTIONS for text in choices(q, real.library.vocabulary).values()]
    assert shown
    assert [text for text in shown if "," in text] == []


def test_the_answers_come_back_out_of_the_form(real: Loaded) -> None:
    answers = {id: text for id, text in ANSWERS.items() if id != "equipment"}
    assert answers_in(body(real, answers), real.library.vocabulary) == answers


def test_a_heading_inside_an_answer_stays_in_it(real: Loaded) -> None:
    name = f"### {real.library.vocabulary.labels['ask_name']}"
    answers = {**ANSWERS, "steps": f"Lie down.\n{name}\n### Other\nLift."}
    assert answers_in(body(real, answers), real.library.vocabulary)["steps"] == answers["steps"]


@pytest.mark.parametrize("text", ["", "Hello", "### ", "\x00", "### What is the exercise called?"])
def test_a_text_without_answers_gives_a_draft_all_the_same(text: str, real: Loaded, make_library: MakeLibrary) -> None:
    made = {**event(real, {}), "issue": {"body": text or None}}
    path, problems, _ = answer_form(make_library(), made, TODAY)
    assert path.name == "new-exercise.yml"
    assert {p.rule for p in problems} == {"unfinished"}


def test_the_form_gives_the_same_file_as_the_terminal(real: Loaded, make_library: MakeLibrary) -> None:
    by_form, problems, answer = answer_form(make_library(name="form"), event(real, ANSWERS), TODAY)
    by_answers, _ = add_exercise(make_library(name="terminal"), ANSWERS, TODAY)
    assert by_form.read_text() == by_answers.read_text()
    assert by_form.read_text() in answer
    assert all(f"<code>{p.rule}</code>".replace("-", "&#45;") in answer for p in problems)
    assert "https://git.example/us/back/new/main/exercises?filename=side-lift.yml&value=" in answer


def test_a_name_that_is_taken_is_a_problem_of_the_draft(real: Loaded, make_library: MakeLibrary) -> None:
    path, problems, _ = answer_form(make_library(), event(real, {**ANSWERS, "name": "Small lift"}), TODAY)
    assert path.name == "small-lift-2.yml"
    assert "name-collision" in {p.rule for p in problems}


HOSTILE = (
    "````\n</code><script>alert(1)</script> @everyone | ::error::x ${{ github.token }} `id` $(id) \ud800 *b* [x](y)"
)


def test_nothing_in_a_form_gets_out_of_the_answer(
    real: Loaded, make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {question.id: HOSTILE for question in QUESTIONS}
    file, summary = tmp_path / "event.json", tmp_path / "summary.md"
    file.write_text(json.dumps(event(real, answers)))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert main(["draft", "--content", str(make_library()), str(file)]) == 0
    text = summary.read_text(encoding="utf-8")
    fence = text.split("yaml\n")[0].splitlines()[-1]
    outside = "".join(text.split(f"\n{fence}\n")[1:])
    assert set(fence) == {"`"}
    assert fence not in text.split("yaml\n", 1)[1].split(f"\n{fence}\n")[0]
    for sign in ("<script", "@everyone", "](y)", "*b*", "${{"):
        assert sign not in outside.split("## What next")[0]


def test_the_text_of_a_form_is_never_put_into_a_command() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "draft.yml").read_text(encoding="utf-8"))
    commands = [step.get("run", "") for step in workflow["jobs"]["draft"]["steps"]]
    assert [command for command in commands if "${{" in command] == []


def test_the_workflow_knows_the_form_by_its_first_question(real: Loaded) -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "draft.yml").read_text(encoding="utf-8"))
    first = real.library.vocabulary.labels[f"ask_{QUESTIONS[0].id}"]
    assert workflow["jobs"]["draft"]["if"] == f"startsWith(github.event.issue.body, '### {first}')"


def test_the_questions_choose_from_lists_that_are_there() -> None:
    vocabulary = load(ROOT).vocabulary
    assert all(choices(q, vocabulary) for q in QUESTIONS if q.answer in ("one", "some"))
