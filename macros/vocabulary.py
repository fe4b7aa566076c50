"""The closed lists of words that content may use, and the words by which content is judged and explained."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool

from macros.body_map import BodyMap
from macros.fields import Date, Id, Lines, Name, OptionalText, PartialDate, Record, Text, Unique, Url, WordOf
from macros.poses import Lying, Pose
from macros.suggestions import Names, core

SourceId = Annotated[str, WordOf("sources")]
Sources = Annotated[tuple[SourceId, ...], *Unique]


class Word(Record):
    """One word of a list: what readers see for an id."""

    label: Name
    """What readers see."""
    description: OptionalText = ""
    """One or two plain sentences that explain the word; shown at the head of its page."""
    also: Annotated[tuple[Name, ...], *Unique] = ()
    """Other names that people use for it; a message that meets one suggests the word."""
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


class Wanted(Record):
    """An exercise that is not in the library yet, and that somebody is welcome to add."""

    label: Name
    """Its usual name."""
    description: Text
    """What it is, and what to look up."""


class RuleInWords(Record):
    """What contributors read about one rule of the check. The examples are parts of a file."""

    label: Name
    """What is wrong, in a few words."""
    description: Text
    """Why it matters, and what to do."""
    heading: Name | None = None
    """The heading of a group of rules that begins with this one."""
    kind: Literal["problem", "advice"] = "problem"
    """advice: a hint that never fails the check."""
    folder: Literal["exercises", "routines", "vocabulary", "clinics"] = "exercises"
    """Which kind of file the examples are from."""
    wrong: Lines
    """A part of a file that breaks the rule."""
    right: Lines
    """The same part, mended."""
    beside: Lines | None = None
    """A part of another file that the rule needs; its first line is a comment with the file's path."""


class Style(Record):
    """The words by which texts are judged."""

    verbs: Annotated[tuple[Name, ...], *Unique] = ()
    """Verbs with which an instruction may begin."""
    familiar: Annotated[tuple[Name, ...], *Unique] = ()
    """Long words that readers know: they do not make a text harder to read."""
    claims: Annotated[tuple[Name, ...], *Unique] = ()
    """Words that promise more than anybody can know."""
    not_claims: Annotated[tuple[Name, ...], *Unique] = ()
    """Phrases that hold such a word and promise nothing."""
    negations: Annotated[tuple[Name, ...], *Unique] = ()
    """Words that take such a promise back, as in "no exercise cures"."""
    sides: Annotated[tuple[Name, ...], *Unique] = ()
    """Words that name a side of the body."""
    prohibitions: Annotated[tuple[Name, ...], *Unique] = ()
    """Beginnings of a prohibition that should be "Do not"."""
    fields: Mapping[str, tuple[Name, ...]] = Field(default_factory=dict)
    """Other names that people give to a field; a message that meets one suggests the field."""
    choices: Mapping[str, tuple[Name, ...]] = Field(default_factory=dict)
    """Other names for the words of short lists, such as "mobility" for a stretch."""
    spelling: Mapping[str, Name] = Field(default_factory=dict)
    """Words that are often spelled wrongly here, each with the right spelling."""
    ignored: Annotated[tuple[Name, ...], *Unique] = ()
    """Words that a search passes over, because they say nothing about what is looked for."""


Sort = Literal["stretch", "strength", "easier", "harder"]
Searched = Annotated[tuple[Name, ...], Field(min_length=1), *Unique]


class SearchWords(Record):
    """What people type into the search when a word may help them, though it is no other name of the word."""

    sorts: Mapping[Sort, Searched] = Field(default_factory=dict)
    """For stretches, strength exercises, and those that are easier or harder than another."""
    regions: Mapping[Annotated[str, WordOf("regions")], Searched] = Field(default_factory=dict)
    muscles: Mapping[Annotated[str, WordOf("muscles")], Searched] = Field(default_factory=dict)
    positions: Mapping[Annotated[str, WordOf("positions")], Searched] = Field(default_factory=dict)
    equipment: Mapping[Annotated[str, WordOf("equipment")], Searched] = Field(default_factory=dict)
    levels: Mapping[Annotated[str, WordOf("levels")], Searched] = Field(default_factory=dict)
    conditions: Mapping[Annotated[str, WordOf("conditions")], Searched] = Field(default_factory=dict)


class Locale(Record):
    """What differs from one region to another: whom to call, and how words are spelled.

    The library's own texts are in British English; `words` puts them into another one.
    """

    emergency_number: Name
    """The number to call in an emergency."""
    emergency_place: Name
    """Where to go in an emergency, as in "go to A&E"."""
    urgent_number: OptionalText = ""
    """The number to call when help is needed today; empty where there is none, and people call their doctor."""
    labels: Mapping[str, Text] = Field(default_factory=dict)
    """Fixed words that are other ones there, such as the order of a date."""
    words: Mapping[Name, Name] = Field(default_factory=dict)
    """Words and phrases of our texts, each with what takes its place."""


DEFAULT_REGION = "en-GB"
"""The region whose words the library's own texts are written in."""

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


class Known(frozenset[str]):
    """The ids of a list; `ordered` are the same as the list has them, and `names` other names of theirs."""

    ordered: tuple[str, ...]
    names: Names

    @classmethod
    def called(cls, others: Mapping[str, tuple[str, ...]]) -> "Known":
        """Words with the other names of each."""
        known = cls(others)
        known.ordered = tuple(others)
        names: dict[str, tuple[str, ...]] = {}
        for id, called in others.items():
            for name in called:
                names[core(name)] = tuple(dict.fromkeys((*names.get(core(name), ()), id)))
        known.names = names
        return known

    @classmethod
    def of(cls, words: Mapping[str, Record]) -> "Known":
        """The known words of a list, labels counted among the names."""
        return cls.called({id: _called(word) for id, word in words.items()})


def _called(word: Record) -> tuple[str, ...]:
    return (word.label, *word.also) if isinstance(word, Word) else ()


class Anything:
    """Stands for a list of words that could not be read: every word passes, none is known."""

    def __contains__(self, _word: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())


Words: TypeAlias = Mapping[str, frozenset[str] | Anything]


def in_order(known: frozenset[str] | Anything) -> Iterable[str]:
    """Known words in the order of their list, or of the alphabet."""
    return known.ordered if isinstance(known, Known) else sorted(known)


def names_of(known: frozenset[str] | Anything) -> Names:
    """Other names of known words."""
    return known.names if isinstance(known, Known) else {}


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
    style: Style = Style()
    rules: Mapping[str, RuleInWords] = Field(default_factory=dict)
    wanted: Mapping[str, Wanted] = Field(default_factory=dict)
    search: SearchWords = SearchWords()
    locales: Mapping[str, Locale] = Field(default_factory=dict)
    """The regions by language tag."""
    locale: Locale
    """The region that all texts are for."""

    def words(self) -> dict[str, frozenset[str]]:
        """The known words of each list, as validation needs them."""
        names = {"fields": Known.called(self.style.fields), "choices": Known.called(self.style.choices)}
        return {**names, **{name: Known.of(getattr(self, name)) for name in (*LISTS, "sources")}}
