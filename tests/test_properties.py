"""Whatever a file holds: a valid one gets its page, word by word; any other gets a problem, and nothing else."""

import copy
import json
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from macros import load_library
from macros.checking import check_folder
from macros.exports import exercise_file, structured_data
from macros.formatting import formatted, is_in_form
from macros.loading import MAX_BYTES
from macros.model import Exercise
from macros.strict_yaml import parse
from tests.conftest import ROOT, SITE, VOCABULARY
from tests.test_schema import GOOD

# The same examples each time, and no search for the smallest failing one, which can take minutes.
BOUNDED = settings(
    deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
SIGNS = "<>&\"'`*_{}[]()#+-.!|~^=$%@:;,/\\?äßé€✓💪’ "
LETTERS = st.sampled_from("abcXYZ 0123456789" + SIGNS)
# None of these is a claim, a word of two alphabets, or left unwritten.
TEXTS = st.text(LETTERS, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
NAMES = TEXTS.filter(lambda text: any(c.isalnum() for c in text))
RANGES = st.one_of(
    st.integers(1, 7),
    st.tuples(st.integers(1, 3), st.integers(4, 7)).map(list),
)
SOURCES = st.lists(st.just("project-default"), max_size=1)
EXERCISES = st.fixed_dictionaries(
    {
        "name": NAMES,
        "kind": st.sampled_from(["stretch", "strength"]),
        "summary": TEXTS,
        "level": st.sampled_from(["beginner", "advanced"]),
        "positions": st.lists(st.sampled_from(["supine", "standing"]), min_size=1, max_size=2, unique=True),
        "muscles": st.fixed_dictionaries({"primary": st.just(["hamstrings"])}),
        "dose": st.fixed_dictionaries(
            {"reps": RANGES, "sides": st.sampled_from(["together", "each", "one"]), "sources": SOURCES},
            optional={"sets": RANGES, "hold_seconds": RANGES, "days_per_week": RANGES},
        ),
        "steps": st.lists(
            st.one_of(TEXTS, st.fixed_dictionaries({"text": TEXTS, "breathe": st.sampled_from(["in", "out"])})),
            min_size=1,
            max_size=4,
        ),
    },
    optional={
        "feel": TEXTS,
        "note": TEXTS,
        "mistakes": st.lists(TEXTS, max_size=2),
        "benefits": st.lists(st.fixed_dictionaries({"text": TEXTS, "sources": SOURCES}), max_size=2),
        "cautions": st.lists(
            st.fixed_dictionaries(
                {"text": TEXTS, "action": st.sampled_from(["avoid", "ask-first", "adapt"]), "why": TEXTS},
                optional={"conditions": st.just(["sciatica"]), "instead": TEXTS},
            ),
            max_size=2,
        ),
        "equipment": st.lists(st.sampled_from(["chair", "towel"]), max_size=2, unique=True),
        "review": st.fixed_dictionaries({"status": st.just("reviewed"), "role": TEXTS, "on": st.just("2026-11-20")}),
    },
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=12)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder for one exercise at a time."""
    root = tmp_path_factory.mktemp("content")
    for folder in ("vocabulary", "exercises"):
        (root / folder).mkdir()
    for list, text in VOCABULARY.items():
        (root / "vocabulary" / f"{list}.yml").write_text(text, encoding="utf-8")
    return root


def put(root: Path, exercise: Any) -> Path:
    file = root / "exercises" / "small-lift.yml"
    apart = json.loads(json.dumps(exercise))  # so that nothing is written as a reference to something else
    file.write_text(yaml.safe_dump(apart, allow_unicode=True, sort_keys=False, width=200), encoding="utf-8")
    return file


class Seen(HTMLParser):
    """The words of a page, and everything on it that could run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.alive: list[str] = []
        self.feed(html)
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own_script = ("src", "../../assets/play.js") in attrs
        if tag in ("script", "iframe", "base", "form", "img", "object", "embed", "style", "meta") and not own_script:
            self.alive.append(tag)
        self.alive += [
            name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")
        ]
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def texts_of(value: Any, key: str = "") -> list[str]:
    """The texts that must be on the page."""
    if isinstance(value, dict):
        return [text for name, inner in value.items() for text in texts_of(inner, name)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_of(inner, key)]
    shown = {"name", "summary", "steps", "text", "feel", "note", "mistakes", "why", "instead", "role"}
    return [value] if key in shown and isinstance(value, str) else []


@settings(BOUNDED, max_examples=40)
@given(exercise=EXERCISES)
def test_a_valid_exercise_gets_its_page_word_by_word(exercise: dict[str, Any], root: Path) -> None:
    put(root, exercise)
    loaded = load_library(root, SITE)
    assert [str(problem) for problem in loaded.problems] == []
    page = loaded.renderer.exercise_page("small-lift", "exercises/small-lift/")
    seen = Seen(page)
    assert seen.alive == []
    assert [text for text in texts_of(exercise) if text not in seen.text] == []
    written = json.loads(exercise_file(loaded.library.exercises["small-lift"], loaded.library)[1])
    assert {key: written[key] for key in ("name", "summary")} == {key: exercise[key] for key in ("name", "summary")}
    assert "<" not in structured_data(loaded.library, "exercises/small-lift/", exercise["name"], "https://x.example/")


@settings(BOUNDED, max_examples=150)
@given(exercise=EXERCISES)
def test_the_usual_form_keeps_the_meaning_and_is_stable(exercise: dict[str, Any], root: Path) -> None:
    raw = put(root, exercise).read_bytes()
    once = formatted(raw, Exercise.model_fields)
    document, problems = parse(once, "x.yml", MAX_BYTES)
    assert problems == []
    assert document is not None
    assert document.data == exercise
    assert formatted(once, Exercise.model_fields) == once


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values of a file."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if path else []), *(found for key, part in inner for found in places(part, (*path, key)))]


@settings(BOUNDED, max_examples=120)
@given(place=st.sampled_from(places(GOOD)), value=JSON)
def test_a_changed_value_is_valid_or_a_problem(place: tuple[Any, ...], value: Any, root: Path) -> None:
    exercise = copy.deepcopy(GOOD)
    parent: Any = exercise
    for part in place[:-1]:
        parent = parent[part]
    parent[place[-1]] = value
    file = put(root, exercise)
    content, found = check_folder(root)
    assert content.exercises[0].record is not None or [p for p in found if not p.advice]
    for problem in found:
        assert problem.path == str(file)
        assert 1 <= problem.line <= file.read_text(encoding="utf-8").count("\n") + 1
        assert "\n" not in str(problem)
        assert not [c for c in str(problem) if unicodedata.category(c) in ("Cc", "Cf", "Cs")]


REAL = [path.read_bytes() for path in sorted((ROOT / "exercises").glob("*.yml"))[:6]]
PIECES = st.sampled_from(
    (
        *(b"", b"\t", b": ", b"- ", b"#", b"'", b'"', b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!str ", b"|\n", b">\n"),
        *(b"? ", b"---\n", b"%YAML 1.1\n", b"\x00", b"\xff", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"<<: ", b"\r", b"  "),
        *(b"\n", b"@", b"`"),
    )
)
CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=6)


def damaged(raw: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    """A file with pieces in the place of some of its bytes."""
    for where, length, piece in cuts:
        at = int(where * len(raw))
        raw = raw[:at] + piece + raw[at + length :]
    return raw


DAMAGED = st.builds(damaged, st.sampled_from(REAL), CUTS)


@settings(BOUNDED, max_examples=600)
@given(raw=DAMAGED)
def test_a_damaged_file_is_read_or_refused(raw: bytes) -> None:
    document, problems = parse(raw, "x.yml", MAX_BYTES)
    assert document is not None or problems
    once = formatted(raw, Exercise.model_fields)
    assert formatted(once, Exercise.model_fields) == once


FRAGMENTS = st.sampled_from(
    (
        *("\n", "\n", " ", " ", "\n  - ", "\n- ", "\n- ", ": ", ": ", "\nname: ", "\nfeel: ", "a", "B c", "12", "-1"),
        *("true", "~", "null", "é“", "„x“", "’s", " #", "\n# x", "\n---\n", "\u00a0", "\u2028", "\u200b", "\u0301" * 4),
        *"-:#,[]{}'\"&*!|>%@?\\\t",
    )
)
WRITTEN = st.lists(FRAGMENTS, max_size=25).map(lambda parts: "".join(["name: a", *parts]).encode())


@settings(BOUNDED, max_examples=1000)
@given(raw=st.one_of(WRITTEN, DAMAGED))
def test_what_is_read_quickly_is_what_is_read_with_care(raw: bytes) -> None:
    document, problems = parse(raw, "x.yml", MAX_BYTES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("macros.strict_yaml.read_quickly", lambda *_: None)
        careful, found = parse(raw, "x.yml", MAX_BYTES)
    assert problems == found
    assert repr(document and document.data) == repr(careful and careful.data)
    if document and careful:
        assert (document.broken, document.comments) == (careful.broken, careful.comments)
        assert (document.values, document.keys) == (careful.values, careful.keys)


# Changes that leave most files as readable as they were.
TIDY = st.sampled_from([" \n", "\n\n", "\n", "  ", '"', "'", "\t", "\r\n", '"a"', "'a'", " 'a: b'", '"#a"', "\n# x\n"])


@settings(BOUNDED, max_examples=500)
@given(raw=st.sampled_from(REAL), place=st.floats(0, 1), mark=TIDY, takes=st.integers(0, 3))
def test_what_is_plainly_in_the_usual_form_is_not_changed(raw: bytes, place: float, mark: str, takes: int) -> None:
    at = int(place * len(raw))
    raw = raw[:at] + mark.encode() + raw[at + takes :]
    document, _ = parse(raw, "x.yml", MAX_BYTES)
    if document and isinstance(document.data, dict) and is_in_form(raw, tuple(document.data), Exercise.model_fields):
        assert formatted(raw, Exercise.model_fields) == raw


@settings(BOUNDED, max_examples=400)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    document, problems = parse(raw, "x.yml", MAX_BYTES)
    assert document is not None or problems
