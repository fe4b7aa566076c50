"""What an author of a new exercise is asked, in the terminal and in the form, and what the answers mean."""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from macros.fields import MAX_ID, is_id, without_mark, words_in
from macros.model import KINDS, Dose
from macros.prose import range_in, says_nothing
from macros.suggestions import core
from macros.vocabulary import Known, Vocabulary

# A whole text in typographic quotes, which a page would print.
_IN_QUOTES = re.compile(r"^[„“«»‚‘]([^„“”«»‚‘’]*)[“”»«‘’]$")
_AS_THEY_ARE = ("name", "aliases", "kind", "summary", "level", "positions", "equipment", "steps", "feel", "mistakes")
_LONGEST = 20_000
_SPELLED_OUT = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d"})
OUR_DOSE: Mapping[str, Any] = {"reps": [5, 10], "sides": "together", "sources": ["project-default"]}
SIDES: tuple[str, ...] = get_args(Dose.model_fields["sides"].annotation)


@dataclass(frozen=True)
class Question:
    """One question. The fixed word `ask_<id>` is its text.

    `answer` says what is asked for: one text, lines of text, a number or range, or one or some of the words of
    `words`. `always` questions are asked in the terminal as well; the form asks all.
    """

    id: str
    answer: Literal["text", "lines", "number", "one", "some"]
    words: str = ""
    required: bool = False
    always: bool = False


QUESTIONS: tuple[Question, ...] = (
    Question("name", "text", required=True, always=True),
    Question("aliases", "lines"),
    Question("kind", "one", "kinds", required=True, always=True),
    Question("summary", "text", required=True),
    Question("level", "one", "levels", required=True, always=True),
    Question("positions", "some", "positions", required=True, always=True),
    Question("equipment", "some", "equipment", always=True),
    Question("primary", "some", "muscles", required=True, always=True),
    Question("secondary", "some", "muscles"),
    Question("steps", "lines", required=True, always=True),
    Question("sides", "one", "sides", required=True, always=True),
    Question("sets", "number", always=True),
    Question("reps", "number", always=True),
    Question("hold_seconds", "number", always=True),
    Question("rest_seconds", "number"),
    Question("times_per_day", "number"),
    Question("days_per_week", "number"),
    Question("feel", "text"),
    Question("mistakes", "lines"),
    Question("benefits", "lines"),
    Question("cautions", "lines"),
    Question("source_title", "text"),
    Question("source_publisher", "text"),
    Question("source_url", "text"),
)


def choices(question: Question, vocabulary: Vocabulary) -> Mapping[str, str]:
    """The words from which a question chooses: what is shown for each id; no comma is left in it."""
    fixed = {"kinds": ("kind_", KINDS), "sides": ("ask_sides_", SIDES)}
    if question.words in fixed:
        prefix, ids = fixed[question.words]
        return {id: vocabulary.labels[f"{prefix}{id}"] for id in ids}
    words = getattr(vocabulary, question.words) if question.words else {}
    return {id: word.label.replace(",", ";") for id, word in words.items()}


def id_of(answer: str, question: Question, vocabulary: Vocabulary) -> str:
    """The id that an answer is, or of which it is the label or another name; the answer itself if unclear."""
    shown = choices(question, vocabulary)
    listed = getattr(vocabulary, question.words, {})
    names = Known.of(listed).names if listed else {}
    meant = {id for id, label in shown.items() if answer.lower() in (id, label.lower())}
    meant = meant or set(names.get(core(answer), ()))
    return meant.pop() if len(meant) == 1 else answer


