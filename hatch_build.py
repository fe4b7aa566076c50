"""What the build backend asks this project: its exact dependencies, and what a package holds besides the code."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

CONTENT = (
    *("docs", "exercises", "mkdocs.yml", "overrides", "routines", "vocabulary"),
    *(f"hosting/{name}" for name in ("Caddyfile", "Containerfile.own", "github-pages.yml", "nginx.conf")),
)
"""What stands beside the code in the repository, and inside of it in a package."""


class Pinned(MetadataHookInterface):
    """Makes the locked versions those of the package, so that one version of it always means the same tested set."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Adds the dependencies."""
        metadata["dependencies"] = pinned(Path(self.root, "requirements.txt").read_text(encoding="utf-8"))


def pinned(lock: str) -> list[str]:
    """The requirements of a lock file, without their hashes."""
    lines = (line.removesuffix("\\").strip() for line in lock.splitlines() if not line.startswith((" ", "#")))
    return [line for line in lines if line]


class Bundle(BuildHookInterface[Any]):
    """Puts the content into the package, with its dates: a package has no version history that could be asked."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Names the files; an editable installation finds them where they are."""
        self._workshop = TemporaryDirectory()
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, self.root)
        from macros.changes import recording
        from macros.history import RECORD

        history = Path(self._workshop.name, RECORD)
        history.write_text(recording(root), encoding="utf-8")
        files = {history: RECORD, **{root / name: name for name in CONTENT}}
        build_data["force_include"] |= {str(file): f"macros/bundled/{name}" for file, name in files.items()}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Takes away what was made on the way."""
        self._workshop.cleanup()
