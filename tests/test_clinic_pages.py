"""The pages for clinics tell the truth: what they show can be copied as it is, and works."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from macros import RECORDS, load_library
from macros.__main__ import main
from macros.brand import Brand
from macros.clinic_folders import examples
from macros.copies import GUIDES
from macros.fields import Record
from macros.home import command
from macros.model import authored_fields
from macros.new_clinic import write_clinic
from macros.version import VERSION
from macros.views import VIEWS
from tests.conftest import ROOT, SITE, build
from tests.test_clinics import told
from tests.test_site import Html

PAGES = ROOT / "docs" / "clinics"
EXAMPLE = re.compile(r"In `([a-z]+/[a-z-]+\.(?:yml|md))`:\n\n```[a-z]+\n(.*?)```", re.DOTALL)


def text(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def blocks(name: str, kind: str = "") -> list[str]:
    """What stands in fences on a page."""
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", text(name), re.DOTALL | re.MULTILINE)
    return [block for named, block in fences if named == kind]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a new clinic in a repository of its own, as the page for beginners has it made and changed."""
    monkeypatch.chdir(tmp_path)
    written = tmp_path / write_clinic("Northside Spine", load_library(ROOT, SITE).content)
    brand = written / "brand.yml"
    text = brand.read_text(encoding="utf-8").partition("\n")[2]
    own = ("https://backs.example/", "desk@backs.example", "2 Mill Lane", "+44 1632 960002")
    for ours, theirs in zip(examples("northside-spine").values(), own, strict=True):
        text = text.replace(ours, theirs)
    brand.write_text(text, encoding="utf-8")
    return written


def with_examples(folder: Path) -> list[str]:
    """Puts all examples of the page about own content into a clinic's folder; returns their names."""
    found = EXAMPLE.findall(re.sub(r"\{% (end)?raw %\}", "", text("own-content")))
    for name, written in found:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(written, encoding="utf-8")
    return [name for name, _ in found]


# The file brand.yml


def test_the_whole_brand_that_the_page_shows_needs_no_mending(folder: Path) -> None:
    studio = ROOT / "clinics" / "still-water-yoga"
    for name in ("logo.svg", "icon.svg"):
        shutil.copy(studio / name, folder)
    shutil.copytree(studio / "fonts", folder / "fonts")
    whole, *parts = blocks("brand", "yaml")
    (folder / "brand.yml").write_text(whole, encoding="utf-8")
    loaded = load_library(ROOT, SITE, clinic=folder)
    assert (told(loaded), told(loaded, advice=True)) == ([], [])
    assert set(yaml.safe_load(whole)) == set(Brand.model_fields)
    for part in parts:
        changed = yaml.safe_load(whole) | yaml.safe_load(part)
        (folder / "brand.yml").write_text(yaml.safe_dump(changed, sort_keys=False), encoding="utf-8")
        assert told(load_library(ROOT, SITE, clinic=folder)) == []


def test_the_page_about_the_brand_explains_every_field(site: Path) -> None:
    shown = Html((site / "clinics/brand/index.html").read_text(encoding="utf-8")).words
    records: list[type[Record]] = [RECORDS[name] for name in re.findall(r'field_table\("(\w+)"\)', text("brand"))]
    assert records[0] is Brand
    for record in records:
        for field in authored_fields(record).values():
            assert str(field.description).replace("`", "") in shown


def test_the_page_about_the_brand_names_all_that_can_be_left_out() -> None:
    guides = [path.stem for path in GUIDES.glob("*.md") if path.stem != "index"]
    named = text("brand").partition("The names to write:")[2].partition("What then happens:")[0]
    views = [view.folder for view in VIEWS if view.folder != "exercises"]
    assert [name for name in (*guides, *views) if f"`{name}`" not in named] == []


def test_a_message_of_the_page_is_what_the_check_says(folder: Path) -> None:
    brand = folder / "brand.yml"
    brand.write_text(brand.read_text(encoding="utf-8").replace("#1d4f6b", "#77aaff"), encoding="utf-8")
    (said,) = told(load_library(ROOT, SITE, clinic=folder))
    (shown,) = [block for block in blocks("brand") if ": contrast: " in block]
    assert said.partition(" contrast: ")[2] == shown.strip().partition(" contrast: ")[2]


# Own content


def test_all_examples_of_own_content_can_be_copied_together(folder: Path) -> None:
    names = with_examples(folder)
    assert {name.partition("/")[0] for name in names} == {"adapted", "exercises", "routines", "vocabulary", "pages"}
    loaded = load_library(ROOT, SITE, clinic=folder)
    assert (told(loaded), told(loaded, advice=True)) == ([], [])
    assert loaded.library.exercises["bridge"].dose.reps == (8, 8)
    assert {"side-lift", "first-days"} <= {*loaded.library.exercises, *loaded.library.routines}
    page = loaded.renderer.exercise_page("bridge", "exercises/bridge/")
    assert re.search(r'"(Adapted by Northside Spine: how much\.)"', text("own-content"))[1] in page


