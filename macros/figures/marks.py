"""What is drawn over a body: the arrow of a movement, and the breath."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from macros.figures.body import SPHERES
from macros.figures.drawing import UNITS, Camera
from macros.figures.geometry import Circle, Vector, add, dot, middle, scale, turn, unit
from macros.figures.posing import Posture, in_between
from macros.figures.scene import Mark, Points, curve, lines, plane
from macros.figures.skeleton import SIDES
from macros.figures.steps import Frame

Box = tuple[int, int, int, int]
"""Left, top, width and height, in units."""


class Mover(NamedTuple):
    """A part whose movement an arrow can show: its spheres, and how far beside their middle the arrow runs."""

    spheres: tuple[str, ...]
    clearance: float
    ahead: bool = False
    """Whether the arrow runs ahead of the part, because the trunk is too large to run beside it."""


MOVERS: Mapping[str, Mover] = {
    "head": Mover(("skull",), 0.16),
    "back": Mover(("left_waist", "right_waist"), 0.15, ahead=True),
    "chest": Mover(("left_chest", "right_chest"), 0.17, ahead=True),
    "hips": Mover(("left_hip", "right_hip"), 0.17, ahead=True),
    **{f"{side}-hand": Mover((f"{side}_knuckles",), 0.1) for side in SIDES},
    **{f"{side}-elbow": Mover((f"{side}_elbow",), 0.11) for side in SIDES},
    **{f"{side}-knee": Mover((f"{side}_knee",), 0.13) for side in SIDES},
    **{f"{side}-foot": Mover((f"{side}_instep",), 0.11) for side in SIDES},
}
_UPPER = ("head", "left-hand", "right-hand")
_LOWER = ("hips", "left-knee", "right-knee", "left-foot", "right-foot")
_LEAST_MOVEMENT = 0.09
_SHARES = tuple(n / 8 for n in range(2, 9))
# Lengths of an arrow, in metres of the body.
_SHORTEST, _LONGEST, _HEAD, _HALF_HEAD = 0.14, 0.5, 0.084, 0.052


def arrows(now: Frame, view: Camera) -> list[Mark]:
    """The arrows that show what moves on the way to this step, and those of parts that press on each other."""
    marks = _pressing(now, view) if now.held.press else []
    if now.before and now.before is not now.posture:
        moves = _what_moves(now.before, now.posture, view)
        for mover in moves if now.held.arrows is None else now.held.arrows:
            marks += _arrow(_way(mover, now.before, now.posture, view), view.units)
    return marks


def _what_moves(before: Posture, now: Posture, view: Camera) -> list[str]:
    """The part that moves most; with it, a part of the other half of the body that moves nearly as much."""
    parts = (*_UPPER, *_LOWER)
    distance = {name: math.dist(_seen(name, before, view), _seen(name, now, view)) / view.units for name in parts}
    near = {name: dot(_centre(name, now), view.towards) for name in parts}
    first, *others = sorted(parts, key=lambda name: (-round(distance[name], 1), -near[name]))
    if distance[first] < _LEAST_MOVEMENT:
        return []
    other = next(name for name in others if (name in _UPPER) != (first in _UPPER) and name != "hips")
    return [first, other] if distance[other] > max(0.6 * distance[first], 0.2) else [first]


def _seen(name: str, posture: Posture, view: Camera) -> tuple[float, float]:
    return view.flat(_centre(name, posture))


def _centre(name: str, posture: Posture) -> Vector:
    return middle([posture.ball(ball).centre for ball in MOVERS[name].spheres])


def _way(mover: str, before: Posture, now: Posture, view: Camera) -> Points:
    """The way of a part through the picture, beside the body where it covers least of it."""
    bodies = [in_between(before, now, share) for share in _SHARES]
    points = _end_of([_seen(mover, body, view) for body in bodies], _LONGEST * view.units)
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = math.dist(points[0], points[-1]) or 1.0
    across = ((y0 - y1) / length, (x1 - x0) / length)
    if MOVERS[mover].ahead:
        return _before_or_behind(MOVERS[mover].clearance, points, _centre(mover, now)[2], view.units)
    circles = [view.circle(now.ball(name)) for name in SPHERES]
    offs = [share * MOVERS[mover].clearance * view.units for share in (1, -1, 1.6, -1.6, 2.2, -2.2)]
    ways = [[(x + across[0] * off, y + across[1] * off) for x, y in points] for off in offs]
    return min(ways, key=lambda way: sum(_covers(circles, point) for point in way))


def _before_or_behind(clearance: float, points: Points, height: float, units: int) -> Points:
    """A short way before a part that moves, or behind it where the floor is too near."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = math.dist(points[0], points[-1]) or 1.0
    dx, dy = (x1 - x0) / length * units, (y1 - y0) / length * units
    if dy > 0 and height < 0.5:
        return [(x1 - dx * reach, y1 - dy * reach) for reach in (clearance + _HEAD + _SHORTEST, clearance + _HEAD)]
    return [(x1 + dx * reach, y1 + dy * reach) for reach in (clearance, clearance + _SHORTEST)]


