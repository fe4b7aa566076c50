"""All rules together."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from macros.collecting import without_collecting
from macros.cores import MANY, Work, processes
from macros.formatting import unformatted
from macros.gallery import Gallery, drawings
from macros.history import dates
from macros.library import Library, build
from macros.loading import Content, load
from macros.problems import Problem
from macros.rules import likeness, links, poses, wording


def problems(content: Content, library: Library, gallery: Gallery) -> tuple[Problem, ...]:
    """Everything that must be mended, in the order of files and lines."""
    rules = [partial(rule, content, library) for rule in (*links.PROBLEMS, *wording.PROBLEMS, *poses.PROBLEMS)]
    rules += [partial(rule, content, gallery) for rule in poses.DRAWING_PROBLEMS]
    return tuple(sorted({*content.problems, *_found(rules, content)}))


@without_collecting()
def advice(content: Content, library: Library) -> tuple[Problem, ...]:
    """Everything that could be better in files that are valid, in the order of files and lines."""
    rules = [partial(rule, content, library) for rule in (*likeness.ADVICE, *wording.ADVICE)]
    return tuple(sorted(_found([partial(unformatted, content), *rules], content)))


def _found(rules: Iterable[Callable[[], Iterable[Problem]]], content: Content) -> set[Problem]:
    """What rules find, on all cores where there is much to look through."""
    number = processes() if len(content.exercises) >= MANY else 1
    return {problem for found in Work([partial(_all, rule) for rule in rules], number).finish() for problem in found}


def _all(rule: Callable[[], Iterable[Problem]]) -> list[Problem]:
    return list(rule())


def check(content: Content, library: Library, gallery: Gallery) -> tuple[Problem, ...]:
    """All problems and all advice, in the order of files and lines."""
    return tuple(sorted({*problems(content, library, gallery), *advice(content, library)}))


def check_folder(root: Path, clinic: Path | None = None) -> tuple[Content, tuple[Problem, ...]]:
    """The content of a folder, and of a clinic's on top, with all problems and all advice."""
    content = load(root, clinic=clinic)
    library = build(content, dates(root))
    return content, check(content, library, Gallery(library, drawings(root)))
