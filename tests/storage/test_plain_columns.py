"""Every column that holds text in plain is one that somebody has thought about.

A new one fails here until it stands below: seal it, unless it is a code of a closed list, a
reference, a Slack id or what only the bot itself writes. None of these can hold a name or what
somebody has written of a person.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, LargeBinary, String

from storage.tables import metadata

CODE = (
    "actions.agency", "attendance.agency", "attendance.how", "audited_cases.outcome",
    "case_contacts.agency", "case_dates.kind", "cases.lead_agency", "cases.rosh",
    "cases.victim_concerns", "contacts.agency", "convictions.disposal", "custody.why",
    "disclosures.decision", "events.kind", "frozen_returns.counting", "identifiers.kind",
    "invitations.agency", "invitations.answer", "meetings.status", "order_changes.change",
    "order_changes.kind", "orders.kind", "people.agency", "people.grants", "people.role",
    "placements.kind", "referrals.agencies", "referrals.agency", "referrals.decision",
    "referrals.lead_agency", "referrals.rosh", "referrals.threshold", "referrals.victim_concerns",
    "reminders.kind", "reminders.state", "requests.agency", "requests.kind", "requests.outcome",
    "requests.owner_agency", "requests.recommendation", "spells.threshold",
    "standing_members.agency", "team.part", "trainings.agencies", "transfers.decision",
)  # fmt: skip
AREA = (
    "actions.area", "case_audits.area", "cases.area", "contacts.area", "counters.area",
    "deputies.area", "frozen_returns.area", "meetings.area", "merges.area", "outgoing.area",
    "people.area", "populations.area", "record_heads.area", "records.area", "referrals.area",
    "reminders.area", "spells.area", "standing_members.area", "trainings.area",
    "transfers.from_area", "transfers.to_area",
)  # fmt: skip
REFERENCE = (
    "actions.ref", "case_audits.ref", "cases.merged_into", "cases.ref", "data_keys.purpose",
    "meetings.ref", "outgoing.about", "referrals.ref", "reminders.subject", "trainings.ref",
)  # fmt: skip
SLACK_ID = (
    "actions.user_id", "asked_questions.channel", "asked_questions.thread_ts",
    "case_contacts.user_id", "deliveries.key", "deputies.deputy_user_id", "deputies.user_id",
    "heard.closed_by", "invitations.user_id", "lanes.name", "meetings.chair", "notes.said_by",
    "outgoing.channel", "outgoing.lane", "outgoing.thread_ts", "outgoing.ts", "people.dm_channel",
    "people.team_id", "people.user_id", "referrals.decided_by", "referrals.referred_by",
    "requests.owner", "sent_files.file_id", "standing_members.user_id", "team.user_id",
)  # fmt: skip
OUR_OWN = (
    "counters.noun", "frozen_returns.figures", "frozen_returns.fingerprint", "installation.name",
    "installation.value", "invitations.key", "outgoing.key", "outgoing.method", "outgoing.state",
    "people.quiet_from", "people.quiet_until", "records.action", "records.source",
    "reminders.notice", "standing_members.key",
)  # fmt: skip
# Each with why it may stand in plain.
OTHERS = {
    "asked_questions.words": "a question in the words of the language, in which no name is one",
    "cases.district": "a label of the area's list (the contract says so)",
    "frozen_returns.approved_by": "who answers for a return that is published under that name",
    "heard.edition": "of the minutes' form, such as May 2022",
    "heard.form": "MAPPA B or C",
    "outgoing.problem": "Slack's own word for an error, or the name of a fault",
}


def test_no_column_of_text_is_plain_that_nobody_has_thought_about() -> None:
    listed = [*CODE, *AREA, *REFERENCE, *SLACK_ID, *OUR_OWN, *OTHERS]
    assert len(listed) == len(set(listed))
    assert {str(column) for column in _columns()} == set(listed)


def test_what_is_called_like_free_text_is_sealed() -> None:
    said = ("name", "address", "note", "reason", "text", "place", "what", "why", "who", "rationale",
            "owner", "body", "born_on", "about", "minutes", "words")  # fmt: skip
    plain = {"requests.owner", "custody.why", "counters.noun", "asked_questions.words"}
    plain |= {"installation.name", "lanes.name", "outgoing.about"}
    found = [
        str(column)
        for table in metadata.sorted_tables
        for column in table.c
        if column.name.removesuffix("_sealed") in said
        and not isinstance(column.type, LargeBinary)
        and str(column) not in plain
    ]
    assert found == []


def _columns() -> Iterator[Column[Any]]:
    """Every column of text."""
    for table in metadata.sorted_tables:
        yield from (column for column in table.c if isinstance(column.type, String))
