"""Ours and its peers: what builds the pages, where it is found, and how it is told to."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench import inputs
from macros.version import VERSION

HOME = Path(__file__).parents[1]
OURS = "Ours"
_NODE = shutil.which("node", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
_ZENSICAL = inputs.PEERS / "zensical/.venv/bin/zensical"
_ELEVENTY = inputs.PEERS / "eleventy/node_modules/@11ty/eleventy"


@dataclass(frozen=True)
class Builder:
    """Something that builds the site.

    `prepare` puts what it needs from a content folder into a folder. There, `command` builds into `site/`, with
    `settings` in its environment. What it keeps for the next time is in one of `caches`.
    """

    name: str
    version: str
    prepare: Callable[[Path, Path], None]
    command: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    caches: tuple[str, ...] = ()

    def workshop(self, content: Path, folder: Path) -> Path:
        """The folder for it inside `folder`, made anew, with what it needs."""
        work = folder / self.name.lower()
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        self.prepare(content, work)
        return work


def cold(builder: Builder, work: Path) -> None:
    """Takes away what earlier runs have left in a builder's folder.

    It is only moved: where many files have just been deleted, some disks make new ones ten times slower for a while.
    """
    for name in ("site", *builder.caches):
        if (work / name).exists():
            (work / name).rename(Path(tempfile.mkdtemp(prefix="left-", dir=work.parent), "moved"))


def ours() -> Builder:
    """The library's own command, with everything that it does by default."""
    command = (sys.executable, "-m", "macros", "site", "--content", "content", "--to", "site")
    # Python keeps what it has compiled, as it does by default.
    settings = {"PYTHONPATH": str(HOME), "PYTHONDONTWRITEBYTECODE": ""}
    return Builder(OURS, VERSION, inputs.for_ours, command, settings, caches=("content/.cache",))


def peers() -> list[Builder]:
    """The peers that are on this machine."""
    return [peer for peer in (_eleventy(), _hugo(), _zensical()) if peer]


def missing() -> list[str]:
    """The names of the other ones."""
    found = {peer.name for peer in peers()}
    return [name for name in ("Eleventy", "Hugo", "Zensical") if name not in found]


def _eleventy() -> Builder | None:
    if not (_NODE and _ELEVENTY.is_dir()):
        return None
    version = json.loads((_ELEVENTY / "package.json").read_text("utf-8"))["version"]
    command = (_NODE, "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
    settings = {"CONTENT": "content", "SITE": "site"}
    return Builder("Eleventy", version, inputs.for_eleventy, command, settings, caches=(".cache",))


def _hugo() -> Builder | None:
    hugo = shutil.which("hugo")
    if not hugo:
        return None
    version = _answer(hugo, "version").split()[1].removeprefix("v").partition("+")[0]
    command = (hugo, "--quiet", "--ignoreCache", "--destination", "site")
    return Builder("Hugo", version, inputs.for_hugo, command, caches=("resources",))


def _zensical() -> Builder | None:
    if not _ZENSICAL.is_file():
        return None
    version = _answer(str(_ZENSICAL), "--version").split()[-1]
    return Builder("Zensical", version, inputs.for_zensical, (str(_ZENSICAL), "build"), caches=(".cache",))


def _answer(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
