"""The indexes: one table of views, each a way of listing the exercises."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from macros import addresses
from macros.library import Library
from macros.model import ACTIONS, KINDS, Caution, Exercise


@dataclass(frozen=True)
class Card:
    """An exercise in a list; in a muscle's list with its part, in a condition's with what to mind."""

    exercise: Exercise
    secondary: bool = False
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Group:
    """A headed part of an index: cards, or smaller groups. `address` is the page of its own, or ""."""

    id: str
    title: str
    cards: tuple[Card, ...] = ()
    groups: tuple["Group", ...] = ()
    address: str = ""


Split = Callable[[Library, str, Sequence[Exercise]], tuple[Group, ...]]


@dataclass(frozen=True)
class View:
    """One way of listing: its folder in the site and what it groups by.

    The fixed words `<folder>` and `<folder>_description` are its title and what it is for. `only` chooses
    the exercises. With `split`, which divides the exercises of one word, every word has a page of its own.
    `brief`: the view's own page names exercises and leaves the rest to the pages of the words.
    """

    folder: str
    grouping: str
    split: Split | None = None
    only: Callable[[Exercise], bool] = field(default=lambda _exercise: True)
    brief: bool = False


@dataclass(frozen=True)
class Neighbour:
    """A link from an index to another one."""

    title: str
    address: str
    here: bool


def index(view: View, library: Library) -> tuple[Group, ...]:
    """The groups of a view's own page: one for each word that is in use."""
    return tuple(_groups(view, library))


def _groups(view: View, library: Library) -> Iterator[Group]:
    groups = (_word_group(view, library, word) for word in library.words(view.grouping))
    return (group for group in groups if group.cards or group.groups)


def word_index(view: View, library: Library, word: str) -> tuple[Group, ...]:
    """The groups of a word's page."""
    return view.split(library, word, _members(view, library, word)) if view.split else ()


def size(groups: Iterable[Group]) -> int:
    """How many cards stand in groups, and in those inside of them."""
    return sum(len(group.cards) + size(group.groups) for group in groups)


def neighbours(view: View, library: Library, word: str = "") -> tuple[Neighbour, ...]:
    """The other indexes of the same rank: all views, or all words of one view."""
    if word:
        words = library.words(view.grouping).items()
        return tuple(Neighbour(w.label, addresses.word(view.folder, id), id == word) for id, w in words)
    labels = library.vocabulary.labels
    return tuple(Neighbour(labels[v.folder], f"{v.folder}/", v is view) for v in in_use(library))


def in_use(library: Library) -> tuple[View, ...]:
    """The views that list at least one exercise and are not left out; that of all exercises is always there."""
    every, *others = VIEWS
    return (every, *(v for v in others if v.folder not in library.left_out.views and _lists_something(v, library)))


def _lists_something(view: View, library: Library) -> bool:
    return any(map(view.only, chain.from_iterable(library.groups[view.grouping].values())))


def _members(view: View, library: Library, word: str) -> tuple[Exercise, ...]:
    return tuple(e for e in library.groups[view.grouping].get(word, ()) if view.only(e))


def _word_group(view: View, library: Library, word: str) -> Group:
    label = library.words(view.grouping)[word].label
    address = addresses.word(view.grouping, word)
    members = _members(view, library, word)
    if not view.split:
        return Group(word, label, cards=_cards(members), address=address)
    return Group(word, label, groups=view.split(library, word, members), address=address)


def _cards(exercises: Iterable[Exercise], *, secondary: bool = False) -> tuple[Card, ...]:
    return tuple(Card(e, secondary) for e in exercises)


def _by_kind(library: Library, _word: str, exercises: Sequence[Exercise]) -> tuple[Group, ...]:
    """By stretch and strength."""
    return _kinds(library, _cards(exercises))


def _by_kind_and_rank(library: Library, word: str, exercises: Sequence[Exercise]) -> tuple[Group, ...]:
    """By stretch and strength; in each, those for which the muscle is the target come first."""
    also = library.groups["secondary-muscles"].get(word, ())
    return _kinds(library, _cards(exercises) + _cards(also, secondary=True))


def _kinds(library: Library, cards: Sequence[Card]) -> tuple[Group, ...]:
    labels = library.vocabulary.labels
    groups = (Group(kind, labels[kind], tuple(c for c in cards if c.exercise.kind == kind)) for kind in KINDS)
    return tuple(group for group in groups if group.cards)


def _by_action(library: Library, word: str, exercises: Sequence[Exercise]) -> tuple[Group, ...]:
    """By what a condition asks for: avoid, ask first, adapt; each exercise with its reasons."""
    labels = library.vocabulary.labels
    groups = []
    for action in ACTIONS:
        minded = ((e, _cautions(e, word, action)) for e in exercises)
        cards = tuple(Card(e, cautions=cautions) for e, cautions in minded if cautions)
        groups.append(Group(action, labels[action], cards))
    return tuple(group for group in groups if group.cards)


def _cautions(exercise: Exercise, condition: str, action: str) -> tuple[Caution, ...]:
    return tuple(c for c in exercise.cautions if c.action == action and condition in c.conditions)


VIEWS: tuple[View, ...] = (
    View("exercises", "muscles"),
    View("stretch", "muscles", only=lambda e: e.kind == "stretch"),
    View("strength", "muscles", only=lambda e: e.kind == "strength"),
    View("muscles", "muscles", _by_kind_and_rank, brief=True),
    View("positions", "positions", _by_kind),
    View("equipment", "equipment", _by_kind),
    View("levels", "levels", _by_kind),
    View("conditions", "conditions", _by_action, brief=True),
)
"""The first one always appears."""

OPTIONAL = tuple(view.folder for view in VIEWS[1:])
"""The folders of the views that a copy may leave out."""


def view(folder: str) -> View:
    """The view of a folder; KeyError if there is none."""
    return {v.folder: v for v in VIEWS}[folder]
