"""Says what a picture shows, for those who hear the page: how the body lies, what touches what, and what moved."""

from collections.abc import Iterable, Mapping, Sequence

from macros.dose_in_words import Labels, fill
from macros.figures.steps import Held
from macros.vocabulary import Word

PAIRS: Mapping[str, str] = {
    "foot": "feet",
    **{part: f"{part}s" for part in ("heel", "knee", "shin", "leg", "hand", "forearm", "arm")},
    **{part: f"{part}s" for part in ("hip", "ankle", "shoulder", "elbow", "wrist")},
    "toes": "toes",
}
"""The parts of the body of which there are two, with the name of both together."""


def title_of(held: Held, starts: Mapping[str, Word], labels: Labels) -> str:
    """The starting pose and the side from which it is seen."""
    return fill(labels["figure_title"], start=starts[held.start].label, view=_listed(_views(held, labels), labels))


def pose_in_words(held: Held, before: Held | None, labels: Labels) -> str:
    """What touches the floor, what the hands hold, and which joints are not as in the picture before."""
    sentences = [fill(labels["figure_floor"], parts=_listed(_parts(held.on, labels), labels))]
    sentences += [
        fill(labels["figure_hand"], hand=labels[f"body_{hand}"], place=labels[f"grip_{grip}"])
        for hand, grip in held.hold.items()
    ]
    if before:
        joints = [j.replace("_", "-") for j in held.angles if held.angles[j] != before.angles.get(j, {})]
        moved = _parts(joints, labels)
        sentences.append(fill(labels["figure_moved"], parts=_listed(moved, labels)) if moved else labels["figure_same"])
    return " ".join(sentences)


def _views(held: Held, labels: Labels) -> Iterable[str]:
    return (labels[f"view_{name}"] for name in held.view)


def _parts(parts: Iterable[str], labels: Labels) -> list[str]:
    """The names of parts; a left and a right one together are named as a pair."""
    given = list(dict.fromkeys(parts))
    names = []
    for part in given:
        _side, _, rest = part.partition("-")
        if rest in PAIRS and f"left-{rest}" in given and f"right-{rest}" in given:
            names.append(labels[f"both_{PAIRS[rest]}"])
        else:
            names.append(labels[f"body_{part}"])
    return list(dict.fromkeys(names))


def _listed(names: Iterable[str] | Sequence[str], labels: Labels) -> str:
    """`a, b and c`."""
    *first, last = list(names)
    return fill(labels["figure_and"], first=", ".join(first), last=last) if first else last
