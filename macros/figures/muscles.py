"""Where each muscle lies on the body, for tinting. A muscle that is not listed here is not tinted.

Each is drawn simply, as a chain of spheres under the skin of the left side; origin, insertion and course follow the
descriptions in the vocabulary.
"""

from collections.abc import Mapping
from typing import NamedTuple

from macros.figures.body import Sphere
from macros.figures.geometry import Vector


class Muscle(NamedTuple):
    """A muscle of the left side: the part that it is painted on, where its surface faces, and its spheres."""

    part: str
    faces: tuple[str, Vector]
    """A bone, and the direction in its axes from which the muscle is seen best."""
    spheres: tuple[Sphere, ...]
    deep: bool = False


def _muscle(part: str, bone: str, faces: Vector, *spheres: tuple[str, Vector, float], deep: bool = False) -> Muscle:
    return Muscle(part, (bone, faces), tuple(Sphere(*sphere) for sphere in spheres), deep)


MUSCLES: Mapping[str, Muscle] = {
    "neck-extensors": _muscle(
        "head",
        "neck1",
        (-1.0, 0.3, 0.0),
        ("head", (-0.032, 0.018, 0.0), 0.022),
        ("neck1", (-0.022, 0.02, 0.02), 0.024),
        ("thoracic4", (-0.038, 0.022, 0.055), 0.026),
    ),
    "trapezius": _muscle(
        "trunk",
        "thoracic4",
        (-1.0, 0.3, 0.5),
        ("thoracic4", (-0.025, 0.02, 0.085), 0.022),
        ("thoracic4", (-0.020, 0.115, 0.04), 0.028),
        ("thoracic2", (-0.042, 0.012, 0.0), 0.014),
    ),
    "deltoids": _muscle(
        "arm",
        "upper_arm",
        (0.0, 1.0, 0.0),
        ("upper_arm", (0.0, 0.008, 0.0), 0.046),
        ("upper_arm", (0.0, 0.006, -0.10), 0.028),
    ),
    "rhomboids": _muscle(
        "trunk",
        "thoracic3",
        (-1.0, 0.2, 0.0),
        ("thoracic4", (-0.048, 0.03, 0.0), 0.022),
        ("thoracic3", (-0.048, 0.065, 0.03), 0.022),
        ("thoracic3", (-0.045, 0.025, -0.02), 0.018),
    ),
    "serratus-anterior": _muscle(
        "trunk",
        "thoracic2",
        (0.2, 1.0, 0.0),
        ("thoracic3", (0.01, 0.118, -0.01), 0.03),
        ("thoracic1", (0.045, 0.105, 0.04), 0.024),
    ),
    "pectorals": _muscle(
        "trunk",
        "thoracic3",
        (1.0, 0.3, 0.0),
        ("thoracic3", (0.085, 0.045, 0.0), 0.036),
        ("thoracic4", (0.055, 0.05, 0.0), 0.034),
        ("thoracic4", (0.022, 0.125, 0.01), 0.028),
    ),
    "latissimus-dorsi": _muscle(
        "trunk",
        "thoracic2",
        (-0.8, 0.8, 0.0),
        ("lumbar2", (-0.03, 0.05, 0.0), 0.02),
        ("thoracic2", (-0.015, 0.105, 0.0), 0.036),
        ("thoracic3", (0.0, 0.125, 0.04), 0.028),
    ),
    "erector-spinae": _muscle(
        "trunk",
        "thoracic1",
        (-1.0, 0.1, 0.0),
        ("pelvis", (-0.048, 0.03, 0.10), 0.022),
        ("lumbar2", (-0.024, 0.032, 0.0), 0.026),
        ("thoracic1", (-0.024, 0.032, 0.02), 0.027),
        ("thoracic3", (-0.036, 0.032, 0.0), 0.024),
        ("thoracic4", (-0.040, 0.028, 0.03), 0.018),
    ),
    "multifidus": _muscle(
        "trunk",
        "lumbar2",
        (-1.0, 0.1, 0.0),
        ("pelvis", (-0.060, 0.016, 0.06), 0.018),
        ("lumbar1", (-0.032, 0.018, 0.02), 0.021),
        ("thoracic1", (-0.030, 0.014, 0.0), 0.014),
        deep=True,
    ),
    "quadratus-lumborum": _muscle(
        "trunk",
        "lumbar2",
        (-1.0, 0.7, 0.0),
        ("pelvis", (-0.025, 0.085, 0.115), 0.022),
        ("thoracic1", (-0.015, 0.07, -0.02), 0.024),
        deep=True,
    ),
    "diaphragm": _muscle(
        "trunk",
        "thoracic1",
        (1.0, 0.6, 0.0),
        ("thoracic1", (0.085, 0.03, 0.03), 0.022),
        ("thoracic2", (0.045, 0.05, 0.0), 0.022),
        ("thoracic1", (-0.01, 0.07, 0.0), 0.022),
        deep=True,
    ),
    "rectus-abdominis": _muscle(
        "trunk",
        "lumbar2",
        (1.0, 0.1, 0.0),
        ("thoracic2", (0.082, 0.03, 0.0), 0.028),
        ("lumbar3", (0.070, 0.03, 0.0), 0.028),
        ("pelvis", (0.066, 0.028, 0.10), 0.028),
        ("pelvis", (0.058, 0.02, 0.035), 0.024),
    ),
    "obliques": _muscle(
        "trunk",
        "lumbar2",
        (0.4, 1.0, 0.0),
        ("thoracic1", (0.035, 0.10, 0.04), 0.036),
        ("lumbar2", (0.032, 0.092, 0.0), 0.034),
        ("pelvis", (0.036, 0.085, 0.10), 0.034),
    ),
    "transversus-abdominis": _muscle(
        "trunk",
        "lumbar2",
        (0.7, 1.0, 0.0),
        ("lumbar2", (0.002, 0.095, 0.02), 0.024),
        ("lumbar2", (0.072, 0.05, 0.02), 0.024),
        ("pelvis", (0.062, 0.045, 0.075), 0.026),
        ("pelvis", (0.012, 0.10, 0.10), 0.026),
        deep=True,
    ),
    "pelvic-floor": _muscle(
        "pelvis",
        "pelvis",
        (0.0, 0.3, -1.0),
        ("pelvis", (0.035, 0.02, -0.055), 0.020),
        ("pelvis", (-0.06, 0.02, -0.065), 0.020),
        deep=True,
    ),
    "hip-flexors": _muscle(
        "leg",
        "thigh",
        (1.0, 0.3, 0.3),
        ("pelvis", (0.055, 0.085, 0.055), 0.028),
        ("thigh", (0.045, 0.0, -0.05), 0.034),
    ),
    "gluteus-medius": _muscle(
        "leg",
        "pelvis",
        (-0.3, 1.0, 0.2),
        ("pelvis", (-0.022, 0.115, 0.07), 0.036),
        ("thigh", (-0.005, 0.045, -0.01), 0.026),
    ),
    "gluteus-maximus": _muscle(
        "leg",
        "pelvis",
        (-1.0, 0.6, 0.0),
        ("pelvis", (-0.062, 0.060, 0.035), 0.046),
        ("pelvis", (-0.074, 0.060, -0.035), 0.046),
        ("thigh", (-0.032, 0.02, -0.07), 0.038),
    ),
    "piriformis": _muscle(
        "leg",
        "pelvis",
        (-1.0, 0.6, 0.0),
        ("pelvis", (-0.090, 0.025, 0.02), 0.016),
        ("pelvis", (-0.055, 0.115, -0.005), 0.018),
        deep=True,
    ),
    "quadriceps": _muscle(
        "leg",
        "thigh",
        (1.0, 0.4, 0.0),
        ("thigh", (0.040, 0.006, -0.08), 0.036),
        ("thigh", (0.040, 0.004, -0.22), 0.038),
        ("thigh", (0.022, 0.0, -0.375), 0.026),
    ),
    "adductors": _muscle(
        "leg",
        "thigh",
        (0.0, -1.0, 0.0),
        ("thigh", (0.012, -0.04, -0.06), 0.036),
        ("thigh", (0.010, -0.03, -0.22), 0.034),
        ("thigh", (0.004, -0.024, -0.34), 0.024),
    ),
    "hamstrings": _muscle(
        "leg",
        "thigh",
        (-1.0, 0.2, 0.0),
        ("thigh", (-0.040, 0.0, -0.12), 0.036),
        ("thigh", (-0.028, 0.0, -0.22), 0.034),
        ("thigh", (-0.022, 0.0, -0.38), 0.026),
    ),
    "calves": _muscle(
        "lower leg",
        "shank",
        (-1.0, 0.2, 0.0),
        ("shank", (-0.028, 0.0, -0.06), 0.032),
        ("shank", (-0.032, 0.0, -0.15), 0.032),
        ("shank", (-0.012, 0.0, -0.30), 0.018),
    ),
}
