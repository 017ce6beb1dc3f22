"""The health endpoint: green while the database answers and nothing due is left unsent."""

import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.ports import serve_on
from storage.databases import Database
from storage.reminders import count_due_unsent

LATE = timedelta(minutes=5)
log = logging.getLogger("mappa.health")


def start_health(port: int, db: Database, now: Callable[[], datetime]) -> Callable[[], None]:
    """Serve GET / on the port, loopback only; port 0 means no endpoint. Returns what stops it."""
    if not port:
        return lambda: None

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        late = _late(db, now() - LATE)
        healthy = late == 0
        status = "200 OK" if healthy else "503 Service Unavailable"
        start(status, [("Content-Type", "application/json")])
        return [json.dumps({"healthy": healthy, "due_unsent": late}).encode()]

    return serve_on(port, answer, "HEALTH_PORT", threads=1)


def _late(db: Database, before: datetime) -> int | None:
    """How many are late, None when the database does not answer, in whatever way."""
    try:
        with db.read() as session:
            return count_due_unsent(session, before)
    except Exception as problem:
        log.error("the database does not answer: %s", type(problem).__name__)
        return None
