"""Renews the picture in the README: `python -m tests.screenshot docs/practice-workspace.png`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.chromium import MISSING, find_chromium
from tests.journeys.processes import start_practice
from tests.journeys.screens import Screen

HEIGHT = 1420
# What the co-ordinator has typed by then, and something that the answer says.
ASKED = {
    "/mappa how many level 2 cases on 31 March 2014": "45 people",
    "/mappa level 2 cases by month in 2013/14": "2014-03",
}


def main(picture: str) -> int:
    """Start a practice workspace of its own, act on it, take the picture, stop everything."""
    chromium = find_chromium()
    if chromium is None:
        print(MISSING, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        process, address = start_practice(Path(folder))
        with process:
            _take(chromium, address, picture)
    return 0


def _take(chromium: str, address: str, picture: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with Screen(browser, address, height=HEIGHT) as screen:
            expect(screen.place("MAPPA")).to_contain_text("2 new")
            for typed, says in ASKED.items():
                expect(screen.ask(typed)).to_contain_text(says)
            screen.page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
