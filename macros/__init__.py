"""Steady Back: exercises as data, and the pages, indexes and files that are derived from them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from macros import clinics, views
from macros.brand import Brand
from macros.changes import touched
from macros.checking import problems
from macros.clinics import Clinic
from macros.fields import Record
from macros.gallery import Gallery, drawings
from macros.history import dates
from macros.home import HOME, in_repository
from macros.library import NOTHING, LeftOut, Library, build
from macros.loading import Content, load
from macros.model import Caution, Claim, Dose, Exercise, Goal, Muscles, OneOf, OwnSource, Retired, Review, Step
from macros.pages import Page, clinic_pages, pages
from macros.poses import Hold, Pose, Props
from macros.problems import Problem
from macros.rendering import Renderer, Site
from macros.seen import Seen, adapted_fields_fit, read_seen
from macros.updates import new_release

GUIDES = HOME / "docs" / "guides"

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
}


@dataclass(frozen=True)
class Loaded:
    """What one build works with: the content, the library made from it, its renderer, and what is wrong."""

    content: Content
    library: Library
    gallery: Gallery
    renderer: Renderer
    problems: tuple[Problem, ...]
    advice: tuple[Problem, ...]
    """What a clinic should know of its copy; empty for the library's own site."""
    pages: Mapping[str, Page]
    """Every page that is made from content, by its virtual file."""
    clinic: Clinic | None = None
    seen: Seen | None = None


def load_library(root: Path, site: Site, clinic: Path | None = None) -> Loaded:
    """The library in the folder `root`, as far as it is valid, with all problems; `clinic` is the folder of a copy."""
    content = load(root, clinic)
    if clinic:
        return _load_copy(root, site, clinic, content)
    library = _dated(root, content, NOTHING)
    gallery = Gallery(library, drawings(root))
    made = {page.source_file: page for page in pages(library, content)}
    found = problems(content, library, gallery)
    return Loaded(content, library, gallery, Renderer(library, gallery, site), found, (), made)


def _dated(root: Path, content: Content, left_out: LeftOut) -> Library:
    """The library with all that the version history knows of it."""
    known = dates(root)
    library = build(content, known, left_out)
    return replace(library, touched=touched(root, known, library))


def _load_copy(root: Path, site: Site, folder: Path, content: Content) -> Loaded:
    guides = [path.stem for path in sorted(GUIDES.glob("*.md")) if path.stem != "index"]
    folders = [view.folder for view in views.VIEWS if view.folder != "exercises"]
    lists = {"guides": guides, "views": folders, "locales": ["en-GB", "en-US"]}
    clinic, wrong = clinics.read_clinic(folder, content, lists)
    seen, unreadable = read_seen(folder)
    library = _dated(root, content, clinics.left_out(clinic.brand, content, guides, folders))
    gallery = Gallery(library, drawings(root))
    noticed = [
        *adapted_fields_fit(content, seen),
        *new_release(clinic.path, seen, content),
        *clinics.brand_is_finished(clinic),
        *clinics.featured_routines_appear(clinic, library),
        *clinics.routines_are_whole(clinic, content, library),
    ]
    found = {*problems(content, library, gallery), *wrong, *unreadable, *(p for p in noticed if not p.advice)}
    made = (*pages(library, content), *clinic_pages(clinic.brand, library.vocabulary.labels))
    return Loaded(
        content,
        library,
        gallery,
        Renderer(library, gallery, branded(site, clinic.brand)),
        tuple(sorted(found)),
        tuple(sorted(p for p in noticed if p.advice)),
        {page.source_file: page for page in made},
        clinic,
        seen,
    )


def branded(site: Site, brand: Brand) -> Site:
    """The site as a clinic's copy."""
    number = brand.emergency.number if brand.emergency else site.emergency_number
    own = {"name": brand.name, "url": brand.address, "new_exercise_url": ""}
    return replace(site, brand=brand, emergency_number=number, **own)


def define_env(env: Any) -> None:
    """Gives the macros to mkdocs-macros; keeps what was loaded on `env`, where the build's hook finds it."""
    clinic = str(env.conf["extra"]["clinic"] or "")
    content = Path(str(env.conf["extra"]["content"]))
    loaded = load_library(content, _site(env.conf), Path(clinic) if clinic else None)
    brand = loaded.renderer.site.brand
    env.variables["site_name"] = loaded.renderer.site.name
    env.variables["clinic"] = brand.model_dump(mode="json") if brand else None
    if brand:
        env.variables["region"] = _region(env.variables["region"], brand)
    env.steady_back = loaded
    for name, macro in _macros(loaded, env).items():
        env.macro(macro, name)


def _region(region: Mapping[str, str], brand: Brand) -> dict[str, str]:
    """The numbers to call: the clinic's own, else those of the region."""
    own = {
        "emergency_number": brand.emergency and brand.emergency.number,
        "emergency_place": brand.emergency and brand.emergency.place,
        "urgent_number": brand.urgent_number,
    }
    return {**region, **{name: value for name, value in own.items() if value}}


def _site(config: Mapping[str, Any]) -> Site:
    folder = PurePath(str(config["extra"]["content"]), "exercises")
    return Site(
        str(config["extra"]["region"]["emergency_number"]),
        name=str(config["site_name"]),
        url=str(config["site_url"] or ""),
        social_pictures=bool(config["extra"]["social_pictures"]),
        new_exercise_url=_host_address("new", folder, config) or "",
        repository=str(config["repo_url"] or "").rstrip("/"),
        library_name=str(config["site_name"]),
    )


def edit_address(path: str, config: Mapping[str, Any]) -> str | None:
    """Where the host lets people edit a file of the project; None for one outside the repository."""
    return _host_address("edit", PurePath(path), config)


def _host_address(action: str, path: PurePath, config: Mapping[str, Any]) -> str | None:
    inside = in_repository(path)
    if not inside:
        return None
    branch = str(config["edit_uri"]).removesuffix("docs/").removeprefix("edit/")
    return f"{str(config['repo_url']).rstrip('/')}/{action}/{branch}{inside.as_posix()}"


def _macros(loaded: Loaded, env: Any) -> Mapping[str, Any]:
    """The macros by name; each fills in the address of the page that calls it."""
    render, brand = loaded.renderer, loaded.renderer.site.brand

    def here() -> str:
        return str(env.page.url)

    def problems_of(id: str) -> list[Problem]:
        paths = {entry.path for entry in loaded.content.exercises if entry.id == id}
        own = [problem for problem in loaded.problems if problem.path in paths]
        return own or list(loaded.problems)

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
        "contact_page": lambda: render.contact_page(here()),
        "imprint_page": lambda: render.text_page("imprint", brand.imprint or "" if brand else "", here()),
        "privacy_page": lambda: render.text_page("privacy", brand.privacy or "" if brand else "", here()),
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
        "has_index": lambda folder: folder in {view.folder for view in views.in_use(loaded.library)},
        "finder": lambda: render.finder(here()),
        "safety": lambda: render.safety(here()),
        "source_list": lambda: render.sources(here()),
        "cite": lambda *ids: render.cite(ids, here()),
        "field_table": lambda record: render.fields(RECORDS[record], here()),
    }
