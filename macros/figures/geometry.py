"""Vectors, rotations and outlines. A vector is (x, y, z) in metres; a rotation is a matrix of three rows."""

import math
from collections.abc import Sequence

Vector = tuple[float, float, float]
Rotation = tuple[Vector, Vector, Vector]
Circle = tuple[float, float, float]
"""A circle in the plane: the centre's x and y, and the radius."""

NO_TURN: Rotation = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
UP: Vector = (0.0, 0.0, 1.0)


def add(a: Vector, b: Vector) -> Vector:
    """The sum."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def subtract(a: Vector, b: Vector) -> Vector:
    """The way from `b` to `a`."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vector, factor: float) -> Vector:
    """The vector, `factor` times as long."""
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def dot(a: Vector, b: Vector) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """The vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vector) -> float:
    """The length of a."""
    return math.sqrt(dot(a, a))


def unit(a: Vector) -> Vector:
    """The same direction with the length 1; a vector without length stays as it is."""
    size = length(a)
    return scale(a, 1 / size) if size else a


def mix(a: Vector, b: Vector, share: float) -> Vector:
    """The point between a (share 0) and b (share 1)."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def middle(points: Sequence[Vector]) -> Vector:
    """The mean of points."""
    count = len(points)
    return (sum(p[0] for p in points) / count, sum(p[1] for p in points) / count, sum(p[2] for p in points) / count)


def turn(r: Rotation, v: Vector) -> Vector:
    """The vector, turned."""
    x, y, z = v
    (a, b, c), (d, e, f), (g, h, i) = r
    return (a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z)


def back(r: Rotation) -> Rotation:
    """The rotation that undoes r."""
    return ((r[0][0], r[1][0], r[2][0]), (r[0][1], r[1][1], r[2][1]), (r[0][2], r[1][2], r[2][2]))


def then(outer: Rotation, inner: Rotation) -> Rotation:
    """`inner` first, then `outer`. Written out, because every joint of every picture needs it."""
    (a, b, c), (d, e, f), (g, h, i) = outer
    (j, k, l), (m, n, o), (p, q, r) = inner  # noqa: E741 - the letters of a matrix
    return (
        (a * j + b * m + c * p, a * k + b * n + c * q, a * l + b * o + c * r),
        (d * j + e * m + f * p, d * k + e * n + f * q, d * l + e * o + f * r),
        (g * j + h * m + i * p, g * k + h * n + i * q, g * l + h * o + i * r),
    )


def about_x(degrees: float) -> Rotation:
    """A turn about the axis that points forwards: from left to up."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))


def about_y(degrees: float) -> Rotation:
    """A turn about the axis that points to the left: from up to forwards."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def about_z(degrees: float) -> Rotation:
    """A turn about the axis that points up: from forwards to left."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def about(axis: Vector, degrees: float) -> Rotation:
    """A turn about any axis, by the right-hand rule."""
    x, y, z = unit(axis)
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    k = 1 - c
    return (
        (c + x * x * k, x * y * k - z * s, x * z * k + y * s),
        (y * x * k + z * s, c + y * y * k, y * z * k - x * s),
        (z * x * k - y * s, z * y * k + x * s, c + z * z * k),
    )


def between(start: Rotation, end: Rotation, share: float) -> Rotation:
    """The rotation on the shortest way from `start` (share 0) to `end` (share 1)."""
    way = then(back(start), end)
    axis = (way[2][1] - way[1][2], way[0][2] - way[2][0], way[1][0] - way[0][1])
    cosine = (way[0][0] + way[1][1] + way[2][2] - 1) / 2
    if length(axis) < 1e-6 and cosine < 0:  # Half a turn: the axis is the direction that it leaves alone.
        axis = max((add(c, e) for c, e in zip(back(way), NO_TURN, strict=True)), key=length)
        return then(start, about(axis, 180 * share))
    angle = math.degrees(math.atan2(length(axis) / 2, cosine))
    return then(start, about(axis, angle * share)) if length(axis) > 1e-9 else start


def frame(forwards: Vector, up: Vector) -> Rotation:
    """The rotation whose z axis is `up` and whose x axis is as near to `forwards` as that allows."""
    z = unit(up)
    y = unit(cross(z, forwards))
    return back((cross(y, z), y, z))


def hull(circles: Sequence[Circle]) -> list[tuple[Circle, float, float]]:
    """The convex outline of circles: arcs in order, each (circle, first angle, last angle) in radians.

    In the direction of an angle, the outline is the farthest point of the farthest circle. The walk round
    all directions asks, at each arc, which other circle takes over first; of several, the one that leads on.
    """
    outer = _not_inside_another(circles)
    first = at = max(outer, key=lambda c: (round(c[0] + c[2], 9), c[1]))
    angle, arcs = 0.0, []
    for _ in range(4 * len(outer)):
        found = [(_taken_over(at, other, angle), other) for other in outer if other is not at]
        best = min((crossing for crossing, _ in found), default=math.tau)
        if best >= math.tau - 1e-9:
            break
        if best > angle + 1e-6:
            arcs.append((at, angle, best))
        c, s = math.cos(best), math.sin(best)
        at = max((o for crossing, o in found if crossing < best + 1e-9), key=lambda o: o[1] * c - o[0] * s)
        angle = max(angle, best)
    arcs.append((at, angle, math.tau))
    if len(arcs) > 1 and arcs[0][0] is at is first:
        (_, start, _), (_, _, end) = arcs.pop(), arcs[0]
        arcs[0] = (at, start - math.tau, end)
    return arcs


def _not_inside_another(circles: Sequence[Circle]) -> list[Circle]:
    """The circles that no other one holds; of equal ones, the first."""
    kept: list[Circle] = []
    for circle in sorted(circles, key=lambda c: -c[2]):
        if all(math.hypot(circle[0] - k[0], circle[1] - k[1]) > k[2] - circle[2] + 1e-9 for k in kept):
            kept.append(circle)
    return kept


def _taken_over(at: Circle, other: Circle, angle: float) -> float:
    """The first angle from `angle` on at which the other circle is the farther one; neither holds the other."""
    dx, dy = other[0] - at[0], other[1] - at[1]
    turning = math.acos(max(-1.0, min(1.0, (at[2] - other[2]) / math.hypot(dx, dy))))
    crossing = math.atan2(dy, dx) - turning
    return crossing + math.tau * math.ceil((angle - 1e-9 - crossing) / math.tau)
