"""The whole content, looked up and grouped: built once per build, never changed."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from macros.loading import Content, Entry
from macros.model import Exercise, Routine
from macros.vocabulary import Source, Vocabulary, Word

NO_EQUIPMENT = "none"
_RELATED = 4

T = TypeVar("T")
Grouping = Mapping[str, tuple[Exercise, ...]]

# By which words exercises are grouped: the group's name, and the words of one exercise.
GROUPINGS: Mapping[str, Callable[[Exercise], Iterable[str]]] = {
    "muscles": lambda e: e.muscles.primary,
    "secondary-muscles": lambda e: e.muscles.secondary,
    "positions": lambda e: e.positions,
    "equipment": lambda e: e.equipment_ids() or (NO_EQUIPMENT,),
    "levels": lambda e: (e.level,),
    "conditions": lambda e: dict.fromkeys(c for caution in e.cautions for c in caution.conditions),
}


@dataclass(frozen=True)
class Library:
    """All valid exercises and routines with what is derived from them together.

    `exercises` are in the order of their names, `routines` of how demanding they are. `easier` and
    `harder` hold, for every exercise that has any, the ids of all easier or harder versions, nearest
    first. `groups[grouping][word]` are the exercises of a word, in the order of their names; words that
    no exercise uses are left out.
    """

    vocabulary: Vocabulary
    exercises: Mapping[str, Exercise]
    retired: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    sources: Mapping[str, Source]
    groups: Mapping[str, Grouping]
    easier: Mapping[str, tuple[str, ...]]
    harder: Mapping[str, tuple[str, ...]]
    changed: Mapping[str, datetime.date]

    def needs_floor(self, exercise: Exercise) -> bool:
        """Whether there is no way to do it without getting down to the floor or a bed."""
        return all(self.vocabulary.positions[p].floor for p in exercise.positions)

    def equipment(self) -> Mapping[str, Word]:
        """The words for equipment, with one for none at all."""
        labels = self.vocabulary.labels
        none = Word(label=labels["no_equipment"], description=labels["no_equipment_description"])
        return {NO_EQUIPMENT: none, **self.vocabulary.equipment}

    def words(self, grouping: str) -> Mapping[str, Word]:
        """The words of a grouping that at least one exercise uses, in the order of the vocabulary."""
        words: Mapping[str, Word] = self.equipment() if grouping == "equipment" else getattr(self.vocabulary, grouping)
        used = self.used(grouping)
        return {id: word for id, word in words.items() if id in used}

    def used(self, grouping: str) -> frozenset[str]:
        """The ids of the words of a grouping that at least one exercise uses."""
        also = self.groups["secondary-muscles"] if grouping == "muscles" else {}
        return frozenset([*self.groups[grouping], *also])

    def routines_with(self, id: str) -> tuple[Routine, ...]:
        """The routines that an exercise is part of."""
        return tuple(r for r in self.routines.values() if any(item.exercise == id for item in r.exercises))

    def related(self, exercise: Exercise) -> tuple[Exercise, ...]:
        """Up to four exercises for the same target muscles: first of the other kind, which complements it."""
        linked = {exercise.id, *self.easier.get(exercise.id, ()), *self.harder.get(exercise.id, ())}
        same: list[Exercise] = []
        other: list[Exercise] = []
        for muscle in exercise.muscles.primary:
            for candidate in self._after(exercise, self.groups["muscles"][muscle]):
                wanted = same if candidate.kind == exercise.kind else other
                if candidate.id not in linked and len(wanted) < _RELATED:
                    linked.add(candidate.id)
                    wanted.append(candidate)
        half = _RELATED // 2
        chosen = other[:half] + same[: _RELATED - len(other[:half])]
        return tuple(chosen + other[half : half + _RELATED - len(chosen)])

    def _after(self, exercise: Exercise, group: tuple[Exercise, ...]) -> Iterable[Exercise]:
        """The neighbours of an exercise in its group, from the one after it, around to the one before it."""
        start = group.index(exercise)
        return islice(group[start + 1 :] + group[:start], 4 * _RELATED)


def build(content: Content, changed: Mapping[str, datetime.date]) -> Library:
    """The library of what is valid in `content`; `changed` are the dates of last change by `folder/file.yml`."""
    records = sorted(_records(content.exercises), key=lambda e: (e.name.casefold(), e.id))
    active = {e.id: e for e in records if not e.retired}
    own = {id: source for e in records for id, source in e.own_sources().items()}
    easier = _links(active)
    dates = {
        entry.id: changed[f"{folder}/{entry.id}.yml"]
        for folder, entries in (("exercises", content.exercises), ("routines", content.routines))
        for entry in entries
        if f"{folder}/{entry.id}.yml" in changed
    }
    return Library(
        vocabulary=content.vocabulary,
        exercises=active,
        retired={e.id: e for e in records if e.retired},
        routines={r.id: r for r in _easiest_first(_records(content.routines), active, content.vocabulary)},
        sources={**own, **content.vocabulary.sources},
        groups={name: _group(active.values(), words) for name, words in GROUPINGS.items()},
        easier=_chains(easier),
        harder=_chains(_reversed(easier)),
        changed=dates,
    )


def _easiest_first(
    routines: Iterable[Routine], exercises: Mapping[str, Exercise], vocabulary: Vocabulary
) -> list[Routine]:
    """The routines whose exercises are all there, by the hardest of them, then by name."""
    rank = {level: number for number, level in enumerate(vocabulary.levels)}

    def hardest(routine: Routine) -> int:
        return max(rank[exercises[item.exercise].level] for item in routine.exercises)

    complete = [r for r in routines if all(item.exercise in exercises for item in r.exercises)]
    return sorted(complete, key=lambda r: (hardest(r), r.name.casefold(), r.id))


def _records(entries: Iterable[Entry[T]]) -> list[T]:  # type: ignore[type-var]
    return [entry.record for entry in entries if entry.record is not None]


def _group(exercises: Iterable[Exercise], words: Callable[[Exercise], Iterable[str]]) -> Grouping:
    groups: dict[str, list[Exercise]] = {}
    for exercise in exercises:
        for word in words(exercise):
            groups.setdefault(word, []).append(exercise)
    return {word: tuple(members) for word, members in groups.items()}


def _links(exercises: Mapping[str, Exercise]) -> dict[str, list[str]]:
    """From each exercise to the directly easier ones, whichever of the two files states the link."""
    links: dict[str, list[str]] = {}
    for exercise in exercises.values():
        for other in exercise.easier:
            links.setdefault(exercise.id, []).append(other)
        for other in exercise.harder:
            links.setdefault(other, []).append(exercise.id)
    return {a: [b for b in targets if b in exercises] for a, targets in links.items() if a in exercises}


def _reversed(links: Mapping[str, list[str]]) -> dict[str, list[str]]:
    back: dict[str, list[str]] = {}
    for start, ends in links.items():
        for end in ends:
            back.setdefault(end, []).append(start)
    return back


def _chains(links: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """For each start, everything that can be reached, nearest first; circles end where they began."""
    chains: dict[str, tuple[str, ...]] = {}
    for start in links:
        reached: dict[str, None] = {}
        frontier = links[start]
        while frontier:
            fresh = [end for end in dict.fromkeys(frontier) if end not in reached and end != start]
            reached.update(dict.fromkeys(fresh))
            frontier = [end for near in fresh for end in links.get(near, [])]
        if reached:
            chains[start] = tuple(reached)
    return chains
