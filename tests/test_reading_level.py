"""Reading grades: the formula is the published one, and long words that readers know do no harm."""

import pytest

from macros.reading_level import reading_grade


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        # 0.39 × words per sentence + 11.8 × syllables per word − 15.59, with syllables counted by hand.
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 * 6 / 6 - 15.59),
        ("Lift your hips slowly to the ceiling. Hold.", 0.39 * 8 / 2 + 11.8 * 10 / 8 - 15.59),
        ("Strengthening exercises require considerable preparation.", 0.39 * 5 + 11.8 * 18 / 5 - 15.59),
    ],
)
def test_a_grade_follows_the_formula(text: str, grade: float) -> None:
    assert reading_grade(text) == pytest.approx(max(grade, 0), abs=0.01)


def test_a_familiar_word_counts_as_a_short_one() -> None:
    text = "Ask your physiotherapist."
    assert reading_grade(text, {"physiotherapist"}) < reading_grade(text) - 10


@pytest.mark.parametrize("text", ["", "…", "12"])
def test_a_text_without_words_has_a_grade(text: str) -> None:
    assert reading_grade(text) == (0 if text != "12" else pytest.approx(0, abs=1))
