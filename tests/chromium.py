"""Finds a Chromium for the suite, installs one if it can, or says in one sentence what to do."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "No Chromium was found and none could be installed: "
    "install one (on Debian: apt-get install chromium) and run make test again."
)


def find_chromium() -> str | None:
    """The path of a Chromium that starts."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[str]:
    yield from (path for name in NAMES if (path := shutil.which(name)))
    from playwright.sync_api import sync_playwright

    # Only now: the driver takes a second to start.
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        yield own


def _starts(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version", "--no-sandbox"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _install() -> None:
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        ways += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for way in ways:
        subprocess.run(way, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if find_chromium():
            return


def main() -> int:
    if find_chromium():
        return 0
    print("Installing Chromium for the browser tests.", flush=True)
    _install()
    if find_chromium():
        return 0
    print(MISSING, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
