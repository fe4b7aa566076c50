"""All rules together."""

from pathlib import Path

from macros.collecting import without_collecting
from macros.formatting import unformatted
from macros.gallery import Gallery, drawings
from macros.history import dates
from macros.library import Library, build
from macros.loading import Content, load
from macros.problems import Problem
from macros.rules import likeness, links, poses, wording


def problems(content: Content, library: Library, gallery: Gallery) -> tuple[Problem, ...]:
    """Everything that must be mended, in the order of files and lines."""
    rules = (*links.PROBLEMS, *wording.PROBLEMS, *poses.PROBLEMS)
    found = {problem for rule in rules for problem in rule(content, library)}
    drawn = {problem for rule in poses.DRAWING_PROBLEMS for problem in rule(content, gallery)}
    return tuple(sorted({*content.problems, *found, *drawn}))


@without_collecting()
def advice(content: Content, library: Library) -> tuple[Problem, ...]:
    """Everything that could be better in files that are valid, in the order of files and lines."""
    found = {hint for rule in (*wording.ADVICE, *likeness.ADVICE) for hint in rule(content, library)}
    return tuple(sorted({*found, *unformatted(content)}))


def check(content: Content, library: Library, gallery: Gallery) -> tuple[Problem, ...]:
    """All problems and all advice, in the order of files and lines."""
    return tuple(sorted({*problems(content, library, gallery), *advice(content, library)}))


def check_folder(root: Path, clinic: Path | None = None) -> tuple[Content, tuple[Problem, ...]]:
    """The content of a folder, and of a clinic's on top, with all problems and all advice."""
    content = load(root, clinic=clinic)
    library = build(content, dates(root))
    return content, check(content, library, Gallery(library, drawings(root)))
