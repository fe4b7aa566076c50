"""Work that all cores share comes to the same, whatever their number."""

import multiprocessing
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from macros.cores import Work, processes, stop_all
from macros.loading import MAX_BYTES
from macros.problems import Problem
from macros.reading import read_all

SOUND = "name: Number {}\nsteps:\n  - Lie down.\n  - text: Breathe out.\n    breathe: out\n# A remark\n"


def tasks(number: int) -> list[Callable[[], int]]:
    return [partial(pow, n, 2) for n in range(number)]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_what_tasks_return_stands_in_their_order(number: int) -> None:
    assert Work(tasks(50), number).finish() == [n * n for n in range(50)]


@pytest.mark.parametrize("number", [1, 3])
def test_a_task_that_fails_is_told(number: int) -> None:
    def broken() -> int:
        raise RuntimeError("This task is broken.")

    with pytest.raises(RuntimeError, match=r"This task is broken\."):
        Work([*tasks(20), broken], number).finish()


def wait_for(file: Path) -> None:
    for _ in range(6000):
        if file.exists():
            return
        time.sleep(0.01)
    raise AssertionError(f"Nobody has made {file}")


def test_other_processes_begin_before_this_one_takes_part(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    work = Work([begun.touch], 2)
    wait_for(begun)
    assert work.finish() == [None]


def test_what_fails_in_another_process_is_told(tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def broken() -> None:
        begun.touch()
        raise RuntimeError("This task is broken.")

    work = Work([broken], 2)
    wait_for(begun)
    with pytest.raises(RuntimeError, match=r"This task is broken\."):
        work.finish()


def test_work_that_is_stopped_goes_on_nowhere() -> None:
    Work([partial(time.sleep, 600)], 2)
    assert len(multiprocessing.active_children()) == 1
    stop_all()
    assert multiprocessing.active_children() == []


def test_the_number_of_processes_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCESSES", "7")
    assert processes() == 7
    monkeypatch.delenv("PROCESSES")
    assert 1 <= processes() <= (os.cpu_count() or 1)


def test_many_files_are_read_alike_by_one_core_and_by_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = {50: "name: A\nname: B\n", 120: "", 200: "steps:\n\t- Lie down.\n", 201: "feel:\nname: é\n", 299: "a: &b c\n"}
    paths = [tmp_path / f"{number}.yml" for number in range(300)]
    for number, path in enumerate(paths):
        path.write_text(odd.get(number, SOUND.format(number)), encoding="utf-8")

    def told(number: str) -> tuple[list[object], list[Problem]]:
        monkeypatch.setenv("PROCESSES", number)
        problems: list[Problem] = []
        found = [
            (d.data, d.comments, d.values, d.keys, d.broken, d.plain) if d else None
            for d in read_all(paths, problems, MAX_BYTES)
        ]
        return found, problems

    assert told("3") == told("1")
    assert {problem.path for problem in told("3")[1]} == {str(paths[number]) for number in (50, 120, 200, 299)}
