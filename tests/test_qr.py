"""The code on paper leads back to the page."""

import re

import pytest
import segno

from macros.qr import qr_code

ADDRESSES = ["https://a.example/", "https://steady-back.example/exercises/bridge/", f"https://a.example/{'ä/' * 200}"]


def painted(svg: str) -> set[tuple[int, int]]:
    """The squares that a code's path paints, as row and column."""
    found = set()
    x, y = -0.5, 0
    for sign, first, second in re.findall(r"([Mmv])(-?[\d.]+)(?:[ ]?(-?\d+))?", svg.partition(' d="')[2]):
        if sign == "v":
            found |= {(row, int(x)) for row in range(y, y + int(first))}
            y += int(first)
        else:
            x, y = (float(first), int(second)) if sign == "M" else (x + int(first), y + int(second))
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_paints_the_code_of_the_address_and_nothing_else(address: str) -> None:
    svg = qr_code(address)
    matrix = segno.make(address, error="m", micro=False, mask=0).matrix
    assert f'viewBox="0 0 {len(matrix)} {len(matrix)}"' in svg
    dark = {(row, column) for row, line in enumerate(matrix) for column, sign in enumerate(line) if sign}
    assert painted(svg) == dark


def test_one_address_has_one_code_each_time_and_two_have_two() -> None:
    assert qr_code(ADDRESSES[0]) == qr_code(ADDRESSES[0]) != qr_code(ADDRESSES[1])


def test_an_address_writes_nothing_into_the_page() -> None:
    expected = r'<svg class="sb-qr" viewBox="[\d ]+"><path stroke="#000" d="[Mmv\d. -]+"/></svg>'
    assert re.fullmatch(expected, qr_code("<b>\"&'"))
