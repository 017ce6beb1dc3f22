"""The tables, one file a noun; importing this package declares them all."""

from storage.tables.actions import actions
from storage.tables.base import metadata
from storage.tables.case_audits import audited_cases, case_audits, trainings
from storage.tables.case_facts import (
    absences,
    case_contacts,
    convictions,
    disclosures,
    order_changes,
    placements,
    requests,
    transfers,
    watches,
)
from storage.tables.cases import (
    case_dates,
    cases,
    custody,
    events,
    identifiers,
    name_words,
    notes,
    orders,
    spells,
    team,
)
from storage.tables.contacts import contacts, deputies
from storage.tables.deliveries import deliveries
from storage.tables.files import kept_file, sent_files
from storage.tables.installations import counters, data_keys, installation
from storage.tables.meetings import attendance, heard, invitations, meetings, standing_members
from storage.tables.merges import merges
from storage.tables.outgoing import lanes, open_outgoing, outgoing
from storage.tables.people import glass, people
from storage.tables.populations import populations
from storage.tables.questions import asked_questions
from storage.tables.records import record_heads, records
from storage.tables.referrals import referrals
from storage.tables.reminders import reminders, unsent_reminder, waits_to_escalate
from storage.tables.returns import frozen_returns

__all__ = [
    "absences",
    "actions",
    "asked_questions",
    "attendance",
    "audited_cases",
    "case_audits",
    "case_contacts",
    "case_dates",
    "cases",
    "contacts",
    "convictions",
    "counters",
    "custody",
    "data_keys",
    "deliveries",
    "deputies",
    "disclosures",
    "events",
    "frozen_returns",
    "glass",
    "heard",
    "identifiers",
    "installation",
    "invitations",
    "kept_file",
    "lanes",
    "meetings",
    "merges",
    "metadata",
    "name_words",
    "notes",
    "open_outgoing",
    "order_changes",
    "orders",
    "outgoing",
    "people",
    "placements",
    "populations",
    "record_heads",
    "records",
    "referrals",
    "reminders",
    "requests",
    "sent_files",
    "spells",
    "standing_members",
    "team",
    "trainings",
    "transfers",
    "unsent_reminder",
    "waits_to_escalate",
    "watches",
]
