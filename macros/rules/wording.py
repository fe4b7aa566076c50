"""Texts are plain, careful and finished: what a reviewer would otherwise have to say."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import partial
from importlib.resources import files

from macros.fields import LIST_MARK, WORD, sentences_in, words_in
from macros.library import Library
from macros.loading import Content
from macros.model import Exercise, Routine
from macros.problems import Problem, quoted
from macros.reading_level import reading_grade
from macros.rules.entries import Rule, at, valid
from macros.rules.texts import PlacedText, in_all, instructions, names, texts
from macros.strict_yaml import Path
from macros.vocabulary import Style, Vocabulary

MAX_WORDS = 20
MAX_SENTENCES = 2
MAX_GRADE = 8
MAX_EXERCISES = 5
NEW_ID = "new-exercise"
DRAFT_SIGN = "Check each value"
TO_BE_WRITTEN = "(to be written)"
_NEAR = _FEW_WORDS = 4
_TO_DO = re.compile(rf"{re.escape(TO_BE_WRITTEN)}|\bTODO\b|\blorem ipsum\b|…$", re.IGNORECASE)


def sentences_are_short(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: a sentence that people read while they move has at most 20 words."""
    for entry, (place, text) in in_all(content, texts):
        if len(words_in(text)) <= MAX_WORDS:
            continue
        longest = max((len(words_in(s)) for s in sentences_in(text)), default=0)
        if longest > MAX_WORDS:
            message = f"A sentence has {longest} words; {MAX_WORDS} is the most that people can follow"
            yield at(entry, place, "long-sentence", message, "Make two sentences of it", advice=True)


