"""What is measured of a command, and how."""

import gzip
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

_BETWEEN_SAMPLES = 0.05
_BETWEEN_LOOKS = 0.02


@dataclass(frozen=True)
class Run:
    """What one run took, in seconds: on the clock, and of all processors together."""

    wall: float
    cpu: float


def timed(command: Sequence[str], folder: Path, settings: Mapping[str, str]) -> Run:
    """Runs a command in a folder; CalledProcessError with what it has said if it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env={**os.environ, **settings}, capture_output=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        print((done.stdout + done.stderr).decode(errors="replace"), file=sys.stderr)
    done.check_returncode()
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def peak_memory(command: Sequence[str], folder: Path, settings: Mapping[str, str]) -> int:
    """The most bytes that a command and all its processes hold at once.

    Sampled every 50 ms, which slows the command down: run it apart from what is timed. What processes share is
    counted in each.
    """
    environment, quiet = {**os.environ, **settings}, subprocess.DEVNULL
    peak = 0
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=quiet, stderr=quiet) as running:
        while running.poll() is None:
            peak = max(peak, _held(running.pid))
            time.sleep(_BETWEEN_SAMPLES)
    return peak


def _held(pid: int) -> int:
    """The resident memory of a process and all that it has started; one that has just ended holds nothing."""
    held = 0
    try:
        first = psutil.Process(pid)
        family = [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for process in family:
        try:
            held += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return held


def weight(texts: Sequence[bytes]) -> tuple[float, float]:
    """The mean number of bytes of some files, as they are and as a web server packs them."""
    packed = (len(gzip.compress(text, 6)) for text in texts)
    return sum(map(len, texts)) / len(texts), sum(packed) / len(texts)


def seconds_until_shown(content: Path, settings: Mapping[str, str], times: int) -> list[float]:
    """How long it takes from saving an exercise until the preview shows the new text, in seconds, some times over."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = (sys.executable, "-m", "macros", "serve", "--content", str(content), "--address", address)
    file = min((content / "exercises").iterdir())
    text, page = file.read_text("utf-8"), f"http://{address}/exercises/{file.stem}/"
    took = []
    with _running(command, settings) as preview:
        _wait_for(page, "<h1", preview)
        for number in range(times):
            mark = f"Now the text is number {number}."
            start = time.perf_counter()
            file.write_text(text.replace("summary: ", f"summary: {mark} ", 1), "utf-8")
            _wait_for(page, mark, preview)
            took.append(time.perf_counter() - start)
    return took


@contextmanager
def _running(command: Sequence[str], settings: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A command that goes on until we are done with it."""
    environment, quiet = {**os.environ, **settings}, subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True) as running:
        try:
            yield running
        finally:
            os.killpg(running.pid, signal.SIGTERM)


def _wait_for(page: str, text: str, preview: subprocess.Popen[bytes]) -> None:
    """Until a page is served that holds a text; RuntimeError if the preview ends before."""
    while text not in _served(page):
        if preview.poll() is not None:
            raise RuntimeError("The preview has ended")
        time.sleep(_BETWEEN_LOOKS)


def _served(page: str) -> str:
    """A page, or "" as long as there is none."""
    try:
        with urllib.request.urlopen(page, timeout=600) as answer:
            text: str = answer.read().decode()
            return text
    except OSError:
        return ""
