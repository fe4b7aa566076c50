"""Copies for other regions: their numbers, and their spelling wherever we speak and nowhere else."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from macros.loading import Content, load
from macros.rules.texts import in_all, names, texts
from macros.spelling import respell, respell_data, respell_markdown
from macros.strict_yaml import parse
from macros.vocabulary import LISTS
from tests.conftest import ROOT, MakeLibrary, build, build_small
from tests.test_site import Html, pages

BRITISH = load(ROOT)
AMERICAN = load(ROOT, "en-US")
WORDS = BRITISH.vocabulary.locales["en-US"].words
DOCS = sorted([*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/guides").glob("*.md")])
BRITISH_SPELLINGS = {
    line.partition("->")[0].lower()
    for line in (files("codespell_lib") / "data/dictionary_en-GB_to_en-US.txt").read_text("utf-8").splitlines()
}


def whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def sentences(content: Content) -> Iterator[str]:
    """Every sentence and label of a library that readers see and that is its own."""
    yield from (text for _, (_, text) in in_all(content, texts, names))
    for name in LISTS:
        for word in getattr(content.vocabulary, name).values():
            yield from (word.label, word.description)
    yield from content.vocabulary.labels.values()
    for wanted in content.vocabulary.wanted.values():
        yield from (wanted.label, wanted.description)
    for entry in content.exercises:
        if entry.record:
            yield from (source.note for source in entry.record.own_sources().values())
    yield from (source.note for source in content.vocabulary.sources.values())


def test_a_word_is_replaced_as_a_whole_and_keeps_its_capital() -> None:
    words = {"colour": "color", "tummy": "belly"}
    assert respell("Colour, tummy. Tummy's colourful, the tummy-colour.", words) == (
        "Color, belly. Belly's colourful, the tummy-colour."
    )


def test_of_two_phrases_the_longer_one_counts_even_over_the_end_of_a_line() -> None:
    words = {"round": "circle", "way round": "way around"}
    assert respell("The other way\nround, in a round.", words) == "The other way around, in a circle."


def test_in_data_only_what_we_say_ourselves_is_respelled() -> None:
    data = {
        "id": "tummy",
        "name": "Tummy lift",
        "also": ["tummy"],
        "tummy": ["tummy", 3, {"why": "tummy"}],
        "sources": ["tummy", {"id": "tummy", "title": "Tummy", "publisher": "Tummy", "url": "tummy", "note": "tummy"}],
    }
    assert respell_data(data, {"tummy": "belly"}) == {
        "id": "tummy",
        "name": "Belly lift",
        "also": ["tummy"],
        "tummy": ["belly", 3, {"why": "belly"}],
        "sources": ["tummy", {"id": "tummy", "title": "Tummy", "publisher": "Tummy", "url": "tummy", "note": "belly"}],
    }


@pytest.mark.parametrize(
    "kept",
    [
        "(colour.md#colour)",
        "{ #colour .colour }",
        '{{ list(word="colour") }}',
        "{% if colour %}",
        "`colour`",
        "```\ncolour\n```",
        '<b class="colour">',
        "<https://colour.example>",
        "https://www.example.org/colour.",
    ],
)
def test_in_a_page_addresses_macros_attributes_tags_and_code_stay(kept: str) -> None:
    before = "[" if kept.startswith("(") else ""
    text = f"The colour {before}colour{']' if before else ''}{kept} colour"
    assert respell_markdown(text, {"colour": "color"}) == text.replace("colour", "color").replace(
        kept.replace("colour", "color"), kept
    )


def test_an_american_library_is_sound_and_holds_no_word_of_ours() -> None:
    assert AMERICAN.problems == ()
    british = whole("|".join(map(re.escape, WORDS)))
    kept = {new for old, new in WORDS.items() if old in new}  # "sick" is a part of what takes its place.
    shown = [whole("|".join(map(re.escape, kept))).sub("", text) for text in sentences(AMERICAN)]
    assert [text for text in shown if british.search(text)] == []


def test_an_american_copy_holds_no_british_spelling_at_all() -> None:
    ours = [*sentences(AMERICAN), *(respell_markdown(path.read_text(encoding="utf-8"), WORDS) for path in DOCS)]
    # What is in braces is never shown: macro calls, and ids of headings.
    found = [word for text in ours for word in re.findall("[a-z]+", re.sub(r"\{[^}]*\}", "", text).lower())]
    assert {
        word for word in found if word in BRITISH_SPELLINGS or re.fullmatch("(milli|centi)?met(re|er)s?", word)
    } == set()


def test_no_text_writes_out_a_day_because_no_spelling_would_put_it_into_the_order_of_another_region() -> None:
    ours = [*sentences(BRITISH), *(path.read_text(encoding="utf-8") for path in DOCS)]
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    day = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{months})\b|\b(?:{months}) \d{{1,2}}\b(?!\d)")
    assert [text for text in ours if day.search(text)] == []


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_the_table_stands_in_some_text(word: str) -> None:
    ours = [
        *sentences(BRITISH),
        *(" ".join(p.read_text(encoding="utf-8").split()) for p in (ROOT / "docs").rglob("*.md")),
    ]
    assert any(whole(re.escape(word)).search(text) for text in ours)


def test_articles_fit_the_words_behind_them() -> None:
    wrong = re.compile(r"\b(?:a (?=[aeio])|an (?=[^aeiouh\W]))", re.IGNORECASE)
    pairs = zip(sentences(BRITISH), sentences(AMERICAN), strict=True)
    changed = [american for british, american in pairs if british != american]
    assert any("a physical therapist" in text for text in changed)
    assert any("physical therapist's page" in text for text in changed)
    assert [text for text in changed if wrong.search(text)] == []


def ids_and_sources(content: Content) -> Any:
    records = [entry.record for entry in (*content.exercises, *content.routines) if entry.record]
    plain = [record.model_dump() for record in records]
    kept = ("id", "kind", "level", "positions", "muscles", "easier", "harder", "use_in", "aliases", "formerly")
    sources = [
        *content.vocabulary.sources.items(),
        *(pair for entry in content.exercises if entry.record for pair in entry.record.own_sources().items()),
    ]
    return (
        [{key: record.get(key) for key in kept} for record in plain],
        [[step["pose"] for step in record.get("steps", ())] for record in plain],
        {name: list(getattr(content.vocabulary, name)) for name in (*LISTS, "labels", "sources")},
        [(id, s.title, s.publisher, s.url, s.author) for id, s in sources],
    )


def test_ids_poses_and_sources_are_the_same_in_every_region() -> None:
    assert ids_and_sources(AMERICAN) == ids_and_sources(BRITISH)


def test_no_id_is_a_word_of_the_table() -> None:
    lists = [getattr(BRITISH.vocabulary, name) for name in (*LISTS, "sources")]
    ids = {*(id for words in lists for id in words), *(e.id for e in (*BRITISH.exercises, *BRITISH.routines))}
    assert ids & set(WORDS) == set()


def test_a_regions_fixed_words_are_those_of_the_pages() -> None:
    for locale in BRITISH.vocabulary.locales.values():
        assert set(locale.labels) <= set(BRITISH.vocabulary.labels)


def test_the_files_themselves_stay_as_they_are_written() -> None:
    for entry in AMERICAN.exercises:
        assert entry.document.data == parse(Path(entry.path).read_bytes(), entry.path, 20_000)[0].data


def test_a_region_that_nobody_knows_is_a_problem() -> None:
    (problem,) = load(ROOT, "en-UK").problems
    assert problem.rule == "unknown-word"
    assert "`en-UK`" in problem.message
    assert "en-GB" in problem.fix


def test_a_library_may_add_a_region_and_its_own_fixed_words_come_first(make_library: MakeLibrary) -> None:
    root = make_library()
    (root / "vocabulary/locales.yml").write_text(
        'en-AU: {emergency_number: "000", emergency_place: the hospital, labels: {avoid: Not this, steps: In order}}'
    )
    (root / "vocabulary/labels.yml").write_text("steps: What to do")
    vocabulary = load(root, "en-AU").vocabulary
    assert (vocabulary.labels["avoid"], vocabulary.labels["steps"]) == ("Not this", "What to do")
    assert set(vocabulary.locales) == {"en-AU", "en-GB", "en-US"}
    assert vocabulary.locale.urgent_number == ""


@pytest.fixture(scope="module")
def american(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Html]:
    """The whole site for the United States."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGION", "en-US")
        site = tmp_path_factory.mktemp("american") / "site"
        build(site)
    return pages(site)


