"""The closed lists of words that content may use: muscles, positions, equipment, levels, conditions, sources."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StrictBool

from macros.body_map import BodyMap
from macros.fields import Date, Id, Name, OptionalText, PartialDate, Record, Text, Unique, Url, WordOf
from macros.poses import Lying, Pose

SourceId = Annotated[str, WordOf("sources")]
Sources = Annotated[tuple[SourceId, ...], *Unique]


class Word(Record):
    """One word of a list: what readers see for an id."""

    label: Name
    """What readers see."""
    description: OptionalText = ""
    """One or two plain sentences that explain the word; shown at the head of its page."""
    formerly: Annotated[tuple[Id, ...], *Unique] = ()
    """Ids under which this word was published before; their addresses lead here."""
    sources: Sources = ()
    """Where the description was read."""


class Muscle(Word):
    """A muscle or a group that is trained together."""

    region: Annotated[str, WordOf("regions")] | None = None
    """The part of the body it belongs to."""


class Position(Word):
    """A position in which an exercise can be started."""

    floor: StrictBool = False
    """true: one must get down to the floor (or a bed) and up again."""
    pose: Annotated[str, WordOf("poses")] | None = None
    """The starting pose that is drawn for an exercise without poses."""


class StartingPose(Word):
    """A pose from which steps begin."""

    lying: Lying = "upright"
    """How the trunk lies."""
    pose: Pose
    """The joints, and what touches the floor."""


class Source(Record):
    """A publication that somebody has read for this project."""

    title: Text
    """The title as published."""
    publisher: Name
    """Who published it."""
    url: Url | None = None
    """The address at which it was read."""
    author: Name | None = None
    """The named author, with credentials as printed."""
    published: PartialDate | None = None
    """When it was published or last reviewed: year, year-month or date, as stated there."""
    read: Date | None = None
    """The date on which it was read for this project."""
    note: OptionalText = ""
    """What a reader should know, for example that a copy was read."""
    own_default: StrictBool = False
    """true only for the project's own choice where nothing better was found."""


# Stands for no equipment at all; no piece of equipment can have this id.
NO_EQUIPMENT = "none"

# The lists of words; each is the file vocabulary/<name>.yml.
LISTS: Mapping[str, type[Word]] = {
    "poses": StartingPose,
    "regions": Word,
    "muscles": Muscle,
    "positions": Position,
    "equipment": Word,
    "levels": Word,
    "conditions": Word,
}


class Vocabulary(Record):
    """All lists of a library, each in the order of its file, and the fixed words of its pages."""

    poses: Mapping[str, StartingPose] = Field(default_factory=dict)
    regions: Mapping[str, Word] = Field(default_factory=dict)
    muscles: Mapping[str, Muscle] = Field(default_factory=dict)
    positions: Mapping[str, Position] = Field(default_factory=dict)
    equipment: Mapping[str, Word] = Field(default_factory=dict)
    levels: Mapping[str, Word] = Field(default_factory=dict)
    conditions: Mapping[str, Word] = Field(default_factory=dict)
    sources: Mapping[str, Source] = Field(default_factory=dict)
    labels: Mapping[str, str] = Field(default_factory=dict)
    body_map: BodyMap = Field(default_factory=dict)

    def words(self) -> dict[str, frozenset[str]]:
        """The known words of each list, as validation needs them."""
        names = (*LISTS, "sources")
        return {name: frozenset(getattr(self, name)) for name in names}