def exercise_from(answers: Mapping[str, str], vocabulary: Vocabulary, today: datetime.date) -> dict[str, Any]:
    """The fields of an exercise that the answers give, as they would stand in its file.

    `answers` are texts by the questions' ids; one that says nothing counts as not given. What is not understood
    stays as it was said, so that the check names it.
    """
    meant = {
        q.id: _meaning(answers[q.id][:_LONGEST], q, vocabulary)
        for q in QUESTIONS
        if not says_nothing(answers.get(q.id, ""))
    }
    source = _source(meant, vocabulary, today)
    cited = {"sources": [source["id"]]} if source else {}
    made: dict[str, Any] = {id: meant[id] for id in _AS_THEY_ARE if id in meant}
    made["muscles"] = {id: meant[id] for id in ("primary", "secondary") if id in meant}
    made["dose"] = _dose({id: meant[id] for id in Dose.model_fields if id in meant}, cited)
    made["benefits"] = [{"text": text, **cited} for text in meant.get("benefits", ())]
    made["cautions"] = [
        {"text": text, "action": _action(text, vocabulary), **cited} for text in meant.get("cautions", ())
    ]
    made["sources"] = [source["id"] if source["id"] in vocabulary.sources else source] if source else []
    return made


def _dose(given: dict[str, Any], cited: Mapping[str, Any]) -> dict[str, Any]:
    """The dose that was given; without any number, a careful one that says that it is ours."""
    if given.keys() - {"sides"}:
        return {**given, **cited}
    return {**OUR_DOSE, **given}


def _action(caution: str, vocabulary: Vocabulary) -> str:
    """What a caution asks for, by its first words."""
    first = next(iter(words_in(caution.replace("’", "'"))), "").lower()
    if first == "ask":
        return "ask-first"
    return "avoid" if first in ("do", "not", *vocabulary.style.prohibitions) else "adapt"


def _meaning(text: str, question: Question, vocabulary: Vocabulary) -> Any:
    plain = " ".join(text.split())
    if question.answer == "lines":
        return list(_entries(text, sentences=question.id == "steps"))
    if question.answer == "some":
        return list(dict.fromkeys(id_of(part, question, vocabulary) for part in _parts(text)))
    if question.answer == "one":
        return id_of(plain, question, vocabulary)
    if question.answer == "number":
        found = range_in(plain, question.id)
        return plain if found is None else list(found) if isinstance(found, tuple) else found
    return _IN_QUOTES.sub(r"\1", plain)


def _entries(text: str, *, sentences: bool) -> Iterator[str]:
    """The entries of a list, one a line. Of `sentences`, one that goes on in the next line is joined to it."""
    lines = text.strip().replace("\r", "").split("\n")
    if sentences and lines[0][:1].isupper():
        joined = re.sub(r"(?<=[^.!?\n])\n(?=[a-zà-ÿ])", " ", "\n".join(lines))
        lines = joined.split("\n") if "\n" in joined else re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])", joined)
    entries = (" ".join(without_mark(line).split()) for line in lines)
    return (entry for entry in entries if not says_nothing(entry))


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in re.split(r"[,\n]", text) if part.strip())


def _source(meant: Mapping[str, Any], vocabulary: Vocabulary, today: datetime.date) -> dict[str, str]:
    """The source that the answers name: one that is known by its address, or a new one read today; {} if none."""
    fields = ("title", "publisher", "url")
    named = {field: str(meant[f"source_{field}"]) for field in fields if f"source_{field}" in meant}
    known = [id for id, source in vocabulary.sources.items() if source.url and source.url == named.get("url")]
    if known or not named:
        return {"id": known[0]} if known else {}
    id = id_for(named.get("title", "")) or id_for(f"{meant.get('name', '')} source") or "my-source"
    return {"id": id, **named, "read": today.isoformat()}


def id_for(name: str) -> str:
    """The id that a name gives, as in "Bird dog" → "bird-dog", cut between words; "" where it gives none."""
    spelled = re.sub("['’]", "", name).translate(_SPELLED_OUT)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    id = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if len(id) > MAX_ID:
        id = id[: MAX_ID + 1].rpartition("-")[0] or id[:MAX_ID]
    return id if is_id(id) else ""
