"""The record: who did, saw or was refused what, each row chained to the one before it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from storage.columns import Instant
from storage.tables.base import RowId, metadata

# One chain an area. What it says is sealed with the key of the case, and the chain hashes the
# sealed bytes: after an erasure it still verifies.
records = Table(
    "records",
    metadata,
    Column("area", String(10), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("recorded_at", Instant, nullable=False),
    Column("person_id", RowId, ForeignKey("people.id")),
    Column("source", String(20), nullable=False),
    Column("action", String(40), nullable=False),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("before_sealed", LargeBinary),
    Column("after_sealed", LargeBinary),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_records_case_id", "case_id"),
)

# The newest row of each chain: locking it is what keeps two writers from forking the chain.
record_heads = Table(
    "record_heads",
    metadata,
    Column("area", String(10), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    # Signed apart: without the key nobody can take rows off the end and name an earlier one newest.
    Column("seal", LargeBinary),
)
