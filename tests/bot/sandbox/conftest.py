"""A workspace for one test, and an app that acknowledges everything."""

import logging
from collections.abc import Iterator

import pytest

from bot.sandbox.workspace import Limits
from tests.bot.sandbox.looks import Look, looking
from tests.bot.workspaces import App, Slack, serve


@pytest.fixture(autouse=True)
def _no_traceback(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The server logs a fault of its own with its traceback, which the suite would keep from the
    screen: so a look at the screen alone cannot fail."""
    yield
    faults = [one for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
    assert [one.getMessage() for one in faults if one.name.startswith("aiohttp")] == []


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
def slack(limits: Limits) -> Iterator[Slack]:
    with serve(limits) as served:
        yield served


@pytest.fixture
def app(slack: Slack) -> Iterator[App]:
    with App(slack).connected() as listening:
        yield listening


@pytest.fixture(scope="session")
def look() -> Iterator[Look]:
    with looking() as found:
        yield found
