"""A pose in clinicians' words becomes a body that lies, kneels, sits or stands as people do."""

import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from macros import checking
from macros.exports import json_schema
from macros.figures.body import SPHERES
from macros.figures.contacts import PALM, SUPPORTS, landmarks
from macros.figures.geometry import (
    NO_TURN,
    Rotation,
    Vector,
    about,
    about_x,
    about_y,
    about_z,
    add,
    back,
    between,
    cross,
    dot,
    mix,
    scale,
    subtract,
    then,
    turn,
    unit,
)
from macros.figures.posing import Posture, joint_rotations, two_bones, wall_at
from macros.figures.skeleton import SIDES, STATURE, Skeleton, at_origin, place
from macros.figures.steps import TOLERANCE, Held, faults, frames, held_poses, mirrored
from macros.gallery import Gallery
from macros.library import build
from macros.loading import load
from macros.model import Exercise
from macros.pose_in_words import pose_in_words, title_of
from macros.poses import Contact, Direction, Grip, Joint, Lying, Props, UpTo, each
from tests.bodies import (
    JOINTS,
    STARTS,
    VOCABULARY,
    Fields,
    across,
    angle,
    bodies,
    body,
    body_at,
    exchanged,
    frames_of,
    held,
    pose,
    random_steps,
    ranges,
)
from tests.conftest import ACTIVE, EXERCISE, MakeLibrary

FORWARDS, LEFT, UPWARDS = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
BACKWARDS, RIGHT, DOWNWARDS = (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, -1.0)
HALF, MOST = 0.5, math.sqrt(0.75)  # The sine and the cosine of 30 degrees.
DIRECTIONS = [FORWARDS, LEFT, UPWARDS, (1.0, 2.0, -3.0), (0.3, 0.9, 0.1), (-0.2, 0.0, 0.001)]


def near(value: float | Sequence[float]) -> Any:
    """What equals a number or a vector to a billionth."""
    return pytest.approx(value, abs=1e-9)


def flat(rotation: Rotation) -> list[float]:
    return [number for row in rotation for number in row]


def degrees_between(one: Rotation, other: Rotation) -> float:
    """How far one has to be turned to be the other."""
    way = then(back(one), other)
    away = math.sqrt(sum((a - b) ** 2 for a, b in zip(flat(way), flat(NO_TURN), strict=True)))
    return math.degrees(2 * math.asin(min(1.0, away / math.sqrt(8))))


# Turns and reaches


@pytest.mark.parametrize(
    ("rotation", "vector", "turned"),
    [
        (about_x(90), LEFT, UPWARDS),
        (about_x(90), UPWARDS, RIGHT),
        (about_x(90), FORWARDS, FORWARDS),
        (about_y(90), UPWARDS, FORWARDS),
        (about_y(90), FORWARDS, DOWNWARDS),
        (about_y(90), LEFT, LEFT),
        (about_y(-90), DOWNWARDS, FORWARDS),
        (about_y(30), UPWARDS, (HALF, 0.0, MOST)),
        (about_z(90), FORWARDS, LEFT),
        (about_z(90), LEFT, BACKWARDS),
        (about_z(90), UPWARDS, UPWARDS),
        (about_z(180), (1.0, 2.0, 3.0), (-1.0, -2.0, 3.0)),
        (about((0.0, 0.0, 5.0), 90), FORWARDS, LEFT),
        (about((1.0, 1.0, 1.0), 120), FORWARDS, LEFT),
        (then(about_z(90), about_x(90)), LEFT, UPWARDS),
        (then(about_x(90), about_z(90)), LEFT, BACKWARDS),
        (back(about_z(90)), LEFT, FORWARDS),
    ],
)
def test_a_turn_goes_the_way_its_axis_says(rotation: Rotation, vector: Vector, turned: Vector) -> None:
    assert turn(rotation, vector) == near(turned)


def test_a_turn_and_its_way_back_leave_everything_as_it_was() -> None:
    there = then(about_x(25), then(about_y(-130), about_z(77)))
    assert flat(then(back(there), there)) == near(flat(NO_TURN))
    assert flat(then(there, back(there))) == near(flat(NO_TURN))


@pytest.mark.parametrize("degrees", [0, 1e-7, 0.01, 1, 60, 90, 179, 179.9999, 180, 180.00001, 240])
@pytest.mark.parametrize("axis", DIRECTIONS, ids=str)
@pytest.mark.parametrize("start", [NO_TURN, then(about_x(20), about_z(140))], ids=["straight", "turned"])
def test_the_way_between_two_turns_is_even_and_the_shortest(start: Rotation, axis: Vector, degrees: float) -> None:
    end = then(start, about(axis, degrees))
    whole = min(degrees, 360 - degrees)
    for share in (0.0, 0.25, 0.5, 0.9, 1.0):
        now = between(start, end, share)
        assert degrees_between(start, now) == pytest.approx(whole * share, abs=2e-5)
        assert degrees_between(now, end) == pytest.approx(whole * (1 - share), abs=2e-5)


@pytest.mark.parametrize("target", [(0.4, 0.1, -0.2), (0.0, 0.0, -0.55), (0.0, -0.05, 0.1)])
def test_a_limb_reaches_a_place_and_bends_towards_its_pole(target: Vector) -> None:
    start, pole = (0.5, 0.2, 1.0), (1.5, 0.3, 1.1)
    joint, end = two_bones(start, add(start, target), pole, 0.3, 0.26)
    assert end == near(add(start, target))
    assert math.dist(start, joint) == near(0.3)
    assert math.dist(joint, end) == near(0.26)
    along = unit(target)
    aside = subtract(joint, add(start, scale(along, dot(subtract(joint, start), along))))
    assert dot(aside, subtract(pole, start)) > 0
    assert dot(cross(along, subtract(pole, start)), aside) == near(0.0)


