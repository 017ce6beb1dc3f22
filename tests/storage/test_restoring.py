"""Restoring: into an empty database only, from a whole backup only, with nothing sent twice."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from mappa.errors import SettingWrong
from storage.databases import Database, Session, make_engine
from storage.due_reminders import claim_due_reminders
from storage.installations import next_number
from storage.keys import KeyRing
from storage.migrations import prepare, upgrade
from storage.outgoing import LEASE, Message, add_outgoing, claim_outgoing, mark_attempt
from storage.people import get_person
from storage.records import Entry, add_record
from storage.reminders import Reminder, get_reminder, list_reminders_of_case
from storage.repeats import may_be_repeats
from storage.restoring import Restored
from storage.tables import metadata, outgoing, reminders
from tests.build import NOW, POLICY, TEAM
from tests.conftest import KEY
from tests.storage.saving import LATER, back_up, bring_back, fill, opened, rows_of

KINDS = ("database_url", "empty_url")
ALIKE = pytest.mark.parametrize(
    KINDS, [("sqlite", "sqlite"), ("postgresql", "postgresql")], indirect=True
)
ON_FILES = pytest.mark.parametrize(KINDS, [("sqlite", "sqlite")], indirect=True)
ACROSS = pytest.mark.parametrize(
    KINDS, [("sqlite", "postgresql"), ("postgresql", "sqlite")], indirect=True
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "monday.backup"


@pytest.fixture
def caseload(db: Database) -> Database:
    fill(db)
    return db


@ALIKE
def test_a_database_in_use_is_not_filled(
    caseload: Database, database_url: str, empty_url: str, file: Path
) -> None:
    back_up(database_url, file)
    before = rows_of(database_url, text("SELECT * FROM records ORDER BY number"))
    with pytest.raises(SettingWrong, match="into an empty database only"):
        bring_back(file, database_url)
    assert rows_of(database_url, text("SELECT * FROM records ORDER BY number")) == before
    opened(empty_url).close()  # its own keys are all that is in it now
    bring_back(file, empty_url)


SPOILT: dict[str, Callable[[Path], object]] = {
    "gone": lambda file: file.unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "text": lambda file: file.write_text("not a database, whatever it is called\n" * 50),
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-5_000]),
    "another database": lambda file: _sql(file, "PRAGMA application_id=0"),
    "a newer one": lambda file: _sql(file, "UPDATE alembic_version SET version_num='9999'"),
    "lacking a row": lambda file: _sql(file, "DELETE FROM deputies", "DELETE FROM name_words"),
    "lacking a moment": lambda file: _sql(file, "DELETE FROM installation"),
    "lacking a table": lambda file: _sql(file, "DROP TABLE watches"),
    "pointing nowhere": lambda file: _sql(file, "UPDATE cases SET id = 999 WHERE id = 1"),
}


def _sql(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("bare_url", ["sqlite"], indirect=True)
def test_what_is_no_whole_backup_is_refused_before_anything_is_made(
    caseload: Database, database_url: str, bare_url: str, file: Path
) -> None:
    back_up(database_url, file)
    whole = file.read_bytes()
    for what, spoil in SPOILT.items():
        file.write_bytes(whole)
        spoil(file)
        with pytest.raises(SettingWrong) as refused:
            bring_back(file, bare_url)
        assert len(refused.value.message.splitlines()) == 1, what
        assert not Path(bare_url.removeprefix("sqlite:///")).exists(), what
    file.write_bytes(whole)
    with pytest.raises(SettingWrong, match="MAPPA_KEYS does not hold the keys"):
        bring_back(file, bare_url, bytes(32))
    assert not Path(bare_url.removeprefix("sqlite:///")).exists()
    with pytest.raises(SettingWrong, match="DATABASE_URL names a backup"):
        prepare(f"sqlite:///{file}")
    bring_back(file, bare_url)


@pytest.mark.parametrize(
    ("bare_url", "empty_url"),
    [("sqlite", "postgresql"), ("postgresql", "sqlite")],
    indirect=True,
)
def test_an_older_schema_is_backed_up_as_it_is_and_upgraded_on_its_way_back(
    bare_url: str, empty_url: str, file: Path
) -> None:
    upgrade(bare_url, "0003")
    wrapped = KeyRing([KEY]).new_data_key()[0]
    engine = make_engine(bare_url)
    with engine.begin() as connection:
        for purpose in ("house", "blind"):
            row = {"purpose": purpose, "wrapped": wrapped}
            connection.execute(metadata.tables["data_keys"].insert(), row)
        connection.execute(text("INSERT INTO installation VALUES ('team_id', 'T0OLD')"))
        made = "INSERT INTO meetings (ref, area, level, starts_at, status) VALUES "
        connection.execute(
            text(f"{made} ('BED-M1', 'BED', 2, '2026-01-05 10:00:00.000000', 'held')")
        )
    engine.dispose()
    assert back_up(bare_url, file).schema == "0003"
    content = file.read_bytes()
    bring_back(file, empty_url)
    assert file.read_bytes() == content, "the backup itself is only read"
    found = rows_of(empty_url, text("SELECT ref, urgent, version FROM meetings"))
    assert [(ref, bool(urgent), version) for ref, urgent, version in found] == [
        ("BED-M1", False, 0)
    ]


@ON_FILES
def test_numbers_that_may_have_been_given_since_are_not_given_again(
    caseload: Database, database_url: str, empty_url: str, file: Path
) -> None:
    with caseload.write() as session:
        last = next_number(session, "BED", "case", 4_000)
    back_up(database_url, file)
    with caseload.write() as session:
        since = next_number(session, "BED", "case", 1)
    bring_back(file, empty_url)
    db = opened(empty_url)
    with db.write() as session:
        assert next_number(session, "BED", "case", 1) > since > last
    db.close()


@ON_FILES
def test_a_record_that_was_broken_before_is_brought_back_and_said_to_be(
    caseload: Database, database_url: str, empty_url: str, file: Path
) -> None:
    with caseload.write() as session:
        for n in range(4):
            add_record(session, Entry("case seen", "command", n), area="BED", now=NOW)
        session.execute(text("UPDATE records SET action = 'case changed' WHERE number = 3"))
    back_up(database_url, file)
    restored = bring_back(file, empty_url)
    assert str(restored.broken["BED"]).startswith("BED 3: it is not what was written")
    assert replace(restored, broken={}) == Restored(restored.backup, ("BED",), {}, 0, 0)


@ACROSS
def test_what_may_have_been_sent_since_is_looked_up_or_said_to_be_a_repeat(
    caseload: Database, database_url: str, empty_url: str, file: Path
) -> None:
    with caseload.write() as session:
        to = get_person(session, TEAM, "U0CORA", NOW)
        for n in range(2):
            add_outgoing(session, Message(f"message {n}"), to, NOW, about=())
        (first,) = claim_outgoing(session, NOW, 1)
        mark_attempt(session, first, NOW - timedelta(hours=1))
        notices = (NOW - timedelta(minutes=1), LATER - timedelta(minutes=1), LATER + LEASE)
        ids = session.execute(select(reminders.c.id).order_by(reminders.c.id).limit(3)).scalars()
        for id, due_at in zip(ids.all(), notices, strict=True):
            session.execute(reminders.update().where(reminders.c.id == id).values(due_at=due_at))
    back_up(database_url, file)
    restored = bring_back(file, empty_url)
    assert (restored.to_look_up, restored.to_catch_up) == (2, 2)
    db = opened(empty_url)
    with db.write() as session:
        found = session.execute(select(outgoing).order_by(outgoing.c.id)).all()
        assert [row.attempted_at for row in found] == [NOW - timedelta(hours=1), NOW]
        assert claim_outgoing(session, LATER + LEASE, 5) == [], "Slack settles what is under way"
        assert claim_due_reminders(session, POLICY, LATER + 2 * LEASE) == 3
        late = [one.due_at <= LATER for one in _told(session)]
        assert [may_be_repeats(session, [one]) for one in _told(session)] == late
        assert sorted(late) == [False, True, True]
        assert may_be_repeats(session, _told(session))
        assert not may_be_repeats(session, [])
        (claimed,) = claim_outgoing(session, LATER + 2 * LEASE, 1)
        assert claimed.attempted_at is not None
    db.close()
    with caseload.read() as session:
        assert not may_be_repeats(session, list_reminders_of_case(session, 1)), "nothing was lost"


def _told(session: Session) -> list[Reminder]:
    query = select(reminders.c.id).where(reminders.c.state == "due").order_by(reminders.c.id)
    return [get_reminder(session, id) for id in session.execute(query).scalars()]
