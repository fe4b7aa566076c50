"""Writes the files of a site, on all cores, and looks through each of them on the way."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from macros.cores import Work, batches
from macros.inspecting import Inspector
from macros.problems import Problem

Content: TypeAlias = str | bytes | Path | Iterator[str]
"""What a file holds, a file that holds it, or a long text in pieces."""
Maker: TypeAlias = Callable[[], Iterable[tuple[str, Content]]]
"""Makes some files of a site when they are wanted, with their paths."""

_SELDOM = 50_000  # new objects between two searches for rubbish, some megabytes
_AT_ONCE = 16
"""So many makers are taken in one go."""


class Writing:
    """Files that are being written into a folder, by so many processes; what takes long to make should come first."""

    def __init__(self, makers: Sequence[Maker], to: Path, number: int) -> None:
        # What is loaded stays: to look through it for rubbish takes long, and ends the sharing of memory.
        gc.freeze()
        gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])
        inspector, folders = Inspector(), set[Path]()
        parts = batches(makers, _AT_ONCE)
        self._work = Work([partial(_write, part, to, inspector, folders) for part in parts], number)

    def finish(self) -> list[Problem]:
        """The faults of the files, sorted, when all are written."""
        return sorted(fault for part in self._work.finish() for fault in part)


def _write(makers: Iterable[Maker], to: Path, inspector: Inspector, folders: set[Path]) -> list[Problem]:
    """Writes some of the files; `folders` are those that are there, and grow. Returns the faults of the files."""
    faults = []
    for make in makers:
        for path, content in make():
            file = to / path
            if file.parent not in folders:
                file.parent.mkdir(parents=True, exist_ok=True)
                folders.add(file.parent)
            with file.open("wb") as opened:
                for piece in _pieces(content):
                    opened.write(piece)
                    faults += inspector.faults_in(path, piece)
    return faults


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, Path):
        yield content.read_bytes()
    elif isinstance(content, bytes):
        yield content
    elif isinstance(content, str):
        yield content.encode()
    else:  # Never a page: a fault may lie across the pieces.
        yield from (piece.encode() for piece in content)
