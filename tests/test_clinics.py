"""A clinic's folder on top of the library: what it may say, what it changes, and what an update means for it."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from macros import Loaded, load_library
from macros.__main__ import main
from macros.authoring import NoFileNameError, add_exercise
from macros.clinic_folders import all_folders, how_to, only_one
from macros.contents import contents
from macros.healing import without_places
from macros.new_clinic import write_adapted, write_clinic
from macros.seen import now, write_seen
from macros.updates import report
from tests.conftest import EXERCISE, ROOT, SITE, MakeLibrary, run

BRAND = """\
name: Hillside
tagline: Exercises for backs.
address: https://hillside.example/backs
report: backs@hillside.example
"""
HIGHER = EXERCISE.replace("Small lift", "Higher lift").replace("level: beginner", "level: advanced")
HIGHEST = EXERCISE.replace("Small lift", "Highest lift").replace("level: beginner", "level: advanced")
LADDER = {
    "exercises/small-lift.yml": EXERCISE,
    "exercises/higher-lift.yml": HIGHER + "easier: [small-lift]\n",
    "exercises/highest-lift.yml": HIGHEST + "easier: [higher-lift]\n",
    "routines/week.yml": "name: Week\nsummary: A week.\nexercises: [{exercise: small-lift}, {exercise: higher-lift}]\n",
    "routines/day.yml": "name: Day\nsummary: A day.\nexercises: [{exercise: small-lift}]\n",
}


@pytest.fixture
def copy(make_library: MakeLibrary, tmp_path: Path):
    """Loads a clinic's copy of a small library: the clinic's files by path, then the library's.

    `keep` leaves the library's files as they are.
    """

    def load(
        files: dict[str, str] | None = None, library: dict[str, str] | None = None, *, keep: bool = False
    ) -> Loaded:
        root = make_library({**({} if keep else LADDER), **(library or {})})
        write_files(tmp_path / "hillside", {"brand.yml": BRAND, **(files or {})})
        return load_library(root, SITE, clinic=tmp_path / "hillside")

    return load


def write_files(folder: Path, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def told(loaded: Loaded, *, advice: bool = False) -> list[str]:
    """The problems, or the advice, without the path before the clinic's folder."""
    return [str(p).partition("hillside/")[2] or str(p) for p in (loaded.advice if advice else loaded.problems)]


def test_a_brand_gives_the_copy_its_name_and_address(copy) -> None:
    site = copy().renderer.site
    assert (site.name, site.url) == ("Hillside", "https://hillside.example/backs/")
    assert site.report_address("https://x/") == "mailto:backs@hillside.example?subject=https%3A//x/"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", []),
        ("colours: {primary: teal, accent: '#112233'}", ["brand.yml:5:20: colour: `teal` is not a colour."]),
        ("colour: {primary: '#112233'}", ["brand.yml:5:1: unknown-field: There is no field `colour` here."]),
        ("region: en-FR", ["brand.yml:5:9: unknown-word: `en-FR` is not in the list of locales."]),
        ("logo: ../../etc/passwd", ["brand.yml:5:7: file-name: `../../etc/passwd` cannot be the name of a file"]),
        ("booking: javascript:alert(1)", ["brand.yml:5:10: web-address: `javascript:alert(1)` is not a web address."]),
        ("urgent_number: call us", ["brand.yml:5:16: phone: `call us` is not a phone number."]),
        ("exercises: {without: [smal-lift]}", ["brand.yml:5:23: unknown-word: `smal-lift` is not in the list of exer"]),
        (
            "exercises: {only: [small-lift], without: [higher-lift]}",
            ["brand.yml:5:12: only-and-without: `exercises` has both `only` and `without`."],
        ),
        ("views: {without: [exercises]}", ["brand.yml:5:19: unknown-word: `exercises` is not in the list of views."]),
        ("featured: [weak]", ["brand.yml:5:12: unknown-word: `weak` is not in the list of routines."]),
        (
            "featured: [week]\nexercises: {without: [higher-lift]}",
            ["brand.yml:5:12: not-shown: The routine `week` does not appear, because it needs `higher-lift`."],
        ),
        (
            "featured: [week]\nroutines: {without: [week]}",
            ["brand.yml:5:12: not-shown: The routine `week` does not appear: it is left out. Delete it here"],
        ),
        (
            "booking: https://…",
            ["brand.yml:5:10: web-address: `https://…` is not a web address. Write your own in the"],
        ),
        (
            "locations: [{name: A, address: 'Market 3, Town'}]",
            ["brand.yml:5:32: list-expected: `address` must be a list, not text. Write `address: [Market 3, Town]`"],
        ),
        (
            "locations: [{name: A, address: [B], hours: 'Monday: 8 to 6'}]",
            ['brand.yml:5:44: list-expected: `hours` must be a list, not text. Write `hours: ["Monday: 8 to 6"]`'],
        ),
        (
            "logo: 'C:\\Users\\A\\logo.png'",
            ["brand.yml:5:7: file-name: `C:\\Users\\A\\logo.png` cannot"],
        ),
        (
            "logo: logo.jpg",
            ["brand.yml:5:7: brand-picture: `logo.jpg` does not end in .svg or .png. Save it"],
        ),
        ("footer: <script>alert(1)</script>", []),
        ("region: [en-GB]", ["brand.yml:5:9: text-expected: `region` must be text, not a list."]),
        ("urgent_number: 111\nemergency: {number: 112, place: A&E}", []),
        ("locations: [{name: A, address: [12, 75001], hours: [24]}]", []),
        ("urgent_number: -111", ["brand.yml:5:16: phone: `-111` is not a phone number."]),
        (
            "colours: {primary: #1d4f4a,\n  accent: #0b5d55}",
            [
                "brand.yml:5:20: hash-in-text: What follows the `#` is not read: `#1d4f4a,`. Put it in quotes",
                "brand.yml:6:11: hash-in-text: What follows the `#` is not read: `#0b5d55}`. Put it in quotes",
            ],
        ),
        ("colours: {primary: 123456, accent: '#0b5d55'}", ["brand.yml:5:20: colour: `123456` is not a colour."]),
        (
            "booking: https://bücher.example/",
            ["brand.yml:5:10: web-address: `https://bücher.example/` is not a web address. Use the letters a to z"],
        ),
        (
            "exercises: {only: small-lift}",
            ["brand.yml:5:19: list-expected: `only` must be a list, not text. Write `on"],
        ),
    ],
)
def test_a_brand_is_checked_line_by_line(line: str, expected: list[str], copy) -> None:
    found = told(copy({"brand.yml": f"{BRAND}{line}\n"}))
    assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected


