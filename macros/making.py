"""What all engines' ways of making the site share: how it begins, and what stops it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from macros.copies import Loaded
from macros.menu import MenuError
from macros.publication import Publication
from macros.reporting import report


class NotBuiltError(Exception):
    """Nothing is built. The message says why; problems of the content have been told before."""


def begin(loaded: Loaded, config: Mapping[str, Any]) -> Publication:
    """The site that a configuration asks for. A preview goes on with what is valid, if anything.

    Raises NotBuiltError.
    """
    preview = bool(config["extra"]["preview"])
    report(loaded.advice)
    if loaded.problems:
        report(loaded.problems)
        is_there = loaded.clinic is None or loaded.clinic.folder.is_dir()
        if not (preview and is_there):
            raise NotBuiltError(f"Nothing was built: the content has {len(loaded.problems)} problem(s), listed above.")
    if not config["repo_url"]:
        raise NotBuiltError("Readers must be able to report mistakes. Set REPO_URL, or `repo_url` in mkdocs.yml.")
    try:
        return Publication(loaded, Path(str(config["extra"]["content"])), config["nav"] or [], preview=preview)
    except MenuError as error:
        raise NotBuiltError(str(error)) from error


def finish(publication: Publication, to: Path, *, preview: bool) -> None:
    """Writes the site into the folder `to`. Only a preview goes on with what is wrong in it.

    Raises NotBuiltError.
    """
    try:
        wrong = publication.write(to)
    except MenuError as error:
        raise NotBuiltError(str(error)) from error
    report(wrong)
    if wrong and not preview:
        raise NotBuiltError(f"Nothing was built: the pages have {len(wrong)} problem(s), listed above.")
