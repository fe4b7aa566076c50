"""Draws each exercise once: keeps what was drawn between builds, by a fingerprint of all that it was drawn from."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from macros.figures.movement import movement
from macros.figures.pictures import Picture, step_pictures, telling, thumbnail
from macros.figures.posing import Posture, solve
from macros.figures.steps import Fault, Frame, Held, begun, faults, frames, held_poses
from macros.home import cache
from macros.library import Library
from macros.model import Exercise

_MOST_AT_HAND = 500  # drawings, of some 70 KB each
TARGET, HELPER = "target", "helper"
"""The classes of the muscles that an exercise is for, and of those that help."""
_VIEWS = dict.fromkeys(("abduction", "adduction", "side", "internal", "external", "rotation"), ("front",))
"""From where a movement is seen best, by the first word of its name; all others from the right."""
_CODE = (Path(__file__), *sorted((Path(__file__).parent / "figures").glob("*.py")))


@dataclass(frozen=True)
class Drawing:
    """All pictures of one exercise."""

    steps: tuple[Picture, ...]
    """One a step; only the starting position for an exercise without poses; empty where even that is not known."""
    telling: int
    """The number, from 0, of the step that stands for the exercise."""
    thumbnail: Picture | None
    movement: str
    """The JSON that plays the movement; empty where nothing moves."""
    faults: tuple[Fault, ...]
    """What sinks into the floor, and what does not reach what it should."""


NOTHING = Drawing((), 0, None, "", ())
"""That of an exercise of which not even the start is known."""


class Gallery:
    """The drawings of one library. `file` keeps them between builds, if it can be written."""

    def __init__(self, library: Library, file: Path | None) -> None:
        self._library = library
        self._file = file
        self._drawn: dict[str, Drawing] = {}

    def of(self, exercise: Exercise) -> Drawing:
        """The drawing of an exercise."""
        if not self.poses(exercise):
            return NOTHING
        key = self._key(exercise)
        if key not in self._drawn:
            if len(self._drawn) > _MOST_AT_HAND:
                self._drawn.clear()
            self._drawn[key] = self._kept(key, exercise) or self._draw(key, exercise)
        return self._drawn[key]

    def faults(self, exercise: Exercise) -> tuple[Fault, ...]:
        """What is impossible in an exercise's poses; found without drawing, unless that is done already."""
        if not exercise.has_poses:
            return self._faults_of_starts.get(self._start(exercise), ())
        known, found = self._rows.get(exercise.id, ("", ""))
        if known and known == self._fingerprint(exercise):
            return tuple(Fault(**fault) for fault in json.loads(found))
        return tuple(faults(frames(self.poses(exercise))))

    def poses(self, exercise: Exercise) -> list[Held]:
        """The pose of each step, with all that it inherits; without any pose, the usual start alone, if it is known."""
        if not exercise.has_poses:
            return self._starts.get(self._start(exercise), [])
        poses = [step.pose for step in exercise.steps]
        return held_poses(poses, self._library.vocabulary.poses, self._start(exercise))

    def _start(self, exercise: Exercise) -> str | None:
        """The starting pose that an exercise has by its positions."""
        positions = self._library.vocabulary.positions
        return next((pose for p in exercise.positions if (pose := positions[p].pose)), None)

    @cached_property
    def _starts(self) -> Mapping[str | None, list[Held]]:
        """The starting poses, as exercises without poses show them."""
        poses = self._library.vocabulary.poses
        return {name: held_poses([None], poses, name) for name in poses}

    @cached_property
    def _faults_of_starts(self) -> Mapping[str | None, tuple[Fault, ...]]:
        return {name: tuple(faults(frames(held))) for name, held in self._starts.items()}

    def starting_pose(self, id: str) -> Picture:
        """A starting pose as a small picture."""
        return thumbnail(Frame(*_solved(begun(id, self._library.vocabulary.poses))), {})

    def joint(self, joint: str, move: str, degrees: int) -> Picture:
        """A movement of a joint, as a small picture of someone who stands."""
        standing = begun("standing", self._library.vocabulary.poses, _VIEWS.get(move.split("_")[0], ("right",)))
        bent = {"hip": {"right_knee": {"flexion": 90}}, "shoulder": {"right_elbow": {"flexion": 90}}}
        helper = bent.get(joint.removeprefix("right_"), {}) if "rotation" in move else {}
        on = ("left-foot",) if joint in ("right_hip", "right_knee", "right_ankle") else standing.on
        held = replace(standing, on=on, angles={**standing.angles, **helper, joint: {move: degrees}})
        return thumbnail(Frame(*_solved(held)), {})

    def _draw(self, key: str, exercise: Exercise) -> Drawing:
        drawing = draw(exercise, self.poses(exercise))
        kept = asdict(drawing)
        row = (key, self._fingerprint(exercise), json.dumps(kept["faults"]), json.dumps(kept))
        list(self._query("INSERT OR REPLACE INTO drawn VALUES (?, ?, ?, ?)", row))
        return drawing

    def _kept(self, key: str, exercise: Exercise) -> Drawing | None:
        """What an earlier build has drawn, or another process of this one, or this one when it had fewer at hand."""
        wanted = (key, self._fingerprint(exercise))
        texts = self._query("SELECT text FROM drawn WHERE id = ? AND fingerprint = ?", wanted)
        return next((_read(json.loads(text)) for (text,) in texts), None)

    def _key(self, exercise: Exercise) -> str:
        """What a drawing is kept under: one of a mere start serves all exercises that begin and are coloured alike."""
        if exercise.has_poses:
            return exercise.id
        return f"{self._start(exercise)} {exercise.steps[0].breathe} {tints(exercise)}"

    def _fingerprint(self, exercise: Exercise) -> str:
        """All that a drawing is made from; the dose and the choice of a picture matter where there are several."""
        poses = self.poses(exercise)
        several = (exercise.picture, exercise.dose) if exercise.has_poses else ()
        breathes = [step.breathe for step, _ in zip(exercise.steps, poses, strict=False)]
        return hashlib.sha256(repr([self._code, poses, tints(exercise), breathes, several]).encode()).hexdigest()

    @cached_property
    def _code(self) -> str:
        """A fingerprint of the code that draws."""
        return hashlib.sha256(b"".join(path.read_bytes() for path in _CODE)).hexdigest()

    @cached_property
    def _rows(self) -> Mapping[str, tuple[str, str]]:
        """The fingerprints and faults of all that is kept; the pictures are many, and read one by one."""
        rows = self._query("SELECT id, fingerprint, faults FROM drawn")
        return {id: (fingerprint, found) for id, fingerprint, found in rows}

    def _query(self, statement: str, values: tuple[str, ...] = ()) -> Iterator[Any]:
        if not self._file:
            return
        try:
            self._file.parent.mkdir(exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=20)) as connection, connection:
                connection.execute("PRAGMA synchronous = OFF")  # What is lost can be drawn again.
                connection.execute("CREATE TABLE IF NOT EXISTS drawn (id PRIMARY KEY, fingerprint, faults, text)")
                yield from connection.execute(statement, values).fetchall()
        except (OSError, sqlite3.Error):
            self._file = None


