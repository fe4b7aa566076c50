"""The body's shape: spheres on the bones, and the parts whose outlines enclose them.

The radii are our own drawing of a slim adult of no particular sex; only the bones' lengths are measured values.
"""

from collections.abc import Mapping
from typing import NamedTuple

from macros.figures.geometry import Vector
from macros.figures.skeleton import ANKLE_HEIGHT, FOOT, FOREARM, SIDES, THIGH, UPPER_ARM, Skeleton


class Sphere(NamedTuple):
    """A ball on a bone: its centre in the bone's axes and its radius, in metres."""

    bone: str
    centre: Vector
    radius: float


class Ball(NamedTuple):
    """A sphere in the room."""

    centre: Vector
    radius: float

    def bottom(self) -> float:
        """The height of its lowest point."""
        return self.centre[2] - self.radius


_MIDDLE: Mapping[str, Sphere] = {
    "neck_base": Sphere("thoracic4", (-0.012, 0.0, 0.066), 0.066),
    "neck": Sphere("neck1", (0.004, 0.0, 0.03), 0.055),
    "nape": Sphere("head", (-0.006, 0.0, 0.008), 0.055),
    "skull": Sphere("head", (0.012, 0.0, 0.085), 0.094),
    "crown": Sphere("head", (-0.014, 0.0, 0.092), 0.089),
    "knot": Sphere("head", (-0.052, 0.0, 0.186), 0.037),
    "forehead": Sphere("head", (0.043, 0.0, 0.080), 0.066),
    "chin": Sphere("head", (0.071, 0.0, -0.024), 0.026),
    "nose_bridge": Sphere("head", (0.096, 0.0, 0.066), 0.010),
    "nose": Sphere("head", (0.111, 0.0, 0.038), 0.011),
}

_ONE_SIDE: Mapping[str, Sphere] = {
    "hip": Sphere("pelvis", (0.0, 0.072, -0.01), 0.088),
    "buttock": Sphere("pelvis", (-0.040, 0.066, -0.018), 0.080),
    "flank": Sphere("pelvis", (0.002, 0.068, 0.085), 0.078),
    "belly": Sphere("pelvis", (0.026, 0.048, 0.065), 0.066),
    "waist": Sphere("lumbar2", (0.024, 0.055, 0.0), 0.077),
    "ribs": Sphere("thoracic1", (0.030, 0.062, 0.03), 0.084),
    "chest": Sphere("thoracic3", (0.034, 0.070, 0.0), 0.092),
    "blade": Sphere("thoracic3", (-0.016, 0.085, 0.045), 0.066),
    "collar": Sphere("thoracic4", (0.0, 0.118, 0.022), 0.056),
    "jaw": Sphere("head", (0.040, 0.034, 0.010), 0.040),
    "temple": Sphere("head", (0.034, 0.024, 0.078), 0.062),
    "ear": Sphere("head", (-0.012, 0.084, 0.056), 0.019),
    "shoulder": Sphere("upper_arm", (0.0, 0.0, 0.0), 0.060),
    "biceps": Sphere("upper_arm", (0.006, 0.0, -0.14), 0.046),
    "above_elbow": Sphere("upper_arm", (0.0, 0.0, -0.285), 0.037),
    "elbow": Sphere("upper_arm", (0.0, 0.0, -UPPER_ARM), 0.037),
    "below_elbow": Sphere("forearm", (0.002, 0.0, -0.03), 0.037),
    "forearm": Sphere("forearm", (0.004, 0.0, -0.065), 0.038),
    "wrist": Sphere("forearm", (0.0, 0.0, -FOREARM), 0.026),
    "palm": Sphere("hand", (0.003, 0.0, -0.055), 0.031),
    "knuckles": Sphere("hand", (0.006, 0.0, -0.095), 0.029),
    "fingertips": Sphere("hand", (0.006, 0.0, -0.164), 0.017),
    "thumb_root": Sphere("hand", (0.014, 0.0, -0.045), 0.018),
    "thumb": Sphere("hand", (0.052, 0.0, -0.092), 0.0125),
    "thigh": Sphere("thigh", (0.0, 0.0, -0.01), 0.086),
    "mid_thigh": Sphere("thigh", (0.010, 0.0, -0.20), 0.073),
    "above_knee": Sphere("thigh", (0.004, 0.0, -0.375), 0.0565),
    "knee": Sphere("thigh", (0.004, 0.0, -THIGH), 0.054),
    "below_knee": Sphere("shank", (-0.006, 0.0, -0.05), 0.053),
    "calf": Sphere("shank", (-0.016, 0.0, -0.12), 0.053),
    "shin": Sphere("shank", (0.004, 0.0, -0.10), 0.050),
    "ankle": Sphere("shank", (0.0, 0.0, -0.40), 0.036),
    "heel": Sphere("foot", (-0.045, 0.0, 0.031 - ANKLE_HEIGHT), 0.031),
    "instep": Sphere("foot", (0.045, 0.0, 0.036 - ANKLE_HEIGHT), 0.034),
    "ball": Sphere("foot", (0.100, -0.014, 0.023 - ANKLE_HEIGHT), 0.023),
    "outer_ball": Sphere("foot", (0.090, 0.020, 0.021 - ANKLE_HEIGHT), 0.021),
    "toes": Sphere("toes", (FOOT - 0.209, -0.012, -0.005), 0.015),
    "outer_toes": Sphere("toes", (FOOT - 0.232, 0.018, -0.006), 0.014),
}

_MIDLINE_BONES = ("pelvis", "lumbar", "thoracic", "head")


def _mirrored(side: str, sphere: Sphere) -> Sphere:
    """The sphere of a left side's table, for `side`."""
    bone = sphere.bone if sphere.bone.startswith(_MIDLINE_BONES) else f"{side}_{sphere.bone}"
    x, y, z = sphere.centre
    return Sphere(bone, (x, y if side == "left" else -y, z), sphere.radius)


SPHERES: Mapping[str, Sphere] = {
    **_MIDDLE,
    **{f"{side}_{name}": _mirrored(side, s) for side in SIDES for name, s in _ONE_SIDE.items()},
}

Body = Mapping[str, Ball]


def body(skeleton: Skeleton) -> Body:
    """All spheres in the room."""
    return {name: Ball(skeleton[s.bone].point(s.centre), s.radius) for name, s in SPHERES.items()}
