"""What is shown of a page where it is shared: its texts, and a picture in the colours of the site."""

import struct
import zlib
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
import resvg_py
from playwright.sync_api import Browser

from macros import Loaded, load_library
from macros.frame import Article, Frame
from macros.rendering import Renderer
from macros.sharing import Look
from macros.sharing import picture as picture_of
from macros.sharing import shared as shared_page
from macros.site import Site
from macros.social import SocialPictures
from macros.style_sheets import Styles, styles
from tests.conftest import ACTIVE, EXERCISE, ROOT, MakeLibrary, build_small

HOME = "https://steady-back.example/"
SHEETS = [(ROOT / f"docs/assets/{name}.css").read_text("utf-8") for name in ("colours", "figures", "frame", "parts")]
SITE = Site("999", name="Steady Back", url=HOME, social_pictures=True)
Pixel = tuple[int, int, int]


# --- Pictures


class Png:
    """A PNG with four bytes a pixel, or three, taken apart without the library that has made it."""

    def __init__(self, data: bytes) -> None:
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        chunks = dict[bytes, bytes]()
        place = 8
        while place < len(data):
            (length,) = struct.unpack_from(">I", data, place)
            kind = data[place + 4 : place + 8]
            chunks[kind] = chunks.get(kind, b"") + data[place + 8 : place + 8 + length]
            place += length + 12
        self.width, self.height, depth, colour = struct.unpack_from(">IIBB", chunks[b"IHDR"])
        assert depth == 8
        self._bytes = {2: 3, 6: 4}[colour]
        self._packed = chunks[b"IDAT"]

    def pixels(self) -> list[list[Pixel]]:
        """The colours, row by row."""
        n, size = self._bytes, self._bytes * self.width
        raw, above = zlib.decompress(self._packed), bytearray(size)
        rows = []
        for start in range(0, len(raw), size + 1):
            above = self._unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + size]), above)
            rows.append([(above[i], above[i + 1], above[i + 2]) for i in range(0, size, n)])
        return rows

    def _unfiltered(self, kind: int, row: bytearray, above: bytearray) -> bytearray:
        n = self._bytes
        for i in range(len(row)) if kind else ():
            left, up, corner = (row[i - n], above[i], above[i - n]) if i >= n else (0, above[i], 0)
            if kind == 4:
                guess = left + up - corner
                left = min((left, up, corner), key=lambda value: abs(guess - value))
            row[i] = (row[i] + (0, left, up, (left + up) // 2, left)[kind]) & 255
        return row


def colour(name: str) -> Pixel:
    """A colour of the style sheets."""
    red, green, blue = bytes.fromhex(styles(SHEETS, ".sb-drawn").values[name].removeprefix("#"))
    return red, green, blue


def picture(renderer: Renderer, id: str, sheets: list[str]) -> str:
    return picture_of(renderer, renderer.library.exercises[id], Look(styles(sheets, ".sb-drawn"), ""))


@pytest.fixture(scope="module")
def renderer(real: Loaded) -> Renderer:
    return Renderer(real.library, real.gallery, SITE)


@pytest.fixture(scope="module")
def bridge(renderer: Renderer) -> str:
    return picture(renderer, "bridge", SHEETS)


def drawn(svg: str, folder: Path) -> Png:
    kept = SocialPictures(folder).png(svg)
    assert isinstance(kept, Path)
    return Png(kept.read_bytes())


def test_every_exercise_and_the_site_have_a_picture_of_the_usual_size(site: Path) -> None:
    files = {file.stem: Png(file.read_bytes()) for file in (site / "assets" / "social").iterdir()}
    assert set(files) == {*ACTIVE, "whole_site"}
    assert {(png.width, png.height) for png in files.values()} == {(1200, 630)}


def test_no_two_pictures_are_the_same(site: Path) -> None:
    files = list((site / "assets" / "social").iterdir())
    assert len({file.read_bytes() for file in files}) == len(files)


def test_a_picture_shows_a_body_with_its_muscles_on_a_light_panel_before_the_brand(bridge: str, tmp_path: Path) -> None:
    rows = drawn(bridge, tmp_path).pixels()
    assert {rows[y][x] for x in (0, 1199) for y in (0, 629)} == {colour("--sb-brand")}
    assert rows[300][60] == colour("--sb-figure-ground")
    seen = {pixel for row in rows for pixel in row}
    parts = ("skin", "skin-far", "hair", "top", "legs", "legs-far", "line", "target", "helper", "mat", "arrow")
    assert {part for part in parts if colour(f"--sb-figure-{part}") not in seen} == set()


def test_the_picture_of_the_site_shows_its_mark(site: Path) -> None:
    rows = Png((site / "assets/social/whole_site.png").read_bytes()).pixels()
    assert rows[0][0] == colour("--sb-brand")
    assert sum(pixel == (255, 255, 255) for row in rows for pixel in row) > 5000


def test_a_picture_looks_as_on_its_page(browser: Browser, bridge: str, real: Loaded, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1040, "height": 440})
    figure = real.renderer.figure("bridge", None, "").partition("<svg")[2].partition("</svg>")[0]
    size = "body { margin: 0 } .sb-figure { height: 440px; max-height: none; border-radius: 0 }"
    page.set_content(f"<!doctype html><style>{''.join(SHEETS)}{size}</style><svg{figure}</svg>")
    on_page = Png(page.screenshot()).pixels()
    page.close()
    shared = [row[80:1120] for row in drawn(bridge, tmp_path).pixels()[60:500]]
    pairs = [(a, b) for row, other in zip(on_page, shared, strict=True) for a, b in zip(row, other, strict=True)]
    # The edges of shapes may differ by a shade.
    different = sum(max(abs(x - y) for x, y in zip(a, b, strict=True)) > 20 for a, b in pairs)
    assert different < len(pairs) / 300


def test_a_changed_colour_changes_the_picture(renderer: Renderer, tmp_path: Path) -> None:
    own = [*SHEETS, ":root { --sb-brand: #102030; --sb-figure-target: #0000ff; }"]
    svg = picture(renderer, "bridge", own)
    rows = drawn(svg, tmp_path).pixels()
    assert rows[0][0] == (0x10, 0x20, 0x30)
    assert any((0, 0, 255) in row for row in rows)


def test_a_picture_is_drawn_once(bridge: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = SocialPictures(tmp_path / "kept").png(bridge)
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **_: pytest.fail("drawn again"))
    assert SocialPictures(tmp_path / "kept").png(bridge) == first
    assert list((tmp_path / "kept").iterdir()) == [first]


def test_another_picture_is_drawn_anew(bridge: str, tmp_path: Path) -> None:
    kept = SocialPictures(tmp_path)
    assert kept.png(bridge) != kept.png(bridge.replace("1200", "1201"))


def test_where_nothing_can_be_kept_the_picture_is_made_all_the_same(bridge: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    data = SocialPictures(tmp_path / "file").png(bridge)
    assert isinstance(data, bytes)
    assert Png(data).width == 1200


# --- Style sheets


def figure_styles(*sheets: str) -> Styles:
    return styles(sheets, ".figure")


def test_the_sites_own_style_sheets_leave_nothing_open() -> None:
    found = styles(SHEETS, ".sb-drawn")
    rules = SHEETS[1].partition(".sb-drawn path")[2].partition("/* The muscles")[0]
    assert found.rules.count("{") == rules.count("{")
    assert found.rules.count(": ") == rules.count(": ")
    assert "(" not in found.rules
    assert ".sb-drawn .mouth { fill: none; stroke-width: 3.6px }" in found.rules


@pytest.mark.parametrize(
    ("sheet", "rules"),
    [
        (".figure a { fill: red; }", ".figure a { fill: red }"),
        (".figure a, .other b, .figure c { fill: red }", ".figure a, .figure c { fill: red }"),
        (".figure { color: red } .figures a { fill: red } .x .figure a { fill: red }", ""),
        ("/* .figure a { } */ .figure a { fill: /* no: */ red }", ".figure a { fill: red }"),
        ("@media print { .figure a { fill: red } } .figure b { fill: red }", ".figure b { fill: red }"),
        ("@import 'x.css'; .figure b { fill: red }", ".figure b { fill: red }"),
        (":root { --a: red } .figure a { fill: var(--a) }", ".figure a { fill: red }"),
        (":root { --a: var( --b ); --b: red } .figure a { fill: var(--a) }", ".figure a { fill: red }"),
        (".figure a { fill: var(--a, red) }", ".figure a { fill: red }"),
        (".figure a { fill: var(--a); stroke: red }", ".figure a { stroke: red }"),
        (
            ":root { --a: var(--b); --b: var(--a) } .figure a { fill: var(--a); stroke: red }",
            ".figure a { stroke: red }",
        ),
        (":root { --a: 1 } .figure { --a: 0.5 } .figure a { r: calc(7px * var(--a)) }", ".figure a { r: 3.5px }"),
        (
            ":root { --a: 1px; --b: 2px } .figure a { margin: var(--a) var(--b) var(--a) var(--b) }",
            ".figure a { margin: 1px 2px 1px 2px }",
        ),
        (".figure :is(a, b) { fill: red } .figure c { fill: red }", ".figure c { fill: red }"),
        (".figure a { r: calc(2 * 3); x: calc(1px + 2px) }", ".figure a { r: 6 }"),
        (
            ":root { --a: red } @media print { :root { --a: blue } } .figure a { fill: var(--a) }",
            ".figure a { fill: red }",
        ),
    ],
)
def test_style_sheets_become_plain_rules(sheet: str, rules: str) -> None:
    assert figure_styles(sheet).rules == rules


def test_the_later_style_sheet_counts() -> None:
    found = figure_styles(":root { --a: red; --b: red }", ":root { --a: blue }", ".other { --b: black }")
    assert found.values == {"--a": "blue", "--b": "red"}


# --- Texts


class Tags(HTMLParser):
    """The `og:` and `twitter:` tags of a page, as whoever shows it reads them."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("property") or values.get("name") or ""
        if tag == "meta" and name.startswith(("og:", "twitter:")):
            self.found.append((name, values.get("content") or ""))


def tags(page: Path) -> Mapping[str, str]:
    found = Tags(page).found
    assert len(dict(found)) == len(found)
    return dict(found)


def test_an_exercise_is_shared_as_an_article_with_its_own_picture(site: Path, real: Loaded) -> None:
    words = "Lying on the back, seen from the right. On the floor: shoulders, both feet, head and both arms."
    found = tags(site / "exercises/bridge/index.html")
    assert found.pop("og:image:alt").startswith(f"Bridge. {words}")
    assert found == {
        "og:title": "Bridge",
        "og:description": real.library.exercises["bridge"].summary,
        "og:type": "article",
        "og:site_name": "Steady Back",
        "og:locale": "en_GB",
        "og:url": f"{HOME}exercises/bridge/",
        "og:image": f"{HOME}assets/social/bridge.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "twitter:card": "summary_large_image",
    }


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("", "Steady Back"),
        ("exercises/", "All exercises"),
        ("muscles/hamstrings/", "Back of the thigh (hamstrings)"),
        ("routines/office-break/", "Office break"),
        ("guides/why-stretch/", "Why stretch your back"),
        ("safety/", "Safety"),
    ],
)
def test_every_other_page_is_shared_with_the_picture_of_the_site(address: str, title: str, site: Path) -> None:
    found = tags(site / address / "index.html")
    assert (found["og:title"], found["og:type"], found["og:url"]) == (title, "website", f"{HOME}{address}")
    assert (found["og:image"], found["og:image:alt"]) == (f"{HOME}assets/social/whole_site.png", "Steady Back")
    assert found["og:description"]


def test_every_picture_that_a_page_names_is_there(site: Path) -> None:
    pages = [page for page in site.rglob("index.html") if "<article" in page.read_text(encoding="utf-8")]
    named = {tags(page)["og:image"].removeprefix(HOME) for page in pages}
    assert named == {file.relative_to(site).as_posix() for file in (site / "assets/social").iterdir()}


def test_the_page_for_wrong_addresses_is_not_shared(site: Path) -> None:
    assert tags(site / "404.html") == {}


@pytest.fixture
def hostile(make_library: MakeLibrary) -> tuple[Path, str]:
    """A library in which a text is an attack, and the text."""
    attack = "\"><script>alert(1)</script> &quot; {{ 7*7 }} ' onload=alert(1) &amp;lt;"
    quoted = "'" + attack.replace("'", "''") + "'"
    text = EXERCISE.replace("Small lift", quoted).replace("Lift your hips a little.", quoted)
    retired = EXERCISE + "retired: {on: 2026-11-20, reason: It hurt.}\n"
    return make_library({"exercises/attack.yml": text, "exercises/small-lift.yml": retired}), attack


def test_hostile_texts_stay_texts_and_a_page_without_a_picture_takes_that_of_the_site(
    hostile: tuple[Path, str], tmp_path: Path
) -> None:
    content, attack = hostile
    site = build_small(content, tmp_path / "site")
    found = tags(site / "exercises/attack/index.html")
    assert (found["og:title"], found["og:description"]) == (attack, attack)
    # The small library has no starting poses, so that there is nothing to draw.
    assert found["og:image"] == f"{HOME}assets/social/whole_site.png"
    retired = tags(site / "exercises/small-lift/index.html")
    assert (retired["og:type"], retired["og:image"]) == ("article", found["og:image"])
    assert [file.name for file in (site / "assets/social").iterdir()] == ["whole_site.png"]


@pytest.fixture
def with_starting_poses(hostile: tuple[Path, str]) -> Path:
    """The same library with positions that can be drawn."""
    vocabulary = hostile[0] / "vocabulary"
    (vocabulary / "poses.yml").write_text((ROOT / "vocabulary/poses.yml").read_text(encoding="utf-8"))
    (vocabulary / "positions.yml").write_text(
        "supine: {label: Supine, pose: lying-on-the-back}\nstanding: {label: Standing}\n"
    )
    return hostile[0]


def test_a_hostile_name_is_a_text_in_what_the_picture_shows(
    hostile: tuple[Path, str], with_starting_poses: Path
) -> None:
    _, attack = hostile
    file = with_starting_poses / "exercises/attack.yml"
    posed = "{text: Lie on your back., pose: {start: lying-on-the-back}}"
    file.write_text(file.read_text().replace("Lie on your back.", posed))
    loaded = load_library(with_starting_poses, SITE)
    shared = shared_page(loaded.renderer, "exercises/attack/")
    assert shared.picture is not None
    assert shared.picture.words.startswith(attack)
    svg = picture(loaded.renderer, "attack", SHEETS)
    assert "<svg" in svg
    assert attack not in svg


def test_an_exercise_that_nobody_has_posed_is_shared_with_the_picture_of_the_site(with_starting_poses: Path) -> None:
    renderer = load_library(with_starting_poses, SITE).renderer
    shared = shared_page(renderer, "exercises/attack/")
    assert shared.picture is not None
    assert shared.picture.url == f"{HOME}assets/social/whole_site.png"
    assert picture(renderer, "attack", SHEETS) == ""


def test_one_switch_leaves_all_pictures_out(
    make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOCIAL_PICTURES", "false")
    content = make_library()
    site = build_small(content, tmp_path / "site")
    found = tags(site / "exercises/small-lift/index.html")
    assert [name for name in found if "image" in name] == []
    assert (found["og:title"], found["twitter:card"]) == ("Small lift", "summary")
    assert not (site / "assets/social").exists()
    assert not (content / ".cache/social").exists()


def test_a_site_whose_address_is_unknown_names_no_address(real: Loaded) -> None:
    site = Site("999", name="Steady Back", social_pictures=True)
    frame = Frame(Renderer(real.library, real.gallery, site), None, (), fonts=(), feed="")
    page = frame.page(Article("exercises/bridge/", "Bridge", "<p>Text</p>", "About")).decode()
    assert 'property="og:title" content="Bridge"' in page
    assert [name for name in ("og:url", "og:image", "canonical") if name in page] == []
