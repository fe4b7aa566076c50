"""The whole content, looked up and grouped: built once per build, never changed."""

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import chain, islice

from macros.history import Dates
from macros.loading import Adaptation, Content, Entry, R
from macros.model import KINDS, Exercise, Routine
from macros.vocabulary import NO_EQUIPMENT, Source, Vocabulary, Word

_RELATED = 4

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
class LeftOut:
    """The ids of what a copy does not show: exercises, routines and guides, and the folders of views."""

    exercises: frozenset[str] = frozenset()
    routines: frozenset[str] = frozenset()
    guides: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()

    def addresses(self) -> frozenset[str]:
        """Where the pages would be that this leaves out."""
        pages = {f"{folder}/{id}/" for folder in ("exercises", "routines", "guides") for id in getattr(self, folder)}
        return frozenset({*pages, *(f"{folder}/" for folder in self.views)})


NOTHING = LeftOut()
"""For a copy that leaves nothing out."""


@dataclass(frozen=True)
class Library:
    """All valid exercises and routines with what is derived from them together.

    `exercises` are in the order of their names, `routines` of how demanding they are. `easier` and
    `harder` hold, for every exercise that has any, the ids of all easier or harder versions, nearest
    first. `groups[grouping][word]` are the exercises of a word, in the order of their names; words that
    no exercise uses are left out. `by_kind[muscle, kind]` are those of one kind that target a muscle.
    `added` and `changed` are the dates of the first and the last change by address, where they are known; `touched`
    are the fields that the latest changes touched.
    `left_out` is what this copy does not show; none of it stands in the other fields. `adapted` are the changes
    of a clinic by exercise, and `own` the addresses of exercises and routines that it has added.
    """

    vocabulary: Vocabulary
    exercises: Mapping[str, Exercise]
    retired: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    sources: Mapping[str, Source]
    groups: Mapping[str, Grouping]
    by_kind: Mapping[tuple[str, str], tuple[Exercise, ...]]
    easier: Mapping[str, tuple[str, ...]]
    harder: Mapping[str, tuple[str, ...]]
    added: Mapping[str, datetime.date]
    changed: Mapping[str, datetime.date]
    left_out: LeftOut
    adapted: Mapping[str, Adaptation]
    own: frozenset[str]
    touched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def needs_floor(self, exercise: Exercise) -> bool:
        """Whether there is no way to do it without getting down to the floor or a bed."""
        return all(self.vocabulary.positions[p].floor for p in exercise.positions)

    def all_words(self, grouping: str) -> Mapping[str, Word]:
        """All words of a grouping in the order of the vocabulary; equipment has one for none at all."""
        words: Mapping[str, Word] = getattr(self.vocabulary, grouping)
        if grouping != "equipment":
            return words
        labels = self.vocabulary.labels
        none = Word(label=labels["no_equipment"], description=labels["no_equipment_description"])
        return {**words, NO_EQUIPMENT: none}

    def words(self, grouping: str) -> Mapping[str, Word]:
        """The words of a grouping that at least one exercise uses."""
        used = self.used(grouping)
        return {id: word for id, word in self.all_words(grouping).items() if id in used}

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
        same = self._neighbours(exercise, exercise.kind, linked)
        other = self._neighbours(exercise, next(k for k in KINDS if k != exercise.kind), linked)
        half = _RELATED // 2
        chosen = other[:half] + same[: _RELATED - len(other[:half])]
        return tuple(chosen + other[half : half + _RELATED - len(chosen)])

    def _neighbours(self, exercise: Exercise, kind: str, leave_out: Set[str]) -> list[Exercise]:
        """A few exercises of a kind for the same target muscles: those that follow by name, around the list."""
        found: dict[str, Exercise] = {}
        for muscle in exercise.muscles.primary:
            group = self.by_kind[muscle, kind]
            start = bisect_right(group, _by_name(exercise), key=_by_name)
            around = chain(islice(group, start, None), islice(group, start))
            fresh = (e for e in around if e.id not in leave_out and e.id not in found)
            found |= {e.id: e for e in islice(fresh, _RELATED)}
        return list(found.values())[:_RELATED]


def build(content: Content, dates: Mapping[str, Dates], left_out: LeftOut = NOTHING) -> Library:
    """The library of what is valid in `content` and not left out; `dates` are those of files, by `folder/file.yml`."""
    records = sorted(_records(content.exercises), key=_by_name)
    offered = {e.id: e for e in records if not e.retired}
    active = {id: e for id, e in offered.items() if id not in left_out.exercises}
    own = {id: source for e in active.values() for id, source in e.own_sources().items()}
    easier = _links(offered)
    groups = {name: _group(active.values(), words) for name, words in GROUPINGS.items()}
    targets = groups["muscles"].items()
    routines = [r for r in _records(content.routines) if r.id not in left_out.routines]
    return Library(
        vocabulary=content.vocabulary,
        exercises=active,
        retired={e.id: e for e in records if e.retired and e.id not in left_out.exercises},
        routines={r.id: r for r in _easiest_first(routines, active, content.vocabulary)},
        sources={**own, **content.vocabulary.sources},
        groups=groups,
        by_kind={(muscle, k): tuple(e for e in members if e.kind == k) for muscle, members in targets for k in KINDS},
        easier=_kept(_chains(easier), active),
        harder=_kept(_chains(_reversed(easier)), active),
        added={path.removesuffix(".yml") + "/": known.added for path, known in dates.items()},
        changed={path.removesuffix(".yml") + "/": known.changed for path, known in dates.items()},
        left_out=left_out,
        adapted={e.id: e.adaptation for e in content.exercises if e.adaptation and e.id in active},
        own=frozenset(
            f"{folder}/{entry.id}/"
            for folder, entries in (("exercises", content.exercises), ("routines", content.routines))
            for entry in entries
            if entry.is_own
        ),
    )


def _kept(chains: Mapping[str, tuple[str, ...]], active: Mapping[str, Exercise]) -> dict[str, tuple[str, ...]]:
    """The chains without what is left out: who names such an exercise is linked to the next one behind it."""
    kept = {start: tuple(id for id in ids if id in active) for start, ids in chains.items() if start in active}
    return {start: ids for start, ids in kept.items() if ids}


def _easiest_first(
    routines: Iterable[Routine], exercises: Mapping[str, Exercise], vocabulary: Vocabulary
) -> list[Routine]:
    """The routines whose exercises are all there, by the hardest of them, then by name."""
    rank = {level: number for number, level in enumerate(vocabulary.levels)}

    def hardest(routine: Routine) -> int:
        return max(rank[exercises[item.exercise].level] for item in routine.exercises)

    complete = [r for r in routines if all(item.exercise in exercises for item in r.exercises)]
    return sorted(complete, key=lambda r: (hardest(r), r.name.casefold(), r.id))


def _by_name(exercise: Exercise) -> tuple[str, str]:
    return exercise.name.casefold(), exercise.id


def _records(entries: Iterable[Entry[R]]) -> list[R]:
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
