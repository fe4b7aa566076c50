"""A clinic's folder: its brand, what its copy leaves out, and its own pages."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.brand import Brand
from macros.clinic_folders import FILE, all_folders, examples, how_to_begin
from macros.explain import validate
from macros.library import LeftOut, Library
from macros.loading import Content
from macros.look import BrandLook
from macros.problems import Problem, quoted
from macros.reading import kind_problem, read, shown
from macros.rules.wording import DRAFT_SIGN
from macros.strict_yaml import Document
from macros.strict_yaml import Path as Place
from macros.suggestions import suggestion
from macros.vocabulary import DEFAULT_REGION, Known
from macros.vocabulary_loading import OWN

ABOUT_THE_PROJECT = ("contributing/", "clinics/", "assets/contributing/")
"""Addresses of what only the library's own site has."""
_FOLDERS = ("exercises", "routines", "vocabulary", "adapted", "pages")
_MAX_BYTES = 100_000


@dataclass(frozen=True)
class Clinic:
    """What was read from a clinic's folder, beside its exercises, routines and words."""

    folder: Path
    brand: Brand
    document: Document
    """The brand's file, with the places of its values."""
    look: BrandLook
    pages: Mapping[str, Path]
    """The clinic's own pages by their path among the pages of the site, such as `classes.md`."""

    @property
    def path(self) -> str:
        """The brand's file as shown to people."""
        return str(self.folder / FILE)

    def lacks_place(self, page: str, place: str) -> bool:
        """Whether a page of the clinic's stands in for one of ours and does not name a place that is on ours."""
        if page not in self.pages:
            return False
        text = self.pages[page].read_text(encoding="utf-8", errors="replace")
        return not re.search(rf"#{re.escape(place)}(?![\w-])", text)


def region_of(folder: Path, root: Path) -> str:
    """The region that a clinic's brand names; the default where it names none that it or the library has."""
    named = str(_fields(folder / FILE).get("region"))
    vocabularies = (OWN, root / "vocabulary", folder / "vocabulary")
    return named if any(named in _fields(vocabulary / "locales.yml") for vocabulary in vocabularies) else DEFAULT_REGION


def _fields(path: Path) -> Mapping[Any, Any]:
    """What a file says, unchecked; nothing where it cannot be read."""
    document = None if kind_problem(path) else read(path, [], _MAX_BYTES)
    return document.data if document and isinstance(document.data, dict) else {}


def read_clinic(folder: Path, content: Content, lists: Mapping[str, Sequence[str]]) -> tuple[Clinic, list[Problem]]:
    """The clinic of a folder, with all problems of its brand and of what lies there.

    `content` is the library with what is the clinic's own; `lists` are the ids of `guides`, `views` and `locales`.
    A brand with problems is replaced by one that has only a name, so that a preview can go on.
    """
    # What it needs takes as long to load as two hundred exercises, and only a clinic's copy needs it.
    from macros.brand_look import brand_look

    problems = list(_strange_things(folder))
    path = folder / FILE
    document = _document(path, problems) if folder.is_dir() else None
    brand = None
    if document:
        brand, found = validate(Brand, document.data, document, str(path), _known(content, lists))
        problems += found
    if brand is None or document is None or document.broken:
        brand, document = _stand_in(folder), document or Document({})
    look, faults = brand_look(brand, folder)
    for place, fault in faults:
        problems.append(Problem(str(path), *document.place(place), fault.rule, fault.message, fault.fix))
    return Clinic(folder, brand, document, look, _pages(folder / "pages", problems)), problems


def _document(path: Path, problems: list[Problem]) -> Document | None:
    """The brand's file as it is written; None where nothing can be made of it."""
    if not os.path.lexists(path):
        problems.append(Problem(str(path), 1, 1, "no-brand", "The clinic has no brand.yml", _brand_from(path.parent)))
    elif problem := kind_problem(path):
        problems.append(problem)
    else:
        return read(path, problems, _MAX_BYTES)
    return None


def _brand_from(folder: Path) -> str:
    """How a folder gets its brand's file: often it is there, and an editor has given it a longer name."""
    likely = next((path.name for path in sorted(folder.iterdir()) if path.name.lower().startswith(Path(FILE).stem)), "")
    if likely:
        return f"Give the file {quoted(likely)} the name {quoted(FILE)}. In an editor, choose All files when you save"
    return f"Have a folder written under another name, and copy its {FILE} to here: {how_to_begin()}"


