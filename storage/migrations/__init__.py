"""Brings a database to the schema of this version; Alembic is imported only when there is work."""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from mappa.errors import SettingWrong
from storage.databases import make_engine, reachable, to_read

HEAD = "0005"
OURS = frozenset({"alembic_version", "installation", "data_keys"})
ONLY_IN_BACKUPS = "backup_counts"
LOCK = 0x4D41505041  # of PostgreSQL: whoever holds it migrates


def upgrade(
    url: str,
    to: str = "head",
    then: Callable[[Connection, str | None], None] = lambda connection, before: None,
) -> None:
    """Bring the database to the newest schema, or to an older one that is named; may be repeated,
    also by several at once. `then` does in the same transaction what a step has left to be done
    with the keys, and is told which schema there was before."""
    from alembic import command
    from alembic.config import Config

    make_room(url)
    engine = make_engine(url)
    try:
        reachable(engine)
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            _refuse_newer(before := schema_of(connection))
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            then(connection, before)
    finally:
        engine.dispose()


def make_room(url: str) -> None:
    """Make the folder and file of an SQLite database, for its owner's eyes only."""
    engine = make_engine(url)
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        return
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as problem:
        raise SettingWrong(
            f"DATABASE_URL: the file {path} cannot be opened ({problem.strerror})"
        ) from problem


def schema_of(connection: Connection) -> str | None:
    """The schema's version, None when the database is empty; refuses what is not ours."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if ONLY_IN_BACKUPS in tables:  # to work on it would leave out what `restore` takes care of
        raise SettingWrong(
            "DATABASE_URL names a backup. Bring it back into an empty database with "
            "mappa-bot restore FILE"
        )
    version = None
    if OURS.issubset(tables):
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is None:
        raise SettingWrong("DATABASE_URL points to a database that belongs to something else")
    return str(version)


def prepare(url: str) -> Engine:
    """An engine on a database that has this version's schema, or one line that says what to do."""
    make_room(url)
    engine = make_engine(url)
    try:
        reachable(engine)
        with to_read(engine).connect() as connection:
            found = schema_of(connection)
        if found is None and engine.dialect.name == "sqlite":
            upgrade(url)
        elif found is None:
            raise SettingWrong("The database is empty: prepare it with mappa-bot migrate")
        elif found < HEAD:
            raise SettingWrong(
                f"The database has schema {found}, this version needs {HEAD}: run mappa-bot migrate"
            )
        _refuse_newer(found)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _refuse_newer(found: str | None) -> None:
    if found and found > HEAD:
        raise SettingWrong(
            f"The database has schema {found}, newer than this version's {HEAD}: "
            "run the newer version of the bot"
        )


def holds_practice(engine: Engine) -> bool:
    """Whether the database was filled with invented people."""
    query = text("SELECT value FROM installation WHERE name = 'kind'")
    with to_read(engine).connect() as connection:
        return connection.execute(query).scalar() == "practice"


def holds_nothing(engine: Engine) -> bool:
    """Whether no key was made in it yet, and so nothing at all."""
    with to_read(engine).connect() as connection:
        return connection.execute(text("SELECT count(*) FROM data_keys")).scalar() == 0
