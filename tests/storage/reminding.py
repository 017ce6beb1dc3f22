"""How the tests of reminders fill the database and look at what is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from mappa.policies import Policy, ReminderRules
from storage.cases import StoredCase, add_cases, get_case, set_case
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.due_reminders import claim_due_reminders
from storage.people import list_people
from storage.reminders import (
    Reminder,
    list_reminders_of_case,
    list_reminders_of_message,
    mark_sent,
)
from storage.tables import cases, outgoing, people, reminders
from tests.build import NOW, POLICY, TODAY, case


@dataclass(frozen=True)
class Sent:
    """A message in the outbox: to whom, how urgent, and the cases that it reminds of."""

    to: str
    urgency: int
    refs: list[str]


def policy(*notices: str, to: tuple[str, ...] = ("owner",), at: time = time(9)) -> Policy:
    """A policy that tells of the licence's end with these notices."""
    rules = {"licence_end": ReminderRules(notices, to)}
    return replace(POLICY, reminders=rules, sending=replace(POLICY.sending, at=at))


def change(session: Session, ref: str, now: datetime = NOW, **given: Any) -> StoredCase:
    """Change a case as an update does: the facts and what follows from them together."""
    stored = get_case(session, ref, to_change=True)
    changed = set_case(session, stored, replace(stored.facts, **given))
    derive(session, changed, now)
    return changed


def derive(session: Session, stored: StoredCase, now: datetime = NOW, by: Policy = POLICY) -> None:
    derive_reminders(session, [stored], list_people(session, stored.facts.area), by, now)


def states(session: Session, **where: Any) -> list[tuple[str, str, str]]:
    """Recipient, notice and state of each reminder, in the order in which they fall due."""
    query = (
        select(people.c.user_id, reminders.c.notice, reminders.c.state)
        .join(people, people.c.id == reminders.c.person_id)
        .join(cases, cases.c.id == reminders.c.case_id)
        .where(*(reminders.c[name] == value for name, value in where.items()))
        .order_by(reminders.c.due_at, reminders.c.id)
    )
    return [(row.user_id, row.notice, row.state) for row in session.execute(query)]


def of_case(session: Session, ref: str = "BED-1042") -> list[Reminder]:
    """What a case shows of its reminders."""
    return list_reminders_of_case(session, get_case(session, ref).id)


def told(session: Session, ref: str = "BED-1042") -> set[str]:
    """Who is going to be reminded of a case."""
    query = (
        select(people.c.user_id)
        .join(reminders, reminders.c.person_id == people.c.id)
        .join(cases, cases.c.id == reminders.c.case_id)
        .where(cases.c.ref == ref, reminders.c.state == "planned")
    )
    return set(session.execute(query).scalars())


def store(
    session: Session,
    to: Iterable[str],
    due_at: datetime,
    *,
    about_on: date = TODAY + timedelta(days=28),
    state: str = "planned",
    late: bool = False,
) -> list[str]:
    """A reminder about a new case for each of the people; the references of the cases."""
    ids = {person.user_id: person.id for person in list_people(session, "BED")}
    given = [ids[user_id] for user_id in to]
    first = 1 + session.execute(select(func.count()).select_from(cases)).scalar_one()
    refs = [f"BED-{first + n}" for n in range(len(given))]
    rows = [
        {"area": "BED", "subject": f"case {one.facts.ref}", "case_id": one.id, "about_on": about_on,
         "kind": "licence_end", "notice": "28 days", "person_id": person_id, "due_at": due_at,
         "state": state, "late": late}
        for one, person_id in zip(
            add_cases(session, [case(ref) for ref in refs], NOW), given, strict=True
        )
    ]  # fmt: skip
    session.execute(reminders.insert(), rows)
    return refs


def messages(session: Session) -> list[Sent]:
    """What is in the outbox, in the order in which it was put there."""
    query = (
        select(outgoing.c.id, outgoing.c.urgency, people.c.user_id)
        .join(people, people.c.id == outgoing.c.person_id)
        .order_by(outgoing.c.id)
    )
    return [
        Sent(
            row.user_id,
            row.urgency,
            [one.case_ref or "" for one in list_reminders_of_message(session, row.id)],
        )
        for row in session.execute(query)
    ]


def reminded_of(session: Session) -> list[str]:
    """The cases that all messages together remind of, as often as they do."""
    refs = [ref for message in messages(session) for ref in message.refs]
    return sorted(refs, key=lambda ref: int(ref.removeprefix("BED-")))


def send_due(session: Session, by: Policy, now: datetime) -> int:
    """Everything that is due by now goes out and arrives; how many reminders that were."""
    count = 0
    while some := claim_due_reminders(session, by, now):
        count += some
    waiting = outgoing.c.state == "waiting"
    for number in session.execute(select(outgoing.c.id).where(waiting)).scalars().all():
        mark_sent(session, number, by, now)
    session.execute(outgoing.update().where(waiting).values(state="sent"))
    return count
