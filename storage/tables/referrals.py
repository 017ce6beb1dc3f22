"""Referrals, each with its decision."""

from sqlalchemy import Column, Date, ForeignKey, Index, LargeBinary, SmallInteger, String, Table

from storage.columns import Instant
from storage.tables.base import RowId, metadata

referrals = Table(
    "referrals",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("ref", String(20), nullable=False, unique=True),
    Column("area", String(10), nullable=False),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False),
    Column("person_id", RowId, ForeignKey("people.id")),
    Column("referred_on", Date, nullable=False),
    Column("agency", String(30)),
    Column("category", SmallInteger),
    Column("level_sought", SmallInteger, nullable=False),
    Column("threshold", String(20)),
    Column("decision", String(10), nullable=False),
    Column("decided_on", Date),
    Column("level_set", SmallInteger),
    Column("reason_sealed", LargeBinary),
    Column("made_at", Instant, nullable=False),
    Column("lead_agency", String(30)),
    Column("agencies", String(300)),  # codes, comma-separated
    Column("rosh", String(10)),
    Column("victim_concerns", String(20)),
    Column("decided_by_id", RowId, ForeignKey("people.id")),
    Column("decision_reason_sealed", LargeBinary),
    Column("more_asked_on", Date),  # the co-ordinator waits for more from the referrer
    # Slack ids of people who have no row of `people`: they came with a workbook.
    Column("referred_by", String(20)),
    Column("decided_by", String(20)),
    Index("ix_referrals_case_id", "case_id"),
    Index("ix_referrals_person_id", "person_id"),
    Index("ix_referrals_area_referred_on", "area", "referred_on"),
    Index("ix_referrals_area_decision", "area", "decision"),
    Index("ix_referrals_area_decided_on_referred_on", "area", "decided_on", "referred_on"),
)
