"""Killed at any moment, the bot loses nothing that it said was saved and sends nothing twice."""

from pathlib import Path

import pytest

from tests.journeys.drill import Drill, Plan
from tests.journeys.ledgers import Findings
from tests.postgres import Postgres

MOMENTS = (
    "killed before the claim",
    "killed before the call",
    "killed in the call",
    "killed after Slack accepted",
    "killed while reconnecting",
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_bot_that_is_killed_loses_nothing_and_sends_nothing_twice(
    tmp_path: Path, database_url: str
) -> None:
    plan = Plan(seconds=0, seed=7, rounds=7, again=40)
    findings = Drill(tmp_path, database_url, plan).run()
    _check(findings)
    assert [moment for moment in MOMENTS if not findings.counts[moment]] == []
    assert findings.counts["locks of the database"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_three_bots_whose_database_is_started_anew_lose_nothing_and_send_nothing_twice(
    tmp_path: Path, database_url: str, postgres: Postgres
) -> None:
    plan = Plan(seconds=0, seed=11, bots=3, rounds=3, again=40)
    findings = Drill(tmp_path, database_url, plan, postgres).run()
    _check(findings)
    assert findings.counts["restarts of the database"]


def _check(findings: Findings) -> None:
    """All is well, and there was something to lose."""
    print(findings.counts)
    assert findings.wrong == []
    assert findings.counts["kills"] >= 3
    assert findings.counts["updates acknowledged"] > 8
    assert findings.counts["reminders arrived"] > 10
    # A third of what Slack delivers here comes again, by chance: how often depends on the machine.
    assert findings.counts["redeliveries"] > 8
