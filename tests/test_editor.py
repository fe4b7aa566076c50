"""What authors see while they type, in VS Code and other editors with the YAML language server."""

from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.editor.talk import Editor

EXERCISES = sorted((ROOT / "exercises").glob("*.yml"))
ROUTINES = sorted((ROOT / "routines").glob("*.yml"))
GOOD = (ROOT / "exercises" / "abdominal-bracing.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    with Editor(ROOT / "exercises" / "x.yml") as opened:
        yield opened


def place_of(text: str, part: str, after: int = 0) -> tuple[int, int]:
    """The line and column, from 1, of a part of a text, `after` characters further on."""
    before = text[: text.index(part) + after]
    return before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1


def test_good_files_have_no_mark(editor: Editor) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*EXERCISES, *ROUTINES)]
    assert editor.problems_of(texts) == [[]] * len(texts)


@pytest.mark.parametrize(
    ("right", "wrong", "marked", "message"),
    [
        ("level: beginner", "level: begginer", "begginer", "Valid values"),
        ("level: beginner", "levle: beginner", "levle", "not allowed"),
        ("primary: [", "primary: [obliques, glutes, ", "glutes", "Valid values"),
        ("dose:\n", "dose:\n  hold_seconds: 2\n", "hold_breaths", "A dose has one hold"),
    ],
)
def test_a_mistake_is_marked_at_its_place(right: str, wrong: str, marked: str, message: str, editor: Editor) -> None:
    text = GOOD.replace(right, wrong, 1)
    problems = editor.problems(text)
    line, column = place_of(text, marked)
    assert [p.split(": ")[0] for p in problems if message in p] == [f"{line}:{column}"]


@pytest.mark.parametrize(
    ("typed", "offered", "beside"),
    [
        ("kind: |", "strength", ""),
        ("positions: [|]", "hands-and-knees", "On hands and knees"),
        ("muscles:\n  primary: [glu|]", "gluteus-maximus", "Buttocks (gluteus maximus)"),
        ("cautions:\n  - text: Stop.\n    conditions: [|]", "sciatica", "Nerve pain down the leg (sciatica)"),
        ("cautions:\n  - action: |", "ask-first", "ask-first: ask a professional first"),
        ("sources: [tommys|]", "tommys-exercises-to-avoid", "Tommy"),
        ("dose:\n  hold|", "hold_seconds", "in seconds"),
        ("mus|", "muscles", "What it works or stretches."),
    ],
)
def test_the_words_that_fit_are_offered_with_what_they_mean(
    typed: str, offered: str, beside: str, editor: Editor
) -> None:
    text = f"{GOOD.splitlines()[0]}\n{typed}\n"
    line, column = place_of(text, "|")
    found = editor.completions(text.replace("|", ""), line, column)
    assert offered in found
    assert beside in found[offered]


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("dose:", "How much to do, in numbers."),
        ("level:", "How demanding it is."),
        ("transversus-abdominis", "Deep tummy muscle (transversus abdominis)"),
    ],
)
def test_resting_on_a_word_explains_it(part: str, shown: str, editor: Editor) -> None:
    line, column = place_of(GOOD, part, after=1)
    assert shown in editor.hover(GOOD, line, column)
