"""Where pages stand in the site. Addresses are relative to the site's root and end in a slash."""

import posixpath


def exercise(id: str) -> str:
    """The page of an exercise."""
    return f"exercises/{id}/"


def routine(id: str) -> str:
    """The page of a routine."""
    return f"routines/{id}/"


def word(folder: str, id: str) -> str:
    """The page of a word of the vocabulary, such as a muscle."""
    return f"{folder}/{id}/"


def relative(target: str, here: str) -> str:
    """The link from the page at `here` to `target`, which may end in `#anchor`."""
    address, _, anchor = target.partition("#")
    link = posixpath.relpath(f"/{address}", f"/{here}") + "/"
    return f"{link}#{anchor}" if anchor else link
