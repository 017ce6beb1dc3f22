"""The schema: exactly what is declared, brought in once, and never mistaken for another."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from mappa.errors import SettingWrong
from storage import migrations
from storage.databases import Database, make_engine
from storage.keys import KeyRing
from storage.migrations import HEAD, holds_nothing, holds_practice, prepare, upgrade
from storage.tables import metadata
from tests.conftest import KEY
from tests.postgres import Postgres

BOTH = [("sqlite", "sqlite"), ("postgresql", "postgresql")]


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.url(f"bare_{token_hex(4)}", make=True)


@pytest.mark.parametrize(("database_url", "bare_url"), BOTH, indirect=True)
def test_the_migrations_make_what_the_tables_declare(database_url: str, bare_url: str) -> None:
    migrated, declared = make_engine(database_url), make_engine(bare_url)
    metadata.create_all(declared)
    with migrated.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        found = _shape(connection)
    with declared.begin() as connection:
        assert found == _shape(connection)
    migrated.dispose()
    declared.dispose()


def test_the_head_is_the_newest_migration() -> None:
    versions = Path(migrations.__file__).parent / "versions"
    numbers = sorted(path.name.partition("_")[0] for path in versions.glob("*.py"))
    assert numbers[-1] == HEAD
    assert len(set(numbers)) == len(numbers)


def test_an_upgrade_may_be_repeated_and_keeps_what_is_there(
    db: Database, database_url: str
) -> None:
    with db.write() as session:
        session.connection.execute(text("INSERT INTO installation VALUES ('kind', 'live')"))
    upgrade(database_url)
    upgrade(database_url)
    with db.read() as session:
        kept = session.connection.execute(text("SELECT name, value FROM installation")).all()
    assert [tuple(row) for row in kept] == [("kind", "live")]


def test_two_who_upgrade_at_once_both_succeed(bare_url: str) -> None:
    run = "import sys; from storage.migrations import upgrade; upgrade(sys.argv[1])"
    command = [sys.executable, "-c", run, bare_url]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    said = [one.communicate(timeout=60)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert _schema(bare_url) == HEAD


@pytest.mark.parametrize(
    ("version", "says"),
    [("0000", f"has schema 0000, this version needs {HEAD}: run mappa-bot migrate"),
     ("9999", f"has schema 9999, newer than this version's {HEAD}: run the newer version")],
)  # fmt: skip
def test_another_schema_is_named(database_url: str, version: str, says: str) -> None:
    _set_schema(database_url, version)
    with pytest.raises(SettingWrong, match=re.escape(says)):
        prepare(database_url)


def test_a_newer_schema_is_not_touched_by_an_upgrade(database_url: str) -> None:
    _set_schema(database_url, "9999")
    with pytest.raises(SettingWrong, match="newer than this version's"):
        upgrade(database_url)
    assert _schema(database_url) == "9999"


def test_an_empty_sqlite_database_is_prepared(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'mappa.db'}"
    engine = prepare(url)
    assert holds_nothing(engine)
    assert not holds_practice(engine)
    engine.dispose()
    prepare(url).dispose()
    assert _schema(url) == HEAD


def test_an_empty_postgresql_database_asks_for_migrate(postgres: Postgres) -> None:
    url = postgres.url("quite_empty", make=True)
    with pytest.raises(SettingWrong, match="is empty: prepare it with mappa-bot migrate"):
        prepare(url)
    upgrade(url)
    prepare(url).dispose()


@pytest.mark.parametrize("tables", [("people",), ("orders", "alembic_version")])
def test_somebody_elses_database_is_refused_and_left_alone(
    bare_url: str, tables: tuple[str, ...]
) -> None:
    engine = make_engine(bare_url)
    with engine.begin() as connection:
        for table in tables:
            connection.execute(text(f"CREATE TABLE {table} (version_num VARCHAR(32))"))
            connection.execute(text(f"INSERT INTO {table} VALUES ('{HEAD}')"))  # noqa: S608
    engine.dispose()
    for attempt in (prepare, upgrade):
        with pytest.raises(SettingWrong, match="belongs to something else"):
            attempt(bare_url)
    assert _tables(bare_url) == set(tables)


def test_only_its_owner_can_read_the_file_its_log_and_its_folder(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        engine = prepare(f"sqlite:///{tmp_path / 'var' / 'mappa.db'}")
        db = Database(engine, KeyRing([KEY]))
        with db.read():
            modes = {path.name: _mode(path) for path in (tmp_path / "var").iterdir()}
    finally:
        os.umask(before)
    db.close()
    assert modes == dict.fromkeys(("mappa.db", "mappa.db-wal", "mappa.db-shm"), 0o600)
    assert _mode(tmp_path / "var") == 0o700


@pytest.mark.parametrize("inside", ["", "file.txt/mappa.db"])
def test_a_path_that_cannot_be_opened_is_one_sentence(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file.txt").write_text("not a folder")
    url = f"sqlite:///{tmp_path / inside}"
    for attempt in (prepare, upgrade):
        with pytest.raises(SettingWrong, match=r"DATABASE_URL: the file .* cannot be opened"):
            attempt(url)


def _shape(connection: Connection) -> dict[str, list[str]]:
    """All that an inspection tells of each table, in an order of its own."""
    found = inspect(connection)
    tables = sorted(set(found.get_table_names()) - {"alembic_version"})
    tells = (
        found.get_columns,
        found.get_foreign_keys,
        found.get_unique_constraints,
        found.get_check_constraints,
        found.get_indexes,
    )
    return {
        table: [
            json.dumps(found.get_pk_constraint(table), default=str, sort_keys=True),
            *sorted(
                json.dumps(item, default=str, sort_keys=True)
                for tell in tells
                for item in tell(table)
            ),
        ]
        for table in tables
    }


def _tables(url: str) -> set[str]:
    engine: Engine = make_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def _schema(url: str) -> Any:
    engine = make_engine(url)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()
    return found


def _set_schema(url: str, version: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    engine.dispose()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
