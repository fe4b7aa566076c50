"""The pictures: one a step, drawn from poses alone, small, always the same, and never more than shapes."""

import gzip
import json
import math
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from macros import load_library
from macros.body_map import VIEWS, read_body_map
from macros.figures.body import SPHERES
from macros.figures.drawing import UNITS, Camera, Figure, Look, draw, outline
from macros.figures.geometry import UP, Circle, Vector, cross, dot, hull, scale, turn, unit
from macros.figures.movement import FRAMES_PER_MOVEMENT, SECONDS_OF_A_STEP, movement
from macros.figures.muscles import MUSCLES
from macros.figures.pictures import Picture, look_of, step_pictures, view_of
from macros.figures.posing import Posture, in_between
from macros.figures.skeleton import SIDES
from macros.figures.steps import TOLERANCE, Frame, frames, held_poses, mirrored
from macros.figures.views import camera_for, directions
from macros.gallery import Drawing, Gallery
from macros.gallery import draw as draw_all
from macros.library import Library, build
from macros.loading import load
from macros.model import Dose, Muscles, Step
from macros.problems import Problem
from tests.bodies import (
    LIBRARY,
    STARTS,
    VOCABULARY,
    Fields,
    bodies,
    body,
    body_at,
    digest,
    drawing,
    exchanged,
    frames_of,
    held,
    pose,
    random_steps,
)
from tests.conftest import ACTIVE, EXERCISE, ROOT, SITE, MakeLibrary, run

# Outlines


def support(arcs: Sequence[tuple[Circle, float, float]], angle: float) -> float:
    """How far the outline reaches in a direction."""
    reached = [
        x * math.cos(angle) + y * math.sin(angle) + r
        for (x, y, r), start, end in arcs
        if (angle - start) % math.tau <= end - start + 1e-9
    ]
    assert reached, f"no arc has the direction {angle}"
    return max(reached)


def assert_encloses(circles: Sequence[Circle], directions: int = 360) -> None:
    arcs = hull(circles)
    assert sum(end - start for _, start, end in arcs) == pytest.approx(math.tau, abs=1e-5)
    for number in range(directions):
        angle = math.tau * number / directions + 0.001
        farthest = max(x * math.cos(angle) + y * math.sin(angle) + r for x, y, r in circles)
        assert abs(support(arcs, angle) - farthest) < 1e-4


def test_the_outline_of_one_circle_is_the_circle() -> None:
    assert hull([(3.0, 4.0, 2.0)]) == [((3.0, 4.0, 2.0), 0.0, math.tau)]


@pytest.mark.parametrize(
    ("one", "other", "tilt"),
    [
        ((0.0, 0.0, 2.0), (10.0, 0.0, 2.0), 90),
        ((0.0, 0.0, 2.0), (0.0, 10.0, 2.0), 90),
        ((0.0, 0.0, 7.0), (10.0, 0.0, 2.0), 60),
    ],
)
def test_the_outline_of_two_circles_is_a_capsule(one: Circle, other: Circle, tilt: float) -> None:
    arcs = {circle: end - start for circle, start, end in hull([one, other])}
    assert math.degrees(arcs[other]) == pytest.approx(2 * tilt)
    assert math.degrees(arcs[one]) == pytest.approx(360 - 2 * tilt)
    assert_encloses([one, other])


@pytest.mark.parametrize(
    "inner", [(0.0, 0.0, 1.0), (3.0, 0.0, 1.0), (0.0, 0.0, 5.0), (4.0, 0.0, 1.0), (0.0, -3.0, 2.0)], ids=str
)
def test_a_circle_inside_another_adds_nothing(inner: Circle) -> None:
    outer = (0.0, 0.0, 5.0)
    for circles in ([outer, inner], [inner, outer]):
        assert sum(end - start for (_, _, r), start, end in hull(circles) if r == 5.0) == pytest.approx(math.tau)
        assert_encloses(circles)


@pytest.mark.parametrize("seed", range(60))
def test_every_circle_lies_inside_the_outline_and_no_outline_is_larger_than_it_must_be(seed: int) -> None:
    dice = random.Random(seed)
    count = dice.randint(2, 12)
    assert_encloses([(dice.uniform(-90, 90), dice.uniform(-90, 90), dice.uniform(1, 40)) for _ in range(count)])


@pytest.mark.parametrize(
    "circles",
    [
        [(0.0, 0.0, 2.0), (5.0, 0.0, 2.0), (10.0, 0.0, 2.0)],
        [(0.0, 0.0, 2.0), (0.0, 6.0, 2.0), (6.0, 0.0, 2.0), (6.0, 6.0, 2.0)],
        [(0.0, 0.0, 1.0), (5.0, 0.0, 2.0), (10.0, 0.0, 3.0)],
        [(1.0, 1.0, 3.0), (1.0, 1.0, 3.0), (1.0, 1.0, 3.0)],
        [(4.0, 1.0, 3.0), (5.0, 4.0, 2.0), (4.0, 4.0, 3.0), (1.0, 4.0, 4.0)],
    ],
    ids=["in a row", "in a square", "in a cone", "all the same", "one touches another from inside"],
)
def test_circles_that_stand_in_line_have_an_outline_as_well(circles: list[Circle]) -> None:
    assert_encloses(circles)


@pytest.mark.parametrize("id", ACTIVE)
def test_every_outline_of_a_real_picture_encloses_its_circles(id: str) -> None:
    frame = frames_of(id)[drawing(id).telling]
    tints = dict.fromkeys(LIBRARY.exercises[id].muscles.primary, "target")
    for circles in outlines(draw(frame.posture, view_of(frame), look_of(frame, tints))):
        assert_encloses(circles, 40)
        whole = [(float(round(x)), float(round(y)), round(r, 1)) for x, y, r in circles]
        assert_encloses(whole, 40)  # As the player computes them.


def outlines(figure: Figure) -> Iterator[list[Circle]]:
    for layer in figure.layers:
        for shape in layer.shapes:
            for names in () if shape.line else shape.hulls:
                yield [figure.circles[name] for name in names]


STEP = re.compile(r"([MLlhvQ])(-?\d+)(?: ?(-?\d+))?(?: (-?\d+) (-?\d+))?|a(\d+) (\d+) 0 ([01])1(-?\d+) ?(-?\d+)|(z)")


