"""Reminders and transactions: whole or not at all, and right whoever works at the same time."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from storage.cases import get_case
from storage.databases import Database, Session
from storage.deriving import derive_area_reminders
from storage.due_reminders import claim_due_reminders
from storage.reminders import list_reminders_of_case
from storage.tables import reminders
from tests.build import NOW, POLICY, case, open_case, register_cast
from tests.storage.reminding import change, messages, reminded_of, store
from tests.storage.threads import at_once


def test_a_fact_that_is_not_saved_leaves_no_reminder(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
    with pytest.raises(ZeroDivisionError), db.write() as session:
        assert list_reminders_of_case(session, open_case(session, case()).id)
        raise ZeroDivisionError
    with db.read() as session:
        assert session.execute(select(func.count()).select_from(reminders)).scalar() == 0


def test_a_claim_that_fails_hands_nothing_over(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        store(session, ["U0PRIYA"], NOW)
    with pytest.raises(ZeroDivisionError), db.write() as session:
        claim_due_reminders(session, POLICY, NOW)
        raise ZeroDivisionError
    with db.write() as session:
        assert messages(session) == []
        assert claim_due_reminders(session, POLICY, NOW) == 1


def test_several_who_claim_at_once_take_each_reminder_once(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        refs = store(session, ["U0PRIYA", "U0PETE"] * 30, NOW)

    def claim() -> int:
        claimed = 0
        while True:
            with db.write() as session:
                some = claim_due_reminders(session, POLICY, NOW, limit=4)
            if not some:
                return claimed
            claimed += some

    assert sum(at_once(*[claim] * 4)) == len(refs)
    with db.read() as session:
        assert reminded_of(session) == refs


def test_a_date_moved_while_the_area_is_derived_again_has_the_last_word(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        for n in range(1, 9):
            open_case(session, case(f"BED-{n}"))

    def move(n: int) -> None:
        with db.write() as session:
            on = date(2028, 1, 1) + timedelta(days=n)
            change(session, f"BED-{n}", dates={"licence_end": on})

    def derive_all() -> None:
        with db.write() as session:
            derive_area_reminders(session, "BED", POLICY, NOW)

    at_once(derive_all, *[partial(move, n) for n in range(1, 9)], derive_all)
    with db.read() as session:
        for n in range(1, 9):
            assert _planned_dates(session, f"BED-{n}") == {date(2028, 1, 1) + timedelta(days=n)}


def test_what_is_overdue_goes_on_once_while_it_is_sent_and_derived_at_once(db: Database) -> None:
    refs = [f"BED-{n}" for n in range(1, 7)]
    overdue = date(2026, 6, 1)
    with db.write() as session:
        register_cast(session)
        for ref in refs:
            open_case(session, case(ref, dates={"review": overdue}))

    def send() -> None:
        for hour in range(4):
            with db.write() as session:
                claim_due_reminders(session, POLICY, NOW + timedelta(days=7, hours=hour))

    def derive_all() -> None:
        for hour in range(4):
            with db.write() as session:
                derive_area_reminders(session, "BED", POLICY, NOW + timedelta(days=7, hours=hour))

    at_once(send, derive_all, send, derive_all)
    with db.read() as session:
        notices = (reminders.c.kind == "review") & reminders.c.notice.like("overdue%")
        found = session.execute(select(reminders).where(notices)).all()
    told = {(row.case_id, row.person_id, row.notice, row.state) for row in found}
    assert len(told) == len(found) == len(refs) * 2 * 3  # for owner and co-ordinator
    assert {(notice, state) for _, _, notice, state in told} == {
        ("overdue 10 working days", "due"),
        ("overdue 15 working days", "due"),
        ("overdue 20 working days", "planned"),
    }


def _planned_dates(session: Session, ref: str) -> set[date]:
    stored = get_case(session, ref)
    mine = (reminders.c.case_id == stored.id) & (reminders.c.state == "planned")
    return set(session.execute(select(reminders.c.about_on).where(mine)).scalars())
