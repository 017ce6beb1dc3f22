"""Whether anything at all was committed to a database, without reading all of it."""

import sqlite3
from typing import Any

from sqlalchemy import text

from storage.databases import Database
from storage.tables import metadata


class Watch:
    """Looks from outside, by a connection of its own; two states are equal if nothing was saved."""

    def __init__(self, db: Database) -> None:
        self._file: sqlite3.Connection | None = None
        self._engine = db.engine
        if db.is_sqlite:
            self._file = sqlite3.connect(str(db.engine.url.database), isolation_level=None)

    def close(self) -> None:
        if self._file:
            self._file.close()

    def state(self) -> Any:
        if self._file:
            return self._file.execute("PRAGMA data_version").fetchone()
        with self._engine.begin() as connection:
            return connection.execute(_SUMS).all()


_SUMS = text(
    " union all ".join(
        f"select '{table.name}', count(*), sum(hashtext(one::text)) from {table.name} one"  # noqa: S608
        for table in metadata.sorted_tables
    )
)
