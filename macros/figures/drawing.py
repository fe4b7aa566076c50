"""From a body in the room to the shapes of a picture: painted from far to near, in the classes that styles colour."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from macros.figures.body import SPHERES, Ball, Sphere
from macros.figures.geometry import UP, Circle, Vector, cross, dot, hull, mix, turn, unit
from macros.figures.muscles import MUSCLES
from macros.figures.posing import Posture
from macros.figures.skeleton import SIDES

UNITS = 360
"""Units of a picture in a metre."""
SEAM = 0.008
"""How far a seam stays inside the outlines that it joins, in metres."""
SLEEVE = 0.004
"""How far a sleeve stands off the arm, in metres."""

_ALONG = tuple(n / 5 for n in range(6))
BEHIND = 0.06
"""How far behind the middle of the trunk a limb is before the trunk covers it, in metres."""

Hulls = Sequence[tuple[str, ...]]


class Camera(NamedTuple):
    """A view without perspective: the directions that are right, up and towards the viewer, in the room."""

    right: Vector
    up: Vector
    towards: Vector
    units: int = UNITS
    """Units of the picture in a metre."""

    def flat(self, point: Vector) -> tuple[float, float]:
        """Where a point of the room is in the picture, in units, y downwards."""
        return dot(point, self.right) * self.units, -dot(point, self.up) * self.units

    def circle(self, ball: Ball) -> Circle:
        """A ball as it is seen."""
        return (*self.flat(ball.centre), ball.radius * self.units)


def camera(azimuth: float, elevation: float) -> Camera:
    """A camera that looks at the person's right side (azimuth 0), front (90), left (180) or back (270)."""
    a, e = math.radians(azimuth), math.radians(elevation)
    towards = (math.sin(a) * math.cos(e), -math.cos(a) * math.cos(e), math.sin(e))
    right = unit(cross(UP, towards)) if abs(towards[2]) < 0.999 else (math.cos(a), math.sin(a), 0.0)
    return Camera(right, cross(towards, right), towards)


Circles = Mapping[str, Circle]


class Shape(NamedTuple):
    """What is painted in one go: its class, and the circles that its outlines enclose, by name.

    A line goes through the centres of the circles instead.
    """

    kind: str
    hulls: tuple[tuple[str, ...], ...]
    inset: float = 0.0
    """How much smaller the circles are taken, in units."""
    line: bool = False

    def path(self, circles: Circles) -> str:
        """The path data, in whole units."""
        groups = ([circles[name] for name in names] for names in self.hulls)
        if self.line:
            return "".join(polyline((x, y) for x, y, _ in group) for group in groups)
        return "".join(outline([(x, y, max(0.5, r - self.inset)) for x, y, r in group]) for group in groups)


class Layer(NamedTuple):
    """Shapes that are painted together, and how near they are."""

    depth: float
    shapes: tuple[Shape, ...]
    far: bool = False
    limb: str = ""
    """The arm or leg that it belongs to."""
    ends: tuple[str, str] = ("", "")
    """The spheres at the ends of a piece of a limb."""


class Figure(NamedTuple):
    """A body as it is seen: circles by name, and its layers from far to near."""

    circles: Circles
    layers: tuple[Layer, ...]


def _pair(*names: str) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for name in names for side in SIDES)


def _on(side: str, hulls: Hulls) -> tuple[tuple[str, ...], ...]:
    """The outlines of a limb, for one side."""
    return tuple(tuple(f"{side}_{name}" for name in names) for names in hulls)


_FOREARM = ("elbow", "forearm", "wrist", "palm", "knuckles", "fingertips")


class Parts(NamedTuple):
    """The outlines of the parts of a body: how many it takes decides how fine, and how large, a picture is."""

    pelvis: Hulls
    top: Hulls
    neck: Hulls
    face: Hulls
    thigh: Hulls
    clothed_leg: Hulls
    bare_leg: Hulls
    upper_arm: Hulls
    forearm: Hulls
    features: bool
    """Whether the face has eyes, ears and a mouth."""


