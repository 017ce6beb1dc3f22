"""Cases and their dated facts. These hold what is believed now; what was before is in `records`."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from storage.columns import Instant
from storage.tables.base import RowId, metadata


def case_id() -> Column[int]:
    """The case that a row belongs to."""
    return Column("case_id", RowId, ForeignKey("cases.id"), nullable=False)


cases = Table(
    "cases",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("ref", String(20), nullable=False, unique=True),
    Column("area", String(10), nullable=False),
    Column("data_key_id", RowId, ForeignKey("data_keys.id"), nullable=False),
    Column("name_sealed", LargeBinary),
    Column("born_on_sealed", LargeBinary),
    Column("lead_agency", String(30)),
    Column("district", String(60)),
    Column("rosh", String(10)),
    Column("limited_access", Boolean, nullable=False, default=False),
    Column("made_at", Instant, nullable=False),
    Column("victim_concerns", String(20)),
    Column("merged_into", String(20)),  # the reference of the case that this one turned out to be
    Column("kept_until", Date),  # looked at for retention, and to be looked at again on this day
    Column("erased_on", Date),  # its key was destroyed
    Index("ix_cases_area", "area", "district"),
)
# The few that turned out to be another case count nowhere: this finds them.
Index(
    "ix_cases_merged_away",
    cases.c.id,
    sqlite_where=cases.c.merged_into.is_not(None),
    postgresql_where=cases.c.merged_into.is_not(None),
)

# Every word of a name, as a keyed hash: a name can be found without being readable.
name_words = Table(
    "name_words",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("blind", LargeBinary, nullable=False),
    Index("ix_name_words_case_id", "case_id"),
    Index("ix_name_words_blind_case_id", "blind", "case_id"),
)

identifiers = Table(
    "identifiers",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("kind", String(20), nullable=False),
    Column("value_sealed", LargeBinary, nullable=False),
    Column("blind", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "kind"),
    Index("ix_identifiers_kind_blind", "kind", "blind"),
)

# The area is the one that managed the case during the spell, so that a transfer leaves the old
# area's figures right. `ended_on` is never empty (9999-12-31 = still running): a range scan on it
# is what makes the picture of a day fast.
spells = Table(
    "spells",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("area", String(10), nullable=False),
    Column("category", SmallInteger, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("ended_on", Date, nullable=False),
    Column("threshold", String(20)),
    Column("reason_sealed", LargeBinary),
    UniqueConstraint("case_id", "started_on"),
    CheckConstraint("ended_on > started_on", name="ends_after_start"),
    CheckConstraint("NOT (category = 3 AND level < 2)", name="category_3_at_level_2_or_3"),
    Index("ix_spells_picture", "area", "level", "category", "ended_on", "started_on", "case_id"),
)
Index(
    "ix_spells_levels_2_and_3",
    spells.c.area,
    spells.c.ended_on,
    spells.c.started_on,
    # All that the yearly tables are counted from, so that they read nothing else.
    spells.c.case_id,
    spells.c.category,
    spells.c.level,
    sqlite_where=spells.c.level >= 2,
    postgresql_where=spells.c.level >= 2,
)

custody = Table(
    "custody",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    Column("why", String(20), nullable=False),
    UniqueConstraint("case_id", "from_on"),
    CheckConstraint("to_on > from_on", name="ends_after_start"),
    Index("ix_custody_to_on_from_on_case_id", "to_on", "from_on", "case_id"),
)

case_dates = Table(
    "case_dates",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("kind", String(20), nullable=False),
    Column("on", Date, nullable=False),
    Column("note_sealed", LargeBinary),
    UniqueConstraint("case_id", "kind"),
    Index("ix_case_dates_kind_on", "kind", "on", "case_id"),
)

orders = Table(
    "orders",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("kind", String(10), nullable=False),
    Column("imposed_on", Date, nullable=False),
    Column("ends_on", Date),
    Index("ix_orders_case_id", "case_id"),
    # All that orders are counted from, so that only their cases are looked up.
    Index("ix_orders_kind_imposed_on", "kind", "imposed_on", "ends_on", "case_id"),
)

events = Table(
    "events",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("kind", String(40), nullable=False),
    Column("on", Date, nullable=False),
    Column("note_sealed", LargeBinary),
    Index("ix_events_case_id", "case_id"),
    Index("ix_events_kind_on", "kind", "on", "case_id"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("number", Integer, nullable=False),
    Column("person_id", RowId, ForeignKey("people.id")),
    Column("noted_at", Instant, nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("said_by", String(20)),  # Slack id of somebody who has no row of `people`
    UniqueConstraint("case_id", "number"),
)

# A team member is named by Slack ids, not by a row of `people`: a caseload may be brought in before
# everybody in it is registered, and naming somebody gives no access without registration.
team = Table(
    "team",
    metadata,
    Column("id", RowId, primary_key=True),
    case_id(),
    Column("user_id", String(20), nullable=False),
    Column("part", String(10), nullable=False),
    UniqueConstraint("case_id", "user_id"),
    Index("ix_team_user_id", "user_id"),
)
