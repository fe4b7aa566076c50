"""Every rule is explained, and its examples are true: the wrong one breaks the rule, the right one breaks none."""

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from macros import load_library
from macros.checking import check_folder
from macros.loading import load
from macros.problems import Problem
from macros.seen import Seen, now, write_seen
from macros.site import Site
from macros.vocabulary import RuleInWords
from macros.vocabulary_loading import OWN, load_vocabulary
from tests.conftest import ROOT

RULES = load_vocabulary(OWN)[0].rules
FILES = {
    "exercises": "exercises/side-lift.yml",
    "routines": "routines/calm-week.yml",
    "vocabulary": "vocabulary/equipment.yml",
    "clinics": "clinics/hillside/brand.yml",
}
BASE = {
    "exercises/side-lift.yml": """\
name: Side lift
kind: strength
summary: Lie on your side and lift your top leg, to strengthen the side of your hip.
level: beginner
positions: [side-lying]
equipment: []
muscles:
  primary: [gluteus-medius]
dose: {sets: 2, reps: 10, sides: each, sources: [project-default]}
steps:
  - Lie on your left side with your legs straight.
  - Lift your top leg a little.
  - Lower your top leg slowly.
sources: [project-default]
review: unreviewed
""",
    "exercises/bridge.yml": """\
name: Bridge
aliases: [Hip bridge]
kind: strength
summary: Lift your hips off the floor, to work the buttocks.
level: beginner
positions: [supine]
equipment: []
muscles:
  primary: [gluteus-maximus]
dose: {sets: 3, reps: 15, sources: [project-default]}
steps:
  - Bend your knees and set your feet flat.
  - Push your hips up until your body makes one line.
sources: [project-default]
review: unreviewed
""",
    "exercises/plank.yml": """\
name: Plank
kind: strength
summary: Hold your body straight on forearms and toes.
level: advanced
positions: [prone]
equipment: []
muscles:
  primary: [transversus-abdominis]
dose: {hold_seconds: 20, sources: [project-default]}
steps:
  - Prop yourself on your forearms and toes.
  - Hold your body straight.
sources: [project-default]
review: unreviewed
""",
    "routines/calm-week.yml": """\
name: Calm week
summary: Two exercises for a quiet week.
exercises:
  - exercise: bridge
    part: main
sources: [project-default]
review: unreviewed
""",
    "vocabulary/equipment.yml": "chair:\n  label: Chair\ntowel:\n  label: Towel\n",
}
BRAND = """\
name: Hillside
tagline: Exercises for backs.
address: https://hillside.example/
report: desk@hillside.example
"""
# Further exercises, so that a routine can be long.
for id, name, step in (
    ("cat-cow", "Cat-cow", "Round your back, then let it sink."),
    ("clamshell", "Clamshell", "Open your knees like a shell."),
    ("cobra", "Cobra", "Push your chest off the floor."),
):
    head, steps, tail = re.split(r"(?<=steps:\n)((?:  - .*\n)+)", BASE["exercises/plank.yml"])
    BASE[f"exercises/{id}.yml"] = f"{head.replace('Plank', name)}  - {step}\n{tail}"
# What a part of a text cannot show.
MADE: dict[tuple[str, str], Callable[[Path], object]] = {
    ("file-kind", "wrong"): lambda root: (root / "exercises" / "side-lift-2.yml").mkdir(),
    ("file-kind", "right"): lambda root: None,
    ("file-size", "wrong"): lambda root: (root / FILES["exercises"]).write_text("note: " + "long " * 5_000),
    ("file-size", "right"): lambda root: None,
    ("encoding", "wrong"): lambda root: (root / FILES["exercises"]).write_bytes("name: Brücke".encode("latin-1")),
    ("encoding", "right"): lambda root: None,
    ("no-brand", "wrong"): lambda root: (root / FILES["clinics"]).unlink(),
    ("no-brand", "right"): lambda root: None,
    ("adapted-changed", "wrong"): lambda root: (adapt_bridge(root), look(root, feel="A pull.")),
    ("adapted-changed", "right"): lambda root: (adapt_bridge(root), look(root)),
    ("update", "wrong"): lambda root: look(root, feel="A pull."),
    ("update", "right"): lambda root: look(root),
    ("seen", "wrong"): lambda root: (root / "clinics" / "hillside" / "seen.json").write_text("{"),
    ("seen", "right"): lambda root: look(root),
    ("page-link", "wrong"): lambda root: own_pages(root, "[our classes](clases.md)"),
    ("page-link", "right"): lambda root: own_pages(root, "[our classes](classes.md)"),
    ("no-folder", "wrong"): lambda root: shutil.rmtree(root / "exercises"),
    ("no-folder", "right"): lambda root: None,
    ("body-map", "wrong"): lambda root: (root / "vocabulary" / "body-map.svg").write_text("<svg>"),
    ("body-map", "right"): lambda root: None,
}


