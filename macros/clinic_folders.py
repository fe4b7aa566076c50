"""Where the folders of clinics are, and how people call commands for one of them."""

import os
from pathlib import Path

from macros.fields import is_id
from macros.home import command, is_library

FOLDER = Path("clinics")
FILE = "brand.yml"
"""The file in a clinic's folder that says who it is."""


def folder_of(name: str) -> Path:
    """The folder of a clinic: `clinics/<name>` where there is one, else the path that `name` is."""
    usual = FOLDER / name
    return usual if is_id(name) and usual.is_dir() else Path(name)


def examples(id: str) -> dict[str, str]:
    """What the file of a new clinic says until somebody writes what is true, by what it stands for."""
    return {
        "address": f"https://exercises.{id}.example/",
        "report": f"exercises@{id}.example",
        "street": "1 Example Street",
        "phone": "+44 1632 960000",
    }


def all_folders() -> tuple[Path, ...]:
    """The folders of all clinics here, by name; one that lacks its brand's file is told of, and not passed over."""
    return tuple(sorted(path for path in FOLDER.glob("*/") if not path.name.startswith(".")))


def only_one() -> Path | None:
    """The clinic that is meant where none is named: the only one in a clinic's own repository."""
    found = all_folders()
    return found[0] if len(found) == 1 and not is_library() else None


def lost(verb: str) -> str:
    """What to tell somebody who names no clinic in a folder where it is not plain which is meant; "" in a library.

    A copy of the library under its own name would be taken for the clinic's.
    """
    if Path("exercises").is_dir() or only_one():
        return ""
    if several := all_folders():
        names = ", ".join(folder.name for folder in several)
        return f"There are several clinics here: {names}. Say which one you mean: {how_to(verb, several[0])}"
    here = Path.cwd()
    nearby = (*here.parents, *(path for path in sorted(here.glob("*/")) if not path.name.startswith(".")))
    if home := next(filter(_is_clinics_repository, nearby), None):
        return f'Your clinic is not in this folder. First type: cd "{os.path.relpath(home)}"'
    return ""


def _is_clinics_repository(folder: Path) -> bool:
    """Whether a folder holds the folders of clinics, and not the library too."""
    return any(folder.glob(f"{FOLDER}/*/{FILE}")) and not (folder / "exercises").is_dir()


def how_to(verb: str, clinic: Path, option: str = "") -> str:
    """The command to type for a clinic; `option` is one without a value, such as `seen`."""
    name = clinic.name if clinic == FOLDER / clinic.name else clinic
    made = " ".join(filter(None, (verb, f"CLINIC={name}", f"{option.upper()}=yes" if option else "")))
    named = "" if clinic == only_one() else f"--clinic {name}"
    return command(made, " ".join(filter(None, (verb, named, f"--{option}" if option else ""))))


def how_to_begin() -> str:
    """The command that writes the folder of a new clinic."""
    return command('clinic NAME="…"', 'clinic "…"')