def test_a_clinic_may_add_a_region_of_its_own_and_be_in_it(copy) -> None:
    locales = 'de-DE: {emergency_number: "112", emergency_place: the nearest hospital, urgent_number: "116117"}'
    loaded = copy({"brand.yml": BRAND + "region: de-DE\n", "vocabulary/locales.yml": locales})
    assert told(loaded) == []
    site = loaded.renderer.site
    assert (site.emergency_place, site.urgent_number) == ("the nearest hospital", "116117")


@pytest.mark.parametrize("locales", ["", "7", "[de-DE]", "de-DE: 3"])
def test_a_broken_list_of_regions_is_a_problem_and_no_crash(locales: str, copy) -> None:
    (problem,) = told(copy({"vocabulary/locales.yml": locales}))
    assert problem.startswith("vocabulary/locales.yml:1:")


def test_a_clinic_without_a_brand_is_told_how_to_get_one(copy, tmp_path: Path) -> None:
    copy()
    (tmp_path / "empty").mkdir()
    write_files(tmp_path / "notepad", {"brand.yml.txt": BRAND})
    for folder, said in (
        ("elsewhere", "no-folder: There is no such clinic. Known: "),
        ("empty", "no-brand: The clinic has no brand.yml. Have a folder written under another name, and copy its"),
        ("notepad", "no-brand: The clinic has no brand.yml. Give the file `brand.yml.txt` the name `brand.yml`. In an"),
    ):
        loaded = load_library(tmp_path / "content", SITE, clinic=tmp_path / folder)
        (problem,) = map(str, loaded.problems)
        assert said in problem


def test_a_page_that_its_editor_has_made_a_text_and_one_in_a_wrong_folder_are_named(copy) -> None:
    assert told(copy({"page/new.md": "# New", "pages/classes.md.txt": "# Classes"})) == [
        "page:1:1: file-name: Nothing reads the folder `page` here. Did you mean `pages`? "
        "Known: exercises, routines, vocabulary, adapted, pages.",
        "pages/classes.md.txt:1:1: file-name: `classes.md.txt` is no page, as its name does not end in .md. "
        "Give it the name `classes.md`.",
    ]


def test_a_file_that_nothing_reads_is_named(copy) -> None:
    assert told(copy({"brand.yaml": "", "exercise/a.yml": ""})) == [
        "brand.yaml:1:1: file-name: Nothing reads `brand.yaml` here. Did you mean `brand.yml`? Known: brand.yml.",
        "exercise:1:1: file-name: Nothing reads the folder `exercise` here. "
        "Known: exercises, routines, vocabulary, adapted, pages.",
    ]


@pytest.mark.parametrize("folder", ["..", ".", "a/../b"])
def test_an_address_that_leads_out_of_its_folder_is_refused(folder: str, copy) -> None:
    brand = BRAND.replace("https://hillside.example/backs", f"https://hillside.example/{folder}")
    assert [problem.partition(" `")[0] for problem in told(copy({"brand.yml": brand}))] == [
        "brand.yml:3:10: web-address:"
    ]


@pytest.mark.parametrize("name", ["exercises", "routines", "vocabulary", "adapted", "pages"])
def test_a_file_or_a_link_in_the_place_of_a_folder_is_refused(name: str, copy, tmp_path: Path) -> None:
    expected = f"{name}:1:1: file-kind: This is not an ordinary folder. Replace it by a folder."
    assert expected in told(copy({name: "x"}))
    (tmp_path / "hillside" / name).unlink()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.md").write_text("# Secret", encoding="utf-8")
    (tmp_path / "hillside" / name).symlink_to(tmp_path / "elsewhere")
    loaded = copy()
    assert expected in told(loaded)
    assert not loaded.clinic.pages


