"""The two example clinics' copies, whole: nobody meets the library's brand in them, and all gates hold for them too."""

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from macros.policy import SECURITY_POLICY
from macros.version import VERSION
from tests.conftest import ROOT, Quiet, serve
from tests.looking import Reader, reading
from tests.test_accessibility import SCHEMES, none_of, violations
from tests.test_html import errors_in
from tests.test_keyboard import walk
from tests.test_print import bare, printed
from tests.test_site import Html, broken_links, files, pages, targets
from tests.test_zoom import LARGE_ROOT, lost

REPOSITORY = "https://git.example/steady-back"
BRAND = re.compile(rb"steady[\s_-]*back|git\.example|steady%20back", re.IGNORECASE)
# The only sentences that may say where a copy comes from: on every page, on its paper, and on the page about the copy.
FOOTER = f'Content and code from the open library <a href="{REPOSITORY}">Steady Back</a> {VERSION}.'
PAPER = f"Content and code from the open library Steady Back {VERSION}."
ABOUT = (
    f'Most of it comes from the open library <a href="{REPOSITORY}">Steady Back</a>.',
    'The texts and pictures of Steady Back are used under <a href="https://creativecommons.org/licenses/by/4.0/">',
)
LICENCE = "Content: CC BY 4.0. Code: MIT."

# The kinds of pages that differ from the library's own.
KINDS = {
    "riverside-hospital": {
        "home": "",
        "adapted exercise": "exercises/bridge/",
        "own routine": "routines/between-two-appointments/",
        "contact": "contact/",
        "own page": "before-your-first-visit/",
        "imprint": "imprint/",
        "privacy": "privacy/",
        "about": "about/",
        "exercises": "exercises/",
        "safety": "safety/",
    },
    "still-water-yoga": {
        "home": "",
        "own exercise": "exercises/legs-up-the-wall/",
        "own routine": "routines/evening-unwind/",
        "contact": "contact/",
        "own page": "classes/",
        "imprint": "imprint/",
        "privacy": "privacy/",
        "about": "about/",
        "exercises": "exercises/",
        "safety": "safety/",
    },
}
EACH_KIND = [pytest.param(copy, kind, id=f"{copy}-{kind}") for copy, kinds in KINDS.items() for kind in kinds]
READ_MOST = [param for param in EACH_KIND if param.values[1] in ("home", "contact", "adapted exercise", "own exercise")]
GROUND = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"


@dataclass(frozen=True)
class Copy:
    """A built copy: its folder, its brand as written, its pages, and what it says of itself."""

    site: Path
    brand: Mapping[str, Any]
    pages: Mapping[str, Html]
    told: Mapping[str, Any]
    terminal: list[str]

    @property
    def whole_pages(self) -> dict[str, str]:
        """The HTML of all pages that a reader sees, by address: not of those that only lead elsewhere."""
        addresses = [address for address, page in self.pages.items() if page.words]
        return {a: (self.site / (a if a.endswith(".html") else f"{a}index.html")).read_text("utf-8") for a in addresses}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Copy]:
    """The copies of both clinics, by the names of their folders; without the history of these folders."""
    here = tmp_path_factory.mktemp("copies")
    return {id: built(id, here) for id in KINDS}


def built(id: str, here: Path) -> Copy:
    folder, to = here / "clinics" / id, here / "sites" / id
    shutil.copytree(ROOT / "clinics" / id, folder)
    done = called_in(here, "site", "--clinic", id, "--to", str(to))
    assert done.returncode == 0, done.stdout + done.stderr
    brand = yaml.safe_load((folder / "brand.yml").read_text(encoding="utf-8"))
    told = json.loads((to / "api/v1/copy.json").read_text(encoding="utf-8"))
    return Copy(to, brand, pages(to), told, done.stdout.splitlines())


