"""Work that all cores share."""

import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

T = TypeVar("T")

MANY = 200
"""From so many files on, it is worth starting other processes that read or check them."""
_MOST_PROCESSES = 4


def processes() -> int:
    """How many processes are worth starting for much work. The variable PROCESSES rules it; 1 does without others."""
    if told := os.environ.get("PROCESSES"):
        return int(told)
    # Elsewhere a process cannot go on from where this one is, or not safely.
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES) if sys.platform == "linux" else 1


def batches(entries: Sequence[T], most: int) -> list[Sequence[T]]:
    """The entries in groups of at most so many."""
    return [entries[first : first + most] for first in range(0, len(entries), most)]


class Work(Generic[T]):
    """Tasks with which other processes have begun, if there are any; what a task changes, it changes in its own.

    Each process takes the next task that nobody has taken, so that what takes long should come first.
    """

    def __init__(self, tasks: Sequence[Callable[[], T]], number: int) -> None:
        """Begins in all of so many processes but this one."""
        self._tasks = tasks
        self._places: Iterable[int] = range(len(tasks))
        self._helpers: list[tuple[BaseProcess, Connection]] = []
        if number > 1:
            fork = multiprocessing.get_context("fork")  # Where there is none, `processes` is 1.
            self._places = _not_taken(fork.Value("l", 0), len(tasks))
            self._helpers = [self._begun(fork) for _ in range(number - 1)]

    def finish(self) -> list[T]:
        """What each task returns, in their order. This process takes part now."""
        done = self._done()
        for helper, hears in self._helpers:
            part = hears.recv()
            if isinstance(part, str):
                raise RuntimeError(part)
            done |= part
            helper.join()
        return [done[place] for place in range(len(self._tasks))]

    def _begun(self, fork: Any) -> tuple[BaseProcess, Connection]:
        hears, tells = fork.Pipe(duplex=False)
        helper = fork.Process(target=self._help, args=(tells,), daemon=True)
        helper.start()
        tells.close()  # Only the helper holds it now: should that die, nothing waits for it.
        return helper, hears

    def _help(self, told: Connection) -> None:
        try:
            told.send(self._done())
        except Exception:
            told.send(traceback.format_exc())

    def _done(self) -> dict[int, T]:
        """What the tasks return that no other process takes, by their place."""
        return {place: self._tasks[place]() for place in self._places}


def _not_taken(taken: Any, number: int) -> Iterator[int]:
    """The places that no other process has taken; so many are taken by all of them together."""
    while True:
        with taken.get_lock():
            place = taken.value
            taken.value += 1
        if place >= number:
            return
        yield place


def stop_all() -> None:
    """Ends all work with which other processes have begun."""
    for helper in multiprocessing.active_children():
        helper.terminate()
        helper.join()
