"""The movement of an exercise as a reader plays it in a real browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from macros.figures.drawing import outline
from tests.conftest import asset, serve

CIRCLES = (
    [(0.0, 0.0, 10.0)],
    [(0.0, 0.0, 10.0), (50.0, 0.0, 6.0)],
    [(0.0, 0.0, 30.0), (5.0, 0.0, 6.0)],
    [(0.0, 0.0, 10.0), (40.0, 5.0, 12.0), (20.0, 60.0, 9.0), (22.0, 20.0, 4.0)],
)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = serve(site)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(f"{address}/exercises/bridge/")
    yield opened
    opened.close()


def start(page: Page) -> None:
    page.get_by_role("button", name="Show the movement").click()
    page.locator(".sb-play__step").wait_for()


def test_the_player_is_loaded_only_when_a_reader_asks_for_it(page: Page) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    assert page.locator(".sb-play__picture").count() == 0
    start(page)
    assert [name for name in loaded if name != "icon.svg"] == ["movement.js", "bridge.json"]


def test_the_figure_moves_and_stops_at_pause(page: Page) -> None:
    start(page)
    picture = page.locator(".sb-play__picture")
    first = picture.inner_html()
    page.wait_for_function("first => document.querySelector('.sb-play__picture').innerHTML !== first", arg=first)
    page.get_by_role("button", name="Pause").click()
    stopped = picture.inner_html()
    page.wait_for_timeout(300)
    assert picture.inner_html() == stopped
    assert page.get_by_role("button", name="Play").is_visible()


def test_steps_can_be_gone_through_one_by_one_with_the_keyboard(page: Page) -> None:
    start(page)
    assert page.evaluate("document.activeElement.textContent") == "Pause"
    page.keyboard.press("Tab")
    for number in (2, 3, 4):
        page.keyboard.press("Enter")
        assert page.locator(".sb-play__step").inner_text().startswith(f"{number}. ")
    page.get_by_role("button", name="Step back").click()
    assert page.locator(".sb-play__step").inner_text().startswith("3. ")


def test_a_step_is_read_aloud_when_it_was_asked_for_and_not_while_the_figure_moves(page: Page) -> None:
    start(page)
    said = page.locator(".sb-play__said")
    page.locator(".sb-play__step", has_text="2. ").wait_for()
    assert said.inner_text() == ""
    page.get_by_role("button", name="Next step").click()
    assert said.inner_text() == page.locator(".sb-play__step").inner_text() != ""


def test_a_player_that_cannot_be_loaded_says_so_and_can_be_asked_again(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/bridge.json", lambda route: route.abort())
    page.goto(f"{address}/exercises/bridge/")
    page.get_by_role("button", name="Show the movement").click()
    page.get_by_text("The movement did not load.").wait_for()
    page.unroute("**/bridge.json")
    start(page)
    page.close()


def test_a_step_of_the_player_shows_the_body_of_the_still_picture(page: Page) -> None:
    start(page)
    for _ in range(3):
        page.get_by_role("button", name="Next step").click()
    kinds = """svg => [...svg.querySelectorAll('path')].map(path => path.getAttribute('class'))
        .filter(kind => !/arrow|breath/.test(kind))"""
    played = page.locator(".sb-play__picture").evaluate(kinds)
    assert played == page.locator(".sb-steps li:nth-child(4) svg").evaluate(kinds)


def test_nothing_moves_by_itself_for_readers_who_want_less_motion(browser: Browser, address: str) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{address}/exercises/bridge/")
    start(page)
    assert page.get_by_role("button", name="Play").is_visible()
    still = page.locator(".sb-play__picture").inner_html()
    page.wait_for_timeout(2500)
    assert page.locator(".sb-play__picture").inner_html() == still
    page.close()


def test_without_scripts_there_is_no_button_and_every_step_is_drawn(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/exercises/bridge/")
    assert not page.get_by_role("button", name="Show the movement").is_visible()
    assert page.locator(".sb-steps li").count() == page.locator(".sb-steps li svg[role=img]").count() == 7
    page.close()


@pytest.mark.parametrize("circles", CIRCLES)
def test_the_player_encloses_circles_as_the_still_pictures_do(
    page: Page, site: Path, circles: list[tuple[float, float, float]]
) -> None:
    """Both outlines cover the same points of a grid."""
    covered = """async ([address, data, circles]) => {
        const {outline} = await import(address);
        const canvas = document.createElement('canvas').getContext('2d');
        const steps = Array.from({length: 46}, (_, n) => 4 * n - 59.7);
        const inside = path => { const shape = new Path2D(path);
            return steps.flatMap(x => steps.map(y => canvas.isPointInPath(shape, x, y))); };
        const [still, played] = [inside(data), inside(outline(circles))];
        return still.filter((value, index) => value !== played[index]).length / still.filter(Boolean).length;
    }"""
    given = [f"/{asset(site, 'movement.js')}", outline(circles), json.loads(json.dumps(circles))]
    assert page.evaluate(covered, given) < 0.05
