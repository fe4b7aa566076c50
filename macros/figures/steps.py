"""From the poses of an exercise's steps to bodies in the room, one a step: inherits, repeats and mirrors poses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from macros.figures.body import SPHERES
from macros.figures.posing import Posture, Stance, solve
from macros.poses import Pose, Props, each, moved
from macros.vocabulary import StartingPose

SEAT_HEIGHT = 0.40
"""The height of a chair's seat on which the thighs lie level, in metres."""
TOLERANCE = 0.03
"""How much a soft body may give, in metres, before a part counts as sunk or as not reaching."""

_TURNS = {
    "upright": (0.0, 0.0),
    "on-back": (-90.0, 0.0),
    "on-stomach": (90.0, 0.0),
    "on-left-side": (-90.0, 90.0),
    "on-right-side": (-90.0, -90.0),
}


@dataclass(frozen=True)
class Held:
    """A pose with everything that it inherits: what is drawn at one step."""

    start: str
    lying: str
    angles: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    on: tuple[str, ...] = ("left-foot", "right-foot")
    hold: Mapping[str, str] = field(default_factory=dict)
    props: Props = field(default_factory=Props)
    lean: int = 0
    view: tuple[str, ...] = ("right",)
    arrows: tuple[str, ...] | None = None
    works: str = "both"
    press: tuple[str, ...] = ()
    mirrors: int | None = None
    """The number, from 0, of the step that this one mirrors."""

    def towel(self) -> str | None:
        """The side of the foot round which the hands hold a towel."""
        held = "towel" in self.hold.values()
        return self.props.towel.partition("-")[0] if held and self.props.towel else None

    def stance(self) -> Stance:
        """The part of it that places the body."""
        pitch, roll = _TURNS[self.lying]
        grips = {"towel": f"towel-{self.props.towel}"} if self.props.towel else {}
        hold = {hand: grips.get(grip, grip) for hand, grip in self.hold.items() if grip != "towel" or grips}
        seat = SEAT_HEIGHT if self.props.chair == "seat" else 0.0
        return Stance(self.angles, pitch + self.lean, roll, self.on, hold, self.props.wall, seat)


@dataclass(frozen=True)
class Frame:
    """One step's body in the room."""

    held: Held
    posture: Posture
    before: Posture | None = None
    """The body from which this one comes; none where the pose begins anew."""


@dataclass(frozen=True)
class Fault:
    """Something that cannot be: a part that is under the floor, or one that does not get where it should."""

    step: int
    """From 0."""
    part: str
    metres: float
    sinks: bool


def held_poses(poses: Sequence[Pose | None], starts: Mapping[str, StartingPose], default: str | None) -> list[Held]:
    """The pose of each step. Without any pose, the starting pose `default` for the first step only, if there is one."""
    first = next((pose.start for pose in poses if pose and pose.start), None) or default
    if first is None or first not in starts:
        return []
    now = begun(first, starts)
    found: list[Held] = []
    for pose in poses if any(poses) else poses[:1]:
        now = _next(now, pose, found, starts) if pose else replace(now, arrows=None, mirrors=None)
        found.append(now)
    return found


def frames(held: Sequence[Held]) -> list[Frame]:
    """The body of each step; what rests on the floor and is not moved stays where it was."""
    found: list[Frame] = []
    for now in held:
        found.append(_frame(now, held, found))
    return found


def _frame(now: Held, held: Sequence[Held], found: Sequence[Frame]) -> Frame:
    last = found[-1] if found else None
    if last and now.stance() == last.held.stance():
        return Frame(now, last.posture, last.posture)
    if now.mirrors is not None and last and not _even(last.held):
        origin = solve(_beginning(held[: max(1, now.mirrors)]).stance())
        return Frame(now, solve(now.stance(), origin), origin)
    if last and (now.lying, now.start) == (last.held.lying, last.held.start):
        return Frame(now, solve(now.stance(), last.posture), last.posture)
    return Frame(now, solve(now.stance()))


def _even(held: Held) -> bool:
    """Whether left and right do the same."""
    one, other = held.stance(), mirrored(held).stance()
    return set(one.on) == set(other.on) and replace(one, on=()) == replace(other, on=())


