"""A clinic's two colours make both palettes, and whatever they are, everything can be read."""

import functools
import math
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from coloraide import Color
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from macros.palette import Palettes, faults, palettes, style_sheet
from macros.style_sheets import styles

ASSETS = Path(__file__).parent.parent / "docs" / "assets"
LIGHT, DARK = ((ASSETS / name).read_text("utf-8") for name in ("colours.css", "colours-dark.css"))

GROUNDS = ("ground", "surface", "brand-soft")
TEXTS = {
    "ink": (*GROUNDS, "warn-soft", "care-soft", "figure-ground"),
    "quiet": (*GROUNDS, "warn-soft", "care-soft"),
    "brand": GROUNDS,
    "link": (*GROUNDS, "warn-soft", "care-soft"),
    "stretch": GROUNDS,
    "strength": GROUNDS,
    "warn": (*GROUNDS, "warn-soft"),
    "care": (*GROUNDS, "care-soft"),
    "on-action": ("action",),
}
"""On which grounds a colour is text."""
SIGNS = {
    "edge": GROUNDS,
    "action": GROUNDS,
    "focus": (*GROUNDS, "warn-soft", "care-soft", "figure-ground"),
    "figure-arrow": ("figure-ground", "figure-mat", "surface"),
}
"""On which grounds a colour is the edge of something, or a sign."""
BRANDS = {
    "ours": ("#1d4f4a", "#0b5d55"),
    "a hospital's blue": ("#005eb8", "#003087"),
    "terracotta": ("#9c4a2f", "#8a4b1f"),
    "black": ("#000000", "#000000"),
    "bright red": ("#c00000", "#d00000"),
    "purple": ("#5b2a86", "#7a1fa2"),
    "olive": ("#5a6324", "#4b6b00"),
    "navy and orange": ("#14213d", "#b4500a"),
    "pink": ("#a3195b", "#c2185b"),
    "pure blue": ("#0000ff", "#0000ff"),
}
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@functools.lru_cache
def luminance(colour: str) -> float:
    return Color(colour).luminance()


