"""The filters of the list of all exercises, as a reader uses them in a real browser."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from macros import Exercise, Loaded, load_library
from macros.filters import Filters
from macros.library import Library
from tests.conftest import EXERCISE, SITE, MakeLibrary, build_small, serve

# What an option of each filter means, read from the library and not from the page.
MEANING: Mapping[str, Callable[[Library, Exercise, str], bool]] = {
    "floor": lambda library, e, _: not library.needs_floor(e),
    "kind": lambda _, e, word: e.kind == word,
    "region": lambda library, e, word: word in {library.vocabulary.muscles[m].region for m in e.muscles.primary},
    "muscle": lambda _, e, word: word in e.muscles.primary,
    "position": lambda _, e, word: word in e.positions,
    "equipment": lambda _, e, word: word in (e.equipment_ids() or ("none",)),
    "level": lambda _, e, word: e.level == word,
    "without": lambda _, e, word: not any(c.action == "avoid" and word in c.conditions for c in e.cautions),
}
COMBINATIONS = (
    "",
    "floor=no",
    "kind=stretch&position=supine",
    "region=hips&equipment=none",
    "without=pregnancy&without=osteoporosis&level=beginner",
)
DEAD_END = "kind=strength&region=neck&position=standing"
SHOWN = """() => [...document.querySelectorAll(".sb-card")].filter(card => card.checkVisibility())
    .map(card => card.querySelector(".sb-card__name").getAttribute("href").split("/").at(-2))"""
# Chooses every option in turn, each from the same start: what its text promises, and what is shown then.
EVERY_OPTION = """() => [...document.querySelectorAll("#filters option, #filters input")].flatMap(control => {
    if (!control.value) return []
    const box = control.localName === "input", owner = box ? control : control.closest("select")
    const change = () => owner.dispatchEvent(new Event("change", {bubbles: true}))
    const [value, checked] = [owner.value, control.checked]
    const {disabled} = control
    const text = (box ? control.nextSibling : control).textContent
    const cards = () => [...document.querySelectorAll(".sb-card")].filter(card => card.checkVisibility())
        .map(card => card.querySelector(".sb-card__name").getAttribute("href").split("/").at(-2))
    let promised = Number(text.match(/\\((\\d+)\\)$/)?.[1])
    if (owner.name === "without") {
        control.checked = false
        change()
        promised = new Set(cards()).size - Number(text.match(/\\(leaves out (\\d+|none)\\)$/)[1].replace("none", 0))
    }
    if (box) control.checked = true
    else owner.value = control.value
    change()
    const shown = cards()
    if (box) control.checked = checked
    else owner.value = value
    change()
    const chosen = box ? checked : value === control.value
    return [{name: owner.name, value: control.value, disabled, promised, shown, chosen}]
})"""
VISIBLE_GROUPS = (
    """() => [...document.querySelectorAll("article h2[id]")].filter(h => h.checkVisibility()).map(h => h.id)"""
)


@pytest.fixture(scope="module")
def home(site: Path) -> Iterator[str]:
    server = serve(site)
    yield f"http://127.0.0.1:{server.server_port}/exercises/"
    server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    assert errors == []


def shown(page: Page) -> list[str]:
    """The ids of the exercises whose cards a reader sees."""
    return list(page.evaluate(SHOWN))


def fitting(library: Library, query: str) -> set[str]:
    """The ids of the exercises that an address asks for."""
    words = [tuple(part.split("=")) for part in query.split("&") if part]
    return {e.id for e in library.exercises.values() if all(MEANING[name](library, e, word) for name, word in words)}


def status(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def chips(page: Page) -> list[str]:
    return page.get_by_role("button", name="Remove: ").all_inner_texts()


def focused(page: Page) -> str:
    """The name or text of what has the focus."""
    return str(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")).strip()


def test_without_scripts_the_whole_list_is_there_and_no_form(home: str, real: Loaded, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}?floor=no")
    assert not page.locator("#filters").is_visible()
    cards = [card for card in page.locator(".sb-card").all() if card.is_visible()]
    assert len(cards) == sum(len(e.muscles.primary) for e in real.library.exercises.values())
    context.close()


def test_only_the_list_of_all_exercises_carries_filters(real: Loaded) -> None:
    for folder in ("stretch", "strength", "muscles", "levels"):
        text = real.renderer.index_page(folder, f"{folder}/")
        assert "filters.js" not in text
        assert "data-fits" not in text


def test_without_a_choice_all_is_as_the_server_made_it(home: str, real: Loaded, page: Page) -> None:
    page.goto(home)
    everything = shown(page)
    assert len(everything) == sum(len(e.muscles.primary) for e in real.library.exercises.values())
    page.get_by_label("No need to get down").check()
    page.get_by_role("button", name="Clear all filters").click()
    assert shown(page) == everything
    assert page.locator("article [hidden] h2, h2[hidden], .sb-cards[hidden], .sb-jump [hidden]").count() == 0
    assert page.locator(".sb-card__mind").count() == 0


@pytest.mark.parametrize("query", COMBINATIONS)
def test_each_option_says_how_many_exercises_it_leads_to(query: str, home: str, real: Loaded, page: Page) -> None:
    page.goto(f"{home}?{query}")
    before = shown(page)
    options = page.evaluate(EVERY_OPTION)
    assert {option["name"] for option in options} == set(MEANING)
    for option in options:
        kept = [p for p in query.split("&") if p and (option["name"] == "without" or not p.startswith(option["name"]))]
        wanted = fitting(real.library, "&".join([*kept, f"{option['name']}={option['value']}"]))
        assert len(option["shown"]) == len(wanted) == option["promised"], option
        assert set(option["shown"]) == wanted, option
        needless = not wanted and not option["chosen"] and option["name"] != "without"
        assert option["disabled"] == needless, option
    assert shown(page) == before


def test_every_word_in_use_is_offered_and_no_other(home: str, real: Loaded, page: Page) -> None:
    page.goto(home)
    offered: dict[str, list[str]] = {}
    for option in page.evaluate(EVERY_OPTION):
        offered.setdefault(option["name"], []).append(option["value"])
    words = real.library.vocabulary
    for name, known in {
        "position": words.positions,
        "equipment": {**words.equipment, "none": None},
        "level": words.levels,
        "region": words.regions,
    }.items():
        assert offered[name] == [word for word in known if fitting(real.library, f"{name}={word}")]
    minded = {c for e in real.library.exercises.values() for caution in e.cautions for c in caution.conditions}
    assert set(offered["without"]) == minded
    assert set(offered["muscle"]) == {m for e in real.library.exercises.values() for m in e.muscles.primary}


def test_muscles_stand_under_their_part_of_the_body(home: str, real: Loaded, page: Page) -> None:
    page.goto(home)
    groups = page.locator("select[name=muscle] optgroup").evaluate_all(
        "groups => groups.map(g => [g.label, [...g.children].map(o => o.value)])"
    )
    words = real.library.vocabulary
    for label, muscles in groups:
        assert {words.regions[str(words.muscles[m].region)].label for m in muscles} == {label}


def test_an_exercise_with_a_choice_of_equipment_counts_for_each(home: str, page: Page) -> None:
    for piece in ("chair", "table", "wall"):
        page.goto(f"{home}?equipment={piece}")
        assert "adductor-stretch" in shown(page)
    page.goto(f"{home}?equipment=none")
    assert "adductor-stretch" not in shown(page)


def test_no_need_for_the_floor_shows_exactly_what_needs_no_floor(home: str, real: Loaded, page: Page) -> None:
    page.goto(home)
    page.get_by_label("No need to get down to the floor").check()
    assert page.url == f"{home}?floor=no"
    without_floor = [e.id for e in real.library.exercises.values() if not real.library.needs_floor(e)]
    assert sorted(shown(page)) == sorted(without_floor)
    assert status(page) == f"{len(without_floor)} of {len(real.library.exercises)} exercises"


def test_while_a_filter_is_active_each_exercise_stands_there_once(home: str, real: Loaded, page: Page) -> None:
    page.goto(f"{home}?level=beginner")
    ids = shown(page)
    assert len(ids) == len(set(ids))
    groups = page.evaluate(VISIBLE_GROUPS)
    for width, links in ((360, ".sb-jump a"), (1280, ".sb-contents a")):
        page.set_viewport_size({"width": width, "height": 740})
        visible = [link for link in page.locator(links).all() if link.is_visible()]
        assert [str(link.get_attribute("href")).lstrip("#") for link in visible] == groups
    filled = [
        e.evaluate("e => [...e.children].some(card => card.checkVisibility())") for e in page.locator(".sb-cards").all()
    ]
    assert filled.count(True) == len(groups) < len(filled)
    more = [link for link in page.get_by_role("link", name="More about:").all() if link.is_visible()]
    assert len(more) == len(groups)


def test_the_chosen_muscle_is_the_heading_under_which_its_exercises_stand(home: str, page: Page) -> None:
    page.goto(f"{home}?muscle=gluteus-maximus")
    assert len(shown(page)) > 1
    assert page.evaluate(VISIBLE_GROUPS) == ["gluteus-maximus"]
    page.goto(f"{home}?region=hips")
    assert "erector-spinae" not in page.evaluate(VISIBLE_GROUPS)


def test_the_address_holds_the_choice_through_reload_and_back(home: str, real: Loaded, page: Page) -> None:
    page.goto(home)
    page.get_by_label("Kind").select_option("stretch")
    page.get_by_label("Level").select_option("beginner")
    page.get_by_text("Leave out what I should not do").click()
    page.get_by_label("Pregnancy").check()
    page.get_by_label("Hip replacement").check()
    query = "kind=stretch&level=beginner&without=pregnancy&without=hip-replacement"
    assert page.url == f"{home}?{query}"
    chosen = shown(page)
    assert set(chosen) == fitting(real.library, query)
    page.reload()
    assert shown(page) == chosen
    assert page.get_by_label("Kind").input_value() == "stretch"
    page.go_back()
    page.wait_for_url(f"{home}?kind=stretch&level=beginner&without=pregnancy")
    expect(page.get_by_role("button", name="Remove: Left out for: Hip replacement")).to_have_count(0)
    assert set(shown(page)) == fitting(real.library, "kind=stretch&level=beginner&without=pregnancy")
    page.go_forward()
    page.wait_for_url(f"{home}?{query}")
    expect(page.get_by_role("button", name="Remove: Left out for: Hip replacement")).to_have_count(1)
    assert shown(page) == chosen


def test_words_that_the_form_does_not_have_are_ignored(home: str, real: Loaded, page: Page) -> None:
    page.goto(f"{home}?kind=dance&floor=maybe&colour=red&without=sneezing&level=beginner&level=intermediate&muscle=")
    assert set(shown(page)) == fitting(real.library, "level=beginner")
    assert chips(page) == ["Beginner"]
    page.goto(f"{home}?kind=%3Cscript%3E&constructor=x")
    assert chips(page) == []
    assert len(set(shown(page))) == len(real.library.exercises)


def test_an_address_that_leads_to_nothing_offers_ways_out(home: str, real: Loaded, page: Page) -> None:
    assert fitting(real.library, DEAD_END) == set()
    page.goto(f"{home}?{DEAD_END}")
    assert shown(page) == []
    assert status(page).startswith(f"0 of {len(real.library.exercises)} exercises")
    assert "No exercise fits all of this." in status(page)
    parts = DEAD_END.split("&")
    ways = {part: fitting(real.library, "&".join(p for p in parts if p != part)) for part in parts}
    buttons = page.get_by_role("button", name="Without “")
    counts = [len(found) for found in ways.values() if found]
    assert counts
    texts = buttons.all_inner_texts()
    assert [int(re.findall(r": (\d+) exercises?$", text)[0]) for text in texts] == counts
    for text, count in zip(texts, counts, strict=True):
        page.goto(f"{home}?{DEAD_END}")
        page.get_by_role("button", name=text, exact=True).click()
        assert len(shown(page)) == count
        assert focused(page).startswith(f"{count} of ")
    page.goto(f"{home}?{DEAD_END}")
    page.get_by_role("button", name="Clear all filters").click()
    assert len(set(shown(page))) == len(real.library.exercises)
    assert page.url == home


def test_a_condition_can_be_chosen_even_where_it_leaves_nothing(home: str, real: Loaded, page: Page) -> None:
    page.goto(f"{home}?kind=stretch&position=supine&without=pregnancy")
    assert shown(page) != []
    page.get_by_label("Hip replacement (leaves out").check()
    assert shown(page) == []
    assert "No exercise fits all of this." in status(page)
    assert page.get_by_role("button", name="Show also what is to be avoided with: Hip replacement").count() == 1


def test_without_pages_of_conditions_none_is_offered_to_be_read(home: str, page: Page) -> None:
    def without_pages(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r' data-page="[^"]*"', "", answer.text()))

    page.goto(f"{home}?without=pregnancy")
    expect(page.locator("#found-minded")).to_be_visible()
    page.route("**/exercises/?*", without_pages)
    page.reload()
    assert "Some of these ask you to check with a professional first." in status(page)
    expect(page.locator("#found-minded")).to_be_hidden()


def test_the_result_is_announced_once_for_each_change(home: str, page: Page) -> None:
    page.goto(home)
    page.evaluate(
        """() => {
            window.told = []
            const status = document.querySelector("[role=status]")
            const parts = {childList: true, subtree: true, characterData: true}
            new MutationObserver(records => window.told.push(records.length)).observe(status, parts)
        }"""
    )
    page.get_by_label("No need to get down").check()
    assert page.evaluate("window.told") == [1]
    page.get_by_role("button", name="Remove: No need").click()
    assert page.evaluate("window.told") == [1, 1]


def test_a_keyboard_alone_chooses_and_removes_filters_and_never_loses_the_focus(
    home: str, page: Page, real: Loaded
) -> None:
    all_of_them = len(fitting(real.library, ""))
    page.goto(home)
    page.keyboard.press("Tab")
    for _ in range(40):
        if page.evaluate("document.activeElement.name") == "floor":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert status(page).startswith(f"{len(fitting(real.library, 'floor=no'))} of {all_of_them}")
    assert page.evaluate("document.activeElement.name") == "floor"
    page.keyboard.press("Tab")
    assert focused(page) == "More filters"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert chips(page) == ["No need to get down to the floor", "Stretch"]
    while not focused(page).startswith("Remove: "):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "Remove: Stretch"
    page.keyboard.press("Enter")
    assert focused(page) == f"{all_of_them} of {all_of_them} exercises"
    assert page.url == home


def test_the_focus_stays_when_back_takes_away_what_had_it(home: str, page: Page) -> None:
    page.goto(home)
    page.get_by_label("No need to get down").check()
    page.get_by_role("button", name="Clear all filters").focus()
    page.go_back()
    expect(page.get_by_role("status")).to_be_focused()


def test_the_form_is_never_sent(home: str, page: Page) -> None:
    page.goto(home)
    sent = """() => new Promise(done => {
        addEventListener("submit", event => done(!event.defaultPrevented))
        document.getElementById("filters").requestSubmit()
    })"""
    assert page.evaluate(sent) is False


@pytest.mark.parametrize("condition", ["pregnancy", "herniated-disc", "hip-replacement", "knee-pain"])
def test_a_condition_leaves_out_what_to_avoid_and_names_what_asks_for_care(
    condition: str, home: str, real: Loaded, page: Page
) -> None:
    page.goto(f"{home}?without={condition}")
    left = fitting(real.library, f"without={condition}")
    assert set(shown(page)) == left
    label = real.library.vocabulary.conditions[condition].label
    actions = {"ask-first": "Ask a professional first", "adapt": "Take care or do it differently"}
    for action, words in actions.items():
        asking = {
            e.id
            for e in real.library.exercises.values()
            if e.id in left
            for c in e.cautions
            if c.action == action and condition in c.conditions
        }
        marked = page.locator(".sb-card", has=page.get_by_text(f"{words}: {label}", exact=True))
        hrefs = [str(card.locator(".sb-card__name").get_attribute("href")) for card in marked.all()]
        assert {href.split("/")[-2] for href in hrefs} == asking
        sentence = {"ask-first": "check with a professional first", "adapt": "need care"}[action]
        assert (sentence in status(page)) == bool(asking)
    assert "What is left may still not be right for you." in status(page)
    page.get_by_role("search").get_by_role("link", name=label).click()
    assert page.url.endswith(f"/conditions/{condition}/")


def test_a_note_is_about_what_is_shown_and_what_was_chosen(home: str, page: Page) -> None:
    page.goto(f"{home}?without=pregnancy&muscle=quadriceps")
    assert shown(page) == ["wall-sit"]
    assert "check with a professional first" not in status(page)
    assert "What is left may still not be right for you." in status(page)
    assert page.get_by_role("search").get_by_role("link").count() == 0
    page.goto(f"{home}?floor=no")
    assert "What is left" not in status(page)


@pytest.mark.parametrize(("width", "font"), [(320, "100%"), (640, "200%"), (1280, "100%")])
def test_the_form_fits_the_screen_and_every_target_meets_a_thumb(
    width: int, font: str, home: str, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(f"{home}?without=abdominal-surgery&muscle=gluteus-maximus&level=advanced&floor=no")
    page.evaluate("size => { document.documentElement.style.fontSize = size }", font)
    page.evaluate("() => { for (const d of document.querySelectorAll('#filters details')) d.open = true }")
    wide = "w => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > w).length"
    assert page.evaluate(wide, width) == 0
    targets = page.locator("#filters").locator(".sb-tick, select, summary, button")
    heights = [box["height"] for target in targets.all() if (box := target.bounding_box())]
    assert len(heights) > 20
    assert min(heights) >= 44
    page.close()


def test_more_filters_are_open_only_where_there_is_room(home: str, browser: Browser) -> None:
    for width, is_open in ((360, False), (1280, True)):
        page = browser.new_page(viewport={"width": width, "height": 740})
        page.goto(home)
        assert page.get_by_label("Kind").is_visible() == is_open
        page.close()


def test_a_filter_with_nothing_to_choose_is_not_shown(make_library: MakeLibrary) -> None:
    def form(files: dict[str, str], name: str) -> set[str]:
        text = load_library(make_library(files, name), SITE).renderer.index_page("exercises", "exercises/")
        assert ("filters.js" in text) == ("<form" in text)
        return set(re.findall(r'name="(\w+)"', text))

    one = EXERCISE.split("cautions:")[0]
    other = one.replace("Small lift", "Small stand").replace("supine", "standing").replace("[towel]", "[]")
    assert form({"exercises/small-lift.yml": one}, "alone") == set()
    assert form({}, "empty") == set()
    assert form({"exercises/small-lift.yml": EXERCISE}, "minded") == {"without"}
    pair = {"exercises/small-lift.yml": one, "exercises/small-stand.yml": other}
    assert form(pair, "pair") == {"floor", "position", "equipment"}


def test_an_exercise_that_can_also_be_done_standing_needs_no_floor(make_library: MakeLibrary) -> None:
    both = EXERCISE.replace("Small lift", "Small bow").replace("[supine]", "[supine, standing]")
    content = make_library({"exercises/small-lift.yml": EXERCISE, "exercises/small-bow.yml": both})
    library = load_library(content, SITE).library
    filters = Filters(library)
    floor = filters.by_name["floor"].options[0].number
    assert [id for id, e in library.exercises.items() if floor in filters.fits(e)] == ["small-bow"]


def test_hostile_words_of_a_vocabulary_stay_text(make_library: MakeLibrary, tmp_path: Path, page: Page) -> None:
    hostile = """"><script>alert(1)</script>' onclick=alert(1) {n} {name} $& {{ 7*7 }} &lt;b&gt;"""
    quoted = "'" + hostile.replace("'", "''") + "'"
    other = EXERCISE.replace("Small lift", "Small stand").replace("supine", "standing").replace("[towel]", "[chair]")
    other = (
        other.replace("beginner", "advanced").replace("strength", "stretch").replace("action: adapt", "action: avoid")
    )
    other = (
        other.replace("gluteus-maximus", "x").replace("hamstrings", "gluteus-maximus").replace("[x]", "[hamstrings]")
    )
    content = make_library({"exercises/small-lift.yml": EXERCISE, "exercises/small-stand.yml": other})
    for file in (content / "vocabulary").glob("*.yml"):
        file.write_text(re.sub(r"label: [^,}]+", lambda _: f"label: {quoted}", file.read_text()))
    server = serve(build_small(content, tmp_path / "site"))
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"http://127.0.0.1:{server.server_port}/exercises/?position=standing&level=advanced&without=knee-pain")
    assert page.locator("select[name=position] option").all_inner_texts()[1:] == [f"{hostile} (0)", f"{hostile} (0)"]
    assert chips(page) == [hostile, hostile, f"Left out for: {hostile}"]
    labels = page.locator("#filter-chips button").evaluate_all("all => all.map(button => button.ariaLabel)")
    assert labels[0] == f"Remove: {hostile}"
    way = page.get_by_role("button", name="Show also what is to be avoided with")
    assert way.inner_text() == f"Show also what is to be avoided with: {hostile} (1 exercise)"
    way.click()
    assert shown(page) == ["small-stand"]
    assert page.locator("#filters script, #filters b, #filters [onclick], article script:not([src])").count() == 0
    assert dialogs == []
    server.shutdown()


def test_regions_with_one_label_and_in_any_order_lead_to_the_right_exercises(
    make_library: MakeLibrary, tmp_path: Path, page: Page
) -> None:
    texts = {
        f"exercises/{name}.yml": EXERCISE.replace("Small lift", name.title())
        .replace("[gluteus-maximus]", f"[m-{name}]")
        .replace("secondary: [hamstrings]", "secondary: []")
        for name in ("one", "two", "three")
    }
    content = make_library(texts | {"vocabulary/regions.yml": "a: {label: Back}\nc: {label: Hips}\nb: {label: Back}"})
    muscles = "m-one: {label: One, region: a}\nm-two: {label: Two, region: c}\nm-three: {label: Three, region: b}"
    (content / "vocabulary" / "muscles.yml").write_text(muscles)
    server = serve(build_small(content, tmp_path / "site"))
    for name in ("one", "two", "three"):
        page.goto(f"http://127.0.0.1:{server.server_port}/exercises/?muscle=m-{name}")
        assert shown(page) == [name]
    server.shutdown()
