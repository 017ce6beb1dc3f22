"""What is counted, one by one: each item once, by whatever it is filtered and grouped by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mappa.asking.questions import Filters
from tests.oracle.days import FOR_EVER, first_of
from tests.oracle.tables import Case, Spell


@dataclass(frozen=True)
class Item:
    """`who`: what is counted once; `hits` of `weight`: of a share or an average."""

    who: object
    day: date
    case: Case | None = None
    level: int | None = None  # None: none in force
    category: int | None = None
    agency: str = ""
    kind: str = ""
    status: str = ""
    custody: str = ""
    hits: int = 0
    weight: int = 1
    reports: int = 0
    gated: bool = False  # in Category 4, on whatever day

    def group(self, by: str) -> object:
        """The key of the group that it belongs to."""
        if by in ("month", "quarter", "year"):
            return first_of(by, self.day)
        if by in ("lead-agency", "district", "band"):
            assert self.case is not None
            return _of_case(self.case)[by]
        found: object = getattr(self, by)
        return "" if found is None else found


def _of_case(case: Case) -> dict[str, str]:
    return {"lead-agency": case.lead_agency, "district": case.district, "band": case.band}


def suits_case(case: Case, where: Filters) -> bool:
    """Whether the person is meant, by what the case holds now; a merged case counts nowhere."""
    if case.merged:
        return False
    if where.lead_agencies and case.lead_agency not in where.lead_agencies:
        return False
    if where.districts and case.district not in where.districts:
        return False
    if where.bands and case.band not in where.bands:
        return False
    return not (where.without and where.without in case.dates)


def suits(item: Item, where: Filters) -> bool:
    """Whether it is meant, but for custody, which each measure reads in its own way."""
    if item.case is not None and not suits_case(item.case, where):
        return False
    if where.levels and item.level not in where.levels:
        return False
    if where.categories and item.category not in where.categories:
        return False
    return not (where.agencies and item.agency not in where.agencies)


def those(items: Iterable[Item], where: Filters) -> list[Item]:
    return [item for item in items if suits(item, where)]


def refs_of(items: Iterable[Item]) -> list[str]:
    """The cases, each once, in order."""
    return sorted({item.case.ref for item in items if item.case is not None})


def spell_on(case: Case, day: date) -> Spell | None:
    """The one in force: its first day counts, the day on which it ended does not."""
    for spell in case.spells:
        if spell.started_on <= day < spell.ended_on:
            return spell
    return None


def spell_at(case: Case, day: date) -> Spell | None:
    """The one in force when something happened: on a boundary day the spell that ends."""
    for spell in case.spells:
        if spell.ended_on == day:
            return spell
    return spell_on(case, day)


def spell_from(case: Case, day: date) -> Spell | None:
    """The one in force, else the next to come."""
    return next((spell for spell in case.spells if day < spell.ended_on), None)


def in_custody(case: Case, day: date) -> bool:
    return any(from_on <= day < to_on for from_on, to_on in case.stays)


def has_left(case: Case, day: date) -> bool:
    """Whether the last spell is over; who is referred and at no level yet has not left."""
    return bool(case.spells) and all(spell.ended_on <= day for spell in case.spells)


def level_of(spell: Spell | None) -> int | None:
    return spell.level if spell else None


def category_of(spell: Spell | None) -> int | None:
    return spell.category if spell else None


def area_of(case: Case, spell: Spell | None) -> str:
    """Who manages the case by that spell; without one it is the case's own area."""
    return spell.area if spell else case.area


def days_that_matter(case: Case, from_on: date | None, to_on: date) -> list[date]:
    """The first day of a period and each day in it on which a spell or a stay begins or ends:
    between two of them nothing about the case changes."""
    changes = {day for spell in case.spells for day in (spell.started_on, spell.ended_on)}
    changes |= {day for stay in case.stays for day in stay}
    if from_on is None:
        from_on = min(changes, default=FOR_EVER)
    return sorted(day for day in {from_on, *changes} if from_on <= day <= to_on)
