"""The tables, one file a noun; importing this package declares them all."""

from storage.tables.base import metadata
from storage.tables.cases import (
    case_dates,
    cases,
    custody,
    events,
    identifiers,
    notes,
    orders,
    spells,
    team,
)
from storage.tables.deliveries import deliveries
from storage.tables.installations import counters, data_keys, installation
from storage.tables.outgoing import open_outgoing, outgoing
from storage.tables.people import people
from storage.tables.records import record_heads, records
from storage.tables.referrals import referrals
from storage.tables.reminders import reminders, unsent_reminder

__all__ = [
    "case_dates",
    "cases",
    "counters",
    "custody",
    "data_keys",
    "deliveries",
    "events",
    "identifiers",
    "installation",
    "metadata",
    "notes",
    "open_outgoing",
    "orders",
    "outgoing",
    "people",
    "record_heads",
    "records",
    "referrals",
    "reminders",
    "spells",
    "team",
    "unsent_reminder",
]
