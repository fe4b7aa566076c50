"""One copy of the library, the project's own site or a clinic's: everything that a build works with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from macros import addresses, clinics
from macros.changes import touched
from macros.checking import problems
from macros.clinics import Clinic
from macros.collecting import without_collecting
from macros.gallery import Gallery, drawings
from macros.healing import pages_left_out
from macros.history import Dates, dates
from macros.home import HOME
from macros.library import LeftOut, Library, build
from macros.loading import Content, load
from macros.own_pages import Surroundings, page_problems, usable
from macros.pages import Page, clinic_pages, pages, redirects
from macros.problems import Problem
from macros.rendering import Renderer
from macros.seen import Seen, adapted_fields_fit, read_seen
from macros.site import Site
from macros.updates import new_release
from macros.views import OPTIONAL
from macros.vocabulary import DEFAULT_REGION

DOCS = HOME / "docs"
GUIDES = DOCS / "guides"


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
    clinic: Clinic | None
    seen: Seen | None
    """What the library said when the clinic last looked; None where nobody has recorded it."""


@without_collecting(keeping=True)
def load_library(root: Path, site: Site, region: str = DEFAULT_REGION, clinic: Path | None = None) -> Loaded:
    """The library in the folder `root` for a region, as far as it is valid, with all problems.

    `clinic` is the folder of the clinic whose copy this is; its brand names the region.
    """
    content = load(root, clinics.region_of(clinic, root) if clinic else region, clinic)
    guides = [path.stem for path in sorted(GUIDES.glob("*.md")) if path.stem != "index"]
    lists = {"guides": guides, "views": OPTIONAL, "locales": list(content.vocabulary.locales)}
    given, wrong = clinics.read_clinic(clinic, content, lists) if clinic else (None, [])
    seen, unreadable = read_seen(clinic) if clinic else (None, [])
    hidden = clinics.left_out(given.brand, content, guides, OPTIONAL) if given else _left_out_by(site)
    site = (_branded(site, given, hidden) if given else site).in_region(content.vocabulary.locale)
    library = _dated(root, clinic, content, hidden)
    gallery = Gallery(library, drawings(root))
    noticed = _noticed(given, seen, content, library) if given else ()
    made = [*pages(library, content), *(clinic_pages(given.brand, content.vocabulary.labels) if given else ())]
    if given:
        faulty = list(page_problems(given.pages, _around(site, library, made)))
        wrong += faulty
        given = replace(given, pages=usable(given.pages, faulty))
    found = sorted({*problems(content, library, gallery), *wrong, *unreadable, *noticed})
    wrong = [problem for problem in found if not problem.advice]
    return Loaded(
        content,
        library,
        gallery,
        Renderer(library, gallery, site, wrong),
        tuple(wrong),
        tuple(problem for problem in found if problem.advice),
        {page.source_file: page for page in made},
        given,
        seen,
    )


def files_of_docs() -> Mapping[str, Path]:
    """All files of `docs/` by their path there, but for hidden ones and those for maintainers."""
    found = {file.relative_to(DOCS).as_posix(): file for file in sorted(DOCS.rglob("*")) if file.is_file()}
    return {path: file for path, file in found.items() if "/." not in f"/{path}" and file.name != "README.md"}


def _around(site: Site, library: Library, made: Iterable[Page]) -> Surroundings:
    """What a clinic's own pages stand among."""
    ours = files_of_docs()
    gone = pages_left_out(ours, site.has_page)
    return Surroundings(ours, [page.source_file for page in made], redirects(library), gone)


def _left_out_by(site: Site) -> LeftOut:
    return LeftOut(views=frozenset(folder for folder in OPTIONAL if not site.has_page(f"{folder}/")))


def _branded(site: Site, clinic: Clinic, left_out: LeftOut) -> Site:
    """The site as a clinic's: with its name, address and numbers, and without what is not for its readers."""
    brand = clinic.brand
    return replace(
        site,
        name=brand.name,
        url=brand.address,
        description=brand.tagline,
        brand=brand,
        new_exercise_url="",
        emergency_number=brand.emergency.number if brand.emergency else site.emergency_number,
        emergency_place=brand.emergency.place if brand.emergency else site.emergency_place,
        urgent_number=brand.urgent_number or site.urgent_number,
        left_out=frozenset({*left_out.addresses(), *clinics.ABOUT_THE_PROJECT}),
    )


def _dated(root: Path, clinic: Path | None, content: Content, left_out: LeftOut) -> Library:
    """The library with all that the version histories of its folder and of a clinic's know of it."""
    ours, theirs = dates(root), dates(clinic) if clinic else {}
    own = {path: known for path, known in theirs.items() if not path.startswith("adapted/")}
    adapted = {e.id: known for e in content.exercises if e.adaptation and (known := theirs.get(f"adapted/{e.id}.yml"))}
    library = build(content, {**ours, **own, **dict(_later(ours, adapted))}, left_out)
    fields = {**touched(root, ours, library), **_touched_by_clinic(library, adapted)}
    return replace(library, touched=fields)


def _later(ours: Mapping[str, Dates], adapted: Mapping[str, Dates]) -> Iterator[tuple[str, Dates]]:
    """The files of the library's exercises with the day on which their clinic changed them, where that is later."""
    for id, known in adapted.items():
        path = f"exercises/{id}.yml"
        before = ours.get(path, known)
        yield path, before._replace(changed=max(before.changed, known.changed))


def _touched_by_clinic(library: Library, adapted: Mapping[str, Dates]) -> Mapping[str, tuple[str, ...]]:
    """The fields that a clinic has changed, by address, where that was the last change of the exercise."""
    last = (id for id, known in adapted.items() if library.changed.get(addresses.exercise(id)) == known.changed)
    return {addresses.exercise(id): library.adapted[id].fields for id in last if id in library.adapted}


def _noticed(clinic: Clinic, seen: Seen | None, content: Content, library: Library) -> Iterator[Problem]:
    """What is wrong with a copy as a whole, and advice for its clinic."""
    yield from adapted_fields_fit(content, seen)
    yield from new_release(clinic, seen, content)
    yield from clinics.brand_is_finished(clinic)
    yield from clinics.featured_routines_appear(clinic, content, library)
    yield from clinics.routines_are_whole(clinic, content, library)
