"""The benchmark: `python -m bench`. Writes what it measures as Markdown.

Sites are built cold: nothing that an earlier run has made is there. Only the files that are read are warm, from a first
run in which memory is measured. Ours runs right before each run of a peer, so that both meet the machine in the same
state; a ratio is the median of those of the pairs.
"""

import argparse
import datetime
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psutil

from bench import parts
from bench.builders import missing, ours, peers

SIZES = (100, 1_000, 10_000)
PARTS = {
    "build": ("The whole site without figures", parts.build),
    "check": ("The check", parts.check),
    "serve": ("From saving to seeing", parts.serve),
    "figures": ("The whole site with figures", parts.figures),
}
HEADING = "## What was measured { #measured }\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures what was asked for; returns the exit status."""
    chosen = _parser().parse_args(arguments)
    told = [_about(chosen.rounds)]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name in chosen.parts:
            title, measured = PARTS[name]
            told.append(f"### {title} {{ #{name} }}\n\n{measured(Path(folder), chosen.sizes, chosen.rounds)}")
    report = "\n".join(told)
    print(report, end="")
    if chosen.into:
        before, _, _ = chosen.into.read_text("utf-8").partition(HEADING)
        chosen.into.write_text(f"{before}{HEADING}\n{report}", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of exercises, in rising order")
    parser.add_argument("--rounds", type=int, default=3, help="how often each thing is timed")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="what is measured")
    parser.add_argument("--into", type=Path, help="a page whose last section is replaced by the report")
    return parser


def _about(rounds: int) -> str:
    """When, where and with what it was measured."""
    names = ", ".join(f"{builder.name} {builder.version}" for builder in (ours(), *peers()))
    absent = f" Not on this machine: {', '.join(missing())}." if missing() else ""
    today = datetime.datetime.now(tz=datetime.UTC).date()
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Measured on {today.day} {today:%B %Y}: {names}.{absent}\n"
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors, {memory:.0f} GiB of"
        f" memory. Rounds: {rounds}. All times are medians.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
