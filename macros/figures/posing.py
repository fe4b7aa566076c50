"""From joint angles to a body that lies, kneels, sits or stands: nothing sinks into the floor, nothing floats.

A stance says how far each joint is moved and what touches the floor. The first thing that touches is the base:
it lies as it naturally does, and the rest of the body follows from the joints. Whatever else touches is brought
to the floor, and hands are brought to what they hold.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from macros.figures.body import SPHERES, Ball
from macros.figures.contacts import (
    ARM_ENDS,
    LEANING,
    LEG_ENDS,
    PALM,
    SUPPORTS,
    TOES_HEIGHT,
    TOWEL_REACH,
    WRIST_HEIGHT,
    landmarks,
)
from macros.figures.geometry import (
    NO_TURN,
    UP,
    Rotation,
    Vector,
    about,
    about_x,
    about_y,
    about_z,
    add,
    back,
    between,
    cross,
    dot,
    frame,
    length,
    mix,
    scale,
    subtract,
    then,
    turn,
    unit,
)
from macros.figures.skeleton import (
    ANKLE_HEIGHT,
    BONES,
    FOREARM,
    LUMBAR,
    NECK,
    PARENTS,
    SHANK,
    SIDES,
    THIGH,
    THORACIC,
    UPPER_ARM,
    Placed,
    Skeleton,
    at_origin,
    moved,
    place,
)

Angles = Mapping[str, Mapping[str, float]]
"""Degrees by joint and movement: `{"left_hip": {"flexion": 90}}`."""


SOFT = 0.02
"""How far a body on its way may press into the floor, in metres."""


@dataclass(frozen=True)
class Stance:
    """What a pose says once everything that it inherits is filled in.

    `pitch` and `roll` are the base's turn in degrees: forwards from upright, and to the left about the body's length.
    """

    angles: Angles
    pitch: float = 0.0
    roll: float = 0.0
    on: tuple[str, ...] = ("left-foot", "right-foot")
    hold: Mapping[str, str] = field(default_factory=dict)
    wall: str | None = None
    """On which side of the body there is a wall, which stays where it is."""
    seat: float = 0.0
    """How high the seat is, in metres, on which one sits."""


@dataclass(frozen=True)
class Posture:
    """A body in the room: the floor is at z = 0. `rotations` are those of the joints after all contacts were solved."""

    stance: Stance
    rotations: Mapping[str, Rotation]
    skeleton: Skeleton
    missed: Mapping[str, float] = field(default_factory=dict)
    """How far, in metres, parts stay away from what they should touch, by the name of the part."""

    def ball(self, name: str) -> Ball:
        """A sphere of the body, in the room."""
        sphere = SPHERES[name]
        return Ball(self.skeleton[sphere.bone].point(sphere.centre), sphere.radius)

    def bottom(self, names: Sequence[str]) -> float:
        """The height of the lowest point of the named spheres."""
        return min(self.ball(name).bottom() for name in names)


def joint_rotations(angles: Angles) -> dict[str, Rotation]:
    """The rotation of every joint, from the movements that clinicians name."""

    def net(joint: str, one: str, other: str) -> float:
        moves = angles.get(joint, {})
        return moves.get(one, 0.0) - moves.get(other, 0.0)

    def spine(region: str, bones: tuple[str, ...]) -> dict[str, Rotation]:
        share = 1 / len(bones)
        bend = about_y(net(region, "flexion", "extension") * share)
        side = about_x(net(region, "side_bend_right", "side_bend_left") * share)
        twist = about_z(net(region, "rotation_left", "rotation_right") * share)
        return dict.fromkeys(bones, then(then(bend, side), twist))

    rotations = spine("lower_back", LUMBAR) | spine("upper_back", THORACIC) | spine("neck", NECK)
    for side, sign in zip(SIDES, (1, -1), strict=True):
        for joint, bone in (("hip", "thigh"), ("shoulder", "upper_arm")):
            name = f"{side}_{joint}"
            swing = about_y(-net(name, "flexion", "extension"))
            spread = about_x(sign * net(name, "abduction", "adduction"))
            twist = about_z(sign * net(name, "external_rotation", "internal_rotation"))
            rotations[f"{side}_{bone}"] = then(then(swing, spread), twist)
        rotations[f"{side}_shank"] = about_y(net(f"{side}_knee", "flexion", "extension"))
        rotations[f"{side}_foot"] = about_y(-net(f"{side}_ankle", "dorsiflexion", "plantarflexion"))
        rotations[f"{side}_forearm"] = about_y(-net(f"{side}_elbow", "flexion", "extension"))
        rotations[f"{side}_hand"] = about_y(net(f"{side}_wrist", "flexion", "extension"))
    return rotations


def solve(stance: Stance, before: Posture | None = None) -> Posture:
    """The body in this stance; hands and feet that rested on the floor `before` and were not moved stay there."""
    body = _Solver(joint_rotations(stance.angles))
    body.settle(stance)
    for part in stance.on[1:]:
        body.touch(part)
    for part in stance.on:
        body.flatten(part)
    if before:
        body.stay(stance, before)
    for hand, landmark in stance.hold.items():
        body.hold(hand.removesuffix("-hand"), landmark)
    return Posture(stance, body.rotations, body.skeleton, body.missed)


class _Solver:
    """A body while its contacts are being solved."""

    def __init__(self, rotations: dict[str, Rotation]) -> None:
        self.rotations = rotations
        self.skeleton = place(rotations, at_origin())
        self.missed: dict[str, float] = {}

    def ball(self, name: str) -> Ball:
        sphere = SPHERES[name]
        return Ball(self.skeleton[sphere.bone].point(sphere.centre), sphere.radius)

    def balls(self, part: str) -> list[Ball]:
        """What of the part touches the floor; a foot or hand that lies flat is a ball about its joint."""
        side, _, limb = part.partition("-")
        if limb in ("foot", "hand"):
            joint = self.skeleton[f"{side}_{limb}"].origin
            return [Ball(joint, ANKLE_HEIGHT if limb == "foot" else WRIST_HEIGHT)]
        if limb == "toes":
            return [Ball(self.skeleton[f"{side}_toes"].origin, TOES_HEIGHT)]
        return [self.ball(name) for name in SUPPORTS[part].spheres]

    def bottom(self, part: str) -> float:
        return min(ball.bottom() for ball in self.balls(part))

    def settle(self, stance: Stance) -> None:
        """Puts the base on the floor as it naturally lies."""
        first = stance.on[0]
        support = SUPPORTS[first]
        lying = about_y(90) if first.endswith("-shin") else then(about_y(stance.pitch), about_z(stance.roll))
        self.put(support.bone if support.area else "pelvis", Placed((0.0, 0.0, 0.0), lying))
        others = (part for part in stance.on if _kind(part) in LEANING and _kind(part) != _kind(first))
        other = None if support.area and first != "shoulders" else next(others, None)
        rest = self.balls(other) if other else [self.ball(name) for name in support.rest]
        if rest:
            self._lean(self.balls(first), rest)
        self._shift((0.0, 0.0, (stance.seat if first == "seat" else 0.0) - self.bottom(first)))

    def touch(self, part: str) -> None:
        """Brings one more part to the floor, by turning the joint from which it hangs."""
        side, _, limb = part.partition("-")
        if part == "head":
            self._drop(part, "neck1", share_with=NECK)
        elif limb in ("hand", "forearm", "arm"):
            self._drop(part, f"{side}_upper_arm")
            if limb != "hand":
                self._drop_by(f"{side}_forearm", lambda: self.ball(f"{side}_wrist").bottom())
        elif limb in ("foot", "toes", "heel", "leg", "knee"):
            knee_rests = limb == "toes" and self.ball(f"{side}_knee").bottom() < 0.03
            self._drop(part, f"{side}_shank" if knee_rests else f"{side}_thigh")

    def stay(self, stance: Stance, before: Posture) -> None:
        """Keeps what rests on the floor where it was before."""
        same = sorted((part for part in stance.on if part in before.stance.on), key=_firmness)
        if not same:
            return
        bone = SUPPORTS[same[0]].bone
        x, y, _ = subtract(before.skeleton[bone].origin, self.skeleton[bone].origin)
        walked = False
        if stance.wall and stance.wall == before.stance.wall:
            axis, face = wall_at(stance.wall, before.skeleton)
            to_wall = face - wall_at(stance.wall, self.skeleton)[1]
            walked = abs(to_wall - (x, y)[axis]) > 0.05
            x, y = (to_wall, y) if axis == 0 else (x, to_wall)
        self._shift((x, y, 0.0))
        for part in () if walked else same:
            side, _, limb = part.partition("-")
            if limb in ("foot", "hand") and _unmoved(side, limb, stance, before.stance):
                root, middle, end = _limb(side, limb)
                self.reach(side, limb, before.skeleton[end].origin, self.outward(root, middle))
                self.flatten(part)

    def rise(self) -> None:
        """Lifts arms and legs that are under the floor up to it."""
        for side in SIDES:
            for root, names in (("upper_arm", ARM_ENDS), ("thigh", LEG_ENDS)):
                balls = [f"{side}_{name}" for name in names]

                def above(balls: list[str] = balls) -> float:
                    return min(self.ball(name).bottom() for name in balls) + SOFT

                if above() < 0:
                    self._drop_by(f"{side}_{root}", above)

    def hold(self, side: str, landmark: str) -> None:
        """Brings a palm to a landmark."""
        chest = self.skeleton["thoracic3"]
        if landmark == "floor-in-front":
            self._rest_in_front(side, chest)
            return
        bone, local, elbow = landmarks(side)[landmark.removeprefix("towel-")]
        target = self.skeleton[bone].point(local)
        if landmark == "behind-thighs":
            other = "right_thigh" if bone == "left_thigh" else "left_thigh"
            target = mix(target, self.skeleton[other].point((local[0], -local[1], local[2])), 0.4)
        if landmark.startswith("towel-"):
            shoulder = self.skeleton[f"{side}_upper_arm"].origin
            target = add(shoulder, scale(unit(subtract(target, shoulder)), TOWEL_REACH))
        pole = add(self.skeleton[f"{side}_upper_arm"].origin, turn(chest.axes, scale(elbow, 0.5)))
        self.reach(side, "hand", target, pole, extra=PALM)
        self.rotations[f"{side}_hand"] = NO_TURN
        self._place(f"{side}_hand")

    def _rest_in_front(self, side: str, chest: Placed) -> None:
        """Lays a hand on the floor in front of the chest."""
        ahead = _level(turn(chest.axes, (1.0, 0.0, 0.0))) or (1.0, 0.0, 0.0)
        below = subtract(add(chest.origin, scale(ahead, 0.30)), scale(turn(chest.axes, UP), 0.06))
        shoulder = self.skeleton[f"{side}_upper_arm"].origin
        pole = add(shoulder, add(scale(ahead, 0.4), scale(turn(chest.axes, UP), -0.35)))
        self.reach(side, "hand", (below[0], below[1], WRIST_HEIGHT), pole)
        self.flatten(f"{side}-hand")

    def put(self, bone: str, at: Placed) -> None:
        self.skeleton = moved(self.skeleton, bone, at)

    def _place(self, root: str) -> None:
        """Moves the bones of a branch to where the joints now put them."""
        self.skeleton = place(self.rotations, self.skeleton, root)

    def _shift(self, by: Vector) -> None:
        pelvis = self.skeleton["pelvis"]
        self.put("pelvis", Placed(add(pelvis.origin, by), pelvis.axes))

    def _lean(self, one: Sequence[Ball], other: Sequence[Ball]) -> None:
        """Leans the stiff body about the axis across it until both are on one level."""

        def gap(degrees: float) -> float:
            c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

            def level(balls: Sequence[Ball]) -> float:
                return min(c * b.centre[2] - s * b.centre[0] - b.radius for b in balls)

            return level(one) - level(other)

        degrees = _nearest_zero(gap, 60)
        pelvis = self.skeleton["pelvis"]
        turned = about_y(degrees)
        self.put("pelvis", Placed(turn(turned, pelvis.origin), then(turned, pelvis.axes)))

    def _drop(self, part: str, root: str, share_with: tuple[str, ...] = ()) -> None:
        self._drop_by(root, lambda: self.bottom(part), share_with)
        if abs(self.bottom(part)) > 0.005:
            self.missed[part] = self.bottom(part)

    def _drop_by(self, root: str, bottom: Callable[[], float], share_with: tuple[str, ...] = ()) -> None:
        """Turns a joint, up or down, until the lowest point that `bottom` measures is on the floor."""
        bones = share_with or (root,)
        before = {bone: self.rotations.get(bone, NO_TURN) for bone in bones}
        parents = {bone: self.skeleton[PARENTS[bone]].axes for bone in bones}
        along = turn(self.skeleton[root].axes, UP if share_with else (0.0, 0.0, -1.0))
        axis = cross(along, UP)
        if length(axis) < 0.05:
            axis = turn(self.skeleton["pelvis"].axes, (0.0, 1.0, 0.0))

        def height(degrees: float) -> float:
            for bone in bones:
                own = then(back(parents[bone]), then(about(axis, degrees / len(bones)), parents[bone]))
                self.rotations[bone] = then(own, before[bone])
            self._place(bones[0])
            return bottom()

        height(_nearest_zero(height, 75))

    def reach(self, side: str, limb: str, target: Vector, pole: Vector, extra: float = 0.0) -> None:
        """Brings the end of a limb to a place; its elbow or knee points towards `pole`."""
        root, middle, _end = _limb(side, limb)
        lengths = (UPPER_ARM, FOREARM + extra) if limb == "hand" else (THIGH, SHANK)
        start = self.skeleton[root].origin
        joint, reached = two_bones(start, target, pole, *lengths)
        if math.dist(reached, target) > 0.005:
            self.missed[f"{side}-{limb}"] = math.dist(reached, target)
        front = 1.0 if limb == "hand" else -1.0
        upper, lower = subtract(joint, start), subtract(reached, joint)
        bend = subtract(lower, scale(unit(upper), dot(lower, unit(upper))))
        if length(bend) < 0.02:  # Nearly straight: the hinge stays as it is.
            bend = scale(turn(self.skeleton[root].axes, (1.0, 0.0, 0.0)), front)
        axes = frame(scale(bend, front), scale(upper, -1.0))
        self.rotations[root] = then(back(self.skeleton[PARENTS[root]].axes), axes)
        flexion = math.degrees(math.acos(max(-1.0, min(1.0, dot(unit(upper), unit(lower))))))
        self.rotations[middle] = about_y(-front * flexion)
        self._place(root)

    def outward(self, root: str, middle: str) -> Vector:
        """A point to which the elbow or knee points as the limb is now."""
        behind = -0.1 if middle.endswith("forearm") else 0.1
        return add(self.skeleton[middle].origin, turn(self.skeleton[root].axes, (behind, 0.0, 0.0)))

    def flatten(self, part: str) -> None:
        """Lays a foot or a hand flat, and bends toes that carry weight."""
        side, _, limb = part.partition("-")
        sole = turn(self.skeleton[f"{side}_foot"].axes, UP) if limb in ("shin", "leg") else UP
        if limb == "shin" or sole[2] < -0.2:
            self._drop_by(f"{side}_foot", lambda: min(self.ball(f"{side}_{n}").bottom() for n in ("ball", "toes")))
        if limb == "foot":
            ahead = turn(self.skeleton[f"{side}_foot"].axes, (1.0, 0.0, 0.0))
            self._lay(f"{side}_foot", _level(ahead) or turn(self.skeleton[f"{side}_shank"].axes, (1.0, 0.0, 0.0)), UP)
        if limb == "toes":
            ahead = turn(self.skeleton[f"{side}_foot"].axes, (1.0, 0.0, 0.0))
            toes = _level(ahead if ahead[2] > -0.9 else turn(self.skeleton[f"{side}_foot"].axes, UP))
            self._lay(f"{side}_toes", toes or (1.0, 0.0, 0.0), UP)
        if limb in ("hand", "forearm", "arm"):
            arm = turn(self.skeleton[f"{side}_forearm"].axes, (0.0, 0.0, -1.0))
            along = _level(arm) if abs(arm[2]) < 0.85 else None
            fingers = along or _level(turn(self.skeleton["thoracic3"].axes, UP)) or (1.0, 0.0, 0.0)
            inwards = cross(UP, fingers) if side == "right" else cross(fingers, UP)
            self._lay(f"{side}_hand", inwards, scale(fingers, -1.0))

    def _lay(self, bone: str, forwards: Vector, up: Vector) -> None:
        parent = self.skeleton[PARENTS[bone]].axes
        self.rotations[bone] = then(back(parent), frame(forwards, up))
        self._place(bone)


def _kind(part: str) -> str:
    return part.removeprefix("left-").removeprefix("right-")


def _firmness(part: str) -> int:
    """How little a part slides when one moves: what one kneels or stands on least of all."""
    firm = ("shin", "knee", "foot", "toes", "forearm", "hand")
    return firm.index(_kind(part)) if _kind(part) in firm else len(firm)


def _limb(side: str, limb: str) -> tuple[str, str, str]:
    if limb == "hand":
        return f"{side}_upper_arm", f"{side}_forearm", f"{side}_hand"
    return f"{side}_thigh", f"{side}_shank", f"{side}_foot"


def _unmoved(side: str, limb: str, stance: Stance, before: Stance) -> bool:
    joints = ("shoulder", "elbow") if limb == "hand" else ("hip", "knee")
    return all(stance.angles.get(f"{side}_{j}", {}) == before.angles.get(f"{side}_{j}", {}) for j in joints)


def _level(v: Vector) -> Vector | None:
    """The direction along the floor; None where it points straight up or down."""
    flat = (v[0], v[1], 0.0)
    return unit(flat) if length(flat) > 0.2 else None


def _nearest_zero(f: Callable[[float], float], limit: int) -> float:
    """The angle nearest to 0 at which f is 0; where there is none within the limit, the one where it is smallest."""
    step = 7.5
    at_zero = f(0.0)
    if abs(at_zero) < 1e-5:
        return 0.0
    previous = {1: at_zero, -1: at_zero}
    best = (abs(at_zero), 0.0)
    for n in range(1, int(limit / step) + 1):
        for sign in (1, -1):
            angle = sign * n * step
            value = f(angle)
            best = min(best, (abs(value), angle))
            if value * previous[sign] <= 0:
                return _root(f, angle - sign * step, angle, previous[sign], value)
            previous[sign] = value
    return best[1]


def _root(f: Callable[[float], float], low: float, high: float, at_low: float, at_high: float) -> float:
    """Where f is 0 between two angles with values of opposite sign (regula falsi, Illinois variant)."""
    middle = low
    for _ in range(30):
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        value = f(middle)
        if abs(value) < 2e-5:
            break
        if value * at_high < 0:
            low, at_low = high, at_high
        else:
            at_low /= 2
        high, at_high = middle, value
    return middle


def wall_at(side: str, skeleton: Skeleton) -> tuple[int, float]:
    """The wall that just touches a body on one side: the axis across it (0 or 1), and where on it; hair gives way."""
    axis, sign = {"front": (0, 1), "back": (0, -1), "left": (1, 1), "right": (1, -1)}[side]
    balls = (Ball(skeleton[s.bone].point(s.centre), s.radius) for name, s in SPHERES.items() if name != "knot")
    return axis, sign * max(sign * ball.centre[axis] + ball.radius for ball in balls)


def two_bones(start: Vector, target: Vector, pole: Vector, upper: float, lower: float) -> tuple[Vector, Vector]:
    """Where the middle joint and the end of a two-bone limb are, when it reaches from `start` for `target`.

    The middle joint points towards `pole`. A target that is too far or too near is approached along the line to it.
    """
    way = subtract(target, start)
    distance = max(abs(upper - lower) + 1e-6, min(upper + lower - 1e-6, length(way)))
    along = unit(way) if length(way) else (1.0, 0.0, 0.0)
    foot = (upper * upper - lower * lower + distance * distance) / (2 * distance)
    height = math.sqrt(max(0.0, upper * upper - foot * foot))
    aside = subtract(pole, start)
    aside = subtract(aside, scale(along, dot(aside, along)))
    if length(aside) < 1e-9:
        aside = cross(along, (0.0, 1.0, 0.0))
    joint = add(start, add(scale(along, foot), scale(unit(aside), height)))
    return joint, add(start, scale(along, distance))


def in_between(start: Posture, end: Posture, share: float) -> Posture:
    """The body on its way from one posture to another, each joint turned by its share."""
    rotations = {
        bone: between(start.rotations.get(bone, NO_TURN), end.rotations.get(bone, NO_TURN), share) for bone in BONES
    }
    a, b = start.skeleton["pelvis"], end.skeleton["pelvis"]
    pelvis = Placed(mix(a.origin, b.origin, share), between(a.axes, b.axes, share))
    body = _Solver(rotations)
    body.put("pelvis", pelvis)
    stay = tuple(part for part in end.stance.on if part in start.stance.on)
    for part in stay:
        side, _, limb = part.partition("-")
        if limb in ("foot", "hand"):
            bones = _limb(side, limb)
            target = mix(start.skeleton[bones[2]].origin, end.skeleton[bones[2]].origin, share)
            body.reach(side, limb, target, body.outward(bones[0], bones[1]))
            body.flatten(part)
    body.rise()
    stance = replace(end.stance, on=stay)
    return Posture(stance, body.rotations, body.skeleton)