FULL = Parts(
    pelvis=[_pair("hip", "buttock", "flank", "belly"), _pair("flank", "belly", "waist")],
    top=[
        _pair("waist", "ribs"),
        _pair("ribs", "chest"),
        _pair("chest", "blade", "collar"),
        (*_pair("collar"), "neck_base"),
    ],
    neck=[("neck_base", "neck"), ("neck", "nape")],
    face=[("forehead", *_pair("temple", "jaw"), "chin"), ("nose_bridge", "nose")],
    bare_leg=[
        ("calf", "ankle"),
        ("ankle", "heel", "instep"),
        ("heel", "instep", "ball", "outer_ball"),
        ("ball", "outer_ball", "toes", "outer_toes"),
    ],
    thigh=[("thigh", "mid_thigh"), ("mid_thigh", "knee")],
    clothed_leg=[("knee", "calf", "shin")],
    upper_arm=[("biceps", "elbow")],
    forearm=[*pairwise(_FOREARM), ("thumb_root", "thumb")],
    features=True,
)
SMALL = Parts(
    pelvis=[_pair("hip", "buttock", "flank", "belly")],
    top=[_pair("waist", "chest"), (*_pair("chest", "collar"), "neck_base")],
    neck=[("neck_base", "nape")],
    face=[("forehead", *_pair("jaw"), "chin"), ("nose",)],
    bare_leg=[("calf", "ankle"), ("ankle", "heel", "ball", "toes")],
    thigh=[("thigh", "knee")],
    clothed_leg=[("knee", "calf")],
    upper_arm=[("biceps", "elbow")],
    forearm=[("elbow", "wrist"), ("wrist", "fingertips")],
    features=False,
)
HAIR: Hulls = [("skull", "crown"), ("knot",)]
EYES = {"left_eye": 0.034, "right_eye": -0.034}
MOUTH: Mapping[str, Vector] = {
    "left_corner": (0.080, 0.026, 0.011),
    "left_lip": (0.092, 0.013, 0.001),
    "lips": (0.096, 0.0, -0.001),
    "right_lip": (0.092, -0.013, 0.001),
    "right_corner": (0.080, -0.026, 0.011),
}


class Look(NamedTuple):
    """How a body is painted beyond its pose."""

    tints: Mapping[str, str]
    """The class of each muscle that is to be coloured."""
    works: str = "both"
    """The side on which muscles are coloured."""
    towel: str | None = None
    """The side of the foot that is in a towel."""


def draw(posture: Posture, view: Camera, look: Look, *, small: bool = False) -> Figure:
    """The body as it is seen; a small one has fewer details."""
    painter = _Painter(posture, view, look, SMALL if small else FULL)
    layers = [painter.trunk(), painter.head()]
    layers += [layer for side in SIDES for limb in (painter.leg(side), painter.arm(side)) for layer in limb]
    layers += painter.towel(look.towel) if look.towel else ()
    return Figure(painter.circles, tuple(painter.in_order(layers)))


