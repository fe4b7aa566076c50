"""When content files were added and last changed, as far as the version history knows, or a package has recorded."""

import datetime
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

RECORD = "history.json"
"""The file in a package's content folder that stands for its history; with it, no other history is asked."""
_FOLDERS = ("exercises", "routines", "adapted")

LATELY = datetime.timedelta(days=30)
"""Changes that lie so close before the last one are told with it: who looks once a month misses none."""


class Dates(NamedTuple):
    """The author dates of the first and of the last commit that touch a file, and the ids of the latest ones."""

    added: datetime.date
    changed: datetime.date
    commits: tuple[str, ...] = ()


def dates(root: Path) -> Mapping[str, Dates]:
    """The dates of each file that is or ever was in the history, by its path relative to `root`.

    Empty where the history is unknown: no version control, or a clone that holds only a part of it.
    """
    if (recorded := record(root)) is not None:
        day = datetime.date.fromisoformat
        return {path: Dates(day(added), day(changed)) for path, (added, changed) in recorded["files"].items()}
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != b"false":
        return {}
    found: dict[str, Dates] = {}
    # No path holds two slashes in a row: so a commit cannot be taken for a file, whatever its name.
    format = "--format=%x00//%as %H%x00"
    log = _git(root, "log", "--relative", "--name-only", format, "-z", "--", *_FOLDERS)
    today, commit = datetime.date.min, ""
    for part in log.decode("utf-8", "surrogateescape").replace("\n", "\0").split("\0"):
        if part.startswith("//"):
            written, commit = part.removeprefix("//").split()
            today = datetime.date.fromisoformat(written)
        elif part:
            # The newest commit comes first. An author's clock may run wrong, but nothing changes before it is added.
            known = found.get(part, Dates(today, today))
            commits = (*known.commits, commit) if abs(known.changed - today) <= LATELY else known.commits
            found[part] = Dates(min(known.added, today), known.changed, commits)
    return found


def last_commit_time(root: Path) -> str:
    """The time of the last commit in seconds since 1970, or "" where there is none."""
    if (recorded := record(root)) is not None:
        return str(recorded["time"])
    return _git(root, "log", "-1", "--format=%ct").strip().decode()


def edition_date() -> datetime.date | None:
    """The day that stands for this build: that of `SOURCE_DATE_EPOCH`; None where it is unknown."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or 0)
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date() if seconds else None


def record(root: Path) -> Mapping[str, Any] | None:
    """What a package has recorded: `time` of the last commit, dates of `files`, `touched` fields; None elsewhere."""
    file = root / RECORD
    found: Mapping[str, Any] | None = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
    return found


def texts(root: Path, versions: Sequence[tuple[str, str]]) -> list[bytes | None]:
    """The text of a file, by its path relative to `root`, at a commit: one for each pair of commit and path.

    None where there was no such file, or nothing is known.
    """
    names = "".join(f"{commit}:./{path}\n" for commit, path in versions)
    rest = _git(root, "cat-file", "--batch", told=names.encode()) if versions else b""
    found: list[bytes | None] = []
    while rest:
        head, _, rest = rest.partition(b"\n")
        if head.endswith(b" missing"):
            found.append(None)
            continue
        size = int(head.rpartition(b" ")[2])
        found.append(rest[:size])
        rest = rest[size + 1 :]
    return found or [None] * len(versions)


def _git(root: Path, *arguments: str, told: bytes = b"") -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], input=told, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return b""
    return done.stdout
