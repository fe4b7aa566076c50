"""Writes a made-up library of any size: `python -m bench.corpus FOLDER NUMBER [--poses]`.

It is for measuring, not for reading: the exercises have the fields, lengths and shares of real ones, and `check`
finds no problem in them, but nobody should do them. What the library does not have is what few exercises have:
earlier ids, retirements and reviews.
"""

import argparse
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import yaml

HOME = Path(__file__).parents[1]
SEED = 20261127
_LEVELS = ("beginner", "beginner", "intermediate", "advanced")
_LADDER = len(_LEVELS)
_CONDITIONS = {"avoid": 0.15, "ask-first": 0.35, "adapt": 0.5}


def write(folder: Path, number: int, *, poses: bool = False) -> None:
    """Writes `number` exercises and the vocabulary into `folder`, which is emptied.

    The same number gives the same bytes, and a smaller one the first of them. With `poses`, steps are drawn;
    without, nothing is, as the vocabulary then knows no starting poses either.
    ValueError if there are not so many names.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "exercises").mkdir(parents=True)
    shutil.copytree(HOME / "vocabulary", folder / "vocabulary")
    if not poses:
        positions = folder / "vocabulary/positions.yml"
        positions.write_text(re.sub(r"\n  pose: .*", "", positions.read_text("utf-8")), "utf-8")
    for id, exercise in exercises(number, poses=poses):
        text = yaml.dump(exercise, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
        (folder / "exercises" / f"{id}.yml").write_text(text, encoding="utf-8")


def exercises(number: int, *, poses: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    """The ids and the fields of the first `number` exercises."""
    ladders = _ladders()
    if number > len(ladders) * _LADDER:
        raise ValueError(f"There are names for {len(ladders) * _LADDER} exercises, not for {number}")
    for i in range(number):
        maker = Maker(ladders[i // _LADDER], i)
        yield maker.id, maker.exercise(poses=poses)


@dataclass(frozen=True)
class Ladder:
    """A movement in a position, done in one of many ways, of which there are versions from easy to hard."""

    movement: Mapping[str, Any]
    position: str
    twist: str


def _ladders() -> list[Ladder]:
    """All ladders, in an order that mixes them."""
    words = _words()
    ladders = [Ladder(m, p, twist) for m in words["movements"] for p in m["positions"] for twist in words["twists"]]
    random.Random(SEED).shuffle(ladders)
    return ladders


class Maker:
    """Makes the exercise of a number, which is a rung of a ladder. What is drawn for it depends on no other."""

    def __init__(self, ladder: Ladder, number: int) -> None:
        self._ladder, self._index, self._rung = ladder, number, number % _LADDER
        self._chance = random.Random(f"{SEED}/{number}")
        self._position = _words()["positions"][ladder.position]
        self.id = self._id_of(self._rung)

    def exercise(self, *, poses: bool) -> dict[str, Any]:
        """The fields of its file, in the usual order."""
        own = self._own_sources()
        self._known = [*self._some(_ids("sources"), 3, 6), *(source["id"] for source in own)]
        movement, chance = self._ladder.movement, self._chance
        sides = chance.choices(["together", "each"], [6, 4])[0]
        fields = {
            "name": self._name_of(self._rung),
            "aliases": self._aliases(),
            "kind": movement["kind"],
            "summary": self._text("summaries"),
            "level": _LEVELS[self._rung],
            "positions": [self._ladder.position],
            "equipment": self._equipment(),
            "muscles": self._muscles(),
            "dose": self._dose(sides),
            "steps": self._steps(sides, poses=poses),
            "feel": self._text("feels"),
            "mistakes": self._texts("mistakes", 3, 4),
            "benefits": [self._claim(text) for text in self._texts("benefits", 2, 3)],
            "cautions": self._cautions(),
            "easier": [self._id_of(self._rung - 1)] if self._rung and chance.random() < 0.6 else [],
            "suits": [self._claim(self._text("suits"))] if chance.random() < 0.4 else [],
            "use_in": self._some(["warm-up", "main", "cool-down"], 1, 2),
            "note": self._text("notes") if chance.random() < 0.5 else "",
            "defaults": ["level", "use_in", *(["dose.sets"] if chance.random() < 0.5 else [])],
            "sources": [*(id for id in self._known if id in _ids("sources")), *own],
            "review": "unreviewed",
        }
        return {name: value for name, value in fields.items() if value or name == "equipment"}

    def _name_of(self, rung: int) -> str:
        manner, movement = _words()["manners"][rung], self._ladder.movement["name"]
        return f"{manner} {self._position['word']} {movement} {self._ladder.twist}"

    def _id_of(self, rung: int) -> str:
        return self._name_of(rung).lower().replace(" ", "-")

    def _text(self, name: str) -> str:
        return self._filled(self._chance.choice(_words()[name]))

    def _texts(self, name: str, low: int, high: int) -> list[str]:
        return [self._filled(text) for text in self._some(_words()[name], low, high)]

    def _filled(self, text: str) -> str:
        """A text with each `{slot}` replaced by a word that is drawn for it."""
        words, movement = _words(), self._ladder.movement
        of_movement = {
            "part": self._position["parts"],
            "verb": words["verbs"][movement["kind"]],
            "muscle": [muscle.replace("-", " ") for muscle in movement["muscles"]],
            "use": words["uses"],
            "place2": words["slots"]["place"],
        }
        choices = {**words["slots"], **of_movement}
        return re.sub(r"\{(\w+)\}", lambda found: self._chance.choice(choices[found[1]]), text)

    def _some(self, values: list[Any], low: int, high: int) -> list[Any]:
        return self._chance.sample(values, min(len(values), self._chance.randint(low, high)))

    def _number(self, low: int, high: int) -> int | list[int]:
        """A number, or now and then a range."""
        first = self._chance.randint(low, high)
        return [first, first + self._chance.randint(1, high)] if self._chance.random() < 0.25 else first

    def _aliases(self) -> list[str]:
        """Other names; the exercise's own one in them keeps them apart from all others."""
        name = self._name_of(self._rung)
        forms = [f"{name} exercise", f"{name}, as in the leaflet", f"The {name.lower()} drill"]
        return self._some(forms, 0, 3)

    def _equipment(self) -> list[Any]:
        pieces = {"sitting": ["chair"]}.get(self._ladder.position, [])
        extra = [[], ["towel"], ["wall"], [{"one_of": ["chair", "table"]}]]
        return pieces or self._chance.choices(extra, [7, 2, 1, 1])[0]

    def _muscles(self) -> dict[str, Any]:
        targets, others = self._ladder.movement["muscles"], _ids("muscles")
        primary = targets[: self._chance.randint(1, len(targets))]
        helpers = [m for m in self._some(others, 0, 3) if m not in primary]
        return {"primary": primary, **({"secondary": helpers} if helpers else {}), "sources": self._cited()}

    def _dose(self, sides: str) -> dict[str, Any]:
        chance = self._chance
        number = self._number
        measures = {
            "reps": {"sets": chance.randint(1, 3), "reps": number(5, 12)},
            "hold": {"reps": number(2, 5), "hold_seconds": number(10, 30), "pause_seconds": 5},
            "breaths": {"hold_breaths": number(3, 8)},
            "both": {"sets": 2, "reps": number(5, 10), "hold_seconds": number(2, 6), "rest_seconds": 60},
        }
        shares = [4, 1, 1, 4] if self._ladder.movement["kind"] == "strength" else [1, 5, 3, 1]
        kind = chance.choices(list(measures), shares)[0]
        often = {"times_per_day": number(1, 3), "days_per_week": chance.randint(2, 7)}
        goal = {"build_up": {"reps": 20, "by": 2}} if kind == "reps" and chance.random() < 0.4 else {}
        return {**measures[kind], "sides": sides, **often, **goal, "sources": self._cited()}

    def _steps(self, sides: str, *, poses: bool) -> list[Any]:
        begin = self._filled(self._chance.choice(self._position["begin"]))
        other = [self._text("other_side")] if sides == "each" else []
        acts = self._texts("acts", 1, 5 - len(other))
        told = [begin, *acts, self._text("ends"), *other]
        return [self._step(i, text, len(acts), poses=poses) for i, text in enumerate(told)]

    def _step(self, i: int, text: str, acts: int, *, poses: bool) -> str | dict[str, Any]:
        breathe = {"breathe": self._chance.choice(["in", "out"])} if 0 < i <= acts and self._chance.random() < 0.3 else {}
        pose = self._pose(i, acts)
        step = {"text": text, **breathe, **({"pose": pose} if poses and pose else {})}
        return step if len(step) > 1 else text

    def _pose(self, i: int, acts: int) -> dict[str, Any]:
        """How the body is held in step `i`: from the start, through the acts, and back."""
        if i == 0:
            return dict(self._position["start"])
        return self._drawn(self._chance.choice(self._position["poses"])) if i <= acts else {"like": 1}

    def _drawn(self, pose: dict[str, Any]) -> dict[str, Any]:
        """A pose with an angle for each [low, high]."""
        angles = {
            joint: {move: self._chance.randint(*ends) for move, ends in moves.items()}
            for joint, moves in pose.items()
            if isinstance(moves, dict)
        }
        return {**pose, **angles}

    def _cautions(self) -> list[dict[str, Any]]:
        return [self._caution(action) for action in self._chance.choices([*_CONDITIONS], [*_CONDITIONS.values()], k=self._chance.randint(3, 5))]

    def _caution(self, action: str) -> dict[str, Any]:
        conditions = self._some(_ids("conditions"), 0, 3)
        instead = {"instead": self._text("insteads")} if self._chance.random() < 0.3 else {}
        return {
            "text": self._filled(self._chance.choice(_words()["cautions"][action])),
            **({"conditions": conditions} if conditions else {}),
            "action": action,
            "why": self._text("whys"),
            **instead,
            "sources": self._cited(),
        }

    def _claim(self, text: str) -> dict[str, Any]:
        return {"text": text, "sources": self._cited()}

    def _cited(self) -> list[str]:
        return self._some(self._known, 1, 2)

    def _own_sources(self) -> list[dict[str, Any]]:
        """Sources that the file brings along."""
        return [self._own_source(number) for number in range(1, self._chance.randint(4, 9))]

    def _own_source(self, number: int) -> dict[str, Any]:
        id = f"leaflet-{self._index}-{number}"
        return {
            "id": id,
            "title": self._text("titles"),
            "publisher": self._chance.choice(_words()["publishers"]),
            "url": f"https://www.example.org/{id}",
            "read": f"2026-11-{self._chance.randint(1, 28):02}",
        }


class _Dumper(yaml.CSafeDumper):
    """Writes as people do: dates and the field `on` without quotes, and what is said twice twice."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, form) for tag, form in known if tag.rpartition(":")[2] not in ("timestamp", "bool")]
        for first, known in yaml.CSafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, _data: object) -> bool:
        return True


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.load((Path(__file__).with_name("words.yml")).read_text("utf-8"), yaml.CSafeLoader)
    return words


@cache
def _ids(name: str) -> list[str]:
    """The ids of one of the vocabulary's lists."""
    text = (HOME / "vocabulary" / f"{name}.yml").read_text("utf-8")
    return list(yaml.load(text, yaml.CSafeLoader))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=write.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--poses", action="store_true")
    chosen = parser.parse_args()
    write(chosen.folder, chosen.number, poses=chosen.poses)
