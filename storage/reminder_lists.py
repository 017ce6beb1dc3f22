"""Reminders listed for somebody: overdue, waiting to be acknowledged, and coming."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from mappa.overdue import PREFIX
from mappa.people import Person
from storage.databases import Session
from storage.reminded import may_be_reminded
from storage.reminders import UNSENT, Reminder, reminder_query
from storage.tables import cases, heard, people, reminders
from storage.visibility import visible_to

TOLD = ("sent", "failed")  # and not acknowledged
AT_A_TIME = 500  # cases that are asked about together


@dataclass(frozen=True, slots=True)
class Look:
    """How far ahead is looked, from when; `area` None: at one's own only."""

    today: date
    until: datetime
    area: str | None = None
    case_id: int | None = None


def list_reminders_for(session: Session, person: Person, look: Look, limit: int) -> list[Reminder]:
    """Those that the person may see: what is overdue first, then what waits for somebody's
    acknowledgement, then what is coming. Of what somebody was told of one thing only the last."""
    query = reminder_query().where(_is_open(look), ~_told_again())
    if look.case_id is not None:
        query = query.where(reminders.c.case_id == look.case_id)
    elif look.area:
        seen = reminders.c.case_id.is_(None) | visible_to(person)
        query = query.where(reminders.c.area == look.area, seen)
    else:
        query = query.where(reminders.c.person_id == person.id)
    in_order = query.order_by(None).order_by(_section(), reminders.c.due_at, reminders.c.id)
    rows = session.execute(in_order.limit(limit))
    found = [Reminder(**row._mapping) for row in rows]
    return found if look.area or look.case_id else list(only_allowed(session, person, found))


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a reminder goes: their Slack id."""

    reminder: Reminder
    user_id: str


def list_area_reminders(
    session: Session, area: str, today: date, until: datetime
) -> Iterator[Recipient]:
    """What is due up to an instant and not sent, and what was said of dates that have not passed
    or that are overdue and not acknowledged; everybody's, in the order in which it falls due."""
    matters = (reminders.c.about_on >= today) | (_OVERDUE & (reminders.c.state == "sent"))
    wanted = reminders.c.state.in_([*UNSENT, "failed"]) | matters
    query = (
        reminder_query()
        .add_columns(people.c.user_id)
        .join(people, people.c.id == reminders.c.person_id)
        .where(reminders.c.area == area, reminders.c.due_at <= until, wanted)
    )
    for row in session.execute(query):
        values = dict(row._mapping)
        user_id = values.pop("user_id")
        yield Recipient(Reminder(**values), user_id)


def only_allowed(session: Session, person: Person, found: Iterable[Reminder]) -> Iterable[Reminder]:
    """Those of somebody's own that they may still be reminded of, whatever they were once."""
    found = list(found)
    seen: set[int] = set()
    ids = sorted({one.case_id for one in found if one.case_id})
    for start in range(0, len(ids), AT_A_TIME):
        some = cases.c.id.in_(ids[start : start + AT_A_TIME])
        seen.update(session.execute(select(cases.c.id).where(some, visible_to(person))).scalars())
    for one in found:
        # Few are about something else: of a case that is theirs, nothing more need be read.
        if one.case_id in seen or may_be_reminded(session, person, one):
            yield one


def _is_open(look: Look) -> ColumnElement[bool]:
    """To come within the time that is looked at, or told and not acknowledged while it matters."""
    matters = (reminders.c.about_on >= look.today) | _OVERDUE
    return or_(
        and_(reminders.c.state.in_(UNSENT), reminders.c.due_at <= look.until),
        and_(reminders.c.state.in_(TOLD), matters),
    )


def _told_again() -> ColumnElement[bool]:
    """Whether the person was told of the same again later, or has answered that later one."""
    later = reminders.alias()
    same = [
        later.c[name] == reminders.c[name] for name in ("subject", "kind", "about_on", "person_id")
    ]
    answered = later.c.state.in_(["sent", "acknowledged", "snoozed"])
    known = exists().where(*same, answered, later.c.due_at > reminders.c.due_at)
    return and_(reminders.c.state.in_(TOLD), known)


def _section() -> Any:
    waits = reminders.c.state.in_(TOLD)
    return case((_OVERDUE & (waits | (reminders.c.state != "planned")), 0), (waits, 1), else_=2)


_OVERDUE = reminders.c.notice.startswith(PREFIX)


def list_heard(session: Session, meeting_id: int, person: Person) -> list[str]:
    """The references of what a meeting hears, in order, as far as the person may see it."""
    query = (
        select(cases.c.ref)
        .join(heard, heard.c.case_id == cases.c.id)
        .where(heard.c.meeting_id == meeting_id, visible_to(person))
        .order_by(heard.c.position.is_(None), heard.c.position, heard.c.id)
    )
    return list(session.execute(query).scalars())