@pytest.mark.parametrize(
    ("target", "distance"),
    [((0.0, 2.0, 0.0), 0.56), ((0.0, 0.01, 0.0), 0.04), ((0.0, 0.0, 0.0), 0.04)],
    ids=["too far", "too near", "no way at all"],
)
def test_a_limb_goes_as_near_as_it_can_and_keeps_its_lengths(target: Vector, distance: float) -> None:
    joint, end = two_bones((0.0, 0.0, 0.0), target, (1.0, 0.0, 0.0), 0.3, 0.26)
    assert math.dist((0.0, 0.0, 0.0), end) == pytest.approx(distance, abs=1e-5)
    assert math.dist((0.0, 0.0, 0.0), joint) == near(0.3)
    assert math.dist(joint, end) == near(0.26)
    assert cross(end, target) == near((0.0, 0.0, 0.0))


def test_a_limb_whose_pole_lies_on_its_way_still_bends() -> None:
    joint, end = two_bones((0.0, 0.0, 0.0), (0.0, 0.0, -0.4), (0.0, 0.0, -1.0), 0.3, 0.26)
    assert (math.dist((0.0, 0.0, 0.0), joint), math.dist(joint, end)) == near((0.3, 0.26))


# The skeleton


def bones(**joints: Mapping[str, float]) -> Skeleton:
    """The bones of someone who stands, with some joints moved."""
    return place(joint_rotations(joints), at_origin())


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        *((f"{s}_upper_arm", f"{s}_forearm", 0.186) for s in SIDES),
        *((f"{s}_forearm", f"{s}_hand", 0.146) for s in SIDES),
        *((f"{s}_thigh", f"{s}_shank", 0.245) for s in SIDES),
        *((f"{s}_shank", f"{s}_foot", 0.246) for s in SIDES),
    ],
)
def test_limbs_have_the_lengths_of_drillis_and_contini_in_every_pose(one: str, other: str, share: float) -> None:
    for posture in (body("standing"), body("hands-and-knees"), body_at("bridge", 4), body_at("clamshell", 6)):
        distance = math.dist(posture.skeleton[one].origin, posture.skeleton[other].origin)
        assert distance == near(share * STATURE)


def test_a_standing_person_has_the_height_and_the_proportions_that_are_stated() -> None:
    standing = body("standing")
    tops = {name: standing.ball(name).centre[2] + standing.ball(name).radius for name in SPHERES if name != "knot"}
    assert max(tops.values()) == pytest.approx(STATURE, abs=0.03)
    for bone, height in (("thigh", 0.530), ("foot", 0.039), ("upper_arm", 0.818)):
        assert standing.skeleton[f"left_{bone}"].origin[2] / STATURE == pytest.approx(height, abs=0.006), bone
    heel, toes = standing.ball("left_heel"), standing.ball("left_toes")
    foot = toes.centre[0] + toes.radius - heel.centre[0] + heel.radius
    assert foot / STATURE == pytest.approx(0.152, abs=0.003)
    tip = standing.ball("left_fingertips")
    hand = math.dist(standing.skeleton["left_hand"].origin, tip.centre) + tip.radius
    assert hand / STATURE == pytest.approx(0.108, abs=0.003)


@pytest.mark.parametrize(
    ("joint", "moves", "bone", "own", "points"),
    [
        ("left_hip", {"flexion": 90}, "left_thigh", DOWNWARDS, FORWARDS),
        ("left_hip", {"extension": 30}, "left_thigh", DOWNWARDS, (-HALF, 0.0, -MOST)),
        ("left_hip", {"abduction": 30}, "left_thigh", DOWNWARDS, (0.0, HALF, -MOST)),
        ("right_hip", {"abduction": 30}, "right_thigh", DOWNWARDS, (0.0, -HALF, -MOST)),
        ("left_hip", {"adduction": 30}, "left_thigh", DOWNWARDS, (0.0, -HALF, -MOST)),
        ("right_hip", {"adduction": 30}, "right_thigh", DOWNWARDS, (0.0, HALF, -MOST)),
        ("left_hip", {"external_rotation": 30}, "left_foot", FORWARDS, (MOST, HALF, 0.0)),
        ("right_hip", {"external_rotation": 30}, "right_foot", FORWARDS, (MOST, -HALF, 0.0)),
        ("left_hip", {"internal_rotation": 30}, "left_foot", FORWARDS, (MOST, -HALF, 0.0)),
        ("left_knee", {"flexion": 90}, "left_shank", DOWNWARDS, BACKWARDS),
        ("left_knee", {"extension": 5}, "left_shank", DOWNWARDS, (0.0871557, 0.0, -0.9961947)),
        ("left_ankle", {"dorsiflexion": 30}, "left_foot", FORWARDS, (MOST, 0.0, HALF)),
        ("left_ankle", {"plantarflexion": 30}, "left_foot", FORWARDS, (MOST, 0.0, -HALF)),
        ("left_shoulder", {"flexion": 90}, "left_upper_arm", DOWNWARDS, FORWARDS),
        ("left_shoulder", {"flexion": 180}, "left_upper_arm", DOWNWARDS, UPWARDS),
        ("left_shoulder", {"extension": 30}, "left_upper_arm", DOWNWARDS, (-HALF, 0.0, -MOST)),
        ("left_shoulder", {"abduction": 90}, "left_upper_arm", DOWNWARDS, LEFT),
        ("right_shoulder", {"abduction": 90}, "right_upper_arm", DOWNWARDS, RIGHT),
        ("left_shoulder", {"adduction": 30}, "left_upper_arm", DOWNWARDS, (0.0, -HALF, -MOST)),
        ("left_elbow", {"flexion": 90}, "left_forearm", DOWNWARDS, FORWARDS),
        ("left_elbow", {"flexion": 150}, "left_forearm", DOWNWARDS, (HALF, 0.0, MOST)),
        ("lower_back", {"flexion": 30}, "thoracic1", UPWARDS, (HALF, 0.0, MOST)),
        ("lower_back", {"extension": 30}, "thoracic1", UPWARDS, (-HALF, 0.0, MOST)),
        ("lower_back", {"side_bend_left": 30}, "thoracic1", UPWARDS, (0.0, HALF, MOST)),
        ("lower_back", {"side_bend_right": 30}, "thoracic1", UPWARDS, (0.0, -HALF, MOST)),
        ("lower_back", {"rotation_left": 30}, "thoracic1", FORWARDS, (MOST, HALF, 0.0)),
        ("upper_back", {"flexion": 30}, "neck1", UPWARDS, (HALF, 0.0, MOST)),
        ("upper_back", {"rotation_right": 30}, "neck1", FORWARDS, (MOST, -HALF, 0.0)),
        ("neck", {"flexion": 30}, "head", FORWARDS, (MOST, 0.0, -HALF)),
        ("neck", {"extension": 30}, "head", FORWARDS, (MOST, 0.0, HALF)),
        ("neck", {"rotation_left": 90}, "head", FORWARDS, LEFT),
        ("neck", {"rotation_right": 90}, "head", FORWARDS, RIGHT),
        ("neck", {"side_bend_left": 30}, "head", UPWARDS, (0.0, HALF, MOST)),
    ],
)
def test_a_joint_moves_as_clinicians_mean_it(joint: str, moves: Fields, bone: str, own: Vector, points: Vector) -> None:
    moved, still = bones(**{joint: moves}), bones()
    assert turn(still[bone].axes, own) == near(own)
    assert turn(moved[bone].axes, own) == pytest.approx(points, abs=1e-7)