def test_a_folder_without_a_brand_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clinics" / "hillside").mkdir(parents=True)
    (tmp_path / "clinics" / "README.md").touch()
    assert all_folders() == (Path("clinics/hillside"),)


def test_fixed_words_keep_the_values_that_pages_put_in(copy) -> None:
    words = 'seconds_other: some seconds\nadapted_by: "Changed by {name}:"'
    assert told(copy({"vocabulary/labels.yml": words})) == [
        "vocabulary/labels.yml:1:16: label-value: `seconds_other` must hold `{n}`: there the page puts a value in. "
        "Ours is: `{n} seconds`."
    ]


def test_the_check_of_a_clinic_gives_no_advice_on_files_that_are_not_its_own() -> None:
    done = run("check", "--clinic", "still-water-yoga")
    assert [line for line in done.stdout.splitlines() if line.startswith(("exercises/", "routines/"))] == []


def test_an_own_exercise_and_own_words_stand_beside_the_librarys(copy) -> None:
    own = EXERCISE.replace("Small lift", "Rope pull").replace("[towel]", "[rope]")
    words = {"vocabulary/equipment.yml": "rope: {label: Rope}", "vocabulary/labels.yml": "steps: What you do"}
    loaded = copy({"exercises/rope-pull.yml": own, **words})
    assert not loaded.problems
    assert loaded.library.own == {"exercises/rope-pull/"}
    assert "rope" in loaded.library.used("equipment")
    assert '<h2 id="steps">What you do</h2>' in loaded.renderer.exercise_page("rope-pull", "exercises/rope-pull/")


def test_an_own_routine_that_is_called_like_an_exercise_makes_that_no_own_one(copy) -> None:
    loaded = copy({"routines/small-lift.yml": LADDER["routines/day.yml"].replace("Day", "Small")})
    assert told(loaded) == []
    assert contents(loaded.library, "")["own"] == ["small-lift"]
    assert "exercises/small-lift/" not in loaded.renderer.this_copy("about/").partition("{ #own }")[2]


def test_an_own_exercise_cannot_take_the_librarys_name(copy) -> None:
    (problem,) = told(copy({"exercises/small-lift.yml": EXERCISE}))
    assert problem.startswith("exercises/small-lift.yml:1:1: id-collision: The library has `small-lift` already")


def test_a_word_that_no_page_shows_cannot_be_replaced(copy) -> None:
    (problem,) = told(copy({"vocabulary/labels.yml": "stepps: Do"}))
    assert problem.startswith("vocabulary/labels.yml:1:1: unknown-label: No page shows the word `stepps`")


def test_an_adapted_exercise_has_the_clinics_fields_and_says_so(copy) -> None:
    adapted = "reason: We <b>begin</b> low.\ndose: {reps: 3, sources: [project-default]}\n"
    loaded = copy({"adapted/small-lift.yml": adapted})
    assert not loaded.problems
    assert loaded.library.exercises["small-lift"].dose.reps == (3, 3)
    page = loaded.renderer.exercise_page("small-lift", "exercises/small-lift/")
    assert "Adapted by Hillside: how much." in page
    assert "Do it 8 times." in page
    assert "We &lt;b&gt;begin&lt;/b&gt; low." in page
    assert "Adapted by" not in loaded.renderer.exercise_page("higher-lift", "exercises/higher-lift/")


def test_what_a_clinic_changes_is_no_longer_reviewed(copy) -> None:
    reviewed = EXERCISE + "review: {status: reviewed, role: physiotherapist, on: 2026-11-20}\n"
    dose = "dose: {reps: 3, sources: [project-default]}\n"
    base = {"exercises/small-lift.yml": reviewed}
    assert copy({"adapted/small-lift.yml": dose}, base).library.exercises["small-lift"].review == "unreviewed"
    own = dose + "review: {status: reviewed, role: chiropractor, on: 2026-11-21}\n"
    review = copy({"adapted/small-lift.yml": own}, base).library.exercises["small-lift"].review
    assert review != "unreviewed"
    assert review.role == "chiropractor"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("small-lift", "dose: {reps: 0}", "adapted/small-lift.yml:1:14: number-limits: `reps` is `0`"),
        ("small-lift", "feel: ok\nhold: 3", "adapted/small-lift.yml:2:1: unknown-field: There is no field `hold` here"),
        ("small-lift", "- a", "adapted/small-lift.yml:1:1: mapping-expected: The file holds no fields"),
        ("small-lift", "dose: {reps: 3", "adapted/small-lift.yml:1:7: syntax"),
        ("smal-lift", "feel: ok", "adapted/smal-lift.yml:1:1: adapted-gone: The library has no exercise `smal-lift`"),
        ("tiny-lift", "feel: ok", "adapted/tiny-lift.yml:1:1: adapted-gone: The library has no exercise `tiny-lift`"),
    ],
)
def test_what_replaces_nothing_or_does_not_fit_has_its_line(name: str, text: str, expected: str, copy) -> None:
    (problem,) = told(copy({f"adapted/{name}.yml": text}))
    assert problem.startswith(expected)


