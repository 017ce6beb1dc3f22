"""The sample: moves into an empty database only, and makes it a practice one for good."""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from math import ceil

import pytest
from sqlalchemy import func, select

from mappa.errors import SettingWrong
from mappa.samples import live_workbook
from mappa.trainings import Training
from mappa.workbook.workbooks import Workbook
from storage.cases import add_case, get_case
from storage.databases import Database, Session
from storage.due_reminders import LISTED, claim_due_reminders
from storage.installations import is_practice, next_number
from storage.people import add_person, list_people, remove_person
from storage.records import find_broken_record
from storage.registers import find_unrecorded
from storage.samples import add_sample
from storage.tables import cases, outgoing, people, records, reminders
from storage.trainings import add_training
from storage.workbook.exports import export_workbook
from tests.build import CAST, NOW, POLICY, TEAM, TODAY, case

SAMPLE = live_workbook(TODAY)


def load(session: Session) -> int:
    return add_sample(session, CAST, SAMPLE, POLICY, NOW)


def test_the_sample_fills_an_empty_database_and_marks_it_as_practice(db: Database) -> None:
    with db.write() as session:
        assert load(session) == len(SAMPLE.cases)
    with db.read() as session:
        assert is_practice(session)
        assert [one.user_id for one in list_people(session, "BED")] == [p.user_id for p in CAST]
        assert get_case(session, SAMPLE.cases[0].ref).facts == SAMPLE.cases[0]
        actions = session.execute(select(records.c.action).order_by(records.c.number))
        assert actions.scalars().all() == [*["person registered"] * len(CAST), "sample loaded"]
        assert find_unrecorded(session, "BED") == []
        assert find_broken_record(session, "BED") is None


def test_all_that_belongs_to_the_cases_and_the_area_is_stored_with_them(session: Session) -> None:
    load(session)
    found = export_workbook(session)
    for field in fields(Workbook):
        if field.name != "given":
            stored, told = getattr(found, field.name), getattr(SAMPLE, field.name)
            assert sorted(stored, key=repr) == sorted(told, key=repr), field.name


def test_what_is_made_next_is_numbered_after_the_sample(session: Session) -> None:
    load(session)
    training = Training("", TODAY, ("police",))
    highest = max(int(row.ref.removeprefix("BED-T")) for row in SAMPLE.trainings)
    assert add_training(session, "BED", training) == f"BED-T{highest + 1}"
    highest = max(int(row.ref.removeprefix("BED-R")) for row in SAMPLE.referrals)
    assert next_number(session, "BED", "referral", 1) == highest + 1


def test_the_referrals_that_are_open_are_to_be_screened_in_time(session: Session) -> None:
    load(session)
    subjects = select(reminders.c.subject).where(
        reminders.c.kind == "screening",
        reminders.c.state == "planned",
        reminders.c.notice.not_like("overdue%"),
    )
    fresh = {
        f"referral {row.ref}"
        for row in SAMPLE.referrals
        if row.decision == "open" and row.referred_on >= TODAY - timedelta(12)
    }
    assert set(session.execute(subjects).scalars()) == fresh != set()


def test_what_is_late_in_the_sample_is_told_together(session: Session) -> None:
    load(session)
    late = Counter(session.execute(select(reminders.c.person_id).where(reminders.c.late)).scalars())
    assert claim_due_reminders(session, POLICY, NOW) == late.total()
    to = Counter(session.execute(select(outgoing.c.person_id)).scalars())
    assert to == {person: ceil(count / LISTED) for person, count in late.items()}


def somebody_is_registered(session: Session) -> None:
    add_person(session, CAST[0], NOW)


def somebody_was_registered_once(session: Session) -> None:
    add_person(session, CAST[0], NOW)
    remove_person(session, TEAM, CAST[0].user_id, NOW)


def a_case_is_there(session: Session) -> None:
    add_case(session, case("BED-1"), NOW)


def the_sample_is_there(session: Session) -> None:
    load(session)


@pytest.mark.parametrize(
    "before",
    [somebody_is_registered, somebody_was_registered_once, a_case_is_there, the_sample_is_there],
)
def test_the_sample_never_moves_in_with_anything(
    db: Database, before: Callable[[Session], None]
) -> None:
    with db.write() as session:
        before(session)
        held = _counts(session)
        practice = is_practice(session)
    with pytest.raises(SettingWrong, match="into an empty database only"), db.write() as session:
        load(session)
    with db.read() as session:
        assert _counts(session) == held
        assert is_practice(session) == practice


def _counts(session: Session) -> list[int]:
    tables = (cases, people, reminders, records)
    return [session.execute(select(func.count()).select_from(t)).scalar_one() for t in tables]