@pytest.mark.parametrize(
    ("joints", "bone", "points"),
    [
        ({"left_shoulder": {"external_rotation": 90}, "left_elbow": {"flexion": 90}}, "left_forearm", LEFT),
        ({"right_shoulder": {"external_rotation": 90}, "right_elbow": {"flexion": 90}}, "right_forearm", RIGHT),
        ({"left_shoulder": {"internal_rotation": 90}, "left_elbow": {"flexion": 90}}, "left_forearm", RIGHT),
        ({"left_hip": {"flexion": 90, "external_rotation": 30}, "left_knee": {"flexion": 90}}, "left_shank", RIGHT),
        ({"left_hip": {"flexion": 90, "internal_rotation": 30}, "left_knee": {"flexion": 90}}, "left_shank", LEFT),
        ({"left_hip": {"flexion": 90, "abduction": 45}}, "left_thigh", LEFT),
        ({"left_shoulder": {"flexion": 90}, "left_wrist": {"extension": 70}}, "left_hand", UPWARDS),
        ({"left_shoulder": {"flexion": 90}, "left_wrist": {"flexion": 80}}, "left_hand", DOWNWARDS),
    ],
)
def test_joints_moved_together_take_the_limb_where_one_expects(joints: Fields, bone: str, points: Vector) -> None:
    assert dot(turn(bones(**joints)[bone].axes, DOWNWARDS), points) > 0.45


def test_a_right_angled_knee_is_a_right_angle() -> None:
    bent = bones(left_hip={"flexion": 35, "abduction": 20}, left_knee={"flexion": 90})
    hip, knee, ankle = (bent[f"left_{bone}"].origin for bone in ("thigh", "shank", "foot"))
    assert angle(hip, knee, ankle) == near(90.0)
    assert math.dist(hip, ankle) == near(math.hypot(0.245, 0.246) * STATURE)


# Left and right


@pytest.mark.parametrize("start", STARTS)
def test_a_starting_pose_and_its_mirror_image_mirror_exactly(start: str) -> None:
    (one,) = held({"start": start})
    assert mirrored(mirrored(one)) == one
    posture, other = (frames([h])[0].posture for h in (one, mirrored(one)))
    for bone, at in posture.skeleton.items():
        assert other.skeleton[exchanged(bone)].origin == near(across(at.origin)), bone


@pytest.mark.parametrize("id", ACTIVE)
def test_an_exercise_and_its_mirror_image_mirror_exactly(id: str) -> None:
    for one, other in zip(frames_of(id), frames([mirrored(f.held) for f in frames_of(id)]), strict=True):
        for bone, at in one.posture.skeleton.items():
            assert other.posture.skeleton[exchanged(bone)].origin == near(across(at.origin)), bone


# Contacts


@pytest.mark.parametrize("start", STARTS)
def test_a_starting_pose_is_possible_and_touches_the_floor_where_it_says(start: str) -> None:
    assert_possible(body(start))


@pytest.mark.parametrize("id", ACTIVE)
def test_a_body_of_a_real_exercise_neither_sinks_nor_floats(id: str) -> None:
    assert list(faults(frames_of(id))) == []
    for frame in frames_of(id):
        assert_possible(frame.posture)


def assert_possible(posture: Posture) -> None:
    assert posture.bottom(list(SPHERES)) >= -TOLERANCE
    assert {part: miss for part, miss in posture.missed.items() if abs(miss) > TOLERANCE} == {}
    for part in posture.stance.on:
        level = posture.stance.seat if part == "seat" else 0.0
        assert abs(posture.bottom(SUPPORTS[part].spheres) - level) <= TOLERANCE, part


def test_how_much_a_body_may_give_is_three_centimetres() -> None:
    assert TOLERANCE == 0.03


@pytest.mark.parametrize("side", SIDES)
def test_in_the_bridge_feet_and_shoulders_lie_on_the_floor_and_hips_make_a_line(side: str) -> None:
    top = body_at("bridge", 4)
    assert [top.ball(f"{side}_{name}").bottom() for name in ("heel", "ball")] == pytest.approx([0, 0], abs=0.001)
    assert top.bottom(SUPPORTS["shoulders"].spheres) == pytest.approx(0, abs=0.001)
    shoulder, hip, knee = (top.skeleton[f"{side}_{bone}"].origin for bone in ("upper_arm", "thigh", "shank"))
    assert 170 <= angle(shoulder, hip, knee) <= 180
    assert shoulder[2] < hip[2] < knee[2]


