"""A date that has passed is told of again and again: on working days, never twice, without end."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.clocks import LONDON
from mappa.notices import due_at
from mappa.overdue import Chase, chase, is_every, is_overdue_notice, was_due
from mappa.periods import day_after
from mappa.working_days import is_working_day

NINE = time(9)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("about_on", "every", "now", "passed", "ahead"),
    [
        # a Wednesday in summer
        ("2026-06-17", "2 working days", at(2026, 6, 1), None, ("2 working days", "2026-06-19")),
        ("2026-06-17", "2 working days", at(2026, 6, 19, 7, 59), None,
         ("2 working days", "2026-06-19")),
        ("2026-06-17", "2 working days", at(2026, 6, 19, 8), ("2 working days", "2026-06-19"),
         ("4 working days", "2026-06-23")),
        ("2026-06-17", "1 working day", at(2026, 6, 18, 8), ("1 working day", "2026-06-18"),
         ("2 working days", "2026-06-19")),
        # what falls on a weekend is told of on Monday, and only the longest of it
        ("2026-06-19", "1 day", at(2026, 6, 19, 12), None, ("3 days", "2026-06-22")),
        ("2026-06-19", "1 day", at(2026, 6, 21, 12), None, ("3 days", "2026-06-22")),
        ("2026-06-19", "1 day", at(2026, 6, 22, 12), ("3 days", "2026-06-22"),
         ("4 days", "2026-06-23")),
        ("2026-06-20", "1 week", at(2026, 6, 21), None, ("1 week", "2026-06-29")),
        # Christmas: 25 December 2026 is a Friday, the 28th a bank holiday
        ("2026-12-23", "2 working days", at(2026, 12, 24), None, ("2 working days", "2026-12-29")),
        ("2026-12-24", "2 days", at(2026, 12, 28, 12), None, ("4 days", "2026-12-29")),
        # Easter Monday is 6 April 2026; the clocks go forward on 29 March
        ("2026-04-02", "1 working day", at(2026, 4, 5), None, ("1 working day", "2026-04-07")),
        ("2026-03-27", "1 working day", at(2026, 3, 28), None, ("1 working day", "2026-03-30")),
        # a leap day, and the turn of a year
        ("2024-02-28", "1 day", at(2024, 2, 28, 12), None, ("1 day", "2024-02-29")),
        ("2026-12-30", "2 working days", at(2026, 12, 31), None, ("2 working days", "2027-01-04")),
        # years of it
        ("2013-05-06", "4 weeks", at(2026, 6, 17, 8), ("684 weeks", "2026-06-15"),
         ("688 weeks", "2026-07-13")),
    ],
)  # fmt: skip
def test_where_the_notices_of_a_date_stand(
    about_on: str,
    every: str,
    now: datetime,
    passed: tuple[str, str] | None,
    ahead: tuple[str, str],
) -> None:
    found = chase(date.fromisoformat(about_on), f"every {every}", NINE, now)
    assert found.ahead == _told(*ahead)
    assert found.passed == (_told(*passed) if passed else None)


def _told(elapsed: str, day: str) -> tuple[str, datetime]:
    return f"overdue {elapsed}", due_at(date.fromisoformat(day), NINE)


@pytest.mark.parametrize("text", ["every 2 working days", "every 1 day", "every 12 weeks"])
def test_the_policy_may_say(text: str) -> None:
    assert is_every(text)


@pytest.mark.parametrize(
    "text",
    ["", "daily", "every day", "every 0 days", "every 2 months", "2 days", "every 1000 days"],
)
def test_the_policy_may_not_say(text: str) -> None:
    assert not is_every(text)
    with pytest.raises(ValueError, match="does not say how often"):
        chase(date(2026, 6, 17), text, NINE, at(2026, 6, 17))


def test_a_notice_that_was_passed_on_is_no_link_of_the_chain() -> None:
    assert is_overdue_notice("overdue 1 working day")
    assert not is_overdue_notice("overdue 2 working days, not acknowledged")
    assert not was_due(date(2026, 6, 1), "28 days", NINE, at(2026, 7, 1))


days = st.dates(date(2018, 1, 1), date(2040, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2026, 12, 24), date(2026, 4, 2), date(2026, 3, 29), date(2026, 10, 25),
     date(2021, 12, 31)]
)  # fmt: skip
rules = st.builds(
    lambda count, unit: f"every {count} {unit}",
    st.integers(1, 9),
    st.sampled_from(["working days", "days", "weeks"]),
)
hours = st.times(time(6), time(20)).map(lambda hour: hour.replace(second=0, microsecond=0))
minutes = st.integers(-30 * 24 * 60, 90 * 24 * 60)


@given(days, rules, hours, minutes)
def test_it_is_what_counting_one_by_one_finds(
    about_on: date, every: str, hour: time, minute: int
) -> None:
    now = due_at(about_on, hour) + timedelta(minutes=minute)
    count, unit = every.removeprefix("every ").split(" ", 1)
    told: dict[datetime, int] = {}  # of several on one day the longest
    for elapsed in range(int(count), 200 + 2 * int(count), int(count)):
        day = day_after(about_on, f"{elapsed} {unit}")
        while not is_working_day(day):
            day += timedelta(days=1)
        told[due_at(day, hour)] = elapsed
    behind = [due for due in told if due <= now]
    found = chase(about_on, every, hour, now)
    assert _plain(found.ahead) == _plain_of(told, min(due for due in told if due > now))
    assert (found.passed is None) == (not behind)
    if found.passed:
        assert _plain(found.passed) == _plain_of(told, max(behind))
        assert was_due(about_on, found.passed[0], hour, now)
    assert not was_due(about_on, found.ahead[0], hour, now)


def _plain(notice: tuple[str, datetime]) -> tuple[int, datetime]:
    return int(notice[0].split()[1]), notice[1]


def _plain_of(told: dict[datetime, int], due: datetime) -> tuple[int, datetime]:
    return told[due], due


@given(days, rules, hours)
def test_each_notice_brings_the_next_and_none_comes_twice(
    about_on: date, every: str, hour: time
) -> None:
    links: list[Chase] = [chase(about_on, every, hour, due_at(about_on, hour))]
    while len(links) < 12:
        last = links[-1]
        links.append(chase(about_on, every, hour, last.ahead[1]))
        assert links[-1].passed == last.ahead
        assert links[-1].ahead[1] > last.ahead[1]
    assert len({link.ahead[0] for link in links}) == len(links)
    for link in links:
        local = link.ahead[1].astimezone(LONDON)
        assert is_working_day(local.date())
        assert local.time() == hour
        assert local.date() > about_on
