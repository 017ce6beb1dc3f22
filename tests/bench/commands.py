"""A command through Bolt: with no work, and an update against the same rows written raw."""

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from slack_bolt import Ack, App, BoltRequest
from sqlalchemy import event

from bot.apps import Bot, make_bot
from bot.sandbox.cast import BOT_TOKEN, CHANNELS, USERS
from bot.sandbox.payloads import slash_command
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from handlers.paces import Pace, Paces
from mappa.working_days import load_calendar
from storage.databases import Database
from storage.migrations import upgrade
from storage.people import add_person
from tests.bench.databases import open_ours, open_raw
from tests.bench.measuring import WARM_UP, Row, in_turn, require_same
from tests.build import NOW, POLICY, case, open_case, person, register_cast

COLLEAGUES = 40  # registered in the area besides the cast
FIRST_CASE = 2001
NO_WORK = "/no-work"
WRITES = ("INSERT", "UPDATE", "DELETE")
FREELY = Pace(1_000_000, 1)  # one person does all of it
TABLES = ("case_dates", "deliveries", "records", "reminders")


@dataclass
class Written:
    """What one update wrote, as the driver was given it."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)

    def again(self, raw: sqlite3.Connection) -> None:
        """The same rows in one durable transaction, with nothing of ours in between."""
        raw.execute("BEGIN IMMEDIATE")
        for statement, values, many in self.statements:
            (raw.executemany if many else raw.execute)(statement, values)
        raw.execute("COMMIT")


def command_rows(folder: Path, rounds: int) -> Iterator[Row]:
    files = [folder / f"{name}.db" for name in ("rehearsed", "ours", "raw")]
    load_calendar(NOW.year)  # as the bot does when it starts
    _fill(files[0], WARM_UP + rounds)
    for copy in files[1:]:
        shutil.copy(files[0], copy)
    server = SandboxServer()
    server.start()
    try:
        with _at_work(files[0], server.url) as bot:
            written = [_rehearse(bot, number) for number in range(WARM_UP + rounds)]
        with _at_work(files[1], server.url) as bot:
            yield from _measure(bot, written, open_raw(files[2]), rounds)
    finally:
        server.stop()


def _measure(
    bot: Bot, written: list[Written], raw: sqlite3.Connection, rounds: int
) -> Iterator[Row]:
    stock = App(client=bot.desk.client)
    for app in (stock, bot.app):
        app.command(NO_WORK)(_acknowledge)
    stock_ms, no_work_ms = in_turn(
        rounds,
        lambda number: _send(stock, NO_WORK, f"stock {number}"),
        lambda number: _send(bot.app, NO_WORK, f"no work {number}"),
    )
    update_ms, raw_ms = in_turn(
        rounds,
        lambda number: _update(bot.app, number),
        lambda number: written[number].again(raw),
    )
    with bot.desk.db.read() as session:
        for table in TABLES:
            count = f"SELECT count(*) FROM {table}"  # noqa: S608  # one of TABLES
            ours = session.connection.exec_driver_sql(count).scalar()
            require_same(ours, raw.execute(count).fetchone()[0])
    raw.close()
    yield Row("a command with no work; floor: stock Bolt", no_work_ms, stock_ms, ratio=0.1)
    yield Row("an update, saved and acknowledged; floor: its rows raw", update_ms, raw_ms, 3)
    yield Row("the same update; floor: a stock Bolt no-op", update_ms, stock_ms, ratio=0.1)


def _fill(path: Path, cases: int) -> None:
    upgrade(f"sqlite:///{path}")
    db = open_ours(path)
    with db.write() as session:
        register_cast(session)
        for number in range(COLLEAGUES):
            add_person(session, person(f"U0N{number}"), NOW)
        for number in range(cases):
            open_case(session, case(f"BED-{FIRST_CASE + number}"))
    db.close()


@contextmanager
def _at_work(path: Path, workspace: str) -> Iterator[Bot]:
    """The bot, put together on this database but not connected: what it hears comes from here."""
    settings = Settings(slack_bot_token=BOT_TOKEN, slack_api_url=f"{workspace}api/")
    db: Database = open_ours(path)
    log = logging.getLogger("bench")
    log.setLevel(logging.ERROR)
    with ThreadPoolExecutor(1) as workers:
        given: dict[str, Any] = {"now": lambda: NOW, "paces": Paces(people=FREELY)}
        yield make_bot(settings, db, POLICY, workers, log, practice=False, **given)
    db.close()


def _rehearse(bot: Bot, number: int) -> Written:
    """The rows of an update; this one is not timed."""
    written = Written()

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _x: Any, many: bool) -> None:
        if statement.startswith(WRITES):
            written.statements.append((statement, values, many))

    event.listen(bot.desk.db.engine, "before_cursor_execute", note)
    _update(bot.app, number)
    event.remove(bot.desk.db.engine, "before_cursor_execute", note)
    return written


def _update(app: App, number: int) -> None:
    """A licence end is moved: the case, its record and two people's reminders change."""
    on = date(2027, 4, 1) + timedelta(days=number % 90)
    line = f"BED-{FIRST_CASE + number} licence-end {on:%d %B %Y} because court varied it"
    answer = _send(app, f"/mappa update {line}", f"update {number}")
    if "Saved: licence-end." not in answer:
        raise AssertionError(answer)


def _send(app: App, typed: str, trigger: str) -> str:
    """What somebody types, through Bolt; what comes back with the acknowledgement."""
    body = slash_command(USERS["U0CORA"], next(iter(CHANNELS)), typed, trigger, "")
    response = app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    if response.status != 200:
        raise AssertionError(f"{typed}: status {response.status}")
    return response.body


def _acknowledge(ack: Ack) -> None:
    ack()
