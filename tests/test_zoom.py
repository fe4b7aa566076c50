"""Pages on the smallest screens, with large or widely spaced text, and under fingers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.kinds import KINDS
from tests.looking import Reader, reading

LARGE_ROOT = "document.documentElement.style.fontSize = '200%'"
# What WCAG 1.4.12 lets a reader set.
SPACING = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
    * { word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}
"""
STEPS = """
[...document.querySelectorAll(".sb-step, .sb-session__steps li")].map(e => parseFloat(getComputedStyle(e).fontSize))
"""


@pytest.fixture(scope="module")
def reader(site: Path, browser: Browser) -> Iterator[Reader]:
    with reading(browser, site) as opened:
        yield opened


def lost(page: Page) -> str:
    """What a reader has lost on an open page, one on a line; the page is scrolled to its top for the header."""
    return "\n".join(page.evaluate("[...look.lost(), ...look.unreachable()]"))


@pytest.mark.parametrize(("width", "height"), [(320, 800), (320, 256)])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_on_the_smallest_screen(kind: str, width: int, height: int, reader: Reader) -> None:
    assert lost(reader.open(KINDS[kind], width, height)) == ""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_when_text_is_twice_as_large(kind: str, width: int, reader: Reader) -> None:
    page = reader.open(KINDS[kind], width)
    page.evaluate(LARGE_ROOT)
    assert lost(page) == ""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_with_wide_spacing(kind: str, width: int, reader: Reader) -> None:
    page = reader.open(KINDS[kind], width)
    page.evaluate(SPACING)
    assert lost(page) == ""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "moved"])
def test_every_target_is_large_enough_for_a_finger(kind: str, width: int, reader: Reader) -> None:
    assert "\n".join(reader.open(KINDS[kind], width).evaluate("look.smallTargets()")) == ""


@pytest.mark.parametrize("kind", ["exercise", "routine"])
def test_steps_are_read_from_the_floor(kind: str, reader: Reader) -> None:
    sizes = reader.open(KINDS[kind]).evaluate(STEPS)
    assert sizes
    assert min(sizes) >= 18
