"""The rules that one file cannot check alone, and the advice. Each rule yields problems; none raises."""

import unicodedata
from collections.abc import Callable, Iterator

from macros.fields import sentences_in, words_in
from macros.figures.views import directions
from macros.gallery import Gallery
from macros.library import Library
from macros.loading import Content, Entry, R
from macros.model import Exercise, OwnSource
from macros.problems import Problem, quoted
from macros.strict_yaml import Path

MAX_WORDS = 20
MAX_EXERCISES = 5
Rule = Callable[[Content, Library], Iterator[Problem]]
DrawingRule = Callable[[Content, Gallery], Iterator[Problem]]


def check(content: Content, library: Library, gallery: Gallery) -> tuple[Problem, ...]:
    """All problems and all advice for the content, in the order of files and lines."""
    found = {problem for rule in RULES for problem in rule(content, library)}
    drawn = {problem for rule in DRAWING_RULES for problem in rule(content, gallery)}
    return tuple(sorted({*content.problems, *found, *drawn}))


def _at(entry: Entry[R], path: Path, rule: str, message: str, fix: str, *, advice: bool = False) -> Problem:
    return Problem(entry.path, *entry.document.place(path), rule, message, fix, advice)


def _valid(entries: tuple[Entry[R], ...]) -> Iterator[tuple[Entry[R], R]]:
    return ((entry, entry.record) for entry in entries if entry.record is not None)


def _written(entry: Entry[R], field: str) -> Iterator[tuple[Path, str]]:
    """The texts of a list field as they stand in the file, whether or not the rest of the file is valid."""
    data = entry.document.data
    values = data.get(field) if isinstance(data, dict) else None
    for index, value in enumerate(values if isinstance(values, list) else []):
        if isinstance(value, str):
            yield (field, index), value


def links_are_stated_once(content: Content, library: Library) -> Iterator[Problem]:
    """A pair of easier and harder exercises is linked in one of the two files, and never to itself."""
    stated: dict[tuple[str, str], Entry[Exercise]] = {}
    for entry in content.exercises:
        for place, other in (*_written(entry, "easier"), *_written(entry, "harder")):
            pair = (other, entry.id) if place[0] == "easier" else (entry.id, other)
            if other == entry.id:
                yield _at(entry, place, "link-to-itself", f"{quoted(other)} names itself", "Delete it")
            elif other in library.retired:
                yield _at(entry, place, "link-to-retired", f"{quoted(other)} is retired", "Name another, or delete it")
            elif pair in stated and stated[pair] is not entry:
                message = f"{stated[pair].path} states this link already"
                yield _at(entry, place, "link-twice", message, "Delete it here: the other side is derived")
            else:
                stated[pair] = entry


def links_are_not_circular(content: Content, library: Library) -> Iterator[Problem]:
    """No exercise is, by any chain of links, easier than itself."""
    for entry, exercise in _valid(content.exercises):
        for field, reverse in (("easier", library.harder), ("harder", library.easier)):
            same = library.easier if field == "easier" else library.harder
            for index, other in enumerate(getattr(exercise, field)):
                if entry.id != other and other in reverse.get(entry.id, ()) and entry.id in same.get(other, ()):
                    message = f"{quoted(other)} is both easier and harder than {quoted(entry.id)}"
                    yield _at(entry, (field, index), "link-circle", message, "Delete one link of the circle")


def easier_is_not_of_a_higher_level(content: Content, library: Library) -> Iterator[Problem]:
    """What is stated as easier has the same or a lower level."""
    rank = {level: number for number, level in enumerate(library.vocabulary.levels)}
    for entry, exercise in _valid(content.exercises):
        for field, sign in (("easier", 1), ("harder", -1)):
            for index, id in enumerate(getattr(exercise, field)):
                other = library.exercises.get(id)
                if other and sign * rank[other.level] > sign * rank[exercise.level]:
                    message = f"{quoted(id)} is said to be {field}, but its level is {quoted(other.level)}"
                    fix = f"Check both levels; here it is {quoted(exercise.level)}"
                    yield _at(entry, (field, index), "link-level", message, fix)


