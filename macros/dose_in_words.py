"""Puts a dose into words that a patient understands, and estimates how long it takes."""

import math
from collections.abc import Mapping

from macros.fields import Range
from macros.model import Dose, Goal

# Our own defaults, for estimates only: a slow repetition, a slow breath, a rest where none is stated, and
# the time to get from one exercise to the next.
SECONDS_PER_REPETITION = 4
SECONDS_PER_BREATH = 5
SECONDS_BETWEEN_SETS = 30
SECONDS_BETWEEN_EXERCISES = 30
# From so many seconds on, people look at a clock.
_LONG_HOLD = 120

Labels = Mapping[str, str]


def fill(label: str, **values: str) -> str:
    """`label` with each `{name}` replaced by its value; nothing else in the label is interpreted."""
    for name, value in values.items():
        label = label.replace(f"{{{name}}}", value)
    return label


def dose_in_words(dose: Dose, labels: Labels, *, how_often: bool = True) -> tuple[str, ...]:
    """The dose as short sentences, in the order in which one needs them; `how_often` includes days and times."""
    sentences = [
        _hold(dose, labels),
        _repetitions(dose, labels),
        dose.pause_seconds and fill(labels["dose_pause"], time=_time(dose.pause_seconds, labels)),
        dose.sets and dose.sets.high > 1 and fill(labels["dose_sets"], sets=_count("sets", dose.sets, labels)),
        dose.rest_seconds and fill(labels["dose_rest"], time=_time(dose.rest_seconds, labels)),
        how_often and frequency_in_words(dose.times_per_day, dose.days_per_week, labels),
        dose.build_up and _goal(dose.build_up, labels),
    ]
    return tuple(s for s in sentences if s)


def frequency_in_words(times_per_day: Range | None, days_per_week: Range | None, labels: Labels) -> str:
    """How often, as one sentence; "" where nothing is said."""
    daily = fill(labels["times_a_day"], times=_count("times", times_per_day, labels)) if times_per_day else ""
    weekly = _days(days_per_week, labels) if days_per_week else ""
    how_often = ", ".join(part for part in (daily, weekly) if part)
    return fill(labels["dose_frequency"], how_often=how_often) if how_often else ""


def seconds_needed(dose: Dose) -> int:
    """An estimate of how long the dose takes once, in seconds; the middle of every range is taken."""
    repetitions = _middle(dose.reps) or 1
    sets = _middle(dose.sets) or 1
    hold = _middle(dose.hold_seconds) + _middle(dose.hold_breaths) * SECONDS_PER_BREATH
    moving = SECONDS_PER_REPETITION + hold
    one_side = repetitions * moving + (repetitions - 1) * _middle(dose.pause_seconds)
    one_set = one_side * (2 if dose.sides == "each" else 1)
    rest = _middle(dose.rest_seconds) or SECONDS_BETWEEN_SETS
    return math.ceil(sets * one_set + (sets - 1) * rest)


def minutes_in_words(seconds: int, labels: Labels) -> str:
    """A time, rounded up to whole minutes, as in "about 3 minutes"."""
    minutes = max(1, math.ceil(seconds / 60))
    return fill(labels["about"], time=_count("minutes", Range(minutes, minutes), labels))


def _middle(number: Range | None) -> float:
    return (number.low + number.high) / 2 if number else 0


def _hold(dose: Dose, labels: Labels) -> str:
    if dose.hold_seconds:
        return fill(labels["dose_hold"], time=_held("seconds", dose.hold_seconds, labels))
    if dose.hold_breaths:
        return fill(labels["dose_hold"], time=_count("breaths", dose.hold_breaths, labels))
    return ""


def _repetitions(dose: Dose, labels: Labels) -> str:
    if dose.reps:
        return fill(labels[f"dose_reps_{dose.sides}"], times=_count("times", dose.reps, labels))
    return labels.get(f"dose_sides_{dose.sides}", "")


def _goal(goal: Goal, labels: Labels) -> str:
    ((measure, target),) = goal.measures().items()
    unit = measure.removeprefix("hold_")
    text = fill(labels["dose_goal"], goal=_held(unit, target, labels))
    by = _time if unit == "seconds" and target.low >= _LONG_HOLD else lambda number, words: _count(unit, number, words)
    step = fill(labels["dose_goal_step"], step=by(goal.by, labels)) if goal.by else ""
    return f"{text}{step}."


def _held(unit: str, number: Range, labels: Labels) -> str:
    """How long to hold: people count seconds, but look at a clock for minutes."""
    long = unit == "seconds" and number.low >= _LONG_HOLD
    return _time(number, labels) if long else _count(unit, number, labels)


def _days(days: Range, labels: Labels) -> str:
    return labels["every_day"] if days.low == days.high == 7 else _count("days_a_week", days, labels)


def _time(seconds: Range, labels: Labels) -> str:
    if seconds.low % 60 == 0 and seconds.high % 60 == 0:
        return _count("minutes", Range(seconds.low // 60, seconds.high // 60), labels)
    return _count("seconds", seconds, labels)


def _count(unit: str, number: Range, labels: Labels) -> str:
    """A number with its unit: the label `<unit>_<n>` for a number that has one of its own, else `<unit>_other`."""
    if number.low == number.high and f"{unit}_{number.low}" in labels:
        return labels[f"{unit}_{number.low}"]
    shown = str(number.low)
    if number.low != number.high:
        shown = fill(labels["range"], low=str(number.low), high=str(number.high))
    return fill(labels[f"{unit}_other"], n=shown)
