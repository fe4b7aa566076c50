"""A mistake never costs the site that is there, and never the preview."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import EXERCISE, ROOT, MakeLibrary, asset, build_in, run

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
        "# About\n\n[Nowhere](nowhere.md)\n\n[Lift](exercises/small-lift.md#where),\n![a cat][cat]\n\n[cat]: cat.png\n"
    )
    done = build_in(project)
    assert done.returncode == 1
    said = ": page-link: The link leads to `{}`, and there is no such page, file or place."
    lost = {3: "nowhere.md", 5: "../exercises/small-lift/#where", 8: "cat.png"}
    assert [line.split(" Link to")[0] for line in done.stdout.splitlines() if "page-link" in line] == [
        f"docs/about.md:{line}:1{said.format(link)}" for line, link in lost.items()
    ]
    assert not (project / "site").exists()


def test_a_link_from_the_root_of_the_server_stops_the_build(project: Path) -> None:
    (project / "docs" / "about.md").write_text("# About\n\n[Lift](/exercises/small-lift/)\n")
    done = build_in(project)
    assert done.returncode == 1
    assert "/exercises/small-lift/" in done.stderr


def test_a_page_that_loads_something_from_elsewhere_leaves_the_last_good_site_as_it_was(project: Path) -> None:
    page, site = project / "docs" / "about.md", project / "out" / "site"
    done = build_in(project, "--to", "out/site")
    assert done.returncode == 0
    assert f"The site is in {site}" in done.stdout
    good = contents(site)

    page.write_text('# About\n\n<p onclick="a">Text</p>\n\n![A cat](https://e.example/cat.png)\n')
    done = build_in(project, "--to", "out/site")

    assert done.returncode == 1
    faults = [re.sub(r":[0-9]+:[0-9]+: ", ": ", line) for line in done.stdout.splitlines()]
    assert [fault.split(": ")[:2] for fault in faults if ": " in fault] == [
        ["about/index.html", "inline-handler"],
        ["about/index.html", "external-resource"],
    ]
    assert "https://e.example/cat.png" in faults[1]
    assert "Nothing was built: the pages have 2 problem(s), listed above." in done.stderr
    assert contents(site) == good
    assert [path.name for path in site.parent.iterdir()] == ["site"]

    page.write_text("# About\n\nBetter\n")
    assert build_in(project, "--to", "out/site").returncode == 0
    assert "<p>Better</p>" in (site / "about" / "index.html").read_text()


def test_pictures_of_our_own_are_published_and_neither_templates_nor_hidden_files_are(project: Path) -> None:
    hidden = [project / "docs" / "assets" / ".DS_Store", project / "docs" / ".about.md", project / "docs" / "README.md"]
    picture = project / "docs" / "assets" / "images" / "cat.svg"
    picture.parent.mkdir()
    for file in (picture, *hidden):
        file.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert build_in(project).returncode == 0
    published = (project / "site" / asset(project / "site", "frame.css")).parent
    assert [path.name for path in (published / "images").iterdir()] == ["cat.svg"]
    ours = {path.relative_to(project / "docs" / "assets") for path in (project / "docs" / "assets").rglob("*")}
    there = {path.relative_to(published) for path in published.rglob("*")}
    assert there == ours - {Path(".DS_Store")}
    assert not {path.name for path in (project / "site").iterdir()} & {".about", "README", "page.html", "partials"}


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
