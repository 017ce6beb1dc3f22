"""The year before, 2012/13, so that the two can be compared: much as 2013/14, and made up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from mappa.cases import CaseRecord, Spell
from mappa.samples.caseloads import Caseload, Change, with_event, with_stay
from mappa.samples.decks import chances
from mappa.samples.published_cases import DAY, YEAR_FROM, YEAR_TO
from mappa.samples.published_events import (
    BREACH,
    RETURNED,
    in_category_1,
    returned_at_level_2,
)
from mappa.samples.published_orders import imposed

SEED = 1408
FIRST, LAST = date(2012, 4, 1), YEAR_FROM - DAY
ORDERS = {"SOPO": 38, "NO": 1, "FTO": 1}
BREACHES, RETURNS = 10, 8
# At Level 2 or 3 until some day of the year; every other one of them was recalled meanwhile.
HAD_LEVEL = {(2, 2): 16, (2, 1): 8, (3, 1): 2, (3, 2): 1}


def add_year_before(load: Caseload) -> None:
    """Levels that had ended, orders, breaches and returns."""
    random = chances(SEED)
    for (level, category), count in HAD_LEVEL.items():
        for n in range(count):
            load.give(_had_level(random, level, category, recalled=n % 2 == 0))
    for kind, count in ORDERS.items():
        for on in _days(random, count):
            load.give(imposed(kind, on))
    for on in _days(random, BREACHES):
        load.give(in_category_1(BREACH, on, since=on))
    for n in range(RETURNS):
        load.give(returned_at_level_2(date(2012, 12, 3) + timedelta(days=10 * n)))


def _days(random: Random, count: int) -> Iterator[date]:
    year = (LAST - FIRST).days
    return (FIRST + timedelta(random.randrange(year)) for _ in range(count))


def _had_level(random: Random, level: int, category: int, *, recalled: bool) -> Change:
    """Risen from Level 1 for some months, and back at it before the year."""
    ended_on = FIRST + random.randint(60, 340) * DAY
    started_on = ended_on - random.randint(120, 300) * DAY

    def change(case: CaseRecord) -> CaseRecord | None:
        (spell, *others), threshold = case.spells, "senior" if level == 3 else "high-risk"
        if others or (spell.level, spell.category) != (1, category) or case.custody:
            return None
        if spell.started_on >= started_on or spell.ended_on <= YEAR_TO:
            return None
        why = "invented: needs several agencies"
        spells = (
            replace(spell, ended_on=started_on),
            Spell(category, level, started_on, ended_on, threshold, why),
            replace(spell, started_on=ended_on, reason="invented: risk reduced"),
        )
        case, on = replace(case, spells=spells), max(ended_on - 50 * DAY, FIRST)
        return with_event(with_stay(case, on, 28), RETURNED, on) if recalled else case

    return change
