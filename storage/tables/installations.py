"""What the database as a whole knows of itself: its kind, its keys, its next numbers."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from storage.tables.base import RowId, metadata

installation = Table(
    "installation",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

# A data key is stored wrapped by one of MAPPA_KEYS; rotation re-wraps these rows and nothing else,
# and erasing a case empties the row of its key.
data_keys = Table(
    "data_keys",
    metadata,
    Column("id", RowId, primary_key=True),
    # One key for each purpose, also where two processes open an empty database at the same time.
    Column("purpose", String(40), nullable=False, unique=True),
    Column("wrapped", LargeBinary),
)

counters = Table(
    "counters",
    metadata,
    Column("area", String(10), primary_key=True),
    Column("noun", String(20), primary_key=True),
    Column("last", Integer, nullable=False),
)
