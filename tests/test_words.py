"""The fixed words of the pages: each is used, and each that is used is there."""

import re
from typing import get_args

from macros import Loaded
from macros.body_map import VIEWS as MAP_VIEWS
from macros.model import ACTIONS, KINDS, PARTS, Exercise, FieldWithoutSource
from macros.pose_in_words import PAIRS
from macros.poses import Direction, Grip
from macros.questions import QUESTIONS, SIDES
from macros.search_index import KINDS as FOUND
from macros.views import VIEWS
from tests.conftest import ROOT

SOURCES = [
    path.read_text(encoding="utf-8")
    for folder, pattern in (
        ("macros", "*.py"),
        ("macros/templates", "*.html"),
        ("macros/templates", "*.yml"),
        ("macros/templates", "*.xml"),
        ("macros/templates", "*.svg"),
        ("overrides", "**/*.html"),
    )
    for path in (ROOT / folder).glob(pattern)
]
# Names that are put together from parts.
FAMILIES = {
    *(f"{prefix}{kind}" for kind in KINDS for prefix in ("kind_", "want_")),
    *(f"{prefix}{action}" for action in ACTIONS for prefix in ("", "who_", "heed_")),
    "heed_none",
    *(f"filter_{name}" for name in ("kind", "region", "muscle", "position", "equipment", "level")),
    *(f"day_{day}" for day in range(1, 8)),
    *(f"{prefix}{part}" for part in PARTS for prefix in ("part_", "heading_")),
    *(f"{view.folder}{suffix}" for view in VIEWS for suffix in ("", "_description")),
    *(f"field_{field}" for field in {*get_args(FieldWithoutSource), *Exercise.model_fields} - {"id"}),
    *(f"copy_{what}" for what in ("exercises", "routines", "guides", "views")),
    *(f"dose_reps_{sides}" for sides in ("together", "each", "one")),
    *(f"dose_sides_{sides}" for sides in ("each", "one")),
    *(f"breathe_{way}" for way in ("in", "out")),
    *(f"month_{month}" for month in range(1, 13)),
    *(f"{unit}_other" for unit in ("seconds", "minutes", "breaths", "times", "sets", "reps", "days_a_week")),
    *(f"view_{direction}" for direction in get_args(Direction)),
    *(f"grip_{grip}" for grip in get_args(Grip)),
    *(f"both_{pair}" for pair in PAIRS.values()),
    *(f"body_{side}-{part}" for side in ("left", "right") for part in PAIRS),
    *(f"body_{part}" for part in ("back", "shoulders", "stomach", "left-side", "right-side", "seat", "head")),
    *(f"body_{part}" for part in ("lower-back", "upper-back", "neck")),
    *(f"map_{view}" for view in MAP_VIEWS),
    *(f"ask_{question.id}" for question in QUESTIONS),
    *(f"ask_sides_{sides}" for sides in SIDES),
    *(f"found_{kind}" for kind in FOUND),
    *(f"rule_{kind}" for kind in ("problem", "advice", "wrong", "right")),
    *("floor_needed", "floor_not_needed", "easier", "harder", "routines", "guides"),
}


def named_in_code() -> set[str]:
    """The names that stand whole in the code or in a template."""
    calls = (r'label\(\s*"([^"~]+)"\s*[,)]', r'"([^"]+)" \| label\b')
    patterns = (*calls, r'labels\["([^"]+)"\]', r"labels\.(\w+)", r'_labels\["([^"]+)"\]')
    return {name for text in SOURCES for pattern in patterns for name in re.findall(pattern, text)} - {"get", "yml"}


def test_every_word_that_is_used_is_there(real: Loaded) -> None:
    assert (named_in_code() | FAMILIES) - set(real.library.vocabulary.labels) == set()


def test_every_word_that_is_there_is_used(real: Loaded) -> None:
    exact_numbers = {name for name in real.library.vocabulary.labels if re.fullmatch(r"[a-z_]+_\d+", name)}
    help = {f"ask_{question.id}_help" for question in QUESTIONS}
    assert set(real.library.vocabulary.labels) - named_in_code() - FAMILIES - exact_numbers - help == set()


def test_every_class_of_the_templates_has_a_rule_and_every_rule_a_class() -> None:
    css = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "assets").glob("*.css"))
    rules = set(re.findall(r"\.(sb-[\w-]+)", css))
    markup = " ".join(SOURCES)
    scripts = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "assets").glob("*.js"))
    classes = {name for text in re.findall(r'class="([^"]*)"', markup) for name in re.findall(r"sb-[\w-]+", text)}
    classes |= set(re.findall(r"sb-[\w-]+", scripts))
    pages = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    classes |= set(re.findall(r"\{ \.(sb-[\w-]+)", pages))
    plain = {name for name in classes if not name.endswith("--")}
    families = tuple(name for name in classes if name.endswith("--"))
    assert {name for name in plain if name not in rules} == set()
    assert {name for name in rules if name not in plain and not name.startswith(families)} == set()
