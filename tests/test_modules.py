"""Modules know only what stands to their left."""

import ast
import functools
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "macros"

ORDER = (
    "version",
    "home",
    "problems",
    "suggestions",
    "spelling",
    "prose",
    "fields",
    "poses",
    "body_map",
    "vocabulary",
    "model",
    "brand",
    "syntax",
    "strict_yaml",
    "cores",
    "outline",
    "messages",
    "explain",
    "reading",
    "vocabulary_loading",
    "clinic_folders",
    "site",
    "loading",
    "formatting",
    "history",
    "policy",
    "compressing",
    "collecting",
    "qr",
    "library",
    "dose_in_words",
    "figures.geometry",
    "figures.skeleton",
    "figures.body",
    "figures.muscles",
    "figures.contacts",
    "figures.posing",
    "figures.steps",
    "figures.drawing",
    "figures.views",
    "figures.scene",
    "figures.marks",
    "figures.pictures",
    "figures.movement",
    "gallery",
    "pose_in_words",
    "addresses",
    "templating",
    "menu",
    "links",
    "assets",
    "news",
    "changes",
    "reading_level",
    "rules.entries",
    "rules.texts",
    "rules.links",
    "rules.wording",
    "rules.likeness",
    "rules.poses",
    "checking",
    "reporting",
    "markup",
    "references",
    "inspecting",
    "healing",
    "own_pages",
    "headings",
    "questions",
    "drafting",
    "asking",
    "views",
    "contents",
    "style_sheets",
    "look",
    "palette",
    "safe_drawing",
    "brand_files",
    "brand_look",
    "filters",
    "cards",
    "rendering",
    "sharing",
    "pages",
    "exports",
    "seen",
    "clinics",
    "updates",
    "frame",
    "search_index",
    "issue_form",
    "social",
    "authoring",
    "new_clinic",
    "copies",
    "static_files",
    "writing",
    "publication",
    "__init__",
    "making",
    "hooks",
    "fragments",
    "building",
    "__main__",
)
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if path.parent == PACKAGE or path.stem != "__init__"
)


@functools.cache
def imports(module: str) -> frozenset[str]:
    """The names of all modules that a module imports; those of the package without its name."""
    found = set[str]()
    file = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("macros.") for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "macros":
            found |= {a.name if (PACKAGE / f"{a.name}.py").exists() else "__init__" for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = str(node.module).removeprefix("macros.")
            found |= {f"{package}.{a.name}" for a in node.names} & set(ORDER) or {package}
    return frozenset(found)


def test_every_module_has_its_place_in_the_order() -> None:
    assert sorted(ORDER) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_to_its_left(module: str) -> None:
    known = imports(module) & set(ORDER)
    assert known <= set(ORDER[: ORDER.index(module)])


@pytest.mark.parametrize("module", [m for m in MODULES if m != "hooks"])
def test_only_the_hooks_know_the_engine(module: str) -> None:
    assert not {
        name for name in imports(module) if name.split(".")[0] in ("mkdocs", "mkdocs_macros", "properdocs", "zensical")
    }


@pytest.mark.parametrize("module", [m for m in MODULES if m not in ("templating", "drafting", "fragments")])
def test_only_what_fills_templates_knows_them(module: str) -> None:
    assert "jinja2" not in imports(module)
