"""The look of a clinic's copy, from the colours, pictures and typeface that its brand names."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias, TypeVar

from macros import palette
from macros.brand import Brand, Colours, Typeface
from macros.brand_files import Fault, Picture, font, licence, picture, touch_icon
from macros.look import MARK_COLOUR, BrandLook, mark
from macros.strict_yaml import Path as Place

T = TypeVar("T")

COLOURS, DARK_COLOURS, TYPE = "assets/colours.css", "assets/colours-dark.css", "assets/type.css"
"""Our style sheets of which a clinic's colours and typeface change something."""
LICENCE = "assets/fonts/licence.txt"
Faults: TypeAlias = list[tuple[Place, Fault]]
"""What is wrong, with the places in the brand's file that name it."""


def brand_look(brand: Brand, folder: Path) -> tuple[BrandLook, Faults]:
    """The look of a clinic's copy, and what is wrong with the colours and files that its brand names."""
    faults: Faults = []
    stand_in = Picture(mark(brand.colours.primary if brand.colours else MARK_COLOUR).encode(), ".svg")
    logo = _checked(picture, folder, brand.logo, ("logo",), faults) or stand_in
    icon = _checked(picture, folder, brand.icon, ("icon",), faults) or logo
    files = {
        f"assets/logo{logo.suffix}": logo.data,
        f"assets/icon{icon.suffix}": icon.data,
        "assets/touch-icon.png": touch_icon(icon),
        **(_fonts(brand.font, folder, faults) if brand.font else {}),
    }
    look = BrandLook(
        files,
        _colours(brand.colours, faults) if brand.colours else {},
        logo=f"assets/logo{logo.suffix}",
        icon=f"assets/icon{icon.suffix}",
        icon_type="image/png" if icon.suffix == ".png" else "image/svg+xml",
        touch_icon="assets/touch-icon.png",
        has_own_font=TYPE in files,
    )
    return look, faults


def _checked(
    check: Callable[[Path, str], T | Fault], folder: Path, name: str | None, place: Place, faults: Faults
) -> T | None:
    """What a file of the clinic's holds; None where none is named, or it cannot be used."""
    found = check(folder, name) if name else None
    if isinstance(found, Fault):
        faults.append((place, found))
        return None
    return found


def _colours(colours: Colours, faults: Faults) -> Mapping[str, str]:
    unreadable = palette.faults(colours.primary, colours.accent)
    for fault in unreadable:
        message = f"`{fault.colour}` is hard to read on light grounds: its contrast is {fault.contrast}, and text needs"
        fix = f"The nearest colour that can be read is `{fault.nearest}`"
        faults.append((("colours", fault.field), Fault("contrast", f"{message} {palette.READABLE}", fix)))
    if unreadable:
        return {}
    derived = palette.palettes(colours.primary, colours.accent)
    sheets = {COLOURS: derived.light, DARK_COLOURS: derived.dark}
    return {path: palette.style_sheet(values) for path, values in sheets.items()}


def _fonts(typeface: Typeface, folder: Path, faults: Faults) -> Mapping[str, bytes]:
    """The fonts with the style sheet that names them; nothing if one of them cannot be used."""
    regular = _checked(font, folder, typeface.regular, ("font", "regular"), faults)
    bold = _checked(font, folder, typeface.bold, ("font", "bold"), faults)
    text = _checked(licence, folder, typeface.licence, ("font", "licence"), faults)
    if not (regular and bold):
        return {}
    sheet = "\n".join(_faces()) + '\n:root {\n  --sb-font: "Own", system-ui, sans-serif;\n}\n'
    files = {"assets/fonts/own-400.woff2": regular, "assets/fonts/own-700.woff2": bold, TYPE: sheet.encode()}
    return {**files, LICENCE: text} if text else files


def _faces() -> Iterator[str]:
    # The typeface's own name is somebody's text, and no browser shows it: it stays out of the sheet.
    for weight in (400, 700):
        yield (
            f'@font-face {{\n  font-display: swap;\n  font-family: "Own";\n  font-weight: {weight};\n'
            f'  src: url("fonts/own-{weight}.woff2") format("woff2");\n}}\n'
        )
