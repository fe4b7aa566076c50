"""Finds programs, or installs the system's packages of the same names: `python find_programs.py nginx caddy`.

The system's package may start a server on its own where there is a service manager, as it always does.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

SYSTEM_PACKAGES = ["apt-get", "install", "-y", "--no-install-recommends"]
# Where system packages put servers, which is not on everybody's PATH.
_PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


def program(name: str) -> str:
    """The path of a program, or "" where there is none."""
    return shutil.which(name, path=_PLACES) or ""


def missing(names: Sequence[str]) -> list[str]:
    """The programs that are not on this machine."""
    return [name for name in names if not program(name)]


def install(names: Sequence[str]) -> None:
    """Tries the system's packages."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], [*SYSTEM_PACKAGES, *names]):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=quiet)


if __name__ == "__main__":
    wanted = sys.argv[1:]
    if missing(wanted):
        install(missing(wanted))
    if missing(wanted):
        command = " ".join([*SYSTEM_PACKAGES, *missing(wanted)])
        sys.exit(f"{' and '.join(missing(wanted))} could not be installed. Run: sudo {command}")
    print(f"Found: {', '.join(map(program, wanted))}")
