"""What a pose is: the movements of the joints in clinicians' words, what touches the floor, and what the hands hold.

The limits are the ends of the normal range of adults. Each names the source in which it was read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from macros.fields import Record, Unique, WordOf

SIDES = ("left", "right")


@dataclass(frozen=True)
class UpTo:
    """Marks a movement with the end of its normal range in degrees, and the id of the source that states it."""

    highest: int
    source: str

    def _read(self, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise PydanticCustomError("degrees", "is not a whole number of degrees")
        if not 0 <= value <= self.highest:
            limits = {"highest": self.highest, "source": self.source}
            raise PydanticCustomError("beyond_range", "is beyond the normal range", limits)
        return value

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._read, serialization=core_schema.plain_serializer_function_ser_schema(lambda degrees: degrees)
        )

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "integer", "minimum": 0, "maximum": self.highest}


OPPOSITES: Mapping[str, str] = {
    "flexion": "extension",
    "abduction": "adduction",
    "internal_rotation": "external_rotation",
    "dorsiflexion": "plantarflexion",
    "side_bend_left": "side_bend_right",
    "rotation_left": "rotation_right",
}
_OPPOSITE = {**OPPOSITES, **{b: a for a, b in OPPOSITES.items()}}


class Joint(Record):
    """The movements of one joint, in degrees from the anatomical position. Of two opposites only one is given."""

    @model_validator(mode="after")
    def _not_both_ways(self) -> Self:
        for one, other in OPPOSITES.items():
            if getattr(self, one, None) is not None and getattr(self, other, None) is not None:
                raise PydanticCustomError("both_ways", "moves both ways", {"one": one, "other": other, "at": (other,)})
        return self

    def moves(self) -> dict[str, int]:
        """The movements that are given."""
        return {name: value for name in type(self).model_fields if (value := getattr(self, name)) is not None}


class Hip(Joint):
    """The hip."""

    flexion: Annotated[int, UpTo(130, "kurz-joint-ranges")] | None = None
    """The thigh comes forwards, towards the chest."""
    extension: Annotated[int, UpTo(30, "kurz-joint-ranges")] | None = None
    """The thigh goes backwards."""
    abduction: Annotated[int, UpTo(45, "castori-adult-joint-standards")] | None = None
    """The thigh goes out to the side."""
    adduction: Annotated[int, UpTo(30, "castori-adult-joint-standards")] | None = None
    """The thigh crosses the midline."""
    external_rotation: Annotated[int, UpTo(60, "fpnotebook-hip")] | None = None
    """The thigh turns outwards; with a bent knee the foot comes inwards."""
    internal_rotation: Annotated[int, UpTo(45, "merck-joint-ranges")] | None = None
    """The thigh turns inwards; with a bent knee the foot goes outwards."""


class Knee(Joint):
    """The knee."""

    flexion: Annotated[int, UpTo(150, "kosmahl-knee-flexion")] | None = None
    """The heel comes towards the buttock; 0 is straight."""
    extension: Annotated[int, UpTo(5, "loudon-genu-recurvatum")] | None = None
    """Beyond straight."""


class Ankle(Joint):
    """The ankle. A foot that stands flat on the floor needs no angle."""

    dorsiflexion: Annotated[int, UpTo(40, "baumbach-ankle-2014")] | None = None
    """The toes come up, towards the shin."""
    plantarflexion: Annotated[int, UpTo(50, "castori-adult-joint-standards")] | None = None
    """The toes point away."""


class Shoulder(Joint):
    """The shoulder."""

    flexion: Annotated[int, UpTo(180, "norkin-white-arm-ranges")] | None = None
    """The arm comes forwards and up; 90 is straight ahead, 180 beside the ear."""
    extension: Annotated[int, UpTo(60, "norkin-white-arm-ranges")] | None = None
    """The arm goes backwards."""
    abduction: Annotated[int, UpTo(180, "norkin-white-arm-ranges")] | None = None
    """The arm goes out to the side; 90 is level with the shoulder."""
    adduction: Annotated[int, UpTo(45, "kurz-joint-ranges")] | None = None
    """The arm crosses the front of the body."""
    external_rotation: Annotated[int, UpTo(90, "norkin-white-arm-ranges")] | None = None
    """The upper arm turns outwards; with a bent elbow the hand goes outwards."""
    internal_rotation: Annotated[int, UpTo(70, "norkin-white-arm-ranges")] | None = None
    """The upper arm turns inwards; with a bent elbow the hand comes to the tummy."""


class Elbow(Joint):
    """The elbow."""

    flexion: Annotated[int, UpTo(150, "norkin-white-arm-ranges")] | None = None
    """The forearm comes up; 0 is straight."""


class Wrist(Joint):
    """The wrist. A hand that lies flat on the floor needs no angle."""

    flexion: Annotated[int, UpTo(80, "norkin-white-arm-ranges")] | None = None
    """The palm comes towards the forearm."""
    extension: Annotated[int, UpTo(70, "norkin-white-arm-ranges")] | None = None
    """The back of the hand comes towards the forearm."""


class LowerBack(Joint):
    """The lumbar spine."""

    flexion: Annotated[int, UpTo(73, "troke-lumbar-2005")] | None = None
    """The lower back rounds."""
    extension: Annotated[int, UpTo(29, "troke-lumbar-2005")] | None = None
    """The lower back arches."""
    side_bend_left: Annotated[int, UpTo(28, "troke-lumbar-2005")] | None = None
    """The ribs come towards the left side of the pelvis."""
    side_bend_right: Annotated[int, UpTo(28, "troke-lumbar-2005")] | None = None
    """The ribs come towards the right side of the pelvis."""
    rotation_left: Annotated[int, UpTo(7, "troke-lumbar-2005")] | None = None
    """The chest turns to the left against the pelvis."""
    rotation_right: Annotated[int, UpTo(7, "troke-lumbar-2005")] | None = None
    """The chest turns to the right against the pelvis."""


class UpperBack(Joint):
    """The thoracic spine."""

    flexion: Annotated[int, UpTo(40, "fredericton-thorax")] | None = None
    """The upper back rounds."""
    extension: Annotated[int, UpTo(30, "guws-thoracic")] | None = None
    """The chest lifts."""
    side_bend_left: Annotated[int, UpTo(30, "guws-thoracic")] | None = None
    """The left shoulder comes towards the pelvis."""
    side_bend_right: Annotated[int, UpTo(30, "guws-thoracic")] | None = None
    """The right shoulder comes towards the pelvis."""
    rotation_left: Annotated[int, UpTo(30, "fredericton-thorax")] | None = None
    """The shoulders turn to the left against the lower back."""
    rotation_right: Annotated[int, UpTo(30, "fredericton-thorax")] | None = None
    """The shoulders turn to the right against the lower back."""


class Neck(Joint):
    """The cervical spine. A head that rests on the floor needs no flexion or extension."""

    flexion: Annotated[int, UpTo(50, "dshs-joint-motion-chart")] | None = None
    """The chin comes towards the chest."""
    extension: Annotated[int, UpTo(60, "dshs-joint-motion-chart")] | None = None
    """The head tips back."""
    side_bend_left: Annotated[int, UpTo(45, "dshs-joint-motion-chart")] | None = None
    """The left ear comes towards the left shoulder."""
    side_bend_right: Annotated[int, UpTo(45, "dshs-joint-motion-chart")] | None = None
    """The right ear comes towards the right shoulder."""
    rotation_left: Annotated[int, UpTo(80, "dshs-joint-motion-chart")] | None = None
    """The face turns to the left."""
    rotation_right: Annotated[int, UpTo(80, "dshs-joint-motion-chart")] | None = None
    """The face turns to the right."""


Contact = Literal[
    "back", "shoulders", "stomach", "left-side", "right-side", "seat", "head",
    "feet", "left-foot", "right-foot", "toes", "left-toes", "right-toes", "heels", "left-heel", "right-heel",
    "knees", "left-knee", "right-knee", "shins", "left-shin", "right-shin", "legs", "left-leg", "right-leg",
    "hands", "left-hand", "right-hand", "forearms", "left-forearm", "right-forearm", "arms", "left-arm", "right-arm",
]  # fmt: skip
Grip = Literal[
    "neck", "lower-tummy", "hip", "towel", "floor-in-front",
    "behind-left-thigh", "behind-right-thigh", "behind-thighs", "left-thigh", "right-thigh",
    "left-knee", "right-knee", "left-shin", "right-shin", "left-ankle", "right-ankle", "left-foot", "right-foot",
    "lower-back", "opposite-shoulder",
]  # fmt: skip
Place = Literal["seat", "left-foot", "right-foot", "beside-left", "beside-right"]
Direction = Literal["right", "left", "front", "back", "head", "feet", "above"]
Mover = Literal[
    "head", "back", "chest", "hips",
    "left-hand", "right-hand", "left-elbow", "right-elbow", "left-knee", "right-knee", "left-foot", "right-foot",
]  # fmt: skip
Lying = Literal["upright", "on-back", "on-stomach", "on-left-side", "on-right-side"]

_PLURALS = {"feet": "foot", "toes": "toes"}
_PLURALS |= {f"{part}s": part for part in ("heel", "knee", "shin", "leg", "hand", "forearm", "arm")}


def each(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Parts with every pair spelled out: `("feet",)` gives `("left-foot", "right-foot")`."""
    pairs = (tuple(f"{side}-{_PLURALS[p]}" for side in SIDES) if p in _PLURALS else (p,) for p in parts)
    return tuple(dict.fromkeys(part for pair in pairs for part in pair))


