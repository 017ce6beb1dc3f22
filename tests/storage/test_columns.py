"""Instants: the same moment comes back, in UTC, whatever zone it was given or is kept in."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from storage.databases import Session
from storage.tables import deliveries
from tests.storage.conftest import undone

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ZONES = OFFSETS | st.sampled_from(
    [UTC, ZoneInfo("Europe/London"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/St_Johns")]
)
INSTANTS = st.datetimes(datetime(1950, 1, 1), datetime(2199, 12, 31), timezones=ZONES)  # noqa: DTZ001


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(moments=st.lists(INSTANTS, min_size=1, max_size=6))
def test_instants_come_back_in_utc_and_in_their_true_order(
    session: Session, moments: list[datetime]
) -> None:
    with undone(session):
        rows = [{"key": str(n), "seen_at": moment} for n, moment in enumerate(moments)]
        session.execute(deliveries.insert(), rows)
        query = select(deliveries.c.seen_at).order_by(deliveries.c.seen_at)
        found = session.execute(query).scalars().all()
        expected = sorted(moment.astimezone(UTC) for moment in moments)
        middle = expected[len(expected) // 2]
        up_to = session.execute(query.where(deliveries.c.seen_at <= middle)).scalars().all()
    assert found == expected
    assert {moment.tzinfo for moment in found} == {UTC}
    assert up_to == [moment for moment in expected if moment <= middle]


def test_both_hours_of_the_autumn_clock_change_stay_apart(session: Session) -> None:
    london = ZoneInfo("Europe/London")
    first = datetime(2026, 10, 25, 1, 30, tzinfo=london)
    second = first.replace(fold=1)
    rows = [{"key": "summer", "seen_at": first}, {"key": "winter", "seen_at": second}]
    session.execute(deliveries.insert(), rows)
    found = session.execute(select(deliveries.c.seen_at).order_by(deliveries.c.key)).scalars()
    assert [moment.hour for moment in found] == [0, 1]


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    naive = datetime(2026, 6, 17, 9, 30)  # noqa: DTZ001
    with pytest.raises(StatementError, match="needs a time zone"):
        session.execute(deliveries.insert().values(key="k", seen_at=naive))
