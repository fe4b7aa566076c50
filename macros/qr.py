"""The code that leads from paper back to the page."""

import re

import segno
from markupsafe import Markup

_RUN = re.compile("#+|_+|\n")
_SIGNS = bytes.maketrans(b"\0\1", b"_#")


def qr_code(address: str) -> Markup:
    """The QR code of an address, as SVG without a margin: what is printed round it is white anyway."""
    # Readers take any mask. To look for the best of the eight would take most of the time, and helps none to read.
    matrix = segno.make(address, error="m", micro=False, mask=0).matrix
    side = len(matrix)
    path = _columns(b"".join(matrix).translate(_SIGNS).decode(), side)
    drawn = f'<path stroke="#000" d="M.5 0{path}"/>'
    return Markup(f'<svg class="sb-qr" viewBox="0 0 {side} {side}">{drawn}</svg>')  # noqa: S704 - nothing but numbers


def _columns(signs: str, side: int) -> str:
    """The strokes down the columns of a square that is written row by row, `#` where it is dark."""
    runs = range(1, side + 1)
    strokes = {**{"#" * n: f"v{n}" for n in runs}, **{"_" * n: f"m0 {n}" for n in runs}, "\n": f"m1-{side}"}
    columns = "\n".join(signs[column::side] for column in range(side))
    return "".join([strokes[run] for run in _RUN.findall(columns)])
