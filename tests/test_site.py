"""The built site: complete, linked both ways, and the same each time."""

import json
import posixpath
import re
import subprocess
from collections.abc import Collection, Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft202012Validator

from macros import Loaded, load_library
from macros.policy import SECURITY_POLICY
from macros.views import VIEWS
from tests.conftest import ACTIVE, EXERCISE, SITE, MakeLibrary, build_small, write_library

SECTIONS = [
    "before-you-start",
    "steps",
    "how-much",
    "feel",
    "mistakes",
    "benefits",
    "cautions",
    "easier-and-harder",
    "related",
    "sources",
]


class Html(HTMLParser):
    """What the tests look at: links, ids, headings, structured data, and the text of the article."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.article_links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self.structured_data = ""
        self.words = ""
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name in ("href", "src"):
            if name in values:
                self.links.append(values[name])
                if "article" in self._inside:
                    self.article_links.append(values[name])
        if "id" in values:
            self.ids.append(values["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((tag, values.get("id", "")))
        kind = "structured" if values.get("type") == "application/ld+json" else tag
        if tag not in ("meta", "link", "input", "img", "br"):
            self._inside.append(kind)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag("br", attrs)  # An element that closes itself holds nothing.

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() not in (tag, "structured"):
            pass

    def handle_data(self, data: str) -> None:
        if "structured" in self._inside[-1:]:
            self.structured_data += data
        elif "article" in self._inside:
            self.words += data


def pages(site: Path) -> dict[str, Html]:
    """All pages by address."""
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): Html(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def targets(address: str, links: list[str]) -> Iterator[tuple[str, str]]:
    """The places of this site that a page links to, each as an address and an anchor."""
    for link in links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        path = posixpath.normpath(posixpath.join("/" + address, unquote(parts.path))).lstrip("/")
        folder = not parts.path or parts.path.endswith(("/", ".")) or "." not in posixpath.basename(path)
        yield (f"{path}/" if folder and path and not address.endswith(".html") else path), parts.fragment


@pytest.fixture(scope="module")
def built(site: Path) -> dict[str, Html]:
    return pages(site)


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small library."""
    folder = tmp_path_factory.mktemp("small")
    return build_small(write_library(folder / "content"), folder / "site")


