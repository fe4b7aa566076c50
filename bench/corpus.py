"""Makes up libraries of any size, to measure with: `python -m bench.corpus FOLDER NUMBER [--poses]`.

Their exercises have the fields and the lengths of real ones, and the check finds no problem in them, but nobody should
do them. What few real ones have is left out: earlier ids, retirement, reviews.
"""

import argparse
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

VOCABULARY = Path(__file__).parents[1] / "vocabulary"
SEED = 20261127
_LEVELS = ("beginner", "beginner", "intermediate", "advanced")

Fields = dict[str, Any]


def write(folder: Path, number: int, *, poses: bool = False) -> None:
    """Writes `number` exercises and the vocabulary into `folder`, which is emptied.

    They are the same each time, and the first ones of a larger number. With `poses`, their steps are drawn; without,
    nothing is, as the vocabulary then knows no starting poses either. ValueError if there are not so many names.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "exercises").mkdir(parents=True)
    shutil.copytree(VOCABULARY, folder / "vocabulary")
    if not poses:
        positions = folder / "vocabulary/positions.yml"
        positions.write_text(re.sub(r"\n  pose: .*", "", positions.read_text("utf-8")), "utf-8")
    for id, exercise in exercises(number, poses=poses):
        text = yaml.dump(exercise, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
        (folder / f"exercises/{id}.yml").write_text(text, "utf-8")


def exercises(number: int, *, poses: bool = False) -> Iterator[tuple[str, Fields]]:
    """The ids and the fields of the first `number` exercises."""
    ladders, rungs = _ladders(), len(_LEVELS)
    if number > len(ladders) * rungs:
        raise ValueError(f"There are names for {len(ladders) * rungs} exercises, not for {number}")
    for index in range(number):
        maker = _Maker(ladders[index // rungs], index)
        yield maker.id, maker.exercise(poses=poses)


@dataclass(frozen=True)
class _Ladder:
    """A movement in a position and done in one of many ways, of which there are versions from easy to hard."""

    movement: Mapping[str, Any]
    position: str
    twist: str


def _ladders() -> list[_Ladder]:
    """All ladders, in an order that mixes them."""
    words = _words()
    ladders = [_Ladder(m, p, twist) for m in words["movements"] for p in m["positions"] for twist in words["twists"]]
    random.Random(SEED).shuffle(ladders)
    return ladders


class _Maker:
    """Makes the exercise of a number, which is a rung of a ladder. What is drawn for it depends on no other."""

    def __init__(self, ladder: _Ladder, number: int) -> None:
        self._ladder, self._number, self._rung = ladder, number, number % len(_LEVELS)
        self._chance = random.Random(f"{SEED}/{number}")
        self._position = _words()["positions"][ladder.position]
        self._own_sources = [self._source(n) for n in range(self._chance.choice((0, 0, 0, 1, 1, 2)))]
        own = [source["id"] for source in self._own_sources]
        self._sources = [*self._some(_ids("sources"), 3, 6), *own]
        self.id = self._id_of(self._rung)

    def exercise(self, *, poses: bool) -> Fields:
        """The fields of its file, in the usual order."""
        movement, words = self._ladder.movement, _words()
        each = self._now_and_then(0.4)
        fields = {
            "name": self._name_of(self._rung),
            "aliases": [f"{self._name_of(self._rung)}, {form}" for form in self._some(words["aliases"], 0, 3)],
            "kind": movement["kind"],
            "summary": self._text("summaries"),
            "level": _LEVELS[self._rung],
            "positions": [self._ladder.position],
            "equipment": self._chance.choice(self._position.get("equipment", words["equipment"])),
            "muscles": self._muscles(),
            "dose": self._dose(each=each),
            "steps": self._steps(each=each, poses=poses),
            "feel": self._text("feels"),
            "mistakes": self._texts("mistakes", 3, 4),
            "benefits": [self._claim(text) for text in self._texts("benefits", 2, 3)],
            "cautions": [self._caution(action) for action in self._some(words["actions"], 3, 5)],
            "easier": [self._id_of(self._rung - 1)] if self._rung and self._now_and_then(0.6) else [],
            "suits": [self._claim(self._text("suits"))] if self._now_and_then(0.4) else [],
            "use_in": self._some(["warm-up", "main", "cool-down"], 1, 2),
            "note": self._text("notes") if self._now_and_then(0.5) else "",
            "defaults": ["level", "use_in"],
            "sources": [*(id for id in self._sources if id in _ids("sources")), *self._own_sources],
            "review": "unreviewed",
        }
        return {name: value for name, value in fields.items() if value or name == "equipment"}

    def _name_of(self, rung: int) -> str:
        manner, movement = _words()["manners"][rung], self._ladder.movement["name"]
        return f"{manner} {self._position['word']} {movement} {self._ladder.twist}"

    def _id_of(self, rung: int) -> str:
        return self._name_of(rung).lower().replace(" ", "-")

    def _muscles(self) -> Fields:
        primary = self._some(self._ladder.movement["muscles"], 1, 3)
        secondary = [muscle for muscle in self._some(_ids("muscles"), 1, 3) if muscle not in primary]
        return {"primary": primary, **({"secondary": secondary} if secondary else {}), "sources": self._cited()}

    def _dose(self, *, each: bool) -> Fields:
        form = self._drawn(self._chance.choice(_words()["doses"][self._ladder.movement["kind"]]))
        often = {"times_per_day": self._chance.randint(1, 3), "days_per_week": self._chance.randint(2, 7)}
        return {**form, "sides": "each" if each else "together", **often, "sources": self._cited()}

    def _steps(self, *, each: bool, poses: bool) -> list[Any]:
        """Into the position, what to do there, and back; with `each`, the same on the other side."""
        acts = self._texts("acts", 1, 4 if each else 5)
        others = [self._text("ends"), *([self._text("other_side")] if each else [])]
        told = [self._filled(self._chance.choice(self._position["begin"])), *acts, *others]
        held = [self._position["start"], *map(self._pose, acts), *({"like": 1} for _ in others)]
        return [self._step(text, pose if poses else {}) for text, pose in zip(told, held, strict=True)]

    def _pose(self, _act: str) -> Fields:
        pose: Fields = self._drawn(self._chance.choice(self._position["poses"]))
        return pose

    def _step(self, text: str, pose: Fields) -> str | Fields:
        more = {
            **({"breathe": self._chance.choice(["in", "out"])} if self._now_and_then(0.2) else {}),
            **({"pose": pose} if pose else {}),
        }
        return {"text": text, **more} if more else text

    def _caution(self, action: str) -> Fields:
        conditions = self._some(_ids("conditions"), 0, 3)
        return {
            "text": self._filled(self._chance.choice(_words()["cautions"][action])),
            **({"conditions": conditions} if conditions else {}),
            "action": action,
            "why": self._text("whys"),
            **({"instead": self._text("insteads")} if self._now_and_then(0.3) else {}),
            "sources": self._cited(),
        }

    def _claim(self, text: str) -> Fields:
        return {"text": text, "sources": self._cited()}

    def _cited(self) -> list[str]:
        return self._some(self._sources, 1, 2)

    def _source(self, number: int) -> Fields:
        """A source that the file brings along."""
        id = f"leaflet-{self._number}-{number}"
        return {
            "id": id,
            "title": self._text("titles"),
            "publisher": self._chance.choice(_words()["publishers"]),
            "url": f"https://www.example.org/{id}",
            "read": f"2026-11-{self._chance.randint(1, 28):02}",
        }

    def _text(self, name: str) -> str:
        return self._filled(self._chance.choice(_words()[name]))

    def _texts(self, name: str, low: int, high: int) -> list[str]:
        return [self._filled(text) for text in self._some(_words()[name], low, high)]

    def _filled(self, text: str) -> str:
        """A text with each `{slot}` replaced by one of its words."""
        words, movement = _words(), self._ladder.movement
        choices = {
            **words["slots"],
            "part": self._position["parts"],
            "verb": words["verbs"][movement["kind"]],
            "muscle": [muscle.replace("-", " ") for muscle in movement["muscles"]],
        }
        return re.sub(r"\{(\w+)\}", lambda found: self._chance.choice(choices[found[1]]), text)

    def _drawn(self, form: Any) -> Any:
        """Words or a pose with a number for each `[low, high]` in it."""
        if isinstance(form, dict):
            return {name: self._drawn(value) for name, value in form.items()}
        is_range = isinstance(form, list) and all(isinstance(end, int) for end in form)
        return self._chance.randint(*form) if is_range else form

    def _some(self, values: Sequence[Any], low: int, high: int) -> list[Any]:
        return self._chance.sample(values, min(len(values), self._chance.randint(low, high)))

    def _now_and_then(self, share: float) -> bool:
        return self._chance.random() < share


class _Dumper(yaml.CSafeDumper):
    """Writes as people do: dates and the field `on` without quotes, and in full what is said twice."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as in the class above
        first: [(tag, form) for tag, form in known if tag.rpartition(":")[2] not in ("timestamp", "bool")]
        for first, known in yaml.CSafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, _data: object) -> bool:
        return True


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
    return words


@cache
def _ids(name: str) -> tuple[str, ...]:
    """The ids of one of the vocabulary's lists."""
    return tuple(yaml.safe_load((VOCABULARY / f"{name}.yml").read_text("utf-8")))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=write.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--poses", action="store_true")
    chosen = parser.parse_args()
    write(chosen.folder, chosen.number, poses=chosen.poses)
