"""The sample counted by hand, row for row, without the code that the answers use."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from mappa.cases import CaseRecord
from mappa.samples import published_workbook
from mappa.workbook.workbooks import Workbook

FROM, TO = date(2013, 4, 1), date(2014, 3, 31)
DAYS = [FROM + timedelta(n) for n in range((TO - FROM).days + 1)]
PUBLISHED = published_workbook()
CASELOAD = PUBLISHED.cases
Place = tuple[int, int] | None  # level and category


def in_year(day: date | None) -> bool:
    return day is not None and FROM <= day <= TO


def in_force(case: CaseRecord, day: date) -> Place:
    """Level and category on a day."""
    found = [s for s in case.spells if s.started_on <= day and not s.ended_on <= day]
    assert len(found) <= 1
    return (found[0].level, found[0].category) if found else None


def at_event(case: CaseRecord, day: date) -> Place:
    """Level and category that count for what happened on a day: those that end on it still do."""
    found = [s for s in case.spells if s.started_on <= day <= s.ended_on]
    first = min(found, key=lambda spell: spell.started_on, default=None)
    return (first.level, first.category) if first else None


def inside(case: CaseRecord, day: date) -> bool:
    return any(stay.from_on <= day and not stay.to_on <= day for stay in case.custody)


def table(places: Iterable[Place], levels: Iterable[int]) -> dict[int, list[int]]:
    """Categories 1, 2, 3 and their sum, by level."""
    counts = Counter(places)
    rows = {level: [counts[level, category] for category in (1, 2, 3)] for level in levels}
    return {level: [*row, sum(row)] for level, row in rows.items()}


def held_on(book: Workbook) -> dict[str, tuple[int, date]]:
    """The level and the day of each meeting that was held, by reference."""
    return {
        row.ref: (row.level, row.starts_at.date()) for row in book.meetings if row.status == "held"
    }


def came(book: Workbook, agency: str, level: int, first: date, last: date) -> Counter[str]:
    """How an agency answered for the cases heard at held meetings of a level in a period."""
    held = held_on(book)
    there = {ref for ref, (at, on) in held.items() if at == level and first <= on <= last}
    rows = (row for row in book.attendance if row.meeting_ref in there and row.agency == agency)
    return Counter(row.how for row in rows)