def called_in(folder: Path, command: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of ours in a folder that holds clinics, with the library of this repository."""
    call = [sys.executable, "-m", "macros", command, "--content", str(ROOT), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture(params=KINDS)
def copy(request: pytest.FixtureRequest, copies: dict[str, Copy]) -> Copy:
    return copies[request.param]


@pytest.fixture
def hospital(copies: dict[str, Copy]) -> Copy:
    return copies["riverside-hospital"]


@pytest.fixture
def studio(copies: dict[str, Copy]) -> Copy:
    return copies["still-water-yoga"]


@pytest.fixture(scope="module")
def readers(copies: dict[str, Copy], browser: Browser) -> Iterator[dict[tuple[str, str], Reader]]:
    """Readers of both copies who have chosen light or dark colours; axe needs pages without the policy."""
    with ExitStack() as opened:
        every = [(id, scheme) for id in KINDS for scheme in SCHEMES]
        yield {(id, scheme): opened.enter_context(chosen(copies[id], scheme, browser)) for id, scheme in every}


@contextmanager
def chosen(copy: Copy, scheme: str, browser: Browser) -> Iterator[Reader]:
    with reading(browser, copy.site, bypass_csp=True) as reader:
        reader.page.add_init_script(f"localStorage.setItem('colours', '{scheme}')")
        yield reader


def raw_files(site: Path) -> dict[str, bytes]:
    """What all files hold, as whoever asks for them gets it."""
    return {path: gzip.decompress(raw) if path.endswith(".gz") else raw for path, raw in files(site).items()}


# Whose site it is


def test_nothing_names_the_library_but_the_line_that_says_where_the_content_comes_from(copy: Copy) -> None:
    found = []
    for path, raw in raw_files(copy.site).items():
        rest = raw
        for allowed in (FOOTER, PAPER, *(ABOUT if path == "about/index.html" else ())) if path.endswith("html") else ():
            rest = rest.replace(allowed.encode(), b"", 1)
        if path == "search.json":
            index = json.loads(raw)
            index["pages"] = [page for page in index["pages"] if page["a"] not in ("about/#origin", "about/#copy")]
            rest = json.dumps(index).encode()
        found += [f"{path}: {rest[max(0, m.start() - 60) : m.end() + 40]!r}" for m in BRAND.finditer(rest)]
        assert not BRAND.search(path.encode())
    none_of(found)


def test_no_picture_of_the_librarys_brand_is_in_a_copy(copy: Copy) -> None:
    icon = (ROOT / "docs/assets/icon.svg").read_bytes().strip()
    drawn = max(re.findall(rb' d="([^"]+)"', icon), key=len)
    signs = (icon, base64.b64encode(icon), drawn)
    assert [path for path, raw in raw_files(copy.site).items() if any(sign in raw for sign in signs)] == []


def test_with_an_own_typeface_none_of_ours_is_published(hospital: Copy, studio: Copy) -> None:
    ours = {path.read_bytes() for path in (ROOT / "docs/assets/fonts").glob("*.woff2")}
    assert len(ours) == 2
    assert ours <= set(files(hospital.site).values())
    assert ours & set(files(studio.site).values()) == set()
    assert [path for path, raw in raw_files(studio.site).items() if b"atkinson" in raw.lower()] == []
    own = {path.read_bytes() for path in (ROOT / "clinics/still-water-yoga/fonts").iterdir()}
    assert own <= set(files(studio.site).values())


def test_every_page_names_the_clinic_the_source_and_the_licence(copy: Copy) -> None:
    name = copy.brand["name"]
    changed = f"{name} has chosen, added or changed parts of it."
    line = f"<p><bdi>{name}</bdi>. {FOOTER} {changed} {LICENCE}</p>"
    feet = {address: text.rpartition('<footer class="sb-footer">')[2] for address, text in copy.whole_pages.items()}
    assert len(feet) > 50
    assert [address for address, foot in feet.items() if line not in foot or copy.brand["footer"] not in foot] == []
    titles = {address: unescape(text.partition("</title>")[0]) for address, text in copy.whole_pages.items()}
    assert [address for address, title in titles.items() if not title.endswith(name)] == []


def test_the_page_about_the_copy_the_file_for_programs_and_the_terminal_say_the_same(copy: Copy) -> None:
    told, about = copy.told, copy.pages["about/"]
    all = json.loads((copy.site / "api/v1/exercises.json").read_text(encoding="utf-8"))["exercises"]
    reviews = Counter(e["review"]["role"] for e in all if isinstance(e.get("review"), dict))
    names = {e["id"]: e["name"] for e in all}
    assert (told["version"], told["name"], told["exercises"]) == (VERSION, copy.brand["name"], len(all))
    assert (told["reviewed"], told["unreviewed"]) == (reviews, len(all) - reviews.total())

    html = (copy.site / "about/index.html").read_text(encoding="utf-8")
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html))
    assert facts == {
        "Release of the library": VERSION,
        "Exercises": str(told["exercises"]),
        "Routines": str(told["routines"]),
        "Exercises reviewed by a professional": ", ".join(f"{n} ({role})" for role, n in reviews.items()) or "0",
        "Not reviewed yet": str(told["unreviewed"]),
    }
    words = re.sub(r"\s+", " ", about.words)
    assert [names[id] for id in told["adapted"] if f"{names[id]}: " not in words] == []
    assert ("Adapted here" in words) is bool(told["adapted"])
    linked = {target for target, _ in targets("about/", about.article_links)}
    assert {f"exercises/{id}/" for id in told["adapted"]} <= linked
    assert {t for t in linked if t.startswith(("exercises/", "routines/"))} == (
        {f"exercises/{id}/" for id in {*told["adapted"], *told["own"]} & set(names)}
        | {f"routines/{id}/" for id in told["own"] if id not in names}
    )
    for what, ids in told["left_out"].items():
        heading = {"views": "Lists"}.get(what, what.capitalize())
        assert (f"{heading}: {len(ids)}" in words) is bool(ids), what

    roles = ", ".join(f"{number} by a {role}" for role, number in reviews.items()) or "none"
    first = f"{told['name']}: release {VERSION}. Exercises: {len(all)}. Routines: {told['routines']}."
    assert copy.terminal[:2] == [first, f"Reviewed: {roles}. Not reviewed: {told['unreviewed']}."]
    assert f"Your own: {', '.join(told['own'])}." in copy.terminal
    for id, fields in told["adapted"].items():
        assert f"Adapted: {id} ({', '.join(fields)})." in copy.terminal
    for what, ids in told["left_out"].items():
        assert (f"Left out of the {what}: {', '.join(ids)}." in copy.terminal) is bool(ids)


# Where its links lead


def test_every_link_and_anchor_of_a_copy_leads_somewhere(copy: Copy) -> None:
    assert broken_links(dict(copy.pages), files(copy.site)) == []


def test_no_link_asks_readers_to_change_the_library_or_to_write_to_it(copy: Copy) -> None:
    inside = {(address, target) for address, page in copy.pages.items() for target, _ in targets(address, page.links)}
    assert [found for found in inside if found[1].startswith(("contributing", "clinics", "/contributing"))] == []
    assert [path for path in files(copy.site) if "contributing" in path or "clinics" in path] == []
    assert {link for page in copy.pages.values() for link in page.links if "git.example" in link} == {REPOSITORY}


def test_mistakes_are_reported_to_the_clinic_and_the_message_says_on_which_page(hospital: Copy, studio: Copy) -> None:
    mail = "mailto:back-exercises@riverside-hospital.example"
    for address, page in hospital.pages.items():
        if page.words and address != "404.html":
            assert f"{mail}?subject={quote(hospital.brand['address'] + address)}" in page.links, address
    assert mail in hospital.pages["404.html"].links
    for address, page in studio.pages.items():
        assert not page.words or studio.brand["report"] in page.links, address
    addressed = {link.partition("?")[0] for page in hospital.pages.values() for link in page.links if "mailto" in link}
    assert addressed == {mail}


def test_what_is_left_out_is_named_by_no_page_list_feed_or_file(copy: Copy) -> None:
    left_out = copy.told["left_out"]
    folders = ("exercises", "routines", "guides")
    gone = {f"{folder}/{id}/" for folder in folders for id in left_out[folder]}
    gone |= {f"{folder}/" for folder in left_out["views"]}
    assert gone
    linked = {(a, t) for a, page in copy.pages.items() for t, _ in targets(a, page.links)}
    assert [(address, target) for address, target in linked if target in gone] == []
    assert [address for address, page in copy.pages.items() if address in gone and page.words] == []
    found = []
    for path, raw in raw_files(copy.site).items():
        text = raw.decode("utf-8", "replace")
        if path.endswith((".json", ".xml", ".xml.gz")):
            found += [f"{path}: {at}" for at in gone if f'"{at}' in text or f"{copy.brand['address']}{at}" in text]
        if path.endswith(".json") and path != "api/v1/copy.json":
            hidden = (*left_out["exercises"], *left_out["routines"])
            found += [f"{path}: {id}" for id in hidden if f'"{id}"' in text]
    none_of(found)


def test_search_finds_every_page_and_where_the_clinic_is(copy: Copy) -> None:
    found = json.loads((copy.site / "search.json").read_text(encoding="utf-8"))["pages"]
    addresses = [page["a"] for page in found]
    assert set(copy.whole_pages) - {"404.html"} == {address for address in addresses if "#" not in address}
    assert len(addresses) == len(set(addresses))
    for number, place in enumerate(copy.brand["locations"], 1):
        (section,) = [page for page in found if page["a"] == f"contact/#place-{number}"]
        assert section["t"] == place["name"]
        lines = [word for line in place["address"] for word in re.findall(r"\w+", line.lower())]
        assert set(lines) <= set(section["x"].split())


def test_the_filters_offer_only_words_of_exercises_that_are_there(studio: Copy) -> None:
    html = (studio.site / "exercises/index.html").read_text(encoding="utf-8")
    form = html[html.index('id="filters"') :].partition("</form>")[0]
    options = set(re.findall(r'value="([^"]+)"', form))
    assert {"hamstrings", "wall"} <= options
    assert {"strength", "gluteus-minimus", "pelvic-floor"} & options == set()


# Readers of every kind


@pytest.mark.parametrize(("id", "kind"), EACH_KIND)
def test_axe_finds_nothing(id: str, kind: str, readers: dict[tuple[str, str], Reader]) -> None:
    none_of(
        [
            problem
            for scheme in SCHEMES
            for problem in violations(readers[id, scheme].open(KINDS[id][kind]), scheme, (360, 1280))
        ]
    )


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("id", "kind"), READ_MOST)
def test_every_text_stands_out_from_its_ground(
    id: str, kind: str, scheme: str, readers: dict[tuple[str, str], Reader]
) -> None:
    page = readers[id, scheme].open(KINDS[id][kind], 1280)
    assert (sum(page.evaluate(GROUND)) < 200) is (scheme == "dark")
    seen = page.evaluate("look.faintTexts()")
    assert seen["count"] > 20
    none_of(seen["found"])


@pytest.mark.parametrize(("id", "kind"), READ_MOST)
def test_nothing_is_lost_on_the_smallest_screen_or_with_text_twice_as_large(
    id: str, kind: str, readers: dict[tuple[str, str], Reader]
) -> None:
    reader = readers[id, "light"]
    assert lost(reader.open(KINDS[id][kind], 320)) == ""
    for width in (360, 1280):
        page = reader.open(KINDS[id][kind], width)
        page.evaluate(LARGE_ROOT)
        assert lost(page) == ""
        page.evaluate("document.documentElement.style.fontSize = ''")
        assert "\n".join(page.evaluate("look.smallTargets()")) == ""


def test_every_page_of_the_copies_is_valid(copies: dict[str, Copy]) -> None:
    (folder,) = {copy.site.parent for copy in copies.values()}
    none_of(errors_in(folder))


@pytest.mark.parametrize("id", KINDS)
def test_the_menu_with_the_clinics_own_pages_is_used_by_keyboard(
    id: str, readers: dict[tuple[str, str], Reader], copies: dict[str, Copy]
) -> None:
    page = readers[id, "dark"].open("contact/")
    stops = walk(page)
    none_of([f"{stop['name']} {problem}" for stop in stops for problem in stop["problems"]])
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    links = page.locator("#menu a:visible")
    assert {"Contribute", "For clinics"} & set(links.all_inner_texts()) == set()
    passed = []
    for _ in range(links.count() + 1):
        stop = page.evaluate("look.stop()")
        passed.append(page.evaluate("document.activeElement.getAttribute('href')"))
        assert stop["problems"] == []
        page.keyboard.press("Tab")
    own = {KINDS[id][kind] for kind in ("own page", "imprint", "privacy")}
    assert {f"../{address}" for address in own} | {"./"} <= set(passed)
    assert not page.locator("#menu").is_visible()


def test_a_copy_that_is_dark_first_is_dark_even_without_scripts_and_in_a_light_room(
    studio: Copy, hospital: Copy, browser: Browser
) -> None:
    said = "You see the dark set until you choose the light one."
    assert said in studio.pages["accessibility/"].words
    assert said not in hospital.pages["accessibility/"].words
    with reading(browser, studio.site, java_script_enabled=False, color_scheme="light") as reader:
        assert sum(reader.open("").evaluate(GROUND)) < 200


def test_who_chooses_light_by_keyboard_in_a_dark_copy_keeps_it(studio: Copy, browser: Browser) -> None:
    with reading(browser, studio.site, color_scheme="dark") as reader:
        page = reader.open("")
        button = page.get_by_role("button", name="Dark")
        expect(button).to_have_attribute("aria-pressed", "true")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "false")
        assert sum(page.evaluate(GROUND)) > 600
        page = reader.open("contact/")
        assert sum(page.evaluate(GROUND)) > 600
        expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "false")


class Guarded(Quiet):
    """A server that sends the policy as a header too."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", f"{SECURITY_POLICY}; frame-ancestors 'none'")
        super().end_headers()


