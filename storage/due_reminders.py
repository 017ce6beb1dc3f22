"""From reminders that are due to messages in the outbox."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from secrets import token_hex
from typing import Any

from sqlalchemy import Row, bindparam, select

from mappa.clocks import london_day
from mappa.overdue import is_overdue_notice
from mappa.policies import Policy
from mappa.quiet_times import QuietTime, quiet_outside, quiet_time, told_from
from storage.batches import in_batches, insert_rows, take_ids
from storage.databases import Session
from storage.overdue import add_next_overdue
from storage.reminders import WAITING
from storage.tables import outgoing, people, reminders, unsent_reminder

CATCH_UP_AFTER = timedelta(minutes=30)  # later than this, what was due is told in one message
AT_ONCE = 250  # rows that one statement changes
LISTED = 30  # reminders that one message can list within Slack's limits


def claim_due_reminders(session: Session, policy: Policy, now: datetime, limit: int = 1000) -> int:
    """Hand what is due to the outbox, the most urgent first; how many reminders were dealt with.

    One message each, but one for all of a person's that come late (after a time in which nothing
    could be sent, or with a caseload brought in) and for all of who wants a digest. What falls into
    somebody's quiet time is due at its end instead.
    """
    due = session.execute(_DUE, {"now": now, "most": limit}).all()
    claim = _Claim(policy, now, london_day(now), now - CATCH_UP_AFTER)
    for row in due:
        claim.take(row)
    _put_off(session, claim.put_off)
    _hand_over(session, claim)
    if overdue := [row.id for row in claim.taken if is_overdue_notice(row.notice)]:
        rows = session.execute(_WHOLE, {"ids": overdue}).all()
        add_next_overdue(session, rows, policy, now)
    return len(due)


@dataclass(slots=True)
class _Claim:
    """What is due, sorted into what is told now and what waits for the end of a quiet time."""

    policy: Policy
    now: datetime
    today: date
    late_before: datetime
    taken: list[Row[Any]] = field(default_factory=list)
    put_off: list[dict[str, Any]] = field(default_factory=list)

    def take(self, row: Row[Any]) -> None:
        late = self.is_late(row)
        at = told_from(self.now, self._quiet(row), self._shut() if late else None)
        if at > self.now:
            self.put_off.append({"row": row.id, "at": at, "is_late": late})
        else:
            self.taken.append(row)

    def is_late(self, row: Row[Any]) -> bool:
        return bool(row.late or row.due_at < self.late_before)

    def messages(self) -> Iterator[list[Row[Any]]]:
        """The reminders of each message, which all go to one person."""
        together: dict[int, list[Row[Any]]] = {}
        for row in self.taken:
            if self.is_late(row) or self._wants_digest(row):
                together.setdefault(row.person_id, []).append(row)
            else:
                yield [row]
        for rows in together.values():
            for start in range(0, len(rows), LISTED):
                yield rows[start : start + LISTED]

    def message(self, number: int, rows: list[Row[Any]]) -> dict[str, Any]:
        """What the outbox is given of it."""
        nearest = min(row.about_on for row in rows)
        return {
            "id": number,
            "key": token_hex(16),
            "area": rows[0].area,
            "method": "post",
            "person_id": rows[0].person_id,
            "urgency": _urgency(nearest, self.today),
            "state": "waiting",
            "next_at": self.now,
            "attempts": 0,
            "made_at": self.now,
            "lane": f"@{rows[0].person_id}",
        }

    def _wants_digest(self, row: Row[Any]) -> bool:
        own = row.digest
        return bool(self.policy.sending.digest if own is None else own)

    def _quiet(self, row: Row[Any]) -> QuietTime | None:
        if row.quiet_from and row.quiet_until:
            return _quiet_time(row.quiet_from, row.quiet_until)
        return self.policy.sending.quiet

    def _shut(self) -> QuietTime | None:
        return quiet_outside(self.policy.sending.catch_up)


_quiet_time = lru_cache(maxsize=1_024)(quiet_time)


def _hand_over(session: Session, claim: "_Claim") -> None:
    """Each message into the outbox, and its reminders on their way with it."""
    messages = list(claim.messages())
    if not messages:
        return
    ids = take_ids(session, outgoing, len(messages))
    made = [claim.message(number, rows) for number, rows in zip(ids, messages, strict=True)]
    insert_rows(session, outgoing, made)
    carried = [
        (number, claim.is_late(row), row.id)
        for number, rows in zip(ids, messages, strict=True)
        for row in rows
    ]
    mark = "?" if session.connection.dialect.name == "sqlite" else "%s"
    # One statement for many: each would open and close every index by itself.
    for some in in_batches(carried, AT_ONCE):
        values = ", ".join([f"({mark}, {mark}, {mark})"] * len(some))
        given = tuple(value for row in some for value in row)
        session.connection.exec_driver_sql(_HAND_OVER.format(values=values), given)


def _put_off(session: Session, rows: list[dict[str, Any]]) -> None:
    """They fall due later, and what was late already still comes in one message."""
    if rows:
        session.execute(_PUT_OFF, rows)


def _urgency(about_on: date, today: date) -> int:
    """0 for what falls today or has passed, up to 4 for what is months away."""
    days = (about_on - today).days
    return sum(days > limit for limit in (0, 7, 28, 84))


_DUE = (
    select(
        *reminders.c["id", "area", "person_id", "about_on", "due_at", "late", "notice"],
        *people.c["digest", "quiet_from", "quiet_until"],
    )
    .join(people, people.c.id == reminders.c.person_id)
    .where(
        unsent_reminder,
        reminders.c.due_at <= bindparam("now"),
        reminders.c.state.in_(WAITING),
    )
    .order_by(reminders.c.about_on, reminders.c.due_at, reminders.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=reminders, skip_locked=True)
)
_WHOLE = select(reminders).where(reminders.c.id.in_(bindparam("ids", expanding=True)))
_HAND_OVER = """
WITH given (message, late, reminder) AS (VALUES {values})
UPDATE reminders SET state = 'due', outgoing_id = given.message, late = given.late
FROM given WHERE reminders.id = given.reminder
"""
_PUT_OFF = (
    reminders.update()
    .where(reminders.c.id == bindparam("row"))
    .values(due_at=bindparam("at"), late=bindparam("is_late"))
)
