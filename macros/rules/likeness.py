"""An exercise that is there already is not added again under another name."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from macros.fields import words_in
from macros.library import Library
from macros.loading import Content
from macros.model import Exercise
from macros.problems import Problem, quoted
from macros.rules.entries import Rule, at, oldest_first, valid

_ALIKE, _COMPARED = 0.7, 3


def steps_are_not_those_of_another_exercise(content: Content, library: Library) -> Iterator[Problem]:
    """Advice: the steps are not nearly those of an exercise that is there already.

    Each pair of neighbouring words remembers the first exercise that has it. Only those whose pairs an exercise
    meets most often are compared whole, so that the work grows with the number of exercises and no faster.
    """
    owners: dict[tuple[str, str], str] = {}
    seen: dict[str, set[tuple[str, str]]] = {}
    for entry, exercise in valid(oldest_first(content.exercises, library)):
        pairs = _pairs(exercise)
        met = Counter(owner for pair in pairs if (owner := owners.get(pair)))
        for other, _ in met.most_common(_COMPARED):
            if len(pairs & seen[other]) >= _ALIKE * len(pairs | seen[other]):
                message = f"The steps are almost those of {quoted(other)}"
                fix = "Add what differs to that file, or say in the steps what is different here"
                yield at(entry, ("steps",), "near-duplicate", message, fix, advice=True)
                break
        seen[exercise.id] = pairs
        for pair in pairs:
            owners.setdefault(pair, exercise.id)


def _pairs(exercise: Exercise) -> set[tuple[str, str]]:
    """The pairs of neighbouring words in each step."""
    steps = ([word.lower() for word in words_in(step.text)] for step in exercise.steps)
    return {pair for words in steps for pair in pairwise(words)}


ADVICE: tuple[Rule, ...] = (steps_are_not_those_of_another_exercise,)
