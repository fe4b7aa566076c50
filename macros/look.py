"""How a clinic's copy looks: what it has in the place of our files."""

from collections.abc import Mapping
from dataclasses import dataclass

MARK_COLOUR = "#24403c"
_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="{colour}"/>'
    '<path fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" d="M12 6v12M6 12h12"/></svg>\n'
)
"""Stands in for a logo."""


@dataclass(frozen=True)
class BrandLook:
    """What a copy has in the place of our files; paths are those of the site's source."""

    files: Mapping[str, bytes]
    """Pictures, fonts and style sheets by path."""
    added: Mapping[str, str]
    """What comes to the end of a style sheet of ours, by path."""
    logo: str
    icon: str
    icon_type: str
    touch_icon: str
    has_own_font: bool


def mark(colour: str = MARK_COLOUR) -> str:
    """A neutral mark for a clinic without a logo, as SVG."""
    return _MARK.format(colour=colour)
