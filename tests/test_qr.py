"""The code on paper leads back to the page."""

import re

import pytest
import zxingcpp
from PIL import Image

from macros.qr import qr_code

ADDRESSES = ["https://a.example/", "https://steady-back.example/exercises/bridge/", f"https://a.example/{'ä/' * 200}"]
QUIET, SQUARE = 4, 3  # squares of white round a code, and dots of a printer across one square


def painted(svg: str) -> set[tuple[int, int]]:
    """The squares that a code's path paints, as row and column."""
    found = set()
    x, y = 0, 0
    assert ' d="M0 .5' in svg  # The middle of the first row.
    for sign, first, second in re.findall(r"([mh])(-?\d+)(?: (-?\d+))?", svg.partition(' d="')[2]):
        if sign == "h":
            found |= {(y, column) for column in range(x, x + int(first))}
        x, y = x + int(first), y + int(second or 0)
    return found


def printed(svg: str) -> Image.Image:
    """A code as a printer puts it on white paper."""
    side = int(svg.partition('viewBox="0 0 ')[2].partition(" ")[0])
    paper = Image.new("L", (side + 2 * QUIET, side + 2 * QUIET), "white")
    for row, column in painted(svg):
        paper.putpixel((column + QUIET, row + QUIET), 0)
    return paper.resize((paper.width * SQUARE, paper.height * SQUARE), Image.Resampling.NEAREST)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_reads_the_address_from_paper(address: str) -> None:
    (read,) = zxingcpp.read_barcodes(printed(qr_code(address)))
    assert read.format == zxingcpp.BarcodeFormat.QRCode
    assert (read.text, read.ec_level) == (address, "M")


def test_one_address_has_one_code_each_time_and_two_have_two() -> None:
    assert qr_code(ADDRESSES[0]) == qr_code(ADDRESSES[0]) != qr_code(ADDRESSES[1])


def test_an_address_writes_nothing_into_the_page() -> None:
    expected = r'<svg class="sb-qr" viewBox="[\d ]+"><path stroke="#000" d="[Mmh\d. -]+"/></svg>'
    assert re.fullmatch(expected, qr_code("<b>\"&'"))
