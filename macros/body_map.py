"""The drawing of the muscles: `body-map.svg` in the vocabulary's folder.

It has three groups, `front`, `back` and `deep`. Each names its edges in `data-box`, and holds paths of the class
`outline` or `detail` and one group for each muscle, with its id in `data-muscle`. Only the paths' data is taken
over: nothing else of the file gets into a page.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.problems import Problem, quoted

VIEWS = ("front", "back", "deep")
_PATH_DATA = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE .,+-]+")
_BOX = re.compile(r"-?\d+( -?\d+){3}")
_CLASSES = ("outline", "detail", "hair")


@dataclass(frozen=True)
class Line:
    """A line of the body: its classes and its path data."""

    kind: str
    path: str


@dataclass(frozen=True)
class MapView:
    """The body from one side."""

    box: str
    """Left, top, width and height."""
    lines: tuple[Line, ...]
    muscles: Mapping[str, str]
    """The path data of each muscle, by id."""


BodyMap = Mapping[str, MapView]


def read_body_map(file: Path) -> tuple[BodyMap, list[Problem]]:
    """The views of the map, and what is wrong with the file; an impossible file gives no views."""
    try:
        root = ET.parse(file).getroot()  # noqa: S314 - expat refuses entity bombs, and nothing external is loaded
    except (ET.ParseError, OSError, ValueError) as error:
        line, column = getattr(error, "position", (1, 0))
        fix = "Save it as plain SVG from your drawing program"
        return {}, [Problem(str(file), line, column + 1, "body-map", "The drawing cannot be read as SVG", fix)]
    groups = {str(group.get("id")): group for group in root.iter() if group.get("id") in VIEWS}
    problems = [
        Problem(str(file), 1, 1, "body-map", f"The drawing has no group {quoted(name)} with a sound `data-box`")
        for name in VIEWS
        if name not in groups or not _BOX.fullmatch(groups[name].get("data-box", ""))
    ]
    wrong = [d for path in root.iter() if (d := path.get("d")) and not _PATH_DATA.fullmatch(d)]
    problems += [Problem(str(file), 1, 1, "body-map", f"{quoted(d)} is not the data of a path") for d in wrong]
    return ({} if problems else {name: _view(groups[name]) for name in VIEWS}), problems


def _view(group: ET.Element) -> MapView:
    lines = [Line(_kind(child), child.get("d", "")) for child in group if child.get("d")]
    muscles = {
        child.get("data-muscle", ""): "".join(path.get("d", "") for path in child)
        for child in group
        if child.get("data-muscle")
    }
    return MapView(group.get("data-box", ""), tuple(lines), muscles)


def _kind(path: ET.Element) -> str:
    """The classes of a line, as far as they are known."""
    return " ".join(name for name in path.get("class", "").split() if name in _CLASSES)