@pytest.mark.parametrize(
    ("field", "fix"),
    [
        ("id: tiny-lift", "Delete the line: the file's name is the id."),
        ("formerly: [tiny-lift]", "Delete the line."),
        (
            "retired: {on: 2026-11-20, reason: No.}",
            "To leave the exercise out, write `exercises: {without: [small-lift]}` in brand.yml.",
        ),
    ],
)
def test_a_clinic_cannot_rename_or_withdraw_what_is_the_librarys(field: str, fix: str, copy) -> None:
    loaded = copy({"adapted/small-lift.yml": f"feel: Warmth.\n{field}\n"})
    name = field.partition(":")[0]
    expected = f"adapted/small-lift.yml:2:1: unknown-field: There is no field `{name}` here. {fix}"
    assert told(loaded) == [expected]
    assert "Warmth." in loaded.renderer.exercise_page("small-lift", "exercises/small-lift/")


def test_own_sources_stand_beside_those_on_which_the_rest_stands(copy) -> None:
    cited = EXERCISE.replace("sources: [project-default]}\nsteps", "sources: [leaflet]}\nsteps")
    source = "sources:\n  - {id: leaflet, title: Leaflet, publisher: Hospital, read: 2026-11-20}\n"
    own = source.replace("leaflet", "poster").replace("Leaflet", "Poster") + "feel: Warmth.\n"
    loaded = copy({"adapted/small-lift.yml": own}, {"exercises/small-lift.yml": cited + source})
    assert told(loaded) == []
    assert "Leaflet" in loaded.renderer.exercise_page("small-lift", "exercises/small-lift/")


def test_own_steps_leave_the_number_of_the_librarys_picture_behind(copy) -> None:
    base = {"exercises/small-lift.yml": EXERCISE + "picture: 2\n"}
    assert told(copy({"adapted/small-lift.yml": "steps: [Lift.]\n"}, base)) == []
    own = copy({"adapted/small-lift.yml": "steps: [Lift.]\npicture: 2\n"}, base)
    assert any(
        "adapted/small-lift.yml:2:10: pose-order: There is no step 2." in problem for problem in map(str, own.problems)
    )


def test_whoever_takes_a_name_that_is_there_is_blamed_and_not_the_library(copy) -> None:
    (problem,) = told(copy({"adapted/higher-lift.yml": "aliases: [Small lift]\n"}))
    assert problem.startswith(
        "adapted/higher-lift.yml:1:11: name-collision: `Small lift` is already a name or alias in "
    )


def test_the_name_of_what_is_left_out_is_free(copy) -> None:
    own = {"exercises/our-lift.yml": EXERCISE}
    assert told(copy({"brand.yml": f"{BRAND}exercises: {{without: [small-lift]}}\n", **own})) == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.md", "# S\xf8n", ["pages/a.md:1:1: encoding: The page holds letters that cannot be read here."]),
        (
            "a.md",
            "---\ntitle: 3\n---\n",
            ["pages/a.md:2:1: unknown-field: There is no field `title` here. Write it as"],
        ),
        ("a.md", "---\ntemplate: x.html\n---\n", ["pages/a.md:2:1: unknown-field: There is no field `template` here."]),
        ("a.md", "---\ndescription: [a\n---\n", ["pages/a.md:2:14: syntax: A bracket is opened and never closed"]),
        ("a.md", "---\ndescription: 3\n---\n", ["pages/a.md:2:1: text-expected: `description` must be text."]),
        ("a.md", "---\nrender_macros: yes\n---\n", ["pages/a.md:2:1: true-or-false: `render_macros` must be true"]),
        ("a.md", "---\ndescription: Ours\nrender_macros: true\n---\n# A\n", []),
        (
            "exercises/small-lift.md",
            "# A",
            ["pages/exercises/small-lift.md:1:1: file-name: The site has a page of this"],
        ),
        (
            "exercises/small-lift/index.md",
            "# A",
            ["pages/exercises/small-lift/index.md:1:1: file-name: The site has a pa"],
        ),
        (
            "about/index.md",
            "# A",
            ["pages/about/index.md:1:1: file-name: The page `about.md` has this address already."],
        ),
        ("index.html", "A", ["pages/index.html:1:1: file-name: The page `index.md` has this address already."]),
        ("about.md", "# About", []),
        ("assets/page.js", "1", ["pages/assets/page.js:1:1: file-name: The site has a file of this name already."]),
        (
            "api/v1/exercises.json",
            "1",
            ["pages/api/v1/exercises.json:1:1: file-name: The site has a file of this name"],
        ),
        ("search.json", "1", ["pages/search.json:1:1: file-name: The site has a file of this name already."]),
        ("README.md", "[a](nowhere.md)", []),
        (
            "a.md",
            "# A\n\nSee [b](b.md).",
            ["pages/a.md:3:9: page-link: The link leads to `b.md`, and there is no such page"],
        ),
        (
            "a.md",
            "![b](b.png)",
            ["pages/a.md:1:6: page-link: The link leads to `b.png`, and there is no such page or file."],
        ),
        (
            "a.md",
            "[b](exercises/day.md)",
            ["pages/a.md:1:5: page-link: The link leads to `exercises/day.md`, and there"],
        ),
        (
            "a.md",
            "[b](exercises/tiny-lift.md)",
            ["pages/a.md:1:5: page-link: The link leads to `exercises/tiny-lift.md`, a"],
        ),
        (
            "a.md",
            "[b](exercises/highest-lift.md#steps)",
            ["pages/a.md:1:5: page-link: The link leads to `exercises/highe"],
        ),
        ("d/a.md", "[b](../safety.md#emergency) [c](https://x.example/a.md) [d](mailto:a@x.example) `[e](e.md)`", []),
        ("a.md", "```\n[e](e.md)\n```\n\n[b](exercises/small-lift.md) [c](a.md)", []),
    ],
)
def test_an_own_page_is_checked_line_by_line(path: str, text: str, expected: list[str], copy, tmp_path: Path) -> None:
    library = {"exercises/small-lift.yml": EXERCISE + "formerly: [tiny-lift]\n"}
    page = tmp_path / "hillside" / "pages" / path
    page.parent.mkdir(parents=True)
    page.write_bytes(text.encode("latin-1"))
    loaded = copy({"brand.yml": f"{BRAND}exercises: {{without: [highest-lift]}}\n"}, library)
    assert [line[: len(start)] for line, start in zip(told(loaded), expected, strict=True)] == expected
    can_be_shown = not expected or "page-link" in expected[0]
    assert (path in loaded.clinic.pages) == (can_be_shown and path != "README.md")