def points_of(path: str) -> list[tuple[float, float]]:
    """The places through which a path goes; of an arc its middle and its end."""
    found: list[tuple[float, float]] = []
    x, y, read = 0, 0, 0
    for step in STEP.finditer(path):
        assert step.start() == read, path[read:]
        read = step.end()
        command = step[1] or step[11] or "a"
        numbers = [int(number) for number in step.groups()[1:-1] if number is not None]
        before = (x, y)
        if command == "h":
            x += numbers[0]
        elif command == "v":
            y += numbers[0]
        elif command in "la":
            x, y = x + numbers[-2], y + numbers[-1]
        elif command in "MLQ":
            x, y = numbers[-2:]
        if command == "a":
            found.append(middle_of_arc(before, (x, y), numbers[0], large=numbers[2] == 1))
        found.append((x, y))
    assert read == len(path), path[read:]
    return found


def middle_of_arc(
    start: tuple[float, float], end: tuple[float, float], radius: float, *, large: bool
) -> tuple[float, float]:
    """The middle of an arc that turns to the right, as SVG defines it."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    chord = math.hypot(dx, dy)
    inwards = (-dy / chord, dx / chord)
    height = math.sqrt(max(0.0, radius**2 - chord**2 / 4))
    reach = (-height if large else height) - max(radius, chord / 2)
    return (start[0] + end[0]) / 2 + inwards[0] * reach, (start[1] + end[1]) / 2 + inwards[1] * reach


def test_the_path_of_an_outline_goes_along_its_circles() -> None:
    circles = [(0.0, 0.0, 20.0), (100.0, 0.0, 10.0), (50.0, 80.0, 30.0)]
    places = points_of(outline(circles))
    for place in places:
        assert min(abs(math.dist(place, (x, y)) - r) for x, y, r in circles) < 1.5
    for x, y, r in circles:
        assert any(abs(math.dist(place, (x, y)) - r) < 1.5 for place in places)


def test_a_circle_is_drawn_in_two_halves() -> None:
    assert outline([(5.0, 5.0, 4.0)]) == "M9 5a4 4 0 01-8 0a4 4 0 018 0z"


# Views


@pytest.mark.parametrize(
    ("lying", "view", "direction", "seen"),
    [
        ("upright", "right", (1.0, 0.0, 0.0), "right"),
        ("upright", "left", (1.0, 0.0, 0.0), "left"),
        ("upright", "front", (0.0, 1.0, 0.0), "right"),
        ("upright", "back", (0.0, 1.0, 0.0), "left"),
        ("upright", "front", (0.0, 0.0, 1.0), "up"),
        ("on-back", "right", (1.0, 0.0, 0.0), "right"),
        ("on-back", "head", (0.0, 1.0, 0.0), "left"),
        ("on-back", "feet", (0.0, 1.0, 0.0), "right"),
        ("on-stomach", "left", (1.0, 0.0, 0.0), "left"),
        ("on-stomach", "head", (0.0, 1.0, 0.0), "right"),
    ],
)
def test_a_view_shows_the_body_from_there(lying: str, view: str, direction: Vector, seen: str) -> None:
    x, y = camera_for((view,), lying).flat(direction)
    ways = {"right": x, "left": -x, "up": -y, "down": y}
    assert ways[seen] > 0.95 * UNITS
    assert max(ways, key=lambda way: ways[way]) == seen


@pytest.mark.parametrize(
    ("start", "view", "near", "far"),
    [
        ("standing", "right", "right_shoulder", "left_shoulder"),
        ("standing", "left", "left_shoulder", "right_shoulder"),
        ("standing", "front", "nose", "crown"),
        ("standing", "back", "crown", "nose"),
        ("lying-on-the-back", "feet", "left_heel", "left_hip"),
        ("lying-on-the-back", "head", "crown", "left_hip"),
        ("lying-on-the-back", "right", "right_shoulder", "left_shoulder"),
        ("lying-on-the-stomach", "feet", "left_heel", "left_hip"),
        ("lying-on-the-stomach", "head", "crown", "left_hip"),
        ("lying-on-the-stomach", "left", "left_shoulder", "right_shoulder"),
        ("lying-on-the-left-side", "front", "nose", "crown"),
        ("lying-on-the-left-side", "back", "crown", "nose"),
        ("lying-on-the-left-side", "feet", "left_heel", "left_hip"),
        ("lying-on-the-left-side", "head", "crown", "left_hip"),
    ],
)
def test_what_a_view_names_is_nearer_to_the_viewer(start: str, view: str, near: str, far: str) -> None:
    (frame,) = bodies({"start": start, "view": [view]})
    depths = {name: dot(frame.posture.ball(name).centre, view_of(frame).towards) for name in (near, far)}
    assert depths[near] > depths[far] + 0.1


@pytest.mark.parametrize("start", STARTS)
def test_without_a_view_a_body_is_seen_from_where_it_can_be(start: str) -> None:
    (usual,) = held({"start": start})
    assert set(usual.view) <= set(directions(usual.lying))


@pytest.mark.parametrize("lying", ["upright", "on-back", "on-stomach", "on-left-side", "on-right-side"])
def test_every_view_is_a_true_one_and_above_looks_down_more(lying: str) -> None:
    for direction in directions(lying):
        view = camera_for((direction,), lying)
        assert cross(view.right, view.up) == pytest.approx(view.towards, abs=1e-9)
        assert all(dot(axis, axis) == pytest.approx(1) for axis in (view.right, view.up, view.towards))
        assert view.towards[2] <= camera_for((direction, "above"), lying).towards[2]


@pytest.mark.parametrize(("edge", "way"), [("feet", 1), ("head", -1)])
def test_from_above_one_looks_down_with_the_named_end_at_the_lower_edge(edge: str, way: int) -> None:
    view = camera_for(("above", edge), "on-back")
    assert view.towards[2] > 0.9
    assert view.flat((float(way), 0.0, 0.0))[1] > 0.9 * view.units


def painted(frame: Frame) -> list[str]:
    """The spheres of all shapes from the first to the last that is painted."""
    layers = draw(frame.posture, view_of(frame), Look({})).layers
    return [name for layer in layers for shape in layer.shapes for names in shape.hulls for name in names]


@pytest.mark.parametrize(("view", "nearer", "farther"), [("front", "left", "right"), ("back", "right", "left")])
def test_of_two_legs_that_cross_the_nearer_is_painted_later(view: str, nearer: str, farther: str) -> None:
    crossed = {"left_hip": {"flexion": 25, "adduction": 25}, "left_knee": {"flexion": 10}, "on": ["right-foot"]}
    order = painted(bodies({"start": "standing", "view": [view], **crossed})[0])
    assert order.index(f"{nearer}_ankle") > last(order, f"{farther}_ankle")


@pytest.mark.parametrize(
    ("id", "step", "over", "under"),
    [
        ("reclining-twist", 2, "right_mid_thigh", "left_mid_thigh"),
        ("lower-trunk-rotation", 3, "left_mid_thigh", "right_mid_thigh"),
        ("hip-crossover-stretch", 2, "right_ankle", "left_mid_thigh"),
        ("clamshell", 6, "right_mid_thigh", "left_mid_thigh"),
    ],
)
def test_a_leg_that_lies_over_the_other_is_painted_over_it(id: str, step: int, over: str, under: str) -> None:
    order = painted(frames_of(id)[step - 1])
    assert order.index(over) > last(order, under)


def last(order: Sequence[str], name: str) -> int:
    return len(order) - 1 - order[::-1].index(name)


@pytest.mark.parametrize("start", STARTS)
def test_the_mirror_image_of_a_pose_gives_the_mirror_image_of_its_picture(start: str) -> None:
    (one,) = bodies({"start": start, "view": [directions(VOCABULARY.poses[start].lying)[0]]})
    (other,) = frames([mirrored(one.held)])
    drawn, turned = (draw(f.posture, view_of(f), Look({})).circles for f in (one, other))
    for name in SPHERES:
        x, y, r = drawn[name]
        assert turned[exchanged(name)] == pytest.approx((-x, y, r), abs=1e-6), name


# Pictures

PATH = r'<path class="[a-z -]+" d="[MLQlhvaz0-9 -]+"/>'
ONLY_SHAPES = re.compile(rf'(?:{PATH}|<g class="far">(?:{PATH})*</g>)+')


def classes(content: str) -> list[str]:
    return re.findall(r'class="([^"]*)"', content)


def count(content: str, kind: str) -> int:
    return classes(content).count(kind)


def pictures(*steps: Fields | None, breaths: Sequence[str | None] | None = None) -> list[Picture]:
    """The pictures of steps."""
    found = bodies(*steps)
    return step_pictures(found, breaths or [None] * len(found), {})


@pytest.mark.parametrize("id", ACTIVE)
def test_a_picture_holds_class_names_and_paths_and_nothing_else(id: str) -> None:
    small = drawing(id).thumbnail
    assert small
    for picture in (*drawing(id).steps, small):
        assert ONLY_SHAPES.fullmatch(picture.content)
        for path in re.findall(r' d="([^"]*)"', picture.content):
            assert points_of(path)


@pytest.mark.parametrize("id", ACTIVE)
def test_every_step_of_an_exercise_with_poses_has_a_picture(id: str) -> None:
    exercise = LIBRARY.exercises[id]
    assert any(step.pose for step in exercise.steps)
    assert len(drawing(id).steps) == len(exercise.steps)
    assert drawing(id).faults == ()


@pytest.mark.parametrize("id", ACTIVE)
def test_pictures_of_one_view_have_the_same_edges_and_all_is_inside_them(id: str) -> None:
    boxes: dict[object, set[object]] = {}
    for frame, picture in zip(frames_of(id), drawing(id).steps, strict=True):
        boxes.setdefault((frame.held.view, frame.held.lying), set()).add(picture.box)
        left, top, width, height = picture.box
        for path in re.findall(r' d="([^"]*)"', picture.content):
            for x, y in points_of(path):
                assert left <= x <= left + width
                assert top <= y <= top + height
    assert {len(found) for found in boxes.values()} == {1}


def test_drawings_are_the_same_to_the_byte_each_time() -> None:
    script = "from tests.bodies import digest; print(digest())"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == digest()


def test_a_picture_drawn_twice_is_the_same() -> None:
    exercise = LIBRARY.exercises["cat-cow"]
    one, other = (Gallery(LIBRARY, None).of(exercise) for _ in range(2))
    assert one == other
    assert one is not other


@pytest.mark.parametrize("id", ACTIVE)
def test_the_muscles_of_an_exercise_are_painted(id: str) -> None:
    exercise, drawn = LIBRARY.exercises[id], drawing(id)
    assert drawn.thumbnail
    painted = {kind.split(" ")[0] for picture in drawn.steps for kind in classes(picture.content)}
    assert "target" in painted
    assert ("helper" in painted) == bool(exercise.muscles.secondary)
    assert "helper" not in " ".join(classes(drawn.thumbnail.content))


@pytest.mark.parametrize("id", ACTIVE)
def test_the_picture_that_stands_for_an_exercise_shows_a_target_muscle(id: str) -> None:
    small = drawing(id).thumbnail
    assert small
    for picture in (small, drawing(id).steps[drawing(id).telling]):
        assert {"target", "target deep"} & set(classes(picture.content))


def test_every_muscle_of_the_vocabulary_can_be_painted() -> None:
    assert set(VOCABULARY.muscles) == set(MUSCLES)


@pytest.mark.parametrize("muscle", MUSCLES)
@pytest.mark.parametrize("small", [False, True], ids=["large", "small"])
def test_a_muscle_is_painted_where_it_is_seen_and_not_where_it_faces_away(muscle: str, small: bool) -> None:
    standing = body("standing")
    bone, direction = MUSCLES[muscle].faces
    towards = unit(turn(standing.skeleton[bone if bone in standing.skeleton else f"left_{bone}"].axes, direction))
    seen, unseen, plain = (
        draw(standing, looking(way), Look(tints), small=small)
        for way, tints in (
            (towards, {muscle: "target"}),
            (scale(towards, -1.0), {muscle: "target"}),
            (towards, {}),
        )
    )
    assert ("target deep" if MUSCLES[muscle].deep else "target") in [s.kind for a in seen.layers for s in a.shapes]
    assert f"left_{muscle}_0" in seen.circles
    assert f"left_{muscle}_0" not in unseen.circles
    assert not [name for name in plain.circles if muscle in name]


def looking(towards: Vector) -> Camera:
    """A view from a direction."""
    right = unit(cross(UP, towards) if abs(towards[2]) < 0.99 else (1.0, 0.0, 0.0))
    return Camera(right, cross(towards, right), towards)


@pytest.mark.parametrize(("works", "sides"), [("both", ["left", "right"]), ("left", ["left"]), ("right", ["right"])])
def test_only_the_side_that_works_is_painted_on_the_limbs(works: str, sides: list[str]) -> None:
    tints = {"hamstrings": "target", "calves": "helper", "deltoids": "helper"}
    figure = draw(body("standing"), camera_for(("back",), "upright"), Look(tints, works))
    for muscle in tints:
        assert [side for side in SIDES if f"{side}_{muscle}_0" in figure.circles] == sides


@pytest.mark.parametrize("view", ["right", "front", "left", "back"])
def test_someone_who_stands_is_painted_from_far_to_near(view: str) -> None:
    layers = draw(body("standing"), camera_for((view,), "upright"), Look({})).layers
    assert [layer.depth for layer in layers] == sorted(layer.depth for layer in layers)


def test_every_class_of_a_picture_has_a_rule_in_the_styles() -> None:
    css = (ROOT / "docs" / "assets" / "figures.css").read_text(encoding="utf-8")
    drawn = [drawing(id) for id in ACTIVE]
    contents = [p.content for d in drawn for p in (*d.steps, d.thumbnail) if p]
    names = {name for content in contents for kind in classes(content) for name in kind.split(" ")}
    assert {"target", "helper", "arrow", "arrow-head", "breath", "mat", "wall", "towel", "far", "seam"} <= names
    assert {name for name in names if not re.search(rf"\.{name}\b", css)} - {"deep"} == set()


# What is drawn over a body

STANDING: Fields = {"start": "standing"}
RAISED: Fields = {"left_shoulder": {"flexion": 90, "abduction": 0}, "left_elbow": {"flexion": 0}}


@pytest.mark.parametrize(
    ("steps", "arrows"),
    [
        ([STANDING, RAISED], [0, 1]),
        ([STANDING, None], [0, 0]),
        ([STANDING, {"like": 1}], [0, 0]),
        ([STANDING, {**RAISED, "arrows": []}], [0, 0]),
        ([STANDING, {**RAISED, "arrows": ["left-hand", "left-elbow"]}], [0, 2]),
        ([STANDING, {"left_knee": {"flexion": 2}}], [0, 0]),
        ([STANDING, {"start": "hook-lying"}], [0, 0]),
        ([STANDING, {"press": ["left-hand", "left-knee"]}], [0, 2]),
        ([STANDING, {**RAISED, "arrows": [], "press": ["left-hand", "left-knee"]}], [0, 2]),
    ],
    ids=[
        "something moves",
        "nothing moves",
        "the same again",
        "none is wanted",
        "two are wanted",
        "hardly anything moves",
        "it begins anew",
        "two parts press",
        "two parts press and one has moved",
    ],
)
def test_an_arrow_stands_where_something_moves(steps: list[Fields | None], arrows: list[int]) -> None:
    drawn = [picture.content for picture in pictures(*steps)]
    assert [count(content, "arrow") for content in drawn] == arrows
    assert [count(content, "arrow-head") for content in drawn] == arrows


@pytest.mark.parametrize("id", ACTIVE)
def test_the_arrows_of_a_real_exercise_are_those_that_its_file_asks_for(id: str) -> None:
    for frame, picture in zip(frames_of(id), drawing(id).steps, strict=True):
        moves = frame.before is not None and frame.before is not frame.posture
        pressing = 2 if frame.held.press else 0
        arrows = count(picture.content, "arrow") - pressing
        if not moves:
            assert arrows == 0
        elif frame.held.arrows is not None:
            assert arrows == len(frame.held.arrows)
        else:
            assert arrows <= 2


def ends(content: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the first arrow begins and ends."""
    found = re.search(r'class="arrow" d="([^"]*)"', content)
    assert found
    places = points_of(found[1])
    return places[0], places[-1]


