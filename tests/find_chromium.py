"""Finds a Chromium for the browser tests, or installs one; run by `make test` before the tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SYSTEM_PACKAGE = ["apt-get", "install", "-y", "chromium"]


def chromium() -> str:
    """The path of a Chromium, or "" where there is none."""
    on_path = next((path for name in NAMES if (path := shutil.which(name))), "")
    return on_path or _of_playwright()


def _of_playwright() -> str:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def install() -> None:
    """Tries the system's package, then Playwright's own."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(SYSTEM_PACKAGE, check=False, stdout=subprocess.DEVNULL)
    if not chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not chromium():
        install()
    if not chromium():
        command = " ".join(SYSTEM_PACKAGE)
        sys.exit(f"The tests need a Chromium, and none could be installed. Run: sudo {command}")
    print(f"Browser for the tests: {chromium()}")
