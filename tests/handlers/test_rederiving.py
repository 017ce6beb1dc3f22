"""A changed policy, other bank holidays, a new day: the reminders follow without anybody asking."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from handlers.rederiving import derive_what_changed
from mappa.cases import Spell
from mappa.policies import ReminderRules
from storage.cases import add_case
from storage.databases import Database, Session
from storage.installations import get_note
from storage.tables import reminders
from tests.build import NOW, POLICY, case, register_cast

OTHER = replace(
    POLICY,
    reminders={**POLICY.reminders, "licence_end": ReminderRules(("7 days",), ("owner",))},
    fingerprint="another",
)


def planned(session: Session) -> set[tuple[str, date]]:
    """Priya's of the licence end, by notice."""
    query = select(reminders).where(
        reminders.c.kind == "licence_end", reminders.c.state == "planned"
    )
    return {(row.notice, row.about_on) for row in session.execute(query)}


def test_a_changed_policy_is_followed_after_the_next_start(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        add_case(session, case(), NOW)  # with no reminder yet
    derive_what_changed(db, POLICY, lambda: NOW)
    with db.read() as session:
        assert {notice for notice, _ in planned(session)} == {
            "6 months", "12 weeks", "28 days", "7 days", "on the day",
        }  # fmt: skip
    derive_what_changed(db, OTHER, lambda: NOW)
    with db.read() as session:
        assert planned(session) == {("7 days", date(2027, 3, 31))}


def test_what_was_derived_by_the_same_rules_that_day_is_left_alone(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
    derive_what_changed(db, POLICY, lambda: NOW)
    with db.write() as session:
        add_case(session, case(), NOW)
    derive_what_changed(db, POLICY, lambda: NOW)
    derive_what_changed(db, POLICY, lambda: NOW + timedelta(days=1))  # only areas, not each case
    with db.read() as session:
        assert planned(session) == set()


def test_what_is_cut_short_is_begun_anew(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        add_case(session, case(), NOW)
    derive_what_changed(db, POLICY, lambda: NOW, lambda: True)
    with db.read() as session:
        assert planned(session) == set()
        assert get_note(session, "reminders derived by") is None
    derive_what_changed(db, POLICY, lambda: NOW)
    with db.read() as session:
        assert len(planned(session)) == 5


def test_a_new_year_brings_its_own_return(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        add_case(session, case(), NOW)
    for year in range(3):
        derive_what_changed(db, POLICY, partial(NOW.__add__, timedelta(days=365 * year)))
    with db.read() as session:
        query = select(reminders.c.about_on).where(reminders.c.kind == "annual_return").distinct()
        assert len(set(session.execute(query).scalars())) >= 3


def test_a_case_that_leaves_on_a_day_known_ahead_is_told_of_no_more(db: Database) -> None:
    spell = Spell(2, 2, date(2026, 1, 5), date(2026, 7, 1))
    with db.write() as session:
        register_cast(session)
        add_case(session, case(spells=(spell,)), NOW)
    counts = []
    for days in (0, 13, 14):  # up to 30 June, and 1 July
        derive_what_changed(db, POLICY, partial(NOW.__add__, timedelta(days=days)))
        with db.read() as session:
            counts.append(len(planned(session)))
    assert counts == [5, 5, 0]


def test_many_late_notices_of_a_new_policy_come_in_one_message(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        for number in range(21):
            ends = {"licence_end": date(2026, 6, 24)}
            add_case(session, case(f"BED-{number + 1}", dates=ends), NOW)
    derive_what_changed(db, OTHER, lambda: NOW)
    with db.read() as session:
        late = session.execute(
            select(reminders.c.late).where(reminders.c.kind == "licence_end")
        ).scalars()
        assert set(late) == {True}