@pytest.mark.parametrize(
    ("view", "moves", "right", "down"),
    [
        ("right", RAISED, 1, -1),
        ("left", RAISED, -1, -1),
        ("right", {"left_shoulder": {"extension": 60, "abduction": 0}}, -1, -1),
        ("front", {"left_shoulder": {"abduction": 100}}, 1, -1),
        ("back", {"left_shoulder": {"abduction": 100}}, -1, -1),
    ],
)
def test_an_arrow_points_where_the_part_goes(view: str, moves: Fields, right: int, down: int) -> None:
    _, after = pictures({**STANDING, "view": [view]}, {**moves, "arrows": ["left-hand"]})
    (x0, y0), (x1, y1) = ends(after.content)
    assert (x1 - x0) * right > 20
    assert (y1 - y0) * down > 20


@pytest.mark.parametrize("breath", [None, "in", "out"])
def test_breath_is_drawn_only_where_one_breathes(breath: str | None) -> None:
    (picture,) = pictures(STANDING, breaths=[breath])
    assert count(picture.content, "breath") == (1 if breath else 0)


def test_breathing_in_does_not_look_like_breathing_out() -> None:
    (one,), (other,) = (pictures(STANDING, breaths=[way]) for way in ("in", "out"))
    assert one.content != other.content


