"""A look at the page in a real browser."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.bot.workspaces import Slack
from tests.chromium import MISSING, find_chromium
from tests.journeys.screens import Screen

Steps = Callable[[Screen], None]
Look = Callable[[Slack, Steps], None]


@contextmanager
def looking() -> Iterator[Look]:
    """A browser in a thread of its own: one thread cannot drive two, and the journeys have one."""
    path = find_chromium()
    assert path is not None, MISSING
    with ThreadPoolExecutor(1) as thread:
        playwright = thread.submit(lambda: sync_playwright().start()).result()
        started = thread.submit(
            playwright.chromium.launch, executable_path=path, args=["--no-sandbox"]
        )
        browser = started.result()
        yield lambda slack, steps: thread.submit(_look, browser, slack, steps).result()
        thread.submit(browser.close).result()
        thread.submit(playwright.stop).result()


def _look(browser: Browser, slack: Slack, steps: Steps) -> None:
    with Screen(browser, slack.server.url) as screen:
        steps(screen)
        screen.page.wait_for_timeout(0)  # what the console complained of has been heard
    assert screen.errors == []
