"""The movement of an exercise, for the player: the bodies between its steps, as circles and as what encloses them.

The joints turn evenly from one step's pose to the next; the player only paints. The JSON holds

- `box`, the edges of the picture, and `ground`, the paths of what does not move;
- `radii` of the circles, and `shapes`: `[class, inset, line, far, [[circle, …], …]]`, by numbers;
- `frames`: `[[shape, …], [x, y, …]]`, from far to near, each coordinate as its difference to the frame before;
- `stops`: `[frame, step, seconds]`, the frames that show a step and how long they last;
- `seconds`, how long a movement from one to the next takes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from macros.dose_in_words import SECONDS_PER_BREATH, SECONDS_PER_REPETITION
from macros.figures.drawing import Figure, Look, draw
from macros.figures.pictures import setting, view_of
from macros.figures.posing import Posture, in_between
from macros.figures.steps import Frame, Held
from macros.model import Dose

FRAMES_PER_MOVEMENT = 10
_MARGIN = 29
SECONDS_OF_A_STEP = 2


def movement(frames: Sequence[Frame], dose: Dose, telling: int, tints: Mapping[str, str]) -> str:
    """The JSON; empty where nothing moves, or where the steps are not seen from one place."""
    shown = _one_view(frames)
    if len({id(frame.posture) for frame in shown}) < 2:
        return ""
    view = view_of(shown[0])
    film, stops = _film(shown, dose, telling)
    drawn = [draw(posture, view, Look(tints, works, towel)) for posture, works, towel in film]
    names = sorted({name for figure in drawn for name in figure.circles})
    shapes: dict[tuple[object, ...], int] = {}
    orders = [[shapes.setdefault(key, len(shapes)) for key in _keys(figure, names)] for figure in drawn]
    radius = {name: round(c[2], 1) for figure in drawn for name, c in figure.circles.items()}
    ground = setting(shown, shown[0], view)
    scene = {
        "box": _box(drawn),
        "ground": [[mark.kind, mark.path] for mark in ground],
        "radii": [radius[name] for name in names],
        "shapes": list(shapes),
        "frames": [list(frame) for frame in zip(orders, _differences(drawn, names), strict=True)],
        "stops": stops,
        "seconds": SECONDS_PER_REPETITION / 2,
    }
    return json.dumps(scene, separators=(",", ":"))


def _one_view(frames: Sequence[Frame]) -> list[Frame]:
    """The steps up to the one that changes sides or the view: the other side would only repeat them."""
    first = frames[0].held if frames else None
    seen: list[Frame] = []
    for frame in frames:
        if first and _setting_of(frame.held) != _setting_of(first):
            break
        seen.append(frame)
    return seen


def _setting_of(held: Held) -> tuple[object, ...]:
    return held.view, held.lying, held.props.chair, held.props.table, held.props.wall


Film = list[tuple[Posture, str, str | None]]
"""Bodies one after the other, each with the side that works and the side of the foot that is in a towel."""


def _film(frames: Sequence[Frame], dose: Dose, telling: int) -> tuple[Film, list[tuple[int, int, float]]]:
    film: Film = [(frames[0].posture, frames[0].held.works, frames[0].held.towel())]
    stops = [(0, 0, float(SECONDS_OF_A_STEP))]
    for number, frame in enumerate(frames[1:], start=1):
        before, towel = frames[number - 1].posture, frame.held.towel()
        if frame.posture is not before:
            between = (
                in_between(before, frame.posture, n / FRAMES_PER_MOVEMENT) for n in range(1, FRAMES_PER_MOVEMENT)
            )
            works = frame.held.works
            film += [(posture, works, towel and frames[number - 1].held.towel()) for posture in between]
            film.append((frame.posture, works, towel))
        stops.append((len(film) - 1, number, _hold(dose) if number == telling else float(SECONDS_OF_A_STEP)))
    return film, stops


def _hold(dose: Dose) -> float:
    """How long the telling pose is held, in seconds."""
    if dose.hold_seconds:
        return float(dose.hold_seconds.low)
    breaths = dose.hold_breaths.low if dose.hold_breaths else 0
    return float(breaths * SECONDS_PER_BREATH or SECONDS_OF_A_STEP)


def _keys(figure: Figure, names: Sequence[str]) -> Iterator[tuple[object, ...]]:
    number = {name: index for index, name in enumerate(names)}
    for layer in figure.layers:
        for s in layer.shapes:
            hulls = tuple(tuple(number[name] for name in hull) for hull in s.hulls)
            yield (s.kind, s.inset, int(s.line), int(layer.far), hulls)


def _differences(drawn: Sequence[Figure], names: Sequence[str]) -> Iterator[list[int]]:
    before = [0] * (2 * len(names))
    for figure in drawn:
        known = [figure.circles.get(name) for name in names]
        now = [
            before[2 * i + axis] if circle is None else round(circle[axis])
            for i, circle in enumerate(known)
            for axis in (0, 1)
        ]
        yield [b - a for a, b in zip(before, now, strict=True)]
        before = now


def _box(drawn: Sequence[Figure]) -> tuple[int, int, int, int]:
    circles = [circle for figure in drawn for circle in figure.circles.values()]
    left, right = min(x - r for x, _, r in circles) - _MARGIN, max(x + r for x, _, r in circles) + _MARGIN
    top, bottom = min(y - r for _, y, r in circles) - _MARGIN, max(y + r for _, y, r in circles) + _MARGIN
    return round(left), round(top), round(right - left), round(bottom - top)
