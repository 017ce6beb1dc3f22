"""A practice workspace that a newcomer has started, and a real browser to look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.bot.conftest import typed as typed
from tests.chromium import MISSING, find_chromium
from tests.handlers.conftest import file_slate as file_slate
from tests.handlers.conftest import log as log
from tests.handlers.conftest import slack as slack
from tests.handlers.conftest import talk as talk
from tests.handlers.conversations import Conversation
from tests.journeys.processes import start_practice
from tests.journeys.screens import Screen
from tests.journeys.stories import Story
from tests.journeys.workspaces import Workspace


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    assert path is not None, MISSING
    expect.set_options(timeout=15_000)  # what is awaited may take long on a machine that is busy
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


@pytest.fixture
def story(talk: Conversation) -> Iterator[Story]:
    """A journey that begins with Priya's case BED-1042, on 17 June 2026."""
    story = Story(talk)
    yield story
    story.ends()
