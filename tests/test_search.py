"""Search: what the index holds, and what people find who type like people."""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from macros import Loaded
from macros.addresses import SEARCH_INDEX
from macros.frame import Article
from macros.library import Library
from macros.search_index import KINDS, search_index
from tests.conftest import EXERCISE, ROOT, MakeLibrary, asset, build_small, run, serve

# MiniSearch 7.2.0, dist/es/index.js of its npm package, unchanged.
ENGINE = "0393b3ba253b809d5e55707c7b0875ef9b518a296a006c6739b28876e154edb3"


def index_of(library: Library, *written: Article) -> dict[str, Any]:
    made: dict[str, Any] = json.loads("".join(search_index(library, written)))
    return made


@pytest.fixture(scope="module")
def index(site: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((site / SEARCH_INDEX).read_text(encoding="utf-8"))
    return made


def test_the_engine_is_the_published_one_with_its_licence() -> None:
    vendor = ROOT / "docs" / "assets" / "vendor"
    assert hashlib.sha256((vendor / "minisearch.js").read_bytes()).hexdigest() == ENGINE
    assert "Permission is hereby granted" in (vendor / "minisearch.LICENSE.txt").read_text()


def test_every_page_of_the_site_is_in_the_index_once(index: dict[str, Any], site: Path, real: Loaded) -> None:
    published = {str(file.parent.relative_to(site)) + "/" for file in site.rglob("index.html")} - {"./"} | {""}
    moved = {a for a in published if 'http-equiv="refresh"' in (site / a / "index.html").read_text(encoding="utf-8")}
    retired = {f"exercises/{id}/" for id in real.library.retired}
    found = Counter(page["a"] for page in index["pages"] if "#" not in page["a"])
    assert found == Counter(published - moved - retired)


def test_a_heading_without_a_name_or_with_one_twice_begins_no_section(real: Loaded) -> None:
    text = '<h1>A</h1><p>One.</p><h2>Raw</h2><p>Two.</p><h2 id="b">B</h2><p>Three.</p><h2 id="b">B</h2><p>Four.</p>'
    found = [page["a"] for page in index_of(real.library, Article("about/", "A", text, ""))["pages"]]
    assert [address for address in found if address.startswith("about/")] == ["about/", "about/#b"]


@pytest.mark.parametrize("kind", ["clinics", "contributing"])
def test_a_page_for_few_is_in_the_index_without_its_sections(kind: str, real: Loaded) -> None:
    text = "<h1>A</h1><p>One. Two.</p><h2 id='b'>B</h2><p>Three.</p>"
    article = Article(f"{kind}/a/", "A", text, "")
    found = [page for page in index_of(real.library, article)["pages"] if page["t"] == "A"]
    assert found == [{"a": f"{kind}/a/", "k": kind, "t": "A", "s": "One.", "x": "two"}]


def test_every_section_of_a_hand_written_page_is_in_the_index_once(index: dict[str, Any], site: Path) -> None:
    found = Counter(page["a"] for page in index["pages"] if "#" in page["a"])
    assert set(found.values()) == {1}
    for address in found:
        page, _, anchor = address.partition("#")
        assert f'<h2 id="{anchor}">' in (site / page / "index.html").read_text(encoding="utf-8")


def test_every_alias_is_in_the_index(index: dict[str, Any], real: Loaded) -> None:
    names = {page["a"]: page.get("n", "") for page in index["pages"]}
    for exercise in real.library.exercises.values():
        assert names[f"exercises/{exercise.id}/"] == ", ".join(exercise.aliases)


def test_every_key_and_kind_of_a_page_has_its_names(index: dict[str, Any]) -> None:
    keys = {key for page in index["pages"] for field in ("w", "m") for key in page.get(field, ())}
    assert keys - set(index["words"]) == set()
    assert {page["k"] for page in index["pages"]} == set(index["kinds"]) == set(KINDS)


def test_a_word_with_a_page_has_its_names_under_its_address(index: dict[str, Any], real: Loaded) -> None:
    names = index["words"]["muscles/gluteus-maximus"].split()
    assert {"buttocks", "bum", "bottom", "gluteus", "maximus", "großer", "gesäßmuskel"} <= set(names)
    assert len(names) == len(set(names))


def test_names_of_a_word_stand_once(index: dict[str, Any]) -> None:
    assert json.dumps(index).count("backside") == json.dumps(index["words"]).count("backside") > 0


def test_lists_citations_and_code_are_no_text_of_a_section(real: Loaded) -> None:
    text = (
        '<h1 id="a">A</h1><p>First. See (<a class="sb-cite">Somebody</a>; <a class="sb-cite">Other</a>) it.</p>'
        '<h2 id="b">B &amp; <em>b</em></h2><ul class="sb-cards"><li>Card<ul><li>Inner</li></ul></li></ul><p>Text</p>'
        '<pre>Code</pre><svg><title>Picture</title></svg><h2 id="c">C</h2><p>&lt;b&gt;</p>'
    )
    pages = index_of(real.library, Article("guides/a/", "A", text, ""))["pages"][-3:]
    assert pages == [
        {"a": "guides/a/", "k": "guides", "t": "A", "s": "First.", "x": "see it"},
        {"a": "guides/a/#b", "k": "guides", "t": "B & b", "p": "A", "x": "text"},
        {"a": "guides/a/#c", "k": "guides", "t": "C", "p": "A", "x": "b"},
    ]


def test_a_word_that_search_knows_must_be_a_word_of_its_list(make_library: MakeLibrary) -> None:
    root = make_library()
    (root / "vocabulary" / "search.yml").write_text("positions: {standing: [desk]}\nregions: {hip: [bum]}\n")
    done = run("check", "--content", str(root))
    assert done.returncode == 1
    assert "search.yml:2:11: unknown-word: " in done.stdout
    assert "Did you mean `hips`?" in done.stdout


def test_the_index_stays_small(index: dict[str, Any], site: Path, real: Loaded) -> None:
    ours = (site / SEARCH_INDEX).read_bytes()
    one = real.library.exercises["bridge"]
    many = {f"e{n}": one.model_copy(update={"id": f"e{n}", "name": f"Exercise {n}"}) for n in range(1000)}
    larger = real.library.__class__(**{**vars(real.library), "exercises": many, "routines": {}})
    thousand = "".join(search_index(larger, ())).encode()
    assert len(gzip.compress(ours, mtime=0)) < 32_000
    assert len(thousand) < 900_000


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = serve(site)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def dialog(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose search is open."""
    page = browser.new_page()
    page.goto(f"{address}/exercises/bridge/")
    page.click("#open-search")
    yield page
    page.close()


def found(page: Page, words: str) -> list[str]:
    """The addresses that a search shows, from the site's root, best first."""
    page.fill("#search-words", "")
    expect(page.locator(".sb-search__results a")).to_have_count(0)
    page.fill("#search-words", words)
    page.locator(".sb-search__results a").first.wait_for()
    script = "links => links.map(link => link.pathname.slice(1) + link.hash)"
    addresses: list[str] = page.locator(".sb-search__results a").evaluate_all(script)
    return addresses


FIRST = {
    "bridge": "exercises/bridge/",
    "bridges": "exercises/bridge/",
    "brigde": "exercises/bridge/",
    "glute bridge": "exercises/bridge/",
    "Glute  BRIDGE": "exercises/bridge/",
    "cat cow": "exercises/cat-cow/",
    "cat-camel": "exercises/cat-cow/",
    "clams": "exercises/clamshell/",
    "sphinx": "exercises/prone-prop/",
    "superman": "exercises/prone-opposite-arm-leg-lift/",
    "knee rolls": "exercises/lower-trunk-rotation/",
    "figure four": "exercises/hip-crossover-stretch/",
    "half plank": "exercises/modified-plank/",
    "easier plank": "exercises/modified-plank/",
    "sit-up": "exercises/partial-crunch/",
    "crunches": "exercises/partial-crunch/",
    "wall squat": "exercises/wall-sit/",
    "bird dog": "exercises/bird-dog/",
    "birddog": "exercises/bird-dog/",
    "hamstrng": "exercises/hamstring-stretch-towel/",
    "cobra slipped disc": "exercises/cobra/",
    "slipped disc": "conditions/herniated-disc/",
    "slipd disc": "conditions/herniated-disc/",
    "Bandscheibe": "conditions/herniated-disc/",
    "bandscheibenvorfall": "conditions/herniated-disc/",
    "sciatica": "conditions/sciatica/",
    "sciatcia": "conditions/sciatica/",
    "Ischias": "conditions/sciatica/",
    "pregnant": "conditions/pregnancy/",
    "brittle bones": "conditions/osteoporosis/",
    "how do I get up from the floor again?": "guides/down-to-the-floor/#up",
    "getting up from the floor": "guides/down-to-the-floor/#up",
    "log roll": "guides/down-to-the-floor/#log-roll",
    "stuck on the floor": "guides/down-to-the-floor/#stuck",
    "gentle first week": "routines/gentle-first-week/",
    "conditions": "conditions/",
    "office": "routines/office-break/",
    "emergency": "safety/#emergency",
    "privacy": "about/#privacy",
    "lowerback": "exercises/lower-trunk-rotation/",
    "towel": "exercises/hamstring-stretch-towel/",
}
AMONG_THREE = {
    "bum": "exercises/clamshell/",
    "Gesäß": "exercises/hip-crossover-stretch/",
    "gesass": "exercises/hip-crossover-stretch/",
    "osteoperosis": "conditions/osteoporosis/",
    "streching": "exercises/adductor-stretch/",
    "get up from floor": "guides/down-to-the-floor/#up",
    "new hip replacement": "conditions/hip-replacement/",
    "tummy": "exercises/partial-crunch/",
    "first week": "guides/starting-and-building-up/#first-week",
    "pelvic tilt": "guides/down-to-the-floor/#bed",
    "pelvic tlit": "guides/down-to-the-floor/#bed",
    "lower back": "exercises/lower-trunk-rotation/",
    "lower bakc": "exercises/lower-trunk-rotation/",
    "lumbago": "exercises/lower-trunk-rotation/",
    "stiff neck": "conditions/neck-pain/",
    "neck stretch": "exercises/chin-to-chest/",
    "desk": "routines/office-break/",
    "hunch": "muscles/rhomboids/",
    "stiff": "exercises/lower-trunk-rotation/",
    "standing exercises": "exercises/wall-sit/",
    "no equipment": "equipment/none/",
    "tailbone": "exercises/clamshell/",
    "back ache": "exercises/lower-trunk-rotation/",
    "Rückenschmerzen": "exercises/lower-trunk-rotation/",
    "waist": "exercises/supine-twist/",
}


@pytest.mark.parametrize("words", FIRST)
def test_what_is_meant_comes_first(words: str, dialog: Page) -> None:
    assert found(dialog, words)[0] == FIRST[words]


@pytest.mark.parametrize("words", AMONG_THREE)
def test_what_is_meant_is_among_the_first_three(words: str, dialog: Page) -> None:
    assert AMONG_THREE[words] in found(dialog, words)[:3]


def test_every_exercise_is_found_by_each_of_its_names(dialog: Page, real: Loaded) -> None:
    for exercise in real.library.exercises.values():
        for name in (exercise.name, *exercise.aliases):
            assert f"exercises/{exercise.id}/" in found(dialog, name)[:3], name


@pytest.mark.parametrize("words", ["stretch", "strength exercises", "muscles of the back", "beginner", "standing"])
def test_exercises_come_before_indexes_and_pages_for_contributors(words: str, dialog: Page) -> None:
    addresses = found(dialog, words)
    first = next(n for n, address in enumerate(addresses) if address.startswith("exercises/"))
    behind = [n for n, address in enumerate(addresses) if address.count("/") == 1 or address.startswith("contributing")]
    assert all(n > first for n in behind)


def test_what_contributors_look_for_keeps_the_last_place(dialog: Page) -> None:
    assert found(dialog, "how do I add an exercise?")[-1] == "contributing/#add"


def test_contributors_pages_come_last(dialog: Page) -> None:
    addresses = found(dialog, "hold towel")
    assert [a.startswith("contributing/") for a in addresses] == sorted(
        a.startswith("contributing/") for a in addresses
    )
    assert addresses[-1].startswith("contributing/")


@pytest.mark.parametrize("start", ["", "exercises/bridge/", "muscles/", "safety/", "404.html"])
def test_nothing_of_search_is_fetched_before_it_is_opened(
    start: str, address: str, site: Path, browser: Browser
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(f"{address}/")))
    page.goto(f"{address}/{start}")
    page.wait_for_load_state("networkidle")
    parts = {"search.json", *(asset(site, name) for name in ("search.js", "vendor/minisearch.js"))}
    assert parts & set(asked) == set()
    page.click("#open-search")
    page.fill("#search-words", "bridge")
    page.locator(".sb-search__results a").first.click()
    page.wait_for_url(f"{address}/exercises/bridge/")
    assert {part: asked.count(part) for part in parts} == dict.fromkeys(parts, 1)
    page.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """A page of its own whose search has just been opened; nothing may break the page's policy."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/guides/down-to-the-floor/")
    assert "script-src 'self'" in str(page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content"))
    page.click("#open-search")
    yield page
    page.close()
    assert complaints == []


def test_one_can_type_at_once_and_escape_leads_back_to_the_button(opened: Page) -> None:
    expect(opened.locator("#search-words")).to_be_focused()
    opened.keyboard.type("plank")
    expect(opened.locator(".sb-search__results a").first).to_be_visible()
    opened.keyboard.press("Escape")
    expect(opened.locator("#search")).not_to_be_visible()
    expect(opened.locator("#open-search")).to_be_focused()


def test_what_was_searched_is_there_and_selected_at_the_next_opening(opened: Page) -> None:
    opened.keyboard.type("plank")
    opened.click("#search button")
    expect(opened.locator("#open-search")).to_be_focused()
    opened.click("#open-search")
    opened.keyboard.type("cobra")
    expect(opened.locator("#search-words")).to_have_value("cobra")


def test_enter_leads_to_the_first_result_and_once_more_opens_it(opened: Page, address: str) -> None:
    opened.keyboard.type("brigde")
    opened.keyboard.press("Enter")
    expect(opened.locator(".sb-search__results a").first).to_be_focused()
    opened.keyboard.press("Enter")
    opened.wait_for_url(f"{address}/exercises/bridge/")


def test_arrows_move_through_the_results_and_back(opened: Page) -> None:
    opened.keyboard.type("plank")
    links = opened.locator(".sb-search__results a")
    expect(links.nth(1)).to_be_visible()
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        opened.keyboard.press(key)
        expect(links.nth(place)).to_be_focused()
    opened.keyboard.press("ArrowUp")
    expect(opened.locator("#search-words")).to_be_focused()
    opened.keyboard.press("ArrowUp")
    expect(opened.locator("#search-words")).to_be_focused()


def test_a_result_on_the_same_page_closes_the_dialog(opened: Page, address: str) -> None:
    opened.keyboard.type("log roll")
    opened.locator(".sb-search__results a").first.click()
    opened.wait_for_url(f"{address}/guides/down-to-the-floor/#log-roll")
    expect(opened.locator("#search")).not_to_be_visible()


def test_a_result_says_what_it_is(opened: Page) -> None:
    opened.keyboard.type("log roll")
    first = opened.locator(".sb-search__results li").first
    expect(first.locator("strong")).to_have_text("The log roll")
    expect(first.locator("span")).to_have_text("Guide: Down to the floor and up again")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("brigde", "3 pages found"),
        ("back", "12 of "),
        ("glucosamine", "Nothing found for “glucosamine”. Try a shorter word, or a part of the body."),
        ("sphinx", "1 page found"),
        ("  ", ""),
    ],
)
def test_the_number_of_results_is_said(words: str, said: str, opened: Page) -> None:
    opened.fill("#search-words", words)
    status = opened.locator("#search [role=status]")
    expect(status).to_contain_text(said) if said else expect(status).to_be_empty()


@pytest.mark.parametrize("file", ["search.js", "search.json"])
def test_search_says_so_when_it_cannot_be_loaded_and_tries_again(file: str, browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route(f"**/{file}", lambda route: route.abort())
    page.goto(f"{address}/")
    page.click("#open-search")
    expect(page.locator("#search [role=status]")).to_contain_text("Search does not answer.")
    page.unroute(f"**/{file}")
    page.keyboard.type("bridge")
    page.keyboard.press("Enter")
    expect(page.locator(".sb-search__results strong").first).to_have_text("Bridge")
    page.close()


def test_hostile_names_stay_text(make_library: MakeLibrary, tmp_path: Path, browser: Browser) -> None:
    attack = "<img src=x onerror=alert(1)> </script>"
    text = EXERCISE.replace("Small lift", f"'{attack}'").replace("Lift your hips a little.", f"'{attack} {{words}}'")
    content = make_library({"exercises/small-lift.yml": text})
    server = serve(build_small(content, tmp_path / "site"))
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    page.click("#open-search")
    page.fill("#search-words", "onerror")
    expect(page.locator(".sb-search__results strong").first).to_have_text(attack)
    assert page.locator(".sb-search__results :is(img, script)").count() == 0
    page.fill("#search-words", "<b>qqqq</b>")
    expect(page.locator("#search [role=status]")).to_contain_text("“<b>qqqq</b>”")
    page.close()
    server.shutdown()
