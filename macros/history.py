"""When content files were added and last changed, as far as the version history knows."""

import datetime
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Dates(NamedTuple):
    """The author dates of the first and of the last commit that touch a file."""

    added: datetime.date
    changed: datetime.date


def dates(root: Path) -> Mapping[str, Dates]:
    """The dates of each file that is or ever was in the history, by its path relative to `root`.

    Empty where the history is unknown: no version control, or a clone that holds only a part of it.
    """
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    found: dict[str, Dates] = {}
    # No path holds two slashes in a row: so a date cannot be taken for a file, whatever its name.
    format = "--format=%x00//%as%x00"
    log = _git(root, "log", "--relative", "--name-only", format, "-z", "--", "exercises", "routines")
    day = datetime.date.min
    for part in log.replace("\n", "\0").split("\0"):
        if part.startswith("//"):
            day = datetime.date.fromisoformat(part.removeprefix("//"))
        elif part:
            # The newest commit comes first. An author's clock may run wrong, but nothing changes before it is added.
            known = found.get(part, Dates(day, day))
            found[part] = Dates(min(known.added, day), known.changed)
    return found


def last_commit_time(root: Path) -> str:
    """The time of the last commit in seconds since 1970, or "" where there is none."""
    return _git(root, "log", "-1", "--format=%ct").strip()


def edition_date() -> datetime.date | None:
    """The day that stands for this build: that of `SOURCE_DATE_EPOCH`; None where it is unknown."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or 0)
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date() if seconds else None


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.decode("utf-8", "surrogateescape")
