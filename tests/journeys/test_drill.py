"""Killed at any moment, the bot loses nothing that it said was saved and sends nothing twice."""

import logging
from pathlib import Path

import pytest

from tests.journeys.drill import Drill, Plan


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_bot_that_is_killed_loses_nothing_and_sends_nothing_twice(
    tmp_path: Path, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    _drill(tmp_path, database_url, Plan(seconds=7, seed=7), caplog)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_bots_that_are_killed_in_turn_lose_nothing_and_send_nothing_twice(
    tmp_path: Path, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    _drill(tmp_path, database_url, Plan(seconds=7, seed=11, bots=2), caplog)


def _drill(folder: Path, url: str, plan: Plan, caplog: pytest.LogCaptureFixture) -> None:
    """Run it, and make sure that there was something to lose."""
    caplog.set_level(logging.CRITICAL, "aiohttp")
    findings = Drill(folder, url, plan).run()
    assert findings.wrong == []
    assert findings.counts["kills"] >= plan.rounds
    assert findings.counts["updates acknowledged"] > 20
    assert findings.counts["reminders arrived"] > 10
    assert findings.counts["redeliveries"] > 20
