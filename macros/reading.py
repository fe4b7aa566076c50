"""Reads files of a content folder: only ordinary files, and never more of them than is allowed."""

import marshal
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from macros.cores import MANY, Work, batches, processes
from macros.problems import Problem, printable
from macros.strict_yaml import Document, Places, parse

_AT_ONCE = 100
"""So many files are read in one go."""


def read(path: Path, problems: list[Problem], most: int) -> Document | None:
    """The document in `path`, or None where nothing can be made of it; `problems` grows by what is wrong.

    `most` is the largest size in bytes. One byte more is read, so that a larger file is noticed.
    """
    with path.open("rb") as file:
        document, found = parse(file.read(most + 1), str(path), most)
    problems += found
    return document


def read_all(paths: Sequence[Path], problems: list[Problem], most: int) -> Iterator[Document | None]:
    """The document in each path as `read` gives it, one after the other; all cores read where there are many."""
    number = processes()
    if number == 1 or len(paths) < MANY:
        yield from (read(path, problems, most) for path in paths)
        return
    parts = batches(paths, _AT_ONCE)
    read_quickly = Work([partial(_plain, part, most) for part in parts], number).finish()
    for part, done in zip(parts, read_quickly, strict=True):
        for path, plain in zip(part, marshal.loads(done), strict=True):  # noqa: S302 - from a process of our own
            if plain:
                yield Document(plain[0], comments=plain[1], find=partial(_places, path, most), plain=True)
            else:  # It needs a closer look.
                yield read(path, problems, most)


def _plain(paths: Sequence[Path], most: int) -> bytes:
    """The data and the comments of each plain document without problems, and None for others; for `marshal.loads`."""
    found = []
    for path in paths:
        problems: list[Problem] = []
        document = read(path, problems, most)
        is_sound = document and document.plain and not problems
        found.append((document.data, document.comments) if document and is_sound else None)
    return marshal.dumps(found)


def _places(path: Path, most: int) -> Places:
    document = read(path, [], most)
    return document.find() if document else Places({}, {})


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
