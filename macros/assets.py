"""Where the styles, scripts, fonts and pictures of the pages' frame are published.

They share a folder that is named by what they hold, so that a browser may keep them for ever: one changed byte gives
all of them new addresses, and what one of them says of another goes on being right.
"""

import hashlib
from collections.abc import Mapping

FOLDER = "assets/"
"""The folder in which they stand before they are published."""
_DIGITS = 10
SHEETS = tuple(f"{FOLDER}{name}.css" for name in ("type", "colours", "figures", "frame", "parts"))
"""The style sheets of every page, in the order in which it loads them."""


def hashed_folder(contents: Mapping[str, bytes]) -> str:
    """The folder for files with these contents, by path: `assets/<hash>/`."""
    digest = hashlib.sha256()
    for path, content in sorted(contents.items()):
        digest.update(f"{len(path)} {path} {len(content)} ".encode())
        digest.update(content)
    return f"{FOLDER}{digest.hexdigest()[:_DIGITS]}/"


def published(path: str, folder: str) -> str:
    """Where the file at `path` is published if the frame's files are in `folder`; other files stay where they are."""
    return f"{folder}{path.removeprefix(FOLDER)}" if path.startswith(FOLDER) else path
