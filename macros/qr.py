"""The code that leads from paper back to the page."""

import re
from collections.abc import Mapping
from functools import cache

from markupsafe import Markup
from zint import Symbol, Symbology

_RUN = re.compile("#+|_+|\n")
_LEVEL_M = 2
_FIRST_MASK = 1 << 8
"""Readers take any of the eight masks; to look for the best takes ten times as long, and they read none better."""
_ROW = 144  # bytes: room for the widest of all codes
_BITS = tuple(f"{number:08b}"[::-1].translate(str.maketrans("01", "_#")) for number in range(256))
"""The signs of a byte, whose lowest bit is the first square."""


def qr_code(address: str) -> Markup:
    """The QR code of an address, as SVG without a margin: what is printed round it is white anyway."""
    code = Symbol()
    code.symbology, code.option_1, code.option_3 = Symbology.QRCODE, _LEVEL_M, _FIRST_MASK
    code.encode(address)
    side = code.width
    drawn = f'<path stroke="#000" d="M.5 0{_columns(_signs(bytes(code.encoded_data), side), side)}"/>'
    return Markup(f'<svg class="sb-qr" viewBox="0 0 {side} {side}">{drawn}</svg>')  # noqa: S704 - nothing but numbers


def _signs(data: bytes, side: int) -> str:
    """The square row by row, `#` where it is dark."""
    rows = (data[start : start + (side + 7) // 8] for start in range(0, side * _ROW, _ROW))
    return "".join("".join([_BITS[byte] for byte in row])[:side] for row in rows)


def _columns(signs: str, side: int) -> str:
    """The strokes down the columns of a square that is written row by row, `#` where it is dark."""
    strokes = _strokes(side)
    columns = "\n".join(signs[column::side] for column in range(side))
    return "".join([strokes[run] for run in _RUN.findall(columns)])


@cache
def _strokes(side: int) -> Mapping[str, str]:
    """How each run of squares is drawn, in a code of so many squares; there are 40 sizes."""
    runs = range(1, side + 1)
    return {**{"#" * n: f"v{n}" for n in runs}, **{"_" * n: f"m0 {n}" for n in runs}, "\n": f"m1-{side}"}
