"""Compressed copies beside the texts of a built site, so that a web server need not compress them at each visit."""

import gzip
import os
from pathlib import Path

_TEXTS = {".html", ".css", ".js", ".json", ".svg", ".xml"}


def compress(site: Path) -> None:
    """Writes `name.gz` beside every text in the folder `site` that gets smaller by it; the same bytes each time."""
    for file in [path for path in site.rglob("*") if path.suffix in _TEXTS and path.is_file()]:
        text = file.read_bytes()
        packed = gzip.compress(text, 9, mtime=0)
        if len(packed) < len(text):
            beside = file.with_name(f"{file.name}.gz")
            beside.write_bytes(packed)
            # Web servers tell browsers this time, and both are the same text.
            os.utime(beside, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
