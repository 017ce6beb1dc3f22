"""Remembers what was delivered, so that a redelivery changes nothing."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete

from mappa.errors import AlreadyDone
from storage.databases import Session, insert_new
from storage.tables import deliveries

# Slack gives up after an hour; a day leaves room for clocks and for a queue that was held up.
KEPT = timedelta(days=1)
LONGEST = 100  # characters of a key


def once(session: Session, key: str, now: datetime) -> None:
    """Go on only if this delivery is new; with the transaction's changes it becomes known."""
    if not insert_new(session.connection, deliveries, {"key": _short(key), "seen_at": now}):
        raise AlreadyDone("That was done already; nothing was changed a second time.")


def forget_deliveries(session: Session, now: datetime) -> int:
    """Drop what is too old to be delivered again; how many rows that were."""
    return session.execute(delete(deliveries).where(deliveries.c.seen_at < now - KEPT)).rowcount


def _short(key: str) -> str:
    """The key as it fits its column; Slack promises no length for its ids."""
    if len(key) <= LONGEST and key.isprintable():
        return key
    return sha256(key.encode(errors="backslashreplace")).hexdigest()
