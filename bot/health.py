"""The health endpoint: green while the database answers and nothing due is left unsent."""

import json
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from storage.databases import Database
from storage.reminders import count_due_unsent

LATE = timedelta(minutes=5)


def start_health(port: int, db: Database, now: Callable[[], datetime]) -> Callable[[], None]:
    """Serve GET / on the port, loopback only; port 0 means no endpoint. Returns what stops it."""
    if not port:
        return lambda: None
    from waitress.server import create_server

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with db.read() as session:
            late = count_due_unsent(session, now() - LATE)
        status = "503 Service Unavailable" if late else "200 OK"
        start(status, [("Content-Type", "application/json")])
        return [json.dumps({"healthy": not late, "due_unsent": late}).encode()]

    server = create_server(answer, host="127.0.0.1", port=port, threads=1, ident=None)
    threading.Thread(target=server.run, name="health", daemon=True).start()

    def stop() -> None:
        server.task_dispatcher.shutdown()
        server.close()

    return stop