@pytest.mark.parametrize("side", SIDES)
def test_on_hands_and_knees_the_hands_are_below_the_shoulders_and_the_knees_below_the_hips(side: str) -> None:
    skeleton = body("hands-and-knees").skeleton
    (sx, sy, _), (hx, hy, _) = skeleton[f"{side}_upper_arm"].origin, skeleton[f"{side}_hand"].origin
    assert math.hypot(sx - hx, sy - hy) < 0.04
    hip, knee = skeleton[f"{side}_thigh"].origin, skeleton[f"{side}_shank"].origin
    assert angle(knee, hip, add(hip, DOWNWARDS)) < 10
    trunk = subtract(skeleton["neck1"].origin, skeleton["pelvis"].origin)
    assert abs(math.degrees(math.asin(unit(trunk)[2]))) < 20


@pytest.mark.parametrize("side", SIDES)
def test_in_the_plank_head_hips_and_heels_make_one_line_above_the_elbows(side: str) -> None:
    skeleton = body_at("plank", 4).skeleton
    shoulder, hip, ankle = (skeleton[f"{side}_{bone}"].origin for bone in ("upper_arm", "thigh", "foot"))
    head, pelvis = skeleton["head"].origin, skeleton["pelvis"].origin
    assert 170 <= angle(shoulder, hip, ankle) <= 180
    assert 170 <= angle(head, pelvis, mix(skeleton["left_foot"].origin, skeleton["right_foot"].origin, 0.5)) <= 180
    elbow = skeleton[f"{side}_forearm"].origin
    assert math.hypot(elbow[0] - shoulder[0], elbow[1] - shoulder[1]) < 0.05


@pytest.mark.parametrize(
    ("id", "bones", "steps"),
    [
        ("cat-cow", ("hand", "shank", "foot"), range(1, 8)),
        ("bridge", ("foot",), range(2, 8)),
        ("chin-to-chest", ("foot", "hand", "thigh"), range(1, 7)),
        ("partial-crunch", ("foot",), range(1, 7)),
    ],
)
def test_what_is_planted_on_the_floor_does_not_move(id: str, bones: Sequence[str], steps: Sequence[int]) -> None:
    first = body_at(id, steps[0]).skeleton
    for step in steps:
        now = body_at(id, step).skeleton
        for bone in (f"{side}_{name}" for side in SIDES for name in bones):
            assert math.dist(now[bone].origin, first[bone].origin) < 0.003, (step, bone)


def test_the_back_of_the_cat_goes_up_and_that_of_the_cow_down() -> None:
    flat_back, cat, cow = (body_at("cat-cow", step).skeleton["lumbar2"].origin[2] for step in (1, 3, 4))
    assert cat > flat_back + 0.04
    assert cow < flat_back - 0.04


HOLDS = [
    (id, number, hand, grip)
    for id in ACTIVE
    for number, frame in enumerate(frames_of(id), start=1)
    for hand, grip in frame.posture.stance.hold.items()
]


PLACES = [hold for hold in HOLDS if not hold[3].startswith(("towel", "floor")) and hold[3] != "behind-thighs"]


@pytest.mark.parametrize(("id", "step", "hand", "grip"), PLACES)
def test_a_hand_that_holds_something_is_there_to_a_centimetre(id: str, step: int, hand: str, grip: str) -> None:
    posture, side = body_at(id, step), hand.removesuffix("-hand")
    bone, place_on_it, _ = landmarks(side)[grip]
    palm = posture.skeleton[f"{side}_hand"].point((0.0, 0.0, -PALM))
    assert math.dist(palm, posture.skeleton[bone].point(place_on_it)) < 0.01


@pytest.mark.parametrize(("id", "step", "hand", "grip"), [hold for hold in HOLDS if "thigh" in hold[3]])
def test_a_hand_that_holds_a_thigh_touches_it(id: str, step: int, hand: str, grip: str) -> None:
    posture, own = body_at(id, step), hand.removesuffix("-hand")
    leg = next((side for side in SIDES if side in grip), own)
    palm = posture.ball(f"{own}_palm")
    balls = [posture.ball(f"{leg}_{name}") for name in ("thigh", "mid_thigh", "above_knee", "knee")]
    gaps = [
        math.dist(palm.centre, mix(one.centre, other.centre, n / 50))
        - (one.radius + (other.radius - one.radius) * n / 50)
        - palm.radius
        for one, other in pairwise(balls)
        for n in range(51)
    ]
    assert -0.03 < min(gaps) < 0.01


@pytest.mark.parametrize(("id", "step", "hand", "grip"), [h for h in HOLDS if h[3].startswith("floor")])
def test_a_hand_that_rests_in_front_lies_on_the_floor(id: str, step: int, hand: str, grip: str) -> None:
    posture = body_at(id, step)
    assert posture.ball(f"{hand.removesuffix('-hand')}_palm").bottom() == pytest.approx(0, abs=0.005)


def test_a_hand_that_cannot_get_there_is_told_of_with_its_distance() -> None:
    found = bodies({"start": "standing"}, None, {"hold": {"left_hand": "left-foot"}})
    posture = found[2].posture
    bone, place_on_it, _ = landmarks("left")["left-foot"]
    palm = posture.skeleton["left_hand"].point((0.0, 0.0, -PALM))
    short = math.dist(palm, posture.skeleton[bone].point(place_on_it))
    assert short > 0.5
    (fault,) = faults(found)
    assert (fault.step, fault.part, fault.sinks) == (2, "left hand", False)
    assert fault.metres == pytest.approx(short, abs=0.001)


def test_a_hand_that_cannot_get_to_the_floor_is_told_of() -> None:
    (standing,) = found = bodies({"start": "standing", "on": ["feet", "left-hand"]})
    (fault,) = faults(found)
    assert (fault.part, fault.sinks) == ("left hand", False)
    assert fault.metres == pytest.approx(standing.posture.ball("left_palm").bottom(), abs=0.01)


def test_a_part_that_sinks_is_told_of_once_and_with_its_depth() -> None:
    found = bodies({"start": "hook-lying", "upper_back": {"extension": 30}, "lower_back": {"extension": 29}}, None)
    told = list(faults(found))
    assert {(fault.step, fault.sinks) for fault in told} == {(0, True)}
    lowest = found[0].posture.bottom(list(SPHERES))
    assert max(fault.metres for fault in told) == pytest.approx(-lowest)
    assert -lowest > TOLERANCE


