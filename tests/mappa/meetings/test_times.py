"""Days and times of meetings: read the British way, in London, and refused with the right words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.clocks import LONDON
from mappa.errors import RuleBroken
from mappa.meetings.times import (
    Moment,
    check_hours,
    check_working_day,
    in_words,
    london_instant,
    read_coming_day,
    read_moment,
    read_time,
    read_times,
)
from mappa.meetings.urgent_lines import in_two_hours

TODAY = date(2026, 6, 17)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("10:00", time(10)), ("10.30", time(10, 30)), ("9:05", time(9, 5)), ("1400", time(14)),
        ("2pm", time(14)), ("2 pm", time(14)), ("2:30 PM", time(14, 30)), ("12am", time(0)),
        ("12pm", time(12)), ("noon", time(12)), ("midday", time(12)), ("00:15", time(0, 15)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_type_it(typed: str, right: time) -> None:
    assert read_time(typed, "at") == right


@pytest.mark.parametrize(
    "typed", ["", "10", "2", "25:00", "10:60", "13pm", "0pm", "10:0", "٣:00", "ten", "10:00:00"]
)
def test_what_is_no_certain_time_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(RuleBroken, match="Example: at 10:00") as refused:
        read_time(typed, "at")
    assert refused.value.field == "at"


@given(st.times())
def test_every_minute_of_the_day_can_be_typed(at: time) -> None:
    whole = at.replace(second=0, microsecond=0)
    assert read_time(f"{whole:%H:%M}", "at") == whole
    assert read_time(f"{whole:%I:%M %p}", "at") == whole


def test_from_when_to_when_is_one_value() -> None:
    for typed in ("10:00 to 13:00", "10:00-13:00", "10am until 1pm"):
        assert read_times(typed, "at") == (time(10), time(13))
    assert read_times("10:00", "at") == (time(10), None)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("7 July 2026", date(2026, 7, 7)), ("7 July", date(2026, 7, 7)), ("today", TODAY),
        ("tomorrow", date(2026, 6, 18)), ("3 June", date(2027, 6, 3)), ("7/7/26", date(2026, 7, 7)),
        ("Tuesday 7 July 2026", date(2026, 7, 7)), ("Tues 7 July", date(2026, 7, 7)),
        ("17 June", TODAY), ("7/7", date(2026, 7, 7)),
    ],
)  # fmt: skip
def test_a_day_is_the_next_one_of_that_name(typed: str, right: date) -> None:
    assert read_coming_day(typed, "on", TODAY) == right


@pytest.mark.parametrize(
    "typed", ["3 June 2026", "yesterday", "1 July 2029", "31 June", "March", "Monday 7 July"]
)
def test_a_day_that_is_past_or_far_or_none_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_coming_day(typed, "on", TODAY)
    assert refused.value.field == "on"
    assert "Example: " in refused.value.message


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("14 July 2026", Moment(date(2026, 7, 14))), ("14:00", Moment(None, time(14))),
        ("14 July 2026 14:00", Moment(date(2026, 7, 14), time(14))),
        ("tomorrow 2 pm", Moment(date(2026, 6, 18), time(14))), ("2pm", Moment(None, time(14))),
        ("14/7/2026, 9:30", Moment(date(2026, 7, 14), time(9, 30))),
    ],
)  # fmt: skip
def test_a_moment_is_a_day_a_time_or_both(typed: str, right: Moment) -> None:
    assert read_moment(typed, "move", TODAY) == right


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.times())
def test_an_instant_in_london_says_the_time_that_was_typed_or_there_is_none(
    day: date, at: time
) -> None:
    at = at.replace(second=0, microsecond=0)
    try:
        instant = london_instant(day, at)
    except RuleBroken:
        assert (day.month, day.weekday(), at.hour) == (3, 6, 1)  # the hour that is left out
        return
    local = instant.astimezone(LONDON)
    assert (local.date(), local.time()) == (day, at)
    assert f"{at:%H:%M}" in in_words(instant)


def test_panels_begin_in_office_hours_on_working_days() -> None:
    check_hours(time(10), time(13))
    for at, ends in ((time(6, 59), None), (time(20, 1), None), (time(10), time(10))):
        with pytest.raises(RuleBroken, match="Example: "):
            check_hours(at, ends)
    check_working_day(date(2026, 7, 7))
    with pytest.raises(RuleBroken, match="The next one is Tuesday 29 December 2026"):
        check_working_day(date(2026, 12, 25))


@given(st.timedeltas(timedelta(0), timedelta(731)))
def test_an_emergency_is_at_the_first_quarter_after_two_hours(since: timedelta) -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC) + since
    at = in_two_hours(now)
    assert timedelta(hours=2) <= at - now < timedelta(hours=2, minutes=15)
    assert (at.astimezone(LONDON).minute % 15, at.second, at.microsecond) == (0, 0, 0)
