"""What an exercise and a routine are. Validation, JSON Schema, editor help and field documentation come from here."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import ConfigDict, Discriminator, Field, GetJsonSchemaHandler, Tag, model_validator
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from macros.fields import MAPPING, TEXT, Between, Date, Id, Name, OptionalText, Range, Record, Text, Unique, WordOf
from macros.poses import Pose
from macros.vocabulary import Source, SourceId, Sources

Kind = Literal["stretch", "strength"]
Action = Literal["avoid", "ask-first", "adapt"]
Part = Literal["warm-up", "main", "cool-down"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ACTIONS: tuple[Action, ...] = get_args(Action)
PARTS: tuple[Part, ...] = get_args(Part)

MuscleId = Annotated[str, WordOf("muscles")]
ExerciseId = Annotated[str, WordOf("exercises")]
EquipmentId = Annotated[str, WordOf("equipment")]


class TextOrMapping(Record):
    """A record that may be written as its text alone."""

    text: Text

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, dict) and len(value) == 1 and isinstance(next(iter(value.values())), str):
            (key,) = value
            if key not in cls.model_fields:
                raise PydanticCustomError("colon", "holds a colon", {"value": f"{key}: {value[key]}"})
        return {"text": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        mapping = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [dict(mapping["properties"]["text"]), mapping]}


class Step(TextOrMapping):
    """One instruction: plain text, or a mapping when there is more to say."""

    text: Text
    """What to do: at most 20 words, beginning with a verb."""
    breathe: Literal["in", "out"] | None = None
    """Whether to breathe in or out during this step."""
    pose: Pose | None = None
    """How the body is held, for the picture. Without it, as in the step before."""


class Claim(Record):
    """A statement about bodies, with the sources that say so."""

    text: Text
    """The statement, in our own words."""
    sources: Sources = ()
    """Ids of the sources that say so."""


class Caution(Record):
    """Something to avoid, to ask about first, or to do differently, and why."""

    text: Text
    """What to do. With `action: avoid` it begins with "Do not"."""
    conditions: Annotated[tuple[Annotated[str, WordOf("conditions")], ...], *Unique] = ()
    """The conditions for which this matters."""
    action: Action
    """avoid: do not do this; ask-first: ask a professional first; adapt: do it differently."""
    why: Text
    """The reason, in plain words."""
    instead: OptionalText = ""
    """What to do instead."""
    sources: Sources = ()
    """Ids of the sources that say so."""


class Muscles(Record):
    """The muscles that a strength exercise works or a stretch lengthens."""

    primary: Annotated[tuple[MuscleId, ...], Field(min_length=1), *Unique]
    """The target muscles: the lists show the exercise under each of them."""
    secondary: Annotated[tuple[MuscleId, ...], *Unique] = ()
    """Muscles that help or are stretched as well."""
    sources: Sources = ()
    """Where the muscles were read."""

    @model_validator(mode="after")
    def _once(self) -> Self:
        for index, muscle in enumerate(self.secondary):
            if muscle in self.primary:
                place = {"value": muscle, "at": ("secondary", index)}
                raise PydanticCustomError("primary_and_secondary", "is primary and secondary", place)
        return self


class OneOf(Record):
    """Equipment of which one piece is enough."""

    one_of: Annotated[tuple[EquipmentId, ...], Field(min_length=2), *Unique]
    """The pieces to choose from."""


def _shape(value: object) -> str:
    return TEXT if isinstance(value, str) else MAPPING


Equipment = Annotated[Annotated[EquipmentId, Tag(TEXT)] | Annotated[OneOf, Tag(MAPPING)], Discriminator(_shape)]


class Goal(Record):
    """What to build up to."""

    hold_seconds: Annotated[Range, Between(1, 600)] | None = None
    """The hold to build up to, in seconds."""
    hold_breaths: Annotated[Range, Between(1, 50)] | None = None
    """The hold to build up to, in slow breaths."""
    reps: Annotated[Range, Between(1, 200)] | None = None
    """The repetitions to build up to."""
    sets: Annotated[Range, Between(1, 20)] | None = None
    """The sets to build up to."""
    by: Annotated[Range, Between(1, 100)] | None = None
    """How much to add at a time."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if len(self.measures()) != 1:
            raise PydanticCustomError("one_goal", "needs exactly one goal")
        return self

    def measures(self) -> Mapping[str, Range]:
        """The goal by the name of its field."""
        named = {n: getattr(self, n) for n in ("hold_seconds", "hold_breaths", "reps", "sets")}
        return {name: value for name, value in named.items() if value is not None}

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [name], "errorMessage": "A goal needs one of hold_seconds, hold_breaths, reps and sets."}
                for name in ("hold_seconds", "hold_breaths", "reps", "sets")
            ]
        }
    )


