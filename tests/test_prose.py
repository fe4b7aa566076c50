"""Doses that people write in words are understood, or left alone."""

import pytest

from macros.prose import Numbers, as_flow, dose_in, range_in


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("3 sets of 15", "{sets: 3, reps: 15}"),
        ("3 x 10", "{sets: 3, reps: 10}"),
        ("3x10-12 reps each side", "{sets: 3, reps: [10, 12], sides: each}"),
        ("Hold for 30 seconds, repeat 3 times on both sides", "{hold_seconds: 30, reps: 3, sides: each}"),
        ("ten repetitions, twice a day", "{times_per_day: 2, reps: 10}"),
        ("30 sec hold, 5 times daily", "{times_per_day: 5, hold_seconds: 30}"),
        ("2–3 sets of 8 to 12, rest 60 seconds", "{rest_seconds: 60, sets: [2, 3], reps: [8, 12]}"),
        ("hold 3 deep breaths", "{hold_breaths: 3}"),
        ("10 reps 3 times a week", "{days_per_week: 3, reps: 10}"),
        ("3 sets, hold for 1 minute", "{hold_seconds: 60, sets: 3}"),
        ("every day 10 times", "{reps: 10, times_per_day: 1}"),
        ("as often as you like", "{}"),
        ("3 sets of 12-8", "{}"),
        ("twice a day, every other week", "{}"),
        ("10-15 minutes walking", "{}"),
        ("up to 3 sets", "{}"),
        ("3 Sätze à 10 Wdh., 5 Sek. halten, pro Seite", "{hold_seconds: 5, sets: 3, reps: 10, sides: each}"),
        ("reps 10-12, sets three", "{sets: 3, reps: [10, 12]}"),
        ("3x10 daily", "{sets: 3, reps: 10, times_per_day: 1}"),
        ("", "{}"),
    ],
)
def test_a_dose_in_words_becomes_fields(text: str, fields: str) -> None:
    assert as_flow(dose_in(text)) == fields


@pytest.mark.parametrize(
    ("text", "field", "numbers"),
    [
        ("8-12", "reps", (8, 12)),
        ("8 to 12", "reps", (8, 12)),
        ("ten", "reps", 10),
        ("1 minute", "hold_seconds", 60),
        ("about 30 seconds", "hold_seconds", 30),
        ("10 reps", "reps", 10),
        ("1 minute each side", "hold_seconds", 60),
        ("30 sec.", "hold_seconds", 30),
        ("5 breaths", "reps", None),
        ("fourteen", "reps", None),
        ("12-8", "reps", None),
        ("10+", "reps", None),
        ("at least 10", "reps", None),
        ("twice a day", "reps", None),
        ("2 minutes", "reps", None),
        ("10 reps", "sets", None),
        ("5 days", "hold_seconds", None),
        ("every day", "days_per_week", 7),
        ("every day", "reps", None),
        ("2.5", "reps", None),
        ("many", "reps", None),
        ("3 or 4 or 5", "reps", None),
        ("", "reps", None),
    ],
)
def test_a_number_in_words_becomes_a_number(text: str, field: str, numbers: Numbers | None) -> None:
    assert range_in(text, field) == numbers
