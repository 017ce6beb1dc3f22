"""Reminders: derived in the transaction of the fact they are about, and handed to the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, bindparam, exists, func, or_, select

from mappa.clocks import london_day
from mappa.errors import NotFound
from mappa.people import Person
from mappa.policies import Policy
from storage.batches import in_batches, insert_rows
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.people import list_deputies, list_people
from storage.tables import (
    case_dates,
    cases,
    orders,
    referrals,
    reminders,
    requests,
    spells,
    unsent_reminder,
    watches,
)
from storage.telling import Telling, list_open_referrals, reminder_key

WAITING = ("planned", "snoozed")
UNSENT = (*WAITING, "due")
_Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Reminder:
    """A stored reminder as it is shown: about which case and date, to whom, in what state."""

    id: int
    case_id: int
    case_ref: str
    subject: str
    kind: str
    about_on: date
    notice: str
    person_id: int
    due_at: datetime
    state: str


def derive_reminders(
    session: Session,
    stored: Iterable[StoredCase],
    area_people: list[Person],
    policy: Policy,
    now: datetime,
    *,
    late: bool = False,
    quiet: bool = False,
) -> None:
    """Make the reminders of these cases what their dates, people and the policy say.

    Those already sent stay as they are, those no longer wanted become void, and one that was void
    and is wanted again comes back. `late`: whose time has passed is told in one catch-up; `quiet`:
    it is told not at all.
    The cases are new, or were read `to_change`: else an older state could win over a newer one.
    """
    stored = list(stored)
    case_ids = [case.id for case in stored]
    held, referred = _held(session, case_ids), list_open_referrals(session, case_ids)
    area = stored[0].facts.area if stored else ""
    told = Telling(area_people, list_deputies(session, area), policy, now, late, quiet)
    new, back, moved = [], [], []
    for case in stored:
        for row in told.wanted(case, referred.get(case.id, ())):
            found = held.pop(reminder_key(row), None)
            if found is None:
                new.append({"area": case.facts.area} | row)
            elif _comes_back(found, row):
                back.append({"row": found.id, "at": row["due_at"]})
            elif _moves(found, row, now):
                moved.append({"row": found.id, "at": row["due_at"]})
    gone = [{"row": row.id} for row in held.values() if row.state in UNSENT]
    _save(session, new, back, moved, gone)


def derive_area_reminders(session: Session, area: str, policy: Policy, now: datetime) -> None:
    """Derive again what may have changed with the people of an area or with the policy."""
    query = (
        select(cases.c.id)
        .where(cases.c.area == area, _has_reminders(policy, london_day(now)))
        .order_by(cases.c.id)
    )
    ids = session.execute(query).scalars().all()
    people = list_people(session, area)
    for some in in_batches(list_cases(session, ids=ids, to_change=True)):
        derive_reminders(session, some, people, policy, now)


def _has_reminders(policy: Policy, today: date) -> ColumnElement[bool]:
    """Whether a case can gain reminders (open, with a date that asks for them) or lose some."""
    kinds = case_dates.c.kind.in_(list(policy.reminders))
    dated = exists().where(case_dates.c.case_id == cases.c.id, kinds)
    any_spell = spells.c.case_id == cases.c.id
    is_open = exists().where(any_spell, spells.c.ended_on > today) | ~exists().where(any_spell)
    unsent = exists().where(reminders.c.case_id == cases.c.id, unsent_reminder)
    return (dated & is_open) | unsent | _has_following_dates(today)


def _has_following_dates(today: date) -> ColumnElement[bool]:
    """What people are told of beside the dates that are recorded on a case."""
    return or_(
        exists().where(orders.c.case_id == cases.c.id, orders.c.ends_on >= today),
        exists().where(requests.c.case_id == cases.c.id, requests.c.closed_on.is_(None)),
        exists().where(watches.c.case_id == cases.c.id, watches.c.until_on >= today),
        exists().where(referrals.c.case_id == cases.c.id, referrals.c.decision == "open"),
    )


def list_reminders_of_case(session: Session, case_id: int) -> list[Reminder]:
    """A case's reminders that are not void, in the order in which they fall due."""
    rows = session.execute(_OF_CASE, {"case": case_id})
    return [Reminder(**row._mapping) for row in rows]


def list_reminders_of_message(session: Session, outgoing_id: int) -> list[Reminder]:
    """The reminders that a message is to carry; void ones have dropped out."""
    query = _query().where(
        reminders.c.outgoing_id == outgoing_id, reminders.c.state.not_in(["void", "failed"])
    )
    return [Reminder(**row._mapping) for row in session.execute(query)]


