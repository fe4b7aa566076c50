"""The filters of the list of all exercises: what a reader can choose, and which exercises fit a choice.

A browser does the filtering. To keep the page small, an exercise names the options that it fits by their numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from macros.library import GROUPINGS, Library
from macros.model import ACTIONS, KINDS, Action, Exercise
from macros.vocabulary import Word

WITHOUT = "without"
"""The filter of which one chooses any number of options: the conditions with which one must mind something."""


@dataclass(frozen=True)
class Choice:
    """What a filter could offer: a word for the address, what readers see, the heading above it or ""."""

    value: str
    label: str
    heading: str = ""


@dataclass(frozen=True)
class Option:
    """A choice that at least one exercise fits, with its number in the page."""

    choice: Choice
    number: int


@dataclass(frozen=True)
class Filter:
    """One question of the form. `name` stands in the address."""

    name: str
    options: tuple[Option, ...]

    def headed(self) -> Mapping[str, tuple[Option, ...]]:
        """The options by heading, in their order; those without a heading under ""."""
        headings = dict.fromkeys(option.choice.heading for option in self.options)
        return {h: tuple(o for o in self.options if o.choice.heading == h) for h in headings}


class Filters:
    """The filters of one library, without those that would change nothing."""

    def __init__(self, library: Library) -> None:
        self._library = library
        number = count()
        found = (Filter(name, tuple(Option(c, next(number)) for c in choices)) for name, choices in _offered(library))
        self.by_name: Mapping[str, Filter] = {filter.name: filter for filter in found}
        self._numbers = {(f.name, o.choice.value): o.number for f in self.by_name.values() for o in f.options}

    def values(self, name: str) -> tuple[str, ...]:
        """What a filter offers, as it stands in addresses; () where there is no such filter."""
        return tuple(option.choice.value for option in self.by_name[name].options) if name in self.by_name else ()

    def fits(self, exercise: Exercise) -> tuple[int, ...]:
        """The options that an exercise fits; those of `without` are not among them."""
        return self._known(
            (name, word) for name, (words, _) in _FACETS.items() for word in words(self._library, exercise)
        )

    def fits_list(self, muscle: str) -> tuple[int, ...]:
        """The options that name the muscle of a list, or its part of the body."""
        return self._known([("muscle", muscle), ("region", self._library.vocabulary.muscles[muscle].region or "")])

    def minds(self, exercise: Exercise) -> Mapping[Action, tuple[int, ...]]:
        """What an exercise asks for with conditions, each as an option of `without`."""
        conditions: dict[Action, list[tuple[str, str]]] = {action: [] for action in ACTIONS}
        for caution in exercise.cautions:
            conditions[caution.action] += ((WITHOUT, condition) for condition in caution.conditions)
        return {action: numbers for action, words in conditions.items() if (numbers := self._known(words))}

    def _known(self, words: Iterable[tuple[str, str]]) -> tuple[int, ...]:
        return tuple(sorted({self._numbers[word] for word in words if word in self._numbers}))


def _offered(library: Library) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    """The filters of which at least one choice leaves out some exercise, with the choices that are in use.

    The conditions count always: where nothing is to be avoided, a reader still learns what asks for care.
    """
    everything = library.exercises.values()
    for name, (words, choices) in _FACETS.items():
        used: dict[str, int] = {}
        for word in chain.from_iterable(set(words(library, exercise)) for exercise in everything):
            used[word] = used.get(word, 0) + 1
        if any(number < len(everything) for number in used.values()):
            yield name, tuple(choice for choice in choices(library) if choice.value in used)
    conditions = tuple(_choices(library.words("conditions")))
    if conditions:
        yield WITHOUT, conditions


def _choices(words: Mapping[str, Word]) -> Iterator[Choice]:
    return (Choice(id, word.label) for id, word in words.items())


def _kinds(library: Library) -> Iterator[Choice]:
    return (Choice(kind, library.vocabulary.labels[f"kind_{kind}"]) for kind in KINDS)


def _muscles(library: Library) -> Iterator[Choice]:
    """The muscles region by region; those without one come first."""
    words = library.vocabulary
    for region in (None, *words.regions):
        heading = words.regions[region].label if region else ""
        yield from (Choice(id, m.label, heading) for id, m in words.muscles.items() if m.region == region)


def _regions_of(library: Library, exercise: Exercise) -> Iterator[str]:
    regions = (library.vocabulary.muscles[muscle].region for muscle in exercise.muscles.primary)
    return (region for region in regions if region)


Words = Callable[[Library, Exercise], Iterable[str]]
Choices = Callable[[Library], Iterable[Choice]]


def _by(grouping: str) -> tuple[Words, Choices]:
    """A filter that works as one of the library's groupings."""
    return lambda _, e: GROUPINGS[grouping](e), lambda library: _choices(library.all_words(grouping))


# For each filter but `without`, in the order of the form: the words of one exercise, and all that could be chosen.
_FACETS: Mapping[str, tuple[Words, Choices]] = {
    "floor": (
        lambda library, e: () if library.needs_floor(e) else ("no",),
        lambda library: [Choice("no", library.vocabulary.labels["filter_floor"])],
    ),
    "kind": (lambda _, e: (e.kind,), _kinds),
    "region": (_regions_of, lambda library: _choices(library.vocabulary.regions)),
    "muscle": (_by("muscles")[0], _muscles),
    "position": _by("positions"),
    "equipment": _by("equipment"),
    "level": _by("levels"),
}
