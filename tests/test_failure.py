"""A mistake never costs the site that is there, and never the preview."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros import building
from tests.conftest import ACTIVE, EXERCISE, ROOT, MakeLibrary, asset, run

BROKEN = EXERCISE.replace("kind: strength", "kind: strengh")
PROBLEM = "exercises/small-lift.yml:2:7: unknown-word: `kind` cannot be `strengh`."


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and its time."""
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_broken_file_leaves_the_last_good_site_as_it_was(make_library: MakeLibrary, tmp_path: Path) -> None:
    content, site = make_library(), tmp_path / "out" / "site"
    assert run("site", "--content", str(content), "--to", str(site)).returncode == 0
    good = contents(site)
    (content / "exercises" / "small-lift.yml").write_text(BROKEN)
    (content / "exercises" / "other.yml").write_text("name: a: b\n")

    done = run("site", "--content", str(content), "--to", str(site))

    assert done.returncode == 1
    lines = done.stdout.replace(f"{content}/", "").splitlines()
    assert [line for line in lines if line.startswith("exercises/other.yml:1:8: syntax: ")]
    assert [line for line in lines if line.startswith(PROBLEM)]
    assert "Traceback" not in done.stdout + done.stderr
    assert contents(site) == good
    assert [path.name for path in site.parent.iterdir()] == ["site"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, in which a test may write."""
    copy = tmp_path / "project"
    for folder in ("docs", "macros", "overrides", "vocabulary", "exercises", "routines"):
        shutil.copytree(ROOT / folder, copy / folder)
    shutil.copy(ROOT / "mkdocs.yml", copy)
    return copy


def build_in(project: Path, *options: str, pictures: bool = False) -> subprocess.CompletedProcess[str]:
    """Builds the site there; without pictures of shared pages, which take a while to draw, if not asked for."""
    command = [sys.executable, "-m", "macros", "site", *options]
    environment = {**os.environ, "SOCIAL_PICTURES": str(pictures).lower()}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("target", [".", "docs", "mkdocs.yml"])
def test_a_folder_that_is_no_site_is_never_replaced(target: str, project: Path) -> None:
    before = contents(project)
    done = build_in(project, "--to", target)
    assert done.returncode == 1
    assert "is not a site that was built here" in done.stderr
    assert contents(project).keys() >= before.keys()


def test_a_broken_hand_written_page_leaves_the_last_good_site_as_it_was(project: Path) -> None:
    assert build_in(project).returncode == 0
    good = contents(project / "site")
    page = "---\nrender_macros: true\n---\n# Broken\n\n{{ exercise_card('no-such-exercise') }}\n"
    (project / "docs" / "about.md").write_text(page)
    done = build_in(project)
    assert done.returncode == 1
    assert "There is no exercise `no-such-exercise`" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert contents(project / "site") == good


def test_a_broken_link_in_a_hand_written_page_stops_the_build(project: Path) -> None:
    (project / "docs" / "about.md").write_text(
        "# About\n\n[Nowhere](nowhere.md)\n\n[Bridge](exercises/bridge.md#where),\n![a cat][cat]\n\n[cat]: cat.png\n"
    )
    done = build_in(project)
    assert done.returncode == 1
    said = ": page-link: The link leads to `{}`, and there is no such page, file or place."
    lost = {3: "nowhere.md", 5: "../exercises/bridge/#where", 8: "cat.png"}
    assert [line.split(" Link to")[0] for line in done.stdout.splitlines() if "page-link" in line] == [
        f"docs/about.md:{line}:1{said.format(link)}" for line, link in lost.items()
    ]
    assert not (project / "site").exists()


def test_a_link_from_the_root_of_the_server_stops_the_build(project: Path) -> None:
    (project / "docs" / "about.md").write_text("# About\n\n[Bridge](/exercises/bridge/)\n")
    done = build_in(project)
    assert done.returncode == 1
    assert "/exercises/bridge/" in done.stderr


@pytest.fixture
def build_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Builds a site that has one page, by an engine that does nothing else."""
    write = (
        "import pathlib, sys; site = pathlib.Path(sys.argv[3]); (site / 'api/v1').mkdir(parents=True);"
        "(site / 'api/v1/exercises.json').write_text('{}'); (site / 'index.html').write_text(sys.argv[1]);"
        "(site / 'api/v1/copy.json').write_text(sys.argv[2])"
    )
    numbers = {"version": "", "exercises": 0, "routines": 0, "unreviewed": 0}
    told = json.dumps({"name": "", **numbers, "reviewed": {}, "own": [], "adapted": {}, "left_out": {}})

    def build(page: str) -> int:
        monkeypatch.setattr(building, "_builder", lambda _, to: [sys.executable, "-c", write, page, told, str(to)])
        return building.build_site(tmp_path, tmp_path / "out" / "site")

    return build


def test_a_page_that_loads_something_from_elsewhere_leaves_the_last_good_site_as_it_was(
    build_page: Callable[[str], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "out" / "site"
    assert build_page("<p>Good</p>") == 0
    assert "The site is in" in capsys.readouterr().out
    good = contents(site)

    assert build_page('<p onclick="a">\n<img src="https://e.example/a.png">\n</p>') == 1

    out, err = capsys.readouterr()
    assert [line.split(": ")[:2] for line in out.splitlines()] == [
        ["index.html:1:4", "inline-handler"],
        ["index.html:2:6", "external-resource"],
    ]
    assert err == f"Faults in the built pages: 2. {site} stays as it was.\n"
    assert contents(site) == good
    assert [path.name for path in site.parent.iterdir()] == ["site"]
    assert build_page("<p>Better</p>") == 0
    assert (site / "index.html").read_text() == "<p>Better</p>"


def test_a_picture_from_elsewhere_in_a_hand_written_page_stops_the_build(project: Path) -> None:
    (project / "docs" / "about.md").write_text("# About\n\n![A cat](https://e.example/cat.png)\n")
    done = build_in(project)
    assert done.returncode == 1
    assert re.search(r"^about/index\.html:\d+:\d+: external-resource: `https://e\.example/cat\.png`", done.stdout, re.M)
    assert not (project / "site").exists()


def test_pictures_of_our_own_are_published_and_neither_templates_nor_hidden_files_are(project: Path) -> None:
    hidden = [project / "docs" / "assets" / ".DS_Store", project / "docs" / ".about.md", project / "docs" / "README.md"]
    picture = project / "docs" / "assets" / "images" / "cat.svg"
    picture.parent.mkdir()
    for file in (picture, *hidden):
        file.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    # Those that are there already need not be drawn again.
    shutil.copytree(ROOT / ".cache", project / ".cache")
    assert build_in(project, pictures=True).returncode == 0
    published = (project / "site" / asset(project / "site", "frame.css")).parent
    assert [path.name for path in (published / "images").iterdir()] == ["cat.svg"]
    ours = {path.relative_to(project / "docs" / "assets") for path in (project / "docs" / "assets").rglob("*")}
    there = {path.relative_to(published) for path in published.rglob("*")}
    assert there == ours - {Path(".DS_Store")}
    assert not {path.name for path in (project / "site").iterdir()} & {".about", "README", "page.html", "partials"}
    social = {path.name for path in (project / "site" / "assets" / "social").iterdir()}
    assert social == {f"{id}.png" for id in (*ACTIVE, "whole_site")}


@pytest.mark.parametrize("name", ["strength/index.md", "strength.md"])
def test_a_page_that_has_the_name_of_a_made_one_is_refused(name: str, project: Path) -> None:
    page = project / "docs" / name
    page.parent.mkdir(exist_ok=True)
    page.write_text("# Mine\n")
    done = build_in(project)
    assert done.returncode == 1
    assert f"docs/{name} has the name of one that is made from content" in done.stderr


def test_a_file_that_has_the_name_of_a_made_one_is_refused(project: Path) -> None:
    (project / "docs" / "search.json").write_text("{}")
    done = build_in(project)
    assert done.returncode == 1
    assert "docs/search.json has the name of one that is made from content" in done.stderr


def test_a_page_to_which_no_menu_leads_stops_the_build(project: Path) -> None:
    (project / "docs" / "hidden.md").write_text("# Hidden\n")
    done = build_in(project)
    assert done.returncode == 1
    assert "No menu leads to docs/hidden.md. Add it to `nav` in mkdocs.yml." in done.stderr


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def until(condition: Callable[[], bool]) -> None:
    """Waits until the condition holds; a minute is more than any build needs."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("the condition never held")


def test_a_preview_whose_address_is_taken_says_so_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = run("serve", "--address", f"127.0.0.1:{other.getsockname()[1]}", timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("Something is shown at http://127.0.0.1:")
    assert "Traceback" not in done.stderr


def test_a_preview_of_a_clinic_that_is_not_there_says_so_in_words() -> None:
    done = run("serve", "--clinic", "riverside", "--address", f"127.0.0.1:{free_port()}", timeout=60)
    assert done.returncode == 1
    assert "There is no such clinic. Did you mean `riverside-hospital`?" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_preview_shows_problems_and_goes_on_when_they_are_mended(
    make_library: MakeLibrary, tmp_path: Path, browser: Browser
) -> None:
    content, port, log = make_library(), free_port(), tmp_path / "log"
    file = content / "exercises" / "small-lift.yml"
    address = f"http://127.0.0.1:{port}/exercises/small-lift/"
    command = [sys.executable, "-m", "macros", "serve", "--content", str(content), "--address", f"127.0.0.1:{port}"]
    with log.open("w") as out:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=out,
            stderr=out,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        until(lambda: "Serving on" in log.read_text())
        page = browser.new_page()
        page.goto(address)
        assert "Lift your hips a little." in page.inner_text("article")

        file.write_text(BROKEN)
        page.wait_for_selector(".sb-problems", timeout=60_000)
        assert PROBLEM in re.sub(r"`[^`]*/content/", "`", page.inner_text("body").replace(f"{content}/", ""))
        assert PROBLEM in log.read_text().replace(f"{content}/", "")
        assert "[macros]" not in log.read_text()

        file.write_text(EXERCISE.replace("a little", "a little more"))
        page.wait_for_selector("text=Lift your hips a little more.", timeout=60_000)
        assert page.query_selector(".sb-problems") is None
        assert server.poll() is None
        page.close()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