def test_an_own_page_may_have_the_address_of_one_that_the_copy_leaves_out(copy) -> None:
    pages = {"pages/clinics.md": "# Our clinics", "pages/a.md": "[Our clinics](clinics.md)"}
    assert told(copy(pages)) == []


def test_a_link_to_a_renamed_or_hidden_exercise_says_which(copy) -> None:
    page = {"pages/a.md": "[a](exercises/tiny-lift.md) [b](exercises/highest-lift.md)"}
    brand = {"brand.yml": f"{BRAND}exercises: {{without: [highest-lift]}}\n"}
    renamed, hidden = told(copy({**page, **brand}, {"exercises/small-lift.yml": EXERCISE + "formerly: [tiny-lift]\n"}))
    assert renamed.endswith("Did you mean `exercises/small-lift.md`?")
    assert "`exercises/highest-lift.md`, which this copy leaves out." in hidden


def test_a_page_in_the_place_of_ours_is_linked_as_a_whole_where_it_lacks_a_place(copy) -> None:
    clinic = copy({"pages/safety.md": "# Our safety\n\n## Call { #emergency }\n"}).clinic
    text = "[a](../safety.md#emergency) [b](../safety.md#hurt-and-harm) [c](../about.md#places)"
    mended = "[a](../safety.md#emergency) [b](../safety.md) [c](../about.md#places)"
    assert without_places(text, clinic.lacks_place, "guides/why-stretch.md") == mended


def test_a_picture_of_what_is_left_out_is_not_there(copy) -> None:
    loaded = copy({"brand.yml": f"{BRAND}exercises: {{without: [small-lift]}}\n"})
    assert loaded.renderer.figure("small-lift", None, "") == loaded.renderer.exercise_card("small-lift", "") == ""


@pytest.mark.parametrize(
    ("name", "shown"), [("Hillside", "Hillside"), ("מרפאה 24", "\u2068מרפאה 24\u2069"), ("مركز!", "\u2068مركز!\u2069")]
)
def test_a_name_from_right_to_left_reorders_nothing_around_it(name: str, shown: str, copy) -> None:
    files = {"brand.yml": BRAND.replace("Hillside", name), "adapted/small-lift.yml": "feel: Warmth.\n"}
    page = copy(files).renderer.exercise_page("small-lift", "exercises/small-lift/")
    assert f"Adapted by {shown}: " in page


def test_a_renamed_exercise_is_named_to_whoever_adapted_it(copy) -> None:
    renamed = {"exercises/small-lift.yml": EXERCISE + "formerly: [tiny-lift]\n"}
    (problem,) = told(copy({"adapted/tiny-lift.yml": "feel: ok"}, renamed))
    assert "It is called `small-lift` now: rename this file." in problem


def test_nothing_keeps_a_clinic_from_publishing_a_withdrawal(copy) -> None:
    retired = {"exercises/highest-lift.yml": HIGHEST + "retired: {on: 2026-11-20, reason: It hurt people.}\n"}
    own = {
        "brand.yml": BRAND + "featured: [own-day]\n",
        "adapted/highest-lift.yml": "feel: ok",
        "routines/own-day.yml": "name: Own day\nsummary: A day.\nexercises: [{exercise: highest-lift}]\n",
    }
    loaded = copy(own, retired)
    assert told(loaded) == []
    said = " ".join(told(loaded, advice=True))
    assert "The library has withdrawn `highest-lift`: It hurt people. Delete this file." in said
    assert "routines/own-day.yml:3:24: link-to-retired: `highest-lift` is retired." in said
    assert "The routine `own-day` does not appear, because it needs `highest-lift`." in said
    assert "It hurt people." in loaded.renderer.exercise_page("highest-lift", "exercises/highest-lift/")
    assert "own-day" not in loaded.library.routines
    assert loaded.renderer.exercise_card("highest-lift", "") == ""


