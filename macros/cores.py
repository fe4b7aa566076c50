"""Work that all cores share."""

import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")

_MOST_PROCESSES = 4


def processes() -> int:
    """How many processes are worth starting for much work. The variable PROCESSES rules it; 1 does without others."""
    if told := os.environ.get("PROCESSES"):
        return int(told)
    # Elsewhere a process cannot go on from where this one is, or not safely.
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES) if sys.platform == "linux" else 1


def shared(tasks: Sequence[Callable[[], T]], number: int) -> list[T]:
    """What each task returns, in their order. So many processes take part; what a task changes, it changes in its own.

    Each takes the next task that nobody has taken, so that what takes long should come first.
    """
    if number == 1:
        return [task() for task in tasks]
    fork = multiprocessing.get_context("fork")
    taken = fork.Value("l", 0)

    def take_part(told: Connection) -> None:
        try:
            told.send(dict(_done(tasks, taken)))
        except Exception:
            told.send(traceback.format_exc())

    helpers = []
    for _ in range(number - 1):
        hears, tells = fork.Pipe(duplex=False)
        helpers.append((helper := fork.Process(target=take_part, args=(tells,), daemon=True), hears))
        helper.start()
        tells.close()  # Only the helper holds it now: should that die, nothing waits for it.
    done = dict(_done(tasks, taken))
    for helper, hears in helpers:
        part = hears.recv()
        if isinstance(part, str):
            raise RuntimeError(part)
        done |= part
        helper.join()
    return [done[position] for position in range(len(tasks))]


def _done(tasks: Sequence[Callable[[], T]], taken: Any) -> Iterator[tuple[int, T]]:
    """The place of each task that no other process has taken, and what it returns."""
    while True:
        with taken.get_lock():
            position = taken.value
            taken.value += 1
        if position >= len(tasks):
            return
        yield position, tasks[position]()
