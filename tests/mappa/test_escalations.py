"""When a reminder is passed on: on a working day, at the hour of the policy, step by step."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.clocks import LONDON, london_day
from mappa.escalations import first_notice, passed_on_at, passed_on_notice
from mappa.policies import Escalation, Policy, ReminderRules
from mappa.working_days import is_working_day
from tests.build import POLICY

FIRST, LAST = datetime(2025, 1, 1), datetime(2028, 12, 31)  # noqa: DTZ001  # given a zone below


def passing_on(*after: str) -> Policy:
    steps = tuple(Escalation(one, ("chair",)) for one in after)
    rules = ReminderRules(("7 days",), ("owner",), escalate=steps)
    return replace(POLICY, reminders={"licence_end": rules})


def nine(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("sent_at", "after", "at"),
    [
        (nine(2026, 6, 17), "2 working days", nine(2026, 6, 19)),
        (nine(2026, 6, 19), "2 working days", nine(2026, 6, 23)),  # over the weekend
        (nine(2026, 4, 2), "1 working day", nine(2026, 4, 7)),  # over Easter
        (nine(2026, 12, 24), "2 working days", nine(2026, 12, 30)),  # over Christmas
        (nine(2026, 6, 19), "1 day", nine(2026, 6, 22)),  # a Saturday: not before it
        (nine(2026, 6, 17), "1 week", nine(2026, 6, 24)),
        # Ten past midnight in London, still the day before in UTC.
        (datetime(2026, 6, 16, 23, 10, tzinfo=UTC), "1 working day", nine(2026, 6, 18)),
    ],
)
def test_it_waits_for_the_period_from_the_day_it_was_sent(
    sent_at: datetime, after: str, at: datetime
) -> None:
    assert passed_on_at(passing_on(after), "licence_end", 0, sent_at) == at


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    st.sampled_from(["1 day", "2 working days", "1 week", "1 month"]),
)
def test_it_is_never_passed_on_before_the_next_day_nor_on_a_day_off(
    sent_at: datetime, after: str
) -> None:
    at = passed_on_at(passing_on(after), "licence_end", 0, sent_at)
    assert at is not None
    assert london_day(at) > london_day(sent_at)
    assert is_working_day(london_day(at))
    assert at < sent_at + timedelta(days=45)


def test_every_step_has_its_own_time_and_after_the_last_it_ends() -> None:
    policy, sent_at = passing_on("1 day", "1 week"), nine(2026, 6, 17)
    found = [passed_on_at(policy, "licence_end", step, sent_at) for step in range(3)]
    assert found == [nine(2026, 6, 18), nine(2026, 6, 24), None]
    assert passed_on_at(policy, "release", 0, sent_at) is None


@pytest.mark.parametrize(
    "notice", ["7 days", "on the day", "overdue 2 working days", "overdue 2600 working days"]
)
def test_a_notice_says_once_that_it_was_not_acknowledged_and_can_be_stored(notice: str) -> None:
    said = passed_on_notice(notice)
    assert said.startswith(notice)
    assert said != notice
    assert len(said) <= 40
    assert passed_on_notice(said) == said
    assert first_notice(said) == first_notice(notice) == notice


def test_it_reads_as_the_policy_means_it() -> None:
    assert passed_on_notice("7 days") == "7 days, not acknowledged"
