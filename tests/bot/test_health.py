"""The health endpoint: green, red on what is due and unsent, red without a database."""

import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.health import SILENT_SECONDS, STOPPED_SECONDS, Pulse, start_health
from mappa.errors import SettingWrong
from storage.databases import Database
from storage.health import LATE
from storage.outgoing import (
    Message,
    add_outgoing,
    claim_outgoing,
    mark_arrived,
    mark_attempt,
    mark_refused,
)
from storage.people import get_person
from tests.bot.processes import bot, live
from tests.bot.workspaces import serve, wait_until
from tests.build import MARKER, NOW, TEAM, case, open_case, register_cast

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


class Heart(Pulse):
    """A pulse whose time and socket are what the test says."""

    def __init__(self) -> None:
        self.seconds, self.stands = 0.0, True
        super().__init__(lambda: self.seconds)


@contextmanager
def served(db: Database, now: datetime, pulse: Pulse | None = None) -> Iterator[int]:
    port = free_port()
    stop = start_health(port, db, lambda: now, pulse or Heart())
    try:
        yield port
    finally:
        stop()


def test_it_is_green_while_nothing_is_late(db: Database) -> None:
    with served(db, NOW) as port:
        shown = {"healthy": True, "database": True, "due_unsent": 0, "socket": "http", "clock": 0}
        assert health(port) == (200, shown)
        assert health(port, "health?x=y") == (200, shown)


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


def test_it_goes_red_on_a_message_that_nobody_takes_or_slack_goes_on_refusing(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        add_outgoing(
            session, Message(MARKER), get_person(session, TEAM, "U0CORA", NOW), NOW, about=()
        )
    with served(db, NOW + LATE - timedelta(seconds=1)) as port:
        assert health(port)[0] == 200
    with served(db, NOW + LATE) as port:
        assert (health(port)[0], health(port)[1]["due_unsent"]) == (503, 1)
        with db.write() as session:
            (sending,) = claim_outgoing(session, NOW + LATE, 5)
            assert mark_attempt(session, sending, NOW + LATE)
        assert health(port)[0] == 200, "somebody is sending it"
        with db.write() as session:
            mark_refused(session, sending, NOW + 2 * LATE, "ratelimited")
        assert health(port)[0] == 503, "it was due long ago, whenever it is tried again"
        assert MARKER not in str(health(port))
        with db.write() as session:
            mark_arrived(session, sending, "1.2", NOW + LATE)
        assert health(port)[0] == 200


def test_it_goes_red_when_the_clock_or_the_socket_has_stopped(db: Database) -> None:
    heart = Heart()
    heart.listen_to(lambda: heart.stands)
    with served(db, NOW, heart) as port:
        heart.tick()
        assert health(port)[1]["socket"] == "connected"
        heart.seconds = STOPPED_SECONDS
        assert health(port)[0] == 200
        heart.seconds += 1
        assert (health(port)[0], health(port)[1]["clock"]) == (503, STOPPED_SECONDS + 1)
        heart.tick()
        heart.stands = False
        for _ in range(SILENT_SECONDS):
            heart.seconds += 1
            heart.tick()
        assert (health(port)[0], health(port)[1]["socket"]) == (200, "down")
        heart.seconds += 1
        heart.tick()
        assert (health(port)[0], health(port)[1]["socket"]) == (503, "down")
        heart.stands = True
        assert health(port)[0] == 200


def test_a_database_that_does_not_answer_is_red_and_says_no_more(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with served(db, NOW) as port:
        with db.write() as session:
            session.connection.exec_driver_sql("ALTER TABLE reminders RENAME TO gone")
        status, shown = health(port)
        assert (status, shown["database"], shown["due_unsent"]) == (503, False, None)
        with db.write() as session:
            session.connection.exec_driver_sql("ALTER TABLE gone RENAME TO reminders")
        assert health(port)[0] == 200, "and green again once it answers"
    logged = [record for record in caplog.records if record.name == "mappa.health"]
    assert [one.exc_info for one in logged] == [None]


def test_the_bot_that_runs_shows_its_socket_and_its_clock(
    tmp_path: Path, migrated_file: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "mappa.db")
    port = free_port()
    with serve() as slack:
        settings = live(slack, tmp_path / "mappa.db")
        with bot(tmp_path, "run", **settings, HEALTH_PORT=str(port)) as running:
            running.wait_for("The bot is connected")
            status, shown = health(port)
            assert (status, shown["socket"], shown["due_unsent"]) == (200, "connected", 0)
            wait_until(lambda: float(str(health(port)[1]["clock"])) > 0, "time going by")
            ticked = float(str(health(port)[1]["clock"]))
            wait_until(lambda: float(str(health(port)[1]["clock"])) < ticked, "a tick")


def test_without_a_port_there_is_no_endpoint(db: Database) -> None:
    start_health(0, db, lambda: NOW, Heart())()


def test_a_port_that_is_taken_is_one_line(db: Database) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingWrong) as refused:
            start_health(port, db, lambda: NOW, Heart())
    assert refused.value.message.startswith(f"HEALTH_PORT {port} cannot be used")
