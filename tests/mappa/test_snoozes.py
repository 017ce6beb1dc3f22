"""Putting a reminder off: to a working day, at the hour of the policy, never past its date."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.clocks import LONDON, london_day
from mappa.errors import RuleBroken
from mappa.snoozes import CHOICES, IN_A_WEEK, ON_THE_DAY, TOMORROW, snooze_choices, snoozed_until
from mappa.working_days import is_working_day

NINE = time(9)
FIRST, LAST = datetime(2025, 1, 1), datetime(2028, 12, 31)  # noqa: DTZ001  # given a zone below
WEDNESDAY = datetime(2026, 6, 17, 8, 30, tzinfo=UTC)
FRIDAY = datetime(2026, 6, 19, 8, 30, tzinfo=UTC)
EASTER = datetime(2026, 4, 2, 10, tzinfo=UTC)  # the Thursday before Good Friday


def nine(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "about_on", "choices"),
    [
        (
            WEDNESDAY,
            date(2026, 7, 15),
            {TOMORROW: nine(2026, 6, 18), IN_A_WEEK: nine(2026, 6, 24),
             ON_THE_DAY: nine(2026, 7, 15)},
        ),
        (WEDNESDAY, date(2026, 6, 24), {TOMORROW: nine(2026, 6, 18), IN_A_WEEK: nine(2026, 6, 24)}),
        (
            WEDNESDAY,
            date(2026, 6, 23),
            {TOMORROW: nine(2026, 6, 18), ON_THE_DAY: nine(2026, 6, 23)},
        ),
        (WEDNESDAY, date(2026, 6, 18), {TOMORROW: nine(2026, 6, 18)}),
        (WEDNESDAY, date(2026, 6, 17), {}),
        (FRIDAY, date(2026, 6, 20), {}),  # a Saturday, told of on the Friday
        (FRIDAY, date(2026, 6, 22), {TOMORROW: nine(2026, 6, 22)}),
        (WEDNESDAY, date(2026, 6, 16), {TOMORROW: nine(2026, 6, 18), IN_A_WEEK: nine(2026, 6, 24)}),
        (EASTER, date(2026, 4, 1), {TOMORROW: nine(2026, 4, 7), IN_A_WEEK: nine(2026, 4, 9)}),
    ],
)  # fmt: skip
def test_what_can_be_chosen_depends_on_the_date(
    now: datetime, about_on: date, choices: dict[str, datetime]
) -> None:
    assert snooze_choices(about_on, NINE, now) == choices


@pytest.mark.parametrize(
    ("choice", "about_on", "says"),
    [
        (IN_A_WEEK, date(2026, 6, 23), "24 June 2026, and it is about 23 June 2026; nothing was"),
        (IN_A_WEEK, date(2026, 6, 23), "Press “On the day” instead."),
        (IN_A_WEEK, date(2026, 6, 18), "Press “Tomorrow” instead."),
        (TOMORROW, date(2026, 6, 17), "about 17 June 2026, which leaves no day to put it off to"),
        (ON_THE_DAY, date(2026, 6, 17), "Acknowledge it instead."),
        ("year", date(2026, 7, 17), "Press one of the other buttons."),
    ],
)
def test_a_refusal_says_what_is_possible(choice: str, about_on: date, says: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        snoozed_until(choice, about_on, NINE, WEDNESDAY)
    assert says in refused.value.message


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    st.integers(-40, 400),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
)
def test_it_comes_again_later_on_a_working_day_and_not_after_its_date(
    now: datetime, days: int, at: time
) -> None:
    today = london_day(now)
    about_on = today + timedelta(days=days)
    for choice in CHOICES:
        try:
            until = snoozed_until(choice, about_on, at, now)
        except RuleBroken:
            assert days <= 10 or choice == ON_THE_DAY
            continue
        assert until > now
        assert is_working_day(london_day(until))
        assert days < 0 or london_day(until) <= about_on