class _Painter:
    """One body in one view."""

    def __init__(self, posture: Posture, view: Camera, look: Look, parts: Parts) -> None:
        self.posture, self.view, self.look, self.parts = posture, view, look, parts
        self.balls = {name: posture.ball(name) for name in SPHERES}
        self.circles = {name: view.circle(ball) for name, ball in self.balls.items()}
        self.middle = self._depth(*_pair("hip", "chest"))

    def trunk(self) -> Layer:
        """The trunk; limbs that lie behind it are joined to it here."""
        shapes = [Shape("legs", tuple(self.parts.pelvis))]
        shapes += [seam for side in SIDES if not self._in_front(side, "leg") for seam in self._hip_seam(side)]
        shapes += self._tinted("pelvis")
        shapes += [Shape("top", tuple(self.parts.top))]
        shapes += [seam for side in SIDES if not self._in_front(side, "arm") for seam in self._shoulder_seam(side)]
        shapes += self._tinted("trunk")
        return Layer(self.middle, tuple(shapes))

    def head(self) -> Layer:
        """Neck and head."""
        depth = self._depth("skull")
        neck = [Shape("skin", tuple(self.parts.neck)), *self._tinted("head")]
        faces_us = self._faces("head", (1.0, 0.0, 0.1)) > -0.35
        face, hair = Shape("skin", tuple(self.parts.face)), Shape("hair", tuple(HAIR))
        head = [hair, face, *self._features()] if faces_us else [face, hair, *self._ears()]
        behind = depth < self._depth(*_pair("chest")) - 0.1
        return Layer(depth if behind else max(depth, self.middle + 0.001), (*neck, *head))

    def leg(self, side: str) -> Iterator[Layer]:
        """Thigh and lower leg, each as near as it is, so that legs can cross."""
        thigh, lower = self._depth_on(side, "thigh", "mid_thigh", "knee"), self._depth_on(side, "knee", "calf", "ankle")
        thigh = max(thigh, self.middle + 0.002) if self._in_front(side, "leg") else thigh
        upper_shapes = [Shape("legs", _on(side, self.parts.thigh))]
        upper_shapes += self._hip_seam(side) if self._in_front(side, "leg") else []
        upper_shapes += self._tinted("leg", side)
        lower_shapes = [Shape("skin", _on(side, self.parts.bare_leg)), Shape("legs", _on(side, self.parts.clothed_leg))]
        seam = self._seam("legs", side, "knee", "above_knee" if lower > thigh else "below_knee")
        if self._is_long(side, "thigh" if lower > thigh else "shank"):
            (lower_shapes if lower > thigh else upper_shapes).append(seam)
        lower_shapes += self._tinted("lower leg", side)
        far = self._is_far(side, "mid_thigh", "knee")
        yield Layer(thigh, tuple(upper_shapes), far, f"{side} leg", (f"{side}_thigh", f"{side}_knee"))
        yield Layer(lower, tuple(lower_shapes), far, f"{side} leg", (f"{side}_knee", f"{side}_ankle"))

    def arm(self, side: str) -> Iterator[Layer]:
        """Upper arm, and forearm with the hand."""
        upper, lower = (
            self._depth_on(side, "shoulder", "biceps", "elbow"),
            self._depth_on(side, "elbow", "wrist", "palm"),
        )
        upper = max(upper, self.middle + 0.002) if self._in_front(side, "arm") else upper
        sleeve = Shape("top", _on(side, [("shoulder", "biceps")]), -SLEEVE * self.view.units)
        upper_shapes = [Shape("skin", _on(side, self.parts.upper_arm)), sleeve]
        upper_shapes += self._shoulder_seam(side) if self._in_front(side, "arm") else []
        upper_shapes += self._tinted("arm", side)
        lower_shapes = [Shape("skin", _on(side, self.parts.forearm))]
        seam = self._seam("skin", side, "elbow", "above_elbow" if lower > upper else "below_elbow")
        if self._is_long(side, "upper_arm" if lower > upper else "forearm"):
            (lower_shapes if lower > upper else upper_shapes).append(seam)
        far = self._is_far(side, "shoulder", "biceps")
        yield Layer(upper, tuple(upper_shapes), far, f"{side} arm", (f"{side}_shoulder", f"{side}_elbow"))
        yield Layer(lower, tuple(lower_shapes), far, f"{side} arm", (f"{side}_elbow", f"{side}_knuckles"))

    def towel(self, foot: str) -> Iterator[Layer]:
        """A towel from one hand round the ball of a foot to the other hand: one end on each side of the leg."""
        self._add("sole", Sphere(f"{foot}_foot", (0.09, 0.0, -0.06), 0.01))
        depths = {side: self._depth_on(side, "knuckles") for side in SIDES}
        for side in SIDES:
            way = ((f"{side}_knuckles", "sole"),)
            shapes = (Shape("towel-edge", way, line=True), Shape("towel", way, line=True))
            near = depths[side] == max(depths.values())
            yield Layer(self.middle + (0.5 if near else -0.5), shapes)

    def in_order(self, layers: Sequence[Layer]) -> list[Layer]:
        """The layers from far to near: where two limbs cross in the picture, by what is nearer just there."""
        left = sorted(layers, key=lambda layer: layer.depth)
        behind = {
            id(near): [far for far in left if far is not near and self._crosses_behind(far, near)] for near in left
        }
        done: list[Layer] = []
        while left:
            free = (layer for layer in left if not any(other in left for other in behind[id(layer)]))
            following = next(free, left[0])
            left.remove(following)
            done.append(following)
        return done

    def _crosses_behind(self, far: Layer, near: Layer) -> bool:
        """Whether two pieces of different limbs cover each other, `far` behind `near`."""
        if not (far.limb and near.limb) or far.limb == near.limb:
            return False
        one, other = ([self.balls[name] for name in layer.ends] for layer in (far, near))
        apart, depth = _crossing(one, other, self.view)
        return apart < min(one[1].radius, other[1].radius) * 2 and depth > 0.02

    def _in_front(self, side: str, limb: str) -> bool:
        names = ("mid_thigh", "knee", "calf") if limb == "leg" else ("biceps", "elbow", "wrist")
        return self._depth_on(side, *names) > self.middle - BEHIND

    def _is_far(self, side: str, *names: str) -> bool:
        """Whether the limb is clearly behind the one of the other side; from above neither is."""
        other = "left" if side == "right" else "right"
        nearer = self._depth_on(other, *names) - self._depth_on(side, *names)
        return nearer > 0.1 and self.view.towards[2] < 0.5

    def _is_long(self, side: str, bone: str) -> bool:
        """Whether a bone is seen from the side rather than from its end, where the next one just covers it."""
        return abs(self._faces(f"{side}_{bone}", UP)) < 0.65

    def _hip_seam(self, side: str) -> list[Shape]:
        return [self._seam("legs", side, "thigh", "hip", "buttock")]

    def _shoulder_seam(self, side: str) -> list[Shape]:
        return [self._seam("top", side, "shoulder", "collar", "chest")] if self._is_long(side, "upper_arm") else []

    def _seam(self, kind: str, side: str, *names: str) -> Shape:
        """What hides the outline between two parts that grow out of each other."""
        return Shape(f"{kind} seam", _on(side, [names]), SEAM * self.view.units)

    def _depth_on(self, side: str, *names: str) -> float:
        return self._depth(*(f"{side}_{name}" for name in names))

    def _depth(self, *names: str) -> float:
        return sum(dot(self.balls[name].centre, self.view.towards) for name in names) / len(names)

    def _faces(self, bone: str, direction: Vector) -> float:
        """How much a direction of a bone points at the viewer: 1 straight, 0 across, -1 away."""
        return dot(unit(turn(self.posture.skeleton[bone].axes, direction)), self.view.towards)

    def _tinted(self, part: str, only: str = "") -> list[Shape]:
        """The coloured muscles of a part, of one side or of both."""
        sides = [side for side in ((only,) if only else SIDES) if self.look.works in (side, "both")]
        return [
            shape
            for name, kind in self.look.tints.items()
            if name in MUSCLES and MUSCLES[name].part == part
            for side in sides
            for shape in self._muscle(name, kind, side)
        ]

    def _muscle(self, name: str, kind: str, side: str) -> Iterator[Shape]:
        muscle = MUSCLES[name]
        bone, (x, y, z) = muscle.faces
        if self._faces(_of(side, bone), (x, y if side == "left" else -y, z)) < -0.3:
            return
        names = [f"{side}_{name}_{number}" for number in range(len(muscle.spheres))]
        for ball_name, sphere in zip(names, muscle.spheres, strict=True):
            self._add(ball_name, _mirrored(side, sphere))
        pairs = tuple(pairwise(names))
        yield Shape(f"{kind} deep" if muscle.deep else kind, pairs)

    def _add(self, name: str, sphere: Sphere) -> None:
        self.circles[name] = self.view.circle(
            Ball(self.posture.skeleton[sphere.bone].point(sphere.centre), sphere.radius)
        )

    def _features(self) -> list[Shape]:
        """Eyes, mouth and ears, as far as they are seen."""
        if not self.parts.features:
            return []
        eyes = [(name,) for name, y in EYES.items() if self._faces("head", (1.0, y * 12, 0.0)) > 0.15]
        mouth = [name for name, (_, y, _) in MOUTH.items() if self._faces("head", (1.0, y * 20, 0.0)) > 0.1]
        if self._faces("head", (0.0, 0.0, -1.0)) > 0.4:  # From below, a smile would look like its opposite.
            mouth = []
        for name, y in EYES.items():
            self._add(name, Sphere("head", (0.098, y, 0.066), 0.0085))
        for name, point in MOUTH.items():
            self._add(name, Sphere("head", point, 0.002))
        shapes = [Shape("eye", tuple(eyes))] if eyes else []
        shapes += [Shape("mouth", (tuple(mouth),), line=True)] if len(mouth) > 1 else []
        return shapes + self._ears()

    def _ears(self) -> list[Shape]:
        seen = [s for s, y in zip(SIDES, (1.0, -1.0), strict=True) if self._faces("head", (0.0, y, 0.0)) > 0.2]
        return [Shape("skin", ((f"{side}_ear",),)) for side in seen]


