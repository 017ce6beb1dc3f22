"""Events: people, each once at the first; serious further offences alone each for itself."""

from collections.abc import Iterable, Set
from datetime import date

from tests.oracle.items import Item, area_of, category_of, level_of, spell_at
from tests.oracle.tables import Tables


def events_during(
    tables: Tables, area: str, from_on: date | None, to_on: date, kinds: Set[str]
) -> list[Item]:
    """All that happened, in the order of their days."""
    found = []
    for case in tables.cases.values():
        for number, (kind, day) in enumerate(case.events):
            spell = spell_at(case, day)
            if area_of(case, spell) != area or (kinds and kind not in kinds):
                continue
            if (from_on is None or from_on <= day) and day <= to_on:
                who: object = ("sfo", case.ref, number) if kinds == {"sfo"} else case.ref
                item = Item(who, day, case, level_of(spell), category_of(spell), kind=kind)
                found.append(item)
    return sorted(found, key=lambda item: item.day)


def firsts(items: Iterable[Item]) -> list[Item]:
    """The first of each person, and every serious further offence."""
    found: dict[object, Item] = {}
    for item in items:
        found.setdefault(item.who, item)
    return list(found.values())
