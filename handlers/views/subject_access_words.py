"""How each value that is held is put in words: days, choices, and people by agency and role."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from handlers.views.case_facts import LABELS, fact, single
from handlers.views.histories import SOURCES, day_and_time
from mappa.agencies import AGENCIES
from mappa.areas import AREAS
from mappa.case_audits import OUTCOMES
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
)
from mappa.cases import CATEGORIES, CUSTODY_REASONS, DATE_KINDS, LEVELS, RISK_BANDS, THRESHOLDS
from mappa.days import uk_date
from mappa.disclosures import DISCLOSURE_DECISIONS
from mappa.events import EVENT_NAMES
from mappa.meetings.attendances import HOW
from mappa.notices import REMINDER_KINDS
from mappa.people import ROLES, Person
from mappa.plain_cases import FIELDS, LISTS, from_plain
from mappa.subject_access import ERASED
from storage.subject_access import Held

OPERATOR, NOT_REGISTERED = "the operator or the bot itself", "somebody who is not registered"
ANOTHERS = "kept with the other case, which is another person's again"
_CHOICES: Mapping[str, Mapping[Any, str]] = {
    **dict.fromkeys(("area", "from_area", "to_area"), AREAS),
    **dict.fromkeys(("agency", "owner_agency", "lead_agency"), AGENCIES),
    **dict.fromkeys(("level", "level_sought", "level_set", "outcome_level"), LEVELS),
    "category": {number: f"{number} ({name})" for number, name in CATEGORIES.items()},
    "rosh": RISK_BANDS,
    "victim_concerns": VICTIM_CONCERNS,
    "threshold": THRESHOLDS,
    "custody.why": CUSTODY_REASONS,
    "case_dates.kind": DATE_KINDS,
    "events.kind": EVENT_NAMES,
    "placements.kind": PLACEMENTS,
    "order_changes.change": ORDER_CHANGES,
    "convictions.disposal": DISPOSALS,
    "requests.kind": REQUEST_KINDS,
    "requests.recommendation": RECOMMENDATIONS,
    "requests.outcome": REQUEST_OUTCOMES,
    "disclosures.decision": DISCLOSURE_DECISIONS,
    "transfers.decision": TRANSFER_DECISIONS,
    "attendance.how": HOW,
    "audited_cases.outcome": OUTCOMES,
    "reminders.kind": REMINDER_KINDS,
    "records.source": SOURCES,
}
_BY_ID = frozenset({"person_id", "decided_by_id"})
_BY_USER_ID = frozenset(
    {"user_id", "owner", "chair", "closed_by", "said_by", "referred_by", "decided_by"}
)


def staff(person: Person | None) -> str:
    """Somebody of an agency who is registered, or was: never the name."""
    if person is None:
        return NOT_REGISTERED
    agency, role = AGENCIES.get(person.agency, person.agency), ROLES.get(person.role, person.role)
    return f"{agency}, {role.lower() if role != 'SMB' else role}"


def names_of(held: Held) -> dict[str, str]:
    """The same of everybody, by Slack id."""
    return {user_id: staff(person) for user_id, person in held.by_user_id.items()}


def in_words(held: Held, table: str, column: str, value: Any, *, written: bool) -> str:
    """One value; empty where there is none."""
    if value is None or value == "":
        return ""
    if written:
        return state_in_words(held, value) if table == "merges" else str(value)
    if column in _BY_ID and isinstance(value, int):
        return staff(held.people.get(value))
    if column in _BY_USER_ID:
        return staff(held.by_user_id.get(value))
    if column == "agencies":
        return ", ".join(AGENCIES.get(one, one) for one in value.split(","))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return day_and_time(value)
    if isinstance(value, date):
        return "still running" if value == STILL_RUNNING else uk_date(value)
    choices = _CHOICES.get(f"{table}.{column}", _CHOICES.get(column, {}))
    return choices.get(value, str(value))


def state_in_words(held: Held, state: Any) -> str:
    """A whole case as it was at a merge."""
    if state == ERASED:
        return ERASED
    names = names_of(held)
    lines = [
        f"{LABELS.get(name, name.capitalize())}: {_of_state(name, state[name], names)}"
        for name in FIELDS
        if state.get(name) not in (None, "", [], {}, False)
    ]
    return "\n".join(lines)


def _of_state(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name in LISTS:
        return "; ".join(fact(one, names) for one in from_plain(name, value))
    if name == "dates":
        days = from_plain(name, value).items()
        return "; ".join(f"{DATE_KINDS.get(kind, kind)} {uk_date(on)}" for kind, on in days)
    if name == "date_notes":
        return "; ".join(f"{DATE_KINDS.get(kind, kind)}: {note}" for kind, note in value.items())
    return single(name, from_plain(name, value))
