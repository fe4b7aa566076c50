"""The files of a site are written on all cores, and it does not matter on how many."""

from pathlib import Path

import pytest

from macros.problems import Problem
from macros.writing import Maker, Writing

FAULTY = '<p onclick="a{number}">Text</p>\n'


def write_all(makers: list[Maker], to: Path, processes: int) -> list[Problem]:
    return Writing(makers, to, processes).finish()


def makers(number: int, lines: int = 1) -> list[Maker]:
    """Each makes one page with faults."""
    return [
        lambda n=n: [(f"pages/{n}/index.html", FAULTY.format(number=n) * lines)]  # type: ignore[misc]
        for n in range(number)
    ]


def test_several_processes_write_what_one_writes_and_tell_the_same_faults(tmp_path: Path) -> None:
    told = [write_all(makers(100), tmp_path / str(processes), processes) for processes in (1, 3)]
    assert [fault.path for fault in told[0]] == sorted(f"pages/{n}/index.html" for n in range(100))
    assert told[0] == told[1]
    one, three = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.html")}
        for name in ("1", "3")
    )
    assert len(one) == 100
    assert one == three


def test_a_site_with_very_many_faults_ends_with_all_of_them(tmp_path: Path) -> None:
    assert len(write_all(makers(100, lines=50), tmp_path, 2)) == 5000


@pytest.mark.parametrize("processes", [1, 2])
def test_a_page_that_cannot_be_made_stops_all(processes: int, tmp_path: Path) -> None:
    def broken() -> list[tuple[str, str]]:
        raise RuntimeError("This page is broken.")

    with pytest.raises(RuntimeError, match=r"This page is broken\."):
        write_all([*makers(40), broken, *makers(40)], tmp_path, processes)


def test_a_file_may_be_bytes_or_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    there = [("a.bin", b"\x00\xff"), ("deep/er/b.png", tmp_path / "picture.png")]
    assert write_all([lambda: there], tmp_path / "site", 1) == []
    assert (tmp_path / "site/a.bin").read_bytes() == b"\x00\xff"
    assert (tmp_path / "site/deep/er/b.png").read_bytes() == b"\x89PNG"