@pytest.mark.parametrize(
    ("id", "exercise", "words"),
    [("riverside-hospital", "bridge", "bridge"), ("still-water-yoga", "half-dog-at-the-wall", "half dog")],
)
def test_a_walk_through_a_copy_asks_nobody_else_sets_no_cookie_and_breaks_no_rule(
    id: str, exercise: str, words: str, copies: dict[str, Copy], browser: Browser
) -> None:
    server = serve(copies[id].site, Guarded)
    home = f"http://127.0.0.1:{server.server_port}/"
    context = browser.new_context(base_url=home)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/")
    page.get_by_role("button", name="Search").click()
    page.keyboard.type(words)
    page.locator(f".sb-search__results a[href$='exercises/{exercise}/']").first.click()
    page.wait_for_url(f"**/exercises/{exercise}/")
    page.get_by_role("button", name="Show the movement").click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Dark").click()
    page.goto("/exercises/")
    page.locator("#filters [name=position]").select_option("supine")
    page.wait_for_url("**position=supine")
    assert page.locator(".sb-card:visible").count() > 0
    for address in ("contact/", "safety/", "about/", "404.html"):
        assert page.goto(address).headers["content-security-policy"].startswith("default-src 'none'")  # type: ignore[union-attr]
    page.wait_for_load_state("networkidle")
    assert len(asked) > 30
    assert [url for url in asked if not url.startswith((home, f"data:{home}"))] == []
    assert (errors, context.cookies()) == ([], [])
    context.close()
    server.shutdown()