def test_the_site_calls_the_regions_numbers(american: dict[str, Html]) -> None:
    safety = american["safety/"]
    assert "tel:911" in safety.links
    assert "tel:911" in american["exercises/bridge/"].links
    assert "Call 911 or go to the nearest emergency room now if" in safety.words
    # The pages for clinics show how a copy's file is written.
    assert [a for a, page in american.items() if "A&E" in page.words and not a.startswith("clinics/")] == []
    assert {link for page in american.values() for link in page.links if link.startswith("tel:")} == {"tel:911"}


def test_without_an_urgent_number_people_are_sent_to_their_doctor(american: dict[str, Html]) -> None:
    words = " ".join(american["safety/"].words.split())
    assert "Call your doctor today, before you exercise, if" in words
    assert "are you still worried? Call your doctor." in words


def test_hand_written_pages_and_dates_are_american_too(american: dict[str, Html]) -> None:
    assert "See a doctor or physical therapist before you start" in american["safety/"].words
    assert "Chartered Society of Physiotherapy" in american["safety/"].words
    assert re.search(r"Read on November \d+, \d{4}\.", american["sources/"].words)


def test_the_configured_numbers_come_before_those_of_the_region(
    make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("EMERGENCY_NUMBER", "112"), ("EMERGENCY_PLACE", "a hospital"), ("URGENT_NUMBER", "116117")):
        monkeypatch.setenv(name, value)
    safety = pages(build_small(make_library(), tmp_path / "site"))["safety/"]
    assert "Call 112 or go to a hospital now" in safety.words
    assert "Call 116117 or your doctor today" in safety.words
    assert {"tel:112", "tel:116117"} == {link for link in safety.links if link.startswith("tel:")}
