"""Remembers what was delivered, so that a redelivery changes nothing."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from mappa.errors import AlreadyDone
from storage.databases import Session
from storage.tables import deliveries

# Slack gives up after an hour; a day leaves room for clocks and for a queue that was held up.
KEPT = timedelta(days=1)


def once(session: Session, key: str, now: datetime) -> None:
    """Go on only if this delivery is new; with the transaction's changes it becomes known."""
    insert = sqlite_insert if session.connection.dialect.name == "sqlite" else postgresql_insert
    row = insert(deliveries).values(key=key, seen_at=now).on_conflict_do_nothing()
    if session.execute(row).rowcount == 0:
        raise AlreadyDone("That was done already; nothing was changed a second time.")


def forget_deliveries(session: Session, now: datetime) -> int:
    """Drop what is too old to be delivered again; how many rows that were."""
    return session.execute(delete(deliveries).where(deliveries.c.seen_at < now - KEPT)).rowcount
