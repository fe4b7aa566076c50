"""What the build backend asks this project: its exact dependencies, and what a package holds besides the code."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

CONTENT = ("docs", "exercises", "hosting", "mkdocs.yml", "overrides", "routines", "vocabulary")
"""What stands in the repository beside the code, and in a package inside of it."""


class Pinned(MetadataHookInterface):
    """Makes the locked versions those of the package: one version of it always means the same tested set."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Adds the dependencies."""
        metadata["dependencies"] = pinned(Path(self.root, "requirements.txt").read_text(encoding="utf-8"))


def pinned(lock: str) -> list[str]:
    """The requirements of a lock file, without their hashes."""
    lines = (line.partition("#")[0].rstrip("\\ ") for line in lock.splitlines() if not line.startswith(" "))
    return [line for line in lines if line]


class Bundle(BuildHookInterface[Any]):
    """Puts the content into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Names the files; an editable installation finds them where they are."""
        if version == "editable":
            return
        root = Path(self.root)
        build_data["force_include"] |= {
            str(root / name): f"macros/bundled/{name}" for name in CONTENT if (root / name).exists()
        }
