"""Whose name stands where: the library's own texts do without it, so that they are true in anybody's copy."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined

from macros.templating import markdown_text
from tests.conftest import ROOT
from tests.test_regions import BRITISH, sentences

PAGES = sorted([*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/guides").glob("*.md")])
OURS = re.compile("steady[ _-]?back", re.IGNORECASE)


@dataclass(frozen=True)
class Clinic:
    """Stands in for the brand of a copy."""

    name: str
    dark_first: bool = False


def shown(page: str, clinic: Clinic | None) -> str:
    """A hand-written page with its macros filled in, as Markdown."""
    environment = Environment(undefined=StrictUndefined)
    environment.filters["md"] = markdown_text
    text = (ROOT / "docs" / page).read_text(encoding="utf-8").partition("\n---\n")[2]
    return environment.from_string(text).render(
        clinic=clinic,
        library_address="https://library.example/",
        report_address="mailto:help@clinic.example",
        this_copy=lambda: "Release 1.",
        has_index=lambda _folder: True,
    )


def test_no_text_of_the_library_names_it() -> None:
    sources = [source.publisher for source in BRITISH.vocabulary.sources.values()]
    assert [text for text in (*sentences(BRITISH), *sources) if OURS.search(text)] == []


@pytest.mark.parametrize("path", [p for p in PAGES if p.stem not in ("about", "contributing")], ids=lambda p: p.stem)
def test_no_other_page_than_about_names_the_library(path: Path) -> None:
    assert not OURS.search(path.read_text(encoding="utf-8"))


def test_about_a_copy_says_whose_it_is_who_answers_for_it_and_what_it_rests_on() -> None:
    page = shown("about.md", Clinic("North & South"))
    assert "North &#38; South publishes this copy and answers for what it says." in page
    assert "(mailto:help@clinic.example)" in page
    assert "[Steady Back](https://library.example/)" in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page
    assert "What was changed is marked." in page
    assert "Clinics may publish" not in page


@pytest.mark.parametrize("clinic", [None, Clinic("North")])
def test_about_says_what_this_copy_is(clinic: Clinic | None) -> None:
    assert "## About this copy { #copy }\n\nRelease 1.\n" in shown("about.md", clinic)


def test_a_copy_does_not_say_what_is_true_of_the_librarys_own_site_only() -> None:
    ours, theirs = shown("accessibility.md", None), shown("accessibility.md", Clinic("North"))
    for words in ("Each change to the site is tested", "Drawings for contributors", "To change a page you go"):
        assert words in ours
        assert words not in theirs
    assert "[tell us](mailto:help@clinic.example)" in theirs
