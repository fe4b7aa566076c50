"""What the search on the pages looks through: one entry for a page, and one for each section of a hand-written one."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import chain
from typing import Any, get_args

from macros import addresses, views
from macros.exports import compact_json
from macros.fields import words_in
from macros.frame import Article
from macros.library import GROUPINGS, Library
from macros.model import Claim, Exercise, Routine
from macros.vocabulary import Sort, Word

# What search calls the hand-written pages from an address down; "" stands for all others.
_KINDS_OF_WRITTEN = {"guides/": "guides", "clinics/": "clinics", "contributing/": "contributing", "": "page"}
_FOLDERS = ("exercises", "routines", *(view.folder for view in views.VIEWS if view.split))
KINDS = (*_FOLDERS, "index", *_KINDS_OF_WRITTEN.values())

# What is left of citations when the links in them are gone.
_CITED = re.compile(r"\s*\([\s;]*\)")

# Elements that hold nothing, and so never end.
_VOID = {"br", "hr", "img", "input", "wbr"}

Entry = dict[str, Any]


def search_index(library: Library, written: Iterable[Article]) -> Iterator[str]:
    """The index as compact JSON, in pieces, as it is large.

    `pages` have an address `a`, as seen from the index, a kind `k`, a title `t` and, where there is any, other names
    `n`, the title of the page `p` that a section is part of, a short line `s`, the words `w` that describe it and the
    lesser ones `m`, and more text `x`. `w` and `m` are keys of `words`, where the names of a word stand once; the key
    of a word with a page is the page's address without the last slash. `kinds` names the kinds, and `ignored` are the
    words that a search passes over.
    """
    style, labels = library.vocabulary.style, library.vocabulary.labels
    pages = chain(
        (_exercise(e, library) for e in library.exercises.values()),
        (_routine(r, library) for r in library.routines.values()),
        _indexes(library),
        (entry for page in written for entry in _sections(page)),
    )
    used, comma = set[str](), ""
    yield '{"pages":['
    for page in pages:
        used.update((page["a"].rstrip("/"), *page.get("w", ()), *page.get("m", ())))
        yield comma + compact_json({key: value for key, value in page.items() if value} | {"a": page["a"]})
        comma = ","
    rest = {
        "kinds": {kind: labels[f"found_{kind}"] for kind in KINDS},
        "ignored": _once(*style.ignored),
        "words": {key: names for key, names in _names(library) if key in used},
    }
    yield f"],{compact_json(rest)[1:]}\n"


def _names(library: Library) -> Iterator[tuple[str, str]]:
    """All that people call each word, by its key."""
    vocabulary = library.vocabulary
    for grouping in ("regions", "muscles", "positions", "equipment", "levels", "conditions"):
        searched = getattr(vocabulary.search, grouping)
        for id, word in library.all_words(grouping).items():
            yield f"{grouping}/{id}", _once(word.label, *word.also, *searched.get(id, ()))
    for name in get_args(Sort):
        others = (*vocabulary.style.choices.get(name, ()), *vocabulary.search.sorts.get(name, ()))
        yield f"sorts/{name}", _once(vocabulary.labels[name], *others)


def _once(*texts: str) -> str:
    """The words of the texts, each once: to be searched, not to be read."""
    return " ".join(dict.fromkeys(word for text in texts for word in words_in(text.lower())))


def _exercise(exercise: Exercise, library: Library) -> Entry:
    # What has a harder version is itself an easier one.
    sorts = {"easier": library.harder, "harder": library.easier}
    return {
        "a": addresses.exercise(exercise.id),
        "k": "exercises",
        "t": exercise.name,
        "n": ", ".join(exercise.aliases),
        "s": exercise.summary,
        "w": [
            f"sorts/{exercise.kind}",
            *(f"sorts/{sort}" for sort, others in sorts.items() if exercise.id in others),
            *_muscles(exercise.muscles.primary, library),
            *(key for name in ("positions", "equipment", "levels") for key in _keys(name, exercise)),
        ],
        "m": [*_muscles(exercise.muscles.secondary, library), *_keys("conditions", exercise)],
        "x": _claims(exercise.suits),
    }


def _keys(grouping: str, exercise: Exercise) -> list[str]:
    return [f"{grouping}/{word}" for word in GROUPINGS[grouping](exercise)]


def _muscles(ids: Iterable[str], library: Library) -> list[str]:
    """The keys of muscles, and of the parts of the body that they belong to."""
    known = {id: library.vocabulary.muscles[id] for id in ids}
    regions = dict.fromkeys(f"regions/{muscle.region}" for muscle in known.values() if muscle.region)
    return [*(f"muscles/{id}" for id in known), *regions]


def _claims(claims: Iterable[Claim]) -> str:
    return _once(*(claim.text for claim in claims))


def _routine(routine: Routine, library: Library) -> Entry:
    exercises = [library.exercises[item.exercise] for item in routine.exercises]
    words = (
        key
        for e in exercises
        for key in (f"sorts/{e.kind}", *_muscles(e.muscles.primary, library), *_keys("positions", e))
    )
    return {
        "a": addresses.routine(routine.id),
        "k": "routines",
        "t": routine.name,
        "s": routine.summary,
        "m": list(dict.fromkeys(words)),
        "x": _claims(routine.suits),
    }


def _indexes(library: Library) -> Iterator[Entry]:
    """The indexes, and the words that have pages."""
    labels = library.vocabulary.labels
    in_use = views.in_use(library)
    for folder in (*(view.folder for view in in_use), *(["routines"] if library.routines else [])):
        yield {"a": f"{folder}/", "k": "index", "t": labels[folder], "s": labels[f"{folder}_description"]}
    for view in (v for v in in_use if v.split):
        for id, word in library.words(view.grouping).items():
            yield _word(view.folder, id, word, library)


def _word(folder: str, id: str, word: Word, library: Library) -> Entry:
    first, rest = _first_sentence(word.description)
    region = library.vocabulary.muscles[id].region if folder == "muscles" else None
    return {
        "a": addresses.word(folder, id),
        "k": folder,
        "t": word.label,
        "s": first,
        "w": [f"regions/{region}"] if region else [],
        "x": _once(rest),
    }


def _sections(page: Article) -> Iterator[Entry]:
    """A hand-written page down to its first heading, and each of its sections.

    Of pages for clinics, and of those below the one for contributors, there are no sections: everybody fetches the
    index, and few look for those.
    """
    reader = _Reader()
    reader.feed(page.html)
    reader.close()
    kind = next(kind for folder, kind in _KINDS_OF_WRITTEN.items() if page.address.startswith(folder))
    is_for_few = kind == "clinics" or (kind == "contributing" and page.address != "contributing/")
    for anchor, heading, cited in reader.sections[: 1 if is_for_few else None]:
        text = _CITED.sub("", cited)
        if anchor:
            yield {"a": f"{page.address}#{anchor}", "k": kind, "t": heading, "p": page.title, "x": _once(text)}
        else:
            first, rest = _first_sentence(text)
            yield {"a": page.address, "k": kind, "t": page.title, "s": first, "x": _once(rest)}


def _first_sentence(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the rest."""
    first, *rest = re.split(r"(?<=[.!?])\s+", " ".join(text.split()), maxsplit=1)
    return first, "".join(rest)


