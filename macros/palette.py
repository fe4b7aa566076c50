"""A clinic's two colours as all the colours of its copy, in light and dark; each can be read on whatever it stands on.

What can be read on what depends on luminance alone. So a colour of ours takes the clinic's hue and keeps its luminance,
and with it every contrast that it has. Colours that mean something, such as those of warnings, stay ours.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coloraide import Color

from macros.home import HOME
from macros.style_sheets import styles

READABLE = 4.5
"""The least contrast of text with its ground (WCAG 2.2, 1.4.3)."""
_ASSETS = HOME / "docs" / "assets"
_SHEETS = ("colours.css", "colours-dark.css")
_PREFIX = "--sb-"

_PRIMARY = ("brand", "action")
_ACCENT = ("link", "focus", "figure-arrow")
_TINTED = (
    *("ground", "surface", "ink", "quiet", "line", "edge", "brand-soft"),
    *("figure-ground", "figure-line", "figure-mat", "figure-mat-line", "figure-top", "figure-top-far"),
)
_CLOTHES = ("figure-top", "figure-top-far")
_DARKEST_GROUND = "warn-soft"
"""Of the light grounds that stay ours, the one on which text is hardest to read."""

_LIT, _STRONGEST = 0.48, 0.13
"""The luminance of the clinic's colours on dark grounds, and the most chroma there; more of it glares."""
_VIVID = 1.3
"""How much stronger than ours a tint may be."""
_SKIN, _UNLIKE_SKIN = 40.0, (50.0, 90.0)
"""The hue of skin and muscle, and how far from it clothes begin to take colour, and have all of it; in degrees."""
_MUSCLE, _UNLIKE_MUSCLE = 28.0, 40.0
"""The hue of the muscle that works, and how far from it an arrow must be to be told from it; in degrees."""
_COLOURED = 0.04
"""The least chroma of what is seen as a hue."""
_ROUNDING = 0.01
"""The most that a luminance changes when a colour is rounded to whole numbers."""


@dataclass(frozen=True)
class Palettes:
    """The colours of both schemes: `#rrggbb` by the name of the variable, as in `--sb-brand`."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


@dataclass(frozen=True)
class Unreadable:
    """A colour that cannot be read as text on the light grounds."""

    field: str
    """`primary` or `accent`."""
    colour: str
    contrast: float
    """With the ground on which it is hardest to read; one decimal, rounded down."""
    nearest: str
    """The colour of the same hue that can be read, and is as little darker as can be."""


def faults(primary: str, accent: str) -> list[Unreadable]:
    """What is wrong with a clinic's colours; `#rrggbb` each."""
    ground = _ours().light[_DARKEST_GROUND]
    named = {"primary": primary, "accent": accent}
    return [found for field, colour in named.items() if (found := _unreadable(field, colour, ground))]


def _unreadable(field: str, colour: str, ground: str) -> Unreadable | None:
    contrast = _contrast(colour, ground)
    if contrast >= READABLE:
        return None
    return Unreadable(field, colour, math.floor(contrast * 10) / 10, _nearest(colour, ground))


def _nearest(colour: str, ground: str) -> str:
    lightness, chroma, hue = _oklch(colour)
    return _lightest(
        lambda light: _hex(light, chroma, hue), lambda shade: _contrast(shade, ground) >= READABLE, lightness
    )


def palettes(primary: str, accent: str) -> Palettes:
    """What changes of our colours for a clinic's; `#rrggbb` each, and none of them one of the `faults`."""
    ours = _ours()
    light, dark = _tinted(ours.light, primary), _tinted(ours.dark, primary)
    light |= dict.fromkeys(_PRIMARY, primary) | dict.fromkeys(_ACCENT, accent)
    light["brand-soft"] = _soft(ours.light, primary, accent)
    # Whatever can be read on light grounds, white can be read on.
    light["on-action"] = ours.light["on-action"]
    dark |= dict.fromkeys(_PRIMARY, _lit(primary)) | dict.fromkeys(_ACCENT, _lit(accent))
    dark["on-action"] = _tint(ours.dark["on-action"], primary)
    if _is_like_muscle(accent):
        light["figure-arrow"], dark["figure-arrow"] = light["ink"], dark["ink"]
    return Palettes(_variables(light), _variables(dark))