def test_the_wall_of_the_wall_sit_stays_in_its_place_and_touches_the_back() -> None:
    walls = {wall_at("back", frame.posture.skeleton) for frame in frames_of("wall-sit")}
    assert {axis for axis, _ in walls} == {0}
    faces = [face for _, face in walls]
    assert max(faces) - min(faces) < 0.001
    sitting = body_at("wall-sit", 4)
    assert min(sitting.ball(name).centre[0] - sitting.ball(name).radius for name in SPHERES if name != "knot") == near(
        faces[0]
    )
    assert sitting.skeleton["pelvis"].origin[2] < body_at("wall-sit", 2).skeleton["pelvis"].origin[2] - 0.2


@pytest.mark.parametrize("lying", get_args(Lying))
def test_the_trunk_lies_as_it_is_said_to(lying: str) -> None:
    supports = {"upright": "feet", "on-back": "back", "on-stomach": "stomach"}
    contact = supports.get(lying, lying.removeprefix("on-"))
    posture = frames([Held("standing", lying, on=each((contact,)))])[0].posture
    up, ahead = (turn(posture.skeleton["pelvis"].axes, own) for own in (UPWARDS, FORWARDS))
    faces = {"on-back": UPWARDS, "on-stomach": DOWNWARDS, "on-left-side": LEFT, "on-right-side": RIGHT}
    if lying == "upright":
        assert dot(up, UPWARDS) > 0.99
    else:
        assert abs(up[2]) < 0.2
        assert dot(ahead, faces[lying]) > 0.9


# What a pose inherits


def test_joints_that_are_not_named_stay_as_they_were() -> None:
    _, bent, both = held({"start": "standing"}, {"hips": {"flexion": 20}}, {"left_knee": {"flexion": 30}})
    assert both.angles["left_hip"] == both.angles["right_hip"] == {"flexion": 20}
    assert both.angles["left_knee"] == {"flexion": 30}
    assert "right_knee" not in both.angles
    assert both.angles["left_shoulder"] == bent.angles["left_shoulder"] == {"abduction": 8}


def test_a_movement_takes_the_place_of_its_opposite_only() -> None:
    *_, last = held(
        {"start": "standing", "hips": {"flexion": 20, "abduction": 5}, "neck": {"rotation_left": 40, "flexion": 10}},
        {"left_hip": {"extension": 10}, "neck": {"rotation_right": 15}},
    )
    assert last.angles["left_hip"] == {"extension": 10, "abduction": 5}
    assert last.angles["right_hip"] == {"flexion": 20, "abduction": 5}
    assert last.angles["neck"] == {"rotation_right": 15, "flexion": 10}


def test_contacts_holds_props_lean_and_view_stay_until_they_change() -> None:
    full = {"on": ["feet"], "hold": {"hands": "hip"}, "props": {"wall": "front"}, "lean": 12, "view": ["front"]}
    first, kept, let_go = held({"start": "standing", **full}, {"knees": {"flexion": 5}}, {"hold": {}, "props": {}})
    assert first.on == ("left-foot", "right-foot")
    assert (kept.on, kept.hold, kept.props, kept.lean, kept.view) == (
        first.on,
        {"left-hand": "hip", "right-hand": "hip"},
        Props(wall="front"),
        12,
        ("front",),
    )
    assert (let_go.hold, let_go.props, let_go.lean) == ({}, Props(), 12)


def test_arrows_and_pressing_are_for_their_own_step_only() -> None:
    shown: Fields = {"start": "standing", "arrows": ["head"], "press": ["left-hand", "left-knee"]}
    first, changed = held(shown, {"neck": {"flexion": 5}})
    assert (first.arrows, first.press) == (("head",), ("left-hand", "left-knee"))
    assert (changed.arrows, changed.press) == (None, ())
    assert held(shown, None)[1].arrows is None
    assert held(shown, {"like": 1})[1].arrows is None


def test_like_repeats_an_earlier_step_and_changes_what_it_names() -> None:
    _, second, _, like = held(
        {"start": "standing"},
        {"hips": {"flexion": 20}, "view": ["front"], "lean": 5, "props": {"wall": "back"}},
        {"start": "hook-lying", "view": ["left"], "hold": {"hands": "neck"}},
        {"like": 2, "left_hip": {"flexion": 40}},
    )
    assert like == replace(second, angles={**second.angles, "left_hip": {"flexion": 40}})


def test_mirror_of_exchanges_left_and_right_everywhere() -> None:
    one, other = held(
        {
            "start": "lying-on-the-left-side",
            "left_hip": {"flexion": 20, "internal_rotation": 5},
            "lower_back": {"rotation_left": 7, "side_bend_right": 3},
            "on": ["left-side", "left-leg", "right-hand"],
            "hold": {"left_hand": "behind-right-thigh", "right_hand": "neck"},
            "props": {"wall": "left", "chair": "beside-right", "towel": "left-foot"},
            "view": ["front", "above"],
            "press": ["left-hand", "right-knee"],
            "works": "left",
        },
        {"mirror_of": 1},
    )
    assert (one.lying, other.lying) == ("on-left-side", "on-right-side")
    assert other.angles["right_hip"] == {"flexion": 20, "internal_rotation": 5}
    assert other.angles["left_hip"] == {"flexion": 45}
    assert other.angles["lower_back"] == {"rotation_right": 7, "side_bend_left": 3}
    assert other.on == ("right-side", "right-leg", "left-hand")
    assert other.hold == {"right-hand": "behind-left-thigh", "left-hand": "neck"}
    assert other.props == Props(wall="right", chair="beside-left", towel="right-foot")
    assert other.view == ("front", "above")
    assert other.press == ("right-hand", "left-knee")
    assert other.works == "right"


