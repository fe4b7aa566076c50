"""The skeleton: bones, joints, and where they are for given joint rotations (forward kinematics).

Axes of every bone in the anatomical position: x forwards, y to the left, z up. Lengths are in metres, for a
person of the height `STATURE`. The limbs' proportions are those of Drillis and Contini (1966), read in the sources
`winter-anthropometry` and `siman-tov-anthropometric-model`; the distance of the hips is that of
`rabari-femoral-head`; the parts of the spine are about as 12 : 28 : 18, see `gray-vertebral-column`.
"""

from collections.abc import Mapping
from typing import NamedTuple

from macros.figures.geometry import NO_TURN, Rotation, Vector, add, back, subtract, then, turn

STATURE = 1.70
UPPER_ARM, FOREARM, HAND = 0.186 * STATURE, 0.146 * STATURE, 0.108 * STATURE
THIGH, SHANK, ANKLE_HEIGHT, FOOT = 0.245 * STATURE, 0.246 * STATURE, 0.039 * STATURE, 0.152 * STATURE
HIP_HEIGHT, SHOULDER_HEIGHT = 0.530 * STATURE, 0.818 * STATURE

SIDES = ("left", "right")
LUMBAR = ("lumbar1", "lumbar2", "lumbar3")
THORACIC = ("thoracic1", "thoracic2", "thoracic3", "thoracic4")
NECK = ("neck1", "neck2", "head")

Rotations = Mapping[str, Rotation]


class Bone(NamedTuple):
    """A bone's parent, and the place of its joint on the parent."""

    parent: str
    joint: Vector


class Placed(NamedTuple):
    """Where a bone is: its joint's place and its axes, in the room."""

    origin: Vector
    axes: Rotation

    def point(self, local: Vector) -> Vector:
        """The place in the room of a point given in the bone's own axes."""
        return add(self.origin, turn(self.axes, local))


Skeleton = Mapping[str, Placed]


def _column(names: tuple[str, ...], parent: str, first: Vector, rise: float) -> dict[str, Bone]:
    """A part of the spine: equal vertebral segments, one above the other."""
    parents = (parent, *names)
    return {n: Bone(parents[i], first if i == 0 else (0.0, 0.0, rise)) for i, n in enumerate(names)}


def _limbs(side: str, sign: float) -> dict[str, Bone]:
    return {
        f"{side}_upper_arm": Bone("thoracic4", (0.0, 0.158 * sign, 0.022)),
        f"{side}_forearm": Bone(f"{side}_upper_arm", (0.0, 0.0, -UPPER_ARM)),
        f"{side}_hand": Bone(f"{side}_forearm", (0.0, 0.0, -FOREARM)),
        f"{side}_thigh": Bone("pelvis", (0.0, 0.093 * sign, 0.0)),
        f"{side}_shank": Bone(f"{side}_thigh", (0.0, 0.0, -THIGH)),
        f"{side}_foot": Bone(f"{side}_shank", (0.0, 0.0, -SHANK)),
        f"{side}_toes": Bone(f"{side}_foot", (0.115, 0.0, -0.0463)),
    }


BONES: Mapping[str, Bone] = {
    **_column(LUMBAR, "pelvis", (-0.02, 0.0, 0.07), 0.055),
    **_column(THORACIC, LUMBAR[-1], (0.0, 0.0, 0.055), 0.080),
    "neck1": Bone(THORACIC[-1], (-0.006, 0.0, 0.070)),
    "neck2": Bone("neck1", (0.012, 0.0, 0.050)),
    "head": Bone("neck2", (0.014, 0.0, 0.050)),
    **_limbs("left", 1.0),
    **_limbs("right", -1.0),
}
"""Every bone but the pelvis, parents before their children."""

PARENTS: Mapping[str, str] = {name: bone.parent for name, bone in BONES.items()}


def _below(name: str) -> tuple[str, ...]:
    """The bone and all that hang on it, parents before their children."""
    found = [name] if name in BONES else []
    for other, bone in BONES.items():
        if bone.parent == name or bone.parent in found:
            found.append(other)
    return tuple(found)


BRANCHES: Mapping[str, tuple[str, ...]] = {name: _below(name) for name in ("pelvis", *BONES)}
"""Each bone with all that move when its joint moves."""


def place(rotations: Rotations, placed: Skeleton, root: str = "pelvis") -> Skeleton:
    """The skeleton with the joints of the branch `root` turned as `rotations` say; the rest stays as placed."""
    found = dict(placed)
    for name in BRANCHES[root]:
        bone = BONES[name]
        origin, axes = found[bone.parent]
        found[name] = Placed(add(origin, turn(axes, bone.joint)), then(axes, rotations.get(name, NO_TURN)))
    return found


def at_origin() -> Skeleton:
    """Nothing but a pelvis, upright in the middle of the room."""
    return {"pelvis": Placed((0.0, 0.0, 0.0), NO_TURN)}


def moved(skeleton: Skeleton, bone: str, at: Placed) -> Skeleton:
    """The skeleton as a stiff whole, brought to where `bone` is `at`."""
    axes = then(at.axes, back(skeleton[bone].axes))
    shift = subtract(at.origin, turn(axes, skeleton[bone].origin))
    return {name: Placed(add(turn(axes, p.origin), shift), then(axes, p.axes)) for name, p in skeleton.items()}
