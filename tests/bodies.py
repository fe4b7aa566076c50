"""Bodies for tests: those of the real exercises, and those of poses that a test makes up."""

import hashlib
import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from macros.figures.geometry import Vector, dot, subtract, unit
from macros.figures.posing import Posture
from macros.figures.skeleton import Skeleton
from macros.figures.steps import Frame, Held, frames, held_poses
from macros.gallery import Drawing, Gallery
from macros.library import build
from macros.loading import load
from macros.poses import Pose
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