def own_pages(root: Path, link: str) -> None:
    """A clinic's own page of classes, and one with a link."""
    for name, text in {"classes": "# Classes", "welcome": f"# Welcome\n\nSee {link}."}.items():
        file = root / "clinics" / "hillside" / "pages" / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


def adapt_bridge(root: Path) -> None:
    """A clinic's own text where the library has one, too."""
    with (root / "exercises" / "bridge.yml").open("a", encoding="utf-8") as file:
        file.write("feel: Your buttocks working.\n")
    (root / "clinics" / "hillside" / "adapted" / "bridge.yml").write_text("feel: Warmth.\n", encoding="utf-8")


def with_part(whole: str, part: str) -> str:
    """A file with the fields that `part` gives in the place of its own; `part` alone, if that has no field."""
    replaced = set(re.findall(r"^([\w-]+):", part, re.MULTILINE))
    if not replaced:
        return part + "\n"
    blocks = re.split(r"^(?=\S)", whole, flags=re.MULTILINE)
    return "".join(block for block in blocks if block.split(":")[0] not in replaced) + part + "\n"


def put(root: Path, part: str, path: str) -> None:
    """Puts a part of a file in its place; a first line `# folder/name` says which file it is of."""
    named = re.match(r"# ((?:exercises|routines|vocabulary|clinics)/.+)\n", part + "\n")
    path = named[1] if named else path
    file = root / path
    new = BASE[FILES["exercises"]] if "exercises" in path else ""
    text = with_part(file.read_text(encoding="utf-8") if file.is_file() else new, part)
    text = re.sub(r"<U\+([0-9A-F]{4})>", lambda code: chr(int(code[1], 16)), text)
    file.write_text(text, encoding="utf-8")


def look(root: Path, release: str = "", **bridge: str) -> None:
    """Records what a clinic has seen of the library; `bridge` are fields that were otherwise then."""
    seen = now(load(root))
    fields = {**seen.exercises, "bridge": {**seen.exercises["bridge"], **bridge}}
    write_seen(root / "clinics" / "hillside", Seen(release or seen.release, fields))


def told(id: str, rule: RuleInWords, which: str, root: Path) -> tuple[Problem, ...]:
    """What the check says of an example."""
    shutil.copytree(ROOT / "vocabulary", root / "vocabulary")
    for path, text in BASE.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    if rule.folder == "clinics":
        (root / "clinics" / "hillside" / "adapted").mkdir(parents=True)
        (root / FILES["clinics"]).write_text(BRAND, encoding="utf-8")
        look(root)
    if (id, which) in MADE:
        MADE[id, which](root)
    else:
        if rule.beside:
            put(root, rule.beside, "")
        put(root, getattr(rule, which), FILES[rule.folder])
    if rule.folder == "clinics":
        loaded = load_library(root, Site(), clinic=root / "clinics" / "hillside")
        return (*loaded.problems, *loaded.advice)
    return check_folder(root)[1]


@pytest.mark.parametrize("id", RULES)
def test_the_wrong_example_breaks_its_rule(id: str, tmp_path: Path) -> None:
    found = told(id, RULES[id], "wrong", tmp_path)
    kinds = {"advice" if problem.advice else "problem" for problem in found if problem.rule == id}
    assert kinds == {RULES[id].kind}, [str(problem) for problem in found]


@pytest.mark.parametrize("id", RULES)
def test_the_right_example_breaks_no_rule(id: str, tmp_path: Path) -> None:
    found = told(id, RULES[id], "right", tmp_path)
    # The parts stand at the end of a file, whatever their place.
    assert [str(problem) for problem in found if problem.rule != "format" or id == "format"] == []


def named_in(tree: ast.AST) -> Iterator[str]:
    """The rules that a module's code names: in calls that make problems, and at the head of message triples."""
    places = {"Problem": 3, "at": 2, "_report": 1, "_refuse": 2}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            number = next((i for i, a in enumerate(node.args) if isinstance(a, ast.Starred)), None)
            position = places.get(name, 99) - (1 if number is not None and number < places.get(name, 0) else 0)
            if position < len(node.args) and isinstance(node.args[position], ast.Constant):
                yield node.args[position].value  # type: ignore[attr-defined]


def heads_of_triples(tree: ast.AST) -> Iterator[str]:
    """The rules in the table of messages, each the head of a rule, a message and a fix."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 3 and isinstance(node.elts[0], ast.Constant):
            yield from (node.elts[0].value,) if isinstance(node.elts[0].value, str) else ()


def test_every_rule_of_the_code_is_explained() -> None:
    modules = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "macros").rglob("*.py")}
    named = {id for tree in modules.values() for id in named_in(tree)} | set(heads_of_triples(modules["messages"]))
    # The last one stands for what nobody has foreseen.
    assert named - set(RULES) == {"invalid-value"}
