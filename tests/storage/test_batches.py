"""Many rows go in as few do, whatever is in them; numbers that are taken are nobody else's."""

from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mappa.cases import Order
from storage.batches import COPIED, in_batches, insert_rows, much_memory, take_ids
from storage.cases import add_case, add_cases, list_cases
from storage.databases import Database, Session
from storage.tables import cases, counters, deliveries, populations
from tests.build import NOW, case
from tests.storage.threads import at_once

NASTY = ["", "\\N", "\\", "a\tb", "a\nb\r\n", '"', "'; --", "\u202eabc", "😀", "%s %(x)s ?", ":x"]


@pytest.mark.parametrize("count", [len(NASTY), COPIED + len(NASTY)])
def test_text_comes_back_as_it_went_in(session: Session, count: int) -> None:
    given = [NASTY[n % len(NASTY)] for n in range(count)]
    rows = [{"area": f"A{n}", "noun": text, "last": n} for n, text in enumerate(given)]
    insert_rows(session, counters, rows)
    found = session.execute(select(counters).order_by(counters.c.last)).all()
    assert [row._asdict() for row in found] == rows


@pytest.mark.parametrize("count", [2, COPIED + 2])
def test_instants_come_back_in_utc(session: Session, count: int) -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    instants = [datetime(2026, 6, 17, 8, 30, n % 60, n, tzinfo=kathmandu) for n in range(count)]
    insert_rows(
        session, deliveries, [{"key": str(n), "seen_at": at} for n, at in enumerate(instants)]
    )
    found = session.execute(select(deliveries.c.key, deliveries.c.seen_at)).all()
    assert {int(row.key): row.seen_at for row in found} == dict(enumerate(instants))
    with pytest.raises(Exception, match="time zone"):
        insert_rows(session, deliveries, [{"key": "x", "seen_at": datetime(2026, 1, 1)}])  # noqa: DTZ001


@pytest.mark.parametrize("count", [2, COPIED + 2])
def test_what_is_empty_stays_empty(session: Session, count: int) -> None:
    orders = (Order("SHPO", date(2026, 5, 1)), Order("VOO", date(2026, 5, 2), date(2027, 1, 1)))
    facts = [case(f"BED-{n}", orders=orders, name="", rosh=None) for n in range(count)]
    stored = add_cases(session, facts, NOW)
    assert [one.facts for one in list_cases(session, ids=[one.id for one in stored])] == facts


@pytest.mark.parametrize("count", [2, COPIED + 2])
def test_a_row_that_is_there_is_refused_as_the_database_does(db: Database, count: int) -> None:
    rows = [{"area": "BED", "year_ending": 2000 + n, "aged_10_plus": 5} for n in range(count)]
    with db.write() as session:
        insert_rows(session, populations, rows[-1:])
    with pytest.raises(IntegrityError) as refused, db.write() as session:
        insert_rows(session, populations, rows)
    assert "aged_10_plus" not in str(refused.value.orig)
    with db.read() as session:
        assert len(session.execute(select(populations)).all()) == 1


def test_numbers_that_were_taken_are_given_to_nobody_else(db: Database) -> None:
    def store(first: int) -> list[int]:
        with db.write() as session:
            made = add_cases(session, [case(f"BED-{first + n}") for n in range(60)], NOW)
            return [one.id for one in made] + [add_case(session, case(f"CAM-{first}"), NOW).id]

    stored = at_once(*[partial(store, first) for first in (1000, 2000, 3000)])
    ids = [number for some in stored for number in some]
    assert len(set(ids)) == len(ids) == 183
    with db.write() as session:
        assert list(take_ids(session, cases, 0)) == []
        plain = session.execute(
            cases.insert().values(ref="X-1", area="BED", data_key_id=_any_key(session), made_at=NOW)
        ).inserted_primary_key
        assert plain and plain[0] not in ids


def _any_key(session: Session) -> Any:
    return session.execute(select(cases.c.data_key_id)).scalars().first()


def test_the_memory_that_an_import_takes_is_given_back(session: Session) -> None:
    if session.connection.dialect.name != "sqlite":
        with much_memory(session):
            return
    usual = session.connection.exec_driver_sql("PRAGMA cache_size").scalar()
    with pytest.raises(ZeroDivisionError), much_memory(session):
        more = session.connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
        assert more != usual
        raise ZeroDivisionError
    assert session.connection.exec_driver_sql("PRAGMA cache_size").scalar() == usual


def test_a_batch_is_never_larger_than_asked_for() -> None:
    assert list(in_batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(in_batches([], 2)) == []
