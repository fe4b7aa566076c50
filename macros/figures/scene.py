"""What stands or lies around a body: the mat, and chair, table and wall just where the body needs them."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from macros.figures.body import SPHERES
from macros.figures.drawing import Camera, outline, polyline
from macros.figures.geometry import Vector, middle
from macros.figures.posing import Posture, wall_at
from macros.figures.skeleton import SIDES
from macros.figures.steps import Frame

Points = Sequence[tuple[float, float]]

_MAT_WIDTH = 0.72
_BOARD = 0.03
_BACKREST = 0.42
_BESIDE, _HEIGHTS = 0.78, {"chair": 0.45, "table": 0.30}
_WALL_HEIGHT, _WALL_HALF, _WALL_DEPTH = 1.85, 0.5, 0.07


class Mark(NamedTuple):
    """Something beside the body: its class, its path data, and the points that a picture must have room for."""

    kind: str
    path: str
    points: Points


def lines(kind: str, *ways: Points) -> Mark:
    """A mark of lines."""
    return Mark(kind, "".join(map(polyline, ways)), [point for way in ways for point in way])


def curve(kind: str, way: Points) -> Mark:
    """A mark of one smooth line: the middles of the way's pieces are joined by curves."""
    whole = [(round(x), round(y)) for x, y in way]
    joints = [((ax + bx) // 2, (ay + by) // 2) for (ax, ay), (bx, by) in pairwise(whole)]
    bends = zip(whole[1:-1], joints[1:], strict=True)
    path = f"M{whole[0][0]} {whole[0][1]}L{joints[0][0]} {joints[0][1]}"
    path += "".join(f"Q{x} {y} {mx} {my}" for (x, y), (mx, my) in bends)
    return Mark(kind, f"{path}L{whole[-1][0]} {whole[-1][1]}", way)


def plane(kind: str, corners: Points) -> Mark:
    """A mark that fills a polygon."""
    return Mark(kind, polyline(corners) + "z", corners)


def block(kind: str, corners: Points, rounding: float) -> Mark:
    """A mark that fills all between its corners, which are rounded."""
    return Mark(kind, outline([(x, y, rounding) for x, y in corners]), corners)


def mat(postures: Sequence[Posture], view: Camera) -> Mark:
    """The mat under all these bodies, as long as they need it."""
    balls = [posture.ball(name) for posture in postures for name in SPHERES]
    floor = [ball.centre for ball in balls if ball.bottom() < 0.08] or [ball.centre for ball in balls]
    left, right = min(p[0] for p in floor) - 0.1, max(p[0] for p in floor) + 0.1
    half = _MAT_WIDTH / 2
    corners = ((left, -half, 0.0), (right, -half, 0.0), (right, half, 0.0), (left, half, 0.0))
    return plane("mat", [view.flat(corner) for corner in corners])


def shadow(posture: Posture, view: Camera) -> Mark:
    """The soft shadow under someone who stands or sits."""
    feet = [posture.ball(f"{side}_{name}").centre for side in SIDES for name in ("heel", "ball")]
    x, y, _ = middle([foot for foot in feet if foot[2] < 0.1] or feet)
    rim = [(x + 0.34 * math.cos(a), y + 0.24 * math.sin(a), 0.0) for a in (math.tau * n / 14 for n in range(14))]
    return block("shadow", [view.flat(point) for point in rim], 0.024 * view.units)


def props(frame: Frame, view: Camera) -> list[Mark]:
    """The things behind the body: wall, chair and table."""
    held, posture = frame.held.props, frame.posture
    marks = _wall(posture, held.wall, view) if held.wall else []
    for kind, place in (("chair", held.chair), ("table", held.table)):
        if place:
            marks += _furniture(posture, kind, place, view)
    return marks


def _wall(posture: Posture, side: str, view: Camera) -> list[Mark]:
    """A wall that just touches the body on one side."""
    axis, face = wall_at(side, posture.skeleton)
    sign = 1 if side in ("front", "left") else -1
    centre = posture.skeleton["pelvis"].origin[1 - axis]

    def corner(along: float, height: float, depth: float) -> tuple[float, float]:
        away, across = face + sign * depth, centre + along * _WALL_HALF
        return view.flat((away, across, height) if axis == 0 else (across, away, height))

    edges = [(along, height) for along, height in ((-1, 0.0), (1, 0.0), (1, _WALL_HEIGHT), (-1, _WALL_HEIGHT))]
    slab = [corner(along, height, depth) for along, height in edges for depth in (0.0, _WALL_DEPTH)]
    return [
        block("prop", slab, 0.004 * view.units),
        plane("wall", [corner(along, height, 0.0) for along, height in edges]),
    ]


def _furniture(posture: Posture, kind: str, place: str, view: Camera) -> list[Mark]:
    """A chair or a table under the seat or under a foot, or beside the body."""
    x, y, top = _place(posture, kind, place)
    half = 0.21 if kind == "chair" else 0.28
    corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    legs = [[view.flat((cx, cy, 0.0)), view.flat((cx, cy, top))] for cx, cy in corners]
    board = [view.flat((cx, cy, top - depth)) for cx, cy in corners for depth in (0.0, _BOARD)]
    marks = [lines("post", *legs), block("prop", board, 0.004 * view.units)]
    if kind == "table":
        return marks
    outside = (corners[2], corners[3]) if "left" in place else (corners[0], corners[1])
    rear = (corners[0], corners[3]) if place == "seat" else outside
    return [*_backrest(rear, top, view), *marks] if place == "seat" else [*marks, *_backrest(rear, top, view)]


def _place(posture: Posture, kind: str, place: str) -> Vector:
    """The middle of the top of a chair or table."""
    where, _, side = place.rpartition("-")
    if where == "beside":
        x, y, _ = posture.skeleton["pelvis"].origin
        return x, y + (_BESIDE if side == "left" else -_BESIDE), _HEIGHTS[kind]
    under_seat = [f"{s}_{name}" for s in SIDES for name in ("buttock", "thigh", "mid_thigh")]
    under_foot = [f"{where}_{name}" for name in ("heel", "ankle", "ball")]
    balls = [posture.ball(name) for name in (under_seat if place == "seat" else under_foot)]
    x, y, _ = middle([ball.centre for ball in balls])
    return x, y, min(ball.bottom() for ball in balls)


def _backrest(ends: Sequence[tuple[float, float]], top: float, view: Camera) -> list[Mark]:
    posts = [[view.flat((*end, top)), view.flat((*end, top + _BACKREST))] for end in ends]
    slat = [view.flat((*end, top + height)) for end in ends for height in (0.26, _BACKREST)]
    return [lines("post", *posts), block("prop", slat, 0.016 * view.units)]
