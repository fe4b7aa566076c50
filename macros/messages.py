"""What to say of each fault that the model finds: the rule, what is wrong, and how to mend it."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from macros.fields import Record
from macros.model import Dose, TextOrMapping
from macros.outline import description_at, fields_at, is_list, lists_at, record_at
from macros.problems import harmless, quoted
from macros.prose import as_flow, as_written, dose_in, range_in, says_nothing
from macros.strict_yaml import Path
from macros.suggestions import core, nearest, suggestion
from macros.vocabulary import Anything, Words, in_order, names_of

_NEW_SOURCE = (
    "a source of your own to the `sources` at the end of the file, and name its id here: "
    "{id: …, title: …, publisher: …, url: https://…, read: …}; `read` is the day on which you read it. "
    "Or write `project-default` where it is your own experience"
)
_QUOTE_IT = 'Put the whole text in quotes: "…"'
_OPEN_LISTS = {"muscles", "conditions", "equipment"}
_NAMES, _LINES = ("aliases", "formerly"), ("address", "hours")
_FEW, _SHORT, _TOO_LONG, _VERY_LIKE = 30, 60, 10, 0.8

Told: TypeAlias = tuple[str, str, str]
"""The rule, what is wrong, and how to mend it."""


@dataclass(frozen=True)
class Fault:
    """One fault: its kind, as pydantic or our fields name it, and all that there is to say of it."""

    kind: str
    place: Path
    value: Any
    limits: Mapping[str, Any]
    record: Any
    """The type that the whole file should have."""
    words: Words
    """The known words of each closed list."""


def tell(fault: Fault) -> Told:
    """What to say of a fault."""
    kind = "colon" if fault.kind == "string_type" and _is_one_field(fault.value) else fault.kind
    lists = lists_at(fault.record, fault.place) if kind == "string_type" and not isinstance(fault.value, dict) else []
    if lists and isinstance(fault.value, int):
        return _unknown_word(replace(fault, limits={"words": lists[0]}))
    if kind in _LOOKING_AROUND:
        return _LOOKING_AROUND[kind](fault)
    return _SENTENCES.get(kind, _unforeseen)(named(fault.place), fault.value, fault.limits)


def tell_empty(place: Path) -> Told:
    """What to say of a field that has no value."""
    key = str(place[-1]) if place else ""
    field, colon, value = key.partition(":")
    if colon and value:
        return "syntax", f"There is no space after the colon of {quoted(key)}", f"Write {quoted(f'{field}: {value}')}"
    if " " in key:
        return "colon-in-text", f"{quoted(key)} looks like a text that a comma has cut", _QUOTE_IT
    fix = 'Write a value, or delete the field if it may be left out. Text that begins with # needs quotes: "…"'
    return "empty-value", f"{named(place)} has no value", fix


def named(path: Path) -> str:
    """The field at `path`, for a sentence."""
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return "The file"
    return f"An entry of {quoted(names[-1])}" if isinstance(path[-1], int) else quoted(names[-1])


def _is_one_field(value: Any) -> bool:
    return isinstance(value, dict) and len(value) == 1


def _unknown_field(fault: Fault) -> Told:
    key, above = str(fault.place[-1]), fault.place[:-1]
    if " " in key and isinstance(fault.value, str):
        return "colon-in-text", f"{quoted(key)} is the beginning of a text that holds a colon", _QUOTE_IT
    fields = fields_at(fault.record, above)
    near = meant_by(fault)
    fix = f"Did you mean {quoted(near)}?" if near else f"Known fields: {', '.join(fields)}"
    owners = (f for f in fields if key in fields_at(fault.record, (*above, f)) and not is_list(fields[f]))
    owner = next(owners, "")
    is_known = core(key) in names_of(fault.words.get("fields", frozenset()))
    if owner and not is_known and not (isinstance(fault.value, str) and record_at(fault.record, (*above, owner, key))):
        fix = f"It belongs to {quoted(owner)}: put it below `{owner}:`, with two more spaces before it"
    return "unknown-field", f"There is no field {named(fault.place)} here", fix


def meant_by(fault: Fault) -> str:
    """The field that an unknown one most likely means, or ""."""
    fields = fields_at(fault.record, fault.place[:-1])
    if "breath" in str(fault.value).lower() and "hold_breaths" in fields:
        return "hold_breaths"
    others = {name: ids for name, ids in names_of(fault.words.get("fields", frozenset())).items() if ids[0] in fields}
    return next(iter(nearest(fault.place[-1], fields, others)), "")


def _unknown_word(fault: Fault) -> Told:
    list = str(fault.limits["words"])
    known = fault.words[list]
    message = f"{quoted(fault.value)} is not in the list of {list}"
    if list == "equipment" and says_nothing(str(fault.value)):
        return "unknown-word", message, "Write `equipment: []`"
    if list == "sources":
        like = difflib.get_close_matches(str(fault.value), in_order(known), n=1, cutoff=_VERY_LIKE)
        meant = f"Did you mean {quoted(like[0])}? If not, add" if like else "Add"
        return "unknown-word", message, f"{meant} {_NEW_SOURCE}"
    near = nearest(fault.value, in_order(known), names_of(known))
    fix = suggestion(fault.value, in_order(known), names_of(known))
    if not near and list in _OPEN_LISTS:
        fix = f"{fix}. None fits? Leave it out, and ask us to add it"
    return "unknown-word", message, fix


def _unknown_choice(fault: Fault) -> Told:
    allowed = re.findall(r"'([^']*)'", str(fault.limits["expected"]))
    about = description_at(fault.record, fault.place)
    others = {name: ids for name, ids in names_of(fault.words.get("choices", frozenset())).items() if ids[0] in allowed}
    meanings = f" ({about})" if about and ":" in about else ""
    fix = f"{suggestion(fault.value, allowed, others)}{meanings}" if allowed[1:] else f"Write {about or allowed[0]}"
    return "unknown-word", f"{named(fault.place)} cannot be {quoted(fault.value)}", fix


def _missing(fault: Fault) -> Told:
    last = fault.place[-1]
    if isinstance(last, int):
        return "too-few", f"{named(fault.place[:-1])} needs {last + 1} entries", "Add what is missing"
    asked = description_at(fault.record, fault.place)
    known = [word for list in lists_at(fault.record, fault.place) for word in in_order(fault.words[list])]
    choice = f" One of {', '.join(known)}" if 0 < len(known) <= _FEW else ""
    explained = f" ({asked[:1].lower()}{asked[1:]}).{choice}" if asked else ""
    return "missing-field", f"The field {named(fault.place)} is missing", f"Add it{explained}"


def _not_a_group(fault: Fault) -> Told:
    record = record_at(fault.record, fault.place)
    may_be_text = record is not None and issubclass(record, TextOrMapping)
    wanted = f"{'text or ' if may_be_text else ''}a group of `field: value` lines"
    message = f"{named(fault.place)} must be {wanted}, not {_shape(fault.value)}"
    return "mapping-expected", message, _group_for(fault.value, record, fields_at(fault.record, fault.place))


def _not_a_list(fault: Fault) -> Told:
    message = f"{named(fault.place)} must be a list, not {_shape(fault.value)}"
    return "list-expected", message, _list_for(fault)


_LOOKING_AROUND: Mapping[str, Callable[[Fault], Told]] = {
    "extra_forbidden": _unknown_field,
    "unknown_word": _unknown_word,
    "literal_error": _unknown_choice,
    "missing": _missing,
    "model_type": _not_a_group,
    "tuple_type": _not_a_list,
}


def _group_for(value: Any, record: type[Record] | None, fields: Iterable[str]) -> str:
    """How to write the fields of a record that an author has given as one text or a list."""
    if record is Dose:
        stated = dose_in(value) if isinstance(value, str) else {}
        found = {field: stated[field] for field in Dose.model_fields if field in stated}
        example = as_flow(found or {"sets": 3, "reps": 10, "hold_seconds": 5, "sides": "each", "times_per_day": 2})
        return f"Write `dose: {example}`{'' if found else ', with your own numbers, and without what does not apply'}"
    if record and "text" in record.model_fields and isinstance(value, str):
        return f"Write it on a line of its own, as `- text: …`. {_others_of(record)}"
    return f"Known fields: {', '.join(fields)}"


def _only(part: str, words: frozenset[str] | Anything) -> tuple[str, ...]:
    """The known word that a part of a text means, if it can mean one only."""
    near = nearest(part, in_order(words), names_of(words))
    return near if len(near) == 1 else ()


def _others_of(record: type[Record]) -> str:
    """What belongs below the text of a record."""
    others = [n for n, field in record.model_fields.items() if n != "text" and field.is_required()] or ["sources"]
    return f"Add below it: {', '.join(f'`{other}:`' for other in others)}"


def _list_for(fault: Fault) -> str:
    """How to write as a list what an author has given as something else."""
    value, field = fault.value, str(fault.place[-1])
    if not isinstance(value, str) or not value:
        return "Write `[one, two]`, or one `- ` line for each"
    lists, record = lists_at(fault.record, fault.place), record_at(fault.record, fault.place)
    if lists == ["sources"]:
        return f"Write `{field}: [project-default]`, or add {_NEW_SOURCE}"
    if record and "text" in record.model_fields and not issubclass(record, TextOrMapping):
        return f"Put each on a line of its own that begins with `- text:`. {_others_of(record)}"
    if says_nothing(value):
        return f"Write `{field}: []`"
    if lists == ["exercises"] and value not in in_order(fault.words["exercises"]):
        aside = f", or `{field}: []`. A text can stand in `note`" if "note" in fields_at(fault.record, ()) else ""
        return f"Write the ids of exercises in brackets{aside}"
    if lists and re.fullmatch(r"[\w ,;()'’-]+", value):
        known = [fault.words[list] for list in lists]
        parts = [part.strip() for part in re.split(r"[,;]| and ", value) if part.strip()]
        entries = (next((near for words in known for near in _only(part, words)), harmless(part)) for part in parts)
        return f"Write `{field}: [{', '.join(entries)}]`, with commas between several"
    if field in _NAMES and len(value) <= _SHORT:
        return f"Write `{field}: [{harmless(value)}]`, with commas between several"
    if field in _LINES and len(value) <= _SHORT:
        shown = f'"{harmless(value)}"' if ":" in value and '"' not in value else harmless(value)
        return f"Write `{field}: [{shown}]`, with commas between several"
    return "Put each on a line of its own that begins with `- `"


def _number_for(value: Any, field: str) -> str:
    """How to write as a number or a range what an author has given as text."""
    found = range_in(value, field) if isinstance(value, str) else None
    if isinstance(value, str) and re.fullmatch(f"[0-9]{{1,{_TOO_LONG}}}", value):
        return "Write it without quotes"
    return f"Write `{as_written(found)}`" if found else "Write a whole number, as in `3`, or a range, as in `[2, 3]`"


def _shape(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", list: "a list", dict: "a group of fields", str: "text", type(None): "nothing"}
    return names.get(type(value), "this")


def _in_plain_letters(address: str, fix: str) -> str:
    """How to mend an address that may hold letters with which computers do not work."""
    if "…" in address:
        return "Write your own in the place of the dots, or delete the line"
    if address.isascii():
        return fix
    return "Use the letters a to z only. Copied from a browser, the name of a host with others begins with `xn--`"


Sentence: TypeAlias = Callable[[str, Any, Mapping[str, Any]], Told]


def _unforeseen(name: str, _value: Any, _limits: Mapping[str, Any]) -> Told:
    return "invalid-value", f"{name} has a value that is not possible here", ""


_SENTENCES: Mapping[str, Sentence] = {
    "string_type": lambda name, v, _c: (
        "text-expected",
        f"{name} must be text, not {_shape(v)}",
        'Put it in quotes: "…"' if isinstance(v, int) else "Write one text",
    ),
    "dict_type": lambda name, v, _c: (
        "mapping-expected",
        f"{name} must be a group of `name: value` lines, not {_shape(v)}",
        "Look at another file of the same folder",
    ),
    "bool_type": lambda name, _v, _c: ("true-or-false", f"{name} must be true or false", "Write `true` or `false`"),
    "int_type": lambda name, v, _c: (
        "number-expected",
        f"{name} must be a whole number, not {quoted(v)}",
        "Write it as in `2`, without quotes",
    ),
    "greater_than_equal": lambda name, v, c: (
        "number-limits",
        f"{name} is {quoted(v)}; the lowest is {c['ge']}",
        "Check the number",
    ),
    "less_than_equal": lambda name, v, c: (
        "number-limits",
        f"{name} is {quoted(v)}; the highest is {c['le']}",
        "Check the number",
    ),
    "too_short": lambda name, _v, c: (
        "too-few",
        f"{name} has too few entries; the fewest is {c['min_length']}",
        "Add what is missing",
    ),
    "too_long": lambda name, _v, c: (
        "too-many",
        f"{name} has too many entries; the most is {c['max_length']}",
        "Leave some out",
    ),
    "too_much_text": lambda name, _v, c: (
        "text-too-long",
        f"{name} is too long; the most is {c['longest']} characters",
        "Shorten it",
    ),
    "colon": lambda name, _v, _c: (
        "colon-in-text",
        f"{name} is a text that holds a colon",
        'Put the whole text in quotes: "…"',
    ),
    "blank": lambda name, _v, _c: (
        "empty-value",
        f"{name} has no text",
        "Write it, or delete the field",
    ),
    "id": lambda _n, v, _c: (
        "id",
        f"{quoted(v)} cannot be an id",
        "Use small letters a to z, digits and single hyphens, as in `bird-dog`",
    ),
    "url": lambda _n, v, _c: (
        "web-address",
        f"{quoted(v)} is not a web address",
        _in_plain_letters(v, "Write it whole: `https://…`"),
    ),
    "phone": lambda _n, v, _c: (
        "phone",
        f"{quoted(v)} is not a phone number",
        'Write digits and spaces in quotes, as in `"+44 20 7946 0018"`',
    ),
    "colour": lambda _n, v, _c: (
        "colour",
        f"{quoted(v)} is not a colour",
        'Write # and six digits or letters a to f in quotes, as in `"#1d4f4a"`',
    ),
    "file_name": lambda _n, v, _c: (
        "file-name",
        f"{quoted(v)} cannot be the name of a file in this folder",
        "Put the file beside this one, and write its name alone: letters a to z, digits, dots and hyphens, as in "
        "`logo.svg`",
    ),
    "contact": lambda _n, v, _c: (
        "contact",
        f"{quoted(v)} is neither an e-mail address nor a web address",
        _in_plain_letters(v, "Write `name@clinic.example` or `https://…`"),
    ),
    "site_address": lambda _n, v, _c: (
        "web-address",
        f"{quoted(v)} is not the address of a site",
        _in_plain_letters(
            v,
            "Write `https://`, the name of the host and perhaps a folder, as in `https://exercises.clinic.example/`",
        ),
    ),
    "only_and_without": lambda name, _v, _c: (
        "only-and-without",
        f"{name} has both `only` and `without`",
        "Keep one of the two",
    ),
    "date": lambda _n, v, _c: ("date", f"{quoted(v)} is not a date", "Write year-month-day, as in `2026-11-20`"),
    "partial_date": lambda _n, v, _c: (
        "date",
        f"{quoted(v)} is not a year, month or date",
        "Write `2026`, `2026-11` or `2026-11-20`",
    ),
    "range": lambda name, v, _c: (
        "number-expected",
        f"{name} must be a whole number or a range, not {quoted(v)}",
        _number_for(v, name.strip("`")),
    ),
    "degrees": lambda name, v, _c: (
        "number-expected",
        f"{name} must be a whole number of degrees, not {quoted(v)}",
        "Write it as in `90`",
    ),
    "beyond_range": lambda name, v, c: (
        "range-of-motion",
        f"{name} is {quoted(v)}; the normal range ends at {c['highest']} degrees (source: {quoted(c['source'])})",
        "Check the angle; the opposite movement has a name of its own" if v < 0 else "Choose a smaller angle",
    ),
    "both_ways": lambda _n, _v, c: (
        "both-ways",
        f"A joint cannot have both {quoted(c['one'])} and {quoted(c['other'])}",
        "Keep one of the two",
    ),
    "range_order": lambda name, _v, _c: (
        "range-order",
        f"In the range {name} the second number must be higher than the first",
        "Write `[low, high]`, or one number",
    ),
    "range_limits": lambda name, v, c: (
        "number-limits",
        f"{name} is {quoted(v)}; it can be from {c['lowest']} to {c['highest']}",
        "Check the number",
    ),
    "repeated": lambda name, _v, c: ("repeated", f"{quoted(c['value'])} stands twice in {name}", "Delete one"),
    "primary_and_secondary": lambda _n, _v, c: (
        "repeated",
        f"{quoted(c['value'])} is both primary and secondary",
        "Keep it in one of the two",
    ),
    "two_holds": lambda _n, _v, _c: (
        "two-holds",
        "The dose has `hold_seconds` and `hold_breaths`",
        "Keep the one that people should count",
    ),
    "no_measure": lambda _n, _v, _c: (
        "dose-empty",
        "The dose says neither how often nor how long",
        "Add `reps`, `hold_seconds` or `hold_breaths`",
    ),
    "one_goal": lambda _n, _v, _c: (
        "one-goal",
        "`build_up` needs exactly one goal",
        "Keep one of `hold_seconds`, `hold_breaths`, `reps`, `sets`",
    ),
}
