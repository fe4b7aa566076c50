"""What other programs read: JSON Schema, the JSON files, and the structured data of each page."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema, to_json

from macros import addresses, contents, views
from macros.brand import Brand
from macros.dose_in_words import dose_in_words, seconds_needed
from macros.fields import ID_PATTERN, Range, Record
from macros.library import Library
from macros.model import AdaptedExercise, Exercise, Routine
from macros.version import VERSION
from macros.vocabulary import LISTS, Vocabulary

SCHEMAS: Mapping[str, type[Record]] = {
    "schema/exercise.schema.json": Exercise,
    "schema/routine.schema.json": Routine,
    "schema/adapted.schema.json": AdaptedExercise,
    "schema/brand.schema.json": Brand,
}


_SOURCE = "SourceId"
_HEAD = f'{{"version":{json.dumps(VERSION)},'
_IDS_OF_FILES = ("exercises", "routines", "guides")


class _Schema(GenerateJsonSchema):
    """JSON Schema for people's files: nothing is null there, and titles would repeat the names."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False


def json_schema(record: type[Record], vocabulary: Vocabulary) -> dict[str, Any]:
    """The JSON Schema 2020-12 of a record, with the words of the vocabulary filled in.

    Editors also understand `enumDescriptions`, `defaultSnippets`, `errorMessage` and `patternErrorMessage`,
    which are not of the standard: what a word means, what to offer, and what to say when it is wrong.
    """
    schema = record.model_json_schema(schema_generator=_Schema)
    filled: dict[str, Any] = _fill_words(schema, vocabulary)
    if record is AdaptedExercise:  # It replaces as few fields as it likes.
        del filled["required"]
    if f"#/$defs/{_SOURCE}" in json.dumps(filled):
        filled["$defs"][_SOURCE] = _source_schema(vocabulary)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **filled}