# On paper


@pytest.fixture(scope="module")
def paper(copies: dict[str, Copy], browser: Browser) -> Iterator[dict[str, Page]]:
    servers = {id: serve(copy.site) for id, copy in copies.items()}
    opened = {id: browser.new_page(base_url=f"http://127.0.0.1:{s.server_port}") for id, s in servers.items()}
    yield opened
    for id, server in servers.items():
        opened[id].close()
        server.shutdown()


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize(
    ("id", "address", "most", "needed"),
    [
        ("riverside-hospital", "exercises/bridge/", 1, ["Adapted by Exampleton Riverside Hospital: how much."]),
        ("riverside-hospital", "exercises/wall-sit/", 1, ["our non-slip socks"]),
        ("riverside-hospital", "exercises/prone-press-up/", 1, []),  # the fullest of one page
        ("riverside-hospital", "routines/between-two-appointments/", 3, ["MonTueWedThuFriSatSun"]),
        ("still-water-yoga", "exercises/legs-up-the-wall/", 2, ["Call now: 911"]),
        ("still-water-yoga", "exercises/half-dog-at-the-wall/", 2, ["Walk your feet toward the wall"]),
        ("still-water-yoga", "routines/evening-unwind/", 3, ["MonTueWedThuFriSatSun"]),
        ("still-water-yoga", "exercises/reclining-twist/", 1, []),
        ("still-water-yoga", "contact/", 1, ["+1 415 555 0127"]),
    ],
)
def test_paper_has_the_clinics_name_the_source_and_what_was_adapted(
    id: str, address: str, most: int, needed: list[str], size: str, paper: dict[str, Page], copies: dict[str, Copy]
) -> None:
    sheets = printed(paper[id], address, size)
    assert len(sheets) <= most
    assert all(sheets), "a blank page"
    brand = copies[id].brand
    told = [f"{brand['address']}{address}", f"{brand['name']},", PAPER, LICENCE, *needed]
    assert [text for text in told if bare(text) not in "".join(sheets)] == []


