"""The feed tells those who follow the library what is new, changed or withdrawn, and makes no date up."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from macros import load_library, sharing
from macros.site import Site
from tests.conftest import EXERCISE, MakeLibrary, build_small

HOME = "https://clinic.example/backs/"
ATOM = "{http://www.w3.org/2005/Atom}"
RETIRED = EXERCISE + 'retired: {on: 2026-03-01, reason: "It strained <people> & hurt."}\n'


@dataclass
class Entry:
    """One entry of a feed, as a reader's program takes it apart."""

    id: str
    title: str
    link: str
    summary: str
    published: str
    updated: str
    categories: tuple[str, ...] = ()


@dataclass
class Feed:
    root: ElementTree.Element
    entries: list[Entry]

    def text(self, name: str) -> str:
        return self.root.findtext(f"{ATOM}{name}", "")


def parsed(text: str) -> Feed:
    """A feed that is well-formed, with every element that Atom demands."""
    root = ElementTree.fromstring(text)
    assert root.tag == f"{ATOM}feed"
    assert [len(root.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated", "author")] == [1] * 4
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        assert [len(entry.findall(f"{ATOM}{name}")) for name in ("id", "title", "link", "updated")] == [1] * 4
    return Feed(root, [parsed_entry(entry) for entry in entries])


def parsed_entry(entry: ElementTree.Element) -> Entry:
    link = entry.find(f"{ATOM}link")
    assert link is not None
    texts = {name: entry.findtext(f"{ATOM}{name}", "") for name in ("id", "title", "summary", "published", "updated")}
    terms = tuple(category.get("term", "") for category in entry.findall(f"{ATOM}category"))
    return Entry(**texts, link=link.get("href", ""), categories=terms)


def feed_text(root: Path, name: str = "Our backs", url: str = HOME) -> str:
    return sharing.feed(load_library(root, Site("999", name=name, url=url)).renderer)


def feed(root: Path) -> Feed:
    return parsed(feed_text(root))


def commit(root: Path, day: str, files: dict[str, str], project: Path | None = None) -> None:
    """Writes exercises and commits them, as of that day; the history is that of the `project` round them, if any."""
    git = ["git", "-C", str(project or root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for id, text in files.items():
        (root / "exercises" / f"{id}.yml").write_text(text, encoding="utf-8")
    said = [*git, "commit", "-qm", "Change", "--date", f"{day}T12:00:00"]
    for command in ([*git, "init", "-q"], [*git, "add", "."], said):
        subprocess.run(command, check=True)


@pytest.fixture
def root(make_library: MakeLibrary) -> Path:
    """A library of one exercise that came on 5 March 2024."""
    made = make_library()
    commit(made, "2024-03-05", {})
    return made


def named(name: str) -> str:
    return EXERCISE.replace("Small lift", name)


def test_a_new_exercise_is_announced_with_its_address_and_its_day(root: Path) -> None:
    page = f"{HOME}exercises/small-lift/"
    day = "2024-03-05T00:00:00Z"
    assert feed(root).entries == [Entry(page, "New: Small lift", page, "Lift your hips a little.", day, day)]


def test_a_changed_exercise_keeps_its_first_day_and_its_id(root: Path) -> None:
    before = feed(root).entries[0]
    commit(root, "2024-06-01", {"small-lift": EXERCISE.replace("a little", "a bit")})
    after = feed(root).entries[0]
    assert (after.id, after.title) == (before.id, "Changed: Small lift")
    assert (after.published, after.updated) == (before.published, "2024-06-01T00:00:00Z")
    assert after.summary == "Changed: summary. Lift your hips a bit."


def test_an_exercise_with_a_new_id_is_as_old_as_under_its_earlier_one(root: Path) -> None:
    (root / "exercises" / "small-lift.yml").unlink()
    commit(root, "2024-06-01", {"low-lift": EXERCISE + "formerly: [small-lift]\n"})
    entry = feed(root).entries[0]
    assert (entry.title, entry.published[:10], entry.updated[:10]) == (
        "Changed: Small lift",
        "2024-03-05",
        "2024-06-01",
    )


def test_a_withdrawn_exercise_is_announced_with_its_reason(root: Path) -> None:
    commit(root, "2026-03-02", {"small-lift": RETIRED})
    entry = feed(root).entries[0]
    assert entry.title == "Withdrawn: Small lift"
    assert entry.summary == "We no longer offer this exercise. It strained <people> & hurt."
    assert (entry.id, entry.updated) == (f"{HOME}exercises/small-lift/", "2026-03-02T00:00:00Z")
    assert entry.categories == ("retired",)


def test_what_has_changed_is_told_and_cautions_come_first(root: Path) -> None:
    changed = EXERCISE.replace("reps: 8", "reps: 12").replace("Lift less.", "Do not lift.")
    commit(root, "2024-06-01", {"small-lift": changed, "two": named("Two")})
    new, entry = sorted(feed(root).entries, key=lambda e: e.published, reverse=True)
    assert entry.summary == "Changed: cautions, how much. Lift your hips a little."
    assert entry.categories == ("cautions", "dose")
    assert (new.title, new.summary, new.categories) == ("New: Two", "Lift your hips a little.", ())


def test_another_form_of_the_same_is_no_change(root: Path) -> None:
    form = EXERCISE.replace("equipment: [towel]", "equipment:\n  - 'towel'") + "aliases: []\n# A remark.\n"
    commit(root, "2024-06-01", {"small-lift": form})
    entry = feed(root).entries[0]
    assert (entry.title, entry.summary, entry.categories) == ("Changed: Small lift", "Lift your hips a little.", ())


def test_all_changes_of_the_last_thirty_days_are_told_and_no_earlier_ones(root: Path) -> None:
    texts = [EXERCISE + "note: We chose.\n"]
    texts.append(texts[0].replace("Lift less.", "Do not lift."))
    texts.append(texts[1].replace("level: beginner", "level: advanced"))
    for day, text in zip(("2024-05-01", "2024-05-02", "2024-06-01"), texts, strict=True):
        commit(root, day, {"small-lift": text})
    assert feed(root).entries[0].categories == ("cautions", "level")


def test_a_caution_that_changes_with_the_id_is_told(root: Path) -> None:
    (root / "exercises" / "small-lift.yml").unlink()
    moved = EXERCISE.replace("Lift less.", "Do not lift.") + "formerly: [small-lift]\n"
    commit(root, "2024-06-01", {"low-lift": moved})
    assert feed(root).entries[0].categories == ("cautions", "formerly")


@pytest.mark.parametrize("before", ["- a list", "name: [broken", "name: a\nname: b\n", "\xa0"])
def test_nothing_is_said_of_a_change_from_a_file_that_cannot_be_read(before: str, root: Path) -> None:
    commit(root, "2024-05-01", {"small-lift": before})
    commit(root, "2024-06-01", {"small-lift": EXERCISE})
    entry = feed(root).entries[0]
    assert (entry.title, entry.summary, entry.categories) == ("Changed: Small lift", "Lift your hips a little.", ())


def test_changes_are_known_in_a_folder_of_a_larger_project(make_library: MakeLibrary, tmp_path: Path) -> None:
    root = make_library(name="project/knees")
    for day, text in (("2024-03-05", EXERCISE), ("2024-06-01", EXERCISE.replace("Lift less.", "Do not lift."))):
        commit(root, day, {"small-lift": text}, tmp_path / "project")
    assert feed(root).entries[0].categories == ("cautions",)


def test_the_newest_comes_first_and_dates_the_feed(root: Path) -> None:
    commit(root, "2025-01-01", {"two": named("Two")})
    commit(root, "2024-12-24", {"three": named("Three")})
    commit(root, "2025-01-01", {"one": named("One")})
    found = feed(root)
    assert [entry.title for entry in found.entries] == ["New: One", "New: Two", "New: Three", "New: Small lift"]
    assert found.text("updated") == "2025-01-01T00:00:00Z"


def test_the_feed_holds_the_fifty_newest(root: Path) -> None:
    commit(root, "2025-01-01", {f"lift-{number}": named(f"Lift {number}") for number in range(50)})
    titles = [entry.title for entry in feed(root).entries]
    assert len(titles) == 50
    assert "New: Small lift" not in titles


def test_nothing_is_older_than_its_first_day_whatever_the_clocks_said(root: Path) -> None:
    commit(root, "2023-01-01", {"small-lift": EXERCISE.replace("a little", "a bit")})
    entry = feed(root).entries[0]
    assert entry.published == entry.updated == "2023-01-01T00:00:00Z"


def test_without_a_history_there_is_no_feed(make_library: MakeLibrary) -> None:
    assert feed_text(make_library()) == ""


def test_without_a_history_a_withdrawal_has_the_date_that_its_file_states(make_library: MakeLibrary) -> None:
    root = make_library({"exercises/small-lift.yml": EXERCISE, "exercises/wild-lift.yml": RETIRED})
    entries = feed(root).entries
    assert [(e.id, e.published, e.updated) for e in entries] == [
        (f"{HOME}exercises/wild-lift/", "", "2026-03-01T00:00:00Z")
    ]


def test_a_part_of_a_history_is_none(root: Path, tmp_path: Path) -> None:
    commit(root, "2025-01-01", {"two": named("Two")})
    part = tmp_path / "part"
    subprocess.run(["git", "clone", "-q", "--depth", "1", root.as_uri(), str(part)], check=True)
    assert feed_text(part) == ""


def test_a_file_that_is_not_committed_yet_is_not_announced(root: Path) -> None:
    (root / "exercises" / "two.yml").write_text(named("Two"))
    assert [entry.title for entry in feed(root).entries] == ["New: Small lift"]


def test_without_an_address_of_the_site_there_is_no_feed(root: Path) -> None:
    assert feed_text(root, url="") == ""


def test_hostile_texts_stay_texts(root: Path) -> None:
    attack = "]]></title><script>alert(1)</script> &lt;b&gt; &bogus; {{ 7*7 }} {name}"
    hostile = EXERCISE.replace("Small lift", f"'{attack}'").replace("Lift your hips a little.", f"'{attack}'")
    commit(root, "2025-01-01", {"attack": hostile})
    entry = feed(root).entries[0]
    assert (entry.title, entry.summary) == (f"New: {attack}", attack)


def test_characters_that_xml_forbids_are_left_out(root: Path) -> None:
    text = feed_text(root, name="Our\x00\x0b\ufffe \ud800backs\U0001f9d8")
    assert parsed(text).text("title") == "Our backs\U0001f9d8: new and changed exercises"


def test_every_page_names_the_feed_of_its_site(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", HOME)
    site = build_small(root, tmp_path / "site")
    found = parsed((site / "feed.xml").read_text(encoding="utf-8"))
    assert found.text("id") == HOME
    assert [entry.link for entry in found.entries] == [f"{HOME}exercises/small-lift/"]
    links = {
        "index.html": "feed.xml",
        "exercises/small-lift/index.html": "../../feed.xml",
        "404.html": "/backs/feed.xml",
    }
    for page, link in links.items():
        assert f'title="New and changed exercises" href="{link}"' in (site / page).read_text(encoding="utf-8"), page