def test_who_named_a_hidden_exercise_is_linked_to_the_one_behind_it(copy) -> None:
    loaded = copy({"brand.yml": f"{BRAND}exercises: {{without: [higher-lift]}}\n"})
    library = loaded.library
    assert "higher-lift" not in library.exercises
    assert (library.easier["highest-lift"], library.harder["small-lift"]) == (("small-lift",), ("highest-lift",))
    assert "higher-lift" not in loaded.renderer.exercise_page("highest-lift", "exercises/highest-lift/")
    assert "exercises/higher-lift.md" not in loaded.pages
    assert list(library.routines) == ["day"]
    assert any(
        "The routine `week` does not appear, because it needs `higher-lift`" in t for t in told(loaded, advice=True)
    )


def test_hiding_a_kind_hides_what_comes_later_too_but_nothing_of_the_clinics(copy) -> None:
    own = {"exercises/own-lift.yml": EXERCISE.replace("Small lift", "Own lift")}
    loaded = copy({"brand.yml": f"{BRAND}exercises: {{kinds: [stretch]}}\n", **own})
    assert list(loaded.library.exercises) == ["own-lift"]


def test_changed_texts_of_the_library_are_shown_beside_those_that_replace_them(copy, tmp_path: Path) -> None:
    adapted = {"adapted/small-lift.yml": "dose: {reps: 3, sources: [project-default]}\nfeel: Warmth.\n"}
    old = EXERCISE + "feel: A pull.\n"
    before = copy(adapted, {"exercises/small-lift.yml": old})
    write_seen(tmp_path / "hillside", now(before.content))
    assert told(copy(adapted, {"exercises/small-lift.yml": old}), advice=True) == []

    loaded = copy(adapted, {"exercises/small-lift.yml": EXERCISE.replace("reps: 8", "reps: 12")})

    assert told(loaded) == [
        "adapted/small-lift.yml:2:1: adapted-gone: The library's `feel` of this exercise is gone. It was: A pull. "
        "Delete yours too, or look at the update and accept it."
    ]
    assert [line for line in told(loaded, advice=True) if "adapted-changed" in line] == [
        "adapted/small-lift.yml:1:1: adapted-changed: The library has changed its `dose`. It was: reps 8, sources "
        "project-default. It is: reps 12, sources project-default. Yours is: reps 3, sources project-default. "
        "Compare them, then accept the update."
    ]
    write_seen(tmp_path / "hillside", now(loaded.content))
    accepted = copy(adapted, {"exercises/small-lift.yml": EXERCISE.replace("reps: 8", "reps: 12")})
    assert told(accepted) == told(accepted, advice=True) == []


def test_what_has_changed_in_a_renamed_exercise_is_told_under_its_new_name(copy, tmp_path: Path) -> None:
    seen = now(copy().content)
    write_seen(tmp_path / "hillside", seen)
    (tmp_path / "content/exercises/small-lift.yml").unlink()
    renamed = EXERCISE.replace("reps: 8", "reps: 12").replace("Lift less", "Do not lift") + "formerly: [small-lift]\n"
    library = {name: text.replace("[small-lift]", "[low-lift]") for name, text in LADDER.items()}
    library |= {n: text.replace("exercise: small-lift", "exercise: low-lift") for n, text in library.items()}
    library |= {"exercises/low-lift.yml": renamed}
    del library["exercises/small-lift.yml"]
    own = {"adapted/low-lift.yml": "dose: {reps: 3, sources: [project-default]}\n"}
    write_files(tmp_path / "content", library)
    loaded = copy(own, {}, keep=True)
    text = "\n".join(report("Hillside", seen, loaded.content, loaded.library))
    assert "Renamed\n  small-lift is called Small lift (low-lift) now" in text
    assert "Cautions have changed\n  Small lift (low-lift)\n" in text
    assert "      - Do it 8 times.\n      + Do it 12 times." in text
    assert not {"New", "Gone"} & set(text.splitlines())
    assert any("adapted-changed: The library has changed its `dose`." in line for line in told(loaded, advice=True))


def test_a_new_picture_of_the_same_step_is_no_news(copy, tmp_path: Path) -> None:
    write_seen(tmp_path / "hillside", now(copy().content))
    posed = EXERCISE.replace("  - Lift your hips.", "  - text: Lift your hips.\n    pose: {on: [left-foot]}")
    assert told(copy({}, {"exercises/small-lift.yml": posed}), advice=True) == []


