"""A release can be made again by anybody, and says what it is made of."""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

import hatch_build
import release
from macros.version import VERSION
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def parts(released: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((released / "sbom.cdx.json").read_text(encoding="utf-8"))
    return found


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_release_has_its_four_files_and_their_sums_are_right(released: Path) -> None:
    sums = dict(line.split("  ")[::-1] for line in (released / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == {f"steady_back-{VERSION}-py3-none-any.whl", "requirements.txt", "sbom.cdx.json"}
    assert {path.name for path in released.iterdir()} == {*sums, "SHA256SUMS"}
    assert {name: sha256(released / name) for name in sums} == sums
    assert (released / "requirements.txt").read_bytes() == (ROOT / "requirements.txt").read_bytes()


def test_a_release_that_is_made_again_in_another_place_has_the_same_bytes(released: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "stale.whl").write_text("")
    release.main(tmp_path / "again")
    assert {p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()} == {
        p.name: p.read_bytes() for p in released.iterdir()
    }


def test_the_list_of_parts_is_valid_and_holds_no_address_of_a_registry(released: Path, parts: dict[str, Any]) -> None:
    text = (released / "sbom.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.from_version(parts["specVersion"])).validate_str(text) is None
    assert [line for line in text.splitlines() if "://" in line and '"$schema"' not in line] == []


def test_every_locked_package_and_every_vendored_file_is_a_part(parts: dict[str, Any]) -> None:
    locked = {line.split()[0].lower() for line in hatch_build.pinned((ROOT / "requirements.txt").read_text())}
    packages = [part for part in parts["components"] if part.get("purl", "").startswith("pkg:pypi/")]
    assert {f"{part['name']}=={part['version']}".lower() for part in packages} == locked
    others = {part["bom-ref"]: part["hashes"][0]["content"] for part in parts["components"] if part not in packages}
    kinds = ("docs/assets/vendor/*.js", "docs/assets/fonts/*.woff2", "overrides/icons/*.svg")
    files = [path for kind in kinds for path in ROOT.glob(kind)]
    assert others == {path.relative_to(ROOT).as_posix(): sha256(path) for path in files}
    licences = {part["licenses"][0]["license"]["id"] for part in parts["components"] if part not in packages}
    assert licences == {"MIT", "OFL-1.1", "Apache-2.0"}


def test_the_parts_are_those_of_this_very_package(released: Path, parts: dict[str, Any]) -> None:
    whole = parts["metadata"]["component"]
    sums = [sha256(file) for file in released.glob("*.whl")]
    assert (whole["name"], whole["version"]) == ("steady-back", VERSION)
    assert [found["content"] for found in whole["hashes"]] == sums


@pytest.mark.parametrize(("tag", "passes"), [(f"v{VERSION}", True), ("v9.9.9", False), ("v", False), ("v.1.0", False)])
def test_only_the_tag_of_the_version_is_released(tag: str, passes: bool) -> None:
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    command = next(line.partition("run: ")[2] for line in workflow.splitlines() if "macros/version.py" in line)
    done = subprocess.run(command, shell=True, cwd=ROOT, env={"GITHUB_REF_NAME": tag, "PATH": "/usr/bin:/bin"})
    assert (done.returncode == 0) is passes