def _known(content: Content, lists: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """The words that a brand may use; earlier ids of exercises and routines lead to those of today."""
    formerly = {
        "exercises": {e.id: e.record.formerly if e.record else () for e in content.exercises},
        "routines": {r.id: r.record.formerly if r.record else () for r in content.routines},
    }
    named: dict[str, dict[str, tuple[str, ...]]] = {name: dict.fromkeys(ids, ()) for name, ids in lists.items()}
    return {**content.known, **{name: Known.called(ids) for name, ids in {**formerly, **named}.items()}}


def _stand_in(folder: Path) -> Brand:
    name = folder.resolve().name
    return Brand.model_construct(
        name=name, tagline=name, address="https://clinic.example/", report="clinic@clinic.example"
    )


def _strange_things(folder: Path) -> Iterator[Problem]:
    """What lies in a clinic's folder under a name that nothing reads."""
    if not folder.is_dir():
        names = [path.name for path in all_folders()]
        fix = suggestion(folder.name, names) or f"Have it written: {how_to_begin()}"
        yield Problem(str(folder), 1, 1, "no-folder", "There is no such clinic", fix)
        return
    for path in (folder / name for name in _FOLDERS):
        if os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
            yield Problem(shown(path), 1, 1, "file-kind", "This is not an ordinary folder", "Replace it by a folder")
    for path in sorted(folder.iterdir()):
        is_folder = path.is_dir() and not path.is_symlink() and not path.name.startswith(".")
        if path.suffix in (".yml", ".yaml") and path.name != FILE:
            fix = suggestion(path.name, [FILE]) or "Delete it, or put it into one of the folders"
            yield Problem(shown(path), 1, 1, "file-name", f"Nothing reads {quoted(path.name)} here", fix)
        elif is_folder and path.name not in _FOLDERS and next(path.rglob("*.[ym][md]*"), None):
            fix = suggestion(path.name, _FOLDERS)
            yield Problem(shown(path), 1, 1, "file-name", f"Nothing reads the folder {quoted(path.name)} here", fix)


def _pages(folder: Path, problems: list[Problem]) -> Mapping[str, Path]:
    """The pages of a clinic, and the pictures beside them."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() and not folder.is_symlink() else ():
        if path.name.startswith(".") or path.name == "README.md" or (path.is_dir() and not path.is_symlink()):
            continue
        if problem := kind_problem(path):
            problems.append(problem)
        else:
            found[path.relative_to(folder).as_posix()] = path
    return found


def left_out(brand: Brand, content: Content, guides: Iterable[str], views: Iterable[str]) -> LeftOut:
    """What a copy does not show: what its brand leaves out, and never what is the clinic's own."""
    kinds = brand.exercises.kinds
    exercises = {
        entry.id
        for entry in content.exercises
        if not entry.is_own
        and (brand.exercises.leaves_out(entry.id) or (kinds and entry.record and entry.record.kind not in kinds))
    }
    routines = {entry.id for entry in content.routines if not entry.is_own and brand.routines.leaves_out(entry.id)}
    return LeftOut(
        frozenset(exercises),
        frozenset(routines),
        frozenset(filter(brand.guides.leaves_out, guides)),
        frozenset(filter(brand.views.leaves_out, views)),
    )


def brand_is_finished(clinic: Clinic) -> Iterator[Problem]:
    """Advice: the file no longer says that it is a draft, and nothing in it is an example of ours."""
    is_draft = False
    for line, comment in clinic.document.comments.items():
        if DRAFT_SIGN in comment:
            message, fix = "The file still says that it is a draft", "Check each value, then delete this line"
            is_draft = True
            yield Problem(clinic.path, line, 1, "unfinished", message, fix, advice=True)
    ours = {*examples(clinic.folder.resolve().name).values(), "…"}
    for place, text in () if is_draft else _texts(clinic.document.data):
        if text in ours:
            field = next(part for part in reversed(place) if isinstance(part, str))
            message, fix = f"{quoted(text)} is only an example", f"Write your own {quoted(field)}, or delete the field"
            yield Problem(clinic.path, *clinic.document.place(place), "unfinished", message, fix, advice=True)


def _texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """All texts of a file, with their places."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*place, key))


def featured_routines_appear(clinic: Clinic, content: Content, library: Library) -> Iterator[Problem]:
    """What stands on the home page is a part of the copy. Advice, where the library has withdrawn what it needs.

    Where the content has problems, those may be why one does not appear, and are told instead.
    """
    needed = {r.id: [item.exercise for item in r.record.exercises] for r in content.routines if r.record}
    for index, id in enumerate(clinic.brand.featured):
        if id not in library.routines:
            missing = [exercise for exercise in needed.get(id, ()) if exercise in library.left_out.exercises]
            withdrawn = [exercise for exercise in needed.get(id, ()) if exercise in library.retired]
            if content.problems and not (missing or withdrawn) and id not in library.left_out.routines:
                continue
            place = clinic.document.place(("featured", index))
            named = ", ".join(map(quoted, missing or withdrawn))
            why = f", because it needs {named}" if named else ": it is left out"
            message, fix = f"The routine {quoted(id)} does not appear{why}", "Delete it here, or let it appear"
            yield Problem(clinic.path, *place, "not-shown", message, fix, advice=bool(withdrawn and not missing))


def routines_are_whole(clinic: Clinic, content: Content, library: Library) -> Iterator[Problem]:
    """Advice: a routine of which an exercise is left out does not appear, which its clinic should know."""
    for entry in content.routines:
        if entry.record is None or entry.id in {*library.routines, *library.left_out.routines, *clinic.brand.featured}:
            continue
        missing = [i.exercise for i in entry.record.exercises if i.exercise in library.left_out.exercises]
        if missing:
            place = clinic.document.place(("exercises",), key=True)
            message = (
                f"The routine {quoted(entry.id)} does not appear, because it needs {', '.join(map(quoted, missing))}"
            )
            fix = "Nothing to do, if that is what you want; `routines: {without: …}` says so"
            yield Problem(clinic.path, *place, "not-shown", message, fix, advice=True)
