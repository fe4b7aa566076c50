"""The code that leads from paper back to the page."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby

from markupsafe import Markup
from zint import Symbol, Symbology

_LEVEL_M = 2
_FIRST_MASK = 1 << 8
"""Readers take any of the eight masks; to look for the best takes ten times as long, and they read none better."""
_ROW = 144  # bytes: room for the widest of all codes


def qr_code(address: str) -> Markup:
    """The QR code of an address, as SVG without a margin: what is printed round it is white anyway."""
    code = Symbol()
    code.symbology, code.option_1, code.option_3 = Symbology.QRCODE, _LEVEL_M, _FIRST_MASK
    code.encode(address)
    side, squares = code.width, bytes(code.encoded_data)
    whole, rest = divmod(side, 8)
    inner, last = _strokes(8), _strokes(rest)
    rows = (squares[start : start + whole + 1] for start in range(0, side * _ROW, _ROW))
    drawn = f"m-{side} 1".join(["".join([inner[byte] for byte in row[:whole]]) + last[row[whole]] for row in rows])
    path = f'<path stroke="#000" d="M0 .5{drawn}"/>'
    return Markup(f'<svg class="sb-qr" viewBox="0 0 {side} {side}">{path}</svg>')  # noqa: S704 - nothing but numbers


@cache
def _strokes(squares: int) -> Sequence[str]:
    """How each byte is drawn whose lowest bits are so many squares of a row, from left to right."""
    return [_stroke([byte >> square & 1 for square in range(squares)]) for byte in range(256)]


def _stroke(squares: Sequence[int]) -> str:
    runs = ((dark, len(list(run))) for dark, run in groupby(squares))
    return "".join(f"h{length}" if dark else f"m{length} 0" for dark, length in runs)
