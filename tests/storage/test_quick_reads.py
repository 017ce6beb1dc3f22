"""What is read straight from the driver is what SQLAlchemy would have read, also when it fails."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Table, bindparam, func, literal_column, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from storage.cases import add_case, get_case
from storage.databases import Database, Session
from storage.quick_reads import QuickRead
from storage.tables import case_dates, cases, deliveries
from tests.build import NOW, case
from tests.storage.whole_workbooks import full_case


@pytest.mark.parametrize("table", [cases, case_dates], ids=["cases", "case_dates"])
def test_every_type_of_value_is_read_as_sqlalchemy_reads_it(session: Session, table: Table) -> None:
    add_case(session, full_case(), NOW)
    add_case(session, case("BED-2"), NOW)
    query = select(table).order_by(table.c.id)
    rows = QuickRead(query).rows(session, {})
    assert [row._asdict() for row in rows] == [row._asdict() for row in session.execute(query)]
    assert len(rows) >= 2


def test_values_are_given_as_sqlalchemy_gives_them(session: Session) -> None:
    kept = datetime(2026, 6, 17, 8, 30, tzinfo=UTC)
    session.execute(deliveries.insert(), [{"key": "a", "seen_at": kept}])
    query = select(deliveries.c.key).where(
        deliveries.c.seen_at == bindparam("at", type_=deliveries.c.seen_at.type)
    )
    assert QuickRead(query).one(session, {"at": kept}) == ("a",)
    assert QuickRead(query).one(session, {"at": NOW.replace(year=2000)}) is None


def test_two_rows_are_not_one(session: Session) -> None:
    add_case(session, case("BED-1"), NOW)
    add_case(session, case("BED-2"), NOW)
    with pytest.raises(LookupError, match="one row"):
        QuickRead(select(cases.c.id)).one(session, {})


def test_a_statement_that_fails_says_so_in_sqlalchemys_words(db: Database) -> None:
    wrong = QuickRead(select(func.no_such_function(literal_column("1")).label("one")))
    with pytest.raises((OperationalError, ProgrammingError), match="no_such_function"):  # noqa: SIM117
        with db.read() as session:
            wrong.rows(session, {})
    with db.read() as session:  # the connection is as good as before
        assert QuickRead(select(cases.c.id)).rows(session, {}) == []


def test_whoever_waits_too_long_for_a_case_is_told_as_ever(db: Database) -> None:
    with db.write() as session:
        add_case(session, case("BED-1"), NOW)
    with db.write() as session:
        get_case(session, "BED-1", to_change=True)
        with pytest.raises(OperationalError), db.within(0.1).write() as hurried:
            get_case(hurried, "BED-1", to_change=True)
