"""Each fact of a case in words: the same on its card, in its parts and in its history."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from mappa.agencies import AGENCIES
from mappa.areas import AREAS
from mappa.case_facts import (
    DISPOSALS,
    ORDER_CHANGES,
    PLACEMENTS,
    RECOMMENDATIONS,
    REQUEST_KINDS,
    REQUEST_OUTCOMES,
    STILL_RUNNING,
    TRANSFER_DECISIONS,
    VICTIM_CONCERNS,
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
from mappa.cases import (
    CUSTODY_REASONS,
    DATE_KINDS,
    LEVELS,
    RISK_BANDS,
    THRESHOLDS,
    CaseRecord,
    Custody,
    Event,
    Order,
    Spell,
    TeamMember,
)
from mappa.days import uk_date
from mappa.events import EVENT_NAMES

Names = Mapping[str, str]  # of people, by Slack id

# The lists of a case that can be read apart, by the word that is typed: field and heading.
PARTS: Mapping[str, tuple[str, str]] = {
    "levels": ("spells", "Category and level"),
    "custody": ("custody", "Custody"),
    "absences": ("absences", "Unlawfully at large"),
    "placements": ("placements", "Placements"),
    "orders": ("orders", "Orders"),
    "order-changes": ("order_changes", "What became of orders"),
    "events": ("events", "Events"),
    "convictions": ("convictions", "Convictions"),
    "requests": ("requests", "Requests"),
    "contacts": ("contacts", "Contacts"),
    "disclosures": ("disclosures", "Disclosure decisions"),
    "transfers": ("transfers", "Transfers"),
    "watches": ("watches", "Watch list"),
}
LABELS: Mapping[str, str] = {
    "name": "Name",
    "born_on": "Born",
    "crn": "CRN",
    "pnc": "PNC",
    "cro": "CRO",
    "prison_number": "Prison number",
    "visor_ref": "ViSOR",
    "area": "Area",
    "lead_agency": "Lead agency",
    "district": "District",
    "rosh": "Risk of serious harm",
    "limited_access": "Limited access",
    "victim_concerns": "Victim concerns",
    "merged_into": "Merged into",
    "kept_until": "Kept until",
    "erased_on": "Erased",
    "dates": "Dates",
    "date_notes": "Notes of dates",
    "team": "Team",
    **dict(PARTS.values()),
}
NOT_RECORDED = "not recorded"


def fact(item: Any, names: Names) -> str:
    """One fact of any kind."""
    return _WORDS[type(item)](item, names)


def lines(case: CaseRecord, part: str, names: Names) -> list[str]:
    """What a part holds, the newest first."""
    field, _ = PARTS[part]
    return [fact(item, names) for item in reversed(getattr(case, field))]


def single(field: str, value: Any) -> str:
    """The value of a field that holds one."""
    if value is None or value == "":
        return NOT_RECORDED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return uk_date(value)
    return _CHOICES.get(field, {}).get(value, str(value))


def dated(kind: str, on: date) -> str:
    return f"{DATE_KINDS[kind]} {uk_date(on)}"


_CHOICES: Mapping[str, Mapping[Any, str]] = {
    "lead_agency": AGENCIES,
    "rosh": RISK_BANDS,
    "victim_concerns": VICTIM_CONCERNS,
    "area": AREAS,
}


def _until(to_on: date) -> str:
    return "" if to_on == STILL_RUNNING else f" until {uk_date(to_on)}"


def _also(text: str) -> str:
    return f": {text}" if text else ""


def _agency(code: str) -> str:
    return AGENCIES.get(code, code)


def _spell(spell: Spell, names: Names) -> str:
    level = LEVELS[spell.level] if spell.level else "level to be confirmed"
    threshold = f"; threshold: {THRESHOLDS[spell.threshold]}" if spell.threshold else ""
    area = f"; in {AREAS.get(spell.area, spell.area)}" if spell.area else ""
    span = f"from {uk_date(spell.started_on)}{_until(spell.ended_on)}"
    return f"{level}, category {spell.category}, {span}{threshold}{area}{_also(spell.reason)}"


def _custody(stay: Custody, names: Names) -> str:
    why = CUSTODY_REASONS[stay.why].lower()
    return f"in custody ({why}) from {uk_date(stay.from_on)}{_until(stay.to_on)}"


def _absence(absence: Absence, names: Names) -> str:
    return f"unlawfully at large from {uk_date(absence.from_on)}{_until(absence.to_on)}"


def _placement(place: Placement, names: Names) -> str:
    span = f"from {uk_date(place.from_on)}{_until(place.to_on)}"
    return f"{PLACEMENTS[place.kind]} {span}{_also(place.place)}"


def _order(order: Order, names: Names) -> str:
    ends = f", ends {uk_date(order.ends_on)}" if order.ends_on else ", no end recorded"
    return f"{order.kind} imposed {uk_date(order.imposed_on)}{ends}"


def _order_change(change: OrderChange, names: Names) -> str:
    what = ORDER_CHANGES[change.change].lower()
    order = f"{change.kind} of {uk_date(change.imposed_on)}"
    return f"{order} {what} on {uk_date(change.on)}{_also(change.note)}"


def _event(event: Event, names: Names) -> str:
    return f"{uk_date(event.on)}, {EVENT_NAMES[event.kind].lower()}{_also(event.note)}"


def _conviction(conviction: Conviction, names: Names) -> str:
    months = f", {conviction.months} months" if conviction.months is not None else ""
    return f"{uk_date(conviction.convicted_on)}, {DISPOSALS[conviction.disposal].lower()}{months}"


def _contact(contact: Contact, names: Names) -> str:
    who = names.get(contact.user_id, contact.user_id) if contact.user_id else contact.name
    return ", ".join(filter(None, [_agency(contact.agency), who, contact.address]))


def _request(request: Request, names: Names) -> str:
    asked = f" by {_agency(request.agency)}" if request.agency else ""
    owner = names.get(request.owner, request.owner) or _agency(request.owner_agency)
    told = [
        f"{request.number}. {REQUEST_KINDS[request.kind]}{asked}, {uk_date(request.raised_on)}",
        f"to {owner}" if owner else "",
        f"due {uk_date(request.due_on)}" if request.due_on else "",
        RECOMMENDATIONS.get(request.recommendation, "").lower(),
        _closed(request),
    ]
    return ", ".join(filter(None, told)) + _also(request.what) + _also(request.outcome_note)


def _closed(request: Request) -> str:
    outcome = REQUEST_OUTCOMES.get(request.outcome, "").lower()
    if request.closed_on is None:
        return outcome or "open"
    return f"{outcome or 'closed'} {uk_date(request.closed_on)}"


def _disclosure(made: Disclosure, names: Names) -> str:
    to = f" to {made.to}" if made.to else ""
    return f"{uk_date(made.on)}, {made.decision}{to}{_also(made.rationale)}"


def _transfer(transfer: Transfer, names: Names) -> str:
    way = " to ".join(AREAS.get(area, area) for area in (transfer.from_area, transfer.to_area))
    decided = f" {uk_date(transfer.decided_on)}" if transfer.decided_on else ""
    said = f"{TRANSFER_DECISIONS[transfer.decision].lower()}{decided}"
    return f"{way}, offered {uk_date(transfer.offered_on)}, {said}{_also(transfer.reason)}"


def _watch(watch: Watch, names: Names) -> str:
    return f"from {uk_date(watch.from_on)} to {uk_date(watch.until_on)}{_also(watch.note)}"


def _member(member: TeamMember, names: Names) -> str:
    return f"{names.get(member.user_id, member.user_id)}, {member.part}"


_WORDS: Mapping[type, Callable[[Any, Names], str]] = {
    Spell: _spell,
    Custody: _custody,
    Absence: _absence,
    Placement: _placement,
    Order: _order,
    OrderChange: _order_change,
    Event: _event,
    Conviction: _conviction,
    Contact: _contact,
    Request: _request,
    Disclosure: _disclosure,
    Transfer: _transfer,
    Watch: _watch,
    TeamMember: _member,
}
