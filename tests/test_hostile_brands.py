"""A clinic whose texts are attacks, or longer than any screen: its copy shows them as text, and keeps its shape."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.conftest import EXERCISE, build, serve

ATTACK = (
    "\"><script>alert(1)</script>' {{ 7*7 }} {% raw %} &lt;b&gt; "
    "[x](javascript:alert(1)) {: onclick=alert(1)} **b** `c` # H"
)
SHORT = "<img src=x onerror=alert(1)> {{ 7*7 }} & ](javascript:alert(1)) *b*"
LONG = "Wirbelsäulenrehabilitationszentrumsverwaltungsgesellschaftsmitgliederversammlung"
NUMBER = "+44 (0)1632 960001"
BRAND: dict[str, Any] = {
    "name": LONG,
    "short_name": SHORT,
    "tagline": f"{ATTACK} {LONG}",
    "address": "https://hillside.example/backs",
    "report": "https://hillside.example/mistakes_(all)_?a='1'&b=2",
    "locations": [{"name": SHORT, "address": [SHORT, LONG], "phone": NUMBER, "hours": [SHORT, LONG]}],
    "booking": "https://hillside.example/book?a='1'&b=2",
    "emergency": {"number": NUMBER, "place": SHORT},
    "urgent_number": NUMBER,
    "footer": f"{ATTACK} {LONG}",
    "imprint": f"{ATTACK}\n\n# Heading\n\n* item\n\n{LONG}",
    "privacy": ATTACK,
    "featured": ["own-week"],
}
ADAPTED = {"reason": f"{ATTACK} {LONG}", "feel": f"{ATTACK} {LONG}"}
FILES = {
    "brand.yml": json.dumps(BRAND),
    "exercises/own-lift.yml": re.sub(r"equipment: .*\n", "", EXERCISE)
    .replace("Small lift", json.dumps(SHORT.replace("b", "own")))
    .replace("conditions: [knee-pain]", "conditions: [odd-pain]"),
    "adapted/plank.yml": json.dumps(ADAPTED),
    "routines/own-week.yml": json.dumps({"name": SHORT, "summary": ATTACK, "exercises": [{"exercise": "own-lift"}]}),
    "vocabulary/conditions.yml": json.dumps({"odd-pain": {"label": SHORT, "description": ATTACK}}),
    "vocabulary/labels.yml": json.dumps({"menu": SHORT, "imprint": SHORT, "safety_call": ATTACK}),
    "pages/ours.md": f"# {LONG} &amp; more\n\n{LONG}\n",
}
PAGES = ("", "contact/", "imprint/", "safety/", "about/", "exercises/plank/", "exercises/own-lift/", "ours/")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built copy."""
    folder = tmp_path_factory.mktemp("clinic")
    for path, text in FILES.items():
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOCIAL_PICTURES", "false")  # All would have to be drawn in the clinic's colours.
        build(folder / "site", "--clinic", str(folder))
    return folder / "site"


@pytest.fixture(scope="module")
def address(copy: Path) -> Iterator[str]:
    server = serve(copy)
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


def test_no_text_of_a_brand_runs(page: Page) -> None:
    dialogs: list[Dialog] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    for path in PAGES:
        page.goto(path)
    assert not dialogs


def test_every_text_of_a_brand_is_shown_as_it_was_written(page: Page) -> None:
    page.goto("")
    assert page.locator(".sb-brand span").text_content() == SHORT
    assert page.locator(".sb-menu > ul > li:last-child > a").text_content() == SHORT
    assert page.locator(".sb-article .sb-summary").first.text_content() == BRAND["tagline"]
    assert BRAND["footer"] in page.locator(".sb-footer").inner_text()
    page.goto("contact/")
    assert page.locator(".sb-location h2").text_content() == SHORT
    page.goto("imprint/")
    assert page.locator("h1").text_content() == SHORT
    assert page.locator(".sb-article > p").first.text_content() == ATTACK
    page.goto("safety/")
    assert f"or go to {SHORT} now if you have back pain" in page.locator(".sb-article").inner_text()
    page.goto("exercises/plank/")
    assert page.locator("#adapted + p").text_content() == ADAPTED["reason"]


def test_numbers_and_addresses_arrive_whole_in_links(page: Page) -> None:
    links = set()
    for path in ("contact/", "safety/", "about/", "accessibility/"):
        page.goto(path)
        links |= {link.get_attribute("href") for link in page.locator("a").all()}
    assert {link for link in links if link.startswith("tel:")} == {"tel:+441632960001"}
    reports = {link.replace("%28", "(").replace("%29", ")") for link in links if "mistakes" in link}
    assert reports == {BRAND["report"]}


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_a_long_word_makes_no_page_wider_than_the_screen(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    widths = {}
    for path in PAGES:
        page.goto(path)
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: wide for path, wide in widths.items() if wide > width} == {}


def test_a_long_name_takes_two_lines_at_most_with_the_search_beside_it(page: Page) -> None:
    page.goto("")
    brand, search = (page.locator(part).bounding_box() for part in (".sb-brand", "#open-search"))
    assert brand["height"] < 60
    assert brand["y"] <= search["y"] < brand["y"] + brand["height"]
