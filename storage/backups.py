"""A backup: one file with the whole installation as it was in one moment, from a database in use.

It is an SQLite file whatever it was taken from. What is sealed stays sealed: no key is asked for.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import Connection, Engine, Table, column, inspect, select, text
from sqlalchemy import table as new_table

from mappa.errors import SettingWrong
from storage.databases import BUSY_SECONDS, make_engine, reachable, to_read
from storage.migrations import HEAD, ONLY_IN_BACKUPS, schema_of, upgrade
from storage.tables import metadata

MARK = 0x4D415050  # "MAPP": SQLite's own place for saying whose file it is
COUNTS = ONLY_IN_BACKUPS  # how many rows each table has
TAKEN_AT = "backed_up_at"  # the note that says of which moment the data are
AT_ONCE = 1_000  # rows that are in memory together
Watch = Callable[[str, int], None]  # hears how many rows of which table are done


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup: the rows of each table, as they stood at an instant."""

    counts: dict[str, int]
    schema: str
    taken_at: datetime

    @property
    def cases(self) -> int:
        return self.counts["cases"]

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def write_backup(url: str, path: Path, now: datetime, watch: Watch) -> Backup:
    """Write the file; it has its name only once it is complete, checked and safe on the disk."""
    check_new(path)
    engine = _engine_in_use(url)
    try:
        with _folder_beside(path) as folder:
            part = folder / "part.db"
            schema = _take(engine, part, watch)
            counts = _finish(part, now)
            _give_name(part, path)
    except (OSError, sqlite3.Error) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise SettingWrong(f"{path} cannot be written ({reason}).") from problem
    finally:
        engine.dispose()
    return Backup(counts, schema, now)


def check_new(path: Path) -> None:
    """Refuse a name that is taken: no backup is ever written over another one."""
    if path.exists() or path.is_symlink():
        raise SettingWrong(
            f"{path} is there already, and a backup is never written over anything. "
            "Nothing was written: give another name."
        )
    if not path.parent.is_dir():
        raise SettingWrong(f"{path} cannot be written: there is no folder {path.parent}.")


def rows_of(source: Connection, table: Table, names: list[str]) -> Iterator[list[dict[str, Any]]]:
    """A table's rows, some at a time and in the order of its key."""
    query = select(*(table.c[name] for name in names)).order_by(*table.primary_key.columns)
    with source.execute(query, execution_options={"yield_per": AT_ONCE}) as found:
        for some in found.partitions():
            yield [dict(row._mapping) for row in some]


def count_rows(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    # Names of our own tables only, and nothing that takes longer to build than to run.
    counted = connection.exec_driver_sql(f"SELECT count(*) FROM {table.name}")  # noqa: S608
    return int(counted.scalar_one())


def _engine_in_use(url: str) -> Engine:
    """The database that is to be backed up; one that holds nothing is surely the wrong one."""
    engine = make_engine(url)
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        raise SettingWrong(f"DATABASE_URL: there is no file {engine.url.database} to back up.")
    try:
        reachable(engine)
        with to_read(engine).connect() as connection:
            found = schema_of(connection)
            known = found and connection.execute(text("SELECT count(*) FROM data_keys")).scalar()
        if not known:
            raise SettingWrong("The database holds nothing to back up. Is DATABASE_URL right?")
        if found and found > HEAD:
            raise SettingWrong(
                f"The database has schema {found}, newer than this version's {HEAD}: "
                "back it up with the newer version of the bot."
            )
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """A folder of our own on the same disk, for its owner only, that goes away in any case."""
    folder = Path(mkdtemp(prefix=".mappa-backup-", dir=path.resolve().parent))
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _take(engine: Engine, part: Path, watch: Watch) -> str:
    """Everything as of one moment, while others go on writing; the schema that it has."""
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(engine.url.database), timeout=BUSY_SECONDS)) as file:
            file.execute("VACUUM INTO ?", (str(part),))
        with closing(sqlite3.connect(part)) as file:
            return str(file.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    with to_read(engine).begin() as source:
        schema = str(schema_of(source))
        into = _with_tables(f"sqlite:///{part}", schema)
        try:
            with into.begin() as connection:
                _copy_all(source, connection, watch)
        finally:
            into.dispose()
    return schema


def _with_tables(url: str, schema: str) -> Engine:
    """A file with the tables of this schema; for the newest the migrations need not be run."""
    if schema != HEAD:
        upgrade(url, schema)
        return make_engine(url)
    engine = make_engine(url)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:schema)"), {"schema": schema})
    return engine


def _copy_all(source: Connection, into: Connection, watch: Watch) -> None:
    there = {
        str(table): {column["name"] for column in columns}
        for (_, table), columns in inspect(source).get_multi_columns().items()
    }
    for table in metadata.sorted_tables:
        if table.name not in there:
            continue  # an older schema
        names = _columns(table, there[table.name])
        # Without the defaults of columns that an older schema does not have yet.
        plain = new_table(table.name, *(column(name, table.c[name].type) for name in names))
        done = 0
        for rows in rows_of(source, table, names):
            into.execute(plain.insert(), rows)
            watch(table.name, done := done + len(rows))
        if not done == count_rows(source, table) == count_rows(into, table):
            raise SettingWrong(f"Not every row of {table.name} came over; nothing was written.")


def _columns(table: Table, there: set[str]) -> list[str]:
    """The columns that the table has there: an older schema lacks some, and may have no others."""
    if strange := there - set(table.c.keys()):
        raise SettingWrong(
            f"The table {table.name} has columns that this version does not know "
            f"({', '.join(sorted(strange))}): back it up with the version that made them."
        )
    return [column.name for column in table.c if column.name in there]


def _finish(part: Path, now: datetime) -> dict[str, int]:
    """Mark the file as ours, check it, and note what it holds; how many rows each table has."""
    with closing(sqlite3.connect(part)) as file:
        file.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        file.execute(f"PRAGMA application_id={MARK}")
        there = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
        tables = [name for name in metadata.tables if name in there]
        with file:
            note = (TAKEN_AT, now.isoformat())
            file.execute("INSERT OR REPLACE INTO installation (name, value) VALUES (?, ?)", note)
            counts = {
                # Names of our own tables only.
                name: int(file.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608
                for name in tables
            }
            file.execute(f"CREATE TABLE {COUNTS} (name TEXT PRIMARY KEY, rows INTEGER NOT NULL)")
            file.executemany(f"INSERT INTO {COUNTS} VALUES (?, ?)", counts.items())  # noqa: S608
        require_whole(file)
    return counts


def require_whole(file: sqlite3.Connection) -> None:
    """Refuse what is damaged, or in which something points to what is not there."""
    sound = file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    if not sound or file.execute("PRAGMA foreign_key_check").fetchone():
        raise SettingWrong("The data do not hold together: a part of them is damaged.")


def _give_name(part: Path, path: Path) -> None:
    """Safe on the disk first; and never in place of another file, also one made meanwhile."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        check_new(path)
    except OSError:  # a disk on which a file has one name only
        check_new(path)
        part.rename(path)
    folder = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