def test_the_report_tells_first_what_may_harm(copy, tmp_path: Path) -> None:
    before = copy(
        {"adapted/small-lift.yml": "dose: {reps: 3, sources: [project-default]}\n"},
        {"exercises/gone.yml": HIGHER.replace("Higher", "Old")},
    )
    seen = now(before.content)
    (tmp_path / "content/exercises/gone.yml").unlink()
    loaded = copy(
        {},
        {
            "exercises/small-lift.yml": EXERCISE.replace("Lift less", "Do not lift")
            .replace("adapt,", "avoid,")
            .replace("reps: 8", "reps: 6"),
            "exercises/highest-lift.yml": HIGHEST + "retired: {on: 2026-11-20, reason: It hurt people.}\n",
            "exercises/calm-lift.yml": EXERCISE.replace("Small", "Calm"),
        },
    )
    lines = list(report("Hillside", seen, loaded.content, loaded.library))
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert headings[1:] == ["Withdrawn. Do not use these any more", "Cautions have changed", "New", "Gone", "Changed"]
    text = "\n".join(lines)
    assert "Highest lift (highest-lift): It hurt people." in text
    assert "    - Lift less. (knee-pain; adapt;" in text
    assert "    + Do not lift. (knee-pain; avoid;" in text
    assert "dose (you have your own, in " in text
    assert "    - Do it 8 times.\n      + Do it 6 times." in text.replace("      - ", "    - ")
    assert "Calm lift (calm-lift)" in text
    assert "Old lift (gone)" in text


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"release": 1, "exercises": {"a": 3}}', "[" * 100_000])
def test_a_spoilt_record_of_the_last_look_is_a_problem_and_no_crash(text: str, copy) -> None:
    (problem,) = told(copy({"seen.json": text}))
    assert problem.startswith("seen.json:1:1: seen: The file cannot be read.")