class Dose(Record):
    """How much, in numbers: a whole number, or `[low, high]`."""

    sets: Annotated[Range, Between(1, 20)] | None = None
    """How many rounds of the repetitions."""
    reps: Annotated[Range, Between(1, 200)] | None = None
    """Repetitions in a set; per side with `sides: each`."""
    hold_seconds: Annotated[Range, Between(1, 600)] | None = None
    """How long each repetition is held, in seconds."""
    hold_breaths: Annotated[Range, Between(1, 50)] | None = None
    """How long each repetition is held, in slow breaths. Not together with `hold_seconds`."""
    pause_seconds: Annotated[Range, Between(1, 600)] | None = None
    """The pause between repetitions, in seconds."""
    rest_seconds: Annotated[Range, Between(1, 600)] | None = None
    """The rest between sets, in seconds."""
    sides: Literal["together", "each", "one"] = "together"
    """together: both sides at once; each: the dose is per side; one: one side only."""
    times_per_day: Annotated[Range, Between(1, 24)] | None = None
    """How many times a day."""
    days_per_week: Annotated[Range, Between(1, 7)] | None = None
    """On how many days a week."""
    build_up: Goal | None = None
    """The goal to build up to, as in `{hold_seconds: 60, by: 15}`."""
    sources: Sources = ()
    """Where the dose was read."""

    @model_validator(mode="after")
    def _measured(self) -> Self:
        if self.hold_seconds and self.hold_breaths:
            raise PydanticCustomError("two_holds", "has two kinds of hold")
        if not (self.reps or self.hold_seconds or self.hold_breaths):
            raise PydanticCustomError("no_measure", "says neither repetitions nor a hold")
        return self

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": [name], "errorMessage": "A dose needs reps, hold_seconds or hold_breaths."}
                for name in ("reps", "hold_seconds", "hold_breaths")
            ],
            "dependentSchemas": {
                "hold_seconds": {
                    "properties": {"hold_breaths": False},
                    "errorMessage": "A dose has one hold: hold_seconds or hold_breaths.",
                }
            },
        }
    )


class Review(Record):
    """Who has checked the file: a role and a date, never a made-up person."""

    status: Literal["reviewed"]
    """reviewed; where nobody has reviewed it, write `review: unreviewed` instead."""
    role: Name
    """The reviewer's profession."""
    on: Date
    """The date of the review."""


ReviewStatus = Annotated[
    Annotated[Literal["unreviewed"], Tag(TEXT)] | Annotated[Review, Tag(MAPPING)], Discriminator(_shape)
]


class Retired(Record):
    """Why an exercise is no longer offered."""

    on: Date
    """Since when."""
    reason: Text
    """Why, in plain words."""
    instead: Annotated[tuple[ExerciseId, ...], *Unique] = ()
    """Exercises to do instead."""


class OwnSource(Source):
    """A source that this file brings along."""

    id: Id
    """A new id, by which other fields of this file name the source."""


SourceOrId = Annotated[Annotated[SourceId, Tag(TEXT)] | Annotated[OwnSource, Tag(MAPPING)], Discriminator(_shape)]
FieldWithoutSource = Literal[
    "level",
    "positions",
    "equipment",
    "muscles",
    "muscles.primary",
    "muscles.secondary",
    "steps",
    "feel",
    "mistakes",
    "use_in",
    "suits",
    "dose",
    "dose.sets",
    "dose.reps",
    "dose.hold_seconds",
    "dose.hold_breaths",
    "dose.pause_seconds",
    "dose.rest_seconds",
    "dose.sides",
    "dose.times_per_day",
    "dose.days_per_week",
    "dose.build_up",
]


