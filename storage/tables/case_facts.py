"""What a case holds beside its category, level and dates. Free text is sealed with its key."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.base import RowId, metadata
from storage.tables.cases import case_id

placements = Table(
    "placements",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("kind", String(20), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    Column("place_sealed", LargeBinary),
    UniqueConstraint("case_id", "from_on"),
    CheckConstraint("to_on > from_on", name="ends_after_start"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    UniqueConstraint("case_id", "from_on"),
    CheckConstraint("to_on > from_on", name="ends_after_start"),
)

order_changes = Table(
    "order_changes",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("kind", String(10), nullable=False),
    Column("imposed_on", Date, nullable=False),
    Column("change", String(10), nullable=False),
    Column("on", Date, nullable=False),
    Column("note_sealed", LargeBinary),
    Index("ix_order_changes_case_id", "case_id"),
)

convictions = Table(
    "convictions",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("convicted_on", Date, nullable=False),
    Column("disposal", String(30), nullable=False),
    Column("months", Integer),
    Index("ix_convictions_case_id", "case_id"),
)

case_contacts = Table(
    "case_contacts",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("agency", String(30), nullable=False),
    Column("user_id", String(20)),
    Column("name_sealed", LargeBinary),
    Column("address_sealed", LargeBinary),
    Index("ix_case_contacts_case_id", "case_id"),
)

requests = Table(
    "requests",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("number", SmallInteger, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("raised_on", Date, nullable=False),
    Column("agency", String(30)),
    Column("owner", String(20)),
    Column("owner_agency", String(30)),
    Column("due_on", Date),
    Column("recommendation", String(20)),
    Column("outcome", String(20)),
    Column("closed_on", Date),
    Column("what_sealed", LargeBinary),
    Column("outcome_note_sealed", LargeBinary),
    UniqueConstraint("case_id", "number"),
    Index("ix_requests_kind_raised_on", "kind", "raised_on"),
)

disclosures = Table(
    "disclosures",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("on", Date, nullable=False),
    Column("decision", String(10), nullable=False),
    Column("to_sealed", LargeBinary),
    Column("rationale_sealed", LargeBinary),
    Index("ix_disclosures_case_id", "case_id"),
)

transfers = Table(
    "transfers",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("from_area", String(10), nullable=False),
    Column("to_area", String(10), nullable=False, index=True),
    Column("offered_on", Date, nullable=False),
    Column("decision", String(10), nullable=False),
    Column("decided_on", Date),
    Column("reason_sealed", LargeBinary),
    Index("ix_transfers_case_id", "case_id"),
)

watches = Table(
    "watches",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("note_sealed", LargeBinary),
    Index("ix_watches_case_id", "case_id"),
)
