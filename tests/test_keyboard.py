"""Every page is used with a keyboard alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kinds import KINDS
from tests.looking import Reader, reading

LIMIT = 1000  # stops of a page; a walk that is longer is in a trap
FOCUSED = "document.activeElement"
PLACES = "all => all.map(element => [...document.querySelectorAll('*')].indexOf(element))"
BEHIND_THE_SEARCH = "document.activeElement !== document.body && !document.activeElement.closest('#search')"
Stop = dict[str, Any]


@pytest.fixture(scope="module")
def reader(site: Path, browser: Browser) -> Iterator[Reader]:
    with reading(browser, site) as opened:
        yield opened


def walk(page: Page) -> list[Stop]:
    """Where the focus stops until it leaves the page or has come round."""
    stops: list[Stop] = []
    while len(stops) < LIMIT:
        page.keyboard.press("Tab")
        stop: Stop | None = page.evaluate("look.stop()")
        if stop is None or stops[:1] == [stop]:
            return stops
        stops.append(stop)
    return stops


def walk_back(page: Page) -> list[int]:
    """The places at which the focus stops on its way back."""
    places: list[int] = []
    while len(places) < LIMIT:
        page.keyboard.press("Shift+Tab")
        place: int | None = page.evaluate("look.at()")
        if place is None or places[:1] == [place]:
            return places
        places.append(place)
    return places


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_is_seen_wherever_it_stops_and_goes_as_one_reads(kind: str, width: int, reader: Reader) -> None:
    page = reader.open(KINDS[kind], width)
    stops = walk(page)
    problems = [f"{stop['name']} {problem}" for stop in stops for problem in stop["problems"]]
    assert not problems, "\n" + "\n".join(problems)
    places = [stop["at"] for stop in stops]
    assert places == sorted(set(places))


@pytest.mark.parametrize("kind", ["home", "exercise", "exercises", "rules"])
def test_the_focus_goes_back_the_way_it_came(kind: str, reader: Reader) -> None:
    page = reader.open(KINDS[kind])
    assert walk_back(page) == [stop["at"] for stop in walk(page)][::-1]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "moved"])
def test_the_first_stop_leads_past_the_header(kind: str, reader: Reader) -> None:
    page = reader.open(KINDS[kind])
    assert page.locator(".sb-skip").bounding_box()["y"] < 0  # type: ignore[index]
    page.keyboard.press("Tab")
    stop = page.evaluate("look.stop()")
    assert (stop["name"], stop["problems"]) == ('a.sb-skip "Skip to the text"', [])
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.localName") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('header')") is None


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menu_opens_by_keyboard_and_closes_by_escape(key: str, reader: Reader) -> None:
    page = reader.open("exercises/bridge/")
    button = page.get_by_role("button", name="Menu")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press(key)
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('#menu') !== null")
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()
    expect(button).to_have_attribute("aria-expanded", "false")
    assert page.evaluate(f"{FOCUSED}.matches('.sb-menu-button')")


def test_every_link_of_the_open_menu_is_a_stop_and_none_of_the_closed_one(reader: Reader) -> None:
    page = reader.open("exercises/bridge/")
    closed = walk(page)
    button = page.get_by_role("button", name="Menu")
    button.focus()
    page.keyboard.press("Enter")
    links = page.locator("#menu :is(a, button):visible").count()
    assert links > 10
    stops = []
    for _ in range(links):
        assert page.evaluate(f"{FOCUSED}.closest('#menu') !== null")
        stops.append(page.evaluate("look.stop()"))
        page.keyboard.press("Tab")
    assert not page.locator("#menu").is_visible()  # Whoever tabs past its end leaves it.
    assert [problem for stop in stops for problem in stop["problems"]] == []
    assert {stop["at"] for stop in stops} & {stop["at"] for stop in closed} == set()
    assert len({stop["at"] for stop in stops}) == links


def test_the_menu_opens_by_keyboard_without_scripts(site: Path, browser: Browser) -> None:
    with reading(browser, site, java_script_enabled=False) as reader:
        page = reader.open("exercises/bridge/")
        for _ in ("skip", "brand", "menu"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.get_by_role("link", name="Routines", exact=True).is_visible()
        page.keyboard.press("Escape")
        assert not page.get_by_role("link", name="Routines", exact=True).is_visible()


@pytest.mark.parametrize("width", [1024, 1280])
def test_on_a_wide_screen_the_menu_is_a_row_beside_the_name_and_the_tools(width: int, reader: Reader) -> None:
    page = reader.open("exercises/bridge/", width)
    name, tool = (page.locator(f".sb-header > {part}").bounding_box() for part in (".sb-brand", "#open-search"))
    assert name
    assert tool
    assert name["y"] == tool["y"]
    assert not page.get_by_role("button", name="Menu").is_visible()
    boxes = [link.bounding_box() for link in page.locator("#menu > ul > li > a").all()]
    assert len({box["y"] for box in boxes if box}) == 1
    assert len({box["x"] for box in boxes if box}) == len(boxes) > 4


@pytest.mark.parametrize("width", [360, 1280])
def test_in_the_header_the_focus_goes_from_left_to_right(width: int, reader: Reader) -> None:
    page = reader.open("exercises/bridge/", width)
    page.locator(".sb-brand").focus()
    places = []
    while page.evaluate(f"{FOCUSED}.closest('header') !== null"):
        places.append(page.evaluate(f"{FOCUSED}.getBoundingClientRect().left"))
        page.keyboard.press("Tab")
    assert len(places) > 3
    assert places == sorted(places)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_search_opens_keeps_the_focus_and_gives_it_back(width: int, reader: Reader) -> None:
    page = reader.open("exercises/bridge/", width)
    page.locator(".sb-play__button").wait_for()  # Whatever a script adds to the page would give stops other places.
    button = page.get_by_role("button", name="Search")
    button.focus()
    page.keyboard.press("Enter")
    page.locator("#search[open]").wait_for()
    assert page.evaluate(f"{FOCUSED}.id") == "search-words"
    page.keyboard.insert_text("hips")  # At once: a search for a part of it would change the list under the walk.
    page.locator(".sb-search__count", has_text="pages").wait_for()
    field, *others = page.locator("#search :is(a, button, input)").evaluate_all(PLACES)
    assert page.evaluate("look.at()") == field
    for place in others:
        page.keyboard.press("Tab")
        stop = page.evaluate("look.stop()")
        assert (stop["at"], stop["problems"]) == (place, [])
    assert len(others) > 1
    for _ in range(len(others) + 3):  # Going round, a browser may also stop at the dialog itself and at its own tools.
        page.keyboard.press("Tab")
        assert not page.evaluate(BEHIND_THE_SEARCH)
    page.keyboard.press("Escape")
    assert not page.locator("#search").is_visible()
    assert page.evaluate(f"{FOCUSED}.id") == "open-search"