def test_the_folder_of_a_new_clinic_is_valid_at_once(make_library: MakeLibrary, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = 'Dr. "Quote" & Søn: Rücken #1'
    folder = write_clinic(name, load_library(ROOT, SITE).content)
    loaded = load_library(ROOT, SITE, clinic=folder)
    assert [p.rule for p in (*loaded.problems, *loaded.advice)] == ["unfinished"]
    assert loaded.renderer.site.name == name
    assert json.loads((folder / "seen.json").read_text())["release"]


def test_a_name_that_gives_no_folder_writes_nothing(tmp_path: Path) -> None:
    done = run("clinic", "§§§")
    assert (done.returncode, done.stderr) == (
        1,
        "The name gives no name for a folder. Choose one with letters from a to z.\n",
    )


def test_what_a_clinic_changes_has_the_day_of_its_own_history(copy, tmp_path: Path) -> None:
    own = {
        "adapted/small-lift.yml": "dose: {reps: 3, sources: [project-default]}\n",
        "exercises/own-lift.yml": EXERCISE.replace("Small lift", "Own lift"),
    }
    copy(own)
    folder = tmp_path / "hillside"
    day = {"GIT_AUTHOR_DATE": "2026-03-04T12:00:00Z", "GIT_COMMITTER_DATE": "2026-03-04T12:00:00Z"}
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@a.example", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(folder), *command], check=True, env={**os.environ, **day})
    library = copy(own).library
    assert library.changed["exercises/own-lift/"] == library.changed["exercises/small-lift/"] == date(2026, 3, 4)
    assert library.touched == {"exercises/small-lift/": ("dose",)}


def test_a_file_to_change_an_exercise_holds_the_librarys_text_and_changes_nothing_yet(copy, tmp_path: Path) -> None:
    path = write_adapted(tmp_path / "hillside", "small-lift", copy().content)
    assert "\n# dose: {reps: 8, sources: [project-default]}\n" in path.read_text()
    assert told(copy()) == []
    assert not copy().library.adapted
    again = path.read_text().replace("# dose: {reps: 8", "dose: {reps: 4")
    path.write_text(again)
    assert copy().library.exercises["small-lift"].dose.reps == (4, 4)
    with pytest.raises(NoFileNameError, match="is there already"):
        write_adapted(tmp_path / "hillside", "small-lift", copy().content)
    with pytest.raises(NoFileNameError, match="no exercise `smal-lift`"):
        write_adapted(tmp_path / "hillside", "smal-lift", copy().content)


def test_the_only_clinic_of_an_own_repository_is_meant_where_none_is_named(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert only_one() is None
    folder = write_clinic("One", load_library(ROOT, SITE).content)
    assert only_one() == folder
    (tmp_path / "exercises").mkdir()
    assert only_one() is None
    (tmp_path / "exercises").rmdir()
    write_clinic("Two", load_library(ROOT, SITE).content)
    assert only_one() is None


def test_the_command_to_type_names_a_folder_elsewhere_by_its_path(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert how_to("update", Path("clinics/north")) == "steady-back update --clinic north"
    assert how_to("update", Path("../ours/north"), "seen") == "steady-back update --clinic ../ours/north --seen"
    (tmp_path / "Makefile").touch()
    assert how_to("update", Path("../ours/north"), "seen") == "make update CLINIC=../ours/north SEEN=yes"


def test_a_licence_that_is_reached_through_a_link_is_not_published(copy, tmp_path: Path) -> None:
    fonts = ROOT / "clinics" / "still-water-yoga" / "fonts"
    for name in ("nunito-400.woff2", "nunito-700.woff2"):
        write_files(tmp_path / "hillside", {"brand.yml": BRAND})
        (tmp_path / "hillside" / name).write_bytes((fonts / name).read_bytes())
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret").write_text("Secret.", encoding="utf-8")
    (tmp_path / "hillside" / "fonts").symlink_to(tmp_path / "elsewhere")
    font = "font: {name: Nunito, regular: nunito-400.woff2, bold: nunito-700.woff2, licence: fonts/secret}\n"
    loaded = copy({"brand.yml": BRAND + font})
    (problem,) = told(loaded)
    assert problem.startswith("brand.yml:5:82: brand-font: `fonts/secret` is a link to another place.")
    assert b"Secret." not in loaded.clinic.look.files.values()


def test_a_clinics_new_exercise_goes_into_its_own_folder(make_library: MakeLibrary, tmp_path: Path) -> None:
    root, folder = make_library(), tmp_path / "hillside"
    write_files(folder, {"brand.yml": BRAND})
    path, _ = add_exercise(root, {"name": "Rope pull", "kind": "strength"}, date(2026, 3, 4), folder)
    assert path == folder / "exercises" / "rope-pull.yml"
    assert load_library(root, SITE, clinic=folder).library.own == {"exercises/rope-pull/"}


def test_whoever_is_in_the_wrong_folder_is_told_where_to_go(tmp_path: Path, monkeypatch, capsys) -> None:
    content = load_library(ROOT, SITE).content
    (tmp_path / "back-exercises").mkdir()
    monkeypatch.chdir(tmp_path / "back-exercises")
    folder = write_clinic("One", content).resolve()

    def said(*command: str) -> str:
        assert main(command) == 1
        return capsys.readouterr().err

    for command in (("check",), ("site",), ("serve",), ("new", "Rope pull"), ("adapt", "bridge"), ("update",)):
        monkeypatch.chdir(tmp_path)
        assert said(*command) == 'Your clinic is not in this folder. First type: cd "back-exercises"\n'
        monkeypatch.chdir(folder)
        assert said(*command) == f'Your clinic is not in this folder. First type: cd "{Path("..", "..")}"\n'
    monkeypatch.chdir(tmp_path / "back-exercises")
    write_clinic("Two", content)
    assert said("site").startswith(
        "There are several clinics here: one, two. Say which one you mean: steady-back site --"
    )


def test_without_any_clinic_the_library_is_checked_and_named_and_nothing_is_adapted(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0
    assert capsys.readouterr().err.startswith("There is no clinic here, so this is the library itself. Go into the")
    assert main(["adapt", "bridge"]) == 1
    assert capsys.readouterr().err.startswith("There is no clinic here. Go into the folder that holds `clinics`, or")
    assert not list(tmp_path.iterdir())


def test_the_name_of_a_clinic_needs_no_quotes(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["clinic", "Northside", "Spine"]) == 0
    assert "name: Northside Spine\n" in (tmp_path / "clinics/northside-spine/brand.yml").read_text(encoding="utf-8")


def test_the_check_counts_the_exercises_that_a_copy_shows(copy, tmp_path: Path, capsys) -> None:
    copy({"brand.yml": BRAND + "exercises: {without: [small-lift]}\n"})
    assert main(["check", "--content", str(tmp_path / "content"), "--clinic", str(tmp_path / "hillside")]) == 0
    assert f"Exercises: {len(LADDER) - 3}." in capsys.readouterr().out


def test_a_value_that_is_still_our_example_is_told_until_it_is_changed(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["clinic", "Hillside"]) == 0
    path = tmp_path / "clinics/hillside/brand.yml"
    _, _, written = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(written.replace("# footer", "footer"), encoding="utf-8")
    capsys.readouterr()
    assert main(["check"]) == 0
    assert [line.partition("yml:")[2] for line in capsys.readouterr().out.splitlines()[:-1]] == [
        "6:10: unfinished: `https://exercises.hillside.example/` is only an example. Write your own `address`, or "
        "delete the field. (advice)",
        "7:9: unfinished: `exercises@hillside.example` is only an example. Write your own `report`, or delete "
        "the field. (advice)",
        "20:15: unfinished: `1 Example Street` is only an example. Write your own `address`, or delete "
        "the field. (advice)",
        "21:12: unfinished: `+44 1632 960000` is only an example. Write your own `phone`, or delete "
        "the field. (advice)",
        "29:9: unfinished: `…` is only an example. Write your own `footer`, or delete the field. (advice)",
    ]


def test_a_fault_elsewhere_is_not_told_again_as_a_routine_that_does_not_appear(copy) -> None:
    files = {"brand.yml": BRAND + "featured: [week]\n", "adapted/small-lift.yml": "dose: 8\n"}
    assert [problem.partition(": ")[0] for problem in told(copy(files))] == ["adapted/small-lift.yml:1:7"]
