"""Reads one file of a content folder: only ordinary files, and never more of them than is allowed."""

from pathlib import Path

from macros.problems import Problem, printable
from macros.strict_yaml import Document, parse


def read(path: Path, problems: list[Problem], most: int) -> Document | None:
    """The document in `path`, or None where nothing can be made of it; `problems` grows by what is wrong.

    `most` is the largest size in bytes. One byte more is read, so that a larger file is noticed.
    """
    with path.open("rb") as file:
        document, found = parse(file.read(most + 1), str(path), most)
    problems += found
    return document


def kind_problem(path: Path) -> Problem | None:
    """What is wrong if `path` is a folder, a link or anything else than an ordinary file."""
    if path.is_symlink() or not path.is_file():
        return Problem(
            shown(path), 1, 1, "file-kind", "This is not an ordinary file", "Replace it by a file, or delete it"
        )
    return None


def shown(path: Path) -> str:
    """`path` for people, with invisible characters of its name spelled out."""
    return str(path.parent / printable(path.name))
