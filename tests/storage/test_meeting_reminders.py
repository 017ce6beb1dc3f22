"""Meetings: who is told of the day, who is asked for an answer, until when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mappa.people import Person
from storage.databases import Session
from storage.deriving import derive_area_reminders
from storage.meeting_reminders import derive_meeting_reminders, is_for_meeting
from storage.people import add_person, as_now, remove_person
from storage.tables import deputies, invitations, meetings, reminders
from tests.build import NOW, POLICY, TEAM, TODAY, person
from tests.storage.panels import invite, plan_meeting, planned, told
from tests.storage.reminding import send_due

DAY = date(2026, 7, 17)
AT = datetime(2026, 7, 17, 9, tzinfo=UTC)
SUBJECT = "meeting BED-M12"


@pytest.fixture
def meeting_id(session: Session, cast: dict[str, Person]) -> int:
    """Planned in four weeks; Pete was invited and is silent, Priya was and comes."""
    made = plan_meeting(session, AT)
    invite(session, made, "U0PETE")
    invite(session, made, "U0PRIYA", answer="accepted")
    derive_meeting_reminders(session, made, POLICY, NOW)
    return made


def change(session: Session, meeting_id: int, **values: Any) -> None:
    session.execute(meetings.update().where(meetings.c.id == meeting_id).values(**values))
    derive_meeting_reminders(session, meeting_id, POLICY, NOW)


def answer(session: Session, user_id: str, **values: Any) -> None:
    theirs = invitations.c.user_id == user_id
    session.execute(invitations.update().where(theirs).values(**values))


def test_everybody_who_comes_is_told_of_the_day(session: Session, meeting_id: int) -> None:
    everybody = ("U0PETE", "U0PRIYA", "U0CHAS", "U0CORA")
    assert planned(session, "meeting") == {
        (SUBJECT, who, DAY, notice) for who in everybody for notice in ("7 days", "1 day")
    }
    cases = session.execute(select(reminders.c.case_id).distinct()).scalars().all()
    assert cases == [None]


def test_who_has_not_answered_is_asked_until_they_have(session: Session, meeting_id: int) -> None:
    assert planned(session, "invitation") == {
        (SUBJECT, "U0PETE", DAY, notice) for notice in ("14 days", "7 days", "3 days")
    }
    answer(session, "U0PETE", answer="report")
    derive_meeting_reminders(session, meeting_id, POLICY, NOW)
    assert told(session, "invitation") == set()
    assert told(session, "meeting") == {"U0PETE", "U0PRIYA", "U0CHAS", "U0CORA"}


@pytest.mark.parametrize(
    ("given", "meeting", "invitation"),
    [
        ({"answer": "apologies"}, False, False),
        ({"withdrawn_at": NOW}, False, False),
        ({"invited_at": None}, True, False),  # nobody asks who was never told
    ],
)
def test_what_an_invitation_has_become_decides_who_is_told(
    session: Session, meeting_id: int, given: dict[str, Any], meeting: bool, invitation: bool
) -> None:
    answer(session, "U0PETE", **given)
    derive_meeting_reminders(session, meeting_id, POLICY, NOW)
    assert ("U0PETE" in told(session, "meeting")) == meeting
    assert ("U0PETE" in told(session, "invitation")) == invitation


def test_a_meeting_that_moves_takes_its_reminders_along(session: Session, meeting_id: int) -> None:
    change(session, meeting_id, starts_at=AT + timedelta(days=7))
    days = {on for kind in ("meeting", "invitation") for _, _, on, _ in planned(session, kind)}
    assert days == {DAY + timedelta(days=7)}


@pytest.mark.parametrize("status", ["cancelled", "held"])
def test_a_meeting_called_off_or_held_is_told_of_no_more(
    session: Session, meeting_id: int, status: str
) -> None:
    change(session, meeting_id, status=status)
    assert told(session, "meeting") | told(session, "invitation") == set()
    change(session, meeting_id, status="planned")
    assert len(planned(session, "meeting")) == 8


def test_a_silent_person_who_has_left_is_the_co_ordinators_to_ask(
    session: Session, meeting_id: int
) -> None:
    remove_person(session, TEAM, "U0PETE", NOW)
    derive_area_reminders(session, "BED", POLICY, NOW)
    assert told(session, "invitation") == {"U0CORA"}
    assert told(session, "meeting") == {"U0PRIYA", "U0CHAS", "U0CORA"}


def test_a_new_co_ordinator_is_told_of_every_meeting_ahead_and_of_none_that_was(
    session: Session, meeting_id: int
) -> None:
    plan_meeting(session, AT, ref="BED-M13")
    plan_meeting(session, NOW - timedelta(days=30), ref="BED-M3", status="held")
    plan_meeting(session, AT, ref="CAM-M1", area="CAM")
    add_person(session, person("U0NEW", "co-ordinator"), NOW)
    derive_area_reminders(session, "BED", POLICY, NOW)
    of_new = {subject for subject, who, _, _ in planned(session, "meeting") if who == "U0NEW"}
    assert of_new == {SUBJECT, "meeting BED-M13"}


def test_what_was_sent_is_not_sent_again(session: Session, meeting_id: int) -> None:
    week_before = AT - timedelta(days=7, hours=1)
    assert send_due(session, POLICY, week_before) == 6  # four of the day, two for an answer
    derive_meeting_reminders(session, meeting_id, POLICY, week_before)
    derive_area_reminders(session, "BED", POLICY, week_before)
    assert send_due(session, POLICY, week_before) == 0


def test_whom_a_meeting_concerns_may_be_told_of_it(
    session: Session, cast: dict[str, Person], meeting_id: int
) -> None:
    other = add_person(session, person("U0CAM", "co-ordinator", area="CAM"), NOW)
    allowed = {who for who, one in cast.items() if is_for_meeting(session, one, meeting_id)}
    assert allowed == {"U0CORA", "U0CHAS", "U0PETE", "U0PRIYA"}
    assert not is_for_meeting(session, other, meeting_id)
    change(session, meeting_id, status="cancelled")
    assert not any(is_for_meeting(session, one, meeting_id) for one in cast.values())


def test_whoever_stands_in_is_told_and_may_be(session: Session, cast: dict[str, Person]) -> None:
    """Who is derived and may not be told would be derived and refused for ever."""
    for absent, deputy in (("U0PETE", "U0SIMI"), ("U0CORA", "U0PRIYA")):
        row = {"area": "BED", "user_id": absent, "deputy_user_id": deputy}
        session.execute(deputies.insert().values(from_on=TODAY, until_on=DAY, **row))
    meeting_id = plan_meeting(session, AT)
    invite(session, meeting_id, "U0PETE")
    derive_meeting_reminders(session, meeting_id, POLICY, NOW)
    # Somebody of the board gets no reminders, whoever they stand in for.
    assert told(session, "meeting") == {"U0CORA", "U0CHAS", "U0PETE"}
    for who in told(session, "meeting"):
        assert is_for_meeting(session, as_now(session, cast[who], NOW), meeting_id)