def steps_are_short(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: a step holds one action, two at the most."""
    for entry, exercise in valid(content.exercises):
        for index, step in enumerate(exercise.steps):
            count = len(re.findall(r"[.!?](?:\s|$)", step.text))
            if count > MAX_SENTENCES:
                message = f"The step has {count} sentences; {MAX_SENTENCES} is the most that people can follow"
                yield at(entry, ("steps", index, "text"), "long-step", message, "Make several steps of it", advice=True)


def texts_are_easy_to_read(content: Content, library: Library) -> Iterator[Problem]:
    """Advice: a text can be read at grade 8."""
    familiar = familiar_words(library.vocabulary)
    for entry, (place, text) in in_all(content, texts):
        grade = reading_grade(text, familiar)
        if grade > MAX_GRADE and len(words_in(text)) >= _FEW_WORDS and not _TO_DO.search(text):
            longest = sorted(dict.fromkeys(words_in(text)), key=lambda w: (w.lower() in familiar, -len(w)))[:2]
            message = f"This text needs reading grade {grade:.1f}; {MAX_GRADE} is the most that we ask of readers"
            fix = f"Say it in shorter sentences or words: can {' and '.join(map(quoted, longest))} be simpler?"
            yield at(entry, place, "reading-level", message, fix, advice=True)


def familiar_words(vocabulary: Vocabulary) -> frozenset[str]:
    """The long words that readers know: those of the style, and those of what we call muscles, conditions and so on."""
    lists = (vocabulary.muscles, vocabulary.conditions, vocabulary.positions, vocabulary.equipment)
    labels = (word.label for words in lists for word in words.values())
    return frozenset(w.lower() for text in (*labels, *vocabulary.style.familiar) for w in words_in(text))


def instructions_begin_with_a_verb(content: Content, library: Library) -> Iterator[Problem]:
    """Advice: an instruction begins with what to do."""
    verbs = {*library.vocabulary.style.verbs, *_prohibitions(library)}
    for entry, exercise in valid(content.exercises) if library.vocabulary.style.verbs else ():
        avoided = [c.text for c in exercise.cautions if c.action == "avoid" and not c.text.startswith("Do not ")]
        for place, text in (placed for placed in instructions(exercise) if placed[1] not in avoided):
            first = _first_word(text.removeprefix("Do not "))
            told_otherwise = _TO_DO.search(text) or LIST_MARK.match(text)
            if text.startswith("Do not stop"):
                message, fix = "`Do not stop` is the opposite of a warning", "Say what not to do, or begin with `Stop`"
                yield at(entry, place, "do-not", message, fix, advice=True)
            if first and first.lower() not in verbs and not told_otherwise:
                message = f"The instruction begins with {quoted(first)}, which is no verb that we know"
                fix = "Begin with what to do, as in `Lift`, `Bend` or `Hold`"
                yield at(entry, place, "verb-first", message, fix, advice=True)


def prohibitions_say_do_not(content: Content, library: Library) -> Iterator[Problem]:
    """Advice: what is not to be done begins with "Do not"."""
    heads = _prohibitions(library)
    for entry, exercise in valid(content.exercises):
        wrong = {
            place: first
            for place, text in texts(exercise)
            if (first := _first_word(text.replace("’", "'"))).lower() in heads
        }
        for place, first in wrong.items():
            message = f"This text begins with {quoted(first)}"
            fix = "Say what people do, as in `Arching`" if place[0] == "mistakes" else "Begin it with `Do not`"
            yield at(entry, place, "do-not", message, fix, advice=True)
        for index, caution in enumerate(exercise.cautions):
            place = ("cautions", index, "text")
            if caution.action == "avoid" and place not in wrong and not caution.text.startswith("Do not "):
                message = "A caution with `action: avoid` does not begin with `Do not`"
                fix = "Begin it with `Do not`, as in `Do not do this exercise if …`, or choose another action"
                yield at(entry, place, "do-not", message, fix, advice=True)


def _prohibitions(library: Library) -> tuple[str, ...]:
    return tuple(word.lower() for word in library.vocabulary.style.prohibitions)


def _first_word(text: str) -> str:
    """The word at the head of a text, or ""."""
    found = WORD.search(text)
    return found.group() if found else ""


def statements_have_sources(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: a dose, a benefit and a caution name where they were read."""
    for entry, exercise in valid(content.exercises):
        places: list[tuple[Path, tuple[str, ...]]] = [(("dose",), exercise.dose.sources)]
        places += [(("benefits", i), claim.sources) for i, claim in enumerate(exercise.benefits)]
        places += [(("cautions", i), caution.sources) for i, caution in enumerate(exercise.cautions)]
        for place, sources in places:
            if not sources:
                fix = "Add `sources: [an-id]`; where nothing better was found, `sources: [project-default]`"
                yield at(entry, place, "no-source", f"{quoted(place[0])} names no source", fix, advice=True)


def texts_promise_nothing(content: Content, library: Library) -> Iterator[Problem]:
    """No text claims more than anybody can know: that an exercise cures, or is the best."""
    style = library.vocabulary.style
    if not style.claims:
        return
    claims, harmless = _any_of(style.claims), _any_of(style.not_claims or ("",))
    phrases = [phrase.lower() for phrase in (*style.claims, *style.not_claims)]
    for entry, (place, text) in in_all(content, partial(_suspects, phrases=phrases)):
        for sentence in sentences_in(_bare(text)):
            kept = harmless.sub(lambda found: " " * len(found[0]), sentence)
            for found in claims.finditer(kept):
                if not _taken_back(sentence[: found.start()], style):
                    message = f"{quoted(found[0])} promises more than anybody can know"
                    fix = "Say what it may do instead, as in `may ease` or `can help with`"
                    yield at(entry, place, "claim", message, fix)


def _suspects(record: Exercise | Routine, phrases: Collection[str]) -> Iterator[PlacedText]:
    """The texts of a record that may hold one of some phrases in small letters; most records hold none at all."""
    placed = [*texts(record), *names(record)]
    if _may_hold("\n".join(text for _, text in placed), phrases):
        yield from ((place, text) for place, text in placed if _may_hold(text, phrases))


def _may_hold(text: str, phrases: Collection[str]) -> bool:
    """Whether a text may hold a phrase; other letters than the plain ones may look like anything."""
    small = text.lower()
    return not text.isascii() or any(phrase in small or not phrase.isascii() for phrase in phrases)


def _bare(text: str) -> str:
    """A text without accents and look-alike forms of letters, which could hide a word."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")


def _taken_back(before: str, style: Style) -> bool:
    """Whether one of the last words before a claim denies it."""
    return any(word.lower() in style.negations for word in words_in(before.replace("’", "'"))[-_NEAR:])


def _any_of(phrases: Collection[str]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, phrases), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])", re.IGNORECASE)


def entries_are_whole(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: no step and no mistake begins in the middle of a sentence, because a comma has cut it."""
    for entry, exercise in valid(content.exercises):
        lists = {"steps": [step.text for step in exercise.steps], "mistakes": exercise.mistakes}
        for field, entries in lists.items():
            for index, text in enumerate(entries):
                if index and text[0].islower():
                    message = f"This entry of {quoted(field)} begins with a small letter"
                    fix = "Begin it with a capital; if a comma has cut it, give each text its own line after `- `"
                    yield at(entry, (field, index), "cut-text", message, fix, advice=True)


def sides_are_named(content: Content, library: Library) -> Iterator[Problem]:
    """Advice: steps name left or right where the dose is per side."""
    sides = library.vocabulary.style.sides
    for entry, exercise in valid(content.exercises):
        said = {w.lower() for step in exercise.steps for w in words_in(step.text)} & {*sides}
        if exercise.dose.sides != "together" and sides and not said:
            message = f"The dose has `sides: {exercise.dose.sides}`, but no step says left or right"
            fix = "Name the side in the steps, as in `Lift your right leg`"
            yield at(entry, ("steps",), "sides", message, fix, advice=True)
        elif exercise.dose.sides == "together" and sides and said == {*sides}:
            message = f"The steps name {' and '.join(map(quoted, sides))}, but the dose is for both sides together"
            yield at(entry, ("dose",), "sides", message, "Write `sides: each`, or `one`", advice=True)


def words_are_spelt_well(content: Content, library: Library) -> Iterator[Problem]:
    """Advice: no word is one that people often spell wrongly."""
    mended = {**_common_misspellings(), **library.vocabulary.style.spelling}
    right = {w.lower() for w in library.vocabulary.style.spelling.values()} | familiar_words(library.vocabulary)
    wrong = {word: better for word, better in mended.items() if better and word not in right}
    for entry, (place, text) in in_all(content, names, texts):
        words = words_in(text)
        for word in dict.fromkeys(words) if not wrong.keys().isdisjoint(map(str.lower, words)) else ():
            if better := wrong.get(word.lower()):
                choices = " or ".join(quoted(choice.strip()) for choice in better.split(",") if choice.strip())
                message = f"{quoted(word)} may be spelt wrongly"
                yield at(entry, place, "spelling", message, f"Did you mean {choices}?", advice=True)


def _common_misspellings() -> dict[str, str]:
    """Codespell's dictionary: words that are often spelt wrongly, each with the right spelling or several."""
    text = (files("codespell_lib") / "data" / "dictionary.txt").read_text(encoding="utf-8")
    return dict(line.partition("->")[::2] for line in text.splitlines())


def texts_use_one_alphabet(content: Content, _library: Library) -> Iterator[Problem]:
    """No word mixes letters of different alphabets that look alike."""
    for entry, (place, text) in in_all(content, names, texts):
        for word in words_in(text) if not text.isascii() else ():
            odd = [c for c in word if c.isalpha() and unicodedata.name(c, "").split()[:1] != ["LATIN"]]
            if odd and len(odd) < sum(map(str.isalpha, word)):
                message = f"{quoted(word)} mixes two alphabets: `{odd[0]}` (U+{ord(odd[0]):04X}) is not Latin"
                yield at(entry, place, "mixed-alphabets", message, "Type the word again")


def texts_are_finished(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: nothing is left to be written, and no number stands in front of a step."""
    for draft, _ in valid(content.exercises):
        if draft.id.startswith(NEW_ID):
            message, fix = "The file still has the name of a new exercise", "Name it after yours: this is its address"
            yield Problem(draft.path, 1, 1, "unfinished", message, fix, advice=True)
        for line, comment in draft.comments.items():
            if DRAFT_SIGN in comment:
                message, fix = "The file still says that it is a draft", "Check each value, then delete this line"
                yield Problem(draft.path, line, 1, "unfinished", message, fix, advice=True)
    for entry, (place, text) in in_all(content, names, texts):
        if _TO_DO.search(text):
            field = next(part for part in reversed(place) if isinstance(part, str) and part != "text")
            yield at(entry, place, "unfinished", f"{quoted(field)} is still to be written", "Write it", advice=True)
        elif mark := LIST_MARK.match(text):
            message = f"The text begins with {quoted(mark[0].strip())}"
            yield at(entry, place, "numbered", message, "Delete it: the page numbers the steps itself", advice=True)


def routines_are_short(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: a routine has about five exercises, so that people keep going."""
    for entry, routine in valid(content.routines):
        if len(routine.exercises) > MAX_EXERCISES:
            message = f"The routine has {len(routine.exercises)} exercises; {MAX_EXERCISES} is the project's default"
            yield at(entry, ("exercises",), "long-routine", message, "Leave out the least needed", advice=True)


PROBLEMS: tuple[Rule, ...] = (texts_promise_nothing, texts_use_one_alphabet)
ADVICE: tuple[Rule, ...] = (
    sentences_are_short,
    steps_are_short,
    texts_are_easy_to_read,
    instructions_begin_with_a_verb,
    prohibitions_say_do_not,
    statements_have_sources,
    entries_are_whole,
    sides_are_named,
    words_are_spelt_well,
    texts_are_finished,
    routines_are_short,
)
