"""The kinds of value that fields hold. Each gives the validation and its JSON Schema from one statement."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# The branches of a field that may be text or a mapping. No key of a file can have such a name, because a
# NUL character is refused there: so they can be told from keys in the path of an error.
TEXT, MAPPING = "\0text", "\0mapping"

MAX_ID = 60
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_RESERVED_IDS = {"index", "con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
_URL_PATTERN = r"^https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?([/?#][^\s<>\"\\`{}]*)?$"


_NOT_RECORDED: set[str] = set()


class Record(BaseModel):
    """A group of fields: immutable, and a field that is not declared is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)

    def model_post_init(self, _context: Any) -> None:
        """Forgets which fields were given: nobody asks, and it takes more than a third of a large library's memory."""
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_RECORDED)


def _one_line(text: str) -> str:
    """A text with single spaces; itself, so that it is kept once, where it has them already."""
    line = " ".join(text.split())
    return text if line == text else line


def _not_blank(text: str) -> str:
    if not text:
        raise PydanticCustomError("blank", "has no text")
    return text


def _at_most(longest: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if len(text) > longest:
            raise PydanticCustomError("too_much_text", "is too long", {"longest": longest})
        return text

    return check


def _text(longest: int, *before: Any, type: Any = "string") -> Any:
    return Annotated[
        str,
        *before,
        AfterValidator(_one_line),
        AfterValidator(_not_blank),
        AfterValidator(_at_most(longest)),
        WithJsonSchema({"type": type, "minLength": 1, "maxLength": longest, "pattern": r"\S"}),
    ]


def _as_written(value: object) -> object:
    """A plain whole number as the text that stands in the file; the reader types only those that look the same."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


# Plain text on one line; line breaks in the file become spaces. It is data: never markup, never a template.
Name = _text(80)
Text = _text(1000)
# A line of an address or the like, which may be a number alone.
Line = _text(80, BeforeValidator(_as_written), type=["string", "integer"])
OptionalText = Annotated[
    str,
    AfterValidator(_one_line),
    AfterValidator(_at_most(1200)),
    WithJsonSchema({"type": "string", "maxLength": 1200}),
]


def _lines(text: str) -> str:
    return _not_blank("\n".join(line.rstrip() for line in text.strip("\n").splitlines()))


# Text whose lines matter, such as a part of a file that is shown as an example.
Lines = Annotated[str, AfterValidator(_lines), AfterValidator(_at_most(2000))]

# Plain text in paragraphs, which empty lines divide.
Paragraphs = Annotated[
    str,
    AfterValidator(_lines),
    AfterValidator(_at_most(20_000)),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 20_000, "pattern": r"\S"}),
]


def is_id(text: str) -> bool:
    """Whether `text` can be the id of anything: it becomes a file's name and part of an address."""
    return bool(re.fullmatch(ID_PATTERN[1:-1], text)) and len(text) <= MAX_ID and text not in _RESERVED_IDS


def _check_id(text: str) -> str:
    if not is_id(text):
        raise PydanticCustomError("id", "is not an id")
    return text


Id = Annotated[
    str, AfterValidator(_check_id), WithJsonSchema({"type": "string", "pattern": ID_PATTERN, "maxLength": MAX_ID})
]


def _check_url(text: str) -> str:
    if len(text) > 500 or not re.fullmatch(_URL_PATTERN[1:-1], text):
        raise PydanticCustomError("url", "is not a web address")
    return text


Url = Annotated[
    str,
    AfterValidator(_check_url),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _URL_PATTERN,
            "patternErrorMessage": "Not a web address: it begins with https:// or http://.",
            "maxLength": 500,
        }
    ),
]


def _matching(pattern: str, longest: int, fault: str, sentence: str, *further: Any, type: Any = "string") -> Any:
    """Text that a pattern describes whole; `fault` is the kind of error, `sentence` what an editor says of it.

    `type` is what an editor lets people write.
    """

    def check(text: str) -> str:
        if len(text) > longest or not re.fullmatch(pattern[1:-1], text):
            raise PydanticCustomError(fault, "does not fit the pattern")
        return text

    schema = {"type": type, "pattern": pattern, "patternErrorMessage": sentence, "maxLength": longest}
    return Annotated[str, BeforeValidator(_as_written), AfterValidator(check), *further, WithJsonSchema(schema)]


Phone = _matching(
    r"^\+?[0-9]([0-9 ()./-]*[0-9])?$",
    30,
    "phone",
    "Not a phone number: digits and spaces, as in +44 20 7946 0018.",
    type=["string", "integer"],
)
Colour = _matching("^#[0-9a-fA-F]{6}$", 7, "colour", "Not a colour: # and six digits or letters a to f.")
# A file beside the one that names it, or in a folder there.
FileName = _matching(
    r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$",
    100,
    "file_name",
    "Not the name of a file in this folder: letters, digits, dots and hyphens, as in fonts/our-font.woff2.",
)
# Where readers write to: e-mail, or the address of a form.
Contact = _matching(
    rf"^([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|{_URL_PATTERN[1:-1]})$",
    500,
    "contact",
    "Neither an e-mail address nor a web address that begins with https://.",
)
# Where a site is published: without a question or a place on the page, ending in a slash.
SiteAddress = _matching(
    r"^https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?(/(?!\.\.?(/|$))[A-Za-z0-9._~%-]+)*/?$",
    500,
    "site_address",
    "Not the address of a site: https://, the name of the host, and perhaps a folder.",
    AfterValidator(lambda address: address.rstrip("/") + "/"),
)


