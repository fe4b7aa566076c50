"""Writes the files of a site, on all cores, and looks through each of them on the way."""

import gc
import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from macros.inspecting import Inspector
from macros.problems import Problem

Content: TypeAlias = str | bytes | Path | Iterator[str]
"""What a file holds, a file that holds it, or a long text in pieces."""
Maker: TypeAlias = Callable[[], Iterable[tuple[str, Content]]]
"""Makes some files of a site when they are wanted, with their paths."""

_MOST_PROCESSES = 4
_SELDOM = 50_000  # new objects between two searches for rubbish, some megabytes
_AT_ONCE = 16
"""So many makers are taken in one go."""


def processes(makers: Sequence[Maker]) -> int:
    """How many processes are worth starting. The variable PROCESSES rules it; 1 does without others."""
    if told := os.environ.get("PROCESSES"):
        return int(told)
    # Elsewhere a process cannot go on from where this one is, or not safely.
    can_go_on = sys.platform == "linux" and len(makers) > 10 * _AT_ONCE
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES) if can_go_on else 1


def write_all(makers: Sequence[Maker], to: Path, number: int) -> list[Problem]:
    """Writes what the makers make into the folder `to`, in so many processes; returns the faults of the files, sorted.

    What takes long should come first.
    """
    usual = gc.get_threshold()
    gc.freeze()  # What is loaded stays: to look through it for rubbish takes long, and ends the sharing of memory.
    gc.set_threshold(_SELDOM, *usual[1:])
    try:
        return sorted(_write(makers, to) if number == 1 else _write_together(makers, to, number))
    finally:
        gc.set_threshold(*usual)


def _write_together(makers: Sequence[Maker], to: Path, number: int) -> list[Problem]:
    fork = multiprocessing.get_context("fork")
    taken = fork.Value("l", 0)

    def take_part(told: Connection) -> None:
        try:
            told.send(list(_write(_shared(makers, taken), to)))
        except Exception:
            told.send(traceback.format_exc())

    helpers = []
    for _ in range(number - 1):
        hears, tells = fork.Pipe(duplex=False)
        helpers.append((helper := fork.Process(target=take_part, args=(tells,), daemon=True), hears))
        helper.start()
        tells.close()  # Only the helper holds it now: should that die, nothing waits for it.
    faults = list(_write(_shared(makers, taken), to))
    for helper, hears in helpers:
        part = hears.recv()
        if isinstance(part, str):
            raise RuntimeError(part)
        faults += part
        helper.join()
    return faults


def _shared(makers: Sequence[Maker], taken: Any) -> Iterator[Maker]:
    """Those makers that no other process has taken."""
    while True:
        with taken.get_lock():
            first = taken.value
            taken.value += _AT_ONCE
        if first >= len(makers):
            return
        yield from makers[first : first + _AT_ONCE]


def _write(makers: Iterable[Maker], to: Path) -> Iterator[Problem]:
    inspector, folders = Inspector(), set[Path]()
    for make in makers:
        for path, content in make():
            file = to / path
            if file.parent not in folders:
                file.parent.mkdir(parents=True, exist_ok=True)
                folders.add(file.parent)
            with file.open("wb") as opened:
                for piece in _pieces(content):
                    opened.write(piece)
                    yield from inspector.faults_in(path, piece)


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, Path):
        yield content.read_bytes()
    elif isinstance(content, bytes):
        yield content
    elif isinstance(content, str):
        yield content.encode()
    else:  # Never a page: a fault may lie across the pieces.
        yield from (piece.encode() for piece in content)
