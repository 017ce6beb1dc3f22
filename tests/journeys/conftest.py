"""A practice workspace that a newcomer has started, and a real browser to look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import MISSING, find_chromium
from tests.journeys.processes import start_practice
from tests.journeys.screens import Screen
from tests.journeys.workspaces import Workspace


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    assert path is not None, MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("practice")


@pytest.fixture(scope="session")
def practice(practice_folder: Path) -> Iterator[Workspace]:
    """The workspace and the bot as `run` starts them, with the sample caseload."""
    process, address = start_practice(practice_folder)
    with process:
        yield Workspace(address)


@pytest.fixture
def screen(browser: Browser, practice: Workspace) -> Iterator[Screen]:
    """The page as the co-ordinator sees it; at the end it must have had no error of any kind."""
    with Screen(browser, practice.address) as screen:
        yield screen
    assert screen.errors == []
    assert practice.state("U0CORA")["broken"] == []
