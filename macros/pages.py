"""Every page that is made from content: its address, what fills it, and the file to edit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from macros import addresses, views
from macros.brand import Brand
from macros.library import Library
from macros.loading import Content
from macros.rendering import Renderer
from macros.views import VIEWS


@dataclass(frozen=True)
class Page:
    """One page that is made from content.

    `fill` gives its HTML without the frame, as a renderer makes it for the page `here`. `edit` is the file that it is
    made from, and `parent` the address of the index above it, "" for an index.
    """

    address: str
    title: str
    fill: Callable[..., str]
    edit: str
    parent: str = ""
    description: str = ""
    exercise: str = ""
    """The id of the exercise whose page it is."""

    @property
    def source_file(self) -> str:
        """The Markdown file by whose name hand-written pages link to it; there is none."""
        return f"{self.address.rstrip('/')}.md" if self.parent else f"{self.address}index.md"

    def html(self, renderer: Renderer) -> str:
        """Its HTML without the frame."""
        return self.fill(renderer, here=self.address)


def pages(library: Library, content: Content) -> tuple[Page, ...]:
    """All pages of the library; for an exercise that has problems, a page that shows them."""
    return (*_indexes(library, content), *_exercises(library, content), *_routines(library, content))


def clinic_pages(brand: Brand, labels: Mapping[str, str]) -> tuple[Page, ...]:
    """The pages that are made from a clinic's brand."""
    made = (
        (addresses.CONTACT, "contact", Renderer.contact_page, brand.locations or brand.booking),
        (addresses.IMPRINT, "imprint", partial(Renderer.text_page, field="imprint"), brand.imprint),
        (addresses.PRIVACY, "privacy", partial(Renderer.text_page, field="privacy"), brand.privacy),
    )
    return tuple(
        Page(address, labels[name], fill, "", description=f"{labels[name]}: {brand.name}")
        for address, name, fill, there in made
        if there
    )


def redirects(library: Library) -> Mapping[str, str]:
    """From old addresses to the pages that took their place.

    These are the earlier ids of exercises, routines and words, the words that no exercise uses, and indexes that the
    site leaves out.
    """
    moved = {
        addresses.exercise(old): addresses.exercise(e.id)
        for e in (*library.exercises.values(), *library.retired.values())
        for old in e.formerly
    }
    moved |= {addresses.routine(old): addresses.routine(r.id) for r in library.routines.values() for old in r.formerly}
    in_use = {view.folder for view in views.in_use(library)}
    moved |= {f"{folder}/": "exercises/" for folder in library.left_out.views}
    for view in (v for v in VIEWS if v.split):
        parent = f"{view.folder}/" if view.folder in in_use else "exercises/"
        for id, word in library.all_words(view.grouping).items():
            used = view.folder in in_use and id in library.used(view.grouping)
            target = addresses.word(view.folder, id) if used else parent
            old_ids = word.formerly if used else (id, *word.formerly)
            moved |= {addresses.word(view.folder, old): target for old in old_ids}
    return moved


def _indexes(library: Library, content: Content) -> Iterator[Page]:
    labels = library.vocabulary.labels
    for view in views.in_use(library):
        edit = f"{content.vocabulary_path}/{view.grouping}.yml"
        about = labels[f"{view.folder}_description"]
        fill = partial(Renderer.index_page, folder=view.folder)
        yield Page(f"{view.folder}/", labels[view.folder], fill, edit, description=about)
        if view.split:
            for id, word in library.words(view.grouping).items():
                fill = partial(Renderer.word_page, folder=view.folder, id=id)
                address, about = addresses.word(view.folder, id), word.description or word.label
                yield Page(address, word.label, fill, edit, f"{view.folder}/", about)


def _exercises(library: Library, content: Content) -> Iterator[Page]:
    for entry in (e for e in content.exercises if e.id not in library.left_out.exercises):
        known = library.exercises.get(entry.id) or library.retired.get(entry.id)
        fill = partial(Renderer.exercise_page, id=entry.id) if known else partial(Renderer.broken_page, path=entry.path)
        name, about = (known.name, known.summary) if known else (entry.id, "")
        yield Page(addresses.exercise(entry.id), name, fill, entry.path, addresses.EXERCISES, about, entry.id)


def _routines(library: Library, content: Content) -> Iterator[Page]:
    routines = [(entry, library.routines[entry.id]) for entry in content.routines if entry.id in library.routines]
    if routines:
        labels, edit = library.vocabulary.labels, f"{content.vocabulary_path}/labels.yml"
        about = labels["routines_description"]
        yield Page("routines/", labels["routines"], Renderer.routines_page, edit, description=about)
    for entry, routine in routines:
        fill = partial(Renderer.routine_page, id=entry.id)
        yield Page(addresses.routine(entry.id), routine.name, fill, entry.path, "routines/", routine.summary)