@pytest.mark.parametrize("id", ACTIVE)
def test_breath_is_drawn_at_the_steps_that_say_so(id: str) -> None:
    drawn = [count(picture.content, "breath") for picture in drawing(id).steps]
    assert drawn == [1 if step.breathe else 0 for step in LIBRARY.exercises[id].steps]


@pytest.mark.parametrize("id", ACTIVE)
def test_a_small_picture_has_no_signs(id: str) -> None:
    small = drawing(id).thumbnail
    assert small
    assert not {"arrow", "arrow-head", "breath", "sign", "eye", "mouth"} & set(classes(small.content))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"start": "standing", "props": {"wall": "front"}}, "wall"),
        ({"start": "standing", "props": {"chair": "beside-left"}}, "prop"),
        ({"start": "sitting-on-a-chair"}, "prop"),
        ({"start": "standing", "props": {"table": "right-foot"}, "on": ["left-foot"]}, "prop"),
        ({"start": "hook-lying", "props": {"towel": "left-foot"}, "hold": {"hands": "towel"}}, "towel"),
        ({"start": "hook-lying"}, "mat"),
        ({"start": "half-kneeling"}, "mat"),
        ({"start": "standing"}, "shadow"),
    ],
)
def test_what_a_body_needs_is_drawn(fields: Fields, kind: str) -> None:
    (picture,) = pictures(fields)
    assert count(picture.content, kind) >= 1
    (bare,) = pictures({"start": "standing", "props": {}})
    assert count(bare.content, kind) == (1 if kind == "shadow" else 0)


