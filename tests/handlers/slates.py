"""A bot with a database that is wiped back to its beginning, which is quicker than making another:
what has been made ready for it stays ready."""

from contextlib import closing
from pathlib import Path
from sqlite3 import connect

from sqlalchemy import select

from storage.tables import metadata
from tests.build import case, open_case, register_cast
from tests.handlers.kits import Kit


class Slate:
    """The standing cast is registered, and Priya's case BED-1042 is there."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        with kit.db.write() as session:
            register_cast(session)
            open_case(session, case())
        self.keep()

    def keep(self) -> None:
        """Remember this state."""
        raise NotImplementedError

    def wipe(self) -> None:
        """Go back to it."""
        raise NotImplementedError


class FileSlate(Slate):
    """A whole SQLite file, whatever was done to its tables."""

    def keep(self) -> None:
        self._file = str(self.kit.db.engine.url.database)
        self._kept = f"{self._file}.kept"
        Path(self._kept).unlink(missing_ok=True)
        with closing(connect(self._file)) as source:
            source.execute("VACUUM INTO ?", (self._kept,))

    def wipe(self) -> None:
        with closing(connect(self._kept)) as source, closing(connect(self._file)) as target:
            source.backup(target)


class RowSlate(Slate):
    """The rows of a PostgreSQL database, whose tables must have been left as they are."""

    def keep(self) -> None:
        with self.kit.db.engine.begin() as connection:
            self._kept = {
                table: [row._asdict() for row in connection.execute(select(table))]
                for table in metadata.sorted_tables
            }

    def wipe(self) -> None:
        """Deleted row by row, which for so few is much quicker than to truncate every table."""
        with self.kit.db.engine.begin() as connection:
            for table in reversed(self._kept):
                connection.execute(table.delete())
            for table, rows in self._kept.items():
                if rows:
                    connection.execute(table.insert(), rows)
