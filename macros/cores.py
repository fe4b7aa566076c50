"""Work that all cores share."""

import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

T = TypeVar("T")

_MOST_PROCESSES = 4


def processes() -> int:
    """How many processes are worth starting for much work. The variable PROCESSES rules it; 1 does without others."""
    if told := os.environ.get("PROCESSES"):
        return int(told)
    # Elsewhere a process cannot go on from where this one is, or not safely.
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES) if sys.platform == "linux" else 1


class Work(Generic[T]):
    """Tasks with which other processes have begun, if there are any; what a task changes, it changes in its own.

    Each process takes the next task that nobody has taken, so that what takes long should come first.
    """

    def __init__(self, tasks: Sequence[Callable[[], T]], number: int) -> None:
        """Begins in all of so many processes but this one."""
        fork = multiprocessing.get_context("fork")
        self._tasks = tasks
        self._taken = fork.Value("l", 0)
        self._helpers: list[tuple[BaseProcess, Connection]] = []
        for _ in range(number - 1):
            hears, tells = fork.Pipe(duplex=False)
            helper = fork.Process(target=self._help, args=(tells,), daemon=True)
            helper.start()
            tells.close()  # Only the helper holds it now: should that die, nothing waits for it.
            self._helpers.append((helper, hears))

    def finish(self) -> list[T]:
        """What each task returns, in their order. This process takes part now."""
        done = dict(self._done())
        for helper, hears in self._helpers:
            part = hears.recv()
            if isinstance(part, str):
                raise RuntimeError(part)
            done |= part
            helper.join()
        return [done[position] for position in range(len(self._tasks))]

    def _help(self, told: Connection) -> None:
        try:
            told.send(dict(self._done()))
        except Exception:
            told.send(traceback.format_exc())

    def _done(self) -> Iterator[tuple[int, T]]:
        """The place of each task that no other process has taken, and what it returns."""
        while True:
            with self._taken.get_lock():
                position = self._taken.value
                self._taken.value += 1
            if position >= len(self._tasks):
                return
            yield position, self._tasks[position]()


def stop_all() -> None:
    """Ends all work with which other processes have begun."""
    for helper in multiprocessing.active_children():
        helper.terminate()
        helper.join()
