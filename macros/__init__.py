"""Steady Back: exercises as data, and the pages, indexes and files that are derived from them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from macros.brand import (
    Brand,
    Colours,
    Emergency,
    ExerciseChoice,
    GuideChoice,
    Location,
    RoutineChoice,
    Typeface,
    ViewChoice,
)
from macros.copies import Loaded, load_library
from macros.fields import Record
from macros.model import Caution, Claim, Dose, Exercise, Goal, Muscles, OneOf, OwnSource, Retired, Review, Step
from macros.poses import Hold, Pose, Props
from macros.rendering import in_markdown_link
from macros.site import Site
from macros.templating import markdown_text, phone_link
from macros.version import VERSION

__all__ = ["Loaded", "define_env", "load_library", "site_of"]

RECORDS: Mapping[str, type[Record]] = {
    "exercise": Exercise,
    "muscles": Muscles,
    "equipment": OneOf,
    "dose": Dose,
    "goal": Goal,
    "step": Step,
    "claim": Claim,
    "caution": Caution,
    "source": OwnSource,
    "review": Review,
    "retired": Retired,
    "pose": Pose,
    "hold": Hold,
    "props": Props,
    "brand": Brand,
    "colours": Colours,
    "font": Typeface,
    "location": Location,
    "emergency": Emergency,
    "exercises": ExerciseChoice,
    "routines": RoutineChoice,
    "guides": GuideChoice,
    "views": ViewChoice,
}


def define_env(env: Any) -> None:
    """Gives the macros to mkdocs-macros; keeps what was loaded on `env`, where the build's hook finds it."""
    extra = env.conf["extra"]
    clinic = str(extra["clinic"] or "")
    region = str(extra["region"]["locale"])
    loaded = load_library(Path(str(extra["content"])), site_of(env.conf), region, Path(clinic) if clinic else None)
    site = loaded.renderer.site
    env.steady_back = loaded
    env.variables["release"] = VERSION
    env.variables["region"] = _region(site)
    env.variables["site_name"] = site.name
    # The whole brand would be written out with all variables at each build.
    brand = site.brand
    env.variables["clinic"] = {"name": site.name_in_text, "dark_first": brand.dark_first} if brand else None
    env.variables["library_address"] = site.repository
    env.variables["report_address"] = in_markdown_link(site.report_address(""))
    env.filter(markdown_text, "md")
    env.filter(phone_link, "phone_link")
    for name, macro in _macros(loaded, env).items():
        env.macro(macro, name)


def site_of(config: Mapping[str, Any]) -> Site:
    """What a configuration says of the site."""
    region = config["extra"]["region"]
    branch = str(config["edit_uri"]).removesuffix("docs/").removeprefix("edit/")
    site = Site(
        emergency_number=str(region["emergency_number"]),
        emergency_place=str(region["emergency_place"]),
        urgent_number=str(region["urgent_number"]),
        name=str(config["site_name"]),
        description=str(config["site_description"] or ""),
        url=str(config["site_url"] or ""),
        social_pictures=bool(config["extra"]["social_pictures"]),
        repository=str(config["repo_url"] or "").rstrip("/"),
        branch=branch,
        library_name=str(config["site_name"]),
    )
    exercises = PurePath(str(config["extra"]["content"]), "exercises")
    return replace(site, new_exercise_url=site.host_address("new", exercises))


def _region(site: Site) -> Mapping[str, str]:
    """Whom to call and where to go, as hand-written pages name it; the urgent number may be ""."""
    return {
        "emergency_number": site.emergency_number,
        "emergency_place": markdown_text(site.emergency_place),
        "urgent_number": site.urgent_number,
    }


def _macros(loaded: Loaded, env: Any) -> Mapping[str, Any]:
    """The macros by name; each fills in the address of the page that calls it."""
    render = loaded.renderer

    def here() -> str:
        return str(env.page.url)

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
        "starting_poses": lambda: render.starting_poses(here()),
        "welcome": lambda: render.welcome(here()),
        "featured": lambda: render.featured(here()),
        "this_copy": lambda: render.this_copy(here()),
        "joints": lambda: render.joints(here()),
        "rules": lambda: render.rules(here()),
        "wanted": lambda: render.wanted(here()),
        "add_address": render.add_address,
        "figure": lambda id, step=None: render.figure(id, step, here()),
        "exercise_card": lambda id: render.exercise_card(id, here()),
        "exercise_list": exercise_list,
        "routine": lambda id: render.routine_card(id, here()),
        "routine_list": lambda: render.routine_list(here()),
        "has_index": lambda folder: f"{folder}/index.md" in loaded.pages,
        "finder": lambda: render.finder(here()),
        "safety": lambda: render.safety(here()),
        "source_list": lambda: render.sources(here()),
        "cite": lambda *ids: render.cite(ids, here()),
        "field_table": lambda record: render.fields(RECORDS[record], here()),
    }
