"""Where a picture is seen from: from directions of the person's own body to a camera in the room."""

from collections.abc import Mapping, Sequence

from macros.figures.drawing import UNITS, Camera, camera

_AZIMUTHS: Mapping[str, Mapping[str, int]] = {
    "upright": {"right": 0, "front": 90, "left": 180, "back": 270},
    "on-back": {"right": 0, "feet": 90, "left": 180, "head": 270},
    "on-stomach": {"right": 0, "head": 90, "left": 180, "feet": 270},
    "on-left-side": {"back": 0, "feet": 90, "front": 180, "head": 270},
    "on-right-side": {"front": 0, "feet": 90, "back": 180, "head": 270},
}
_LOW, _MIDDLE, _HIGH, _TOP = 10, 28, 45, 70
_ASIDE, _A_LITTLE = 35, 8


def directions(lying: str) -> tuple[str, ...]:
    """From where a body that lies like this can be seen."""
    return (*_AZIMUTHS[lying], "above")


def camera_for(view: Sequence[str], lying: str, units: int = UNITS) -> Camera:
    """The camera of a view such as `[right]`, `[right, feet]` or `[left, above]`.

    The first direction is where one looks from; a second one turns the view towards that. A side view is turned
    a little in any case, so that the limbs on the far side are seen. A view along the body is from higher up, so
    that knees do not hide the trunk; `[above, feet]` looks down, with the feet at the lower edge.
    """
    known = _AZIMUTHS[lying]
    level = [known[name] for name in view if name in known]
    azimuth = level[0] if level else 0
    if len(level) > 1:
        azimuth += _ASIDE if (level[1] - level[0]) % 360 < 180 else -_ASIDE
    elif azimuth in (0, 180):
        azimuth += _A_LITTLE if azimuth == 0 else -_A_LITTLE
    if view[0] == "above":
        return camera(azimuth, _TOP)._replace(units=units)
    elevation = _HIGH if "above" in view else _MIDDLE if view[0] in ("head", "feet") else _LOW
    return camera(azimuth, elevation)._replace(units=units)
