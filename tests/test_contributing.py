"""The ways in for contributors: links that lead there, pages that tell the truth, runs that may only read."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from macros import Loaded
from macros.checking import check_folder
from macros.issue_form import answers_in
from macros.problems import Problem
from macros.reporting import as_code, fenced, table
from macros.views import VIEWS
from tests.conftest import ACTIVE, ROOT, MakeLibrary
from tests.test_bad_content import checked
from tests.test_site import Html

HOST = "https://git.example/steady-back"
DRAWINGS = sorted((ROOT / "docs" / "assets" / "contributing").glob("*.svg"))
WORKFLOWS = sorted([*(ROOT / ".github" / "workflows").glob("*.yml"), *(ROOT / "hosting").glob("*.yml")])


def page(site: Path, address: str) -> Html:
    return Html((site / address / "index.html").read_text(encoding="utf-8"))


def prefilled(site: Path, address: str) -> list[tuple[str, str]]:
    """The new files that a page offers to begin: their names and texts."""
    links = [link for link in page(site, address).links if link.startswith(f"{HOST}/new/main/exercises?")]
    queries = [parse_qs(urlsplit(link).query) for link in links]
    return [(query["filename"][0], query["value"][0]) for query in queries]


def with_our_words(root: Path) -> Path:
    """A content folder with the real vocabulary."""
    shutil.copytree(ROOT / "vocabulary", root / "vocabulary", dirs_exist_ok=True)
    return root


# The web editor


@pytest.mark.parametrize("address", [*(f"{view.folder}/" for view in VIEWS), *(f"exercises/{id}/" for id in ACTIVE)])
def test_every_index_and_exercise_leads_to_a_new_file_and_to_its_own(address: str, site: Path) -> None:
    links = page(site, address).links
    assert len(prefilled(site, address)) == 1
    assert [link for link in links if link.startswith(f"{HOST}/edit/main/")] != []
    assert [link for link in links if link.startswith(f"{HOST}/issues/new?template=mistake.yml&page=https%3A//")] != []


def test_the_file_that_the_link_begins_is_valid_at_once(site: Path, make_library: MakeLibrary) -> None:
    ((name, text),) = prefilled(site, "exercises/bridge/")
    root = with_our_words(make_library({f"exercises/{name}": text}))
    assert {problem.rule for problem in check_folder(root)[1]} == {"unfinished"}


def test_the_link_is_short_enough_for_browsers_and_hosts(site: Path) -> None:
    links = page(site, "contributing/wanted/").links
    assert 2_000 < max(map(len, links)) < 4_000


def test_each_wanted_exercise_is_begun_with_its_name_and_is_not_there_yet(site: Path, real: Loaded) -> None:
    library = real.library
    offered = dict(prefilled(site, "contributing/wanted/"))
    for id, wanted in library.vocabulary.wanted.items():
        assert wanted.label in str(yaml.safe_load(offered[f"{id}.yml"])["name"])
    taken = {name.casefold() for e in library.exercises.values() for name in (e.name, *e.aliases)}
    assert [w.label for w in library.vocabulary.wanted.values() if w.label.casefold() in taken] == []


# The pages for contributors


def test_the_page_of_rules_shows_each_rule_with_both_examples(site: Path, real: Loaded) -> None:
    shown = page(site, "contributing/rules/")
    for id, rule in real.library.vocabulary.rules.items():
        assert id in shown.ids
        for text in (rule.label, rule.description, rule.wrong, rule.right):
            assert text in shown.words


def descriptions(schema: object) -> Iterator[str]:
    """All texts that editors show for fields."""
    if isinstance(schema, dict):
        for name, inner in schema.items():
            if name == "properties":
                yield from (
                    field["description"]
                    for field in inner.values()
                    if isinstance(field, dict) and "description" in field
                )
            yield from descriptions(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from descriptions(inner)


def test_what_editors_say_of_a_field_stands_on_the_pages_for_contributors(site: Path) -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "exercise.schema.json").read_text(encoding="utf-8"))
    pages = [page(site, f"contributing/{name}/").words for name in ("fields", "pictures", "joints")]
    shown = " ".join(" ".join(pages).split())
    told = {" ".join(text.replace("`", "").split()) for text in descriptions(schema)}
    assert len(told) > 50
    assert [text for text in told if text not in shown] == []


def test_the_message_that_the_page_explains_is_a_real_one(real: Loaded, make_library: MakeLibrary) -> None:
    text = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    (message,) = re.findall(r"^exercises/side-plank.yml:8:13: .*$", text, re.MULTILINE)
    root = with_our_words(make_library({"exercises/side-plank.yml": "\n" * 6 + "muscles:\n  primary: [obliqes]\n"}))
    _, lines = checked(root)
    assert [line for line in lines if line.startswith(message)] != []


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_described_and_holds_nothing_that_runs(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")
    assert "<title>" in text
    assert "<desc>" in text
    assert re.findall(r"<script|<foreignObject|\son\w+=|\sstyle=|href=", text) == []


# The summary of a run


HOSTILE = "`<img src=x onerror=alert(1)>` @everyone | [x](javascript:alert(1)) **b** #1 ![y](z) :smile: ~~s~~\n| a |"


def test_the_summary_has_a_row_for_each_problem_and_explains_each_rule(real: Loaded) -> None:
    rules = real.library.vocabulary.rules
    problems = [
        Problem("a.yml", 3, 7, "date", "`x` is not a date", "Write `2026`"),
        Problem("b.yml", 1, 1, "tab", "A tab"),
    ]
    text = table(problems, rules)
    assert "| <code>a&#46;yml</code> | 3 | **problem** | <code>date</code> | <code>x</code> is not a date." in text
    assert text.count("<details>") == 2
    assert fenced(rules["date"].right) in text


def test_the_check_writes_its_summary_where_the_host_wants_it(
    make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    root = make_library()
    (root / "exercises" / "b.yml").write_text(f"name: '{HOSTILE.splitlines()[0]}'\nkind: [\n")
    checked(root)
    assert "Exercises: 2. Problems: 1." in summary.read_text(encoding="utf-8")
    assert "<code>syntax</code>" in summary.read_text(encoding="utf-8")


def test_no_sign_of_a_file_is_read_as_markdown() -> None:
    made = as_code(HOSTILE)
    assert re.fullmatch(r"<code>(?:[\w ,]|&#\d+;)*</code>", made)


@pytest.mark.parametrize("text", ["a", "```", "````\nx\n`````", "~~~"])
def test_a_block_ends_only_at_its_own_end(text: str) -> None:
    fence, *lines, end = fenced(text).rstrip("\n").split("\n")
    assert end == fence.removesuffix("yaml")
    assert end not in lines


# What runs at the host


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    uses = re.findall(r"uses: (\S+) # (\S+)", path.read_text(encoding="utf-8"))
    assert len(uses) == path.read_text(encoding="utf-8").count("uses: ")
    assert [
        action for action, version in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) or version[0] != "v"
    ] == []


def test_all_runs_pin_an_action_by_the_same_commit() -> None:
    used = {use for path in WORKFLOWS for use in re.findall(r"uses: (\S+)@(\S+)", path.read_text(encoding="utf-8"))}
    assert len(used) == len({action for action, _ in used})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_run_is_judged_before_it_is_published(path: Path) -> None:
    commands = subprocess.run(["make", "--dry-run", "lint"], cwd=ROOT, capture_output=True, text=True, check=True)
    (command,) = (line.split() for line in commands.stdout.splitlines() if "zizmor" in line)
    assert any(path.is_relative_to(ROOT / judged) for judged in command)


@pytest.mark.parametrize("name", ["check", "draft"])
def test_what_strangers_start_may_only_read_and_knows_no_secret(name: str) -> None:
    text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert {str(job["permissions"]) for job in workflow["jobs"].values()} == {"{'contents': 'read'}"}
    assert "secrets" not in text
    assert "pull_request_target" not in text


def test_a_pull_request_gets_a_preview_of_the_site() -> None:
    steps = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))["jobs"]["content"][
        "steps"
    ]
    assert [step.get("run") for step in steps].index("make site") < len(steps) - 1
    assert steps[-1]["with"]["path"] == "site"


def test_an_issue_that_is_not_the_form_gives_no_answers(real: Loaded) -> None:
    assert answers_in("### Something else\n\nHello", real.library.vocabulary) == {}


def test_the_exercise_that_the_page_shows_whole_needs_no_mending(make_library: MakeLibrary) -> None:
    page = (ROOT / "docs" / "contributing" / "fields.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    root = with_our_words(make_library({"exercises/side-lift.yml": text}))
    assert [str(problem) for problem in check_folder(root)[1]] == []


def test_no_text_of_a_file_starts_a_command_of_the_host(make_library: MakeLibrary) -> None:
    root = make_library(
        {"exercises/a.yml": 'level: "##[stop-commands]x"\npositions: "a\\n::error::x"\nkind: "`##[error]"\n'}
    )
    _, lines = checked(root)
    assert [line for line in lines if "##[" in line or line.startswith("::")] == []
    assert [line for line in lines if "# # [stop-commands]x" in line] != []