def _beginning(held: Sequence[Held]) -> Held:
    """The pose from which the other side is done: the last even one, or the mirrored first one."""
    return next((earlier for earlier in reversed(held) if _even(earlier)), mirrored(held[0]))


def faults(found: Sequence[Frame]) -> Iterator[Fault]:
    """What sinks or does not reach by more than `TOLERANCE`.

    A stance that comes again, or for the other side, is told of once.
    """
    told: list[Stance] = []
    for number, frame in enumerate(found):
        stance = frame.held.stance()
        if stance in told:
            continue
        told += [stance, mirrored(frame.held).stance()]
        for part, distance in frame.posture.missed.items():
            if abs(distance) > TOLERANCE:
                yield Fault(number, part.replace("-", " "), abs(distance), sinks=False)
        sunk: dict[str, float] = {}
        for name, sphere in SPHERES.items():
            depth = -frame.posture.ball(name).bottom()
            if depth > TOLERANCE:
                sunk[_limb_of(sphere.bone)] = max(depth, sunk.get(_limb_of(sphere.bone), 0.0))
        for limb, depth in sunk.items():
            yield Fault(number, limb, depth, sinks=True)


def _limb_of(bone: str) -> str:
    """What people call the part to which a bone belongs."""
    side, _, name = bone.partition("_")
    limbs = {"upper_arm": "arm", "forearm": "arm", "hand": "hand", "thigh": "leg", "shank": "leg", "foot": "foot"}
    if side in ("left", "right"):
        return f"{side} {limbs.get(name, 'foot')}"
    return "head" if bone in ("head", "neck1", "neck2") else "trunk"


def begun(start: str, starts: Mapping[str, StartingPose], view: tuple[str, ...] = ()) -> Held:
    """A starting pose as it is drawn; without a view, from the right, or the front of someone who lies on a side."""
    pose = starts[start]
    usual = ("front",) if pose.lying.endswith("side") else ("right",)
    return _changed(Held(start, pose.lying, view=view or usual), pose.pose)


def _next(now: Held, pose: Pose, found: Sequence[Held], starts: Mapping[str, StartingPose]) -> Held:
    base = now
    if pose.start in starts:
        base = replace(begun(str(pose.start), starts, now.view), works=now.works)
    elif pose.like and pose.like <= len(found):
        base = found[pose.like - 1]
    elif pose.mirror_of and pose.mirror_of <= len(found):
        base = replace(mirrored(found[pose.mirror_of - 1]), mirrors=pose.mirror_of - 1)
    return _changed(base, pose)


def _changed(base: Held, pose: Pose) -> Held:
    angles = {joint: dict(moves) for joint, moves in base.angles.items()}
    for joint, moves in pose.moves():
        angles[joint] = moved(angles.get(joint, {}), moves)
    return replace(
        base,
        angles=angles,
        on=each(pose.on) if pose.on else base.on,
        hold=pose.hold.by_hand() if pose.hold is not None else base.hold,
        props=pose.props if pose.props is not None else base.props,
        lean=pose.lean if pose.lean is not None else base.lean,
        view=pose.view or base.view,
        works=pose.works or base.works,
        arrows=pose.arrows,
        press=pose.press or (base.press if pose.like or pose.mirror_of else ()),
        mirrors=base.mirrors if pose.mirror_of else None,
    )


def mirrored(held: Held) -> Held:
    """The same pose with left and right exchanged, seen from the other side."""

    def pairs(mapping: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        return ((_swapped(key), _swapped(value)) for key, value in mapping.items())

    return replace(
        held,
        lying=_swapped(held.lying),
        angles={_swapped(j): {_swapped(m): d for m, d in moves.items()} for j, moves in held.angles.items()},
        on=tuple(map(_swapped, held.on)),
        hold=dict(pairs(held.hold)),
        props=Props.model_validate({k: _swapped(v) for k, v in held.props.model_dump(exclude_none=True).items()}),
        view=tuple(map(_swapped, held.view)),
        arrows=tuple(map(_swapped, held.arrows)) if held.arrows is not None else None,
        works=_swapped(held.works),
        press=tuple(map(_swapped, held.press)),
    )


def _swapped(name: str) -> str:
    other = {"left": "right", "right": "left"}
    return re.sub(r"(?<![a-z])(left|right)(?![a-z])", lambda side: other[side.group()], name)
