"""The files of the pages' frame: published in a folder that is named by what they hold."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.assets import hashed_folder, published
from tests.conftest import ACTIVE, ROOT, asset, build_in, serve

STYLES = {"assets/a.css": b"a { color: red }", "assets/fonts/b.woff2": b"\0font"}


def test_the_folder_is_named_by_what_is_in_it() -> None:
    folder = hashed_folder(STYLES)
    assert re.fullmatch(r"assets/[0-9a-f]{10}/", folder)
    assert hashed_folder(dict(reversed(STYLES.items()))) == folder


@pytest.mark.parametrize(
    "other",
    [
        STYLES | {"assets/a.css": b"a { color: rec }"},
        STYLES | {"assets/c.css": b""},
        {"assets/a.css": STYLES["assets/a.css"]},
        {"assets/b.css": STYLES["assets/a.css"], "assets/fonts/b.woff2": b"\0font"},
        {"assets/a.css": b"a { color: red }\0font", "assets/fonts/b.woff2": b""},
    ],
)
def test_one_changed_byte_or_name_gives_another_folder(other: dict[str, bytes]) -> None:
    assert hashed_folder(other) != hashed_folder(STYLES)


def test_only_files_of_the_frame_move() -> None:
    assert published("assets/fonts/a.woff2", "assets/0123456789/") == "assets/0123456789/fonts/a.woff2"
    assert published("api/v1/exercises.json", "assets/0123456789/") == "api/v1/exercises.json"


def test_all_files_of_the_frame_are_in_one_folder_and_shared_pictures_beside_it(site: Path) -> None:
    folders = {path.name for path in (site / "assets").iterdir()}
    (hashed,) = folders - {"social"}
    sources = {p.relative_to(ROOT / "docs/assets") for p in (ROOT / "docs/assets").rglob("*") if p.is_file()}
    there = {p.relative_to(site / "assets" / hashed) for p in (site / "assets" / hashed).rglob("*") if p.is_file()}
    assert there == sources
    shared = {path.name for path in (site / "assets" / "social").iterdir()}
    assert shared == {f"{id}.png" for id in (*ACTIVE, "whole_site")}


def test_no_page_names_a_file_of_the_frame_by_an_address_without_the_hash(site: Path) -> None:
    folder = asset(site, "frame.css").rpartition("/")[0]
    for page in site.rglob("*.html"):
        named = re.findall(r"\b(?:href|src)=\"([^\"]*assets/[^\"]*)", page.read_text(encoding="utf-8"))
        assert [address for address in named if f"{folder}/" not in address] == [], page


@pytest.mark.parametrize("address", ["", "exercises/bridge/", "exercises/", "contributing/", "404.html"])
def test_everything_that_a_page_fetches_is_there(address: str, site: Path, browser: Browser) -> None:
    server, page = serve(site), browser.new_page()
    answers: dict[str, int] = {}
    page.on("response", lambda response: answers.update({response.url: response.status}))
    page.goto(f"http://127.0.0.1:{server.server_port}/{address}")
    page.wait_for_load_state("networkidle")
    page.close()
    server.shutdown()
    assert any(url.endswith("-400.woff2") for url in answers)
    assert {url: status for url, status in answers.items() if status != 200} == {}


def test_pages_preload_whatever_fonts_the_copy_has(project: Path) -> None:
    site = project / "site"
    fonts = project / "docs/assets/fonts"
    (fonts / "atkinson-hyperlegible-next-400.woff2").rename(fonts / "other.woff2")
    (fonts / "atkinson-hyperlegible-next-700.woff2").unlink()
    (project / "docs/assets/type.css").write_text(":root { --sb-font: serif; }\n")
    assert build_in(project).returncode == 0
    preloads = re.findall(r'<link rel="preload"[^>]* href="([^"]*)"', (site / "index.html").read_text())
    assert preloads == [asset(site, "fonts/other.woff2")]