def test_a_chair_stands_under_the_seat_and_not_in_the_body() -> None:
    seat = body("sitting-on-a-chair")
    height = min(seat.ball(f"{side}_{name}").bottom() for side in SIDES for name in ("buttock", "thigh", "mid_thigh"))
    assert 0.35 < height < 0.5


# How large they are


@pytest.mark.parametrize("id", ACTIVE)
def test_the_pictures_of_an_exercise_are_small_files(id: str) -> None:
    drawn = drawing(id)
    assert max(len(picture.content) for picture in drawn.steps) < 9_000
    assert packed("".join(picture.content for picture in drawn.steps)) <= 8_000
    assert packed(drawn.movement) <= 15_000


def test_the_small_pictures_of_all_exercises_are_a_small_file_together() -> None:
    small = [picture.content for id in ACTIVE if (picture := drawing(id).thumbnail)]
    assert len(small) == len(ACTIVE)
    assert packed("".join(small)) <= 13_500 / 24 * len(small)


def packed(text: str) -> int:
    """The bytes of a text as it is sent."""
    return len(gzip.compress(text.encode(), 9))


# Movement

Drawn = list[tuple[object, ...]]


def played(text: str) -> list[Drawn]:
    """The shapes of each frame of a movement, with their circles, as the player decodes them."""
    scene = json.loads(text)
    places = [0] * (2 * len(scene["radii"]))
    found = []
    for order, differences in scene["frames"]:
        places = [now + step for now, step in zip(places, differences, strict=True)]
        circles = [(places[2 * i], places[2 * i + 1], radius) for i, radius in enumerate(scene["radii"])]
        shapes = [scene["shapes"][number] for number in order]
        found.append([(*look, [[circles[n] for n in names] for names in hulls]) for *look, hulls in shapes])
    return found


def shapes_of(figure: Figure) -> Drawn:
    """The same of a figure."""
    circles = {name: (round(x), round(y), round(r, 1)) for name, (x, y, r) in figure.circles.items()}
    return [
        (s.kind, s.inset, int(s.line), int(layer.far), [[circles[name] for name in names] for names in s.hulls])
        for layer in figure.layers
        for s in layer.shapes
    ]


@pytest.mark.parametrize("id", ACTIVE)
def test_a_movement_begins_and_ends_with_the_bodies_of_the_pictures(id: str) -> None:
    steps = shown_together(id)
    muscles = LIBRARY.exercises[id].muscles
    tints = dict.fromkeys(muscles.secondary, "helper") | dict.fromkeys(muscles.primary, "target")
    film = played(drawing(id).movement)
    for decoded, frame in ((film[0], steps[0]), (film[-1], steps[-1])):
        assert decoded == shapes_of(draw(frame.posture, view_of(steps[0]), look_of(frame, tints)))


def shown_together(id: str) -> list[Frame]:
    """The steps from the first to the last that is seen from the same place."""
    steps = frames_of(id)
    kept = []
    for frame in steps:
        if (frame.held.view, frame.held.lying) != (steps[0].held.view, steps[0].held.lying):
            break
        props = [(f.held.props.chair, f.held.props.table, f.held.props.wall) for f in (frame, steps[0])]
        if props[0] != props[1]:
            break
        kept.append(frame)
    return kept


@pytest.mark.parametrize("id", ACTIVE)
def test_a_movement_stops_at_every_step_that_it_shows(id: str) -> None:
    scene = json.loads(drawing(id).movement)
    steps = shown_together(id)
    changes = sum(one.posture is not other.posture for one, other in pairwise(steps))
    assert len(scene["frames"]) == changes * FRAMES_PER_MOVEMENT + 1
    assert [step for _, step, _ in scene["stops"]] == list(range(len(steps)))
    at = [frame for frame, _, _ in scene["stops"]]
    assert at == sorted(at)
    assert (at[0], at[-1]) == (0, len(scene["frames"]) - 1)


@pytest.mark.parametrize(("id", "seconds"), [("bridge", 3), ("wall-sit", 20), ("supine-march", 2)])
def test_a_movement_holds_the_telling_pose_as_long_as_the_dose_says(id: str, seconds: int) -> None:
    dose = LIBRARY.exercises[id].dose
    assert (dose.hold_seconds.low if dose.hold_seconds else SECONDS_OF_A_STEP) == seconds
    stops = {step: lasts for _, step, lasts in json.loads(drawing(id).movement)["stops"]}
    assert stops.pop(drawing(id).telling) == seconds
    assert set(stops.values()) == {SECONDS_OF_A_STEP}


@pytest.mark.parametrize("steps", [[], [STANDING], [STANDING, None, {"like": 1}], [STANDING, {"view": ["front"]}]])
def test_where_nothing_moves_there_is_nothing_to_play(steps: list[Fields | None]) -> None:
    assert movement(bodies(*steps), LIBRARY.exercises["bridge"].dose, 0, {}) == ""


@pytest.mark.parametrize(
    ("moves", "bone"),
    [
        ({"left_shoulder": {"flexion": 90}}, "left_upper_arm"),
        ({"left_shoulder": {"abduction": 120}}, "left_upper_arm"),
        ({"left_elbow": {"flexion": 100}}, "left_forearm"),
        ({"neck": {"rotation_left": 60}}, "head"),
        ({"right_knee": {"flexion": 80}, "on": ["left-foot"]}, "right_shank"),
    ],
)
@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
def test_joints_turn_evenly(moves: Fields, bone: str, share: float) -> None:
    on = moves.get("on", ["feet"])
    arms = {"shoulders": {"abduction": 0}, "elbows": {"flexion": 0}}
    first, last = (frame.posture for frame in bodies({"start": "standing", "on": on, **arms}, moves))
    whole, part = (degrees_of(p, bone) for p in (last, in_between(first, last, share)))
    assert whole > 15
    assert part == pytest.approx(whole * share, abs=0.01)


def degrees_of(posture: Posture, bone: str) -> float:
    """How far a joint is turned."""
    rotation = posture.rotations[bone]
    trace = rotation[0][0] + rotation[1][1] + rotation[2][2]
    return math.degrees(math.acos(max(-1.0, min(1.0, (trace - 1) / 2))))