def style_sheet(colours: Mapping[str, str]) -> str:
    """The rule that sets one of the `palettes`, to stand behind our own."""
    return ":root {\n" + "".join(f"  {name}: {colour};\n" for name, colour in colours.items()) + "}\n"


def _ours() -> Palettes:
    return Palettes(*(_sheet((_ASSETS / name).read_text("utf-8")) for name in _SHEETS))


def _sheet(text: str) -> dict[str, str]:
    values = styles([text], ":root").values
    return {name.removeprefix(_PREFIX): value for name, value in values.items() if re.fullmatch(r"#[0-9a-f]{6}", value)}


def _variables(colours: Mapping[str, str]) -> dict[str, str]:
    return {f"{_PREFIX}{name}": colour for name, colour in colours.items()}


def _tinted(ours: Mapping[str, str], primary: str) -> dict[str, str]:
    return {name: _tint(ours[name], primary, _like_clothes(primary) if name in _CLOTHES else 1) for name in _TINTED}


def _tint(ours: str, clinics: str, share: float = 1) -> str:
    """Our colour in the clinic's hue; `share` says how much of its colour it keeps."""
    _, chroma, hue = _oklch(clinics)
    return _of_luminance(_luminance(ours), min(_VIVID * _oklch(ours)[1], chroma) * share, hue)


def _lit(clinics: str) -> str:
    """The clinic's colour for dark grounds."""
    _, chroma, hue = _oklch(clinics)
    return _of_luminance(_LIT, min(chroma, _STRONGEST), hue)


def _soft(ours: Mapping[str, str], primary: str, accent: str) -> str:
    """The tinted ground: as dark as ours unless the clinic's colours need it lighter to be read on it."""
    needed = max(READABLE * (_luminance(colour) + 0.05) - 0.05 for colour in (primary, accent)) + _ROUNDING
    _, chroma, hue = _oklch(primary)
    soft = ours["brand-soft"]
    return _of_luminance(max(_luminance(soft), needed), min(_VIVID * _oklch(soft)[1], chroma), hue)


def _like_clothes(colour: str) -> float:
    """How much of its hue a piece of clothing may take, from 0 to 1: in the colour of skin it would look like none."""
    nearest, furthest = _UNLIKE_SKIN
    return min(1, max(0, (_apart(_oklch(colour)[2], _SKIN) - nearest) / (furthest - nearest)))


def _is_like_muscle(colour: str) -> bool:
    _, chroma, hue = _oklch(colour)
    return chroma >= _COLOURED and _apart(hue, _MUSCLE) < _UNLIKE_MUSCLE


def _apart(hue: float, other: float) -> float:
    """The angle between two hues, in degrees."""
    return abs((hue - other + 180) % 360 - 180)


def _of_luminance(luminance: float, chroma: float, hue: float) -> str:
    return _lightest(lambda light: _hex(light, chroma, hue), lambda shade: _luminance(shade) <= luminance + 1e-9, 1)


def _lightest(shade: Callable[[float], str], passes: Callable[[str], bool], lightness: float) -> str:
    """Of the shades up to a lightness, the lightest that passes; black must pass."""
    low, high = 0.0, lightness
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (middle, high) if passes(shade(middle)) else (low, middle)
    return shade(low)


def _oklch(colour: str) -> tuple[float, float, float]:
    """Lightness from 0 to 1, chroma, and hue in degrees; a grey has no chroma and any hue."""
    lightness, chroma, hue = Color(colour).convert("oklch").coords(nans=False)
    return lightness, chroma, hue


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """A colour as `#rrggbb`, with less chroma where there is no such colour."""
    fitted = Color("oklch", [lightness, chroma, hue]).convert("srgb").fit(method="oklch-chroma", jnd=0)
    return fitted.to_string(hex=True, comma=False)


def _luminance(colour: str) -> float:
    return Color(colour).luminance()


def _contrast(colour: str, other: str) -> float:
    return Color(colour).contrast(other, method="wcag21")
