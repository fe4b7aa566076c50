"""What comes out of the printer: an exercise on one page, a routine as a handout, black on white."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader
from pypdf.generic import NameObject, StreamObject

from macros import Loaded
from macros.dose_in_words import dose_in_words
from tests.conftest import ACTIVE, ROOT, serve

ROUTINES = sorted(path.stem for path in (ROOT / "routines").glob("*.yml"))


@pytest.fixture(scope="module")
def page(site: Path, browser: Browser) -> Iterator[Page]:
    """A reader in the dark: what they print must not be dark."""
    server = serve(site)
    opened = browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}", color_scheme="dark")
    yield opened
    opened.close()
    server.shutdown()


def printed(page: Page, address: str, paper: str = "A4") -> list[str]:
    """The text of each printed page, without line breaks and spaces."""
    page.goto(f"/{address}")
    pdf = PdfReader(io.BytesIO(page.pdf(format=paper)))
    return [bare(text_of(sheet)) for sheet in pdf.pages]


def text_of(sheet: PageObject) -> str:
    """The text of a sheet, read without the drawings on it, which would take seconds."""
    content = sheet.get_contents()
    written = b"" if content is None else content.get_data()
    texts = StreamObject()
    texts.set_data(b"\n".join(re.findall(rb"^BT$.*?^ET$", written, re.DOTALL | re.MULTILINE)))
    sheet[NameObject("/Contents")] = texts
    return sheet.extract_text()


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("id", ACTIVE)
def test_an_exercise_is_one_printed_page_with_all_that_one_needs(id: str, page: Page, real: Loaded) -> None:
    exercise = real.library.exercises[id]
    labels = real.library.vocabulary.labels
    needed = [exercise.name, exercise.feel, *(step.text for step in exercise.steps), *exercise.mistakes]
    needed += [caution.text for caution in exercise.cautions]
    needed += dose_in_words(exercise.dose, labels)
    needed += [f"https://steady-back.example/exercises/{id}/", labels["safety_ask"], labels["unreviewed"]]
    for paper in ("A4", "Letter"):
        sheets = printed(page, f"exercises/{id}/", paper)
        assert len(sheets) == 1 or (len(exercise.steps) > 6 and len(sheets) == 2), f"{paper}: {len(sheets)} pages"
        assert [text for text in needed if bare(text) not in "".join(sheets)] == []
        assert re.search(r"SteadyBack,\d+[A-Z][a-z]+20\d\d", sheets[-1])
    assert page.locator(".sb-qr").count() == 1


@pytest.mark.parametrize("id", ROUTINES)
def test_a_routine_is_a_handout_with_doses_and_a_week_to_tick_off(id: str, page: Page, real: Loaded) -> None:
    routine = real.library.routines[id]
    for paper in ("A4", "Letter"):
        sheets = printed(page, f"routines/{id}/", paper)
        assert len(sheets) <= 3
        assert all(sheets), "a blank page"
        text = "".join(sheets)
        for item in routine.exercises:
            exercise = real.library.exercises[item.exercise]
            assert bare(exercise.name) in text
            assert [s.text for s in exercise.steps if bare(s.text) not in text] == []
            dose = dose_in_words(item.dose or exercise.dose, real.library.vocabulary.labels, how_often=False)
            assert [sentence for sentence in dose if bare(sentence) not in text] == []
        assert "MonTueWedThuFriSatSun" in text


@pytest.mark.parametrize("address", ["", "exercises/bridge/", "routines/office-break/", "safety/", "muscles/"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_no_printed_page_is_blank(address: str, paper: str, page: Page) -> None:
    assert all(printed(page, address, paper))


@pytest.mark.parametrize("address", ["exercises/bridge/", "exercises/cobra/", "routines/gentle-first-week/"])
def test_nothing_is_cut_off_on_paper(address: str, page: Page) -> None:
    page.goto(f"/{address}")
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 without its margins, at 96 px an inch
    clipped = page.evaluate(
        """[...document.querySelectorAll("article *")].filter((e) => getComputedStyle(e).overflow !== "visible"
        && !e.closest("svg") && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
        .map((e) => e.className)"""
    )
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.emulate_media(media="screen", color_scheme="dark")
    assert (clipped, wide) == ([], False)


@pytest.mark.parametrize("address", ["", "exercises/bridge/", "routines/office-break/", "safety/"])
def test_paper_is_white_and_text_black_whatever_the_screen_shows(address: str, page: Page) -> None:
    page.goto(f"/{address}")
    page.evaluate('document.getElementById("dark").click()')
    page.evaluate('document.getElementById("dark").click()')  # Chosen by hand, not by the device.
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        """[...document.querySelectorAll("body, article, article *:not(svg *, .sb-key span)")]
        .filter((e) => e.checkVisibility())
        .map((e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"""
    )
    page.emulate_media(media="screen", color_scheme="dark")
    assert len(colours) > 20
    assert {text for text, _ in colours} <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
    assert {ground for _, ground in colours} <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