class _Reader(HTMLParser):
    """Reads a page's text, section by section.

    It passes over what is found on its own pages or is not prose: lists of exercises, citations, code, pictures.
    """

    _PASSED_OVER = ("svg", "pre", "script", "style")
    _PASSED_OVER_CLASSES = ("sb-cards", "sb-cite", "sb-sources")

    def __init__(self) -> None:
        super().__init__()
        self.sections = [("", "", "")]
        """Anchor, heading and text of each."""
        self._heading = ""
        self._inside: list[str] = []
        """The passed-over element and those of the same name inside it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        classes = (attributes.get("class") or "").split()
        if tag in _VOID:
            self.handle_data(" ")  # Words on two lines are two words.
            return
        if self._inside:
            self._inside += [tag] if tag == self._inside[0] else []
        elif tag in self._PASSED_OVER or any(name in self._PASSED_OVER_CLASSES for name in classes):
            self._inside = [tag]
        elif tag in ("h1", "h2"):
            self._heading = tag
            anchor = attributes.get("id") or ""
            if tag == "h2" and anchor and anchor not in {known for known, _, _ in self.sections}:
                self.sections.append((anchor, "", ""))

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside[0]:
            self._inside.pop()
        elif tag == self._heading:
            self._heading = ""

    def handle_data(self, data: str) -> None:
        if self._inside or self._heading == "h1":
            return
        anchor, heading, text = self.sections[-1]
        added = (heading + data, text) if self._heading else (heading, text + data)
        self.sections[-1] = (anchor, *added)