def _end_of(points: Points, longest: float) -> Points:
    """The last part of a way, at most `longest` units."""
    kept = [points[-1]]
    for point in reversed(points[:-1]):
        kept.append(point)
        if sum(math.dist(a, b) for a, b in pairwise(kept)) > longest:
            break
    return kept[::-1]


def _covers(circles: Sequence[Circle], point: tuple[float, float]) -> bool:
    """Whether a point of the picture is on the body."""
    return any(math.dist((x, y), point) < r for x, y, r in circles)


def _arrow(way: Points, units: int) -> list[Mark]:
    """A line with a head; a line that is too short is made longer at its tail."""
    (x0, y0), (x1, y1) = way[-2], way[-1]
    step = math.hypot(x1 - x0, y1 - y0) or 1.0
    dx, dy = (x1 - x0) / step * units, (y1 - y0) / step * units
    if math.dist(way[0], way[-1]) < _SHORTEST * units:
        way = [(x1 - dx * _SHORTEST, y1 - dy * _SHORTEST), (x1, y1)]
    wide, long = _HALF_HEAD, _HEAD
    head = [(x1 - dy * wide, y1 + dx * wide), (x1 + dx * long, y1 + dy * long), (x1 + dy * wide, y1 - dx * wide)]
    return [curve("arrow", way), plane("arrow-head", head)]


def _pressing(now: Frame, view: Camera) -> list[Mark]:
    """Two arrows that point at each other."""
    one, other = (_seen(name, now.posture, view) for name in now.held.press)
    length = math.dist(one, other)
    dx, dy = (other[0] - one[0]) / length, (other[1] - one[1]) / length
    marks = []
    for (x, y), sign in ((one, 1), (other, -1)):
        tail, head = (sign * reach * view.units for reach in (_HEAD + 0.17, _HEAD + 0.035))
        marks += _arrow([(x - tail * dx, y - tail * dy), (x - head * dx, y - head * dy)], view.units)
    return marks


def breath(posture: Posture, direction: str, view: Camera) -> Mark:
    """Three lines before the mouth that spread with a point outwards, or narrow with a point inwards.

    Before a face that looks down at the floor there is no room, nor before one that looks at the viewer: there they
    are before the crown, and beside the cheek.
    """
    head = posture.skeleton["head"]
    mouth, ahead, aside = (
        head.point((0.14, 0.0, 0.0)),
        turn(head.axes, (1.0, 0.0, -0.15)),
        turn(head.axes, (-0.1, 0.0, 1.0)),
    )
    if dot(unit(ahead), view.towards) > 0.5:
        mouth, ahead, aside = _beside(posture, view)
    elif head.point((0.3, 0.0, 0.0))[2] < 0:
        mouth, ahead, aside = (
            head.point((0.12, 0.0, 0.12)),
            turn(head.axes, (0.25, 0.0, 1.0)),
            turn(head.axes, (1.0, 0.0, -0.25)),
        )

    def at(forwards: float, up: float) -> tuple[float, float]:
        return view.flat(add(add(mouth, scale(ahead, forwards)), scale(aside, up)))

    rays = [[at(0.0, 0.018 * n), at(0.09 if n else 0.13, 0.05 * n)] for n in (-1, 0, 1)]
    tip, wing = (0.17, 0.125) if direction == "out" else (-0.01, 0.04)
    return lines("breath", *rays, [at(wing, 0.035), at(tip, 0.0), at(wing, -0.035)])


def _beside(posture: Posture, view: Camera) -> tuple[Vector, Vector, Vector]:
    """A place beside the head, the direction away from it, and that across: where there is least of the body."""
    face = posture.skeleton["head"].point((0.0, 0.0, 0.05))
    circles = [view.circle(posture.ball(name)) for name in SPHERES]
    ways = [(view.right, view.up), (scale(view.right, -1.0), view.up), (view.up, view.right)]

    def covered(way: tuple[Vector, Vector]) -> int:
        return sum(_covers(circles, view.flat(add(face, scale(way[0], reach)))) for reach in (0.14, 0.2, 0.28))

    ahead, aside = min(ways, key=covered)
    return add(face, scale(ahead, 0.13)), ahead, aside


def signs(now: Frame, box: Box) -> list[Mark]:
    """The signs in the corner of a picture: two bars where one stays, two arrows where the other side's turn comes."""
    s = UNITS / 20
    x, y = box[0] + box[2] - 2.4 * s, box[1] + 2.2 * s

    def way(*points: tuple[float, float]) -> Points:
        return [(x + across * s, y + down * s) for across, down in points]

    if now.held.mirrors is not None:
        there = way((-1.6, -0.8), (1.6, -0.8)), way((0.8, -1.5), (1.6, -0.8), (0.8, -0.1))
        and_back = way((-1.6, 0.9), (1.6, 0.9)), way((-0.8, 0.2), (-1.6, 0.9), (-0.8, 1.6))
        return [lines("sign", *there, *and_back)]
    if now.before is now.posture:
        return [lines("sign", way((0.0, -1.0), (0.0, 1.0)), way((1.2, -1.0), (1.2, 1.0)))]
    return []