# The region


def test_an_american_copy_is_american_on_every_page(studio: Copy) -> None:
    whole = studio.whole_pages
    assert [address for address, text in whole.items() if '<html lang="en-US">' not in text] == []
    titles = re.compile(r'<cite>.*?</cite>|<a href="http[^>]+>.*?</a>', re.DOTALL)
    words = {at: unescape(re.sub(r"<[^>]+>", " ", titles.sub("", text))) for at, text in whole.items()}
    british = re.compile(r"\b(999|111)\b|A&E|\b(?:tel:)?116")
    assert [(a, m[0]) for a, text in words.items() for m in british.finditer(text)] == []
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    dated = re.compile(rf"(?:\b\d{{1,2}} (?:{months}) \d{{4}})")
    assert [(a, m[0]) for a, text in words.items() for m in dated.finditer(text)] == []
    assert re.search(rf"Yoga Exampleville\s*, (?:{months}) \d{{1,2}}, \d{{4}}\.", words["contact/"])
    assert {link for page in studio.pages.values() for link in page.links if link.startswith("tel:")} == {
        "tel:911",
        "tel:+14155550127",
    }


def test_the_safety_page_of_an_american_copy_sends_people_to_american_help(studio: Copy) -> None:
    words = " ".join(studio.pages["safety/"].words.split())
    assert "Call 911 or go to the nearest emergency room now if" in words
    assert "Call your doctor today, before you exercise, if" in words
    assert "See a doctor or physical therapist before you start" in words
    assert "stop and call 911 now" in words
    assert "physiotherapist" not in words.replace("Chartered Society of Physiotherapy", "")


