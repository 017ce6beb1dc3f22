"""A workspace for one test, and an app that acknowledges everything."""

from collections.abc import Iterator

import pytest

from bot.sandbox.workspace import Limits
from tests.bot.workspaces import App, Slack, serve


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
