"""When a date is told of: on working days, at the hour of the policy, and never not at all."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.clocks import LONDON, london_day
from mappa.notices import due_at, is_notice, notice_day, plan_notices
from mappa.working_days import is_working_day

NINE = time(9)
SHIPPED = ("6 months", "12 weeks", "28 days", "7 days", "on the day")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("about_on", "notice", "day"),
    [
        (date(2027, 3, 31), "6 months", date(2026, 9, 30)),  # September has no 31st
        (date(2024, 8, 31), "6 months", date(2024, 2, 29)),
        (date(2026, 8, 31), "6 months", date(2026, 2, 28)),
        (date(2027, 1, 15), "1 month", date(2026, 12, 15)),
        (date(2027, 1, 31), "13 months", date(2025, 12, 31)),
        (date(2027, 3, 31), "12 weeks", date(2027, 1, 6)),
        (date(2027, 3, 31), "28 days", date(2027, 3, 3)),
        (date(2024, 3, 7), "7 days", date(2024, 2, 29)),
        (date(2027, 3, 31), "on the day", date(2027, 3, 31)),
        (date(2024, 2, 29), "on the day", date(2024, 2, 29)),
    ],
)
def test_a_notice_falls_on_its_day(about_on: date, notice: str, day: date) -> None:
    assert notice_day(about_on, notice) == day


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 6, 17), utc(date(2026, 6, 17), 8)),  # summer time
        (date(2026, 12, 16), utc(date(2026, 12, 16), 9)),
        (date(2026, 3, 29), utc(date(2026, 3, 27), 9)),  # the day the clocks go forward: a Sunday
        (date(2026, 3, 30), utc(date(2026, 3, 30), 8)),
        (date(2026, 10, 25), utc(date(2026, 10, 23), 8)),  # the day they go back
        (date(2026, 10, 26), utc(date(2026, 10, 26), 9)),
        (date(2026, 6, 20), utc(date(2026, 6, 19), 8)),  # Saturday
        (date(2026, 4, 6), utc(date(2026, 4, 2), 8)),  # Easter Monday: Maundy Thursday
        (date(2026, 12, 28), utc(date(2026, 12, 24), 9)),  # a run of four days off
        (date(2021, 12, 28), utc(date(2021, 12, 24), 9)),  # a run of four with both moved
        (date(2024, 2, 29), utc(date(2024, 2, 29), 9)),
        (date(2027, 1, 1), utc(date(2026, 12, 31), 9)),  # back into the year before
    ],
)
def test_it_is_told_at_nine_in_london_on_a_working_day(day: date, due: datetime) -> None:
    assert due_at(day, NINE) == due


def test_all_notices_ahead_are_planned_in_order() -> None:
    planned = plan_notices(date(2027, 3, 31), SHIPPED, NINE, utc(date(2026, 6, 17), 8))
    assert [(p.notice, p.due_at, p.state) for p in planned] == [
        ("6 months", utc(date(2026, 9, 30), 8), "planned"),
        ("12 weeks", utc(date(2027, 1, 6), 9), "planned"),
        ("28 days", utc(date(2027, 3, 3), 9), "planned"),
        ("7 days", utc(date(2027, 3, 24), 9), "planned"),
        ("on the day", utc(date(2027, 3, 31), 8), "planned"),
    ]


def test_late_notices_collapse_into_the_latest_which_is_due_now() -> None:
    now = utc(date(2027, 3, 10), 14, 5)
    planned = plan_notices(date(2027, 3, 31), SHIPPED, NINE, now)
    assert [(p.notice, p.state) for p in planned] == [
        ("6 months", "void"),
        ("12 weeks", "void"),
        ("28 days", "planned"),
        ("7 days", "planned"),
        ("on the day", "planned"),
    ]
    assert planned[2].due_at == now
    assert planned[3].due_at > now


def test_a_notice_of_this_very_minute_is_late_and_told() -> None:
    now = utc(date(2027, 3, 24), 9)
    planned = plan_notices(date(2027, 3, 31), SHIPPED, NINE, now)
    assert [p.state for p in planned] == ["void", "void", "void", "planned", "planned"]
    assert planned[3].due_at == now


def test_a_date_of_today_is_told_of_now_even_in_the_evening() -> None:
    now = utc(date(2027, 3, 31), 21)
    planned = plan_notices(date(2027, 3, 31), SHIPPED, NINE, now)
    assert [p.state for p in planned] == ["void"] * 4 + ["planned"]
    assert planned[-1].due_at == now


def test_after_midnight_in_london_the_date_of_yesterday_is_past() -> None:
    now = utc(date(2027, 3, 31), 23, 30)  # summer time: it is 1 April in London
    assert london_day(now) == date(2027, 4, 1)
    planned = plan_notices(date(2027, 3, 31), SHIPPED, NINE, now)
    assert {p.state for p in planned} == {"void"}


def test_a_sunday_date_recorded_on_its_saturday_is_told_of_at_once() -> None:
    now = utc(date(2026, 6, 20), 10)
    planned = plan_notices(date(2026, 6, 21), ("on the day",), NINE, now)
    assert [(p.due_at, p.state) for p in planned] == [(now, "planned")]


def test_quiet_leaves_what_is_late_void_and_plans_the_rest() -> None:
    now = utc(date(2027, 3, 10), 9)
    planned = plan_notices(date(2027, 3, 31), SHIPPED, NINE, now, quiet=True)
    assert [p.state for p in planned] == ["void"] * 3 + ["planned"] * 2


def test_of_two_notices_on_one_working_day_the_nearer_is_told() -> None:
    # Both fall into the Christmas run and are told on 24 December.
    notices = ("on the day", "1 day")
    planned = plan_notices(date(2026, 12, 28), notices, NINE, utc(date(2026, 12, 24), 12))
    assert [(p.notice, p.state) for p in planned] == [("1 day", "void"), ("on the day", "planned")]


@pytest.mark.parametrize("text", ["6 months", "1 month", "12 weeks", "28 days", "on the day"])
def test_the_policy_may_say(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize(
    "text", ["", "0 days", "soon", "6 years", "-1 days", "1000 days", "28  days", "6 months "]
)
def test_the_policy_may_not_say(text: str) -> None:
    assert not is_notice(text)


notices = st.lists(
    st.builds(
        lambda n, unit: f"{n} {unit}",
        st.integers(1, 60),
        st.sampled_from(["days", "weeks", "months"]),
    )
    | st.just("on the day"),
    unique=True,
    max_size=6,
).map(tuple)
dates = st.dates(date(2015, 1, 1), date(2045, 12, 31))
hours = st.times(time(6), time(20)).map(lambda at: at.replace(second=0, microsecond=0))
nows = st.builds(datetime.combine, dates, st.times(), st.just(UTC))


@given(dates, notices, hours, nows, st.booleans())
def test_no_notice_is_lost_and_at_most_one_is_told_at_once(
    about_on: date, named: tuple[str, ...], at: time, now: datetime, quiet: bool
) -> None:
    planned = plan_notices(about_on, named, at, now, quiet=quiet)
    assert sorted(p.notice for p in planned) == sorted(named)
    assert {p.state for p in planned} <= {"planned", "void"}
    told = [p for p in planned if p.state == "planned" and p.due_at == now]
    late = [p for p in planned if due_at(notice_day(about_on, p.notice), at) <= now]
    past = about_on < london_day(now)
    assert len(told) == (1 if late and not past and not quiet else 0)
    assert all(p.state == "planned" for p in planned if p not in late)
    if told:  # no void one is nearer to the date than the one that is told
        nearest = max(notice_day(about_on, p.notice) for p in late)
        assert notice_day(about_on, told[0].notice) == nearest


@given(dates, notices, hours)
def test_a_planned_notice_is_on_a_working_day_at_the_hour_and_not_after_its_day(
    about_on: date, named: tuple[str, ...], at: time
) -> None:
    for p in plan_notices(about_on, named, at, LONG_AGO):
        local = p.due_at.astimezone(LONDON)
        day = notice_day(about_on, p.notice)
        assert is_working_day(local.date())
        assert local.time() == at
        assert timedelta(0) <= day - local.date() < timedelta(7)
        assert p.state == "planned"
