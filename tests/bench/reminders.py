"""A hundred thousand stored reminders: a tick that finds nothing, and a thousand that fall due."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

from slack_sdk import WebClient

from handlers.sending import Sender
from storage.due_reminders import claim_due_reminders
from tests.bench.caseloads import make_caseload
from tests.bench.databases import open_ours, open_raw
from tests.bench.measuring import WARM_UP, Row, in_turn, require_same
from tests.build import NOW, POLICY, register_cast

PEOPLE = 1_000
STORED = 100_000
AT_ONCE = 1_000  # fall due at one hour, and the next as many at the same hour of the next day
FIRST = datetime(2026, 7, 1, 8, tzinfo=UTC)
REMINDERS = """
WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < :stored - 1),
facts AS (SELECT n, 1 + n % :people AS p, date(:first, (n / :at_once) || ' days') AS day FROM n)
INSERT INTO reminders
    (area, subject, case_id, kind, about_on, notice, person_id, due_at, state, late)
SELECT 'BED', 'case BED-' || (100000 + p), p, 'licence_end', date(day, '28 days'), '28 days',
    1 + n % 3, day || ' 08:00:00.000000', 'planned', 0
FROM facts
"""
ANYTHING_DUE = """
SELECT EXISTS (
    SELECT 1 FROM reminders WHERE state IN ('planned', 'snoozed', 'due') AND due_at <= :now)
    OR EXISTS (SELECT 1 FROM outgoing WHERE state IN ('waiting', 'sending') AND next_at <= :now)
"""
DUE = """
SELECT id, area, person_id FROM reminders
WHERE state IN ('planned', 'snoozed', 'due') AND due_at > :since AND due_at <= :now
"""
HAND_OVER = """
INSERT INTO outgoing (id, key, area, method, person_id, urgency, state, next_at, attempts, made_at)
VALUES (?, ?, ?, 'post', ?, 1, 'waiting', ?, 0, ?)
"""
MARK = "UPDATE reminders SET state = 'due', outgoing_id = ? WHERE id = ?"


def reminder_rows(folder: Path, rounds: int) -> Iterator[Row]:
    ours, by_hand = folder / "reminders.db", folder / "reminders-by-hand.db"
    _fill(ours)
    shutil.copy(ours, by_hand)
    yield from _tick(ours, rounds * 10)
    yield from _hand_over(ours, by_hand, min(rounds, STORED // AT_ONCE - WARM_UP))


def _tick(path: Path, rounds: int) -> Iterator[Row]:
    db, raw = open_ours(path), open_raw(path)
    sender = Sender(db, WebClient("unused"), "U0MAPPA", POLICY, lambda: NOW, practice=False)
    ours_ms, floor_ms = in_turn(
        rounds,
        lambda _: require_same(sender.send_due(), 0),
        lambda _: require_same(raw.execute(ANYTHING_DUE, {"now": _text(NOW)}).fetchone(), (0,)),
    )
    yield Row("a tick with nothing due", ours_ms, floor_ms, most=1)
    sender.stop()
    raw.close()
    db.close()


def _hand_over(ours: Path, by_hand: Path, rounds: int) -> Iterator[Row]:
    """Those due are claimed, marked, and each put in the outbox as a message."""
    db, raw = open_ours(ours), open_raw(by_hand)

    def claim(number: int) -> None:
        now = FIRST + timedelta(days=number)
        with db.write() as session:
            require_same(claim_due_reminders(session, POLICY, now), AT_ONCE)

    ours_ms, floor_ms = in_turn(rounds, claim, lambda number: _by_hand(raw, number))
    yield Row(f"{AT_ONCE:,} reminders claimed and marked", ours_ms, floor_ms, most=50)
    raw.close()
    db.close()


def _by_hand(raw: sqlite3.Connection, number: int) -> None:
    now = FIRST + timedelta(days=number)
    raw.execute("BEGIN IMMEDIATE")
    span = {"since": _text(now - timedelta(days=1)), "now": _text(now)}
    due = raw.execute(DUE, span).fetchall()
    ids = range(number * AT_ONCE + 1, (number + 1) * AT_ONCE + 1)
    made = [
        (made_id, token_hex(16), area, person_id, _text(now), _text(now))
        for made_id, (_, area, person_id) in zip(ids, due, strict=True)
    ]
    raw.executemany(HAND_OVER, made)
    raw.executemany(MARK, [(made_id, row[0]) for made_id, row in zip(ids, due, strict=True)])
    raw.execute("COMMIT")


def _fill(path: Path) -> None:
    make_caseload(path, PEOPLE)
    db = open_ours(path)
    with db.write() as session:
        register_cast(session)
    db.close()
    raw = open_raw(path)
    sizes = {"stored": STORED, "people": PEOPLE, "at_once": AT_ONCE}
    raw.execute(REMINDERS, sizes | {"first": FIRST.date().isoformat()})
    raw.close()


def _text(instant: datetime) -> str:
    """As our columns keep it."""
    return f"{instant:%Y-%m-%d %H:%M:%S.%f}"
