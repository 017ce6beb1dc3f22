"""Quiet times: in London, over midnight and both changes of the clocks; nothing waits for ever."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.clocks import LONDON
from mappa.quiet_times import QuietTime, quiet_outside, quiet_time, told_from

NIGHT = quiet_time("19:00", "07:00")
LUNCH = quiet_time("12:00", "13:30")
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
QUIET = st.builds(QuietTime, HOURS, HOURS)
# Whole years, so that the changes of the clocks are met, and the hours around them often.
CHANGES = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from(
        [datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)]
    ),
    st.integers(0, 16 * 60),
)
FIRST, LAST = datetime(2026, 1, 1), datetime(2028, 12, 31)  # noqa: DTZ001  # given a zone below
INSTANTS = CHANGES | st.datetimes(FIRST, LAST, timezones=st.just(UTC))


def london(*given: int, fold: int = 0) -> datetime:
    return datetime(*given, tzinfo=LONDON, fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("quiet", "now", "told"),
    [
        (NIGHT, london(2026, 6, 17, 18, 59), london(2026, 6, 17, 18, 59)),
        (NIGHT, london(2026, 6, 17, 19, 0), london(2026, 6, 18, 7, 0)),
        (NIGHT, london(2026, 6, 18, 6, 59), london(2026, 6, 18, 7, 0)),
        (NIGHT, london(2026, 6, 18, 7, 0), london(2026, 6, 18, 7, 0)),
        (NIGHT, london(2026, 12, 31, 23, 0), london(2027, 1, 1, 7, 0)),
        (LUNCH, london(2026, 6, 17, 12, 30), london(2026, 6, 17, 13, 30)),
        (LUNCH, london(2026, 6, 17, 14, 0), london(2026, 6, 17, 14, 0)),
        # 01:30 does not come on the day the clocks go forward: it is over at 02:30.
        (quiet_time("22:00", "01:30"), london(2026, 3, 29, 0, 50), london(2026, 3, 29, 2, 30)),
        # It comes twice when they go back: quiet until the first, and then from 01:00 again.
        (quiet_time("22:00", "01:30"), london(2026, 10, 25, 1, 29), london(2026, 10, 25, 1, 30)),
        (
            quiet_time("22:00", "01:30"),
            london(2026, 10, 25, 1, 0, fold=1),
            london(2026, 10, 25, 1, 30, fold=1),
        ),
        (quiet_time("00:00", "00:00"), london(2026, 6, 17, 0, 0), london(2026, 6, 17, 0, 0)),
    ],
)
def test_what_falls_due_in_a_quiet_time_is_told_at_its_end(
    quiet: QuietTime, now: datetime, told: datetime
) -> None:
    assert told_from(now, quiet) == told


@settings(max_examples=60)
@given(INSTANTS, st.none() | QUIET, st.none() | QUIET)
def test_it_is_told_within_two_days_and_never_in_somebodys_own_quiet_time(
    now: datetime, own: QuietTime | None, late: QuietTime | None
) -> None:
    at = told_from(now, own, late)
    assert now <= at <= now + timedelta(hours=49)
    assert own is None or not own.holds(at)
    assert told_from(at, own, late) == at, "when its time has come it is not put off again"
    if at == now and late and late.holds(now):
        assert own, "only where both together leave nothing of the day"


@pytest.mark.parametrize(
    ("hours", "quiet"),
    [
        ("at once", None),
        ("07:00-19:00", NIGHT),
        ("00:00-12:00", QuietTime(time(12), time(0))),
    ],
)
def test_what_comes_late_is_told_in_the_hours_of_the_policy(
    hours: str, quiet: QuietTime | None
) -> None:
    assert quiet_outside(hours) == quiet
