"""What axe, a screen reader, and readers with colours or settings of their own find on the pages."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import EXERCISE, ROOT, MakeLibrary, build_small
from tests.kinds import KINDS, RETIRED, addresses
from tests.looking import Reader, reading

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
WIDTHS = (320, 360, 1280)
SCHEMES = ("light", "dark")

JUDGE = """
async only => {
  const { violations } = await axe.run({ runOnly: only, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(n => `${id}: ${n.target.join(" ")}: ${n.failureSummary.replace(/\\s+/g, " ")}`));
}
"""
# What a screen reader needs of a page, from its text alone.
STRUCTURE = """
text => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const all = selector => [...page.querySelectorAll(selector)];
  const said = e => [e.textContent, e.getAttribute("aria-label"), ...[...e.querySelectorAll("[alt], [aria-label]")]
    .map(inner => inner.getAttribute("alt") ?? inner.getAttribute("aria-label"))].join("").trim();
  const labelled = e => [...e.labels].some(label => label.textContent.trim());
  const named = e => said(e) || e.getAttribute("aria-labelledby") || labelled(e);
  return {
    levels: all("h1, h2, h3, h4, h5, h6").map(e => Number(e.localName[1])),
    language: page.documentElement.lang,
    mains: all("main").length,
    title: page.title,
    description: page.querySelector("meta[name=description]")?.content ?? "",
    moved: page.querySelector("meta[http-equiv=refresh]") !== null,
    links: all("a[href]").filter(e => !said(e)).map(e => e.outerHTML),
    controls: all("button, input, select, textarea").filter(e => !named(e)).map(e => e.outerHTML),
  };
}
"""


@pytest.fixture(scope="module", params=SCHEMES)
def judged(request: pytest.FixtureRequest, site: Path, browser: Browser) -> Iterator[tuple[str, Reader]]:
    """A reader with light or dark colours; axe needs a page without the policy that keeps strangers' scripts out."""
    with reading(browser, site, color_scheme=request.param, bypass_csp=True) as reader:
        yield request.param, reader


@pytest.fixture(scope="module")
def structures(site: Path, browser: Browser) -> dict[str, dict[str, Any]]:
    """What a screen reader needs of every page, by address."""
    page = browser.new_page()
    texts = {address: site / address / "index.html" for address in addresses(site)}
    files = {address: file if file.exists() else site / address for address, file in texts.items()}
    found = {address: page.evaluate(STRUCTURE, file.read_text(encoding="utf-8")) for address, file in files.items()}
    page.close()
    return found


def violations(page: Page, scheme: str, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """What axe finds on an open page, on screens of all widths."""
    page.evaluate(AXE)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{scheme}, {width} px: {one}" for one in page.evaluate(JUDGE, EVERYTHING)]
    return found


def none_of(problems: list[str]) -> None:
    """Fails with one line for each problem."""
    assert not problems, "\n" + "\n".join(problems)


def test_every_kind_of_page_is_judged(site: Path) -> None:
    def kind(address: str) -> tuple[str, int]:
        folder, *below = address.rstrip("/").split("/")
        return folder, len(below)

    judged = {kind(address) for address in KINDS.values()}
    assert {address for address in addresses(site) if kind(address) not in judged} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, judged: tuple[str, Reader]) -> None:
    scheme, reader = judged
    none_of(violations(reader.open(KINDS[kind]), scheme))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_pages_without_pictures(
    scheme: str, make_library: MakeLibrary, tmp_path: Path, browser: Browser
) -> None:
    content = make_library({"exercises/small-lift.yml": EXERCISE, "exercises/wild-lift.yml": RETIRED})
    with reading(browser, build_small(content, tmp_path / "site"), color_scheme=scheme, bypass_csp=True) as reader:
        for address in ("exercises/small-lift/", "exercises/wild-lift/"):
            none_of(violations(reader.open(address), scheme))


@pytest.mark.parametrize("width", [320, 360])
def test_axe_finds_nothing_in_the_open_menu(width: int, judged: tuple[str, Reader]) -> None:
    _, reader = judged
    page = reader.open("exercises/bridge/", width)
    page.get_by_role("button", name="Menu").click()
    page.evaluate(AXE)
    assert page.get_by_role("navigation", name="Menu").is_visible()
    none_of(page.evaluate(JUDGE, EVERYTHING))


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_the_search_with_results(width: int, judged: tuple[str, Reader]) -> None:
    _, reader = judged
    page = reader.open("exercises/bridge/", width)
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("hips")
    page.locator(".sb-search__results a").first.wait_for()
    page.evaluate(AXE)
    none_of(page.evaluate(JUDGE, EVERYTHING))


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_the_open_filters(width: int, judged: tuple[str, Reader]) -> None:
    _, reader = judged
    page = reader.open("exercises/", width)
    folds = page.locator(".sb-filters details")
    folds.first.wait_for()
    folds.evaluate_all("all => { for (const fold of all) fold.open = true; }")
    page.evaluate(AXE)
    none_of(page.evaluate(JUDGE, EVERYTHING))


def test_every_page_has_one_heading_above_all_and_skips_no_level(structures: dict[str, dict[str, Any]]) -> None:
    levels = {address: page["levels"] for address, page in structures.items()}
    skipped = {a: all for a, all in levels.items() if any(next > one + 1 for one, next in pairwise([0, *all]))}
    assert skipped == {}
    assert {address: all for address, all in levels.items() if all.count(1) != 1} == {}


def test_every_page_names_its_language_and_has_one_main_part(structures: dict[str, dict[str, Any]]) -> None:
    wrong = {a: page for a, page in structures.items() if not page["language"].startswith("en") or page["mains"] != 1}
    assert wrong == {}


def test_every_page_has_a_title_and_a_description_of_its_own(structures: dict[str, dict[str, Any]]) -> None:
    pages = {address: page for address, page in structures.items() if not page["moved"]}
    titles = Counter(page["title"] for page in pages.values())
    assert {title: count for title, count in titles.items() if count > 1 or not title} == {}
    assert [address for address, page in pages.items() if not page["description"]] == []


def test_every_link_and_every_control_has_a_name(structures: dict[str, dict[str, Any]]) -> None:
    none_of([f"{address}: {bare}" for address, page in structures.items() for bare in page["links"] + page["controls"]])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_in_forced_colours_pictures_buttons_and_the_focus_are_seen(scheme: str, site: Path, browser: Browser) -> None:
    problems: list[str] = []
    with reading(browser, site, forced_colors="active", color_scheme=scheme) as reader:
        for kind in ("home", "exercise", "exercises", "muscles", "routine"):
            page = reader.open(KINDS[kind])
            problems += [f"{kind}: {what} is lost" for what in page.evaluate("look.lostInForcedColours()")]
            page.keyboard.press("Tab")
            while stop := page.evaluate("look.stop()"):
                problems += [f"{kind}: {stop['name']} {problem}" for problem in stop["problems"]]
                page.keyboard.press("Tab")
    none_of(problems)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_nothing_moves_by_itself(motion: str, site: Path, browser: Browser) -> None:
    with reading(browser, site, reduced_motion=motion) as reader:
        none_of([f"{k}: {m}" for k, address in KINDS.items() for m in reader.open(address).evaluate("look.moving()")])