def _crossing(one: Sequence[Ball], other: Sequence[Ball], view: Camera) -> tuple[float, float]:
    """How far two lines are apart in the picture where they are nearest, and how much nearer the other is there."""
    seen, seen_of_other = ([_seen(mix(a.centre, b.centre, share), view) for share in _ALONG] for a, b in (one, other))
    return min((math.hypot(a[0] - b[0], a[1] - b[1]), b[2] - a[2]) for a in seen for b in seen_of_other)


def _seen(point: Vector, view: Camera) -> Vector:
    """Where a point is in the picture, to the right and up, and how near it is."""
    return dot(point, view.right), dot(point, view.up), dot(point, view.towards)


def _of(side: str, bone: str) -> str:
    midline = bone.startswith(("pelvis", "lumbar", "thoracic", "neck", "head"))
    return bone if midline else f"{side}_{bone}"


def _mirrored(side: str, sphere: Sphere) -> Sphere:
    x, y, z = sphere.centre
    return Sphere(_of(side, sphere.bone), (x, y if side == "left" else -y, z), sphere.radius)


def outline(circles: Sequence[Circle]) -> str:
    """The path data of the convex outline of circles, in whole units."""
    path, at = "", (0, 0)
    for (x, y, r), start, end in hull(circles):
        turns = 1 if end - start < math.tau - 1e-3 else 2  # An arc cannot be a whole circle.
        angles = [start + (end - start) * n / turns for n in range(turns + 1)]
        points = [(round(x + r * math.cos(a)), round(y + r * math.sin(a))) for a in angles]
        path += _step("l", at, points[0]) if path else f"M{points[0][0]} {points[0][1]}"
        large = int(angles[1] - angles[0] > math.pi + 1e-6)
        for here, there in pairwise(points):
            path += _step(f"a{r:.0f} {r:.0f} 0 {large}1", here, there)
        at = points[-1]
    return path + "z"


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """The path data of a line through points, in whole units."""
    first, *others = [(round(x), round(y)) for x, y in points]
    path, at = f"M{first[0]} {first[1]}", first
    for point in others:
        path += _step("l", at, point)
        at = point
    return path


def _step(command: str, here: tuple[int, int], there: tuple[int, int]) -> str:
    """A command that goes from one point to another, in as few characters as can be."""
    dx, dy = there[0] - here[0], there[1] - here[1]
    if not (dx or dy):
        return ""
    if command == "l" and not (dx and dy):
        return f"h{dx}" if dx else f"v{dy}"
    return f"{command}{dx}{'' if dy < 0 else ' '}{dy}"
