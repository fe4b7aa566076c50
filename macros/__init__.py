"""Steady Back: exercises as data, and the pages, indexes and files that are derived from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.gallery import Gallery
from macros.history import last_changes
from macros.library import Library, build
from macros.loading import Content, load
from macros.model import Dose, Exercise
from macros.pages import Page, pages
from macros.poses import Pose
from macros.problems import Problem
from macros.rendering import Renderer, Site
from macros.rules import check

RECORDS = {"exercise": Exercise, "dose": Dose, "pose": Pose}


@dataclass(frozen=True)
class Loaded:
    """What one build works with: the content, the library made from it, its renderer, and what is wrong."""

    content: Content
    library: Library
    gallery: Gallery
    renderer: Renderer
    problems: tuple[Problem, ...]
    pages: Mapping[str, Page]
    """Every page that is made from content, by its virtual file."""

    def errors(self) -> tuple[Problem, ...]:
        """The problems that are more than advice."""
        return tuple(problem for problem in self.problems if not problem.advice)


def load_library(root: Path, site: Site) -> Loaded:
    """The library in the folder `root`, as far as it is valid, with all problems."""
    content = load(root)
    library = build(content, last_changes(root))
    gallery = Gallery(library, root / ".cache" / "drawings.sqlite")
    made = {page.source_file: page for page in pages(library, content)}
    return Loaded(content, library, gallery, Renderer(library, gallery, site), check(content, library, gallery), made)


def define_env(env: Any) -> None:
    """Gives the macros to mkdocs-macros; keeps what was loaded on `env`, where the build's hook finds it."""
    loaded = load_library(Path(str(env.conf["extra"]["content"])), _site(env.conf))
    env.steady_back = loaded
    for name, macro in _macros(loaded, env).items():
        env.macro(macro, name)


def _site(config: Mapping[str, Any]) -> Site:
    return Site(str(config["extra"]["region"]["emergency_number"]))


def _macros(loaded: Loaded, env: Any) -> Mapping[str, Any]:
    """The macros by name; each fills in the address of the page that calls it."""
    render = loaded.renderer

    def here() -> str:
        return str(env.page.url)

    def problems_of(id: str) -> list[Problem]:
        paths = {entry.path for entry in loaded.content.exercises if entry.id == id}
        own = [problem for problem in loaded.errors() if problem.path in paths]
        return own or list(loaded.errors())

    def exercise_list(
        kind: str = "",
        part: str = "",
        floor: bool | None = None,
        muscle: str = "",
        position: str = "",
        level: str = "",
        equipment: str = "",
        condition: str = "",
    ) -> str:
        words = {"muscles": muscle, "positions": position, "levels": level}
        words |= {"equipment": equipment, "conditions": condition}
        return render.exercise_list(here(), kind=kind, part=part, floor=floor, **words)

    return {
        "exercise_page": lambda id: render.exercise_page(id, here()),
        "broken_page": lambda id: render.broken_page(id, problems_of(id), here()),
        "index_page": lambda folder: render.index_page(folder, here()),
        "word_page": lambda folder, id: render.word_page(folder, id, here()),
        "routine_page": lambda id: render.routine_page(id, here()),
        "routines_page": lambda: render.routines_page(here()),
        "starting_poses": lambda: render.starting_poses(here()),
        "joints": lambda: render.joints(here()),
        "figure": lambda id, step=None: render.figure(id, step, here()),
        "exercise_card": lambda id: render.exercise_card(id, here()),
        "exercise_list": exercise_list,
        "routine": lambda id: render.routine_card(id, here()),
        "routine_list": lambda: render.routine_list(here()),
        "finder": lambda: render.finder(here()),
        "safety": lambda: render.safety(here()),
        "source_list": lambda: render.sources(here()),
        "cite": lambda *ids: render.cite(ids, here()),
        "field_table": lambda record: render.fields(RECORDS[record], here()),
    }
