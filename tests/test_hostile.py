"""Hostile and broken files do no harm: not to readers, not to the check, not to the build.

`hostile/refused/` holds files that the check refuses, `hostile/expected.txt` the first problem of each.
`hostile/inert/` holds valid files whose texts are attacks; every script in them would call `alert`.
`hostile/harmless/` holds files with the same fields and plain texts: the pages of both may differ in text only.
"""

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, Request

from macros import load_library
from tests.conftest import EXERCISE, SITE, VOCABULARY, MakeLibrary, run, serve
from tests.test_bad_content import checked

HOSTILE = Path(__file__).parent / "hostile"
REFUSED = sorted((HOSTILE / "refused").iterdir())
INERT = sorted((HOSTILE / "inert").iterdir())
HARMLESS = sorted((HOSTILE / "harmless").iterdir())
EXPECTED = (HOSTILE / "expected.txt").read_text(encoding="utf-8").splitlines()
RULE_OF = {line.split(".yml:")[0]: line.rpartition(": ")[2] for line in EXPECTED}
# What can be read in spite of its problem is shown to its author in a preview, and is in no site.
PREVIEWED = {"syntax", "tab", "invisible-character", "two-documents", "claim", "mixed-alphabets", "name-collision"}
PREVIEWED |= {"id-collision", "source-collision", "link-to-itself", "link-circle", "pose-order"}
# The id of a file is its name, whatever the field says.
PREVIEWED_FILES = {"field-id"}
LONGEST_LINE = 600
# The summary of a run shows 300 problems: so many runs show all.
PARTS = 3
# Names that no file of a library may have, each a trick on whoever lists them.
NAMES = (
    "::error::x.yml",
    "a\n::error::x.yml",
    "%0A::error::x.yml",
    "x,title=y.yml",
    "@everyone.yml",
    "<img src=x onerror=alert(1)>.yml",
    "[x](javascript:alert(1)).yml",
    "a|b.yml",
    "\x1b[31m.yml",
    "\u202egnol.yml",
)


def content_with(root: Path, *files: Path) -> Path:
    """A content folder with the small vocabulary and copies of `files` as its exercises."""
    (root / "vocabulary").mkdir(parents=True)
    (root / "exercises").mkdir()
    for list, text in VOCABULARY.items():
        (root / "vocabulary" / f"{list}.yml").write_text(text, encoding="utf-8")
    for file in files:
        shutil.copy(file, root / "exercises")
    return root


# --- Files that are refused


@dataclass(frozen=True)
class Told:
    """What one check under GitHub Actions says: its status, its lines without the folder's path, and its summary."""

    status: int
    lines: list[str]
    errors: str
    summary: str


