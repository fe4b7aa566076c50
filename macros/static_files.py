"""The files that a site has beside its pages: styles, scripts, fonts and pictures, in the look of its copy."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from macros import addresses
from macros.assets import FOLDER
from macros.clinics import Clinic
from macros.copies import Loaded, files_of_docs

_NOT_PUBLISHED = ("schema/",)
"""What is made anew for every site."""


def static_files(loaded: Loaded) -> Mapping[str, bytes]:
    """The content of all files by their path in the source; those in `assets/` are published under another one."""
    has_page = loaded.renderer.site.has_page
    files = {path: file.read_bytes() for path, file in _ours() if has_page(path)}
    return _dressed(files, loaded.clinic) if loaded.clinic else files


def _ours() -> Iterator[tuple[str, Path]]:
    for path, file in files_of_docs().items():
        if file.suffix != ".md" and not path.startswith(_NOT_PUBLISHED):
            yield path, file


def _dressed(files: Mapping[str, bytes], clinic: Clinic) -> Mapping[str, bytes]:
    """The files with a clinic's colours, pictures and type in the place of ours, and what stands beside its pages."""
    look = clinic.look
    kept = {path: content for path, content in files.items() if not (look.has_own_font and _is_font(path))}
    kept.pop(addresses.ICON, None)
    own = {path: file.read_bytes() for path, file in clinic.pages.items() if not path.endswith(".md")}
    dressed = {**kept, **own, **look.files}
    added = {path: dressed[path] + f"\n{rules}".encode() for path, rules in look.added.items() if path in dressed}
    return {**dressed, **added}


def _is_font(path: str) -> bool:
    return path.startswith(f"{FOLDER}fonts/")
