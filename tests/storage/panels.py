"""Meetings and actions put into the tables by hand, for tests of what people are told of them."""

from collections.abc import Iterable
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import select

from storage.cases import StoredCase
from storage.databases import Session, new_id
from storage.tables import actions, heard, invitations, meetings, people, reminders
from tests.build import NOW


def plan_meeting(
    session: Session, starts_at: datetime, heard_cases: Iterable[StoredCase] = (), **given: Any
) -> int:
    """A meeting at Level 2 that Chas chairs, with these cases on its agenda; its id."""
    values = {"ref": "BED-M12", "area": "BED", "level": 2, "status": "planned", "chair": "U0CHAS"}
    row = {"starts_at": starts_at, **values, **given}
    meeting_id = new_id(session.execute(meetings.insert().values(**row)))
    for position, case in enumerate(heard_cases, start=1):
        on_it = {"meeting_id": meeting_id, "case_id": case.id, "position": position}
        session.execute(heard.insert().values(**on_it))
    return meeting_id


def invite(session: Session, meeting_id: int, user_id: str, **given: Any) -> None:
    """Somebody in this Slack is invited and has been told so."""
    values = {"agency": "police", "user_id": user_id, "invited_at": NOW, **given}
    row = {"key": token_hex(16), "meeting_id": meeting_id, **values}
    session.execute(invitations.insert().values(**row))


def raise_action(session: Session, case: StoredCase, due_on: date, **given: Any) -> None:
    """An action that somebody has to do."""
    values = {"ref": "BED-AC7", "area": "BED", "agency": "police", **given}
    session.execute(actions.insert().values(case_id=case.id, due_on=due_on, **values))


def planned(session: Session, kind: str) -> set[tuple[str, str, date, str]]:
    """Subject, recipient, date and notice of each reminder of a kind that is to be sent."""
    query = (
        select(reminders, people.c.user_id)
        .join(people, people.c.id == reminders.c.person_id)
        .where(reminders.c.kind == kind, reminders.c.state == "planned")
    )
    return {(row.subject, row.user_id, row.about_on, row.notice) for row in session.execute(query)}


def told(session: Session, kind: str) -> set[str]:
    """Who is to be told of a kind of date."""
    return {user_id for _, user_id, _, _ in planned(session, kind)}
