"""Reminders: one row for each date, notice and recipient, derived with the fact it is about."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from storage.columns import Instant
from storage.tables.base import RowId, metadata, one_of

reminders = Table(
    "reminders",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("area", String(10), nullable=False),
    # What the date belongs to: "case BED-1042"; `case_id` only where that is a case.
    Column("subject", String(40), nullable=False),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("kind", String(20), nullable=False),
    Column("about_on", Date, nullable=False),
    Column("notice", String(40), nullable=False),
    Column("person_id", RowId, ForeignKey("people.id"), nullable=False),
    Column("due_at", Instant, nullable=False),
    # planned, snoozed (both wait for due_at), due (handed to the outbox), sent, acknowledged,
    # failed, void
    Column("state", String(12), nullable=False),
    # Brought in by the hundred with its time already passed: told in one catch-up, not one by one.
    Column("late", Boolean, nullable=False, default=False),
    Column("outgoing_id", RowId, ForeignKey("outgoing.id")),
    Column("sent_at", Instant),
    Column("acknowledged_at", Instant),
    # Sent, not acknowledged, and to be passed on at this instant, as the step of that number.
    Column("escalate_at", Instant),
    Column("step", SmallInteger, nullable=False, default=0, server_default="0"),
    UniqueConstraint("subject", "kind", "about_on", "notice", "person_id"),
    Index("ix_reminders_case_id", "case_id"),
    Index("ix_reminders_person_id_state", "person_id", "state"),
    Index("ix_reminders_outgoing_id", "outgoing_id"),
)
unsent_reminder = one_of(reminders.c.state, "planned", "snoozed", "due")
Index(
    "ix_reminders_unsent",
    reminders.c.due_at,
    reminders.c.state,
    sqlite_where=unsent_reminder,
    postgresql_where=unsent_reminder,
)
waits_to_escalate = reminders.c.escalate_at.is_not(None)
Index(
    "ix_reminders_escalate_at",
    reminders.c.escalate_at,
    sqlite_where=waits_to_escalate,
    postgresql_where=waits_to_escalate,
)
