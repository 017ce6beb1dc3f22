"""The log: references and faults, never names, texts, tokens or payloads."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, TextIO

from mappa.faults import trace

# At these levels the libraries would print whole payloads, with everything that people typed.
QUIET = (
    "slack_bolt", "slack_sdk", "urllib3", "apscheduler", "waitress", "aiohttp", "sqlalchemy",
    "alembic", "asyncio",
)  # fmt: skip


class _Quiet(logging.Filter):
    """Holds at the last door as well: Bolt gives loggers of its own classes levels of their own."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or record.name.partition(".")[0] not in QUIET


class _Lines(logging.Formatter):
    """Of a fault where it came from; its message may quote what somebody typed."""

    def formatException(self, ei: Any) -> str:  # its name is the library's
        return "\n".join(trace(ei[1])) if ei[1] else ""


class _JsonLines(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "name": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


def start_log(level: str, form: str, stream: TextIO) -> logging.Logger:
    """Log to the stream; the logger that is given to Bolt, which speaks only of errors."""
    handler = logging.StreamHandler(stream)
    if form == "json":
        handler.setFormatter(_JsonLines())
    else:
        handler.setFormatter(_Lines("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(_Quiet())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    # Its errors are raised as well, and said in our own words where they are caught.
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    bolt = logging.getLogger("mappa.slack")
    bolt.setLevel(logging.ERROR)
    return bolt
