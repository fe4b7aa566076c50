"""The installed package is the whole library: it does in an empty folder what a clone does."""

import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Callable
from email.parser import HeaderParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import hatch_build
import release
from macros.history import dates, last_commit_time
from macros.version import VERSION
from tests.conftest import ACTIVE, EXERCISE, ROOT, MakeLibrary

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release.build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def package(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the installed package, in an environment of its own inside of somebody's repository.

    What it depends on is lent by the environment of the tests; the project in there is not, as it is a `.pth` file.
    """
    project = tmp_path_factory.mktemp("clinic")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project / "venv"], check=True)
    places = {"base": str(project / "venv"), "platbase": str(project / "venv")}
    packages = Path(sysconfig.get_path("purelib", vars=places))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", str(project / "venv"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    git = ["git", "-C", str(project), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    said = [*git, "commit", "-qm", "Add", "--date", "1999-01-01T12:00:00"]
    for command in ([*git, "init", "-q"], [*git, "add", "."], said):
        subprocess.run(command, check=True)
    return packages / "macros"


@pytest.fixture
def steady_back(package: Path, tmp_path: Path) -> Run:
    """Runs the installed command in a new and empty folder."""
    scripts = package.parents[3] / ("Scripts" if sys.platform == "win32" else "bin")
    (tmp_path / "here").mkdir()

    def steady_back(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [scripts / "steady-back", *arguments]
        return subprocess.run(command, cwd=tmp_path / "here", capture_output=True, text=True)

    return steady_back


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_package_builds_the_same_site_as_a_clone_and_stays_as_it_was(
    steady_back: Run, package: Path, tmp_path: Path, site: Path
) -> None:
    before = contents(package)
    done = steady_back("site")
    assert done.returncode == 0, done.stdout + done.stderr
    built, cloned = contents(tmp_path / "here" / "site"), contents(site)
    assert built.keys() == cloned.keys()
    assert [name for name in built if built[name] != cloned[name]] == []
    assert contents(package) == before
    assert {path.name for path in (tmp_path / "here").iterdir()} == {"site", ".cache"}


def test_the_package_checks_its_content_and_writes_nothing_into_itself(
    steady_back: Run, package: Path, tmp_path: Path
) -> None:
    before = contents(package)
    done = steady_back("check")
    assert (done.returncode, done.stdout) == (0, f"Exercises: {len(ACTIVE)}. Problems: 0. Advice: 0.\n")
    assert steady_back("figures").returncode == 0
    assert steady_back("format").stdout == ""
    assert contents(package) == before


def test_a_library_in_the_current_folder_is_taken_instead(
    steady_back: Run, make_library: MakeLibrary, tmp_path: Path
) -> None:
    make_library({"exercises/small-lift.yml": EXERCISE.replace("kind: strength", "kind: strengh")}, name="here")
    done = steady_back("check")
    assert done.returncode == 1
    assert done.stdout.startswith("exercises/small-lift.yml:2:7: unknown-word:")


def test_a_new_exercise_goes_into_the_current_folder_and_is_a_library(steady_back: Run, tmp_path: Path) -> None:
    done = steady_back("new", "Knee lift")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "here" / "exercises" / "knee-lift.yml").is_file()
    assert "Exercises: 1. Problems: 0." in steady_back("check").stdout


def test_what_else_lies_in_the_current_folder_does_not_matter(
    steady_back: Run, make_library: MakeLibrary, tmp_path: Path
) -> None:
    here = make_library(name="here")
    (here / "mkdocs.yml").write_text("site_name: Of somebody else\nplugins: [unknown]\n")
    (here / "docs").mkdir()
    (here / "docs" / "index.md").write_text("# Of somebody else\n")
    for name in ("macros", "mkdocs", "yaml", "hooks"):
        (here / f"{name}.py").write_text("raise SystemExit('This is the wrong one.')\n")
    done = steady_back("site")
    assert done.returncode == 0, done.stdout + done.stderr
    pages = [here / "site" / page for page in ("index.html", "exercises/small-lift/index.html")]
    assert ["Steady Back" in page.read_text() and "somebody else" not in page.read_text() for page in pages] == [
        True
    ] * 2


def test_the_package_knows_its_dates_and_takes_none_from_the_repository_around_it(package: Path) -> None:
    bundled = package / "bundled"
    known = {path: (found.added, found.changed) for path, found in dates(ROOT).items()}
    assert {path: (found.added, found.changed) for path, found in dates(bundled).items()} == known
    assert last_commit_time(bundled) == last_commit_time(ROOT)


def test_the_package_demands_exactly_the_locked_versions(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        text = opened.read(f"steady_back-{VERSION}.dist-info/METADATA").decode()
    found = HeaderParser().parsestr(text)
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert found["Version"] == VERSION
    demanded = sorted(line.replace(" ", "") for line in found.get_all("Requires-Dist", []))
    assert demanded == sorted(line.replace(" ", "") for line in hatch_build.pinned(lock))
    assert [line for line in demanded if "==" not in line] == []
    assert len(demanded) == lock.count("==") - lock.count("_version ==")


def test_all_that_building_the_package_needs_is_declared() -> None:
    code = "import sys, pathlib, macros.changes as c; c.recording(pathlib.Path()); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    known = packages_distributions()
    used = {name.lower().replace("_", "-") for module in done.stdout.split() for name in known.get(module, [])}
    asked = {re.split("[ <>=]", line)[0].lower() for line in (ROOT / "requirements.in").read_text().splitlines()}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]["dependencies"]
    assert {name.lower() for name in declared} == used & asked


def test_the_licences_of_all_parts_are_in_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = [name.partition("licenses/")[2] for name in opened.namelist() if "/licenses/" in name]
    parts = ["docs/assets/fonts/OFL.txt", "docs/assets/vendor/minisearch.LICENSE.txt"]
    assert sorted(names) == ["LICENSE", "LICENSE-CONTENT", *parts]