def _solved(held: Held) -> tuple[Held, Posture]:
    return held, solve(held.stance())


def drawings(root: Path) -> Path:
    """Where the drawings of a content folder are kept between builds."""
    return cache(root) / "drawings.sqlite"


def draw(exercise: Exercise, poses: list[Held]) -> Drawing:
    """Draws an exercise whose steps have these poses."""
    bodies = frames(poses)
    colours = tints(exercise)
    steps = step_pictures(bodies, [step.breathe for step in exercise.steps], colours)
    chosen = min(exercise.picture or len(bodies) + 1, len(bodies) + 1) - 1
    if chosen == len(bodies) and bodies:
        chosen = telling(bodies)
    targets = {muscle: kind for muscle, kind in colours.items() if kind == TARGET}
    small = thumbnail(bodies[chosen], targets) if bodies else None
    return Drawing(tuple(steps), chosen, small, movement(bodies, exercise.dose, chosen, colours), tuple(faults(bodies)))


def tints(exercise: Exercise) -> dict[str, str]:
    """The class in which each muscle of an exercise is coloured."""
    return dict.fromkeys(exercise.muscles.secondary, HELPER) | dict.fromkeys(exercise.muscles.primary, TARGET)


def _read(data: dict[str, Any]) -> Drawing:
    def picture(raw: dict[str, Any]) -> Picture:
        left, top, width, height = raw["box"]
        return Picture(raw["content"], (left, top, width, height))

    return Drawing(
        tuple(map(picture, data["steps"])),
        data["telling"],
        picture(data["thumbnail"]) if data["thumbnail"] else None,
        data["movement"],
        tuple(Fault(**fault) for fault in data["faults"]),
    )
