"""Reminders as they are stored: listed, and marked with what has become of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from mappa.errors import NotFound
from mappa.escalations import first_notice, passed_on_at
from mappa.overdue import is_overdue_notice
from mappa.policies import Policy
from storage.databases import Session
from storage.tables import cases, outgoing, reminders, unsent_reminder

WAITING = ("planned", "snoozed")
UNSENT = (*WAITING, "due")


@dataclass(frozen=True, slots=True)
class Reminder:
    """A stored reminder as it is shown: about what and which date, to whom, in what state.

    Not every subject is a case: "meeting BED-M12" and "area BED" have none.
    """

    id: int
    area: str
    case_id: int | None
    case_ref: str | None
    subject: str
    kind: str
    about_on: date
    notice: str
    person_id: int
    due_at: datetime
    state: str
    step: int = 0  # how often it was passed on because nobody acknowledged it
    sent_at: datetime | None = None
    acknowledged_at: datetime | None = None
    late: bool = False  # told in one message with all else that could not be told in time

    @property
    def is_overdue(self) -> bool:
        """Whether it says that the date has passed, passed on or not."""
        return is_overdue_notice(first_notice(self.notice))


def list_reminders_of_case(session: Session, case_id: int) -> list[Reminder]:
    """A case's reminders that are not void, in the order in which they fall due."""
    rows = session.execute(_OF_CASE, {"case": case_id})
    return [Reminder(**row._mapping) for row in rows]


def list_reminders_of_message(session: Session, outgoing_id: int) -> list[Reminder]:
    """The reminders that a message is to carry; void ones have dropped out."""
    query = reminder_query().where(
        reminders.c.outgoing_id == outgoing_id, reminders.c.state.not_in(["void", "failed"])
    )
    return [Reminder(**row._mapping) for row in session.execute(query)]


def get_reminder(session: Session, reminder_id: int) -> Reminder:
    """One reminder, kept from changing until the transaction ends."""
    query = reminder_query().where(reminders.c.id == reminder_id).with_for_update(of=reminders)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("That reminder is no longer there.")
    return Reminder(**row._mapping)


def find_cases_of(session: Session, reminder_ids: Iterable[int], person_id: int) -> list[int]:
    """The cases that some reminders of one person are about, as far as they are about cases."""
    theirs = reminders.c.person_id == person_id
    some = theirs & reminders.c.id.in_(list(reminder_ids)) & reminders.c.case_id.is_not(None)
    return list(session.execute(select(reminders.c.case_id).where(some).distinct()).scalars())


def mark_acknowledged(session: Session, reminder: Reminder, now: datetime) -> None:
    """The person has seen it."""
    change = {"state": "acknowledged", "acknowledged_at": now}
    session.execute(reminders.update().where(reminders.c.id == reminder.id).values(**change))
    _keep_to_the_person(session, reminder)


def mark_snoozed(session: Session, reminder: Reminder, until: datetime) -> None:
    """It is sent again at that instant, as the same reminder."""
    change = {"state": "snoozed", "due_at": until, "late": False, "outgoing_id": None}
    session.execute(reminders.update().where(reminders.c.id == reminder.id).values(**change))
    _keep_to_the_person(session, reminder)


def _keep_to_the_person(session: Session, reminder: Reminder) -> None:
    """Who has answered knows: neither this nor what they were told of it before is passed on."""
    same = (
        (reminders.c.subject == reminder.subject)
        & (reminders.c.kind == reminder.kind)
        & (reminders.c.about_on == reminder.about_on)
        & (reminders.c.person_id == reminder.person_id)
    )
    waits = reminders.c.escalate_at.is_not(None)
    session.execute(reminders.update().where(same, waits).values(escalate_at=None))


def came_with(session: Session, reminder: Reminder, ts: str) -> bool:
    """Whether the message with this ts can have carried the reminder.

    After a restore numbers of rows come again: the button of a message that was posted since the
    backup, of which nothing is known any more, must not reach whatever has its number by now.
    """
    sent = select(outgoing.c.ts).join(reminders, reminders.c.outgoing_id == outgoing.c.id)
    last = session.execute(sent.where(reminders.c.id == reminder.id)).scalar()
    if last == ts or (last is None and reminder.state != "snoozed"):
        return True  # of what is on its way Slack knows more than we do
    known = (outgoing.c.person_id == reminder.person_id) & (outgoing.c.ts == ts)
    return bool(session.execute(select(exists().where(known))).scalar())


def mark_sent(session: Session, outgoing_id: int, policy: Policy, now: datetime) -> None:
    """The message that carries them has arrived: from now on their acknowledgement is awaited."""
    due = (reminders.c.outgoing_id == outgoing_id) & (reminders.c.state == "due")
    sent = [
        {"row": row.id, "pass_on": passed_on_at(policy, row.kind, row.step, now)}
        for row in session.execute(select(*reminders.c["id", "kind", "step"]).where(due))
    ]
    if sent:
        session.execute(_MARK_SENT, [one | {"now": now} for one in sent])


def mark_failed(session: Session, outgoing_id: int) -> None:
    """The message that carries them can never arrive."""
    due = (reminders.c.outgoing_id == outgoing_id) & (reminders.c.state == "due")
    session.execute(reminders.update().where(due).values(state="failed"))


def mark_void(session: Session, reminder_ids: Iterable[int]) -> None:
    """They are not to be sent: the recipient may no longer see what they are about."""
    gone = reminders.c.id.in_(list(reminder_ids))
    session.execute(reminders.update().where(gone).values(state="void", escalate_at=None))


def count_due_unsent(session: Session, now: datetime) -> int:
    """How many reminders are due and have not arrived."""
    query = select(func.count()).where(reminders.c.due_at <= now, unsent_reminder)
    return int(session.execute(query).scalar_one())


def reminder_query() -> Any:
    """Whole reminders, in the order in which they fall due."""
    table = reminders.c
    return (
        select(
            table.id,
            table.area,
            table.case_id,
            cases.c.ref.label("case_ref"),
            table.subject,
            table.kind,
            table.about_on,
            table.notice,
            table.person_id,
            table.due_at,
            table.state,
            table.step,
            table.sent_at,
            table.acknowledged_at,
            table.late,
        )
        .outerjoin(cases, cases.c.id == table.case_id)
        .order_by(table.due_at, table.id)
    )


# Built once: to build a statement takes longer than to run it.
_OF_CASE = reminder_query().where(
    reminders.c.case_id == bindparam("case"), reminders.c.state != "void"
)
_MARK_SENT = (
    reminders.update()
    .where(reminders.c.id == bindparam("row"), reminders.c.state == "due")
    .values(state="sent", sent_at=bindparam("now"), escalate_at=bindparam("pass_on"))
)
