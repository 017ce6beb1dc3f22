"""What a case holds beside its category, level and dates: each a dated row of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

STILL_RUNNING = date(9999, 12, 31)  # the end of what has no end yet

PLACEMENTS: Mapping[str, str] = {
    "own-ap": "Approved Premises in the own area",
    "out-of-area-ap": "Approved Premises out of area",
    "private": "Private address",
    "none": "None (homeless)",
}
ORDER_CHANGES: Mapping[str, str] = {"varied": "Varied", "ended": "Ended", "breached": "Breached"}
DISPOSALS: Mapping[str, str] = {
    "life": "Life or indeterminate sentence",
    "imprisonment": "Imprisonment",
    "restricted-hospital-order": "Hospital order with restriction",
    "hospital-order": "Hospital order without restriction",
    "caution": "Caution",
    "conditional-discharge": "Conditional discharge",
    "other": "Other",
}
REQUEST_KINDS: Mapping[str, str] = {
    "licence-condition": "Licence condition",
    "assessment": "Psychologist's assessment",
    "escort": "Police escort on release",
    "relocation": "Relocation of a victim",
    "support": "Support (learning disability or other)",
    "report": "Report for a meeting",
    "information": "Information before a meeting",
    "address-list": "Address list should the person abscond",
    "other": "Other",
}
RECOMMENDATIONS: Mapping[str, str] = {
    "recommended": "Recommended by the meeting",
    "not-recommended": "Not recommended by the meeting",
}
REQUEST_OUTCOMES: Mapping[str, str] = {
    "granted": "Granted",
    "refused": "Refused",
    "done": "Done",
    "withdrawn": "Withdrawn",
}
TRANSFER_DECISIONS: Mapping[str, str] = {
    "open": "Offered",
    "accepted": "Accepted",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
}
VICTIM_CONCERNS: Mapping[str, str] = {"yes": "Yes", "no": "No", "not-relevant": "Not relevant"}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the person lives, from `from_on` up to, not including, `to_on`."""

    kind: str
    from_on: date
    to_on: date = STILL_RUNNING
    place: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Unlawfully at large, from `from_on` up to, not including, `to_on`."""

    from_on: date
    to_on: date = STILL_RUNNING


@dataclass(frozen=True, slots=True)
class OrderChange:
    """What became of the order of this kind and day: one of ORDER_CHANGES, on a day."""

    kind: str
    imposed_on: date
    change: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conviction:
    """What the notification period is computed from; `months` of the sentence or discharge."""

    convicted_on: date
    disposal: str
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Who speaks for an agency in this case: in Slack by `user_id`, outside by name and address."""

    agency: str
    name: str = ""
    address: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked for in a case; still open without `closed_on`."""

    number: int
    kind: str
    raised_on: date
    what: str = ""
    agency: str = ""  # who asks
    owner: str = ""  # the Slack id of who is to see to it
    owner_agency: str = ""
    due_on: date | None = None
    recommendation: str = ""
    outcome: str = ""
    outcome_note: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A decision whether to disclose (yes or no), to whom, and why."""

    on: date
    decision: str
    to: str = ""
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A case offered by one area to another, and what the other said."""

    from_area: str
    to_area: str
    offered_on: date
    decision: str = "open"
    decided_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """Watched by the police after leaving, from `from_on` up to and including `until_on`."""

    from_on: date
    until_on: date
    note: str = ""
