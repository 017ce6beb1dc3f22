"""The sample: moves into an empty database only, and makes it a practice one for good."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from mappa.errors import SettingWrong
from mappa.samples import live_caseload
from storage.cases import add_case, get_case
from storage.databases import Database, Session
from storage.due_reminders import claim_due_reminders
from storage.installations import is_practice
from storage.people import add_person, list_people, remove_person
from storage.records import find_broken_record
from storage.samples import add_sample
from storage.tables import cases, outgoing, people, records, reminders
from tests.build import CAST, NOW, POLICY, TEAM, TODAY, case


def load(session: Session) -> int:
    return add_sample(session, CAST, live_caseload(TODAY), POLICY, NOW)


def test_the_sample_fills_an_empty_database_and_marks_it_as_practice(db: Database) -> None:
    caseload = live_caseload(TODAY)
    with db.write() as session:
        assert load(session) == len(caseload)
    with db.read() as session:
        assert is_practice(session)
        assert [one.user_id for one in list_people(session, "BED")] == [p.user_id for p in CAST]
        assert get_case(session, caseload[0].ref).facts == caseload[0]
        assert session.execute(select(records.c.action)).scalars().all() == ["sample loaded"]
        assert find_broken_record(session, "BED") is None


def test_what_is_late_in_the_sample_is_one_message_for_each_person(session: Session) -> None:
    load(session)
    late = session.execute(select(reminders.c.person_id).where(reminders.c.late)).scalars()
    told = set(late)
    assert claim_due_reminders(session, NOW) > len(told)
    to = session.execute(select(outgoing.c.person_id)).scalars().all()
    assert sorted(to) == sorted(told)


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
