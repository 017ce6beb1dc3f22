"""The day that it is in London, at any instant."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from mappa.clocks import london_day


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 17, 22, 59, tzinfo=UTC), date(2026, 6, 17)),
        (datetime(2026, 6, 17, 23, 0, tzinfo=UTC), date(2026, 6, 18)),  # summer time
        (datetime(2026, 12, 17, 23, 59, tzinfo=UTC), date(2026, 12, 17)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),  # the clocks went forward
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),  # and back
        (datetime(2026, 6, 18, 5, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 6, 17)),
    ],
)
def test_the_day_changes_at_midnight_in_london(instant: datetime, day: date) -> None:
    assert london_day(instant) == day
