"""The pictures of an exercise: one a step, and the one that stands for it, as SVG."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from macros.figures.drawing import Camera, Figure, Layer, Look, draw
from macros.figures.marks import Box, arrows, breath, signs
from macros.figures.scene import Mark, mat, props, shadow
from macros.figures.steps import Frame
from macros.figures.views import camera_for

SMALL_UNITS = 60
"""Units of a small picture in a metre."""


@dataclass(frozen=True)
class Picture:
    """A picture without its frame: the shapes as SVG, and the edges of what they cover, in units."""

    content: str
    box: Box


@dataclass(frozen=True)
class _Drawn:
    """One step before it is written as SVG."""

    ground: tuple[Mark, ...]
    figure: Figure
    marks: tuple[Mark, ...] = ()

    def markup(self) -> str:
        """The shapes as SVG elements, from far to near."""
        body = "".join(self._layer(layer) for layer in self.figure.layers)
        return _paths(map(_written, self.ground)) + body + _paths(map(_written, self.marks))

    def _layer(self, layer: Layer) -> str:
        paths = _paths((shape.kind, shape.path(self.figure.circles)) for shape in layer.shapes)
        return f'<g class="far">{paths}</g>' if layer.far else paths

    def edges(self, margin: int = 17) -> Box:
        """The box around everything, with a margin."""
        points = [point for mark in (*self.ground, *self.marks) for point in mark.points]
        body = [(x + d * r, y + d * r) for x, y, r in self.figure.circles.values() for d in (-1, 1)]
        xs, ys = zip(*points, *body, strict=True)
        left, top = round(min(xs)) - margin, round(min(ys)) - margin
        return left, top, round(max(xs)) + margin - left, round(max(ys)) + margin - top


def step_pictures(frames: Sequence[Frame], breaths: Sequence[str | None], tints: Mapping[str, str]) -> list[Picture]:
    """The pictures of an exercise's steps.

    Those with the same view have the same edges, so that from one to the next only the body moves.
    """
    drawn: list[_Drawn] = []
    for number in range(len(frames)):
        drawn.append(_drawn(number, frames, breaths[number], tints, drawn))
    boxes: dict[object, Box] = {}
    for frame, step in zip(frames, drawn, strict=True):
        box = step.edges()
        boxes[_seen(frame)] = _joined(boxes.get(_seen(frame), box), box)
    return [
        Picture(step.markup() + _paths(map(_written, signs(frame, boxes[_seen(frame)]))), boxes[_seen(frame)])
        for frame, step in zip(frames, drawn, strict=True)
    ]


def thumbnail(frame: Frame, tints: Mapping[str, str]) -> Picture:
    """A small picture of one step: the body and what it needs, without arrows."""
    view = camera_for(*_seen(frame), units=SMALL_UNITS)
    figure = draw(frame.posture, view, look_of(frame, tints), small=True)
    drawn = _Drawn(setting([frame], frame, view), figure)
    return Picture(drawn.markup(), drawn.edges(margin=3))


def telling(frames: Sequence[Frame]) -> int:
    """The number, from 0, of the step whose pose is farthest from the first."""

    def change(frame: Frame) -> float:
        first, now = frames[0].posture, frame.posture
        if frame.held.lying != frames[0].held.lying:
            return 0.0
        return sum(math.dist(first.skeleton[bone].origin, now.skeleton[bone].origin) for bone in now.skeleton)

    return max(range(len(frames)), key=lambda number: (round(change(frames[number]), 3), -number))


def view_of(frame: Frame) -> Camera:
    """The camera of a step."""
    return camera_for(*_seen(frame))


def look_of(frame: Frame, tints: Mapping[str, str]) -> Look:
    """How the body of a step is painted."""
    return Look(tints, frame.held.works, frame.held.towel())


def _seen(frame: Frame) -> tuple[tuple[str, ...], str]:
    return frame.held.view, frame.held.lying


def _drawn(
    number: int, frames: Sequence[Frame], breathes: str | None, tints: Mapping[str, str], earlier: Sequence[_Drawn]
) -> _Drawn:
    """One step; a body that was drawn at an earlier step is not drawn again."""
    frame = frames[number]
    view = view_of(frame)
    marks = arrows(frame, view)
    marks += [breath(frame.posture, breathes, view)] if breathes else []
    for other, done in zip(frames, earlier, strict=False):
        same_look = other.held.props == frame.held.props and other.held.works == frame.held.works
        if other.posture is frame.posture and _seen(other) == _seen(frame) and same_look:
            return replace(done, marks=tuple(marks))
    alike = [other for other in frames if other.held.lying == frame.held.lying]
    return _Drawn(setting(alike, frame, view), _figure(frame, view, tints), tuple(marks))


def _figure(frame: Frame, view: Camera, tints: Mapping[str, str]) -> Figure:
    return draw(frame.posture, view, look_of(frame, tints))


def setting(alike: Sequence[Frame], frame: Frame, view: Camera) -> tuple[Mark, ...]:
    """What is behind the body: the floor that all these bodies lie on, and the things that this one needs."""
    on_feet = all(part.endswith(("foot", "toes", "heel", "seat")) for part in frame.held.on)
    if frame.held.lying == "upright" and on_feet:
        floor = shadow(frame.posture, view)
    else:
        floor = mat([other.posture for other in alike], view)
    return (floor, *props(frame, view))


def _paths(shapes: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<path class="{kind}" d="{path}"/>' for kind, path in shapes)


def _written(mark: Mark) -> tuple[str, str]:
    return mark.kind, mark.path


def _joined(a: Box, b: Box) -> Box:
    left, top = min(a[0], b[0]), min(a[1], b[1])
    right, bottom = max(a[0] + a[2], b[0] + b[2]), max(a[1] + a[3], b[1] + b[3])
    return left, top, right - left, bottom - top
