"""Reminders: derived in the transaction of the fact they are about, and handed to the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, bindparam, exists, func, select

from mappa.access import may_do
from mappa.clocks import london_day
from mappa.errors import NotFound
from mappa.notices import plan_notices
from mappa.people import Person
from mappa.policies import Policy
from storage.cases import StoredCase, get_case
from storage.databases import Session
from storage.people import list_people
from storage.tables import case_dates, cases, reminders, spells, unsent_reminder

WAITING = ("planned", "snoozed")
UNSENT = (*WAITING, "due")
_Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Reminder:
    """A stored reminder as it is shown: about which case and date, to whom, in what state."""

    id: int
    case_id: int
    case_ref: str
    kind: str
    about_on: date
    notice: str
    person_id: int
    due_at: datetime
    state: str


def recipients(case: StoredCase, to: Iterable[str], area_people: Iterable[Person]) -> list[Person]:
    """Who is told: the roles of the policy as people who may see the case, else co-ordinators."""
    entitled = [person for person in area_people if may_do(person, "be reminded", case.facts)]
    owners = {member.user_id for member in case.facts.team if member.part == "owner"}
    told = {
        person.id: person
        for person in entitled
        if ("owner" in to and person.user_id in owners)
        or ("co-ordinator" in to and person.role == "co-ordinator")
    }
    if not told:
        told = {person.id: person for person in entitled if person.role == "co-ordinator"}
    return list(told.values())


def derive_reminders(
    session: Session,
    stored: Iterable[StoredCase],
    area_people: list[Person],
    policy: Policy,
    now: datetime,
    *,
    late: bool = False,
) -> None:
    """Make the reminders of these cases what their dates, people and the policy say.

    Those already sent stay as they are, those no longer wanted become void, and one that was void
    and is wanted again comes back. `late`: whose time has passed is told in one catch-up.
    The cases are new, or were read `to_change`: else an older state could win over a newer one.
    """
    stored = list(stored)
    held = _held(session, [case.id for case in stored])
    new, back, moved = [], [], []
    for case in stored:
        for row in _wanted(case, area_people, policy, now, late):
            found = held.pop(_key(row), None)
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
        select(cases.c.ref)
        .where(cases.c.area == area, _has_reminders(policy, london_day(now)))
        .order_by(cases.c.id)
    )
    refs = session.execute(query).scalars().all()
    of_area = [get_case(session, ref, to_change=True) for ref in refs]
    derive_reminders(session, of_area, list_people(session, area), policy, now)


def _has_reminders(policy: Policy, today: date) -> ColumnElement[bool]:
    """Whether a case can gain reminders (open, with a date that asks for them) or lose some."""
    kinds = case_dates.c.kind.in_(list(policy.reminders))
    dated = exists().where(case_dates.c.case_id == cases.c.id, kinds)
    any_spell = spells.c.case_id == cases.c.id
    is_open = exists().where(any_spell, spells.c.ended_on > today) | ~exists().where(any_spell)
    unsent = exists().where(reminders.c.case_id == cases.c.id, unsent_reminder)
    return (dated & is_open) | unsent


def list_reminders_of_case(session: Session, case_id: int) -> list[Reminder]:
    """A case's reminders that are not void, in the order in which they fall due."""
    query = _query().where(reminders.c.case_id == case_id, reminders.c.state != "void")
    return [Reminder(**row._mapping) for row in session.execute(query)]


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
        for row in session.execute(select(reminders).where(reminders.c.case_id.in_(some))):
            held[_key(row._asdict())] = row
    return held


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["subject"], row["kind"], row["about_on"], row["notice"], row["person_id"]


def _wanted(
    case: StoredCase, area_people: list[Person], policy: Policy, now: datetime, late: bool
) -> Iterable[dict[str, Any]]:
    if not case.facts.is_open(london_day(now)):
        return
    for kind, about_on in case.facts.dates.items():
        rules = policy.reminders.get(kind)
        if rules is None:
            continue
        people = recipients(case, rules.to, area_people)
        for planned in plan_notices(about_on, rules.notices, policy.sending.at, now):
            for person in people:
                yield {
                    "subject": f"case {case.facts.ref}",
                    "case_id": case.id,
                    "kind": kind,
                    "about_on": about_on,
                    "notice": planned.notice,
                    "person_id": person.id,
                    "due_at": planned.due_at,
                    "state": planned.state,
                    "late": late and planned.due_at <= now,
                }


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
        session.execute(reminders.insert(), new)
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