class Exercise(Record):
    """One exercise: everything that its page, pictures, cards and data are made from."""

    id: SkipJsonSchema[Id]
    """The file's name without `.yml`; not a field of the file."""
    name: Name
    """The usual name, as a heading."""
    aliases: Annotated[tuple[Name, ...], *Unique] = ()
    """Other names that people look for."""
    formerly: Annotated[tuple[Id, ...], *Unique] = ()
    """Ids under which this exercise was published before; their addresses lead here."""
    kind: Kind
    """stretch: lengthens muscles or loosens joints; strength: makes muscles work."""
    summary: Text
    """One sentence: what you do and what it is for."""
    level: Annotated[str, WordOf("levels")]
    """How demanding it is."""
    positions: Annotated[tuple[Annotated[str, WordOf("positions")], ...], Field(min_length=1), *Unique]
    """Where it can be started."""
    equipment: Annotated[tuple[Equipment, ...], *Unique] = ()
    """What is needed besides clothes and a floor. Empty: nothing. A choice: {one_of: [chair, table]}."""
    muscles: Muscles
    """What it works or stretches."""
    dose: Dose
    """How much to do, in numbers."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=40)]
    """What to do, in order."""
    picture: Annotated[int, Field(strict=True, ge=1)] | None = None
    """The number of the step whose picture stands for the exercise. Without it, the pose farthest from the start."""
    feel: OptionalText = ""
    """What one should feel, and where."""
    mistakes: tuple[Text, ...] = ()
    """What people often do wrong."""
    benefits: tuple[Claim, ...] = ()
    """What it is good for: one statement each."""
    cautions: tuple[Caution, ...] = ()
    """Who should take care, and how: one statement each."""
    easier: Annotated[tuple[ExerciseId, ...], *Unique] = ()
    """Easier versions. State a link in one of the two files only."""
    harder: Annotated[tuple[ExerciseId, ...], *Unique] = ()
    """Harder versions. State a link in one of the two files only."""
    suits: tuple[Claim, ...] = ()
    """Whom it suits."""
    use_in: Annotated[tuple[Part, ...], *Unique] = ()
    """The parts of a session it fits."""
    note: OptionalText = ""
    """Shown to readers: a decision where sources differ."""
    defaults: Annotated[tuple[FieldWithoutSource, ...], *Unique] = ()
    """The fields that are our own choice because no source states them; shown to readers."""
    sources: Annotated[tuple[SourceOrId, ...], *Unique] = ()
    """Where the steps were read: ids of the vocabulary, or new sources right here."""
    review: ReviewStatus = "unreviewed"
    """unreviewed, or {status: reviewed, role: …, on: 2026-11-20}."""
    retired: Retired | None = None
    """Takes the exercise out of everything; its page says why."""

    @property
    def has_poses(self) -> bool:
        """Whether anybody has posed it: without that, no more than the start is known."""
        return any(step.pose for step in self.steps)

    def equipment_ids(self) -> tuple[str, ...]:
        """Every piece of equipment that is named, choices included."""
        pieces = [e.one_of if isinstance(e, OneOf) else (e,) for e in self.equipment]
        return tuple(dict.fromkeys(piece for choice in pieces for piece in choice))

    def own_sources(self) -> Mapping[str, OwnSource]:
        """The sources that this file brings along, by id."""
        return {s.id: s for s in self.sources if isinstance(s, OwnSource)}

    def cited(self) -> tuple[str, ...]:
        """The ids of all sources that anything in this file names, in the order of the page."""
        named = [
            *self.dose.sources,
            *self.muscles.sources,
            *(s for claim in (*self.benefits, *self.suits) for s in claim.sources),
            *(s for caution in self.cautions for s in caution.sources),
            *(s.id if isinstance(s, OwnSource) else s for s in self.sources),
        ]
        return tuple(dict.fromkeys(named))


class AdaptedExercise(Exercise):
    """An exercise of the library of which a clinic has replaced some fields."""

    reason: OptionalText = ""
    """Why the clinic does it otherwise; shown to readers."""


class RoutineItem(Record):
    """One exercise of a routine."""

    exercise: ExerciseId
    """The exercise's id."""
    part: Part = "main"
    """The part of the session it belongs to."""
    dose: Dose | None = None
    """A dose for this routine; without it, the exercise's own."""
    note: OptionalText = ""
    """What to look out for here."""


class Routine(Record):
    """An ordered programme of exercises."""

    id: SkipJsonSchema[Id]
    """The file's name without `.yml`; not a field of the file."""
    name: Name
    """The routine's name, as a heading."""
    formerly: Annotated[tuple[Id, ...], *Unique] = ()
    """Ids under which this routine was published before; their addresses lead here."""
    summary: Text
    """One sentence: what it is for."""
    suits: tuple[Claim, ...] = ()
    """Whom it suits."""
    exercises: Annotated[tuple[RoutineItem, ...], Field(min_length=1, max_length=30)]
    """The exercises, in order."""
    times_per_day: Annotated[Range, Between(1, 24)] | None = None
    """How many times a day to do the whole routine."""
    days_per_week: Annotated[Range, Between(1, 7)] | None = None
    """On how many days a week."""
    background: tuple[Claim, ...] = ()
    """What a reader should know about this way of exercising."""
    stop: tuple[Claim, ...] = ()
    """When to stop, beyond the general safety advice; each begins with a verb or "Do not"."""
    note: OptionalText = ""
    """Shown to readers: a decision, or what is our own default."""
    sources: Sources = ()
    """Where the routine's order and doses were read."""
    review: ReviewStatus = "unreviewed"
    """unreviewed, or {status: reviewed, role: …, on: 2026-11-20}."""

    def cited(self) -> tuple[str, ...]:
        """The ids of all sources that anything in this file names."""
        claims = (*self.suits, *self.background, *self.stop)
        doses = (s for item in self.exercises if item.dose for s in item.dose.sources)
        return tuple(dict.fromkeys([*(s for c in claims for s in c.sources), *doses, *self.sources]))


def authored_fields(record: type[Record]) -> Mapping[str, FieldInfo]:
    """The fields that people may write: all but the id that comes from a file's name."""
    return {name: field for name, field in record.model_fields.items() if name != "id" or record is OwnSource}
