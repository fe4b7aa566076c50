"""What a clinic says of itself: the one file that gives a copy its name and its look, and what the copy leaves out."""

from typing import Annotated, Generic, Self, TypeVar

from pydantic import ConfigDict, Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from macros.fields import (
    Colour,
    Contact,
    FileName,
    Line,
    Name,
    OptionalText,
    Paragraphs,
    Phone,
    Record,
    SiteAddress,
    Text,
    Unique,
    Url,
    WordOf,
)
from macros.model import ExerciseId, Kind

Id = TypeVar("Id")
RoutineId = Annotated[str, WordOf("routines")]
GuideId = Annotated[str, WordOf("guides")]
ViewId = Annotated[str, WordOf("views")]


class Colours(Record):
    """The two colours of a clinic; all others by day and by night are made from them."""

    primary: Colour
    """Headings, buttons and marks: # and six digits or letters, in quotes."""
    accent: Colour
    """Links and what is in focus."""


class Typeface(Record):
    """A typeface of the clinic's own, as files of the kind WOFF2."""

    name: Name
    """The name of the typeface."""
    regular: FileName
    """The file with the regular letters."""
    bold: FileName
    """The file with the bold letters."""
    licence: FileName | None = None
    """The text of its licence; it is published beside the files."""


class Location(Record):
    """A place where patients find the clinic."""

    name: Name
    """What the place is called."""
    address: Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)]
    """The postal address, line by line."""
    phone: Phone | None = None
    """The phone number."""
    hours: Annotated[tuple[Line, ...], Field(max_length=14)] = ()
    """When it is open, line by line."""
    map: Url | None = None
    """The address of a map. It is a link: nothing of it is loaded."""


class Emergency(Record):
    """Whom to call when it cannot wait."""

    number: Phone
    """The number to call."""
    place: Name
    """Where to go, as in "A&E"."""


class Choice(Record, Generic[Id]):
    """Which of the library's things appear. Without `only`, all do; those that come with an update as well."""

    only: Annotated[tuple[Id, ...], *Unique] | None = None
    """These alone appear."""
    without: Annotated[tuple[Id, ...], *Unique] = ()
    """All but these appear. Not together with `only`."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.only is not None and self.without:
            raise PydanticCustomError("only_and_without", "has both only and without")
        return self

    def leaves_out(self, id: str) -> bool:
        """Whether something of this id does not appear."""
        return id in self.without or (self.only is not None and id not in self.only)

    model_config = ConfigDict(
        json_schema_extra={
            "dependentSchemas": {
                "only": {"properties": {"without": False}, "errorMessage": "Keep one of only and without."}
            }
        }
    )


class ExerciseChoice(Choice[ExerciseId]):
    """Which exercises of the library appear."""

    kinds: Annotated[tuple[Kind, ...], Field(min_length=1), *Unique] | None = None
    """Exercises of these kinds alone appear."""


class RoutineChoice(Choice[RoutineId]):
    """Which routines of the library appear. One that needs an exercise that is left out never does."""


class GuideChoice(Choice[GuideId]):
    """Which guides of the library appear."""


class ViewChoice(Choice[ViewId]):
    """Which lists of exercises appear. The list of all exercises always does."""


class Brand(Record):
    """A clinic's copy: its name, its look, where patients find it, and what it leaves out."""

    name: Name
    """The clinic's name, as patients know it."""
    short_name: Name | None = None
    """A shorter name for the top of each page and the menu."""
    tagline: Text
    """One sentence for the home page and for search engines."""
    address: SiteAddress
    """The web address at which the copy is published."""
    report: Contact
    """Where readers report mistakes: an e-mail address, or the web address of a form."""
    region: Annotated[str, WordOf("locales")] = "en-GB"
    """The spelling, dates and emergency numbers: en-GB or en-US."""
    logo: FileName | None = None
    """A picture beside the name, SVG or PNG."""
    icon: FileName | None = None
    """A small square picture for the tabs of browsers, SVG or PNG. Without it, the logo."""
    colours: Colours | None = None
    """The two colours from which all others are made."""
    dark_first: StrictBool = False
    """true: the copy is dark until a reader chooses otherwise."""
    font: Typeface | None = None
    """A typeface of your own."""
    locations: Annotated[tuple[Location, ...], Field(max_length=40)] = ()
    """Where patients find you."""
    booking: Url | None = None
    """The web address at which patients book."""
    emergency: Emergency | None = None
    """Whom to call when it cannot wait. Without it, that of the region."""
    urgent_number: Phone | None = None
    """Whom to call for help on the same day. Without it, that of the region."""
    footer: OptionalText = ""
    """A line for the foot of every page."""
    imprint: Paragraphs | None = None
    """Who is responsible, in paragraphs that empty lines divide. It becomes a page of its own."""
    privacy: Paragraphs | None = None
    """What happens to data about visitors. It becomes a page of its own."""
    exercises: ExerciseChoice = ExerciseChoice()
    """Which exercises of the library appear; your own always do."""
    routines: RoutineChoice = RoutineChoice()
    """Which routines of the library appear; your own always do."""
    guides: GuideChoice = GuideChoice()
    """Which guides appear."""
    views: ViewChoice = ViewChoice()
    """Which lists of exercises appear."""
    featured: Annotated[tuple[RoutineId, ...], Field(max_length=6), *Unique] = ()
    """Routines for the home page."""