def told(root: Path, summary: Path) -> Told:
    settings = {**os.environ, "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    done = run("check", "--content", str(root), env=settings, timeout=60)
    lines = done.stdout.replace(f"{root}/", "").removesuffix("\n").split("\n")
    return Told(done.returncode, lines, done.stderr, summary.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder with all files that are refused, and one that is not."""
    root = content_with(tmp_path_factory.mktemp("refused") / "content", *REFUSED)
    (root / "exercises" / "small-lift.yml").write_text(EXERCISE)
    return root


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """What the check says of all refused files, some at a time, and of files with hostile names."""
    found = []
    for part in range(PARTS):
        folder = tmp_path_factory.mktemp("part")
        root = content_with(folder / "content", *REFUSED[part::PARTS])
        (root / "exercises" / "small-lift.yml").write_text(EXERCISE)
        for name in NAMES if part == 0 else ():
            (root / "exercises" / name).touch()
        found.append(told(root, folder / "summary.md"))
    return found


@pytest.fixture(scope="module")
def first_problems(parts: list[Told]) -> Mapping[str, str]:
    """The first problem of each file: `name.yml:line:column: rule`."""
    found: dict[str, str] = {}
    for line in (line for part in parts for line in part.lines):
        place = re.match(r"exercises/([a-z0-9-]+)(\.yml:\d+:\d+: [a-z-]+): ", line)
        if place and not line.endswith("(advice)"):
            found.setdefault(place[1], place[1] + place[2])
    return found


def test_every_hostile_file_has_its_expected_problem() -> None:
    assert [f"{name}.yml" for name in RULE_OF] == [file.name for file in REFUSED]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda line: line.split(".yml:")[0])
def test_a_hostile_file_gets_its_first_problem_at_its_place(expected: str, first_problems: Mapping[str, str]) -> None:
    assert first_problems.get(expected.split(".yml:")[0]) == expected


def test_only_hostile_files_are_blamed(first_problems: Mapping[str, str]) -> None:
    assert set(first_problems) == set(RULE_OF)


def test_the_check_ends_with_a_status_and_without_a_traceback(parts: list[Told]) -> None:
    assert [(part.status, part.errors) for part in parts] == [(1, "")] * PARTS


def test_nothing_of_a_refused_file_gets_into_the_library(refused: Path) -> None:
    library = load_library(refused, SITE).library
    drawn = {*library.exercises, *library.retired} - {"small-lift"} - PREVIEWED_FILES
    assert {name: RULE_OF[name] for name in drawn if RULE_OF[name] not in PREVIEWED} == {}
    assert {source.title for source in library.sources.values() if source.publisher == "A hospital"} == set()


def test_what_a_preview_shows_of_a_refused_file_hides_nothing(refused: Path) -> None:
    library = load_library(refused, SITE).library
    shown = [e.model_dump_json() for e in (*library.exercises.values(), *library.retired.values())]
    hidden = {character for text in shown for character in text if unicodedata.category(character)[0] == "C"}
    assert hidden == set()
    assert not any(re.search(r"\\u|\\[bfnrt]", text) for text in shown)


def test_no_site_is_made_of_refused_files(refused: Path, tmp_path: Path) -> None:
    done = run("site", "--content", str(refused), "--to", str(tmp_path / "site"), timeout=60)
    assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (1, False)
    assert [*tmp_path.iterdir()] == []


def test_every_line_of_the_check_is_a_message_of_ours(parts: list[Told]) -> None:
    ours = re.compile(
        r"\S.*:\d+:\d+: [a-z-]+: .+|::(error|notice) file=[^:,]+,line=\d+,col=\d+,title=[a-z-]+::.+"
        r"|Exercises: \d+\. Problems: \d+\. Advice: \d+\."
    )
    assert [line for part in parts for line in part.lines if not ours.fullmatch(line)] == []


def test_messages_hide_nothing_and_are_short(parts: list[Told]) -> None:
    lines = [line for part in parts for line in part.lines]
    assert [line for line in lines if any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} for c in line)] == []
    assert [line for line in lines if len(line) > LONGEST_LINE] == []


def test_hostile_text_starts_no_workflow_command(parts: list[Told]) -> None:
    lines = [line for part in parts for line in part.lines]
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert [line for line in commands if not line.startswith(("::error file=", "::notice file="))] == []
    # The runner obeys the older form wherever it stands in a line.
    assert [line for line in lines if "##[" in line] == []
    assert 2 * len(commands) + PARTS == len(lines)


def test_the_summary_of_a_run_shows_hostile_text_as_text(parts: list[Told]) -> None:
    for part in parts:
        rows = [line for line in part.summary.split("\n") if line.startswith("|")]
        assert len(rows) > len(REFUSED) / PARTS
        assert "are in the log" not in part.summary
        assert not re.search(r"<script|<img|<svg|\]\(javascript:", part.summary, re.IGNORECASE)
        outside = [re.sub(r"<code>[^<]*</code>|<U\+[0-9A-F]+>", "", row) for row in rows]
        assert [row for row in outside if re.search(r"[@<>`]", row)] == []
        assert {row.count("|") for row in outside} == {7}


# --- Files that cannot be stored well, made on the spot


def make_strange_files(folder: Path) -> Mapping[str, str]:
    """Fills `folder` with what is no content file; returns the rule that each breaks."""
    (folder / "folder.yml").mkdir()
    (folder / "folder.yml" / "inside.yml").write_text("name: a: b\n")
    (folder / "link-to-the-system.yml").symlink_to("/etc/hostname")
    (folder / "link-to-another.yml").symlink_to("small-lift.yml")
    (folder / "link-to-nothing.yml").symlink_to("nowhere")
    (folder / "link-to-itself.yml").symlink_to("link-to-itself.yml")
    os.mkfifo(folder / "pipe.yml")
    kinds = ("folder", "link-to-the-system", "link-to-another", "link-to-nothing", "link-to-itself", "pipe")
    names = ["con.yml", "nul.yml", "aux.yml", "com1.yml", "index.yml", "bird dog.yml", "Bird-Dog.yml", "bird.dog.yml"]
    names += ["br\u0456dge.yml", "bridge\n.yml", "-.yml", "bird--dog.yml", "bird-dog.yaml", "bird-dog.yml~", "bridge"]
    names += ["b" * 61 + ".yml", "b" * 251 + ".yml", *NAMES]
    for name in names:
        (folder / name).write_text("name: a: b\n")
    (folder / "one-byte-too-large.yml").write_bytes(b"#" * 20_001)
    (folder / "five-megabytes.yml").write_bytes(b"name: a: b\n" * 500_000)
    sizes = ("one-byte-too-large.yml", "five-megabytes.yml")
    rules = {**{f"{name}.yml": "file-kind" for name in kinds}, **dict.fromkeys(names, "file-name")}
    return {**rules, **dict.fromkeys(sizes, "file-size")}


def spelled_out(name: str) -> str:
    """A file's name as messages show it."""
    return "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in {"Cc", "Cf"} else c for c in name)


def test_what_is_no_content_file_is_named_and_never_read(make_library: MakeLibrary, tmp_path: Path) -> None:
    root = make_library()
    rules = make_strange_files(root / "exercises")
    said = told(root, tmp_path / "summary.md")
    problems = [line for line in said.lines if not line.startswith("::")]
    assert (said.status, said.errors, problems.pop()) == (
        1,
        "",
        f"Exercises: {1 + [*rules.values()].count('file-size')}. Problems: {len(rules)}. Advice: 0.",
    )
    assert {line.split(": ")[0]: line.split(": ")[1] for line in problems} == {
        f"exercises/{spelled_out(name)}:1:1": rule for name, rule in rules.items()
    }
    assert load_library(root, SITE).library.exercises.keys() == {"small-lift"}


def test_what_is_no_content_file_stops_the_build_and_is_left_as_it_is(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    root = make_library()
    rules = make_strange_files(root / "exercises")
    done = run("site", "--content", str(root), "--to", str(tmp_path / "site"), timeout=60)
    assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (1, False)
    assert not (tmp_path / "site").exists()
    done = run("format", "--content", str(root), timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (root / "exercises").iterdir()} == {"small-lift.yml", *rules}
    assert (root / "exercises" / "link-to-another.yml").is_symlink()


def test_hidden_files_are_not_content(make_library: MakeLibrary) -> None:
    root = make_library()
    for name in (".yml", "..yml", ".small-lift.yml"):
        os.mkfifo(root / "exercises" / name)
    done = run("check", "--content", str(root), timeout=60)
    assert (done.returncode, done.stdout) == (0, "Exercises: 1. Problems: 0. Advice: 0.\n")


def test_a_file_of_the_largest_size_is_read(make_library: MakeLibrary) -> None:
    file = EXERCISE + "#" * (20_000 - len(EXERCISE))
    assert checked(make_library({"exercises/small-lift.yml": file}))[0] == 0
    assert checked(make_library({"exercises/small-lift.yml": file + "#"}, "larger"))[0] == 1


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_an_alias_bomb_is_refused_at_once(make_library: MakeLibrary) -> None:
    assert len(BOMB) < 342
    root = make_library({"exercises/bomb.yml": BOMB})
    status, lines = checked(root)
    assert status == 1
    assert {"anchor", "alias"} < {line.split(": ")[1] for line in lines[:-1]}
    assert load_library(root, SITE).library.exercises == {}


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 4000, "- " * 5000, "[{a: " * 3000, "? " * 5000, "{? " * 4000])
def test_thousands_of_nested_lists_are_refused_where_they_get_too_deep(text: str, make_library: MakeLibrary) -> None:
    status, lines = checked(make_library({"exercises/nested.yml": text}))
    assert (status, lines[0].split(":")[1]) == (1, "1")
    assert {"nesting", "key"} & {line.split(": ")[1] for line in lines[:-1]}


# --- Files that are valid, and whose texts are attacks


def texts_of(file: Path) -> Mapping[str, list[str]]:
    """The texts of a file as a reader should see them, by what they are; read without our own code."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    source, caution = data["sources"][0], data["cautions"][0]
    plain, rich = data["steps"]
    found = {
        "name": [data["name"]],
        "about": [source["title"], source["publisher"], source["author"], source["note"]],
        "steps": [plain, rich["text"]],
        "texts": [
            *data["aliases"],
            data["summary"],
            data["feel"],
            *data["mistakes"],
            data["benefits"][0]["text"],
            *(caution[field] for field in ("text", "why", "instead")),
            data["suits"][0]["text"],
            data["note"],
            data["review"]["role"],
        ],
        "reason": [data["retired"]["reason"]] if "retired" in data else [],
    }
    return {what: [" ".join(text.split()) for text in texts] for what, texts in found.items()}


TEXTS = {file.stem: texts_of(file) for file in INERT}
OFFERED = {id: texts for id, texts in TEXTS.items() if not texts["reason"]}

# What could act on its own in a page as it was sent.
SENT = """
async address => {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html")
  const all = [...page.querySelectorAll("*")]
  const values = (selector, value) => [...page.querySelectorAll(selector)].map(value)
  const links = ["href", "xlink:href", "src", "srcset", "action", "formaction", "data", "poster", "ping"]
  return {
    kinds: all.flatMap(e => [e.localName, ...[...e.attributes].map(a => `${e.localName} ${a.name}`)]),
    scripts: values("script[src]", e => e.getAttribute("src").replace(/^[./]+/, "")).concat(
      values("script:not([src], [type='application/ld+json'])", e => e.textContent)),
    styles: values("style", e => e.textContent).concat(values("[style]", e => e.getAttribute("style"))),
    protocols: all.flatMap(e => links.map(name => e.getAttribute(name))).filter(link => link)
      .map(link => new URL(link, location.href).protocol),
    intruders: values("article script:not([src]), article img, iframe, object, embed, base,"
      + "article form:not(.sb-filters), [http-equiv]:not([http-equiv='Content-Security-Policy'])",
      e => e.outerHTML),
    data: values("script[type='application/ld+json']", e => e.textContent),
  }
}
"""
# The same in a page as it is now, and what a reader sees of it.
LIVE = """
() => {
  const all = [...document.querySelectorAll("*")]
  const seen = selector => [...document.querySelectorAll(selector)].map(e => e.innerText)
  return {
    handlers: all.flatMap(e => [...e.attributes]).filter(a => a.name.startsWith("on")).map(a => a.value),
    links: [...document.querySelectorAll("[href]")].map(e => new URL(e.getAttribute("href"), location).protocol),
    title: document.title,
    description: document.querySelector("meta[name='description']")?.content,
    heading: seen("h1")[0],
    cards: seen(".sb-card__name"),
    text: seen("article")[0].replace(/\\s+/g, " "),
  }
}
"""
# Pages without any text from content files.
HAND_WRITTEN = ("about/", "contributing/", "safety/", "404.html")
# So many pages are open at once: each stays for a while, so that what runs late is noticed.
OPEN = 4


@dataclass(frozen=True)
class Visit:
    """What a browser has found on the pages of a site, by address, and what has happened there."""

    home: str
    pages: Mapping[str, Mapping[str, Any]]
    happened: list[str]

    def all(self, what: str) -> set[str]:
        """All values of one thing on all pages."""
        return {value for page in self.pages.values() for value in page[what]}


def notice(page: Page, home: str, happened: list[str]) -> None:
    """Notes in `happened` every sign that something has run, or has asked somebody else."""

    def close(dialog: Dialog) -> None:
        happened.append(f"dialog on {page.url}: {dialog.message}")
        dialog.dismiss()

    def judge(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            happened.append(f"request on {page.url}: {request.url}")

    page.on("dialog", close)
    page.on("request", judge)
    page.on("pageerror", lambda error: happened.append(f"error on {page.url}: {error}"))
    page.on("popup", lambda popup: happened.append(f"popup on {page.url}: {popup.url}"))


def addresses_in(site: Path) -> list[str]:
    """The pages of a site that are made from content, without those that only lead to another one."""
    files = [file for file in sorted(site.rglob("*.html")) if "<article" in file.read_text(encoding="utf-8")]
    addresses = [file.relative_to(site).as_posix().removesuffix("index.html") for file in files]
    return [address for address in addresses if not address.startswith(HAND_WRITTEN)]


@contextmanager
def served(browser: Browser, folder: Path, files: list[Path]) -> Iterator[tuple[BrowserContext, str, list[str]]]:
    """A site built from `files`, as it is served: a context for its pages, its address and the pages' addresses."""
    content, site = content_with(folder / "content", *files), folder / "site"
    done = run("site", "--content", str(content), "--to", str(site))
    assert done.returncode == 0, done.stdout + done.stderr
    server, context = serve(site), browser.new_context(bypass_csp=True)  # Escaping alone must do.
    yield context, f"http://127.0.0.1:{server.server_port}", addresses_in(site)
    context.close()
    server.shutdown()


@pytest.fixture(scope="module")
def attacked(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """Every page of a site in which every text is an attack, opened by a reader."""
    with served(browser, tmp_path_factory.mktemp("attacked"), INERT) as (context, home, addresses):
        happened: list[str] = []
        tabs = [context.new_page() for _ in range(OPEN)]
        for tab in tabs:
            notice(tab, home, happened)
        pages = {}
        for number, address in enumerate(addresses):
            tab = tabs[number % OPEN]
            try:
                tab.goto(f"{home}/{address}")
                pages[address] = {**tab.evaluate(LIVE), **tab.evaluate(SENT, tab.url)}
            except Error as error:  # Something has led away before the page could be read.
                happened.append(f"{address}: {error.message}")
            if tab.url != f"{home}/{address}":
                happened.append(f"{address} led to {tab.url}")
        tabs[0].wait_for_timeout(500)
        yield Visit(home, pages, happened)


@pytest.fixture(scope="module")
def peaceful(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """Every page of a site in which no text is an attack, as it was sent."""
    with served(browser, tmp_path_factory.mktemp("peaceful"), HARMLESS) as (context, home, addresses):
        tab = context.new_page()
        tab.goto(f"{home}/404.html")
        yield Visit(home, {address: tab.evaluate(SENT, f"{home}/{address}") for address in addresses}, [])


def test_every_page_of_the_attacked_site_is_visited(attacked: Visit) -> None:
    assert {f"exercises/{id}/" for id in TEXTS} < attacked.pages.keys()
    indexes = {
        "",
        "exercises/",
        "muscles/",
        "positions/standing/",
        "conditions/sciatica/",
        "levels/advanced/",
        "sources/",
    }
    assert indexes < attacked.pages.keys()


def test_nothing_in_a_text_runs_or_asks_somebody_else_or_leads_away(attacked: Visit) -> None:
    assert attacked.happened == []


def test_no_text_becomes_an_event_handler(attacked: Visit) -> None:
    assert attacked.all("handlers") == set()


def test_no_text_becomes_an_element_or_an_attribute(attacked: Visit, peaceful: Visit) -> None:
    assert attacked.all("kinds") - peaceful.all("kinds") == set()
    assert attacked.all("intruders") == set()


def test_no_text_becomes_a_script_or_a_style(attacked: Visit, peaceful: Visit) -> None:
    assert attacked.all("scripts") - peaceful.all("scripts") == set()
    assert attacked.all("styles") - peaceful.all("styles") == set()


def test_no_text_becomes_a_link_that_runs(attacked: Visit, peaceful: Visit) -> None:
    assert (attacked.all("protocols") | attacked.all("links")) - peaceful.all("protocols") == set()
    assert not attacked.all("links") & {"javascript:", "data:", "vbscript:", "file:", "blob:"}


def test_structured_data_holds_the_texts_and_nothing_else(attacked: Visit) -> None:
    for id, texts in OFFERED.items():
        (data,) = attacked.pages[f"exercises/{id}/"]["data"]
        plan, how_to = json.loads(data)["@graph"][:2]
        assert (plan["@type"], plan["name"]) == ("ExercisePlan", *texts["name"])
        assert [step["text"] for step in how_to["step"]] == texts["steps"]


@pytest.mark.parametrize("id", OFFERED)
def test_hostile_texts_are_shown_as_they_were_written(id: str, attacked: Visit) -> None:
    page, texts = attacked.pages[f"exercises/{id}/"], OFFERED[id]
    assert [page["heading"]] == texts["name"]
    assert page["title"] == f"{page['heading']} - Steady Back"
    assert page["description"] in texts["texts"]
    shown = [*texts["steps"], *texts["texts"], *texts["about"]]
    assert [text for text in shown if text not in page["text"]] == []
    assert [text for text in texts["about"] if text not in attacked.pages["sources/"]["text"]] == []


def test_a_hostile_reason_for_a_retirement_is_shown_as_it_was_written(attacked: Visit) -> None:
    page, texts = attacked.pages["exercises/retired/"], TEXTS["retired"]
    assert [page["heading"]] == texts["name"]
    assert texts["reason"][0] in page["text"]


def test_indexes_list_hostile_names_as_they_were_written(attacked: Visit) -> None:
    names = sorted(name for texts in OFFERED.values() for name in texts["name"])
    assert sorted(attacked.pages["exercises/"]["cards"]) == names
    cards = {card for address, page in attacked.pages.items() if address for card in page["cards"]}
    assert cards == set(names)


def test_the_json_files_hold_the_texts_literally(attacked: Visit, browser: Browser) -> None:
    page = browser.new_page()
    found = page.request.get(f"{attacked.home}/api/v1/exercises.json").json()["exercises"]
    assert {e["id"]: [e["name"]] for e in found} == {id: texts["name"] for id, texts in OFFERED.items()}
    for exercise in found:
        own = page.request.get(f"{attacked.home}/api/v1/exercises/{exercise['id']}.json").json()
        assert {field: own[field] for field in exercise} == exercise
        texts = OFFERED[exercise["id"]]
        assert [step["text"] for step in exercise["steps"]] == texts["steps"]
        assert exercise["note"] in texts["texts"]
        (source,) = (s for s in exercise["sources"] if s["id"] == exercise["id"])
        assert [source[field] for field in ("title", "publisher", "author", "note")] == texts["about"]
    page.close()


def test_searching_for_hostile_texts_runs_none_of_them(attacked: Visit, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    happened: list[str] = []
    notice(page, attacked.home, happened)
    for words in ("alert", "onerror", "<img src=x onerror=alert('search')>"):
        page.goto(attacked.home)
        page.click("#open-search")
        page.fill("#search-words", words)
        page.locator(".sb-search__results a").first.wait_for()
        results = page.locator(".sb-search__results")
        assert results.locator("script, img, iframe, form, style, [style], [onerror], [onload], [onclick]").count() == 0
    page.wait_for_timeout(300)
    assert happened == []
    context.close()