def list_coming_reminders(
    session: Session, person_id: int, until: datetime, limit: int
) -> list[Reminder]:
    """What a person is about to be reminded of, and what they have not acknowledged yet."""
    query = _query().where(
        reminders.c.person_id == person_id,
        reminders.c.state.in_([*UNSENT, "sent"]),
        reminders.c.due_at <= until,
    )
    return [Reminder(**row._mapping) for row in session.execute(query.limit(limit))]


def get_reminder(session: Session, reminder_id: int) -> Reminder:
    """One reminder, kept from changing until the transaction ends."""
    query = _query().where(reminders.c.id == reminder_id).with_for_update(of=reminders)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("That reminder is no longer there.")
    return Reminder(**row._mapping)


def mark_acknowledged(session: Session, reminder_id: int, now: datetime) -> None:
    """The person has seen it."""
    change = {"state": "acknowledged", "acknowledged_at": now}
    session.execute(reminders.update().where(reminders.c.id == reminder_id).values(**change))


def mark_sent(session: Session, outgoing_id: int, now: datetime) -> None:
    """The message that carries them has arrived."""
    due = (reminders.c.outgoing_id == outgoing_id) & (reminders.c.state == "due")
    session.execute(reminders.update().where(due).values(state="sent", sent_at=now))


def mark_failed(session: Session, outgoing_id: int) -> None:
    """The message that carries them can never arrive."""
    due = (reminders.c.outgoing_id == outgoing_id) & (reminders.c.state == "due")
    session.execute(reminders.update().where(due).values(state="failed"))


def mark_void(session: Session, reminder_ids: Iterable[int]) -> None:
    """They are not to be sent: the recipient may no longer see the case."""
    gone = reminders.c.id.in_(list(reminder_ids))
    session.execute(reminders.update().where(gone).values(state="void"))


def count_due_unsent(session: Session, now: datetime) -> int:
    """How many reminders are due and have not arrived."""
    query = select(func.count()).where(reminders.c.due_at <= now, unsent_reminder)
    return int(session.execute(query).scalar_one())


def _query() -> Any:
    table = reminders.c
    return (
        select(
            table.id,
            table.case_id,
            cases.c.ref.label("case_ref"),
            table.subject,
            table.kind,
            table.about_on,
            table.notice,
            table.person_id,
            table.due_at,
            table.state,
        )
        .join(cases, cases.c.id == table.case_id)
        .order_by(table.due_at, table.id)
    )


def _held(session: Session, case_ids: list[int]) -> dict[tuple[Any, ...], Row[Any]]:
    """What is stored for these cases, by what makes a reminder unique."""
    held = {}
    for start in range(0, len(case_ids), 500):
        some = case_ids[start : start + 500]
        for row in session.execute(_HELD, {"cases": some}):
            held[reminder_key(row._asdict())] = row
    return held


def _comes_back(found: Row[Any], wanted: dict[str, Any]) -> bool:
    never_sent = found.state == "void" and found.sent_at is None
    return bool(never_sent and wanted["state"] == "planned")


def _moves(found: Row[Any], wanted: dict[str, Any], now: datetime) -> bool:
    """Whether it is to be sent at another time ahead; what is due already stays due."""
    ahead = found.state == wanted["state"] == "planned" and wanted["due_at"] > now
    return bool(ahead and wanted["due_at"] != found.due_at)


def _save(session: Session, new: _Rows, back: _Rows, moved: _Rows, gone: _Rows) -> None:
    # Each change asks again what the row is: it may have been sent a moment ago.
    one = reminders.c.id == bindparam("row")
    at: BindParameter[datetime] = bindparam("at")
    if new:
        insert_rows(session, reminders, new)
    if back:
        change = {"state": "planned", "due_at": at, "outgoing_id": None}
        session.execute(reminders.update().where(one, _is("void")).values(change), back)
    if moved:
        change = {"due_at": at}
        session.execute(reminders.update().where(one, _is("planned")).values(change), moved)
    if gone:
        session.execute(reminders.update().where(one, unsent_reminder).values(state="void"), gone)


def _is(state: str) -> ColumnElement[bool]:
    return reminders.c.state == state


# Built once: to build a statement takes longer than to run it.
_OF_CASE = _query().where(reminders.c.case_id == bindparam("case"), reminders.c.state != "void")
_HELD = select(reminders).where(reminders.c.case_id.in_(bindparam("cases", expanding=True)))
