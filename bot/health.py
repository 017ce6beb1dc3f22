"""The health endpoint: green while the database answers, Slack is heard, the clock ticks, and
nothing due is left unsent."""

import json
import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.ports import serve_on
from storage.databases import Database
from storage.health import count_late

SILENT_SECONDS = 60  # so long the socket may be down: Slack wants a fresh one now and then
STOPPED_SECONDS = 30  # so long the clock may not tick
log = logging.getLogger("mappa.health")


class Pulse:
    """When the clock last ticked, and when the socket last stood; `seconds` never goes back."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._ticked = self._heard = seconds()
        self._connected: Callable[[], bool] | None = None

    def listen_to(self, connected: Callable[[], bool]) -> None:
        """Whether the socket stands; in HTTP mode there is none to listen to."""
        self._connected = connected

    def tick(self) -> None:
        """The clock has ticked; a look at the socket as well, whether anybody asks or not."""
        self._ticked = self._seconds()
        self.socket()

    @property
    def since_tick(self) -> float:
        return self._seconds() - self._ticked

    @property
    def since_heard(self) -> float:
        return self._seconds() - self._heard

    def socket(self) -> str:
        """connected, down, or http."""
        if self._connected is None or self._connected():
            self._heard = self._seconds()
            return "http" if self._connected is None else "connected"
        return "down"


def start_health(
    port: int, db: Database, now: Callable[[], datetime], pulse: Pulse
) -> Callable[[], None]:
    """Serve GET / on the port, loopback only; port 0 means no endpoint. Returns what stops it."""
    if not port:
        return lambda: None

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        shown = state(db, now(), pulse)
        status = "200 OK" if shown["healthy"] else "503 Service Unavailable"
        start(status, [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
        return [json.dumps(shown).encode()]

    return serve_on(port, answer, "HEALTH_PORT", threads=1)


def state(db: Database, now: datetime, pulse: Pulse) -> dict[str, Any]:
    """What is shown: numbers and states, nothing of any case."""
    late, socket = _late(db, now), pulse.socket()
    shown = {"database": late is not None, "due_unsent": late, "socket": socket}
    healthy = (
        late == 0 and pulse.since_heard <= SILENT_SECONDS and pulse.since_tick <= STOPPED_SECONDS
    )
    return {"healthy": healthy, **shown, "clock": round(pulse.since_tick, 1)}


def _late(db: Database, now: datetime) -> int | None:
    """How many are late, None when the database does not answer, in whatever way."""
    try:
        with db.read() as session:
            return count_late(session, now).total
    except Exception as problem:
        log.error("the database does not answer: %s", type(problem).__name__)
        return None
