"""What an author of a new exercise is asked, in the terminal and in the form, and what the answers mean."""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from macros.fields import is_id
from macros.model import KINDS, Dose
from macros.problems import nearest
from macros.prose import range_in
from macros.vocabulary import Known, Vocabulary

SIDES: tuple[str, ...] = get_args(Dose.model_fields["sides"].annotation)
_BULLET = re.compile(r"^\s*(?:(?:step\s*)?\d{1,2}\s*[.):]|[-*•–—])\s+", re.IGNORECASE)


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
    Question("kind", "one", "kinds", required=True, always=True),
    Question("summary", "text", required=True),
    Question("level", "one", "levels", required=True, always=True),
    Question("positions", "some", "positions", required=True, always=True),
    Question("equipment", "some", "equipment", always=True),
    Question("primary", "some", "muscles", required=True, always=True),
    Question("secondary", "some", "muscles"),
    Question("steps", "lines", required=True, always=True),
    Question("sets", "number", always=True),
    Question("reps", "number", always=True),
    Question("hold_seconds", "number", always=True),
    Question("rest_seconds", "number"),
    Question("sides", "one", "sides", required=True, always=True),
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
    """The id that an answer means, given as id, label, other name or one like it; the answer itself if unclear."""
    shown = choices(question, vocabulary)
    names = {label.lower(): (id,) for id, label in shown.items()}
    listed = getattr(vocabulary, question.words, {})
    known = {**Known.of(listed).names, **names} if listed else names
    meant = nearest(answer, shown, known)
    return meant[0] if len(meant) == 1 else answer


def exercise_from(answers: Mapping[str, str], vocabulary: Vocabulary, today: datetime.date) -> dict[str, Any]:
    """The fields of an exercise that the answers give, as they would stand in its file.

    `answers` are texts by the questions' ids; one without text counts as not given. What is not understood stays
    as it was said, so that the check names it.
    """
    given = {id: text for id, text in answers.items() if text.strip()}
    meant = {q.id: _meaning(given[q.id], q, vocabulary) for q in QUESTIONS if q.id in given}
    source = _source(meant, today)
    cited = {"sources": [source["id"]]} if source else {}
    made: dict[str, Any] = {id: meant[id] for id in _AS_THEY_ARE if id in meant}
    muscles = {id: meant[id] for id in ("primary", "secondary") if id in meant}
    dose = {id: meant[id] for id in Dose.model_fields if id in meant}
    made |= {"muscles": muscles} if muscles else {}
    made |= {"dose": {**dose, **cited}} if dose.keys() - {"sides"} else {}
    made |= {"benefits": [{"text": text, **cited} for text in meant["benefits"]]} if "benefits" in meant else {}
    made |= {"cautions": [{"text": text, **cited} for text in meant["cautions"]]} if "cautions" in meant else {}
    made |= {"sources": [source]} if source else {}
    return made


_AS_THEY_ARE = ("name", "kind", "summary", "level", "positions", "equipment", "steps", "feel", "mistakes")


def _meaning(text: str, question: Question, vocabulary: Vocabulary) -> Any:
    if question.answer == "lines":
        return [line for raw in text.splitlines() if (line := " ".join(_BULLET.sub("", raw).split()))]
    if question.answer == "some":
        return list(dict.fromkeys(id_of(part, question, vocabulary) for part in _parts(text)))
    if question.answer == "one":
        return id_of(text.strip(), question, vocabulary)
    if question.answer == "number":
        found = range_in(text.strip())
        return text.strip() if found is None else list(found) if isinstance(found, tuple) else found
    return " ".join(text.split())


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in re.split(r"[,\n]", text) if part.strip())


def _source(meant: Mapping[str, Any], today: datetime.date) -> dict[str, str]:
    """The source that the answers name, read today; {} if they name none."""
    fields = ("title", "publisher", "url")
    named = {field: str(meant[f"source_{field}"]) for field in fields if f"source_{field}" in meant}
    if not named:
        return {}
    return {"id": id_for(named.get("title", "")) or "my-source", **named, "read": today.isoformat()}


def id_for(name: str) -> str:
    """The id that a name gives, as in "Bird dog" → "bird-dog"; "" where it gives none."""
    plain = unicodedata.normalize("NFKD", re.sub("['’]", "", name)).encode("ascii", "ignore").decode()
    id = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return id if is_id(id) else ""
