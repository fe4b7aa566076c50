"""Builds the site beside the one that is there, and swaps the two only when the build has succeeded."""

import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from click import ClickException

from macros import fragments
from macros.clinic_folders import all_folders
from macros.compressing import compress
from macros.contents import ADDRESS, in_lines
from macros.cores import stop_all
from macros.history import last_commit_time
from macros.home import CONFIGURATION, HOME

# What mkdocs-macros says of a page: its file and the error, then a line of it or a traceback.
_WRONG_CALL = re.compile(
    r"WARNING.*# _Macro .*\s+_File_: `(.*)`\s+_.*?:?_:? (?:\*\*)?(.*?)(?:\*\*)?\s+```(?s:.*?)```\n?"
)
ENGINES = ("mkdocs", "properdocs", "zensical")
"""What can turn hand-written Markdown into HTML, by module; the first where none is named."""
_WITH_HOOKS = ("mkdocs", "properdocs")


def lacking(engine: str, *, preview: bool = False) -> str:
    """What to do about an engine that cannot build the site, or show a preview; "" for one that can."""
    usable = _WITH_HOOKS if preview else ENGINES
    if engine not in usable:
        return f"`{engine}` cannot do this. Choose one of these engines: {', '.join(usable)}."
    if not find_spec(engine):
        return f"The engine `{engine}` is not installed. The version to install stands in requirements-engines.txt."
    return ""


def build_site(
    content: Path, site: Path, clinic: Path | None = None, *, engine: str = ENGINES[0], compressed: bool = False
) -> int:
    """Builds the library in the folder `content` into the folder `site`; returns the exit status.

    `clinic` is the folder of the clinic whose copy it is, and `engine` one of ENGINES.

    On any problem or warning `site` stays as it was, and also if a page of the new one loads anything from elsewhere.
    A `compressed` site has a copy for web servers beside each text.
    """
    site = site.resolve()
    if not _is_free_or_ours(site):
        print(f"{site} is not a site that was built here. Choose another folder, or empty it.", file=sys.stderr)
        return 1
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=site.parent) as workshop:
        fresh, old = Path(workshop, "fresh"), Path(workshop, "old")
        if wrong := _run(engine, fresh, _settings(content, clinic, preview=False)):
            stop_all()
            print(wrong, file=sys.stderr)
            return 1
        if compressed:
            compress(fresh)
        _swap(fresh, site, old)
    print(*in_lines(json.loads((site / ADDRESS).read_text(encoding="utf-8"))), sep="\n")
    print(f"The site is in {site}")
    return 0


def _run(engine: str, to: Path, settings: Mapping[str, str]) -> str:
    """Has an engine build the site into the folder `to`; returns what is wrong, "" for nothing."""
    with _environment(settings):
        if engine not in _WITH_HOOKS:
            return fragments.build(to)
        # In this process, which has loaded already what the hooks need.
        cli = import_module(f"{engine}.__main__").cli
        # Not `--quiet`: with it, warnings no longer count as failures.
        arguments = ["build", "--strict", "--config-file", str(CONFIGURATION), "--site-dir", str(to)]
        with redirect_stderr(io.StringIO()) as told:
            try:
                cli.main(arguments, standalone_mode=False)
            except (ClickException, SystemExit) as error:
                reason = error.format_message() if isinstance(error, ClickException) else ""
                return _without_chatter(f"{told.getvalue()}{reason}") or f"{engine} stopped, and does not say why."
    return ""


@contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _is_free_or_ours(site: Path) -> bool:
    """Whether `site` may be replaced: nothing else than a site of ours is ever deleted."""
    if not site.exists():
        return True
    return site.is_dir() and ((site / "api/v1/exercises.json").is_file() or not any(site.iterdir()))


def _swap(fresh: Path, site: Path, old: Path) -> None:
    """Puts `fresh` in the place of `site`; if that fails, the old one returns."""
    if site.exists():
        site.rename(old)
    try:
        fresh.rename(site)
    except BaseException:
        if old.exists():
            old.rename(site)
        raise


def build_all(content: Path, folder: Path, *, engine: str = ENGINES[0], compressed: bool = False) -> int:
    """Builds the copy of every clinic into a folder of its own inside `folder`; returns the exit status.

    One that cannot be built stops no other.
    """
    failed = []
    for clinic in all_folders():
        print(f"\n{clinic}", flush=True)
        if build_site(content, folder / clinic.name, clinic, engine=engine, compressed=compressed):
            failed.append(clinic)
    if failed:
        print(f"\nNot built: {', '.join(map(str, failed))}. What was there stays.", file=sys.stderr)
    return 1 if failed else 0


def serve(content: Path, address: str, clinic: Path | None = None, *, engine: str = ENGINES[0]) -> int:
    """Serves the library in the folder `content` with live reload until it is interrupted."""
    if _is_taken(address):
        print(f"Something is shown at http://{address} already, perhaps by another window of yours.", file=sys.stderr)
        print("Close that one with Ctrl+C, or choose another address: --address 127.0.0.1:8001", file=sys.stderr)
        return 1
    command = [sys.executable, "-P", "-m", engine, "serve", "--config-file", str(CONFIGURATION), "--livereload"]
    command += ["--dev-addr", address]
    settings = {**os.environ, **_settings(content, clinic, preview=True)}
    with subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True, errors="replace") as running:
        try:
            for line in running.stderr or ():
                if not line.startswith("INFO    -  [macros]") and "Watching paths" not in line:
                    print(line, end="", file=sys.stderr, flush=True)
                if "Serving on" in line:
                    print(f"Look at http://{address} in your browser. Ctrl+C ends it.", file=sys.stderr, flush=True)
            return running.wait()
        except KeyboardInterrupt:
            running.wait()
            return 0


def _is_taken(address: str) -> bool:
    """Whether something answers at `host:port` already."""
    host, _, port = address.rpartition(":")
    with socket.socket() as probe:
        probe.settimeout(1)
        return port.isdecimal() and probe.connect_ex((host, int(port))) == 0


def _settings(content: Path, clinic: Path | None, *, preview: bool) -> dict[str, str]:
    """The environment that the configuration reads."""
    times = [int(last_commit_time(folder) or 0) for folder in (content, clinic) if folder]
    return {
        "CONTENT": str(content),
        "CLINIC": str(clinic or ""),
        "HOOKS": str(Path(__file__).with_name("hooks.py")),
        # Where the code stands beside the content, it need not be installed.
        "PYTHONPATH": os.pathsep.join(filter(None, (str(HOME), os.environ.get("PYTHONPATH")))),
        "PREVIEW": "true" if preview else "false",
        # A preview answers in other threads meanwhile, and a process with threads must not go on in two.
        **({"PROCESSES": "1"} if preview else {}),
        # Nobody shares a preview, and the first start would take long.
        "SOCIAL_PICTURES": "false" if preview else os.environ.get("SOCIAL_PICTURES", "true"),
        "STOP_AT_MACRO_ERRORS": "false" if preview else "true",
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH") or str(max(times)),
    }


def _without_chatter(log: str) -> str:
    """The engine's log without its progress and without tracebacks, which say nothing to an author."""
    told = _WRONG_CALL.sub(r"\1: \2\n", log)
    return "\n".join(line for line in told.splitlines() if line and not line.startswith(("INFO", "Aborted with")))
