"""Reminders that nobody has acknowledged are passed on, step by step as the policy says."""

from datetime import datetime

from sqlalchemy import bindparam, select

from mappa.escalations import first_notice, passed_on_notice, step_of
from mappa.people import Person
from mappa.policies import Policy
from storage.databases import Session, insert_new
from storage.people import find_anybody
from storage.reminded import recipients_of
from storage.reminders import Reminder, reminder_query
from storage.tables import reminders, waits_to_escalate

CO_ORDINATORS = ("co-ordinator",)


def claim_escalations(session: Session, policy: Policy, now: datetime, limit: int = 1000) -> int:
    """Pass on what has waited long enough for its acknowledgement; how many reminders that were.

    Whom it is passed on to gets a reminder of their own, which is due at once. Those who have it
    already get no second one, however many people did not acknowledge it.
    """
    found = session.execute(_WAITED, {"now": now, "most": limit}).all()
    for row in found:
        reminder = Reminder(**row._mapping)
        for person in _next(session, reminder, policy, now):
            _pass_on(session, reminder, person, now)
    if found:
        session.execute(_PASSED_ON, [{"row": row.id} for row in found])
    return len(found)


def list_silent(session: Session, passed_on: Reminder) -> list[Person]:
    """Who was told of the same before it was passed on, and has not acknowledged it yet."""
    first = first_notice(passed_on.notice)
    given = {
        "subject": passed_on.subject,
        "kind": passed_on.kind,
        "about_on": passed_on.about_on,
        "notices": [first, passed_on_notice(first)],
        "step": passed_on.step,
        "person": passed_on.person_id,
    }
    ids = session.execute(_SILENT, given).scalars().all()
    return list(find_anybody(session, ids).values())  # who has left since did not acknowledge it


def _next(session: Session, reminder: Reminder, policy: Policy, now: datetime) -> list[Person]:
    """To whom it goes: the step of the policy, else the co-ordinators; not who has it already."""
    step = step_of(policy, reminder.kind, reminder.step)
    if step is None:  # the policy has changed since it was sent
        return []
    if reminder.step and not list_silent(session, reminder):
        return []  # whom it was passed on from has acknowledged it after all
    for to in (step.to, CO_ORDINATORS):
        people = recipients_of(session, reminder, to, policy, now)
        others = [person for person in people if person.id != reminder.person_id]
        if others:
            return others
    return []


def _pass_on(session: Session, reminder: Reminder, to: Person, now: datetime) -> None:
    who = {
        "subject": reminder.subject,
        "kind": reminder.kind,
        "about_on": reminder.about_on,
        "notice": passed_on_notice(reminder.notice),
        "person_id": to.id,
    }
    state = {"due_at": now, "state": "planned", "step": reminder.step + 1}
    row = {"area": reminder.area, "case_id": reminder.case_id, "late": False, **who, **state}
    if not insert_new(session.connection, reminders, row):
        # It may have been void, because somebody had acknowledged it before it was sent.
        same = [reminders.c[name] == value for name, value in who.items()]
        never_sent = (reminders.c.state == "void") & reminders.c.sent_at.is_(None)
        change = state | {"outgoing_id": None}
        session.execute(reminders.update().where(*same, never_sent).values(**change))


_WAITED = (
    reminder_query()
    .where(
        waits_to_escalate,
        reminders.c.escalate_at <= bindparam("now"),
        reminders.c.state == "sent",
    )
    .order_by(None)
    .order_by(reminders.c.escalate_at, reminders.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=reminders, skip_locked=True)
)
_PASSED_ON = reminders.update().where(reminders.c.id == bindparam("row")).values(escalate_at=None)
_SILENT = select(reminders.c.person_id).where(
    reminders.c.subject == bindparam("subject"),
    reminders.c.kind == bindparam("kind"),
    reminders.c.about_on == bindparam("about_on"),
    reminders.c.notice.in_(bindparam("notices", expanding=True)),
    reminders.c.step < bindparam("step"),
    reminders.c.person_id != bindparam("person"),
    reminders.c.state == "sent",
)
