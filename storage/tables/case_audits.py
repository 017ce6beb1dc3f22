"""Case audits: a random sample of cases, each with what the audit found; and training sessions."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.base import RowId, metadata
from storage.tables.cases import case_id

case_audits = Table(
    "case_audits",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("ref", String(20), nullable=False, unique=True),
    Column("area", String(10), nullable=False),
    Column("drawn_on", Date, nullable=False),
    Index("ix_case_audits_area_drawn_on", "area", "drawn_on"),
)

audited_cases = Table(
    "audited_cases",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("audit_id", RowId, ForeignKey("case_audits.id"), nullable=False),
    case_id(),
    Column("outcome", String(20)),
    Column("audited_on", Date),
    Column("note_sealed", LargeBinary),  # with the key of the case
    UniqueConstraint("audit_id", "case_id"),
    Index("ix_audited_cases_case_id", "case_id"),
)

trainings = Table(
    "trainings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("ref", String(20), nullable=False, unique=True),
    Column("area", String(10), nullable=False),
    Column("on", Date, nullable=False),
    Column("agencies", String(300), nullable=False),  # codes, comma-separated
    Column("attended", Integer),
    Column("about_sealed", LargeBinary),  # with the key of the house
    Index("ix_trainings_area_on", "area", "on"),
)