@pytest.mark.parametrize(("seen", "mirrored_view"), [("left", "right"), ("right", "left"), ("feet", "feet")])
def test_a_mirrored_step_is_seen_from_the_other_side(seen: str, mirrored_view: str) -> None:
    *_, other = held({"start": "hook-lying", "view": [seen]}, {"mirror_of": 1})
    assert other.view == (mirrored_view,)


def test_start_begins_anew_and_only_view_and_working_side_stay() -> None:
    before = {"start": "standing", "hips": {"flexion": 20}, "lean": 10, "hold": {"hands": "hip"}, "view": ["left"]}
    (fresh,) = held({"start": "hook-lying"})
    *_, again = held({**before, "props": {"wall": "back"}, "press": ["head", "left-hand"]}, {"start": "hook-lying"})
    assert again == replace(fresh, view=("left",))


def test_the_first_step_may_leave_the_start_to_a_later_one() -> None:
    first, second = held({"hips": {"flexion": 20}}, {"start": "hook-lying"})
    assert (first.start, first.lying, first.angles["left_hip"]) == ("hook-lying", "on-back", {"flexion": 20})
    assert second.angles["left_hip"] == {"flexion": 50}


def test_without_poses_only_the_usual_start_is_shown_and_nothing_where_none_is_known() -> None:
    (only,) = held_poses([None, None, None], VOCABULARY.poses, "standing")
    assert only.start == "standing"
    assert held_poses([None, None], VOCABULARY.poses, None) == []
    assert held_poses([None], VOCABULARY.poses, "no-such-pose") == []


@pytest.mark.parametrize("same", [None, {}, {"arrows": []}, {"like": 1}, {"hips": {"flexion": 20}}, {"view": ["left"]}])
def test_a_pose_that_equals_the_one_before_is_not_solved_again(same: Fields | None) -> None:
    first, second = bodies({"start": "standing", "hips": {"flexion": 20}}, same)
    assert second.posture is first.posture
    assert second.before is first.posture


def test_a_pose_that_differs_is_solved_from_the_one_before() -> None:
    first, second = bodies({"start": "standing"}, {"hips": {"flexion": 20}})
    assert second.posture is not first.posture
    assert second.before is first.posture


def test_a_body_that_begins_anew_comes_from_nowhere() -> None:
    _, second = bodies({"start": "standing"}, {"start": "hook-lying"})
    assert second.before is None


def test_a_first_step_can_be_mirrored() -> None:
    one, other = bodies({"start": "half-kneeling"}, {"mirror_of": 1})
    for bone, at in one.posture.skeleton.items():
        assert other.posture.skeleton[exchanged(bone)].origin[1:] == near(across(at.origin)[1:]), bone


def test_a_mirrored_step_is_looked_at_where_it_differs() -> None:
    sunk = {"upper_back": {"extension": 30}, "lower_back": {"extension": 29}}
    assert {fault.step for fault in faults(bodies({"start": "hook-lying"}, {"mirror_of": 1, **sunk}))} == {1}
    assert {fault.step for fault in faults(bodies({"start": "hook-lying", **sunk}, {"mirror_of": 1}))} == {0}


@pytest.mark.parametrize("id", ["single-knee-to-chest", "bird-dog", "abdominal-bracing", "hip-flexor-stretch"])
def test_the_other_side_ends_where_the_first_side_did(id: str) -> None:
    steps = frames_of(id)
    (number,) = [n for n, frame in enumerate(steps) if frame.held.mirrors is not None]
    one, other = steps[steps[number].held.mirrors or 0].posture, steps[number].posture
    ahead = subtract(other.skeleton["pelvis"].origin, across(one.skeleton["pelvis"].origin))
    for bone, at in one.skeleton.items():
        assert other.skeleton[exchanged(bone)].origin == pytest.approx(add(across(at.origin), ahead), abs=0.01), bone


# What is refused, and where

HEAD = EXERCISE.partition("  - Lie on your back.\n")[0]
TAIL = EXERCISE.partition("  - Lift your hips.\n")[2]
LINE = HEAD.count("\n") + 1


def problems(
    make_library: MakeLibrary, *poses: str, more: str = "", lists: Mapping[str, str] | None = None
) -> list[str]:
    """What is told of an exercise with these poses, by place in its file: those of step 1 are in line 13."""
    steps = "".join(f"  - text: Lift.\n    pose: {pose}\n" for pose in poses)
    root = make_library()
    (root / "exercises" / "small-lift.yml").write_text(HEAD + steps + TAIL + more, encoding="utf-8")
    for name, text in (lists or {}).items():
        (root / "vocabulary" / name).write_text(text, encoding="utf-8")
    content = load(root)
    library = build(content, {})
    told = map(str, checking.problems(content, library, Gallery(library, None)))
    return [line.removeprefix(f"{root}/").removeprefix("exercises/small-lift.yml:") for line in told]


KNOWN_STARTS = ", ".join(VOCABULARY.poses)