def _fill_words(schema: Any, vocabulary: Vocabulary) -> Any:
    if isinstance(schema, list):
        return [_fill_words(inner, vocabulary) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    rest = {key: _fill_words(inner, vocabulary) for key, inner in schema.items() if key != "x-words"}
    words = schema.get("x-words")
    if words in _IDS_OF_FILES:
        return {**rest, "pattern": ID_PATTERN}
    if words == "views":
        return {**rest, "enum": list(views.OPTIONAL)}
    if words == "locales":
        return {**rest, "enum": list(vocabulary.locales)}
    if words == "sources":
        return {"$ref": f"#/$defs/{_SOURCE}"}
    if words:
        known = getattr(vocabulary, words)
        return {**rest, "enum": list(known), "enumDescriptions": [word.label for word in known.values()]}
    return rest


def _source_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """A known source, or one that the file brings along."""
    sources = vocabulary.sources.items()
    return {
        "description": "The id of a source.",
        "type": "string",
        "pattern": ID_PATTERN,
        "patternErrorMessage": "Not the id of a source: small letters, digits and hyphens.",
        "defaultSnippets": [
            {"label": id, "body": id, "description": f"{source.title} ({source.publisher})"} for id, source in sources
        ],
    }


def files(library: Library, name: str) -> Iterator[tuple[str, str]]:
    """The machine-readable files of the site of this name, but for those of exercises, with their paths."""
    yield "api/v1/vocabulary.json", as_json({"version": VERSION, **_vocabulary_json(library)})
    yield contents.ADDRESS, as_json(contents.contents(library, name))
    for path, record in SCHEMAS.items():
        yield path, as_json(json_schema(record, library.vocabulary))


def exercise_file(exercise: Exercise, library: Library) -> tuple[str, str]:
    """The file of one exercise, with its path."""
    return f"api/v1/exercises/{exercise.id}.json", f"{_HEAD}{_compact(exercise, library)[1:]}\n"


def exercises_file(library: Library) -> tuple[str, Iterator[str]]:
    """The file of all exercises, with its path; in pieces, as it is large."""
    return "api/v1/exercises.json", _all_exercises(library)


def _all_exercises(library: Library) -> Iterator[str]:
    yield f'{_HEAD}"exercises":['
    comma = "\n"
    for exercise in library.exercises.values():
        yield f"{comma}{_compact(exercise, library)}"
        comma = ",\n"
    yield "\n]}\n"


def _compact(exercise: Exercise, library: Library) -> str:
    return compact_json(exercise_json(exercise, library))


def compact_json(value: Any) -> str:
    """JSON for programs alone."""
    return to_json(value).decode()


def as_json(value: Any) -> str:
    """JSON for people to read: stable, with a line end."""
    return to_json(value, indent=2).decode() + "\n"


def exercise_json(exercise: Exercise, library: Library) -> dict[str, Any]:
    """All authored fields of an exercise, and the derived ones under `derived`; times are in seconds."""
    changed = library.changed.get(addresses.exercise(exercise.id))
    regions = (library.vocabulary.muscles[m].region for m in exercise.muscles.primary)
    derived = {
        "address": addresses.exercise(exercise.id),
        "dose_in_words": list(dose_in_words(exercise.dose, library.vocabulary.labels)),
        "seconds": seconds_needed(exercise.dose),
        "needs_floor": library.needs_floor(exercise),
        "regions": list(dict.fromkeys(r for r in regions if r)),
        "easier": list(library.easier.get(exercise.id, ())),
        "harder": list(library.harder.get(exercise.id, ())),
        "related": [e.id for e in library.related(exercise)],
        "sources": {id: _plain(library.sources[id]) for id in exercise.cited()},
        "changed": changed.isoformat() if changed else None,
    }
    if adapted := library.adapted.get(exercise.id):
        derived["adapted"] = list(adapted.fields)
    authored = _plain(exercise)
    links = {name: [id for id in authored[name] if id in library.exercises] for name in ("easier", "harder")}
    return {**authored, **links, "derived": derived}


def _plain(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_none=True)


def _vocabulary_json(library: Library) -> dict[str, Any]:
    lists: dict[str, Mapping[str, Record]] = {name: library.all_words(name) for name in LISTS}
    lists["sources"] = library.sources
    return {name: {id: _plain(word) for id, word in words.items()} for name, words in lists.items()}


def structured_data(library: Library, address: str, title: str, site_url: str) -> str:
    """The JSON-LD of the page at `address`, safe inside a `<script>` element."""
    folder, _, id = address.rstrip("/").partition("/")
    url = addresses.absolute(address, site_url)
    is_index = folder in {"routines", "guides", *(view.folder for view in views.VIEWS)}
    exercise = library.exercises.get(id) if folder == "exercises" else None
    graph = _exercise_ld(exercise, library, url) if exercise else [_page_ld(is_index and not id, title, url)]
    if is_index and id:
        graph.append(_breadcrumbs(library, folder, title, site_url, url))
    text = compact_json({"@context": "https://schema.org", "@graph": graph})
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _page_ld(is_index: bool, title: str, url: str) -> dict[str, Any]:
    return {"@type": "CollectionPage" if is_index else "WebPage", "@id": url, "name": title, "url": url}


def _breadcrumbs(library: Library, folder: str, title: str, site_url: str, url: str) -> dict[str, Any]:
    parent = addresses.absolute(f"{folder}/", site_url)
    trail = [(library.vocabulary.labels[folder], parent), (title, url)]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": item}
        for number, (name, item) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _exercise_ld(exercise: Exercise, library: Library, url: str) -> list[dict[str, Any]]:
    things = (_plan_ld(exercise, library, url), _how_to_ld(exercise, library, url))
    return [{key: value for key, value in thing.items() if value} for thing in things]


def _plan_ld(exercise: Exercise, library: Library, url: str) -> dict[str, Any]:
    labels, dose = library.vocabulary.labels, exercise.dose
    return {
        "@type": "ExercisePlan",
        "@id": f"{url}#plan",
        "name": exercise.name,
        "description": " ".join(dose_in_words(dose, labels)),
        "exerciseType": labels[f"kind_{exercise.kind}"],
        "intensity": library.vocabulary.levels[exercise.level].label,
        "activityDuration": f"PT{seconds_needed(dose)}S",
        "repetitions": _quantity(dose.reps) if dose.reps else None,
        "restPeriods": _quantity(dose.rest_seconds, "SEC") if dose.rest_seconds else None,
    }


def _how_to_ld(exercise: Exercise, library: Library, url: str) -> dict[str, Any]:
    words = library.vocabulary.equipment
    steps = enumerate(exercise.steps, start=1)
    return {
        "@type": "HowTo",
        "@id": f"{url}#steps",
        "name": exercise.name,
        "description": exercise.summary,
        "totalTime": f"PT{seconds_needed(exercise.dose)}S",
        "step": [{"@type": "HowToStep", "position": number, "text": step.text} for number, step in steps],
        "tool": [{"@type": "HowToTool", "name": words[id].label} for id in exercise.equipment_ids()],
    }


def _quantity(number: Range, unit: str = "") -> dict[str, Any]:
    value = {"value": number.low} if number.low == number.high else {"minValue": number.low, "maxValue": number.high}
    return {"@type": "QuantitativeValue", **value, **({"unitCode": unit} if unit else {})}
