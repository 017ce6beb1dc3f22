"""Opens a measured database twice: as the product does, and raw with the same durability."""

import sqlite3
from pathlib import Path

from storage.databases import Database, make_engine
from storage.keys import KeyRing

KEY = bytes(32)  # it seals nothing but invented people


def open_ours(path: Path) -> Database:
    return Database(make_engine(f"sqlite:///{path}"), KeyRing([KEY]))


def open_raw(path: Path) -> sqlite3.Connection:
    """The driver alone; transactions are begun and committed by who uses it."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