def contrast(one: str, other: str) -> float:
    """The contrast as WCAG 2.1 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def hue_and_chroma(colour: str) -> tuple[float, float]:
    _, chroma, hue = Color(colour).convert("oklch").coords(nans=False)
    return hue, chroma


def turned(one: str, other: str) -> float:
    """The angle between the hues of two colours."""
    return abs((hue_and_chroma(one)[0] - hue_and_chroma(other)[0] + 180) % 360 - 180)


def shown(palette: Palettes) -> list[Mapping[str, str]]:
    """All colours of both schemes as a browser has them, by the names without `--sb-`."""
    light, dark = [LIGHT, style_sheet(palette.light)], [DARK, style_sheet(palette.dark)]
    both = styles(light, ":root").values, styles([*light, *dark], ":root").values
    return [{name.removeprefix("--sb-"): value for name, value in values.items()} for values in both]


def passing(field: str, colour: str) -> str:
    """The colour, or the one that is proposed instead."""
    found = faults(**{"primary": "#000000", "accent": "#000000", field: colour})
    return found[0].nearest if found else colour


@settings(deadline=None)
@given(colours, colours)
@example("#6e6e6e", "#6e6e6e")
@example("#ffff00", "#ffffff")
@example("#ff0000", "#00ff00")
@example("#0000ff", "#ff00ff")
def test_with_any_colours_that_pass_everything_can_be_read(primary: str, accent: str) -> None:
    for scheme in shown(palettes(passing("primary", primary), passing("accent", accent))):
        for text, grounds in TEXTS.items():
            for ground in grounds:
                assert contrast(scheme[text], scheme[ground]) >= 4.5, (text, ground)
        for sign, grounds in SIGNS.items():
            for ground in grounds:
                assert contrast(scheme[sign], scheme[ground]) >= 3, (sign, ground)


@settings(deadline=None)
@given(colours, colours)
@example("#c00000", "#d00000")
@example("#ffb000", "#ffb000")
def test_muscles_and_arrows_stand_out_from_clothes_as_with_our_colours(primary: str, accent: str) -> None:
    for scheme in shown(palettes(passing("primary", primary), passing("accent", accent))):
        for clothes, target, helper in (("figure-top", 31, 12), ("figure-top-far", 22, 9)):
            assert Color(scheme["figure-target"]).delta_e(scheme[clothes], method="ok") * 100 >= target
            assert Color(scheme["figure-helper"]).delta_e(scheme[clothes], method="ok") * 100 >= helper
        assert Color(scheme["figure-arrow"]).delta_e(scheme["figure-target"], method="ok") * 100 >= 10
        assert Color(scheme["figure-top"]).delta_e(scheme["figure-skin"], method="ok") * 100 >= 8


@settings(deadline=None)
@given(colours)
@example("#ffffff")
@example("#ffff99")
@example("#ff0000")
@example("#808080")
@example("#ffff00")
def test_the_proposed_colour_passes_and_is_the_nearest_of_its_hue(colour: str) -> None:
    found = faults(colour, "#000000")
    assume(found)
    nearest = found[0].nearest
    assert not faults(nearest, nearest)
    assert contrast(nearest, "#fbeeee") < 4.5 + 0.12
    chroma = hue_and_chroma(colour)[1]
    assert hue_and_chroma(nearest)[1] <= chroma + 0.01
    assert hue_and_chroma(nearest)[1] < 0.03 or turned(nearest, colour) < 8
    assert found == faults(colour, "#000000")


@pytest.mark.parametrize(
    ("colour", "measured"), [("#ffffff", 1.1), ("#ffff99", 1.0), ("#ff0000", 3.5), ("#6f6f6f", 4.4), ("#ffff00", 1.0)]
)
def test_a_colour_that_is_hard_to_read_is_named_with_its_contrast(colour: str, measured: float) -> None:
    both = faults(colour, colour)
    assert [(found.field, found.colour, found.contrast) for found in both] == [
        ("primary", colour, measured),
        ("accent", colour, measured),
    ]


@pytest.mark.parametrize("brand", BRANDS)
def test_the_light_pages_have_the_clinics_own_colours(brand: str) -> None:
    primary, accent = BRANDS[brand]
    assert not faults(primary, accent)
    light = palettes(primary, accent).light
    assert {light["--sb-brand"], light["--sb-action"]} == {primary}
    assert {light["--sb-link"], light["--sb-focus"]} == {accent}


@pytest.mark.parametrize("brand", [name for name in BRANDS if name != "black"])
def test_the_dark_pages_have_lighter_ones_of_the_same_hue(brand: str) -> None:
    primary, accent = BRANDS[brand]
    dark = palettes(primary, accent).dark
    for given_colour, derived in ((primary, dark["--sb-brand"]), (accent, dark["--sb-link"])):
        assert turned(given_colour, derived) < 6
        assert Color(derived).luminance() > 0.4


def test_black_makes_greys() -> None:
    palette = palettes("#000000", "#000000")
    for colour in (*palette.light.values(), *palette.dark.values()):
        assert colour[1:3] == colour[3:5] == colour[5:7]


@settings(deadline=None)
@given(colours)
def test_what_means_something_keeps_its_colour(primary: str) -> None:
    palette = palettes(passing("primary", primary), "#000000")
    kept = {"warn", "warn-soft", "care", "care-soft", "stretch", "strength", "figure-target", "figure-helper"}
    assert not {f"--sb-{name}" for name in kept} & {*palette.light, *palette.dark}
    assert palette.light.keys() == palette.dark.keys()


def test_the_style_sheet_changes_only_variables_that_there_are() -> None:
    sheet = style_sheet(palettes("#005eb8", "#003087").dark)
    names = re.findall(r"^  (--sb-[a-z-]+): #[0-9a-f]{6};$", sheet, re.MULTILINE)
    assert sheet == ":root {\n" + "\n".join(line for line in sheet.splitlines()[1:-1]) + "\n}\n"
    assert len(names) == sheet.count(";")
    assert all(f"  {name}: " in LIGHT for name in names)


def test_colours_in_capitals_are_colours() -> None:
    assert not faults("#005EB8", "#003087")
    assert palettes("#005EB8", "#003087").dark == palettes("#005eb8", "#003087").dark


def test_a_contrast_is_rounded_down() -> None:
    found = faults("#6f6f6f", "#000000")[0]
    assert found.contrast <= contrast("#6f6f6f", "#fbeeee") < math.ceil(found.contrast * 10 + 1) / 10
