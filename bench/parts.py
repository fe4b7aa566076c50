"""The parts of the benchmark: each measures one thing at some sizes, and tells it in Markdown."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import corpus
from bench.builders import Builder, cold, ours, peers
from bench.measuring import Run, peak_memory, seconds_until_shown, timed, weight
from bench.tables import growth, ratio, seconds, size, table

_WEIGHED = 100


@dataclass(frozen=True)
class Builds:
    """What was measured of one builder at one size."""

    pairs: list[tuple[Run, Run]]
    """A run of ours and the builder's own right after it; for ours, the same run twice."""
    peak: int
    weights: tuple[float, float]
    """Bytes of an exercise's page, plain and packed."""
    search: tuple[float, float]
    """Bytes of what the search loads, plain and packed."""

    @property
    def wall(self) -> list[float]:
        return [run.wall for _, run in self.pairs]

    @property
    def cpu(self) -> list[float]:
        return [run.cpu for _, run in self.pairs]


def build(folder: Path, sizes: Sequence[int], rounds: int) -> str:
    """The whole site without figures, by ours and by each peer."""
    by_size = {number: _builds(folder, number, rounds) for number in sizes}
    times, weights = [], []
    for before, number in zip((sizes[0], *sizes), sizes, strict=False):
        for name, built in by_size[number].items():
            grown = growth((before, by_size[before][name].cpu), (number, built.cpu))
            wall = ratio((mine.wall, its.wall) for mine, its in built.pairs)
            cpu = ratio((mine.cpu, its.cpu) for mine, its in built.pairs)
            took = (seconds(built.wall), wall, seconds(built.cpu), cpu, grown)
            times.append((f"{number:,}", name, *took, size(built.peak)))
            weights.append((f"{number:,}", name, *map(size, (*built.weights, *built.search))))
    heads = ("exercises", "built by", "time", "ours / this", "of all processors", "ours / this", "growth", "memory")
    weighed = ("exercises", "built by", "a page", "packed", "search index", "packed")
    return f"{table(heads, times)}\n{table(weighed, weights)}"


def _builds(folder: Path, number: int, rounds: int) -> dict[str, Builds]:
    """What was measured at one size, by the builder's name."""
    folder = folder / str(number)  # Nothing of another size is deleted while it is measured.
    content = _content(folder, number)
    mine, *others = builders = [ours(), *peers()]
    works = {b.name: b.workshop(content, folder) for b in builders}
    peaks = {b.name: _peak(b, works[b.name]) for b in builders}
    pairs = {b.name: [(_cold(mine, works), _cold(b, works)) for _ in range(rounds)] for b in others}
    alone = [run for both in pairs.values() for run, _ in both] or [_cold(mine, works) for _ in range(rounds)]
    pairs[mine.name] = [(run, run) for run in alone]
    return {b.name: Builds(pairs[b.name], peaks[b.name], *_weights(works[b.name] / "site")) for b in builders}


def _peak(builder: Builder, work: Path) -> int:
    _say(f"{builder.name}: memory")
    cold(builder, work)
    return peak_memory(builder.command, work, builder.settings)


def _cold(builder: Builder, works: dict[str, Path]) -> Run:
    work = works[builder.name]
    cold(builder, work)
    run = timed(builder.command, work, builder.settings)
    _say(f"{builder.name}: {run.wall:.2f} s")
    return run


def _weights(site: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """What exercises' pages weigh, of which some are taken, and what the search does."""
    files = sorted(site.glob("exercises/*/index.html"))
    some = [file.read_bytes() for file in files[:: max(1, len(files) // _WEIGHED)]]
    return weight(some), weight([(site / "search.json").read_bytes()])


def check(folder: Path, sizes: Sequence[int], rounds: int) -> str:
    """The check of the content."""
    command = (sys.executable, "-m", "macros", "check", "--content", "content")
    rows = []
    for number in sizes:
        work = ours().workshop(_content(folder, number), folder)
        runs = [timed(command, work, ours().settings) for _ in range(rounds)]
        rows.append((f"{number:,}", seconds(run.wall for run in runs), seconds(run.cpu for run in runs)))
        _say(f"Check of {number}: {rows[-1][1]}")
    return table(("exercises", "time", "of all processors"), rows)


def serve(folder: Path, sizes: Sequence[int], rounds: int) -> str:
    """From saving an exercise to its new page in the preview."""
    rows = []
    for number in sizes:
        took = seconds_until_shown(_content(folder, number), ours().settings, rounds)
        rows.append((f"{number:,}", seconds(took)))
        _say(f"Preview of {number}: {rows[-1][1]}")
    return table(("exercises", "from saving to seeing"), rows)


def figures(folder: Path, sizes: Sequence[int], rounds: int) -> str:
    """The whole site with figures and with the pictures for sharing pages: all drawn, and none drawn."""
    mine, rows = ours(), []
    for number in sizes:
        work = mine.workshop(_content(folder, number, poses=True), folder)
        drawn, kept = [], []
        for _ in range(rounds):
            drawn.append(_cold(mine, {mine.name: work}))
            kept.append(timed(mine.command, work, mine.settings))
        times = (seconds(value) for runs in (drawn, kept) for value in ([r.wall for r in runs], [r.cpu for r in runs]))
        rows.append((f"{number:,}", *times))
    heads = ("exercises", "all drawn", "of all processors", "none drawn anew", "of all processors")
    return table(heads, rows)


def _content(folder: Path, number: int, *, poses: bool = False) -> Path:
    content = folder / "library"
    corpus.write(content, number, poses=poses)
    return content


def _say(text: str) -> None:
    """Shows that something happens."""
    print(text, file=sys.stderr, flush=True)
