"""The dates of an area as a whole: case audits, training sessions, the annual return."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mappa.people import Person
from mappa.trainings import Training
from storage.area_dates import derive_area_dates
from storage.case_audits import add_audit
from storage.cases import add_case
from storage.databases import Session
from storage.people import add_person
from storage.tables import frozen_returns, reminders, trainings
from storage.trainings import add_training
from tests.build import NOW, POLICY, TODAY, case, person
from tests.storage.panels import planned, told
from tests.storage.reminding import send_due

LAST_YEAR, THIS_YEAR = date(2026, 6, 30), date(2027, 6, 30)  # three months after 31 March


@pytest.fixture(autouse=True)
def area(session: Session, cast: dict[str, Person]) -> None:
    """An area with one case since January."""
    add_case(session, case(), NOW)


def derive(session: Session, days: int = 0) -> None:
    derive_area_dates(session, "BED", POLICY, NOW + timedelta(days=days))


def freeze(session: Session, year: int) -> None:
    values = {"counting": "first", "figures": "{}", "fingerprint": "", "approved_by": "the chair"}
    row = {"area": "BED", "year_from": year, "frozen_at": NOW, **values}
    session.execute(frozen_returns.insert().values(**row))


def test_the_annual_return_is_told_of_to_co_ordinators_until_it_is_frozen(session: Session) -> None:
    derive(session)
    found = planned(session, "annual_return")
    assert {(subject, who) for subject, who, _, _ in found} == {("area BED", "U0CORA")}
    assert {(on, notice) for _, _, on, notice in found} == {
        *((LAST_YEAR, n) for n in ("28 days", "7 days", "on the day", "overdue 2 weeks")),
        *((THIS_YEAR, n) for n in ("6 weeks", "28 days", "7 days", "on the day")),
        (THIS_YEAR, "overdue 2 weeks"),
    }
    freeze(session, 2025)
    derive(session)
    assert {on for _, _, on, _ in planned(session, "annual_return")} == {THIS_YEAR}


def test_a_return_that_nobody_freezes_is_asked_for_every_two_weeks(session: Session) -> None:
    derive(session)
    for day in range(80):
        send_due(session, POLICY, NOW + timedelta(days=day))
    derive(session, 80)
    assert {n for _, _, on, n in planned(session, "annual_return") if on == LAST_YEAR} == {
        "overdue 10 weeks"
    }


def test_of_a_year_in_which_the_area_kept_no_case_nothing_is_asked(session: Session) -> None:
    add_person(session, person("U0CAM", "co-ordinator", area="CAM"), NOW)
    derive_area_dates(session, "CAM", POLICY, NOW)
    assert planned(session, "annual_return") == set()


def test_the_next_audit_follows_the_last_one_in_an_area_that_keeps_them(session: Session) -> None:
    derive(session)
    assert planned(session, "case_audit") == set()
    add_audit(session, "BED-A1", "BED", TODAY - timedelta(days=100))
    add_audit(session, "CAM-A1", "CAM", TODAY)
    derive(session)
    assert {on for _, _, on, _ in planned(session, "case_audit")} == {date(2026, 9, 9)}
    add_audit(session, "BED-A2", "BED", TODAY)
    derive(session)
    assert planned(session, "case_audit") == {
        ("area BED", "U0CORA", date(2026, 12, 17), notice)
        for notice in ("28 days", "7 days", "on the day", "overdue 4 weeks")
    }


def test_a_training_session_ahead_is_told_of_and_one_that_was_is_not(session: Session) -> None:
    ref = add_training(session, "BED", Training("", TODAY + timedelta(days=30), ("police",)))
    add_training(session, "BED", Training("", TODAY - timedelta(days=30), ("police",)))
    derive(session)
    assert planned(session, "training") == {
        (f"training {ref}", "U0CORA", TODAY + timedelta(days=30), notice)
        for notice in ("28 days", "7 days")
    }
    session.execute(trainings.delete())
    derive(session)
    assert told(session, "training") == set()


def test_an_area_may_ask_who_came_to_a_session_until_it_is_noted(session: Session) -> None:
    rules = {"training": replace(POLICY.reminders["training"], overdue="every 1 week")}
    own = replace(POLICY, reminders=rules)
    on = TODAY - timedelta(days=8)
    add_training(session, "BED", Training("", on, ("police",)))
    derive_area_dates(session, "BED", own, NOW)
    assert {n for _, _, _, n in planned(session, "training")} == {
        "overdue 1 week", "overdue 2 weeks",
    }  # fmt: skip
    session.execute(trainings.update().values(attended=12))
    derive_area_dates(session, "BED", own, NOW)
    assert told(session, "training") == set()


def test_deriving_again_changes_nothing(session: Session) -> None:
    add_audit(session, "BED-A1", "BED", TODAY - timedelta(days=300))
    derive(session)
    before = session.execute(reminders.select().order_by(reminders.c.id)).all()
    derive(session)
    assert session.execute(reminders.select().order_by(reminders.c.id)).all() == before