class Hold(Record):
    """What each hand holds or rests on. The arm finds its own way there."""

    hands: Grip | None = None
    """Both hands."""
    left_hand: Grip | None = None
    """The left hand."""
    right_hand: Grip | None = None
    """The right hand."""

    def by_hand(self) -> dict[str, str]:
        """What `left-hand` and `right-hand` hold."""
        found = {f"{side}-hand": getattr(self, f"{side}_hand") or self.hands for side in SIDES}
        return {hand: grip for hand, grip in found.items() if grip}


class Props(Record):
    """What stands or lies beside the body. It is drawn where the body is: a seat under the seat, a wall at the back."""

    chair: Place | None = None
    """What is on the chair, or where it stands ready."""
    table: Place | None = None
    """What is on the table, or where it stands ready."""
    wall: Literal["front", "back", "left", "right"] | None = None
    """On which side of the body the wall is."""
    towel: Literal["left-foot", "right-foot"] | None = None
    """The foot round which the towel goes; the hands hold its ends with `hold: {hands: towel}`."""


class Pose(Record):
    """How the body is held at one step. Whatever is not named stays as in the step before."""

    start: Annotated[str, WordOf("poses")] | None = None
    """The starting pose, from `vocabulary/poses.yml`. Begins anew: nothing is kept from the step before."""
    like: Annotated[int, Field(strict=True, ge=1)] | None = None
    """The number of an earlier step whose pose this one repeats."""
    mirror_of: Annotated[int, Field(strict=True, ge=1)] | None = None
    """The number of an earlier step that is done here with left and right exchanged."""
    view: Annotated[tuple[Direction, ...], Field(min_length=1, max_length=3), *Unique] | None = None
    """Where the picture is seen from: the person's `[right]`, `[front]`, `[right, feet]`, `[left, above]` …"""
    lean: Annotated[int, Field(strict=True, ge=-90, le=90)] | None = None
    """How far the whole trunk leans forwards (or back, with a minus), in degrees, when one stands or sits."""
    on: Annotated[tuple[Contact, ...], Field(min_length=1), *Unique] | None = None
    """What touches the floor. The first one stays put, and the rest of the body follows it."""
    hold: Hold | None = None
    """What the hands hold: `{hands: behind-right-thigh}`. `{}` lets go."""
    props: Props | None = None
    """Chair, table, wall or towel."""
    hips: Hip | None = None
    """Both hips."""
    left_hip: Hip | None = None
    """The left hip."""
    right_hip: Hip | None = None
    """The right hip."""
    knees: Knee | None = None
    """Both knees."""
    left_knee: Knee | None = None
    """The left knee."""
    right_knee: Knee | None = None
    """The right knee."""
    ankles: Ankle | None = None
    """Both ankles."""
    left_ankle: Ankle | None = None
    """The left ankle."""
    right_ankle: Ankle | None = None
    """The right ankle."""
    shoulders: Shoulder | None = None
    """Both shoulders."""
    left_shoulder: Shoulder | None = None
    """The left shoulder."""
    right_shoulder: Shoulder | None = None
    """The right shoulder."""
    elbows: Elbow | None = None
    """Both elbows."""
    left_elbow: Elbow | None = None
    """The left elbow."""
    right_elbow: Elbow | None = None
    """The right elbow."""
    wrists: Wrist | None = None
    """Both wrists."""
    left_wrist: Wrist | None = None
    """The left wrist."""
    right_wrist: Wrist | None = None
    """The right wrist."""
    lower_back: LowerBack | None = None
    """The lower back."""
    upper_back: UpperBack | None = None
    """The upper back."""
    neck: Neck | None = None
    """The neck."""
    arrows: Annotated[tuple[Mover, ...], *Unique] | None = None
    """Whose movement the arrow shows. Without it, that of the part that moves most; `[]` shows none."""
    works: Literal["left", "right", "both"] | None = None
    """The side on which muscles are coloured: that which works or is stretched."""
    press: Annotated[tuple[Mover, Mover], *Unique] | None = None
    """Two parts that push against each other without moving: `[left-hand, left-knee]`."""

    def moves(self) -> Iterator[tuple[str, dict[str, int]]]:
        """The joints that this pose names, each with its movements; a pair comes as its two sides."""
        for name in type(self).model_fields:
            joint = getattr(self, name)
            if isinstance(joint, Joint):
                pair = name.endswith("s") and f"left_{name[:-1]}" in type(self).model_fields
                for joint_name in [f"{side}_{name[:-1]}" for side in SIDES] if pair else [name]:
                    yield joint_name, joint.moves()


@dataclass(frozen=True)
class Movement:
    """One movement that a joint can make: where a file names it, what it is, and how far it goes."""

    joint: str
    """The joint of the right side, or the part of the spine."""
    name: str
    meaning: str
    limit: UpTo


def movements() -> Iterator[Movement]:
    """Every movement of every joint, in the order of the fields."""
    for field_name, field in Pose.model_fields.items():
        record = next((kind for kind in get_args(field.annotation) if _is_joint(kind)), None)
        if record and field_name.startswith(("right_", "lower_", "upper_", "neck")):
            for name, movement in record.model_fields.items():
                annotated, _ = get_args(movement.annotation)
                yield Movement(field_name, name, movement.description or "", get_args(annotated)[1])


def _is_joint(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Joint)


def moved(joint: Mapping[str, int], moves: Mapping[str, int]) -> dict[str, int]:
    """A joint's movements after further ones: an opposite movement takes the place of the earlier one."""
    kept = {name: degrees for name, degrees in joint.items() if _OPPOSITE.get(name) not in moves}
    return {**kept, **moves}
