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


class Gallery:
    """The drawings of one library. `file` keeps them between builds, if it can be written."""

    def __init__(self, library: Library, file: Path | None) -> None:
        self._library = library
        self._file = file
        self._drawn: dict[str, Drawing] = {}

    def of(self, exercise: Exercise) -> Drawing:
        """The drawing of an exercise."""
        if exercise.id not in self._drawn:
            self._drawn[exercise.id] = self._kept(exercise) or self._draw(exercise)
        return self._drawn[exercise.id]

    def faults(self, exercise: Exercise) -> tuple[Fault, ...]:
        """What is impossible in an exercise's poses; found without drawing, unless that is done already."""
        drawing = self._drawn.get(exercise.id) or self._kept(exercise)
        return drawing.faults if drawing else tuple(faults(frames(self.poses(exercise))))

    def poses(self, exercise: Exercise) -> list[Held]:
        """The pose of each step, with all that it inherits."""
        positions = self._library.vocabulary.positions
        default = next((pose for p in exercise.positions if (pose := positions[p].pose)), None)
        return held_poses([step.pose for step in exercise.steps], self._library.vocabulary.poses, default)

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

    def _draw(self, exercise: Exercise) -> Drawing:
        drawing = draw(exercise, self.poses(exercise))
        self._write(exercise.id, self._fingerprint(exercise), json.dumps(asdict(drawing)))
        return drawing

    def _kept(self, exercise: Exercise) -> Drawing | None:
        row = self._rows.get(exercise.id)
        return _read(json.loads(row[1])) if row and row[0] == self._fingerprint(exercise) else None

    def _fingerprint(self, exercise: Exercise) -> str:
        seen = [asdict(held) for held in self.poses(exercise)]
        dose = exercise.dose.model_dump()
        drawn_from = [
            self._code,
            list(tints(exercise).items()),
            [step.breathe for step in exercise.steps],
            exercise.picture,
            dose,
        ]
        return hashlib.sha256(json.dumps([seen, drawn_from], default=str, sort_keys=True).encode()).hexdigest()

    @cached_property
    def _code(self) -> str:
        """A fingerprint of the code that draws."""
        return hashlib.sha256(b"".join(path.read_bytes() for path in _CODE)).hexdigest()

    @cached_property
    def _rows(self) -> Mapping[str, tuple[str, str]]:
        return {id: (fingerprint, text) for id, fingerprint, text in self._query("SELECT * FROM drawings")}

    def _write(self, *row: str) -> None:
        list(self._query("INSERT OR REPLACE INTO drawings VALUES (?, ?, ?)", row))

    def _query(self, statement: str, values: tuple[str, ...] = ()) -> Iterator[Any]:
        if not self._file:
            return
        try:
            self._file.parent.mkdir(exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=20)) as connection, connection:
                connection.execute("CREATE TABLE IF NOT EXISTS drawings (id PRIMARY KEY, fingerprint, text)")
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
