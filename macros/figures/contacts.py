"""What of a body can touch the floor, and what its hands can hold."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from macros.figures.geometry import Vector
from macros.figures.skeleton import SIDES

WRIST_HEIGHT, TOES_HEIGHT = 0.03, 0.0205
"""How high wrists and the joints of toes are above the floor on which a hand or the toes lie flat."""
PALM = 0.075
"""From the wrist to the middle of the palm."""
TOWEL_REACH = 0.42
"""From the shoulder to the hand that pulls a towel."""


class Support(NamedTuple):
    """A part that can touch the floor: its bone and its spheres.

    An area settles by itself how the body lies. `rest` is what else then lies on the same level.
    """

    bone: str
    spheres: tuple[str, ...]
    area: bool = False
    rest: tuple[str, ...] = ()


def _both(template: str) -> tuple[str, ...]:
    return tuple(f"{side}_{template}" for side in SIDES)


def _side_supports(side: str) -> Iterator[tuple[str, Support]]:
    yield f"{side}-foot", Support(f"{side}_foot", (f"{side}_heel", f"{side}_ball"))
    yield f"{side}-toes", Support(f"{side}_foot", (f"{side}_ball",))
    yield f"{side}-heel", Support(f"{side}_foot", (f"{side}_heel",))
    yield f"{side}-leg", Support(f"{side}_thigh", (f"{side}_knee", f"{side}_calf", f"{side}_ankle", f"{side}_heel"))
    yield f"{side}-knee", Support(f"{side}_thigh", (f"{side}_knee",))
    yield f"{side}-shin", Support(f"{side}_shank", (f"{side}_knee",), area=True, rest=(f"{side}_ankle",))
    yield f"{side}-hand", Support(f"{side}_hand", (f"{side}_palm",))
    yield f"{side}-forearm", Support(f"{side}_forearm", (f"{side}_elbow",))
    yield f"{side}-arm", Support(f"{side}_forearm", (f"{side}_elbow", f"{side}_wrist"))


_SHOULDERS = (*_both("blade"), *_both("collar"))
_FRONT = ("thigh", "hip", "belly", "ribs", "chest")

SUPPORTS: Mapping[str, Support] = {
    "back": Support("pelvis", _both("buttock"), area=True, rest=_both("blade")),
    "shoulders": Support("thoracic4", (*_SHOULDERS, "neck_base"), area=True, rest=(*_both("buttock"), *_both("hip"))),
    "stomach": Support("pelvis", tuple(map("_".join, product(SIDES, _FRONT))), area=True, rest=_both("knee")),
    "left-side": Support("pelvis", ("left_hip", "left_thigh"), area=True, rest=("left_collar", "left_shoulder")),
    "right-side": Support("pelvis", ("right_hip", "right_thigh"), area=True, rest=("right_collar", "right_shoulder")),
    "seat": Support("pelvis", (*_both("buttock"), *_both("thigh")), area=True),
    "head": Support("head", ("skull", "crown", "forehead", *_both("temple"), *_both("jaw"))),
    **{name: support for side in SIDES for name, support in _side_supports(side)},
}


ARM_ENDS = ("elbow", "wrist", "palm", "fingertips")
LEG_ENDS = ("knee", "ankle", "heel", "ball", "toes")
LEANING = ("foot", "toes", "heel", "knee", "hand", "forearm")
"""What can be the second point on which a stiff body leans."""


def landmarks(side: str) -> Mapping[str, tuple[str, Vector, Vector]]:
    """What a hand of a side can hold: the bone, the point in its axes, and where the elbow points, in the chest's."""
    out = 1.0 if side == "left" else -1.0
    elbow = (-0.3, 0.75 * out, -0.6)
    wide = (-0.2, 1.0 * out, -0.1)
    found: dict[str, tuple[str, Vector, Vector]] = {
        "neck": ("head", (-0.068, 0.045 * out, 0.012), (0.05, 1.0 * out, 0.45)),
        "lower-tummy": ("pelvis", (0.106, 0.075 * out, 0.095), (-0.5, 0.7 * out, -0.4)),
        "behind-thighs": (f"{side}_thigh", (-0.085, 0.0, -0.27), elbow),
        "hip": ("pelvis", (0.0, 0.16 * out, 0.06), wide),
        "lower-back": ("pelvis", (-0.095, 0.06 * out, 0.10), (-0.6, 0.8 * out, -0.1)),
        "opposite-shoulder": ("thoracic4", (0.06, -0.13 * out, 0.02), (0.7, 0.2 * out, -0.7)),
    }
    for leg in SIDES:
        across = 0.02 if leg == side else 0.03
        found |= {
            f"behind-{leg}-thigh": (f"{leg}_thigh", (-0.078, across * out, -0.28), elbow),
            f"{leg}-thigh": (f"{leg}_thigh", (0.085, 0.0, -0.23), elbow),
            f"{leg}-knee": (f"{leg}_thigh", (0.062, 0.01 * out, -0.40), elbow),
            f"{leg}-shin": (f"{leg}_shank", (0.07, 0.03 * out, -0.06), elbow),
            f"{leg}-ankle": (f"{leg}_shank", (0.06, 0.03 * out, -0.35), elbow),
            f"{leg}-foot": (f"{leg}_foot", (0.07, 0.045 * out, 0.02), elbow),
        }
    return found
