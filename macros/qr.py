"""The code that leads from paper back to the page."""

import segno
from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """The QR code of an address, as SVG without a margin: what is printed round it is white anyway."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=0, svgclass="sb-qr", lineclass=None))  # noqa: S704 - by segno