@pytest.mark.parametrize("id", ACTIVE)
def test_the_way_from_one_step_to_the_next_begins_and_ends_at_them(id: str) -> None:
    for one, other in moving(id):
        for share, end in ((0.0, one), (1.0, other)):
            there = in_between(one, other, share).skeleton
            assert max(math.dist(there[bone].origin, end.skeleton[bone].origin) for bone in there) < 0.01


@pytest.mark.parametrize("id", ACTIVE)
def test_nothing_goes_through_the_floor_on_the_way_from_one_step_to_the_next(id: str) -> None:
    for one, other in moving(id):
        for share in (0.25, 0.5, 0.75):
            assert in_between(one, other, share).bottom(list(SPHERES)) > -2 * TOLERANCE


def moving(id: str) -> list[tuple[Posture, Posture]]:
    """The bodies before and after each movement that is played."""
    steps = [frame.posture for frame in shown_together(id)]
    return [(one, other) for one, other in pairwise(steps) if one is not other]


@pytest.mark.parametrize(
    ("id", "steps", "bones"), [("cat-cow", (2, 3), ("hand", "foot")), ("bridge", (3, 4), ("foot",))]
)
def test_what_is_planted_stays_there_during_the_movement(id: str, steps: tuple[int, int], bones: Sequence[str]) -> None:
    one, other = (body_at(id, step) for step in steps)
    for share in (0.25, 0.5, 0.75):
        now = in_between(one, other, share)
        for bone in (f"{side}_{name}" for side in SIDES for name in bones):
            assert math.dist(now.skeleton[bone].origin, one.skeleton[bone].origin) < 0.005


# The gallery


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".cache" / "drawings.sqlite"


BRIDGE = LIBRARY.exercises["bridge"]


def no_drawing(*_: object) -> Drawing:
    raise AssertionError("drawn again")


