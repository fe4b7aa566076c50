"""Every page that is made from content: its address, the macro call that fills it, and the file to edit."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros import addresses, views
from macros.brand import Brand
from macros.library import Library
from macros.loading import Content
from macros.views import VIEWS


@dataclass(frozen=True)
class Page:
    """One page that is made from content.

    `parent` is the address of the index above it, "" for an index.
    """

    address: str
    call: str
    edit: str
    parent: str = ""
    description: str = ""

    @property
    def source_file(self) -> str:
        """The virtual Markdown file."""
        return f"{self.address.rstrip('/')}.md" if self.parent else f"{self.address}index.md"

    @property
    def body(self) -> str:
        """The virtual file's text: one macro call."""
        return f"---\nrender_macros: true\n---\n{{{{ {self.call} }}}}\n"


def pages(library: Library, content: Content) -> tuple[Page, ...]:
    """All pages of the library; for an exercise that has problems, a page that shows them."""
    return (*_indexes(library, content), *_exercises(library, content), *_routines(library, content))


def clinic_pages(brand: Brand, labels: Mapping[str, str]) -> tuple[Page, ...]:
    """The pages that are made from a clinic's brand."""
    made = (
        (addresses.CONTACT, "contact", brand.locations or brand.booking),
        (addresses.IMPRINT, "imprint", brand.imprint),
        (addresses.PRIVACY, "privacy", brand.privacy),
    )
    return tuple(
        Page(address, _call(f"{name}_page"), "", description=f"{labels[name]}: {brand.name}")
        for address, name, there in made
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
        yield Page(f"{view.folder}/", _call("index_page", view.folder), edit, description=about)
        if view.split:
            for id, word in library.words(view.grouping).items():
                call = _call("word_page", view.folder, id)
                address = addresses.word(view.folder, id)
                yield Page(address, call, edit, f"{view.folder}/", word.description or word.label)


def _exercises(library: Library, content: Content) -> Iterator[Page]:
    for entry in (e for e in content.exercises if e.id not in library.left_out.exercises):
        known = library.exercises.get(entry.id) or library.retired.get(entry.id)
        call = _call("exercise_page" if known else "broken_page", entry.id)
        about = known.summary if known else ""
        yield Page(addresses.exercise(entry.id), call, entry.path, "exercises/", about)


def _routines(library: Library, content: Content) -> Iterator[Page]:
    routines = [(entry, library.routines[entry.id]) for entry in content.routines if entry.id in library.routines]
    if routines:
        about = library.vocabulary.labels["routines_description"]
        edit = f"{content.vocabulary_path}/labels.yml"
        yield Page("routines/", _call("routines_page"), edit, description=about)
    for entry, routine in routines:
        call = _call("routine_page", entry.id)
        yield Page(addresses.routine(entry.id), call, entry.path, "routines/", routine.summary)


def _call(macro: str, *arguments: str) -> str:
    """A macro call; the arguments are ids, so that quoting them is enough."""
    return f"{macro}({', '.join(map(json.dumps, arguments))})"
