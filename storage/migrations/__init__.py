"""Brings a database to the schema of this version; Alembic is imported only when there is work."""

import os
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from mappa.errors import SettingWrong
from storage.databases import make_engine, reachable

HEAD = "0001"


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; may be repeated."""
    from alembic import command
    from alembic.config import Config

    make_room(url)
    engine = make_engine(url)
    reachable(engine)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
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


def schema_of(engine: Engine) -> str | None:
    """The schema's version, None when the database is empty."""
    tables = inspect(engine).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise SettingWrong("DATABASE_URL points to a database that belongs to something else")
    with engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(version) if version else None


def prepare(url: str) -> Engine:
    """An engine on a database that has this version's schema, or one line that says what to do."""
    make_room(url)
    engine = make_engine(url)
    reachable(engine)
    found = schema_of(engine)
    if found is None and engine.dialect.name == "sqlite":
        upgrade(url)
    elif found is None:
        raise SettingWrong("The database is empty: prepare it with mappa-bot migrate")
    elif found < HEAD:
        raise SettingWrong(
            f"The database has schema {found}, this version needs {HEAD}: run mappa-bot migrate"
        )
    elif found > HEAD:
        raise SettingWrong(
            f"The database has schema {found}, newer than this version's {HEAD}: "
            "run the newer version of the bot"
        )
    return engine


def holds_practice(engine: Engine) -> bool:
    """Whether the database was filled with invented people."""
    query = text("SELECT value FROM installation WHERE name = 'kind'")
    with engine.connect() as connection:
        return connection.execute(query).scalar() == "practice"


def holds_nothing(engine: Engine) -> bool:
    """Whether no key was made in it yet, and so nothing at all."""
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM data_keys")).scalar() == 0
