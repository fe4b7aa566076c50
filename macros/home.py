"""Where the library's own files are: around the code in the repository, inside of it in an installed package."""

import shutil
import sys
from pathlib import Path, PurePath

_PACKAGE = Path(__file__).parent
_BUNDLED = _PACKAGE / "bundled"

HOME = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent
"""The folder with `exercises/`, `docs/`, `mkdocs.yml` and so on."""
CONFIGURATION = HOME / "mkdocs.yml"


def command(make: str, alone: str) -> str:
    """How people call a command here: by `make` where there is a Makefile, else by the installed package's own."""
    return f"make {make}" if Path("Makefile").is_file() else f"{_program()} {alone}"


def _program() -> str:
    """How the installed program is called from here: by its place where the current folder holds its environment."""
    name, beside = "steady-back", Path(sys.executable).with_name("steady-back")
    if shutil.which(name) or not beside.is_relative_to(Path.cwd()):
        return name
    return str(beside.relative_to(Path.cwd()))


def is_library(folder: Path = Path()) -> bool:
    """Whether a folder, the current one if none is named, holds a library and not only what a clinic adds to one."""
    return (folder / "exercises").is_dir()


def library() -> Path:
    """The content folder where none is named: the current folder if it is a library, else ours."""
    return Path() if is_library() else HOME


def cache(content: Path) -> Path:
    """Where that which was made from a content folder is kept between builds; never inside an installed package."""
    return (Path() if content.absolute() == _BUNDLED else content) / ".cache"


def in_repository(path: PurePath) -> PurePath | None:
    """Where a file of the project stands in its repository; None for one that is not of it."""
    inside = path.relative_to(HOME) if path.is_relative_to(HOME) else path
    return None if inside.is_absolute() or ".." in inside.parts else inside