def test_the_page_of_the_example_is_built_with_all_that_it_calls(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_examples(folder)
    calls = re.findall(r"^- (`\{\{ .*?\}\}`.*?):", text("own-content"), re.MULTILINE)
    assert len(calls) > 6
    page = folder / "pages" / "classes.md"
    page.write_text(page.read_text() + "\n\n" + "\n\n".join(calls).replace("`", ""), encoding="utf-8")
    monkeypatch.setenv("SOCIAL_PICTURES", "false")  # All would have to be drawn in the clinic's colours.
    build(tmp_path / "site", "--clinic", str(folder))
    shown = Html((tmp_path / "site/classes/index.html").read_text(encoding="utf-8")).words
    assert "Northside Spine offers a class for slow backs." in shown
    assert "First days at home" in shown
    assert "In an emergency, call 999." in shown


# Updates


def test_the_report_begins_its_parts_as_the_page_explains_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "exercises", "library/exercises")
    shutil.copytree(ROOT / "routines", "library/routines")
    shutil.copytree(ROOT / "vocabulary", "library/vocabulary")
    exercises = Path("library/exercises")
    for name, old, new in (
        ("supine-twist", "review: unreviewed", "review: unreviewed\nretired: {on: 2026-11-20, reason: An example.}"),
        ("wall-sit", "\n    action: adapt", "\n    action: avoid"),
        ("cobra", "feel: ", "feel: A little. "),
    ):
        file = exercises / f"{name}.yml"
        written = file.read_text(encoding="utf-8")
        assert old in written
        file.write_text(written.replace(old, new, 1), encoding="utf-8")
    renamed = (exercises / "chin-to-chest.yml").rename(exercises / "chin-nod.yml")
    renamed.write_text(f"{renamed.read_text(encoding='utf-8')}formerly: [chin-to-chest]\n", encoding="utf-8")
    seen = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    seen["exercises"]["gone"] = seen["exercises"].pop("bridge")
    (folder / "seen.json").write_text(json.dumps(seen), encoding="utf-8")
    main(["update", "--content", "library", "--clinic", "northside-spine"])
    said = capsys.readouterr().out
    (shown,) = [block for block in blocks("updates") if "\nWithdrawn" in block]
    assert headings(shown) == [*headings(said), "To look at"]
    for heading in headings(said):
        assert f"**`{heading.partition('.')[0]}`**" in text("updates")
    assert "Read what is new" not in said


def headings(report: str) -> list[str]:
    """The headings of a report: single lines behind an empty one."""
    return re.findall(r"\n\n([A-Z].*)\n(?= |clinics/)", report)


# From nothing to a site


def test_messages_call_the_program_as_its_owner_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    assert command("check", "check") == f"{Path('.venv', 'bin', 'steady-back')} check"
    monkeypatch.setattr(sys, "executable", "/elsewhere/bin/python")
    assert command("check", "check") == "steady-back check"


def test_commands_name_the_release_that_there_is(site: Path) -> None:
    for address in ("clinics/", "clinics/updates/"):
        assert f"steady-back=={VERSION}" in (site / address / "index.html").read_text(encoding="utf-8")


def test_no_page_names_a_release_by_hand() -> None:
    named = {path.name for path in PAGES.glob("*.md") if re.search(r"(?:==|steady_back-|/v)[0-9]", path.read_text())}
    assert named == set()


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_every_command_of_the_package_on_a_page_is_one(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in re.findall(r"^ *\.venv[/\\](?:bin|Scripts)[/\\]steady-back (.*)$", path.read_text(), re.MULTILINE):
        arguments = re.findall(r'"[^"]*"|\S+', line)
        with pytest.raises(SystemExit, match=r"^0$"):
            main([arguments[0], "--help"])
        help = capsys.readouterr().out
        assert [option for option in arguments if option.startswith("--") and option not in help] == []


@pytest.mark.parametrize("name", ["index", "github-pages"])
def test_each_command_stands_there_for_windows_and_for_the_others(name: str) -> None:
    windows = re.findall(r"\.venv\\Scripts\\(.*)", text(name))
    others = re.findall(r"^\.venv/bin/(.*)", text(name), re.MULTILINE)
    assert [line.replace(".\\", "./") for line in windows] == others


def test_an_own_page_with_signs_in_its_title_is_called_so_in_every_menu(folder: Path, tmp_path: Path) -> None:
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    (pages / "rest.md").write_text("# *Rest* & `sleep`\n\nText.\n", encoding="utf-8")
    (pages / "plain.md").write_text("# A plain title\n\nText.\n", encoding="utf-8")
    build(tmp_path / "site", "--clinic", str(folder))
    exercise = (tmp_path / "site/exercises/bridge/index.html").read_text(encoding="utf-8")
    assert "Rest &amp; sleep</a>" in exercise
    assert "A plain title</a>" in exercise
