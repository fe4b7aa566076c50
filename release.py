"""Makes the files of a release: `python release.py FOLDER`. The same commit always gives the same bytes."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from macros.history import last_commit_time
from macros.version import VERSION

ROOT = Path(__file__).parent
LOCK = ROOT / "requirements.txt"
FONT = {"type": "file", "name": "Atkinson Hyperlegible Next", "version": "2.001", "licence": "OFL-1.1"}
ICON = {
    "type": "file",
    "name": "Material Design Icons",
    "version": "7.4.47",
    "licence": "Apache-2.0",
    "purl": "pkg:npm/%40mdi/svg@7.4.47",
}
VENDORED = {
    "docs/assets/vendor/minisearch.js": {
        "type": "library",
        "name": "minisearch",
        "version": "7.2.0",
        "licence": "MIT",
        "purl": "pkg:npm/minisearch@7.2.0",
    },
    "docs/assets/fonts/atkinson-hyperlegible-next-400.woff2": FONT,
    "docs/assets/fonts/atkinson-hyperlegible-next-700.woff2": FONT,
    **{f"overrides/icons/{name}.svg": ICON for name in ("close", "magnify", "menu", "weather-night")},
}
"""What others have made and the repository holds, by its file."""


def main(folder: Path) -> None:
    """Writes the package, its locked dependencies, the list of its parts and the sums of all; `folder` is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wheel = build_wheel(folder)
    shutil.copyfile(LOCK, folder / LOCK.name)
    parts = json.dumps(bill_of_materials(sha256(wheel)), indent=2, sort_keys=True, ensure_ascii=False)
    (folder / "sbom.cdx.json").write_text(parts + "\n", encoding="utf-8")
    sums = "".join(f"{sha256(file)}  {file.name}\n" for file in sorted(folder.iterdir()))
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(f"The release is in {folder}")


def build_wheel(folder: Path) -> Path:
    """Builds the package into `folder`, without the network; returns its file."""
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True, env=_environment())
    return next(folder.glob("*.whl"))


def bill_of_materials(wheel: str) -> dict[str, Any]:
    """The parts of the package with this sum in CycloneDX: what the lock file names, and what is vendored.

    No part says where to get it: that is for who installs to choose. The sums of packages are in the lock file.
    """
    options = ["requirements", "--output-reproducible", "--pyproject", str(ROOT / "pyproject.toml"), str(LOCK)]
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", *options]
    made = subprocess.run(command, check=True, env=_environment(), stdout=subprocess.PIPE)
    parts: dict[str, Any] = json.loads(made.stdout)
    whole, tools = parts["metadata"]["component"], parts["metadata"]["tools"]["components"]
    for part in (*parts["components"], *tools):
        part.pop("externalReferences", None)
    for part in parts["components"]:
        part["bom-ref"] = part["purl"]
        del part["description"]  # The line of the lock file, with all sums.
    parts["components"] += [vendored(path, about) for path, about in VENDORED.items()]
    whole |= {"version": VERSION, "hashes": [{"alg": "SHA-256", "content": wheel}]}
    names = [part["bom-ref"] for part in parts["components"]]
    parts["dependencies"] = [{"ref": whole["bom-ref"], "dependsOn": names}, *({"ref": name} for name in names)]
    return parts


def vendored(path: str, about: dict[str, str]) -> dict[str, Any]:
    """A vendored file as a part."""
    rest = {key: value for key, value in about.items() if key != "licence"}
    hashes = [{"alg": "SHA-256", "content": sha256(ROOT / path)}]
    return {**rest, "bom-ref": path, "licenses": [{"license": {"id": about["licence"]}}], "hashes": hashes}


def sha256(file: Path) -> str:
    """The sum of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _environment() -> dict[str, str]:
    return {**os.environ, "SOURCE_DATE_EPOCH": last_commit_time(ROOT) or "0"}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
