"""Links of hand-written pages: they lead to addresses, and what is no link stays as it was written."""

from pathlib import Path

import pytest

from macros.links import lost_links, resolved

PLACES = {
    "index.md": "",
    "about.md": "about/",
    "guides/rest.md": "guides/rest/",
    "exercises/bridge.md": "exercises/bridge/",
    "exercises/index.md": "exercises/",
    "assets/cat.png": "assets/0123456789/cat.png",
}


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("[Bridge](../exercises/bridge.md)", "[Bridge](../../exercises/bridge/)"),
        ("[Steps](../exercises/bridge.md#steps)", "[Steps](../../exercises/bridge/#steps)"),
        ("[All](../exercises/index.md?level=beginner#list)", "[All](../../exercises/?level=beginner#list)"),
        ("[Home](../index.md)", "[Home](../../)"),
        ("[Here](rest.md#top)", "[Here](./#top)"),
        ("[About](../about.md){ .sb-action }", "[About](../../about/){ .sb-action }"),
        ('[About](../about.md "Who we are")', '[About](../../about/ "Who we are")'),
        ("[About](<../about.md>)", "[About](<../../about/>)"),
        ("[About](../%61bout.md)", "[About](../../about/)"),
        ("![A cat](../assets/cat.png)", "![A cat](../../assets/0123456789/cat.png)"),
        ("[![A cat](../assets/cat.png)](../about.md)", "[![A cat](../../assets/0123456789/cat.png)](../../about/)"),
        ("[About][us]\n\n[us]: ../about.md#who", "[About][us]\n\n[us]: ../../about/#who"),
        ("[a](../about.md), [b](../index.md)", "[a](../../about/), [b](../../)"),
    ],
)
def test_a_link_to_a_file_becomes_one_to_its_address(written: str, link: str) -> None:
    assert resolved(written, "guides/rest.md", PLACES) == link


@pytest.mark.parametrize(
    "written",
    [
        "[Nowhere](../nowhere.md)",
        "[Elsewhere](https://e.example/about.md)",
        "[Mail](mailto:us@e.example)",
        "[Below](#below)",
        "[Built](../../exercises/bridge/)",
        "The file ../about.md is ours (../about.md).",
        "{{ figure('../about.md') }}",
        "`[About](../about.md)`",
        "``[About](../about.md)``",
        "`` ` [About](../about.md) ``",
        "a ` in\n[About](../about.md) code `",
        "```\n[About](../about.md)\n```",
        "```md\n\n[About](../about.md)\n\n```",
        "~~~~\n~~~\n[About](../about.md)\n~~~~",
        "- item\n\n    ```\n    [About](../about.md)\n\n    [us]: ../about.md\n    ```",
    ],
)
def test_what_leads_to_no_file_of_the_site_and_what_is_code_stays(written: str) -> None:
    assert resolved(written, "guides/rest.md", PLACES) == written


@pytest.mark.parametrize("before", ["`code` ", "```\ncode\n```\n\n", "~~~\n~~~\n", "one ` alone. "])
def test_a_link_behind_code_is_a_link(before: str) -> None:
    assert resolved(f"{before}[About](about.md)", "index.md", PLACES) == f"{before}[About](about/)"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of three pages and a picture."""
    for address, html in (("", ""), ("about/", '<h2 id="wer-wir-sind">'), ("guides/rest/", '<p id="größe">')):
        (tmp_path / address).mkdir(parents=True, exist_ok=True)
        (tmp_path / address / "index.html").write_text(html, encoding="utf-8")
    (tmp_path / "cat.png").touch()
    return tmp_path


@pytest.mark.parametrize(
    "link",
    [
        *("../", "../about/", "../guides/rest/", "../guides/rest/?a=1", "../cat.png", "", "#wer-wir-sind"),
        *("../guides/rest/#größe", "../guides/rest/#gr%C3%B6%C3%9Fe", "../cat.png#top", "?a=1&amp;b=2"),
        *("https://e.example/nowhere", "mailto:us@e.example", "//e.example/nowhere", "tel:112"),
    ],
)
def test_a_link_that_leads_somewhere_is_not_lost(link: str, site: Path) -> None:
    assert list(lost_links(f'<a href="{link}">', "about/", site)) == []


@pytest.mark.parametrize(
    "link",
    ["nowhere/", "../nowhere.md", "../guides/", "#who", "../guides/rest/#who", "../dog.png", "../about/?a=1#who"],
)
@pytest.mark.parametrize("tag", ['<a class="a" href="{}">', '<img src="{}" alt="">'])
def test_a_link_or_picture_that_leads_to_no_page_file_or_place_is_lost(tag: str, link: str, site: Path) -> None:
    assert list(lost_links(tag.format(link), "about/", site)) == [link]
