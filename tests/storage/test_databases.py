"""Transactions: durable, whole, one after the other; and one line for what cannot be opened."""

import re
import sqlite3
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from mappa.errors import SettingWrong
from storage.databases import BUSY_SECONDS, Database, Session, make_engine, reachable
from storage.installations import get_note, next_number, set_note
from storage.keys import KeyRing
from storage.migrations import prepare
from storage.tables import data_keys, identifiers, installation
from tests.build import MARKER
from tests.conftest import KEY
from tests.storage.threads import PATIENCE, at_once

THREADS, EACH = 10, 100
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "busy_timeout": BUSY_SECONDS * 1000,
}


def test_no_update_is_lost_between_ten_writers(db: Database) -> None:
    def count_on() -> list[int]:
        numbers = []
        for _ in range(EACH):
            with db.write() as session:
                numbers.append(next_number(session, "BED", "case", 1))
        return numbers

    given = [number for numbers in at_once(*[count_on] * THREADS) for number in numbers]
    assert sorted(given) == list(range(1, THREADS * EACH + 1))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_sqlite_what_was_read_still_holds_when_it_is_written(db: Database) -> None:
    def count_on() -> None:
        for _ in range(EACH // 5):
            with db.write() as session:
                set_note(session, "sum", str(int(get_note(session, "sum") or 0) + 1))

    at_once(*[count_on] * THREADS)
    with db.read() as session:
        assert get_note(session, "sum") == str(THREADS * EACH // 5)


def test_who_cannot_wait_is_told_that_others_are_not_done(db: Database) -> None:
    hurried, holds, let_go = db.within(0.2), Event(), Event()
    with db.write() as session:
        set_note(session, "who", "nobody")

    def hold() -> None:
        with db.write() as session:
            set_note(session, "who", "first")
            holds.set()
            let_go.wait(PATIENCE)

    holder = Thread(target=hold)
    holder.start()
    holds.wait(PATIENCE)
    try:
        with pytest.raises(DBAPIError), hurried.write() as session:
            set_note(session, "who", "second")
        with hurried.read() as session:
            assert get_note(session, "who") == "nobody"
    finally:
        let_go.set()
        holder.join()
    with hurried.write() as session:
        set_note(session, "who", "third")
    with db.read() as session:
        assert get_note(session, "who") == "third"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_pooled_connection_is_durable_and_keeps_foreign_keys(db: Database) -> None:
    pooled = [db.engine.raw_connection() for _ in range(12)]
    for connection in pooled:
        found = {}
        for name in PRAGMAS:
            cursor = connection.cursor()
            found[name] = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        assert found == PRAGMAS
    for connection in pooled:
        connection.close()


def test_a_row_without_its_case_is_refused_without_telling_what_is_in_it(db: Database) -> None:
    row = {"case_id": 4711, "kind": MARKER[:20], "value_sealed": b"x", "blind": b"y"}
    with pytest.raises(IntegrityError) as refused, db.write() as session:
        session.execute(identifiers.insert().values(**row))
    assert MARKER[:20] not in str(refused.value)


def test_a_write_that_fails_leaves_nothing(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as session:
        set_note(session, "half", "done")
        raise ZeroDivisionError
    with db.read() as session:
        assert get_note(session, "half") is None


def test_a_read_sees_one_state_whatever_is_written_meanwhile(db: Database) -> None:
    with db.read() as session:
        before = _notes(session)
        with db.write() as other:
            set_note(other, "meanwhile", "written")
        assert _notes(session) == before == 0
    with db.read() as session:
        assert _notes(session) == 1


def test_a_read_goes_on_while_somebody_writes(db: Database) -> None:
    with db.write() as session:
        set_note(session, "not yet", "committed")
        with db.read() as other:
            assert _notes(other) == 0


def test_a_read_cannot_write_and_leaves_the_connection_fit_for_writing(db: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), db.read() as session:
        set_note(session, "never", "written")
    for _ in range(3):
        with db.write() as session:
            set_note(session, "after", "written")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_second_writer_waits_for_the_first(db: Database) -> None:
    inside, done = Event(), Event()

    def hold() -> None:
        with db.write() as session:
            inside.set()
            done.wait(0.2)
            set_note(session, "order", "first")

    first = Thread(target=hold)
    first.start()
    assert inside.wait(PATIENCE)
    with db.write() as session:
        assert get_note(session, "order") == "first"
    first.join()


def test_all_who_open_an_empty_database_at_once_share_its_keys(database_url: str) -> None:
    engines = [make_engine(database_url) for _ in range(4)]
    found = at_once(*[partial(Database, engine, KeyRing([KEY])) for engine in engines])
    with found[0].write() as session:
        sealed, blind = session.house.seal(MARKER, "here"), session.blind.blind("crn", "X1")
        assert session.execute(select(func.count()).select_from(data_keys)).scalar() == 2
    for other in found:
        with other.read() as session:
            assert session.house.open(sealed, "here") == MARKER
            assert session.blind.blind("crn", "X1") == blind
        other.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "not a database URL"),
        ("nonsense", "not a database URL"),
        ("postgresql+psycopg://u:hunter2@h:port/db", "not a database URL"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///file:x?mode=memory&uri=true", "names no file"),
        ("postgresql://u:hunter2@h/db", "begins with postgresql, which is not supported"),
        ("mysql://u:hunter2@h/db", "begins with mysql, which is not supported"),
    ],
)
def test_a_wrong_url_is_one_sentence_with_an_example_and_no_password(url: str, says: str) -> None:
    with pytest.raises(SettingWrong, match=re.escape(says)) as refused:
        make_engine(url)
    assert "sqlite:///var/mappa.db" in refused.value.message
    assert "hunter2" not in refused.value.message


def test_a_server_that_is_not_there_is_one_line_without_the_password() -> None:
    engine = make_engine("postgresql+psycopg://u:hunter2@127.0.0.1:1/db")
    with pytest.raises(SettingWrong, match="cannot be opened: connection failed") as refused:
        reachable(engine)
    assert "\n" not in refused.value.message
    assert "hunter2" not in refused.value.message
    engine.dispose()


def test_a_file_that_is_no_database_is_one_line_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear co-ordinator, " * 100)
    engine = make_engine(f"sqlite:///{path}")
    with pytest.raises(SettingWrong, match="cannot be opened: file is not a database"):
        reachable(engine)
    engine.dispose()
    assert path.read_text() == "Dear co-ordinator, " * 100


def test_what_is_committed_is_in_the_file_for_every_other_process(tmp_path: Path) -> None:
    # A copy of the file and its log, as a crash would leave them, holds what was acknowledged.
    db = Database(prepare(f"sqlite:///{tmp_path / 'mappa.db'}"), KeyRing([KEY]))
    with db.write() as session:
        set_note(session, "kept", "yes")
    for left in tmp_path.glob("mappa.db*"):
        if not left.name.endswith("-shm"):
            (tmp_path / f"crashed{left.name.removeprefix('mappa')}").write_bytes(left.read_bytes())
    copy = sqlite3.connect(tmp_path / "crashed.db")
    assert copy.execute("SELECT value FROM installation WHERE name = 'kept'").fetchone() == ("yes",)
    copy.close()
    db.close()


def _notes(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(installation)).scalar_one())