def names_are_unique(content: Content, _library: Library) -> Iterator[Problem]:
    """No name or alias of an exercise is one of another exercise."""
    taken: dict[str, Entry[Exercise]] = {}
    for entry in content.exercises:
        name = entry.document.data.get("name") if isinstance(entry.document.data, dict) else None
        own_name: list[tuple[Path, str]] = [(("name",), name)] if isinstance(name, str) else []
        for place, name in (*own_name, *_written(entry, "aliases")):
            plain = unicodedata.normalize("NFKC", name).casefold()
            other = taken.setdefault("".join(c for c in plain if c.isalnum()) or plain, entry)
            if other is not entry:
                message = f"{quoted(name)} is already a name or alias in {other.path}"
                yield _at(entry, place, "name-collision", message, "Choose another name, or mend the other file")


def earlier_ids_are_free(content: Content, _library: Library) -> Iterator[Problem]:
    """An earlier id is not in use and leads to one exercise only."""
    taken = {entry.id: entry.path for entry in content.exercises}
    for entry, exercise in _valid(content.exercises):
        for index, old in enumerate(exercise.formerly):
            if old in taken:
                message = f"The id {quoted(old)} belongs to {taken[old]}"
                yield _at(entry, ("formerly", index), "id-collision", message, "Delete it here")
            taken.setdefault(old, entry.path)


def sources_are_defined_once(content: Content, library: Library) -> Iterator[Problem]:
    """The id of a source that a file brings along means the same everywhere."""
    path = f"{content.vocabulary_path}/sources.yml"
    taken = {id: (path, source.model_dump()) for id, source in library.vocabulary.sources.items()}
    for entry, exercise in _valid(content.exercises):
        for index, source in enumerate(exercise.sources):
            if isinstance(source, OwnSource):
                other, definition = taken.setdefault(source.id, (entry.path, source.model_dump(exclude={"id"})))
                if definition != source.model_dump(exclude={"id"}):
                    message = f"The source {quoted(source.id)} is defined otherwise in {other}"
                    yield _at(entry, ("sources", index, "id"), "source-collision", message, "Choose another id here")


def routines_use_offered_exercises(content: Content, library: Library) -> Iterator[Problem]:
    """A routine names no retired exercise."""
    for entry, routine in _valid(content.routines):
        for index, item in enumerate(routine.exercises):
            if item.exercise in library.retired:
                instead = library.retired[item.exercise].retired
                fix = f"Use {', '.join(map(quoted, instead.instead))}" if instead and instead.instead else "Delete it"
                message = f"{quoted(item.exercise)} is retired"
                yield _at(entry, ("exercises", index, "exercise"), "link-to-retired", message, fix)


def retired_exercises_name_offered_ones(content: Content, library: Library) -> Iterator[Problem]:
    """What to do instead of a retired exercise is neither itself nor retired."""
    for entry, exercise in _valid(content.exercises):
        for index, other in enumerate(exercise.retired.instead if exercise.retired else ()):
            if other in library.retired:
                message = f"{quoted(other)} is retired"
                yield _at(
                    entry, ("retired", "instead", index), "link-to-retired", message, "Name another, or delete it"
                )


