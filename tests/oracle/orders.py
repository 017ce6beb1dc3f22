"""Restrictive orders: imposed in a period, or in force on a day, its last day included."""

from collections.abc import Set
from datetime import date

from tests.oracle.items import Item, area_of, category_of, level_of, spell_at
from tests.oracle.tables import Case, Tables


def _orders(tables: Tables, area: str, kinds: Set[str]) -> list[tuple[Item, date | None]]:
    """Each with its last day; level and category are those in force when it was imposed."""
    found = []
    for case in tables.cases.values():
        for number, (kind, imposed_on, ends_on) in enumerate(case.orders):
            spell = spell_at(case, imposed_on)
            if area_of(case, spell) == area and (not kinds or kind in kinds):
                item = _item(case, number, kind, imposed_on)
                found.append((item, ends_on))
    return found


def _item(case: Case, number: int, kind: str, imposed_on: date) -> Item:
    spell = spell_at(case, imposed_on)
    who = ("order", case.ref, number)
    return Item(who, imposed_on, case, level_of(spell), category_of(spell), kind=kind)


def orders_imposed(
    tables: Tables, area: str, from_on: date | None, to_on: date, kinds: Set[str]
) -> list[Item]:
    return [
        item
        for item, _ in _orders(tables, area, kinds)
        if (from_on is None or from_on <= item.day) and item.day <= to_on
    ]


def orders_in_force(tables: Tables, area: str, day: date, kinds: Set[str]) -> list[Item]:
    return [
        item
        for item, ends_on in _orders(tables, area, kinds)
        if item.day <= day and (ends_on is None or day <= ends_on)
    ]
