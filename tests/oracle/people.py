"""People: the picture of a day, and whoever was so at any time in a period."""

from dataclasses import replace
from datetime import date

from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY, Filters
from tests.oracle.items import Item, days_that_matter, in_custody, spell_on, those
from tests.oracle.tables import Tables


def everybody_on(tables: Tables, area: str, day: date) -> list[Item]:
    """All who are managed by the area on a day, in custody or not."""
    found = []
    for case in tables.cases.values():
        spell = spell_on(case, day)
        if spell is not None and spell.area == area:
            custody = CUSTODY if in_custody(case, day) else COMMUNITY
            found.append(Item(case.ref, day, case, spell.level, spell.category, custody=custody))
    return found


def people_on(tables: Tables, area: str, day: date, where: Filters) -> list[Item]:
    """Those who are meant; in the community unless custody is asked for."""
    wanted = {CUSTODY: {CUSTODY}, BOTH: {CUSTODY, COMMUNITY}}.get(where.custody, {COMMUNITY})
    return [
        item for item in those(everybody_on(tables, area, day), where) if item.custody in wanted
    ]


def inside_on(tables: Tables, area: str, day: date, where: Filters) -> list[Item]:
    """Those who are in custody beside, where only the community is counted."""
    if where.custody not in ("", COMMUNITY):
        return []
    return people_on(tables, area, day, replace(where, custody=CUSTODY))


def people_during(
    tables: Tables, area: str, from_on: date | None, to_on: date, where: Filters
) -> list[Item]:
    """All who were so on some day of the period: one item for each way in which they were."""
    found = []
    for case in tables.cases.values():
        for day in days_that_matter(case, from_on, to_on):
            spell = spell_on(case, day)
            if spell is None or spell.area != area:
                continue
            custody = CUSTODY if in_custody(case, day) else COMMUNITY
            item = Item(case.ref, day, case, spell.level, spell.category, custody=custody)
            if where.custody in ("", BOTH, custody):
                found.append(item)
    return those(found, where)