@pytest.mark.parametrize(
    ("pose", "problem"),
    [
        (
            "{start: standing, hips: {flexion: 131}}",
            "13:45: range-of-motion: `flexion` is `131`; the normal range ends at 130 degrees "
            "(source: `kurz-joint-ranges`). Choose a smaller angle.",
        ),
        (
            "{start: standing, left_knee: {flexion: -5}}",
            "13:50: range-of-motion: `flexion` is `-5`; the normal range ends at 150 degrees "
            "(source: `kosmahl-knee-flexion`). Check the angle; the opposite movement has a name of its own.",
        ),
        (
            "{start: standing, hips: {flexion: 1.5}}",
            "13:45: number-expected: `flexion` must be a whole number of degrees, not `1.5`. Write it as in `90`.",
        ),
        (
            "{start: standing, hips: {flexion: '50'}}",
            "13:45: number-expected: `flexion` must be a whole number of degrees, not `50`. Write it as in `90`.",
        ),
        (
            "{start: standing, hips: {flexion: true}}",
            "13:45: number-expected: `flexion` must be a whole number of degrees, not `true`. Write it as in `90`.",
        ),
        (
            "{start: standing, hips: {flexion: 5, extension: 5}}",
            "13:59: both-ways: A joint cannot have both `flexion` and `extension`. Keep one of the two.",
        ),
        (
            "{start: standing, neck: {rotation_left: 5, rotation_right: 0}}",
            "13:70: both-ways: A joint cannot have both `rotation_left` and `rotation_right`. Keep one of the two.",
        ),
        (
            "{start: standin}",
            "13:19: unknown-word: `standin` is not in the list of poses. Did you mean `standing`? "
            f"Known: {KNOWN_STARTS}.",
        ),
        (
            "{start: standing, knes: {flexion: 5}}",
            "13:29: unknown-field: There is no field `knes` here. Did you mean `knees`?",
        ),
        (
            "{start: standing, knees: {flexoin: 5}}",
            "13:37: unknown-field: There is no field `flexoin` here. Did you mean `flexion`?",
        ),
        (
            "{start: standing, hips: 50}",
            "13:35: mapping-expected: `hips` must be a group of `field: value` lines, not a number. Known fields: "
            "flexion, extension, abduction, adduction, external_rotation, internal_rotation.",
        ),
        (
            "{start: standing, like: 2}",
            "13:35: pose-order: `like` names step 2, which is not before this one. Delete it: this is the first step.",
        ),
        (
            "{start: standing, view: [front, head]}",
            "13:43: view: In this position one cannot look from `head`. Use `right`, `front`, `left`, `back`, `above`.",
        ),
        (
            "{start: hook-lying, view: [front]}",
            "13:38: view: In this position one cannot look from `front`. Use `right`, `feet`, `left`, `head`, `above`.",
        ),
        (
            "{start: standing, on: [foot]}",
            "13:34: unknown-word: An entry of `on` cannot be `foot`. Did you mean `left-foot`?",
        ),
        (
            "{start: standing, hold: {left_hand: left-foot}}",
            "13:11: pose: In step 1 the left hand does not get where it should: 68 cm are missing. "
            "Bend the body towards it with other angles, or choose another place.",
        ),
    ],
)
def test_a_pose_that_cannot_be_is_told_of_at_its_place(pose: str, problem: str, make_library: MakeLibrary) -> None:
    assert problems(make_library, pose) == [problem]


def test_a_body_under_the_floor_is_told_of_at_its_step(make_library: MakeLibrary) -> None:
    sunk = "{lower_back: {extension: 29}, upper_back: {extension: 30}}"
    told = problems(make_library, "{start: hook-lying}", sunk)
    assert told
    for line in told:
        assert line.startswith(f"{LINE + 3}:11: pose: In step 2 the ")
        assert line.endswith(
            " cm under the floor. Change the angles of the joints that lead to it, or name it under `on`."
        )


def test_a_pose_may_only_repeat_an_earlier_step(make_library: MakeLibrary) -> None:
    assert problems(make_library, "{start: standing}", "{like: 1}", "{mirror_of: 2}") == []
    assert problems(make_library, "{start: standing}", "{like: 2}", "{mirror_of: 4}") == [
        "15:18: pose-order: `like` names step 2, which is not before this one. Name a step from 1 to 1.",
        "17:23: pose-order: `mirror_of` names step 4, which is not before this one. Name a step from 1 to 2.",
    ]


def test_the_picture_that_stands_for_an_exercise_is_one_of_its_steps(make_library: MakeLibrary) -> None:
    assert problems(make_library, "{start: standing}", "{like: 1}", more="picture: 2\n") == []
    assert problems(make_library, "{start: standing}", "{like: 1}", more="picture: 3\n") == [
        "18:10: pose-order: There is no step 3. Name a step from 1 to 2."
    ]


@pytest.mark.parametrize(
    ("list", "text", "problem"),
    [
        (
            "positions.yml",
            "supine: {label: On your back, pose: hok-lying}",
            "vocabulary/positions.yml:1:37: unknown-word: `hok-lying` is not in the list of poses. "
            f"Did you mean `hook-lying`? Known: {KNOWN_STARTS}.",
        ),
        (
            "poses.yml",
            "kneeling: {label: Kneeling, pose: {knees: {flexion: 151}}}",
            "vocabulary/poses.yml:1:53: range-of-motion: `flexion` is `151`; the normal range ends at 150 degrees "
            "(source: `kosmahl-knee-flexion`). Choose a smaller angle.",
        ),
        (
            "poses.yml",
            "kneeling: {label: Kneeling}",
            "vocabulary/poses.yml:1:1: missing-field: The field `pose` is missing. "
            "Add it (the joints, and what touches the floor).",
        ),
    ],
)
def test_a_pose_of_the_vocabulary_is_checked_as_well(
    list: str, text: str, problem: str, make_library: MakeLibrary
) -> None:
    assert problems(make_library, "{start: standing}", lists={list: text}) == [problem]


def test_a_library_may_add_starting_poses_of_its_own(make_library: MakeLibrary) -> None:
    own = "squatting: {label: Squatting, pose: {on: [feet], hips: {flexion: 100}, knees: {flexion: 100}}}"
    assert problems(make_library, "{start: squatting}", "{start: standing}", lists={"poses.yml": own}) == []


@pytest.mark.parametrize(
    ("poses", "lists"),
    [
        (["{start: standing, hold: {hands: towel}}"], {}),
        (["{start: standing}", "{hold: {left_hand: towel}}"], {}),
        (["{start: resting}"], {"poses.yml": "resting: {label: Resting, pose: {hold: {hands: towel}}}"}),
        (["{start: resting}"], {"poses.yml": "resting: {label: Resting, pose: {start: standing}}"}),
    ],
    ids=["a towel that is not there", "a towel that comes later", "a towel at the start", "a start of a start"],
)
def test_what_makes_no_sense_is_a_problem_and_never_a_traceback(
    poses: list[str], lists: dict[str, str], make_library: MakeLibrary
) -> None:
    assert problems(make_library, *poses, lists=lists)


def test_a_view_that_the_next_pose_does_not_have_is_told_of(make_library: MakeLibrary) -> None:
    assert problems(make_library, "{start: standing, view: [front]}", "{start: hook-lying}")