def test_what_was_drawn_is_not_drawn_again_by_the_next_build(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = {id: Gallery(LIBRARY, file).of(LIBRARY.exercises[id]) for id in ("bridge", "cat-cow")}
    monkeypatch.setattr("macros.gallery.draw", no_drawing)
    again = Gallery(LIBRARY, file)
    for id, first in drawn.items():
        assert again.of(LIBRARY.exercises[id]) == first
        assert first == drawing(id)


def test_one_build_draws_an_exercise_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gallery = Gallery(LIBRARY, None)
    first = gallery.of(BRIDGE)
    monkeypatch.setattr("macros.gallery.draw", no_drawing)
    assert gallery.of(BRIDGE) is first


def with_step(number: int, **changes: Any) -> dict[str, tuple[Step, ...]]:
    """The bridge's steps, one of them changed."""
    steps = list(BRIDGE.steps)
    steps[number - 1] = steps[number - 1].model_copy(update=changes)
    return {"steps": tuple(steps)}


MORE_KNEE = pose(on=["shoulders", "feet", "head", "arms"], hips={"flexion": 0}, knees={"flexion": 100})
LONGER = BRIDGE.dose.model_copy(update={"hold_seconds": Dose.model_validate({"hold_seconds": 9}).hold_seconds})


def muscles(*, primary: tuple[str, ...] = BRIDGE.muscles.primary, secondary: tuple[str, ...]) -> dict[str, Muscles]:
    return {"muscles": BRIDGE.muscles.model_copy(update={"primary": primary, "secondary": secondary})}


@pytest.mark.parametrize(
    "change",
    [
        with_step(4, pose=MORE_KNEE),
        with_step(5, breathe="in"),
        muscles(primary=("hamstrings",), secondary=("gluteus-maximus",)),
        muscles(secondary=("hamstrings",)),
        muscles(secondary=tuple(reversed(BRIDGE.muscles.secondary))),
        {"dose": LONGER},
        {"picture": 2},
    ],
    ids=["a pose", "a breath", "the muscles", "a muscle less", "the order of muscles", "the dose", "the picture"],
)
def test_what_has_changed_in_a_file_is_drawn_again(change: Mapping[str, Any], file: Path) -> None:
    changed = BRIDGE.model_copy(update=change)
    fresh = Gallery(LIBRARY, None).of(changed)
    before = Gallery(LIBRARY, file).of(BRIDGE)
    assert fresh != before
    assert Gallery(LIBRARY, file).of(changed) == fresh


def test_what_only_changes_words_is_not_drawn_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Gallery(LIBRARY, file).of(BRIDGE)
    monkeypatch.setattr("macros.gallery.draw", no_drawing)
    assert Gallery(LIBRARY, file).of(BRIDGE.model_copy(update={"name": "Other", "feel": "Other."})) == before


def test_a_mere_start_is_drawn_once_for_all_that_begin_and_are_coloured_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = BRIDGE.model_copy(update={"steps": tuple(step.model_copy(update={"pose": None}) for step in BRIDGE.steps)})
    other = bare.model_copy(update={"id": "other", "dose": LONGER, "picture": 2, "steps": bare.steps[:2]})
    inhaled = bare.model_copy(update={"steps": (bare.steps[0].model_copy(update={"breathe": "in"}),)})
    coloured = bare.model_copy(update=muscles(secondary=()))
    gallery = Gallery(LIBRARY, None)
    alone = draw_all(other, gallery.poses(other))
    assert len({gallery.of(different).steps[0].content for different in (bare, inhaled, coloured)}) == 3
    monkeypatch.setattr("macros.gallery.draw", no_drawing)
    assert gallery.of(other) == alone


def test_what_another_process_has_drawn_meanwhile_is_not_drawn_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = Gallery(LIBRARY, file), Gallery(LIBRARY, file)
    assert mine.faults(BRIDGE) == ()  # It has looked at what was there at the beginning.
    drawn = other.of(BRIDGE)
    monkeypatch.setattr("macros.gallery.draw", no_drawing)
    assert mine.of(BRIDGE) == drawn


def test_a_changed_starting_pose_is_drawn_again(file: Path) -> None:
    start = VOCABULARY.poses["lying-on-the-back"]
    wider = start.model_copy(
        update={"pose": start.pose.model_copy(update={"shoulders": pose(shoulders={"abduction": 40}).shoulders})}
    )
    changed = VOCABULARY.model_copy(update={"poses": {**VOCABULARY.poses, "lying-on-the-back": wider}})
    library: Library = replace(LIBRARY, vocabulary=changed)
    before = Gallery(LIBRARY, file).of(BRIDGE)
    assert Gallery(library, file).of(BRIDGE) == Gallery(library, None).of(BRIDGE) != before


@pytest.mark.parametrize("module", ["figures/body.py", "figures/movement.py", "gallery.py"])
def test_when_the_code_that_draws_changes_everything_is_drawn_again(module: str, tmp_path: Path) -> None:
    for folder in ("macros", "vocabulary", "docs/assets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "exercises").mkdir()
    shutil.copy(ROOT / "exercises" / "chin-to-chest.yml", tmp_path / "exercises")
    prints = []
    for text in ("", "# Changed.\n"):
        with (tmp_path / "macros" / module).open("a", encoding="utf-8") as code:
            code.write(text)
        subprocess.run([sys.executable, "-m", "macros", "figures"], cwd=tmp_path, capture_output=True, check=True)
        with sqlite3.connect(tmp_path / ".cache" / "drawings.sqlite") as kept:
            prints += kept.execute("SELECT fingerprint FROM drawn").fetchall()
    assert len(set(prints)) == 2


@pytest.mark.parametrize("obstacle", ["a folder", "no folder", "a read-only folder", "something else", "half a file"])
def test_without_a_file_that_can_be_written_everything_is_drawn_all_the_same(
    obstacle: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if obstacle == "a folder":
        file.mkdir(parents=True)
    elif obstacle == "no folder":
        file.parent.write_text("a file stands where the folder should be")
    elif obstacle == "a read-only folder":

        def refuse(*_: object, **__: object) -> None:
            raise sqlite3.OperationalError("unable to open database file")

        file.parent.mkdir()
        file.parent.chmod(0o500)
        monkeypatch.setattr("macros.gallery.sqlite3.connect", refuse)
    elif obstacle == "something else":
        file.parent.mkdir()
        file.write_text("not a database" * 100)
    else:
        Gallery(LIBRARY, file).of(BRIDGE)
        file.write_bytes(file.read_bytes()[:5000])
    for _ in range(2):
        assert Gallery(LIBRARY, file).of(BRIDGE) == drawing("bridge")
    if obstacle == "a read-only folder":
        file.parent.chmod(0o700)


def in_library(root: Path) -> tuple[Library, Drawing]:
    """The library in a folder, and the drawing of its small lift."""
    library = build(load(root), {})
    return library, Gallery(library, None).of(library.exercises["small-lift"])


def test_an_exercise_without_poses_shows_its_usual_start_and_nothing_more(make_library: MakeLibrary) -> None:
    root = make_library()
    positions = "supine: {label: Lying on your back, floor: true, pose: hook-lying}\nstanding: {label: Standing}"
    (root / "vocabulary" / "positions.yml").write_text(positions)
    loaded = load_library(root, SITE)
    assert loaded.problems == ()
    drawn = loaded.gallery.of(loaded.library.exercises["small-lift"])
    (picture,) = drawn.steps
    (usual,) = frames(held({"start": "hook-lying"}))
    assert picture.box == step_pictures([usual], [None], {})[0].box
    assert (drawn.telling, drawn.movement, drawn.faults) == (0, "", ())
    assert drawn.thumbnail
    page = loaded.renderer.exercise_page("small-lift", "exercises/small-lift/")
    assert [f'id="picture-{n}-drawing"' in page for n in (1, 2)] == [True, False]


def test_an_exercise_of_which_not_even_the_start_is_known_has_no_picture(make_library: MakeLibrary) -> None:
    root = make_library()
    _, drawn = in_library(root)
    assert (drawn.steps, drawn.thumbnail, drawn.movement, drawn.faults) == ((), None, "", ())
    loaded = load_library(root, SITE)
    assert loaded.problems == ()
    assert 'id="picture-' not in loaded.renderer.exercise_page("small-lift", "exercises/small-lift/")


@pytest.mark.parametrize(("picture", "telling"), [("", 1), ("picture: 1\n", 0), ("picture: 3\n", 2)])
def test_the_farthest_pose_stands_for_an_exercise_unless_its_file_names_another(
    picture: str, telling: int, make_library: MakeLibrary
) -> None:
    steps = (
        "  - {text: Stand., pose: {start: standing}}\n"
        "  - {text: Lift., pose: {left_shoulder: {flexion: 170}}}\n"
        "  - {text: Lower., pose: {left_shoulder: {flexion: 20}}}\n"
    )
    text = EXERCISE.replace("  - Lie on your back.\n  - Lift your hips.\n", steps) + picture
    _, drawn = in_library(make_library({"exercises/small-lift.yml": text}))
    assert drawn.telling == telling


@pytest.mark.parametrize("seed", range(8))
def test_whatever_poses_say_they_are_drawn_as_shapes(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(4):
        steps = tuple(
            Step(text="Move.", pose=None if fields is None else pose(**fields)) for fields in random_steps(dice)
        )
        drawn = draw_all(
            BRIDGE.model_copy(update={"steps": steps}), held_poses([s.pose for s in steps], VOCABULARY.poses, None)
        )
        assert len(drawn.steps) == len(steps)
        for picture in drawn.steps:
            assert ONLY_SHAPES.fullmatch(picture.content)


def test_a_body_that_hovers_has_a_picture_as_well() -> None:
    hovering = {"start": "on-forearms", "on": ["right-hand"], "lean": 90, "hold": {"hands": "right-foot"}}
    for lean in (-90, -45, 0, 45, 90):
        (picture,) = pictures({**hovering, "lean": lean, "hips": {"extension": 30, "abduction": 45}})
        assert ONLY_SHAPES.fullmatch(picture.content)


# The map of the body

PATHS = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE .,+-]*")


def test_every_muscle_of_the_vocabulary_is_on_the_map() -> None:
    on_map = {muscle for view in VOCABULARY.body_map.values() for muscle in view.muscles}
    assert set(VOCABULARY.muscles) == on_map
    assert tuple(VOCABULARY.body_map) == VIEWS


def test_the_map_holds_paths_and_nothing_else() -> None:
    for view in VOCABULARY.body_map.values():
        assert re.fullmatch(r"-?\d+( -?\d+){3}", view.box)
        assert view.lines
        for path in (*view.muscles.values(), *(line.path for line in view.lines)):
            assert path
            assert PATHS.fullmatch(path)
        assert {name for line in view.lines for name in line.kind.split()} <= {"outline", "detail", "hair"}


GROUPS = '<g id="{name}" data-box="0 0 10 10">{inside}</g>'
HAMSTRINGS = '<g data-muscle="hamstrings"><path d="M1 1h2z"/></g>'


def svg(inside: str = "", before: str = "") -> str:
    groups = "".join(GROUPS.format(name=name, inside=inside + HAMSTRINGS) for name in VIEWS)
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg">{groups}</svg>'


def read_map(text: str | bytes, tmp_path: Path) -> tuple[object, list[Problem]]:
    drawing = tmp_path / "body-map.svg"
    drawing.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_body_map(drawing)


EVIL = "evil.example"


@pytest.mark.parametrize(
    "text",
    [
        svg(f"<script>alert('{EVIL}')</script>"),
        svg(f'<script d="M0 0" href="https://{EVIL}/x.js"/>'),
        svg(f'<image href="https://{EVIL}/x.png" width="10" height="10"/>'),
        svg(f'<path d="M0 0" onload="{EVIL}" class="outline {EVIL} x&quot;onload=y" style="fill:url({EVIL})"/>'),
        svg(f'<use href="https://{EVIL}/x.svg#a"/><foreignObject><b>{EVIL}</b></foreignObject>'),
        svg(f'<path d="M0 0&quot;/&gt;&lt;script src=//{EVIL}&gt;"/>'),
        svg(f'<g data-muscle="hamstrings&quot;&gt;&lt;script&gt;{EVIL}"><path d="M1 1z"/></g>'),
        svg(f'<g data-muscle="gluteus-maximus" onclick="{EVIL}"><path d="M1 1z" id="{EVIL}"/></g>'),
        svg(f'<g data-muscle="gluteus-maximus"><path d="url({EVIL})"/></g>'),
        svg(f"<defs><style>@import '{EVIL}'</style></defs>"),
        svg("&outside;", f'<!DOCTYPE svg [<!ENTITY outside SYSTEM "https://{EVIL}/x">]>'),
        svg("&inside;", f"<!DOCTYPE svg [<!ENTITY inside '<script>{EVIL}</script>'>]>"),
        svg(before=f'<?xml-stylesheet href="https://{EVIL}/x.css"?>'),
        svg().replace('"0 0 10 10"', f'"0 0 10 10&quot; onload=&quot;{EVIL}"'),
    ],
    ids=[
        "a script",
        "a script with a path",
        "an image",
        "attributes of a path",
        "a reference",
        "a path that ends its quotes",
        "a muscle that ends its quotes",
        "attributes of a muscle",
        "an address for a path",
        "a style",
        "something from outside",
        "an entity",
        "a style sheet",
        "edges that end their quotes",
    ],
)
def test_a_hostile_map_brings_nothing_into_a_page(text: str, make_library: MakeLibrary) -> None:
    root = make_library()
    (root / "vocabulary" / "body-map.svg").write_text(text)
    loaded = load_library(root, SITE)
    if not loaded.problems:
        for page in (
            loaded.renderer.exercise_page("small-lift", "exercises/small-lift/"),
            loaded.renderer.index_page("muscles", "muscles/"),
            loaded.renderer.word_page("muscles", "gluteus-maximus", "muscles/gluteus-maximus/"),
        ):
            assert "M1 1" in page
            assert EVIL not in page
            assert "<script" not in page
    else:
        assert {problem.rule for problem in loaded.problems} == {"body-map"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("no drawing", 1),
        (b"\x00\x01\x02", 1),
        (b"\xff\xfe<\x00", 1),
        ("<svg>\n<g>\n</svg>", 3),
        ("<svg>\n<g id=front/></svg>", 2),
        (svg() + "\n<svg/>", 2),
        ("<svg>\n\n&unknown;</svg>", 3),
        ("<svg/>", 1),
        (svg().replace('id="deep"', 'id="depp"'), 1),
        (svg().replace("0 0 10 10", "0 0 10"), 1),
        (svg().replace("M1 1h2z", "M1 1h2z;"), 1),
    ],
)
def test_a_broken_map_is_a_problem_with_its_line(text: str | bytes, line: int, tmp_path: Path) -> None:
    views, problems = read_map(text, tmp_path)
    assert views == {}
    assert problems
    assert {(problem.path, problem.line, problem.rule) for problem in problems} == {
        (str(tmp_path / "body-map.svg"), line, "body-map")
    }


def test_a_map_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    text = svg("&a9;", f"<!DOCTYPE svg [<!ENTITY a0 '{'x' * 1000}'>{entities}]>")
    views, problems = read_map(text, tmp_path)
    assert views == {}
    assert [problem.rule for problem in problems] == ["body-map"]


def test_a_missing_map_is_a_problem(tmp_path: Path) -> None:
    assert [problem.rule for problem in read_body_map(tmp_path / "body-map.svg")[1]] == ["body-map"]


def test_a_library_without_a_map_has_that_of_the_project(make_library: MakeLibrary) -> None:
    assert build(load(make_library()), {}).vocabulary.body_map == VOCABULARY.body_map


def test_a_broken_map_stops_neither_the_preview_nor_the_check(make_library: MakeLibrary) -> None:
    root = make_library()
    (root / "vocabulary" / "body-map.svg").write_text("<svg>")
    loaded = load_library(root, SITE)
    assert [problem.rule for problem in loaded.problems] == ["body-map"]


# One exercise from its file to its page


def test_the_words_of_a_file_do_not_get_into_its_pictures(make_library: MakeLibrary) -> None:
    steps = '  - {text: "<b>Stand.</b>", pose: {start: standing}}\n  - {text: Nod., pose: {neck: {flexion: 9}}}\n'
    text = EXERCISE.replace("  - Lie on your back.\n  - Lift your hips.\n", steps)
    plain, hostile = (
        in_library(make_library({"exercises/small-lift.yml": written}, name))[1]
        for name, written in (
            ("plain", text.replace("<b>Stand.</b>", "Stand.")),
            ("hostile", text.replace("name: Small lift", 'name: "<script>x</script>"')),
        )
    )
    assert plain == hostile


def test_the_page_with_all_pictures_is_in_colour(tmp_path: Path, browser: Browser) -> None:
    assert run("figures", "--to", str(tmp_path / "figures.html")).returncode == 0
    page = browser.new_page()
    page.goto((tmp_path / "figures.html").as_uri())
    target = page.locator(".sb-steps .target").first.evaluate("e => getComputedStyle(e).fill")
    assert target == "rgb(198, 47, 42)"
    page.close()
