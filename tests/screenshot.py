"""Renews the picture in the README: `make screenshot` runs it against a running workspace."""

import sys

from playwright.sync_api import sync_playwright

ASKED = (
    "/mappa how many level 2 cases on 31 March 2014",
    "/mappa how many level 2 category 2 cases on 31 March 2014",
    "/mappa case BED-3001",
)


def main(address: str, chromium: str, picture: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 900})
        page.goto(address)
        for number, typed in enumerate(ASKED, start=1):
            page.get_by_label("Message", exact=True).fill(typed)
            page.get_by_role("button", name="Send").click()
            page.locator("article.private").nth(number - 1).wait_for()
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
