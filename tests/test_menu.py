"""The menu: two levels, of pages that are there."""

from typing import Any

import pytest

from macros.menu import Entry, MenuError, Section, files_in, menu

TITLES = {"index.md": "Home", "safety.md": "Safety", "guides/index.md": "Guides", "guides/rest.md": "Rest & sleep"}


def test_a_page_stands_alone_or_in_a_section_that_leads_to_its_first_page() -> None:
    listed: list[Any] = [
        "index.md",
        {"Be safe": "safety.md"},
        {"Read": ["guides/index.md", {"Sleep": "guides/rest.md"}]},
    ]
    guides = (Entry("Guides", "guides/"), Entry("Sleep", "guides/rest/"))
    assert menu(listed, TITLES) == (
        Section("Home", ""),
        Section("Be safe", "safety/"),
        Section("Read", "guides/", guides),
    )
    assert list(files_in(listed)) == ["index.md", "safety.md", "guides/index.md", "guides/rest.md"]


def test_a_page_is_called_in_the_menu_as_it_calls_itself() -> None:
    assert menu(["guides/rest.md"], TITLES)[0].title == "Rest & sleep"


@pytest.mark.parametrize("listed", [["gone.md"], [{"Gone": "gone.md"}], [{"Read": ["safety.md", "gone.md"]}]])
def test_a_page_that_is_not_there_is_named(listed: list[Any]) -> None:
    with pytest.raises(MenuError, match=r"names gone\.md, and there is no such page"):
        menu(listed, TITLES)


def test_a_third_level_is_refused() -> None:
    with pytest.raises(MenuError, match=r"two levels\. In mkdocs\.yml, put the pages of More side by side"):
        menu([{"Read": ["guides/index.md", {"More": ["guides/rest.md"]}]}], TITLES)