def sentences_are_short(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: a sentence that people read while they move has at most 20 words."""
    for entry, exercise in _valid(content.exercises):
        texts: list[tuple[Path, str]] = [(("summary",), exercise.summary), (("feel",), exercise.feel)]
        texts += [(("steps", i), step.text) for i, step in enumerate(exercise.steps)]
        texts += [(("mistakes", i), text) for i, text in enumerate(exercise.mistakes)]
        texts += [(("benefits", i), claim.text) for i, claim in enumerate(exercise.benefits)]
        for i, c in enumerate(exercise.cautions):
            texts += [(("cautions", i, "text"), c.text), (("cautions", i, "why"), c.why)]
            texts += [(("cautions", i, "instead"), c.instead)]
        for place, text in texts:
            longest = max((len(list(words_in(s))) for s in sentences_in(text)), default=0)
            if longest > MAX_WORDS:
                message = f"A sentence has {longest} words; {MAX_WORDS} is the most that people can follow"
                yield _at(entry, place, "long-sentence", message, "Make two sentences of it", advice=True)


def statements_have_sources(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: a dose, a benefit and a caution name where they were read."""
    for entry, exercise in _valid(content.exercises):
        places: list[tuple[Path, tuple[str, ...]]] = [(("dose",), exercise.dose.sources)]
        places += [(("benefits", i), claim.sources) for i, claim in enumerate(exercise.benefits)]
        places += [(("cautions", i), caution.sources) for i, caution in enumerate(exercise.cautions)]
        for place, sources in places:
            if not sources:
                fix = "Add `sources: [an-id]`; where nothing better was found, `sources: [project-default]`"
                yield _at(entry, place, "no-source", f"{quoted(place[0])} names no source", fix, advice=True)


def prohibitions_say_do_not(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: what is to be avoided begins with "Do not"."""
    for entry, exercise in _valid(content.exercises):
        for index, caution in enumerate(exercise.cautions):
            if caution.action == "avoid" and not caution.text.startswith("Do not "):
                message = "A caution with `action: avoid` does not begin with `Do not`"
                yield _at(entry, ("cautions", index, "text"), "do-not", message, "Begin it with `Do not`", advice=True)


def routines_are_short(content: Content, _library: Library) -> Iterator[Problem]:
    """Advice: a routine has about five exercises, so that people keep going."""
    for entry, routine in _valid(content.routines):
        if len(routine.exercises) > MAX_EXERCISES:
            message = f"The routine has {len(routine.exercises)} exercises; {MAX_EXERCISES} is the project's default"
            yield _at(entry, ("exercises",), "long-routine", message, "Leave out the least needed", advice=True)


def poses_refer_to_steps_that_are_there(content: Content, _library: Library) -> Iterator[Problem]:
    """A pose repeats an earlier step, and the picture that stands for an exercise is one of its steps."""
    for entry, exercise in _valid(content.exercises):
        for index, step in enumerate(exercise.steps):
            for field in ("like", "mirror_of"):
                number = getattr(step.pose, field, None)
                if number is not None and number > index:
                    message = f"{quoted(field)} names step {number}, which is not before this one"
                    fix = f"Name a step from 1 to {index}" if index else "Delete it: this is the first step"
                    yield _at(entry, ("steps", index, "pose", field), "pose-order", message, fix)
        if exercise.picture and exercise.picture > len(exercise.steps):
            message = f"There is no step {exercise.picture}"
            fix = f"Name a step from 1 to {len(exercise.steps)}"
            yield _at(entry, ("picture",), "pose-order", message, fix)


def pictures_are_possible(content: Content, gallery: Gallery) -> Iterator[Problem]:
    """A picture is seen from where one can stand, and a towel in the hands goes round a foot."""
    for entry, exercise in _valid(content.exercises):
        for index, (step, held) in enumerate(zip(exercise.steps, gallery.poses(exercise), strict=False)):
            known = directions(held.lying)
            for name in held.view:
                place = ("steps", index, "pose", "view", held.view.index(name))
                if name not in known and (index == 0 or step.pose):
                    message = f"In this position one cannot look from {quoted(name)}"
                    yield _at(entry, place, "view", message, f"Use {', '.join(map(quoted, known))}")
            if "towel" in held.hold.values() and not held.props.towel and step.pose:
                message = "The hands hold a towel that goes round no foot"
                fix = "Add `props: {towel: left-foot}`, or `right-foot`"
                yield _at(entry, ("steps", index, "pose", "hold"), "towel", message, fix)


def bodies_are_possible(content: Content, gallery: Gallery) -> Iterator[Problem]:
    """Nothing sinks into the floor, and hands and feet get where they should."""
    for entry, exercise in _valid(content.exercises):
        for fault in gallery.of(exercise).faults:
            where, centimetres = f"In step {fault.step + 1} the {fault.part}", round(fault.metres * 100)
            if fault.sinks:
                message = f"{where} would be {centimetres} cm under the floor"
                fix = "Change the angles of the joints that lead to it, or name it under `on`"
            else:
                message = f"{where} does not get where it should: {centimetres} cm are missing"
                fix = "Bend the body towards it with other angles, or choose another place"
            yield _at(entry, ("steps", fault.step, "pose"), "pose", message, fix)


RULES: tuple[Rule, ...] = (
    links_are_stated_once,
    links_are_not_circular,
    easier_is_not_of_a_higher_level,
    names_are_unique,
    earlier_ids_are_free,
    sources_are_defined_once,
    routines_use_offered_exercises,
    retired_exercises_name_offered_ones,
    sentences_are_short,
    statements_have_sources,
    prohibitions_say_do_not,
    routines_are_short,
    poses_refer_to_steps_that_are_there,
)
DRAWING_RULES: tuple[DrawingRule, ...] = (pictures_are_possible, bodies_are_possible)
