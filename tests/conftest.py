"""What several tests need: the real library, a built site, and small libraries made on the spot."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from macros import Loaded, load_library
from macros.rendering import Site
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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository, built strictly."""
    to = tmp_path_factory.mktemp("built") / "site"
    done = run("site", "--to", str(to))
    assert done.returncode == 0, done.stdout + done.stderr
    return to


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


@pytest.fixture
def make_library(tmp_path: Path) -> MakeLibrary:
    """Makes a content folder with a small vocabulary and the given files: `{"exercises/lift.yml": text}`."""

    def make(files: dict[str, str] | None = None, name: str = "content") -> Path:
        root = tmp_path / name
        texts = {f"vocabulary/{list}.yml": text for list, text in VOCABULARY.items()}
        texts |= {"exercises/small-lift.yml": EXERCISE} if files is None else files
        for path, text in texts.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return root

    return make


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
