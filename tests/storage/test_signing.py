"""A record that was begun before its ends were signed: signed once, with the step that asks for it,
on the way up and on the way back from a backup."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from bot.__main__ import main
from storage.chains import START, chain_hash, find_broken_record
from storage.databases import make_engine
from storage.keys import KeyRing
from storage.migrations import upgrade
from storage.records import Entry, add_record
from storage.tables import data_keys, record_heads, records
from tests.bot.words import KEY_1
from tests.build import NOW
from tests.conftest import KEY
from tests.storage.saving import back_up, bring_back, opened, rows_of

ROWS = 5


def write_old(url: str) -> None:
    """A database of schema 0004, with a chain as it was written then."""
    upgrade(url, "0004")
    wrapped, house = KeyRing([KEY]).new_data_key()
    engine = make_engine(url)
    with engine.begin() as connection:
        for purpose in ("house", "blind"):
            connection.execute(data_keys.insert(), {"purpose": purpose, "wrapped": wrapped})
        last = START
        for number in range(1, ROWS + 1):
            row: dict[str, Any] = {
                "area": "BED", "number": number, "recorded_at": NOW, "person_id": None,
                "source": "command", "action": "case seen", "case_id": None,
                "before_sealed": None, "after_sealed": None,
            }  # fmt: skip
            row["hash"] = last = chain_hash(house, last, row)
            connection.execute(records.insert(), row)
        add_head(connection, last)
    engine.dispose()


def add_head(connection: Connection, last: bytes) -> None:
    made = text("INSERT INTO record_heads (area, number, hash) VALUES ('BED', :number, :hash)")
    connection.execute(made, {"number": ROWS, "hash": last})


def verify(url: str) -> str:
    """What is broken, once somebody has written on."""
    db = opened(url)
    with db.write() as session:
        found = str(find_broken_record(session, "BED") or "")
        add_record(session, Entry("case seen", "command"), area="BED", now=NOW)
        found += str(find_broken_record(session, "BED") or "")
    db.close()
    return found


def migrate(monkeypatch: pytest.MonkeyPatch, url: str, **settings: str) -> int:
    with monkeypatch.context() as environment:
        for name, value in {"DATABASE_URL": url, "MAPPA_AREA": "BED", **settings}.items():
            environment.setenv(name, value)
        return main(["migrate"])


def test_migrating_signs_what_was_not_signed_yet_and_never_again(
    bare_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_old(bare_url)
    assert migrate(monkeypatch, bare_url) == 1
    assert "MAPPA_KEYS is missing" in capsys.readouterr().err
    schema = text("SELECT version_num FROM alembic_version")
    assert rows_of(bare_url, schema) == [("0004",)], "nothing was done without the keys"
    assert migrate(monkeypatch, bare_url, MAPPA_KEYS=KEY_1) == 0
    assert verify(bare_url) == ""
    take_seal_away(bare_url)
    assert migrate(monkeypatch, bare_url, MAPPA_KEYS=KEY_1) == 0
    assert rows_of(bare_url, select(record_heads.c.seal)) == [(None,)]
    assert f"BED {ROWS + 2}: " in verify(bare_url)


def take_seal_away(url: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(record_heads.update().values(seal=None))
    engine.dispose()


@pytest.mark.parametrize("bare_url", ["sqlite"], indirect=True)
def test_migrating_what_holds_nothing_asks_for_no_key(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert migrate(monkeypatch, bare_url) == 0


@pytest.mark.parametrize(("bare_url", "empty_url"), [("sqlite", "postgresql")], indirect=True)
def test_a_backup_from_before_is_signed_on_its_way_back(
    bare_url: str, empty_url: str, tmp_path: Path
) -> None:
    write_old(bare_url)
    file = tmp_path / "old.backup"
    back_up(bare_url, file)
    restored = bring_back(file, empty_url)
    assert restored.broken == {}
    assert verify(empty_url) == ""