def _to_date(value: object) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date", "is not a date")


Date = Annotated[
    datetime.date,
    BeforeValidator(_to_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]

_PARTIAL_DATE_PATTERN = r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def _to_partial_date(value: object) -> str:
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(_PARTIAL_DATE_PATTERN[1:-1], text):
        raise PydanticCustomError("partial_date", "is not a year, month or date")
    if len(text) == len("2026-11-20"):
        _to_date(text)
    return text


PartialDate = Annotated[
    str,
    BeforeValidator(_to_partial_date),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": _PARTIAL_DATE_PATTERN},
                {"type": "integer", "minimum": 1000, "maximum": 2999},
            ]
        }
    ),
]


class Range(NamedTuple):
    """A number, or a lowest and a highest one; a single number has both the same."""

    low: int
    high: int

    def plain(self) -> int | list[int]:
        """The range as an author writes it."""
        return self.low if self.low == self.high else [self.low, self.high]


@dataclass(frozen=True)
class Between:
    """Marks a `Range` field with its limits: a whole number, or `[low, high]`, from `lowest` to `highest`."""

    lowest: int
    highest: int

    def _read(self, value: object) -> Range:
        if isinstance(value, Range):
            return value
        pair: list[Any] = value if isinstance(value, list) else [value, value]
        if len(pair) != 2 or not all(type(n) is int for n in pair):
            raise PydanticCustomError("range", "is not a whole number or a range of two")
        low, high = pair
        if isinstance(value, list) and low >= high:
            raise PydanticCustomError("range_order", "begins with the higher number")
        if low < self.lowest or high > self.highest:
            wrong = (0 if low < self.lowest else 1,) if isinstance(value, list) else ()
            limits = {"lowest": self.lowest, "highest": self.highest, "at": wrong}
            raise PydanticCustomError("range_limits", "is out of limits", limits)
        return Range(low, high)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._read, serialization=core_schema.plain_serializer_function_ser_schema(lambda r: r and r.plain())
        )

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        limits = f"{self.lowest} to {self.highest}"
        number = {"type": "integer", "minimum": self.lowest, "maximum": self.highest}
        pair = {"type": "array", "prefixItems": [number, number], "items": False, "minItems": 2}
        titles = ({"title": f"a number, {limits}"}, {"title": f"[low, high], {limits}"})
        return {"anyOf": [{**titles[0], **number}, {**titles[1], **pair}]}


@dataclass(frozen=True)
class WordOf:
    """Marks a text field as a word of a closed list.

    Validation needs `context={"words": {list name: the known words}}`. The exported schema names the
    list under `x-words`; whoever exports it replaces that by the words (see `exports`).
    """

    words: str

    def _check(self, value: str, info: ValidationInfo) -> str:
        known = (info.context or {})["words"][self.words]
        if value not in known:
            raise PydanticCustomError("unknown_word", "is not known", {"words": self.words})
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "x-words": self.words}


def _check_unique(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(values)) == len(values):
        return values
    for index, value in enumerate(values):
        if value in values[:index]:
            raise PydanticCustomError("repeated", "repeats a value", {"value": value, "at": (index,)})
    return values


Unique = (AfterValidator(_check_unique), Field(json_schema_extra={"uniqueItems": True}))


WORD = re.compile(r"['’-]*\w[\w'’-]*")


def words_in(text: str) -> list[str]:
    """The words of a text, as a reader counts them."""
    return WORD.findall(text)


def sentences_in(text: str) -> list[str]:
    """The sentences of a text."""
    return [s for s in re.split(r"(?<=[.!?;:])\s+", text) if s]


# What people put before the entries of a list: "1.", "2)", "(3)", "4 -", "Step 5:", "a)", "[ ]", bullets and arrows.
LIST_MARK = re.compile(
    r"\s*(?:"
    r"(?:step\s*)?\(?\d{1,2}(?:\s*[.):]+(?!\d)|\s*[-–]\s+(?!\d))|"
    r"\(?[a-h]\)|\[[ x]?\]|[\u2460-\u2473]|"
    r"[•·*▪◦‣●→⇒–—-](?=\s)"
    r")\s*",
    re.IGNORECASE,
)


def without_mark(text: str) -> str:
    """A text without the number, bullet or arrow at its beginning."""
    mark = LIST_MARK.match(text)
    return text[mark.end() :] if mark else text