# Building them


def test_copies_are_the_same_each_time_and_one_that_is_broken_stops_no_other_and_keeps_its_last_site(
    copies: dict[str, Copy], tmp_path: Path
) -> None:
    for id in KINDS:
        shutil.copytree(ROOT / "clinics" / id, tmp_path / "clinics" / id)
    broken = tmp_path / "clinics" / "a-broken-one"
    broken.mkdir()
    (broken / "brand.yml").write_text("name: Broken\n")
    last = tmp_path / "sites" / broken.name
    shutil.copytree(copies["still-water-yoga"].site, last)
    before = files(last)

    done = called_in(tmp_path, "sites", "--to", "sites")

    assert done.returncode == 1
    assert "clinics/a-broken-one/brand.yml:1:1: missing-field: " in done.stdout
    assert done.stderr.splitlines()[-1] == "Not built: clinics/a-broken-one. What was there stays."
    assert files(last) == before
    assert {path.name for path in (tmp_path / "sites").iterdir()} == {broken.name, *KINDS}
    for id, copy in copies.items():
        one, two = files(copy.site), files(tmp_path / "sites" / id)
        assert one.keys() == two.keys()
        assert [path for path in one if one[path] != two[path]] == []
        assert copy.terminal[0] in done.stdout


def test_own_pages_stand_in_the_menu_before_the_legal_ones_also_in_the_place_of_one_that_is_left_out(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "clinics" / "hillside"
    (folder / "pages" / "clinics").mkdir(parents=True)
    brand = "name: Hillside\ntagline: Backs.\naddress: https://hillside.example/\nreport: backs@hillside.example\n"
    (folder / "brand.yml").write_text(f"{brand}imprint: We are Hillside.\n", encoding="utf-8")
    for path in ("classes.md", "clinics/index.md", "about.md"):
        (folder / "pages" / path).write_text("# Ours\n", encoding="utf-8")
    done = called_in(tmp_path, "site", "--clinic", "hillside", "--to", "site")
    assert done.returncode == 0, done.stdout + done.stderr
    menu = re.findall('href="([^"]*)"', (tmp_path / "site" / "index.html").read_text("utf-8").partition("</nav>")[0])
    assert menu[-3:] == ["classes/", "clinics/", "imprint/"]
    assert menu.count("about/") == 1
