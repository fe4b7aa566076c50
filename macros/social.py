"""Pictures of pages for those with whom one is shared: PNG files, made once and kept between builds."""

import hashlib
import os
from pathlib import Path

import resvg_py

from macros.home import cache


class SocialPictures:
    """Makes PNG files from SVG, and keeps them in `folder` if it can be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def png(self, svg: str) -> Path | bytes:
        """The PNG of a picture in its own size: a kept file, or its bytes where none can be kept."""
        file = self._folder / f"{_fingerprint(svg)}.png"
        if file.is_file():
            return file
        # No fonts: what they would draw differs from machine to machine.
        drawn = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
        return file if _kept(file, drawn) else drawn


def social_pictures(root: Path) -> Path:
    """Where the pictures of a content folder are kept between builds."""
    return cache(root) / "social"


def _fingerprint(svg: str) -> str:
    return hashlib.sha256(f"{resvg_py.__version__} {svg}".encode()).hexdigest()


def _kept(file: Path, drawn: bytes) -> bool:
    """Writes a file whole or not at all, as two builds may run at once; returns whether that went well."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        fresh.write_bytes(drawn)
        fresh.replace(file)
    except OSError:
        return False
    return True
