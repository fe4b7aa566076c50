"""Writes the folder of a new clinic, ready to build."""

import re
from collections.abc import Iterator
from pathlib import Path

from macros.authoring import NoFileNameError
from macros.clinic_folders import FILE, FOLDER, examples
from macros.drafting import fill
from macros.home import HOME, is_library
from macros.loading import Content
from macros.look import mark
from macros.problems import quoted
from macros.questions import id_for
from macros.rules.wording import DRAFT_SIGN, TO_BE_WRITTEN
from macros.seen import now, write_seen
from macros.suggestions import suggestion
from macros.version import VERSION

# What stands before the first field of a file is for the library's own editors.
_FIRST_FIELD = re.compile(r"^(?=\w+:)", re.MULTILINE)


def write_clinic(name: str, content: Content) -> Path:
    """Writes the folder of a clinic of this name; returns it. Raises NoFileNameError rather than change one.

    Outside the library's repository, the files come along that name its release and publish the copy.
    """
    id = id_for(name)
    folder = FOLDER / id
    if not id:
        raise NoFileNameError("The name gives no name for a folder. Choose one with letters from a to z.")
    if folder.exists():
        raise NoFileNameError(f"{folder} is there already. Choose another name, or change its brand.yml.")
    folder.mkdir(parents=True)
    if not is_library():
        _write_repository(id)
    text = fill(
        "brand.yml",
        schema="../../docs/schema/brand.schema.json" if is_library() else "",
        draft_sign=DRAFT_SIGN,
        name=name,
        tagline="Exercises for your back.",
        **examples(id),
    )
    (folder / FILE).write_text(text, encoding="utf-8")
    (folder / "logo.svg").write_text(mark("#1d4f6b"), encoding="utf-8")
    write_seen(folder, now(content))
    return folder


def write_adapted(clinic: Path, id: str, content: Content) -> Path:
    """Writes a file in which a clinic changes an exercise of the library, with the library's text as remarks.

    Raises NoFileNameError where there is no such exercise, or such a file already.
    """
    entries = {entry.id: entry for entry in content.exercises}
    path = clinic / "adapted" / f"{id}.yml"
    if id not in entries:
        raise NoFileNameError(f"The library has no exercise {quoted(id)}. {suggestion(id, entries)}".strip())
    if path.exists():
        raise NoFileNameError(f"{path} is there already. Change that file.")
    fields = _FIRST_FIELD.split(Path(entries[id].path).read_text(encoding="utf-8"), maxsplit=1)[-1]
    lines = [
        "# Take the # and its space away from each line that you change, and from all that belong to the same field.",
        f"# reason: {TO_BE_WRITTEN}",
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([*lines, *(f"# {line}" for line in fields.splitlines())]) + "\n", encoding="utf-8")
    return path


def _write_repository(clinic: str) -> None:
    """Writes what a clinic's own repository needs beside its folder; what is there already stays."""
    for name, text in _repository(clinic):
        path = Path(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _repository(clinic: str) -> Iterator[tuple[str, str]]:
    yield "requirements.txt", f"steady-back=={VERSION}\n"
    yield ".gitignore", ".venv/\n.cache/\nsite/\nsites/\n"
    workflow = (HOME / "hosting" / "github-pages.yml").read_text(encoding="utf-8")
    yield ".github/workflows/publish.yml", workflow.replace("northside-spine", clinic)
