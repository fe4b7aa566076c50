"""Bodies for tests: those of the real exercises, and those of poses that a test makes up."""

import hashlib
import math
import random
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from macros.figures.geometry import Vector, dot, subtract, unit
from macros.figures.posing import Posture
from macros.figures.skeleton import SIDES, Skeleton
from macros.figures.steps import Frame, Held, frames, held_poses
from macros.gallery import Drawing, Gallery
from macros.library import build
from macros.loading import load
from macros.poses import Contact, Direction, Grip, Joint, Mover, Place, Pose, UpTo
from tests.conftest import ROOT

LIBRARY = build(load(ROOT), {})
VOCABULARY = LIBRARY.vocabulary
STARTS = tuple(VOCABULARY.poses)
STEPS = [(id, number) for id, exercise in LIBRARY.exercises.items() for number in range(1, len(exercise.steps) + 1)]
GALLERY = Gallery(LIBRARY, None)

Fields = dict[str, Any]


@cache
def drawing(id: str) -> Drawing:
    """The drawing of a real exercise, made anew."""
    return GALLERY.of(LIBRARY.exercises[id])


@cache
def frames_of(id: str) -> Sequence[Frame]:
    """The bodies of a real exercise."""
    return frames(GALLERY.poses(LIBRARY.exercises[id]))


def body_at(id: str, step: int) -> Posture:
    """The body at a step, from 1, of a real exercise."""
    return frames_of(id)[step - 1].posture


def pose(**fields: Any) -> Pose:
    """A pose as it is read from a file."""
    return Pose.model_validate(fields, context={"words": VOCABULARY.words()})


def held(*steps: Fields | None) -> list[Held]:
    """The poses of steps with all that they inherit; None is a step without a pose."""
    return held_poses([pose(**step) if step is not None else None for step in steps], VOCABULARY.poses, None)


def bodies(*steps: Fields | None) -> list[Frame]:
    """The bodies of steps."""
    return frames(held(*steps))


def body(start: str, **fields: Any) -> Posture:
    """The body in a starting pose, changed by `fields`."""
    return bodies({"start": start, **fields})[0].posture


def ranges(joint: type[Joint]) -> Iterator[tuple[str, UpTo]]:
    """The movements of a joint with their limits."""
    for name, hint in get_type_hints(joint, include_extras=True).items():
        for part in get_args(hint):
            if get_origin(part) is Annotated:
                yield name, next(mark for mark in part.__metadata__ if isinstance(mark, UpTo))


JOINTS: dict[str, type[Joint]] = {
    name: part
    for name, field in Pose.model_fields.items()
    for part in get_args(field.annotation)
    if isinstance(part, type) and issubclass(part, Joint)
}


def random_steps(dice: random.Random) -> list[Fields | None]:
    """Valid poses of up to four steps."""
    first = {"start": dice.choice(STARTS), **_random_pose(dice)}
    others: list[Fields | None] = []
    for number in range(1, dice.randint(2, 4)):
        base = dice.choice([{}, {}, {"like": dice.randint(1, number)}, {"mirror_of": dice.randint(1, number)}])
        others.append(None if dice.random() < 0.1 else {**base, **_random_pose(dice)})
    return [first, *others]


def _random_pose(dice: random.Random) -> Fields:
    fields: Fields = {}
    for name, joint in JOINTS.items():
        move, limit = dice.choice(list(ranges(joint)))
        if dice.random() < 0.2:
            fields[name] = {move: dice.choice([0, limit.highest, dice.randint(0, limit.highest)])}
    places, sides = get_args(Place), [f"{side}-foot" for side in SIDES]
    may_be: Fields = {
        "on": dice.sample(get_args(Contact), dice.randint(1, 4)),
        "hold": {f"{side}_hand": dice.choice(get_args(Grip)) for side in SIDES},
        "props": {"chair": dice.choice(places), "wall": dice.choice(["front", "left"]), "towel": dice.choice(sides)},
        "view": dice.sample(get_args(Direction), dice.randint(1, 3)),
        "lean": dice.randint(-90, 90),
        "arrows": dice.sample(get_args(Mover), dice.randint(0, 3)),
        "press": dice.sample(get_args(Mover), 2),
    }
    return fields | {name: value for name, value in may_be.items() if dice.random() < 0.3}


def angle(one: Vector, corner: Vector, other: Vector) -> float:
    """The angle in degrees at `corner`."""
    cosine = dot(unit(subtract(one, corner)), unit(subtract(other, corner)))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def across(point: Vector) -> Vector:
    """The same point on the other side of the body."""
    return (point[0], -point[1], point[2])


def exchanged(name: str) -> str:
    """The name of the same part on the other side."""
    side, _, rest = name.partition("_")
    return f"{ {'left': 'right', 'right': 'left'}[side] }_{rest}" if side in ("left", "right") else name


def farthest(one: Skeleton, other: Skeleton) -> float:
    """How far the two bodies' bones are apart at most, in metres."""
    return max(math.dist(one[bone].origin, other[bone].origin) for bone in one)


def digest() -> str:
    """A fingerprint of drawings of several kinds: kneeling, lying and standing, with a towel, at a wall."""
    ids = ("cat-cow", "clamshell", "hamstring-stretch-towel", "wall-sit")
    return hashlib.sha256(repr([drawing(id) for id in ids]).encode()).hexdigest()
