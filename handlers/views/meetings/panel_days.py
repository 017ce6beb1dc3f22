"""The table of a panel day: what stands in each column."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from handlers.views.meetings.meetings import clock
from mappa.agencies import AGENCIES
from mappa.cases import CaseRecord
from mappa.days import uk_date
from mappa.meetings.invitations import SAID
from storage.hearings import Hearing
from storage.invitations import Invitation

_COLUMNS: Mapping[str, int] = {  # with their widths in millimetres
    "Time": 14,
    "Case": 22,
    "Name": 32,
    "Category": 17,
    "Level": 13,
    "Lead agency": 25,
    "Owner": 28,
    "Last decision": 32,
    "Invited and answered": 44,
    "Notes": 30,
}


def headings(*, named: bool) -> list[str]:
    """The columns; names are for co-ordinators."""
    return [column for column in _COLUMNS if named or column != "Name"]


def widths(*, named: bool) -> list[int]:
    """Of the same columns; what the names leave goes to the notes."""
    left = 0 if named else _COLUMNS["Name"]
    return [
        _COLUMNS[column] + (left if column == "Notes" else 0) for column in headings(named=named)
    ]


def row(
    at: datetime,
    case: CaseRecord,
    today: date,
    people: Mapping[str, str],
    last: str,
    invited: Iterable[Invitation],
    *,
    named: bool,
) -> list[str]:
    """One case."""
    spell = case.spell_on(today)
    cells = {
        "Time": clock(at).strip(),
        "Case": case.ref,
        "Name": case.name or "not recorded",
        "Category": str(spell.category) if spell else "none",
        "Level": str(spell.level or "to be confirmed") if spell else "none",
        "Lead agency": AGENCIES.get(case.lead_agency or "", "not recorded"),
        "Owner": ", ".join(people.get(one, one) for one in sorted(case.owners)) or "none",
        "Last decision": last,
        "Invited and answered": answers(invited),
        "Notes": "",
    }
    return [cells[column] for column in headings(named=named)]


def answers(invited: Iterable[Invitation]) -> str:
    """Agency by agency, each once with what it says."""
    said: dict[str, str] = {}
    for one in invited:
        answer = SAID.get(one.answer or "", "no answer" if one.invited_at else "not told yet")
        if one.answer or one.agency not in said:
            said[one.agency] = answer
    return "; ".join(f"{AGENCIES.get(agency, agency)}: {answer}" for agency, answer in said.items())


def decision(hearing: Hearing) -> str:
    """What a meeting made of the case."""
    if hearing.leaves:
        return "left MAPPA"
    review = f", review {uk_date(hearing.next_review_on)}" if hearing.next_review_on else ""
    return f"level {hearing.outcome_level}{review}"
