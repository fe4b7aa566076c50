"""Reads numbers that people wrote in words, so that a message can show how to write them as fields."""

import re
from collections.abc import Mapping
from typing import TypeAlias

_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {
    "once": 1,
    "twice": 2,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty-five": 45,
    "sixty": 60,
}
_ONE = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
_RANGE = rf"(?P<low>{_ONE})(?:\s*(?:-|–|—|to|or|bis)\s*(?P<high>{_ONE}))?"
_SECONDS = r"\s*-?\s*(?P<unit>seconds?|secs?|sek(?:unden)?|s|minutes?|mins?|minuten?)\b"
_BREATHS = r"\s*-?\s*(?:slow |deep |long |full )*breaths?\b"
_TIMES = r"(?:\s*(?:x|×|times|days?))?"
# What states which field of a dose, most telling first: what one pattern has taken, the next does not see.
_PATTERNS = (
    ("rest_seconds", rf"\brest\w*\s+(?:for\s+|of\s+)?{_RANGE}{_SECONDS}"),
    ("rest_seconds", rf"\b{_RANGE}{_SECONDS}\s+(?:of\s+)?rest\b"),
    ("pause_seconds", rf"\bpause\s+(?:for\s+|of\s+)?{_RANGE}{_SECONDS}"),
    (
        "times_per_day",
        rf"\b{_RANGE}(?:{_TIMES}\s*(?:a|per|each|/|pro|am)\s*(?:day|tag)|\s*(?:x|×|times|mal)\s*(?:daily|täglich))\b",
    ),
    ("days_per_week", rf"\b{_RANGE}{_TIMES}\s*(?:a|per|every|each|/|pro)\s*(?:week|woche)\b"),
    ("hold_breaths", rf"\b{_RANGE}{_BREATHS}"),
    ("hold_seconds", rf"\b{_RANGE}{_SECONDS}"),
    ("sets", rf"\b{_RANGE}\s*(?:(?:sets?|sätzen?|satz)\b|(?:x|×|times)(?=\s*(?:{_ONE})\b))"),
    ("sets", rf"\bsets?:?\s+{_RANGE}\b"),
    ("reps", rf"\breps?:?\s+{_RANGE}\b"),
    ("reps", rf"(?:\b(?:repeat|do it|do|of)\s+|[x×]\s*){_RANGE}\b"),
    ("reps", rf"\b{_RANGE}\s*(?:reps?|repetitions?|repeats?|wdh|wiederholungen?|times|x|mal)\b"),
    ("reps", rf"(?:^|;)[\s;,]*{_RANGE}(?=\s*(?:[;,.]|daily|täglich|each|per|pro|$))"),
)
# The units in which a field may be given; for each side may follow.
_UNITS = {
    "sets": r" ?(?:sets?|x)\b",
    "reps": r" ?(?:reps?|repetitions?|times|x)\b",
    "hold_breaths": _BREATHS,
    "times_per_day": r" ?(?:x|times)\b(?: (?:a|per) day| daily)?",
    "days_per_week": r" ?(?:x|times|days)\b(?: (?:a|per) week)?",
}
_FOR_EACH_SIDE = r"(?: (?:on |for )?(?:each|per|every|both) (?:side|leg|arm)s?)?"
# Words of a dose that change nothing; whatever else is left makes a dose unclear.
_FILLER = re.compile(
    r"hold(?:ing)?|held|halten|repeat\w*|times|repetitions?|reps?|sets?|of|for|and|und|the|an?|on|in|to|with|it|this|then|do|"
    r"between|rest|pause|seconds|à|position|stretch"
)
_NOTHING = {"", "n/a", "na", "nil", "no", "none", "none known", "not applicable", "nothing", "keine", "kein", "nichts"}
_LONGEST = 200
_ONCE_A_DAY = re.compile(r"\b(?:daily|every day|täglich|jeden tag)\b")
_EACH_SIDE = re.compile(r"\b(?:each|per|every|both|either|other|pro|je|jede)\s+(?:side|leg|arm|direction|seite)s?\b")

Numbers: TypeAlias = int | tuple[int, int]


def range_in(text: str, field: str) -> Numbers | None:
    """The number or range that a text gives for a field of a dose, times in seconds: "1 min" → 60; None if unclear."""
    if field == "days_per_week" and _ONCE_A_DAY.fullmatch(_plain(text)):
        return 7
    unit = _UNITS.get(field, _SECONDS if field.endswith("_seconds") else "(?!)")
    alone = rf"(?:about |approx\.? |ca\.? )?{_RANGE}(?:{unit})?{_FOR_EACH_SIDE}\.?"
    found = re.fullmatch(alone, _plain(text))
    return _scaled(found) if found else None


def _plain(text: str) -> str:
    """A text in small letters and single spaces; of a long one, its beginning."""
    return " ".join(text[: 10 * _LONGEST].lower().split())[:_LONGEST]


def says_nothing(text: str) -> bool:
    """Whether an answer only says that there is none, as in "n/a"."""
    return text.strip(" .!-–—_").lower() in _NOTHING


def dose_in(text: str) -> Mapping[str, Numbers | str]:
    """The fields of a dose that a text states, as in "3 x 10, hold 5 seconds"; none where a word remains unclear."""
    rest = _plain(text)
    found: dict[str, Numbers | str] = {}
    for field, pattern in _PATTERNS:
        match = re.search(pattern, rest) if field not in found else None
        if match:
            value = _scaled(match)
            if value is None:
                return {}
            found[field] = value
            rest = f"{rest[: match.start()]} ; {rest[match.end() :]}"
    if _ONCE_A_DAY.search(rest):
        found.setdefault("times_per_day", 1)
    if _EACH_SIDE.search(rest):
        found["sides"] = "each"
    left = re.findall(r"[^\W_]+", _EACH_SIDE.sub(" ", _ONCE_A_DAY.sub(" ", rest)))
    return found if all(_FILLER.fullmatch(word) for word in left) else {}


def as_flow(fields: Mapping[str, Numbers | str]) -> str:
    """The fields as they are written in a file: `{sets: 3, reps: [8, 12]}`."""
    return f"{{{', '.join(f'{field}: {as_written(value)}' for field, value in fields.items())}}}"


def as_written(value: Numbers | str) -> str:
    """A number or a range as it is written in a file: `8` or `[8, 12]`."""
    return f"[{value[0]}, {value[1]}]" if isinstance(value, tuple) else str(value)


def _scaled(match: re.Match[str]) -> Numbers | None:
    """The number or range of a match, in seconds where its unit is minutes; None for a range that goes down."""
    factor = 60 if (match.groupdict().get("unit") or "").startswith("m") else 1
    low, high = (int(_NUMBERS.get(n, n)) * factor for n in (match["low"], match["high"] or match["low"]))
    return None if low > high else low if low == high else (low, high)
