"""A dose reads as a patient would say it."""

from typing import Any

import pytest

from macros import Loaded
from macros.dose_in_words import dose_in_words, minutes_in_words, seconds_needed
from macros.model import Dose


def dose(**fields: Any) -> Dose:
    return Dose.model_validate(fields, context={"words": {"sources": ()}})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reps": 1}, "Do it once."),
        ({"reps": 2}, "Do it twice."),
        ({"reps": [8, 12]}, "Do it 8 to 12 times."),
        ({"reps": [2, 3], "sides": "each"}, "Do it 2 to 3 times on each side."),
        ({"reps": 5, "sides": "one"}, "Do it 5 times, on one side only."),
        ({"hold_seconds": 5, "reps": 3}, "Hold for 5 seconds. Do it 3 times."),
        ({"hold_seconds": [15, 60]}, "Hold for 15 to 60 seconds."),
        ({"hold_seconds": 20, "sides": "each"}, "Hold for 20 seconds. Do it once on each side."),
        ({"hold_breaths": 1, "reps": 8}, "Hold for 1 slow breath. Do it 8 times."),
        ({"hold_breaths": 3, "reps": 8}, "Hold for 3 slow breaths. Do it 8 times."),
        (
            {"sets": 3, "reps": 15, "pause_seconds": 3, "rest_seconds": 60},
            "Do it 15 times. Pause for 3 seconds between repetitions. "
            "That is one set. Do 3 sets. Rest for 1 minute between sets.",
        ),
        (
            {"reps": 5, "rest_seconds": 90, "sets": 2},
            "Do it 5 times. That is one set. Do 2 sets. Rest for 90 seconds between sets.",
        ),
        ({"reps": 5, "times_per_day": 2}, "Do it 5 times. Do this twice a day."),
        ({"reps": 5, "times_per_day": 1, "days_per_week": 3}, "Do it 5 times. Do this once a day, 3 days a week."),
        ({"reps": 5, "days_per_week": 7}, "Do it 5 times. Do this every day."),
        ({"reps": 5, "sets": 1}, "Do it 5 times."),
        ({"reps": 5, "days_per_week": 1}, "Do it 5 times. Do this one day a week."),
        (
            {"hold_seconds": 15, "build_up": {"hold_seconds": 60, "by": 15}},
            "Hold for 15 seconds. Build up to 60 seconds, adding 15 seconds at a time.",
        ),
        ({"reps": 5, "build_up": {"reps": 30}}, "Do it 5 times. Build up to 30 repetitions."),
        ({"reps": 5, "build_up": {"sets": 3, "by": 1}}, "Do it 5 times. Build up to 3 sets, adding 1 set at a time."),
    ],
)
def test_a_dose_in_words(fields: dict[str, Any], words: str, real: Loaded) -> None:
    assert " ".join(dose_in_words(dose(**fields), real.library.vocabulary.labels)) == words


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"reps": 10}, 40),
        ({"reps": 10, "sides": "each"}, 80),
        ({"reps": [8, 12]}, 40),
        ({"hold_seconds": 26}, 30),
        ({"hold_breaths": 2}, 14),
        ({"reps": 10, "pause_seconds": 2}, 58),
        ({"reps": 10, "sets": 3, "rest_seconds": 60}, 240),
        ({"reps": 10, "sets": 2}, 110),
    ],
)
def test_the_time_a_dose_takes(fields: dict[str, Any], seconds: int) -> None:
    assert seconds_needed(dose(**fields)) == seconds


def test_times_are_rounded_up_to_minutes(real: Loaded) -> None:
    labels = real.library.vocabulary.labels
    assert [minutes_in_words(s, labels) for s in (1, 60, 61)] == ["about 1 minute", "about 1 minute", "about 2 minutes"]