@pytest.mark.parametrize("seed", range(8))
def test_whatever_poses_say_there_are_bodies_for_them(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        for frame in bodies(*random_steps(dice)):
            assert all(math.isfinite(number) for at in frame.posture.skeleton.values() for number in at.origin)


LIMITS = [(joint, move, limit) for joint in Joint.__subclasses__() for move, limit in ranges(joint)]


@pytest.mark.parametrize(("joint", "move", "limit"), LIMITS, ids=[f"{j.__name__}.{m}" for j, m, _ in LIMITS])
def test_a_range_of_motion_names_a_source_and_ends_where_it_says(joint: type[Joint], move: str, limit: UpTo) -> None:
    assert limit.source in VOCABULARY.sources
    assert VOCABULARY.sources[limit.source].read
    assert getattr(joint.model_validate({move: limit.highest}), move) == limit.highest
    for wrong in (limit.highest + 1, -1):
        with pytest.raises(ValueError, match="normal range"):
            joint.model_validate({move: wrong})


def test_every_movement_of_every_joint_has_a_range() -> None:
    assert sorted(f"{j.__name__}.{m}" for j, m, _ in LIMITS) == sorted(
        f"{joint.__name__}.{move}" for joint in Joint.__subclasses__() for move in joint.model_fields
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"hips": {"flexion": 131}},
        {"hips": {"flexion": -1}},
        {"hips": {"flexion": "50"}},
        {"hips": {"flexoin": 5}},
        {"knes": {"flexion": 5}},
        {"start": "standin"},
        {"on": []},
        {"on": ["foot"]},
        {"view": ["right", "left", "above", "front"]},
        {"hold": {"hands": "ceiling"}},
        {"press": ["left-hand"]},
        {"like": 0},
        {"lean": 91},
    ],
    ids=json.dumps,
)
def test_the_schema_that_editors_read_refuses_a_wrong_pose_as_well(wrong: Fields) -> None:
    schema = json_schema(Exercise, VOCABULARY)
    poses = Draft202012Validator({"$ref": "#/$defs/Pose", "$defs": schema["$defs"]})
    assert poses.is_valid({"start": "standing", "hips": {"flexion": 130}, "on": ["feet"]})
    assert not poses.is_valid(wrong)
    with pytest.raises(ValueError, match="validation error"):
        pose(**wrong)


# The words of a picture

LABELS = VOCABULARY.labels


def words(*steps: Fields | None) -> str:
    """What is said of the last step's picture."""
    poses = held(*steps)
    return pose_in_words(poses[-1], poses[-2] if len(poses) > 1 else None, LABELS)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([{"start": "standing"}], "On the floor: both feet."),
        ([{"start": "standing", "on": ["left-foot"]}], "On the floor: left foot."),
        ([{"start": "standing", "on": ["right-foot", "left-foot"]}], "On the floor: both feet."),
        ([{"start": "standing", "on": ["left-foot", "right-toes"]}], "On the floor: left foot and right toes."),
        ([{"start": "standing", "on": ["toes"]}], "On the floor: toes of both feet."),
        (
            [{"start": "lying-on-the-back"}],
            "On the floor: back, head, both legs and both arms.",
        ),
        (
            [{"start": "hook-lying", "on": ["back", "left-foot"], "hold": {"hands": "behind-right-thigh"}}],
            "On the floor: back and left foot. "
            "The left hand is behind the right thigh. The right hand is behind the right thigh.",
        ),
        ([{"start": "standing"}, None], "On the floor: both feet. As in the picture before."),
        (
            [{"start": "standing"}, {"hips": {"flexion": 20}, "left_knee": {"flexion": 5}, "neck": {"flexion": 10}}],
            "On the floor: both feet. Moved since the picture before: both hips, left knee and neck.",
        ),
        (
            [{"start": "standing", "shoulders": {"abduction": 9}}, {"like": 1, "left_shoulder": {"abduction": 8}}],
            "On the floor: both feet. Moved since the picture before: left shoulder.",
        ),
        (
            [{"start": "standing"}, {"lower_back": {"flexion": 5}, "upper_back": {"flexion": 5}}],
            "On the floor: both feet. Moved since the picture before: lower back and upper back.",
        ),
    ],
)
def test_a_pose_in_words(steps: list[Fields | None], said: str) -> None:
    assert words(*steps) == said


@pytest.mark.parametrize("contact", get_args(Contact))
def test_every_contact_has_words(contact: str) -> None:
    said = words({"start": "standing", "on": [contact]})
    assert said.startswith("On the floor: ")
    plain(said)


@pytest.mark.parametrize("grip", get_args(Grip))
def test_every_grip_has_words(grip: str) -> None:
    (holding,) = held({"start": "standing", "props": {"towel": "left-foot"}, "hold": {"right_hand": grip}})
    said = pose_in_words(holding, None, LABELS)
    assert said.removeprefix("On the floor: both feet. ").startswith("The right hand is ")
    plain(said)


@pytest.mark.parametrize("joint", JOINTS)
def test_every_joint_has_words(joint: str) -> None:
    move, limit = next(ranges(JOINTS[joint]))
    first, second = held({"start": "standing"}, {joint: {move: limit.highest - 1}})
    said = pose_in_words(second, first, LABELS)
    assert said.startswith("On the floor: both feet. Moved since the picture before: ")
    assert said.endswith(f"{joint.replace('_', ' ')}.")
    plain(said)


@pytest.mark.parametrize("direction", get_args(Direction))
def test_every_view_has_words(direction: str) -> None:
    (seen,) = held({"start": "standing", "view": [direction, "above"] if direction != "above" else [direction]})
    said = title_of(seen, VOCABULARY.poses, LABELS)
    assert said.startswith("Standing, seen from ")
    plain(said)


def plain(said: str) -> None:
    """Nothing of the code's own names is left."""
    assert not {"{", "}", "_"} & set(said), said
    assert not [word for word in said.replace(",", " ").replace(".", " ").split() if word != word.lower()][3:], said
