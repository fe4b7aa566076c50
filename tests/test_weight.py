"""How much a phone has to fetch."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_site import Html

KILOBYTE = 1024


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def without_pictures(page: bytes) -> bytes:
    return re.sub(rb"<svg\b.*?</svg>", b"", page, flags=re.DOTALL)


def pages(site: Path) -> Iterator[Path]:
    return (path for path in site.rglob("*.html") if b"<article" in path.read_bytes())


def fetched_with(page: Path, site: Path) -> set[Path]:
    """The styles, scripts and fonts that a browser fetches with a page, those for paper and for the dark counted."""
    files = {(page.parent / link).resolve() for link in Html(page.read_text(encoding="utf-8")).links}
    return {file for file in files if file.suffix in (".css", ".js", ".woff2") and file.is_relative_to(site.resolve())}


@pytest.mark.parametrize("address", ["", "exercises/", "exercises/bridge/", "routines/gentle-first-week/", "muscles/"])
def test_a_first_visit_is_light(address: str, site: Path) -> None:
    page = site / address / "index.html"
    files = fetched_with(page, site)
    assert {"frame.css", "page.js", "before-paint.js", "atkinson-hyperlegible-next-400.woff2"} <= {
        f.name for f in files
    }
    fonts = sum(file.stat().st_size for file in files if file.suffix == ".woff2")
    texts = sum(packed(file.read_bytes()) for file in files if file.suffix != ".woff2")
    assert packed(without_pictures(page.read_bytes())) + fonts + texts <= 100 * KILOBYTE


def test_every_further_page_is_light_but_for_the_list_of_all_sources(site: Path) -> None:
    sizes = {page.relative_to(site).as_posix(): packed(without_pictures(page.read_bytes())) for page in pages(site)}
    assert len(sizes) > 80
    del sizes["sources/index.html"]  # Hundreds of titles and addresses, each of which somebody must be able to find.
    assert {page: size for page, size in sizes.items() if size > 15 * KILOBYTE} == {}


def test_no_page_fetches_the_search(site: Path) -> None:
    names = {file.name for page in pages(site) for file in fetched_with(page, site)}
    assert not names & {"search.js", "search.json", "minisearch.js"}
