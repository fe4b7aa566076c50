"""Sites that leave pages out: nothing leads to what is not there, and nothing empty stays behind."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from macros import Loaded, addresses, load_library, views
from macros.healing import pages_left_out, without_links
from macros.pages import redirects
from macros.views import VIEWS
from tests.conftest import ROOT, SITE
from tests.test_site import Html, broken_links, files, pages, targets

GUIDES = frozenset(addresses.of_file(f"guides/{path.name}") for path in (ROOT / "docs/guides").glob("*.md")) - {
    "guides/"
}
INDEXES = frozenset(f"{view.folder}/" for view in VIEWS) - {"exercises/"}
# What is hidden is there to be filled by a script.
EMPTY = re.compile(r"<(p|li|ul|ol|dl|dt|dd|h[1-6]|td)(?: (?![^>]*hidden)[^>]*)?>\s*</\1>")
# The site's own choice comes from whoever makes a copy; here it is put in front of the engine.
BUILD = """
import dataclasses, sys, macros
load = macros.load_library
left_out = frozenset(sys.argv.pop(1).split())
macros.load_library = lambda root, site, *rest: load(root, dataclasses.replace(site, left_out=left_out), *rest)
from mkdocs.__main__ import cli
cli()
"""


def build(without: frozenset[str], to: Path) -> Path:
    engine = [sys.executable, "-c", BUILD, " ".join(without), "build", "--strict", "--site-dir", str(to)]
    done = subprocess.run(engine, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return to


def without(*left_out: str) -> Loaded:
    return load_library(ROOT, replace(SITE, left_out=frozenset(left_out)))


def articles(site: Path) -> dict[str, str]:
    """The text of each page, as HTML."""
    found = {
        path: re.search("<article.*</article>", path.read_text("utf-8"), re.DOTALL) for path in site.rglob("*.html")
    }
    return {path.relative_to(site).as_posix(): article[0] for path, article in found.items() if article}


@pytest.mark.parametrize(
    "absent",
    [
        pytest.param(GUIDES, id="guides"),
        pytest.param(INDEXES, id="indexes"),
        pytest.param(frozenset({"stretch/", "strength/", "contributing/"}), id="kinds"),
        pytest.param(frozenset({"conditions/", "guides/down-to-the-floor/"}), id="conditions"),
    ],
)
def test_a_site_without_some_pages_is_whole(absent: frozenset[str], tmp_path: Path) -> None:
    site = build(absent, tmp_path / "site")
    built = pages(site)
    assert broken_links(built, files(site)) == []
    gone = tuple(absent | ({"guides/"} if absent == GUIDES else set()))
    linked = [
        f"{at} -> {link}" for at, page in built.items() for link in addresses_in(page, at) if link.startswith(gone)
    ]
    assert linked == []
    assert [at for at, html in articles(site).items() if at.startswith(gone)] == []
    index = json.loads((site / "search.json").read_text(encoding="utf-8"))
    assert [page["a"] for page in index["pages"] if page["a"].startswith(gone)] == []
    assert [left for left in gone if f"/{left}" in (site / "sitemap.xml").read_text(encoding="utf-8")] == []
    # The weekly table is there to be filled in.
    held = {at: re.sub('(?s)<table class="sb-week">.*?</table>', "", html) for at, html in articles(site).items()}
    assert [f"{at}: {found[0]}" for at, html in held.items() for found in EMPTY.finditer(html)] == []


def addresses_in(page: Html, at: str) -> list[str]:
    """Where a page leads to in its own site."""
    return [target for target, _ in targets(at, page.links)]


def mended(markdown: str, *absent: str, here: str = "guides/a.md") -> str:
    return without_links(markdown, lambda path: path in absent, here)


def test_a_link_to_a_page_that_is_gone_becomes_its_words() -> None:
    text = "- Plan your way [down](b.md#how){ .x } with [care](../safety.md). See ![the map](b.md).\n"
    assert mended(text, "guides/b.md") == "- Plan your way down with [care](../safety.md). See ![the map](b.md).\n"


def test_an_entry_of_a_list_goes_with_the_link_that_it_begins_with() -> None:
    text = "Look:\n\n- [One](b.md): first,\n  on two lines.\n- **[Two](c.md)**, second.\n- Third, [one](b.md).\n\nEnd."
    assert mended(text, "guides/b.md", "guides/c.md") == "Look:\n\n- Third, one.\n\nEnd."


def test_a_button_goes_and_its_neighbours_stay_in_one_paragraph() -> None:
    text = "[A](a.md){ .sb-action }\n[B](b.md){ .sb-action .sb-action--main }\n[C](c.md){ .sb-action }\n"
    assert mended(text, "guides/b.md") == "[A](a.md){ .sb-action }\n[C](c.md){ .sb-action }\n"
    assert mended(text, "guides/a.md", "guides/b.md", "guides/c.md") == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Stuck? Read [B](b.md#stuck).", ""),
        ("Wait. Are you stuck? Read [B](b.md). Then rest.", "Wait. Then rest."),
        ('Do it {{ cite("a. B") }}. Read [B](b.md) as well.\nRest.', 'Do it {{ cite("a. B") }}. Rest.'),
        ("Read [Does it help?](b.md#x) Rest.", "Rest."),
        ("Read [Does it help?](b.md#x) for the figure.", ""),
        ("Read [A](a.md) first. Learn more in [B](b.md).", "Read [A](a.md) first."),
        ("Whether it works is [disputed](b.md).", "Whether it works is disputed."),
    ],
)
def test_a_sentence_that_only_leads_there_goes_with_the_question_before_it(before: str, after: str) -> None:
    assert mended(before, "guides/b.md") == after


@pytest.mark.parametrize(
    "text",
    [
        "Read [B](../b.md), [C](https://example.org/guides/b.md) and [D](#b.md). \n\n\nEnd  ",
        "```\n[B](b.md)\n```\n",
        "Read [a page with a slip in its name](d.md).",
    ],
)
def test_whatever_else_stays_as_it_is_written(text: str) -> None:
    assert mended(text, "guides/b.md") == text


@pytest.mark.parametrize("guide", sorted(GUIDES))
def test_without_a_guide_no_page_is_left_with_a_gap(guide: str) -> None:
    file = f"{guide.rstrip('/')}.md"
    for path in (*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/guides").glob("*.md")):
        before = path.read_text(encoding="utf-8")
        after = mended(before, file, here=path.relative_to(ROOT / "docs").as_posix())
        assert file.rpartition("/")[2] not in after
        assert re.findall("^#.*", after, re.MULTILINE) == re.findall("^#.*", before, re.MULTILINE)
        # No heading without text, no empty entry, no question that nothing answers.
        assert not re.search(r"^#.*\n+(?=#|\Z)|^\s*(?:[-*]|\d+\.)\s*$|[^#\n]*\?\s*\Z", after, re.MULTILINE)


def test_an_index_goes_with_the_last_of_its_pages() -> None:
    written = ["guides/a.md", "guides/b.md", "guides/index.md", "index.md", "safety.md"]

    def gone(*without: str) -> list[str]:
        return [file for file in written if pages_left_out(written, lambda address: address not in without)(file)]

    assert gone("guides/a/") == ["guides/a.md"]
    assert gone("guides/a/", "guides/b/") == ["guides/a.md", "guides/b.md", "guides/index.md"]


def test_a_word_whose_page_is_left_out_stands_there_without_a_link() -> None:
    full, less = without(), without("stretch/", "strength/", "levels/", "equipment/", "conditions/")
    here = addresses.exercise("bridge")
    before, after = (loaded.renderer.exercise_page("bridge", here) for loaded in (full, less))
    assert 'sb-kind--strength" href="../../strength/">Strength</a>' in before
    assert '<span class="sb-kind sb-kind--strength">Strength</span>' in after
    assert 'href="../../levels/beginner/">Beginner</a>' in before
    assert "<span>Beginner</span>" in after
    assert "<span>No equipment</span>" in " ".join(after.split()).replace("<span> ", "<span>").replace(
        " </span>", "</span>"
    )
    assert 'href="../../positions/supine/"' in after
    assert not re.search(r'href="\.\./\.\./(conditions|levels|equipment|strength)/', after)


def test_old_addresses_of_an_index_that_is_left_out_lead_to_all_exercises() -> None:
    moved = redirects(without("conditions/", "stretch/").library)
    assert moved["conditions/"] == moved["conditions/sciatica/"] == moved["stretch/"] == "exercises/"
    assert "positions/supine/" not in moved


def test_all_exercises_are_always_there() -> None:
    library = without(*INDEXES, "exercises/").library
    assert [view.folder for view in views.in_use(library)] == ["exercises"]


def test_the_start_page_still_helps_those_who_cannot_get_down_to_the_floor() -> None:
    assert "guides/down-to-the-floor/#no-floor" in without().renderer.finder("")
    start = without("guides/down-to-the-floor/", "guides/starting-and-building-up/").renderer.finder("")
    assert 'href="exercises/?floor=no"' in start
    assert "guides/" not in start


def test_the_filter_names_no_page_of_a_condition_that_is_left_out() -> None:
    assert "data-page=" in without().renderer.index_page("exercises", "exercises/")
    assert "data-page=" not in without("conditions/").renderer.index_page("exercises", "exercises/")
