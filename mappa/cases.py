"""A case: one person under MAPPA, with the dated facts that are held to be true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mappa.case_facts import STILL_RUNNING as STILL_RUNNING
from mappa.case_facts import (
    Absence,
    Contact,
    Conviction,
    Disclosure,
    OrderChange,
    Placement,
    Request,
    Transfer,
    Watch,
)
from mappa.errors import RuleBroken

CATEGORIES: Mapping[int, str] = {
    1: "registered sexual offenders",
    2: "violent offenders",
    3: "other dangerous offenders",
    4: "terrorist or terrorism-risk offenders",
}
LEVELS: Mapping[int, str] = {0: "to be confirmed", 1: "level 1", 2: "level 2", 3: "level 3"}
THRESHOLDS: Mapping[str, str] = {
    "high-risk": "high or very high risk of serious harm",
    "co-ordination": "exceptionally, active co-ordination needed at lower risk",
    "step-down": "stepping down from Level 3",
    "senior": "senior representation needed",
}
RISK_BANDS: Mapping[str, str] = {
    "low": "Low",
    "medium": "Medium",
    "high": "High",
    "very-high": "Very high",
}
CUSTODY_REASONS: Mapping[str, str] = {
    "sentence": "Sentence",
    "remand": "Remand",
    "recall": "Recall",
    "not-recorded": "Reason not recorded",
}
DATE_KINDS: Mapping[str, str] = {
    "release": "Release",
    "licence_end": "Licence end",
    "sentence_end": "Sentence end",
    "tused": "Top-up supervision end",
    "notification_end": "End of notification",
    "parole_hearing": "Parole hearing",
    "review": "Next review",
}
ORDER_KINDS = ("SOPO", "NO", "FTO", "SHPO", "SHPO-FT", "SRO", "VOO")
EVENT_KINDS = (
    "returned_breach_of_licence",
    "returned_breach_of_order",
    "breach_of_notification",
    "notification_revoked",
    "sro_breach",
    "sfo",
)


@dataclass(frozen=True, slots=True)
class Spell:
    """A category and level in force from `started_on` up to, not including, `ended_on`."""

    category: int
    level: int
    started_on: date
    ended_on: date = STILL_RUNNING
    threshold: str | None = None
    reason: str = ""
    area: str = ""  # the area that managed the case then, where it is not the case's own


@dataclass(frozen=True, slots=True)
class Custody:
    """Days in custody, from `from_on` up to, not including, `to_on`."""

    from_on: date
    to_on: date = STILL_RUNNING
    why: str = "sentence"


@dataclass(frozen=True, slots=True)
class Order:
    """A restrictive order of one of ORDER_KINDS."""

    kind: str
    imposed_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, of one of EVENT_KINDS."""

    kind: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A registered person who works with the case; `part` is owner or member."""

    user_id: str
    part: str = "member"


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A whole case as it is brought in or taken out; identifiers in canonical form."""

    ref: str
    area: str
    spells: tuple[Spell, ...]
    name: str = ""
    born_on: date | None = None
    crn: str | None = None
    pnc: str | None = None
    cro: str | None = None
    prison_number: str | None = None
    visor_ref: str | None = None
    lead_agency: str | None = None
    district: str | None = None
    rosh: str | None = None
    limited_access: bool = False
    victim_concerns: str | None = None
    merged_into: str | None = None  # the reference of the case that this one turned out to be
    kept_until: date | None = None  # looked at for retention, and to be looked at again that day
    erased_on: date | None = None  # its key was destroyed: what is left is what figures count
    custody: tuple[Custody, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    date_notes: Mapping[str, str] = field(default_factory=dict)  # by kind of date
    orders: tuple[Order, ...] = ()
    order_changes: tuple[OrderChange, ...] = ()
    events: tuple[Event, ...] = ()
    team: tuple[TeamMember, ...] = ()
    absences: tuple[Absence, ...] = ()
    placements: tuple[Placement, ...] = ()
    convictions: tuple[Conviction, ...] = ()
    contacts: tuple[Contact, ...] = ()
    requests: tuple[Request, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    watches: tuple[Watch, ...] = ()

    @property
    def owners(self) -> frozenset[str]:
        """The Slack ids of who owns the case."""
        return frozenset(member.user_id for member in self.team if member.part == "owner")

    def spell_on(self, day: date) -> Spell | None:
        """The category and level in force on a day, None before, between and after spells."""
        running = (spell for spell in self.spells if spell.started_on <= day < spell.ended_on)
        return next(running, None)

    def custody_on(self, day: date) -> Custody | None:
        """The stay in custody on a day, None in the community."""
        return next((stay for stay in self.custody if stay.from_on <= day < stay.to_on), None)

    def is_open(self, day: date) -> bool:
        """Whether the person is under MAPPA on a day, or is referred and not yet at a level."""
        if self.merged_into or self.erased_on:
            return False
        return not self.spells or any(spell.ended_on > day for spell in self.spells)


def check_combination(category: int, level: int) -> None:
    """Refuse what cannot be: Category 3 at Level 1 or with the level to be confirmed."""
    if category == 3 and level < 2:
        raise RuleBroken(
            "Category 3 is managed at Level 2 or 3 only; below Level 2 the person leaves MAPPA. "
            "Example: exit because risk reduced",
            "level",
        )
