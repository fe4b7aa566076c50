"""The installed package is the whole library: it does in an empty folder what a clone does."""

import os
import re
import shutil
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
from macros.history import dates, last_commit_time
from macros.version import VERSION
from tests.conftest import ACTIVE, EXERCISE, ROOT, MakeLibrary

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(released: Path) -> Path:
    (wheel,) = released.glob("*.whl")
    return wheel


def installed(wheel: Path, project: Path) -> Path:
    """The folder of the installed package, in an environment of its own inside of `project`.

    What it depends on is lent by the environment of the tests; the project in there is not, as it is a `.pth` file.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project / "venv"], check=True)
    places = {"base": str(project / "venv"), "platbase": str(project / "venv")}
    packages = Path(sysconfig.get_path("purelib", vars=places))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", str(project / "venv"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    return packages / "macros"


@pytest.fixture(scope="module")
def package(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the installed package, whose environment lies inside of somebody's repository."""
    project = tmp_path_factory.mktemp("clinic")
    package = installed(wheel, project)
    git = ["git", "-C", str(project), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    said = [*git, "commit", "-qm", "Add", "--date", "1999-01-01T12:00:00"]
    for command in ([*git, "init", "-q"], [*git, "add", "."], said):
        subprocess.run(command, check=True)
    return package


def command_of(package: Path, folder: Path) -> Run:
    """Runs the command of an installed package in a folder."""
    scripts = package.parents[3] / ("Scripts" if sys.platform == "win32" else "bin")

    def steady_back(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([scripts / "steady-back", *arguments], cwd=folder, capture_output=True, text=True)

    return steady_back


@pytest.fixture
def steady_back(package: Path, tmp_path: Path) -> Run:
    """Runs the installed command in a new and empty folder."""
    (tmp_path / "here").mkdir()
    return command_of(package, tmp_path / "here")


def contents(folder: Path) -> dict[str, bytes]:
    """All files but what Python and we keep for the next time."""
    kept = {"__pycache__", ".cache"}
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and kept.isdisjoint(path.parts))
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
    assert len(demanded) == len(re.findall(r"^\S+==", lock, re.MULTILINE))


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
    parts = [
        "docs/assets/fonts/OFL.txt",
        "docs/assets/vendor/minisearch.LICENSE.txt",
        "overrides/icons/mdi.LICENSE.txt",
    ]
    assert sorted(names) == ["LICENSE", "LICENSE-CONTENT", *parts]


# A clinic's own repository, which holds its folder and one version of the package

ADAPTED = """\
dose: {sets: 2, reps: 8, sides: together, sources: [project-default]}
reason: Many of our patients start again after weeks of little movement.
"""


@pytest.fixture(scope="module")
def repository(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was an empty folder, with a clinic that has adapted the dose of one exercise."""
    folder = tmp_path_factory.mktemp("repository")
    done = command_of(package, folder)("clinic", "Northside Spine")
    assert (done.returncode, done.stderr) == (0, "")
    adapted = folder / "clinics/northside-spine/adapted/bridge.yml"
    adapted.parent.mkdir()
    adapted.write_text(ADAPTED)
    return folder


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed package of the next release: one dose and one caution have changed, and one exercise is new."""
    root = tmp_path_factory.mktemp("newer")
    code = ("macros", "hatch_build.py", "release.py", "pyproject.toml", "requirements.txt", "README.md")
    for name in (*code, *hatch_build.CONTENT, "LICENSE", "LICENSE-CONTENT"):
        (root / name).parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, root / name)
    replaced(root / "macros/version.py", VERSION, "9.8.7")
    replaced(root / "exercises/bridge.yml", "  reps: 15\n", "  reps: 12\n")
    replaced(root / "exercises/bridge.yml", "Keep the lift low if arching hurts your back.", "Keep the lift very low.")
    replaced(root / "exercises/clamshell.yml", "name: Clamshell", "name: Open clamshell")
    own = (root / "exercises/bridge.yml").read_text(encoding="utf-8").replace("name: Bridge", "name: Calm bridge")
    (root / "exercises/calm-bridge.yml").write_text(re.sub("aliases: .*\n", "", own), encoding="utf-8")
    build = "import pathlib, release, sys; print(release.build_wheel(pathlib.Path(sys.argv[1])))"
    done = subprocess.run(
        [sys.executable, "-c", build, root / "dist"], cwd=root, capture_output=True, text=True, check=True
    )
    return installed(Path(done.stdout.strip()), tmp_path_factory.mktemp("updated"))


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_an_empty_folder_becomes_a_clinics_repository_that_names_one_version(repository: Path) -> None:
    clinic = "clinics/northside-spine"
    assert set(contents(repository)) == {
        ".github/workflows/publish.yml",
        ".gitignore",
        "requirements.txt",
        *(f"{clinic}/{name}" for name in ("brand.yml", "logo.svg", "seen.json", "adapted/bridge.yml")),
    }
    assert (repository / "requirements.txt").read_text() == f"steady-back=={VERSION}\n"
    assert {".venv/", "site/", "sites/", ".cache/"} <= set((repository / ".gitignore").read_text().splitlines())
    workflow = (repository / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    assert "run: steady-back site --clinic northside-spine\n" in workflow
    assert "pip install --requirement requirements.txt" in workflow
    assert "docs/schema" not in (repository / clinic / "brand.yml").read_text(encoding="utf-8")


def test_a_copy_built_in_its_own_repository_is_the_one_that_a_clone_builds(
    package: Path, repository: Path, tmp_path: Path, site: Path
) -> None:
    here = shutil.copytree(repository, tmp_path / "here")
    shutil.copytree(ROOT / ".cache", here / ".cache")  # The pictures that were drawn for `site`.
    steady_back, before = command_of(package, here), contents(package)
    checked = steady_back("check", "--clinic", "northside-spine")
    advice = "clinics/northside-spine/brand.yml:1:1: unfinished: The file still says that it is a draft. "
    assert checked.stdout.startswith(advice)
    assert checked.stdout.endswith(f"Exercises: {len(ACTIVE)}. Problems: 0. Advice: 1.\n")
    done = steady_back("site", "--clinic", "northside-spine")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Adapted: bridge (dose).\n" in done.stdout
    assert contents(package) == before

    clone = [sys.executable, "-m", "macros", "site", "--clinic", "northside-spine", "--content", ROOT, "--to", "cloned"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(clone, cwd=here, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    built, cloned = contents(here / "site"), contents(here / "cloned")
    assert len(built) > 200
    assert built.keys() == cloned.keys()
    assert [name for name in built if built[name] != cloned[name]] == []


def test_a_newer_version_tells_what_has_changed_beside_what_the_clinic_says_until_it_is_seen(
    newer: Path, repository: Path, tmp_path: Path
) -> None:
    here = shutil.copytree(repository, tmp_path / "here")
    steady_back = command_of(newer, here)
    kept = contents(here)
    told = steady_back("update", "--clinic", "northside-spine")
    assert told.returncode == 0, told.stderr
    assert contents(here) == kept
    report, _, _ = told.stdout.partition("\nTo look at\n")
    assert report.splitlines() == [
        f"Northside Spine: the library was at release {VERSION} when you last looked, and is at 9.8.7 now.",
        "",
        "Cautions have changed",
        "  Bridge (bridge)",
        *lines_with("    - Keep the lift low if arching hurts your back. (", report),
        *lines_with("    + Keep the lift very low. (", report),
        "",
        "New",
        "  Calm bridge (calm-bridge)",
        "",
        "Changed",
        "  Bridge (bridge)",
        "    dose (you have your own, in clinics/northside-spine/adapted/bridge.yml)",
        *lines_with("    - Do it 15 times.", report),
        *lines_with("    + Do it 12 times.", report),
        "  Open clamshell (clamshell)",
        "    name",
    ]

    checked = steady_back("check", "--clinic", "northside-spine")
    assert checked.returncode == 0
    assert "brand.yml:1:1: update: The library has changed since you last looked, in 3 of its" in checked.stdout
    (advice,) = [line for line in checked.stdout.splitlines() if ": adapted-changed: " in line]
    assert advice.startswith("clinics/northside-spine/adapted/bridge.yml:1:1: ")
    its = ["It was: sets 3, reps 15, ", "It is: sets 3, reps 12, ", "Yours is: sets 2, reps 8, "]
    assert [text for text in its if text not in advice] == []

    assert steady_back("update", "--clinic", "northside-spine", "--seen").returncode == 0
    assert {path for path, raw in contents(here).items() if kept.get(path) != raw} == {
        "clinics/northside-spine/seen.json"
    }
    again = steady_back("update", "--clinic", "northside-spine").stdout
    assert "is at 9.8.7 now.\nNothing has changed in its exercises.\n" in again
    assert "adapted-changed" not in again


def lines_with(start: str, text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip().startswith(start.strip())]
