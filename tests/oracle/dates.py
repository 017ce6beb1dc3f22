"""Dates on cases that end, or are overdue, of people who have not left by the day asked on."""

from collections.abc import Set
from datetime import date

from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY, Filters
from tests.oracle.items import (
    Item,
    area_of,
    category_of,
    has_left,
    in_custody,
    level_of,
    spell_from,
    spell_on,
    those,
)
from tests.oracle.tables import Case, Tables


def _dates(case: Case) -> list[tuple[str, date]]:
    """Every current date of a case, and the day on which each order ends."""
    ends = [(kind, ends_on) for kind, _, ends_on in case.orders if ends_on is not None]
    return [*case.dates.items(), *ends]


def dates_of(
    tables: Tables, area: str, asked_on: date, kinds: Set[str], where: Filters
) -> list[Item]:
    """Those of the people who are meant; level, category and custody are those of the day."""
    found = []
    for case in tables.cases.values():
        spell = spell_on(case, asked_on)
        if has_left(case, asked_on) or area_of(case, spell_from(case, asked_on)) != area:
            continue
        custody = CUSTODY if in_custody(case, asked_on) else COMMUNITY
        for kind, day in _dates(case):
            if not kinds or kind in kinds:
                level, category = level_of(spell), category_of(spell)
                found.append(Item(case.ref, day, case, level, category, kind=kind, custody=custody))
    return [item for item in those(found, where) if where.custody in ("", BOTH, item.custody)]
