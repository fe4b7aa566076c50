"""Finds the web servers that `make test-hosting` starts, or installs them; run by it before the tests.

The system's package may start a server on its own where there is a service manager, as it always does.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("nginx", "caddy")
SYSTEM_PACKAGES = ["apt-get", "install", "-y", "--no-install-recommends"]
# Where system packages put servers, which is not on everybody's PATH.
_PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


def server(name: str) -> str:
    """The path of a web server, or "" where there is none."""
    return shutil.which(name, path=_PLACES) or ""


def missing() -> list[str]:
    """The servers that are not on this machine."""
    return [name for name in NAMES if not server(name)]


def install(names: list[str]) -> None:
    """Tries the system's packages."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], [*SYSTEM_PACKAGES, *names]):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=quiet)


if __name__ == "__main__":
    if missing():
        install(missing())
    if missing():
        command = " ".join([*SYSTEM_PACKAGES, *missing()])
        sys.exit(f"The tests need {' and '.join(missing())}, which could not be installed. Run: sudo {command}")
    print(f"Web servers for the tests: {', '.join(map(server, NAMES))}")
