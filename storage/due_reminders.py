"""From reminders that are due to messages in the outbox."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import Row, bindparam, select

from mappa.clocks import london_day
from storage.databases import Session
from storage.reminders import WAITING
from storage.tables import outgoing, reminders, unsent_reminder

CATCH_UP_AFTER = timedelta(minutes=30)  # later than this, what was due is told in one message
LISTED = 40  # reminders that one catch-up message can list within Slack's limits


def claim_due_reminders(session: Session, now: datetime, limit: int = 1000) -> int:
    """Hand what is due to the outbox; how many reminders that were.

    One message each, but one for all of a person's that come late: after a time in which
    nothing could be sent, or with a caseload brought in.
    """
    query = (
        select(reminders)
        .where(unsent_reminder, reminders.c.due_at <= now, reminders.c.state.in_(WAITING))
        .order_by(reminders.c.due_at, reminders.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    due = session.execute(query).all()
    made, carried = [], []
    for person_id, rows in _messages(due, now):
        key = token_hex(16)
        made.append(
            {
                "key": key,
                "area": rows[0].area,
                "method": "post",
                "person_id": person_id,
                "urgency": min(_urgency(row, now) for row in rows),
                "state": "waiting",
                "next_at": now,
                "made_at": now,
            }
        )
        carried += [{"row": row.id, "message": key} for row in rows]
    if made:
        session.execute(outgoing.insert(), made)
        session.execute(_HAND_OVER, carried)
    return len(due)


# The database finds the message by its key: asking for the number of each would cost a statement.
_HAND_OVER = (
    reminders.update()
    .where(reminders.c.id == bindparam("row"))
    .values(
        state="due",
        outgoing_id=select(outgoing.c.id)
        .where(outgoing.c.key == bindparam("message"))
        .scalar_subquery(),
    )
)


def _messages(due: Iterable[Row[Any]], now: datetime) -> Iterable[tuple[int, list[Row[Any]]]]:
    together: dict[int, list[Row[Any]]] = {}
    for row in due:
        if row.late or row.due_at < now - CATCH_UP_AFTER:
            together.setdefault(row.person_id, []).append(row)
        else:
            yield row.person_id, [row]
    for person_id, rows in together.items():
        for start in range(0, len(rows), LISTED):
            yield person_id, rows[start : start + LISTED]


def _urgency(row: Row[Any], now: datetime) -> int:
    """0 for what falls today or has passed, up to 4 for what is months away."""
    days = (row.about_on - london_day(now)).days
    return sum(days > limit for limit in (0, 7, 28, 84))
