"""The health endpoint: green, red on what is due and unsent, red without a database."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.health import LATE, start_health
from mappa.errors import SettingWrong
from storage.databases import Database
from tests.build import MARKER, NOW, case, open_case, register_cast

DUE = datetime.fromisoformat("2026-09-30T08:00:00+00:00")  # six months before the licence ends


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def health(port: int, path: str = "") -> tuple[int, dict[str, object]]:
    try:
        with urlopen(f"http://127.0.0.1:{port}/{path}", timeout=10) as answer:
            return answer.status, json.load(answer)
    except HTTPError as problem:
        with problem:
            return problem.code, json.loads(problem.read())


@contextmanager
def served(db: Database, now: datetime) -> Iterator[int]:
    port = free_port()
    stop = start_health(port, db, lambda: now)
    try:
        yield port
    finally:
        stop()


def test_it_is_green_while_nothing_is_late(db: Database) -> None:
    with served(db, NOW) as port:
        assert health(port) == (200, {"healthy": True, "due_unsent": 0})
        assert health(port, "health?x=y") == (200, {"healthy": True, "due_unsent": 0})


@pytest.mark.parametrize(
    ("after", "late"), [(timedelta(0), 0), (LATE - timedelta(seconds=1), 0), (LATE, 1)]
)
def test_it_goes_red_on_what_is_due_and_has_not_arrived(
    after: timedelta, late: int, db: Database
) -> None:
    with db.write() as session:
        register_cast(session)
        open_case(session, case(dates={"licence_end": date(2027, 3, 31)}))
    with served(db, DUE + after) as port:
        status, shown = health(port)
    assert status == (503 if late else 200)
    assert shown["healthy"] is not bool(late)
    assert bool(shown["due_unsent"]) is bool(late)
    assert MARKER not in json.dumps(shown)


def test_a_database_that_does_not_answer_is_red_and_says_no_more(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with served(db, NOW) as port:
        with db.write() as session:
            session.connection.exec_driver_sql("ALTER TABLE reminders RENAME TO gone")
        assert health(port) == (503, {"healthy": False, "due_unsent": None})
        with db.write() as session:
            session.connection.exec_driver_sql("ALTER TABLE gone RENAME TO reminders")
        assert health(port)[0] == 200, "and green again once it answers"
    logged = [record for record in caplog.records if record.name == "mappa.health"]
    assert [one.exc_info for one in logged] == [None]


def test_without_a_port_there_is_no_endpoint(db: Database) -> None:
    start_health(0, db, lambda: NOW)()


def test_a_port_that_is_taken_is_one_line(db: Database) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingWrong) as refused:
            start_health(port, db, lambda: NOW)
    assert refused.value.message.startswith(f"HEALTH_PORT {port} cannot be used")
