"""Orders around 2013/14: those of the published table, and those that do not belong in it."""

from datetime import date, timedelta
from random import Random

from mappa.cases import CaseRecord
from mappa.samples.caseloads import Caseload, Change, in_community, with_order
from mappa.samples.decks import chances
from mappa.samples.published_cases import DAY, YEAR_FROM, YEAR_TO

SEED = 1403
# On Category 1 in the year; the SOPOs beside those that are placed on a day that matters.
OTHER_SOPOS, ONE_OF_A_KIND = 42, ("NO", "FTO")
FIVE_YEARS = timedelta(days=1826)
# Imposed long before, so that in 2013/14 and on both sides of it orders come to an end.
ENDING = (
    date(2013, 3, 31), YEAR_FROM, date(2013, 5, 20), date(2013, 6, 28), date(2013, 8, 9),
    date(2013, 9, 30), date(2013, 11, 5), date(2013, 12, 24), date(2014, 1, 31),
    date(2014, 3, 3), YEAR_TO, YEAR_TO + DAY, date(2014, 6, 16), date(2015, 2, 2),
)  # fmt: skip


def add_orders(load: Caseload) -> None:
    """47 SOPOs, a notification order and a foreign travel order on Category 1 in the year."""
    random = chances(SEED)
    load.give(_twice(date(2013, 6, 17), date(2014, 2, 24)))
    load.give(_on_the_first_day)
    for day in (YEAR_FROM, YEAR_TO):
        load.give(imposed("SOPO", day))
    load.give(_some_day(random, "SOPO"), OTHER_SOPOS)
    for kind in ONE_OF_A_KIND:
        load.give(_some_day(random, kind))
    for ends_on in ENDING:
        load.give(imposed("SOPO", ends_on - FIVE_YEARS, ends_on))


def add_other_orders(load: Caseload) -> None:
    """What must not be counted: other days, categories and kinds."""
    for day in (YEAR_FROM - DAY, YEAR_TO + DAY):
        load.give(imposed("SOPO", day))
    load.give(imposed("NO", YEAR_FROM - DAY))
    load.give(imposed("VOO", date(2013, 10, 14)))
    for kind, day in (("SOPO", date(2013, 7, 22)), ("SOPO", YEAR_TO), ("FTO", date(2013, 9, 2))):
        load.give(imposed(kind, day, category=2))
    load.give(imposed("VOO", date(2013, 11, 25), category=2))
    load.give(_on_the_day_of_category_1)
    for kind, day in (("SHPO", date(2015, 3, 16)), ("SRO", date(2015, 3, 23))):
        load.give(imposed(kind, day))


def imposed(kind: str, on: date, ends_on: date | None = None, *, category: int = 1) -> Change:
    """On somebody who was at one level of the category around that day and through the year."""
    first, last = min(on - DAY, YEAR_FROM), max(on + DAY, YEAR_TO)

    def change(case: CaseRecord) -> CaseRecord | None:
        there = case.spell_on(on)
        through = there is not None and case.spell_on(first) == there == case.spell_on(last)
        if not through or there is None or there.category != category or case.custody:
            return None
        return with_order(case, kind, on, ends_on or _ends(on))

    return change


def _some_day(random: Random, kind: str) -> Change:
    def change(case: CaseRecord) -> CaseRecord | None:
        on = YEAR_FROM + timedelta(days=random.randrange(1, (YEAR_TO - YEAR_FROM).days))
        return imposed(kind, on)(case)

    return change


def _twice(first: date, second: date) -> Change:
    """One person, two orders: orders are counted, not people."""

    def change(case: CaseRecord) -> CaseRecord | None:
        once = imposed("SOPO", first)(case)
        return once and imposed("SOPO", second)(once)

    return change


def _on_the_first_day(case: CaseRecord) -> CaseRecord | None:
    """The conviction that made the person a registered sexual offender brought the order too."""
    spell = case.spells[0]
    if spell.category != 1 or not YEAR_FROM < spell.started_on < YEAR_TO:
        return None
    if spell.level != 1 or not in_community(case, spell.started_on, YEAR_TO):
        return None
    return with_order(case, "SOPO", spell.started_on, None)


def _on_the_day_of_category_1(case: CaseRecord) -> CaseRecord | None:
    """On the day of the change the category that ends is in force still: it was Category 2."""
    changed = len(case.spells) == 2 and [spell.category for spell in case.spells] == [2, 1]
    return with_order(case, "SOPO", case.spells[1].started_on, None) if changed else None


def _ends(imposed_on: date) -> date | None:
    """Most end after five years, some never."""
    return None if imposed_on.day % 4 == 0 else imposed_on + FIVE_YEARS
