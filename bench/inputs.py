"""What each builder is given: the same YAML, in the form in which it takes it.

Nothing here is timed. For the peers it goes far, in their favour: what our code derives (the words of a dose, chains of
easier and harder versions, related exercises, the numbers of sources) stands ready in their files, Hugo's are pages
whose front matter is the exercise, and Zensical's are whole pages in Markdown, lists included.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import yaml

from macros import views
from macros.dose_in_words import dose_in_words, minutes_in_words, seconds_needed
from macros.library import GROUPINGS, Library, build
from macros.loading import load
from macros.model import Exercise, OneOf

PEERS = Path(__file__).with_name("peers")
_WORDS = ("muscles", "positions", "equipment", "levels", "conditions")


def for_ours(content: Path, folder: Path) -> None:
    """The content as it is."""
    shutil.copytree(content, folder / "content")


def for_eleventy(content: Path, folder: Path) -> None:
    """A YAML file for each exercise, and the vocabulary as it is."""
    modules = PEERS / "eleventy/node_modules"
    shutil.copytree(PEERS / "eleventy", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(modules.name))
    (folder / modules.name).symlink_to(modules.resolve())
    shutil.copytree(content / "vocabulary", folder / "content/vocabulary")
    for exercise in _exercises(content, _library(content)):
        _write(folder / f"content/exercises/{exercise['id']}.yml", _as_yaml(exercise))


def for_hugo(content: Path, folder: Path) -> None:
    """A page for each exercise, and the words as data."""
    library = _library(content)
    shutil.copytree(PEERS / "hugo", folder, dirs_exist_ok=True)
    for exercise in _exercises(content, library):
        record = library.exercises[exercise["id"]]
        terms = {name: list(GROUPINGS[name](record)) for name in _WORDS}
        terms["muscles"] += record.muscles.secondary
        page = {"title": record.name, **terms, "exercise": exercise}
        _write(folder / f"content/exercises/{record.id}.md", f"---\n{_as_yaml(page)}---\n")
    for name in _WORDS:
        words = {id: {"label": w.label, "description": w.description} for id, w in library.all_words(name).items()}
        _write(folder / f"data/{name}.yml", _as_yaml(words))
    _write(folder / "data/labels.yml", _as_yaml(dict(library.vocabulary.labels)))


def for_zensical(content: Path, folder: Path) -> None:
    """A page in Markdown for each exercise and each list."""
    library = _library(content)
    labels = library.vocabulary.labels
    shutil.copy(PEERS / "zensical/zensical.toml", folder)
    # Markdown, in which nothing of what we make up has a meaning.
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(PEERS / "zensical"), trim_blocks=True)
    templates.globals |= {"library": library, "labels": labels}
    exercise_page, list_page = templates.get_template("exercise.md"), templates.get_template("list.md")
    for exercise in _exercises(content, library):
        _write(folder / f"docs/exercises/{exercise['id']}.md", exercise_page.render(e=exercise))
    for view in views.in_use(library):
        about = {"title": labels[view.folder], "description": labels[f"{view.folder}_description"]}
        groups = views.index(view, library)
        _write(folder / f"docs/{view.folder}/index.md", list_page.render(**about, groups=groups, brief=view.brief))
        for id, word in library.words(view.grouping).items() if view.split else ():
            groups = views.word_index(view, library, id)
            page = list_page.render(title=word.label, description=word.description, groups=groups)
            _write(folder / f"docs/{view.folder}/{id}.md", page)
    _write(folder / "docs/index.md", "# Library\n")


def _library(content: Path) -> Library:
    return build(load(content), {})


def _exercises(content: Path, library: Library) -> Iterator[dict[str, Any]]:
    """The fields of each exercise as its file has them, with what is derived."""
    for id, exercise in library.exercises.items():
        fields = yaml.load((content / f"exercises/{id}.yml").read_bytes(), yaml.CBaseLoader)
        yield {**fields, **_derived(exercise, library)}


def _derived(exercise: Exercise, library: Library) -> dict[str, Any]:
    labels, cited = library.vocabulary.labels, exercise.cited()
    sources = ({**library.sources[id].model_dump(mode="json", exclude_defaults=True), "id": id} for id in cited)
    return {
        "id": exercise.id,
        "pieces": [list(e.one_of) if isinstance(e, OneOf) else [e] for e in exercise.equipment],
        "dose_in_words": list(dose_in_words(exercise.dose, labels)),
        "takes": minutes_in_words(seconds_needed(exercise.dose), labels),
        "easier": list(library.easier.get(exercise.id, ())),
        "harder": list(library.harder.get(exercise.id, ())),
        "related": [other.id for other in library.related(exercise)],
        "references": list(sources),
        "numbers": {id: number for number, id in enumerate(cited, 1)},
    }


def _as_yaml(data: object) -> str:
    text: str = yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    return text


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