def files(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def test_there_is_a_page_for_everything_in_the_contract(built: dict[str, Html], real: Loaded) -> None:
    expected = {"", "routines/", "guides/", "safety/", "sources/", "contributing/", "about/", "404.html"}
    expected |= {f"{view.folder}/" for view in VIEWS}
    expected |= {f"exercises/{id}/" for id in real.library.exercises}
    expected |= {f"routines/{id}/" for id in real.library.routines}
    expected |= {f"{view.folder}/{id}/" for view in VIEWS if view.split for id in real.library.words(view.grouping)}
    assert expected <= set(built)


def broken_links(built: dict[str, Html], there: Collection[str]) -> list[str]:
    """The links of all pages that lead nowhere; `there` are the files of the site."""
    broken = []
    for address, page in built.items():
        if address == "404.html":
            continue  # its links begin at the site's root; see the test below
        for target, anchor in targets(address, page.links):
            if target not in built and target not in there:
                broken.append(f"{address} -> {target}")
            elif anchor and target in built and anchor not in built[target].ids:
                broken.append(f"{address} -> {target}#{anchor}")
    return broken


def test_no_link_and_no_anchor_is_broken(built: dict[str, Html], site: Path) -> None:
    assert broken_links(built, files(site)) == []


def test_the_page_for_wrong_addresses_helps(built: dict[str, Html]) -> None:
    links = set(built["404.html"].article_links)
    assert {"/exercises/", "/safety/"} <= links


def test_every_page_carries_the_policy(site: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    assert len(pages) > 100
    assert all(f'http-equiv="Content-Security-Policy" content="{SECURITY_POLICY}"' in unescape(text) for text in pages)


def test_ids_are_unique_on_each_page(built: dict[str, Html]) -> None:
    assert [a for a, page in built.items() if len(set(page.ids)) != len(page.ids)] == []


def test_no_page_is_an_orphan(built: dict[str, Html]) -> None:
    links = {
        address: {target for target, _ in targets(address, page.links)} - {address} for address, page in built.items()
    }
    reached = {target for found in links.values() for target in found}
    moved = {address for address, page in built.items() if not page.words}
    assert set(built) - reached - moved - {"404.html"} == set()


def test_no_index_is_empty(built: dict[str, Html], real: Loaded) -> None:
    for view in VIEWS:
        addresses = [f"{view.folder}/"]
        if view.split:
            addresses += [f"{view.folder}/{id}/" for id in real.library.words(view.grouping)]
        for address in addresses:
            listed = {t for t, _ in targets(address, built[address].article_links)}
            assert listed & {f"exercises/{id}/" for id in real.library.exercises}, address


@pytest.mark.parametrize("id", ACTIVE)
def test_each_exercise_has_the_same_sections_in_the_same_order(id: str, built: dict[str, Html]) -> None:
    headings = built[f"exercises/{id}/"].headings
    assert [tag for tag, _ in headings].count("h1") == 1
    assert [anchor for tag, anchor in headings if tag == "h2"] == SECTIONS


@pytest.mark.parametrize("id", ACTIVE)
def test_an_exercise_and_its_indexes_link_to_each_other(id: str, built: dict[str, Html], real: Loaded) -> None:
    exercise = real.library.exercises[id]
    address = f"exercises/{id}/"
    indexes = {"exercises/", f"{exercise.kind}/", f"levels/{exercise.level}/"}
    indexes |= {f"muscles/{m}/" for m in (*exercise.muscles.primary, *exercise.muscles.secondary)}
    indexes |= {f"positions/{p}/" for p in exercise.positions}
    indexes |= {f"equipment/{e}/" for e in exercise.equipment_ids() or ("none",)}
    indexes |= {f"conditions/{c}/" for caution in exercise.cautions for c in caution.conditions}
    page_links = {t for t, _ in targets(address, [*built[address].links])}
    assert indexes <= page_links
    for index in indexes:
        assert address in {t for t, _ in targets(index, built[index].article_links)}, index


def test_a_muscle_lists_its_target_exercises_before_the_others(built: dict[str, Html], real: Loaded) -> None:
    for muscle in real.library.words("muscles"):
        address = f"muscles/{muscle}/"
        order = [
            t.split("/")[1] for t, _ in targets(address, built[address].article_links) if re.match("exercises/.", t)
        ]
        for kind in ("stretch", "strength"):
            ranks = [
                muscle in real.library.exercises[id].muscles.secondary
                for id in order
                if real.library.exercises[id].kind == kind
            ]
            assert ranks == sorted(ranks), address


@pytest.mark.parametrize("id", ACTIVE)
def test_everything_that_a_file_says_stands_on_its_page(id: str, built: dict[str, Html], real: Loaded) -> None:
    words = " ".join(built[f"exercises/{id}/"].words.split())
    e = real.library.exercises[id]
    said = [e.name, e.summary, e.feel, e.note, *e.aliases, *e.mistakes, *(s.text for s in e.steps)]
    said += [claim.text for claim in (*e.benefits, *e.suits)]
    said += [text for c in e.cautions for text in (c.text, c.why, c.instead)]
    said += [real.library.sources[s].title for s in e.cited()]
    assert [text for text in said if text not in words] == []
    reviewed = "Reviewed by a professional:" in words
    assert reviewed is (e.review != "unreviewed")
    assert reviewed is not ("No professional has reviewed this page yet." in words)


@pytest.mark.parametrize(
    "address",
    ["", "exercises/bridge/", "muscles/", "conditions/sciatica/", "routines/office-break/", "safety/", "404.html"],
)
def test_every_page_offers_to_report_a_wrong_instruction(address: str, built: dict[str, Html]) -> None:
    assert [link for link in built[address].links if "/issues/new" in link]


def test_the_edit_link_opens_the_file_that_made_the_page(built: dict[str, Html]) -> None:
    edit = "https://git.example/steady-back/edit/main"
    assert f"{edit}/exercises/bridge.yml" in built["exercises/bridge/"].links
    assert f"{edit}/vocabulary/muscles.yml" in built["muscles/hamstrings/"].links
    assert f"{edit}/routines/office-break.yml" in built["routines/office-break/"].links
    assert f"{edit}/docs/safety.md" in built["safety/"].links


def test_the_emergency_number_comes_from_the_configuration(
    make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMERGENCY_NUMBER", "112")
    site = pages(build_small(make_library(), tmp_path / "site"))
    assert "112" in site["safety/"].words
    assert "112" in site["exercises/small-lift/"].words
    assert "999" not in site["safety/"].words


def test_the_json_files_hold_the_library(site: Path, real: Loaded) -> None:
    everything = json.loads((site / "api/v1/exercises.json").read_text(encoding="utf-8"))
    assert [e["id"] for e in everything["exercises"]] == list(real.library.exercises)
    schema = json.loads((site / "schema/exercise.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    for exercise in everything["exercises"]:
        one = json.loads((site / f"api/v1/exercises/{exercise['id']}.json").read_text(encoding="utf-8"))
        assert one == {"version": everything["version"], **exercise}
        authored = {key: value for key, value in exercise.items() if key not in ("id", "derived")}
        assert [error.message for error in validator.iter_errors(authored)] == []
    vocabulary = json.loads((site / "api/v1/vocabulary.json").read_text(encoding="utf-8"))
    assert {"muscles", "positions", "equipment", "levels", "conditions", "sources", "regions"} < set(vocabulary)


# The properties that schema.org gives these types (their own and inherited ones), as far as we use them.
SCHEMA_ORG = {
    "ExercisePlan": {
        "@id",
        "name",
        "description",
        "exerciseType",
        "intensity",
        "activityDuration",
        "repetitions",
        "restPeriods",
    },
    "HowTo": {"@id", "name", "description", "totalTime", "step", "tool"},
    "HowToStep": {"position", "text"},
    "HowToTool": {"name"},
    "QuantitativeValue": {"value", "minValue", "maxValue", "unitCode"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "WebPage": {"@id", "name", "url"},
    "CollectionPage": {"@id", "name", "url"},
}


def things(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from things(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from things(inner)


def test_each_page_has_valid_structured_data(built: dict[str, Html]) -> None:
    for address, page in built.items():
        if not page.words or address == "404.html":
            continue
        data = json.loads(page.structured_data)
        assert data["@context"] == "https://schema.org"
        for thing in things(data["@graph"]):
            assert set(thing) - {"@type"} <= SCHEMA_ORG[str(thing["@type"])], address
    types = [thing["@type"] for thing in json.loads(built["exercises/bridge/"].structured_data)["@graph"]]
    assert types == ["ExercisePlan", "HowTo", "BreadcrumbList"]


def test_two_builds_are_identical(make_library: MakeLibrary, tmp_path: Path) -> None:
    content = make_library()
    assert files(build_small(content, tmp_path / "one")) == files(build_small(content, tmp_path / "two"))


def test_adding_and_deleting_one_file_changes_exactly_what_belongs_to_it(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    two_muscles = EXERCISE.replace("Small lift", "High lift").replace("equipment: [towel]", "equipment: [chair]")
    content = make_library({"exercises/small-lift.yml": EXERCISE})
    before = files(build_small(content, tmp_path / "before"))
    (content / "exercises" / "high-lift.yml").write_text(two_muscles.replace("kind: strength", "kind: stretch"))
    after = files(build_small(content, tmp_path / "after"))
    (content / "exercises" / "high-lift.yml").unlink()
    again = files(build_small(content, tmp_path / "again"))

    html = {
        path for path in {*before, *after} if path.endswith((".html", ".json")) and before.get(path) != after.get(path)
    }
    new = {
        "exercises/high-lift/index.html",
        "api/v1/exercises/high-lift.json",
        "stretch/index.html",
    }
    assert html - set(before) == new
    # The stretches are new in the navigation of every page; what else changed stands in the articles.
    changed = {
        p for p in html - new if p.endswith(".html") and Html(before[p].decode()).words != Html(after[p].decode()).words
    }
    assert changed == {
        "index.html",
        "about/index.html",  # counts the exercises
        "sources/index.html",
        "exercises/index.html",
        "exercises/small-lift/index.html",  # now related
        "strength/index.html",  # the stretches are a new neighbour
        "muscles/index.html",
        "muscles/gluteus-maximus/index.html",
        "muscles/hamstrings/index.html",
        "positions/index.html",
        "positions/supine/index.html",
        "equipment/index.html",
        "equipment/chair/index.html",  # was a redirect
        "equipment/towel/index.html",  # the chair is a new neighbour
        "levels/index.html",
        "levels/beginner/index.html",
        "conditions/index.html",
        "conditions/knee-pain/index.html",
        "guides/why-stretch/index.html",  # lists the stretches
    }
    assert again == before


def test_words_that_no_exercise_uses_have_no_page_and_lead_to_their_index(small_site: Path) -> None:
    for address in (
        "muscles/unused-muscle/",
        "equipment/chair/",
        "equipment/none/",
        "positions/standing/",
        "conditions/sciatica/",
    ):
        text = (small_site / address / "index.html").read_text(encoding="utf-8")
        assert 'content="0; url=../"' in text, address
    assert "unused-muscle" not in (small_site / "muscles" / "index.html").read_text(encoding="utf-8")
    assert "unused-muscle" not in (small_site / "sitemap.xml").read_text(encoding="utf-8")


def test_an_index_without_entries_does_not_exist(small_site: Path) -> None:
    assert not (small_site / "stretch").exists()
    assert not (small_site / "routines").exists()
    assert '"stretch/' not in (small_site / "index.html").read_text(encoding="utf-8")


def test_an_earlier_address_leads_to_the_exercise(make_library: MakeLibrary, tmp_path: Path) -> None:
    content = make_library({"exercises/small-lift.yml": EXERCISE + "formerly: [old-lift]\n"})
    site = build_small(content, tmp_path / "site")
    assert 'url=../small-lift/"' in (site / "exercises" / "old-lift" / "index.html").read_text(encoding="utf-8")


def test_a_retired_exercise_keeps_its_page_and_leaves_everything_else(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    retired = EXERCISE.replace("Small lift", "Wild lift").replace("[gluteus-maximus]", "[unused-muscle]")
    retired += "retired: {on: 2026-11-20, reason: It strained people., instead: [small-lift]}\n"
    content = make_library({"exercises/small-lift.yml": EXERCISE, "exercises/wild-lift.yml": retired})
    site = build_small(content, tmp_path / "site")
    page = pages(site)["exercises/wild-lift/"]
    assert "It strained people." in page.words
    assert "exercises/small-lift/" in {t for t, _ in targets("exercises/wild-lift/", page.article_links)}
    holding = {path for path, raw in files(site).items() if b"wild-lift" in raw and not path.startswith("sitemap")}
    assert holding == {"exercises/wild-lift/index.html", "feed.xml"}


def test_easier_and_harder_are_shown_on_both_sides_and_along_the_chain(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    def named(name: str, more: str = "") -> str:
        return EXERCISE.replace("Small lift", name) + more

    content = make_library(
        {
            "exercises/one.yml": named("One", "harder: [two]\n"),
            "exercises/two.yml": named("Two"),
            "exercises/three.yml": named("Three", "easier: [two]\n"),
        }
    )
    site = build_small(content, tmp_path / "site")
    derived = {
        id: json.loads((site / f"api/v1/exercises/{id}.json").read_text())["derived"] for id in ("one", "two", "three")
    }
    assert [derived["one"]["easier"], derived["one"]["harder"]] == [[], ["two", "three"]]
    assert [derived["two"]["easier"], derived["two"]["harder"]] == [["one"], ["three"]]
    assert [derived["three"]["easier"], derived["three"]["harder"]] == [["two", "one"], []]


def test_a_file_may_bring_its_own_source(make_library: MakeLibrary, tmp_path: Path) -> None:
    own = EXERCISE.replace("[project-default]}\nsteps", "[leaflet]}\nsteps")
    own += "sources: [{id: leaflet, title: A leaflet of ours, publisher: Hospital, read: 2026-11-20}]\n"
    site = pages(build_small(make_library({"exercises/small-lift.yml": own}), tmp_path / "site"))
    assert "A leaflet of ours" in site["exercises/small-lift/"].words
    assert "A leaflet of ours" in site["sources/"].words


def test_a_library_without_exercises_still_has_its_list(make_library: MakeLibrary, tmp_path: Path) -> None:
    content = make_library({"exercises/small-lift.yml": EXERCISE + "retired: {on: 2026-11-20, reason: It hurt.}\n"})
    site = pages(build_small(content, tmp_path / "site"))
    assert "There is none yet." in site["exercises/"].words
    assert site["exercises/small-lift/"].words


def test_earlier_addresses_of_words_and_routines_lead_to_the_new_ones(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    routine = "name: Week\nsummary: A week.\nformerly: [old-week]\nexercises: [{exercise: small-lift}]\n"
    content = make_library({"exercises/small-lift.yml": EXERCISE, "routines/week.yml": routine})
    levels = "beginner: {label: Beginner, formerly: [novice]}\n"
    (content / "vocabulary" / "levels.yml").write_text(levels)
    site = build_small(content, tmp_path / "site")
    assert 'url=../week/"' in (site / "routines" / "old-week" / "index.html").read_text(encoding="utf-8")
    assert 'url=../beginner/"' in (site / "levels" / "novice" / "index.html").read_text(encoding="utf-8")


def test_a_changed_file_shows_the_date_of_its_last_commit(make_library: MakeLibrary, tmp_path: Path) -> None:
    content = make_library()
    git = ["git", "-C", str(content), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    commit = [*git, "commit", "-qm", "Add", "--date", "2024-03-05T12:00:00"]
    for command in ([*git, "init", "-q"], [*git, "add", "."], commit):
        subprocess.run(command, check=True)
    site = build_small(content, tmp_path / "site")
    assert "Last changed on 5 March 2024." in pages(site)["exercises/small-lift/"].words
    assert json.loads((site / "api/v1/exercises/small-lift.json").read_text())["derived"]["changed"] == "2024-03-05"


def test_without_a_history_no_date_is_shown(small_site: Path) -> None:
    assert "Last changed" not in pages(small_site)["exercises/small-lift/"].words
    assert "lastmod" not in (small_site / "sitemap.xml").read_text(encoding="utf-8")


def test_without_a_list_of_regions_the_muscles_name_them(make_library: MakeLibrary, tmp_path: Path) -> None:
    content = make_library()
    (content / "vocabulary" / "regions.yml").unlink()
    muscles = (content / "vocabulary" / "muscles.yml").read_text().replace("region: hips", "region: upper-legs")
    (content / "vocabulary" / "muscles.yml").write_text(muscles)
    assert "Upper legs" in pages(build_small(content, tmp_path / "site"))[""].words


def test_own_words_replace_the_fixed_ones(make_library: MakeLibrary, tmp_path: Path) -> None:
    content = make_library()
    (content / "vocabulary" / "labels.yml").write_text("steps: What you do\n")
    site = pages(build_small(content, tmp_path / "site"))
    assert "What you do" in site["exercises/small-lift/"].words
    assert "How much" in site["exercises/small-lift/"].words


@pytest.mark.parametrize(
    ("cautions", "told", "place"),
    [
        ("", "No special cautions found. Read the safety advice.", "before-you-start"),
        ("{text: Do not., action: avoid, why: So.}", "Some people should take care. Check whether you do.", "cautions"),
        (
            "{text: Do not., action: avoid, conditions: [knee-pain], why: So.}",
            "Not with: Knee pain. Check whether you should ask first.",
            "who",
        ),
        (
            "{text: Do not., action: avoid, conditions: [knee-pain, sciatica, gout], why: So.}",
            "Not for everyone. Check whether it is for you.",
            "who",
        ),
        (
            "{text: Ask., action: ask-first, conditions: [gout], why: So.}, "
            "{text: Less., action: adapt, conditions: [knee-pain], why: So.}",
            "Some people should ask first. Check whether you do.",
            "who",
        ),
    ],
)
def test_the_first_screen_says_how_careful_one_must_be(
    cautions: str, told: str, place: str, make_library: MakeLibrary
) -> None:
    text = f"{EXERCISE.partition('cautions:')[0]}cautions: [{cautions}]\n"
    content = make_library(
        {"exercises/small-lift.yml": text.replace("why: So.", "why: So., sources: [project-default]")}
    )
    conditions = "knee-pain: {label: Knee pain}\nsciatica: {label: Sciatica}\ngout: {label: Gout}"
    (content / "vocabulary" / "conditions.yml").write_text(conditions)
    page = load_library(content, SITE).renderer.exercise_page("small-lift", "exercises/small-lift/")
    assert f'<a href="#{place}">{told}</a>' in page
