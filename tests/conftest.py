"""What several tests need: the real library, a built site, and small libraries made on the spot."""

import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import release
from macros import Loaded, load_library
from macros.building import build_site
from macros.site import Site
from macros.templating import Templates
from tests.find_chromium import chromium

ROOT = Path(__file__).parent.parent
SITE = Site(emergency_number="999")
ACTIVE = tuple(load_library(ROOT, SITE).library.exercises)

VOCABULARY = {
    "regions": "hips: {label: Hips}",
    "muscles": """\
gluteus-maximus: {label: Gluteus maximus, region: hips}
hamstrings: {label: Hamstrings, region: hips}
unused-muscle: {label: Unused muscle}
""",
    "positions": "supine: {label: Lying on your back, floor: true}\nstanding: {label: Standing}",
    "equipment": "chair: {label: Chair}\ntowel: {label: Towel}",
    "levels": "beginner: {label: Beginner}\nadvanced: {label: Advanced}",
    "conditions": "knee-pain: {label: Knee pain}\nsciatica: {label: Sciatica}",
}
EXERCISE = """\
name: Small lift
kind: strength
summary: Lift your hips a little.
level: beginner
positions: [supine]
equipment: [towel]
muscles:
  primary: [gluteus-maximus]
  secondary: [hamstrings]
dose: {reps: 8, sources: [project-default]}
steps:
  - Lie on your back.
  - Lift your hips.
cautions:
  - {text: Lift less., conditions: [knee-pain], action: adapt, why: It is enough., sources: [project-default]}
"""


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs `python -m macros …` in the project's folder."""
    command = [sys.executable, "-m", "macros", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, **options)  # type: ignore[call-overload, no-any-return]


@pytest.fixture(autouse=True)
def not_on_github(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps the lines that GitHub Actions reads out of what the tests compare."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


@pytest.fixture(scope="session")
def real() -> Loaded:
    """The library of this repository."""
    return load_library(ROOT, SITE)


def shared_by_all(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first of the processes of a test run makes for all of them, so that nobody may write in it."""
    base = tmp_path_factory.getbasetemp()
    # A process that is one of several has a folder of its own in the one of all.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fresh = folder.with_suffix(".fresh")
            make(fresh)
            fresh.rename(folder)
    return folder


@pytest.fixture
def templates(real: Loaded) -> Templates:
    """The templates with the words of this repository's library."""
    library = real.library
    known = {"library": library, "words": library.vocabulary, "site": real.renderer.site, "has_page": lambda _: True}
    return Templates(library.vocabulary.labels, known)


def build(to: Path, *options: str) -> None:
    """Builds a site, strictly."""
    done = run("site", "--to", str(to), *options)
    assert done.returncode == 0, done.stdout + done.stderr


def build_small(content: Path, to: Path) -> Path:
    """The same for the site of a small library, in this process, which saves starting another."""
    assert build_site(content, to) == 0
    return to


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository."""
    return shared_by_all(tmp_path_factory, "site", build)


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release of this repository."""
    return shared_by_all(tmp_path_factory, "released", release.main)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing: the tests' output is for results."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


def serve(site: Path, handler: type[Quiet] = Quiet) -> http.server.ThreadingHTTPServer:
    """Serves a built site on a free port of this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def asset(site: Path, name: str) -> str:
    """The address of a file of the frame, such as `search.js`, in a built site."""
    (file,) = site.glob(f"assets/*/{name}")
    return file.relative_to(site).as_posix()


MakeLibrary = Callable[..., Path]


def write_library(root: Path, files: dict[str, str] | None = None) -> Path:
    """Writes a content folder with a small vocabulary and the given files: `{"exercises/lift.yml": text}`."""
    texts = {f"vocabulary/{list}.yml": text for list, text in VOCABULARY.items()}
    texts |= {"exercises/small-lift.yml": EXERCISE} if files is None else files
    for path, text in texts.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def make_library(tmp_path: Path) -> MakeLibrary:
    """Writes such a folder for one test."""
    return lambda files=None, name="content": write_library(tmp_path / name, files)


@pytest.fixture
def project(make_library: MakeLibrary) -> Path:
    """A copy of the project with one exercise, in which a test may write."""
    copy = make_library({"exercises/small-lift.yml": EXERCISE}, "project")
    shutil.rmtree(copy / "vocabulary")
    for folder in ("docs", "macros", "overrides", "vocabulary"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", copy)
    return copy


def build_in(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Builds the site of a copy of the project."""
    command = [sys.executable, "-m", "macros", "site", *options]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)
