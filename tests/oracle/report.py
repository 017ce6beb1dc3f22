"""The whole annual report by brute force: each table from the people, day by day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mappa.asking.questions import Filters
from tests.oracle.items import spell_at
from tests.oracle.oracle import Oracle, rounded
from tests.oracle.people import people_on
from tests.oracle.tables import Case
from tests.oracle.yearly import Who, placed_in_year

OLD, NEW = ("SOPO", "NO", "FTO"), ("SHPO", "SHPO-FT", "NO")
LATER = 2015  # the first year in which SHPOs alone are counted


def report_figures(oracle: Oracle, year: int, counting: str, name: str) -> dict[str, Any]:
    """The report of the MAPPA year that begins in `year`, keyed as it is printed as JSON."""
    from_on, to_on = date(year, 4, 1), date(year + 1, 3, 31)
    snapshot = _snapshot(oracle, to_on)
    yearly = placed_in_year(oracle, from_on, to_on, counting)
    licence = _returned(oracle, "returned_breach_of_licence", from_on, to_on)
    order = _returned(oracle, "returned_breach_of_order", from_on, to_on)
    tables = (snapshot, yearly, licence, order)
    categories = [1, 2, 3]
    if any(category == 4 and people for who in tables for (_, category), people in who.items()):
        categories.append(4)
    at_level_1, everybody = _people(snapshot, level=1), _people(snapshot)
    of_order = "shpo" if year >= LATER else "sopo"
    return {
        "area": name,
        "year": f"{year}/{(year + 1) % 100:02}",
        "snapshot_on": to_on.isoformat(),
        "year_from": from_on.isoformat(),
        "year_to": to_on.isoformat(),
        "columns": [*(f"category_{category}" for category in categories), "total"],
        "snapshot": _table(snapshot, _levels(snapshot), categories),
        "yearly": _table(yearly, (2, 3), categories),
        "rso_cautioned_or_convicted_for_breach_of_notification": len(
            _people_with(oracle, "breach_of_notification", from_on, to_on)
        ),
        "orders_imposed_on_category_1": _orders(oracle, year, from_on, to_on),
        "returned_to_custody_breach_of_licence": _table(licence, (2, 3), categories),
        f"returned_to_custody_breach_of_{of_order}": _table(order, (2, 3), categories),
        "rso_per_100000": _whole(_people(snapshot, category=1), 100_000, oracle.population(to_on)),
        "level_1_share_percent": _whole(at_level_1, 100, everybody),
        "serious_further_offences": len(_events(oracle, "sfo", from_on, to_on)),
        "training_sessions": _kept(oracle, oracle.tables.trainings, from_on, to_on),
        "audits_per_year_at_least": _kept(oracle, oracle.tables.audits.values(), from_on, to_on),
        "counting": counting,
    }


def _snapshot(oracle: Oracle, day: date) -> Who:
    """The people in the community."""
    found: Who = {}
    for item in people_on(oracle.tables, oracle.area, day, Filters()):
        assert item.case is not None and item.level is not None and item.category is not None
        found.setdefault((item.level, item.category), set()).add(item.case.ref)
    return found


def _levels(snapshot: Who) -> tuple[int, ...]:
    return (1, 2, 3, 0) if any(level == 0 for level, _ in snapshot) else (1, 2, 3)


def _events(oracle: Oracle, kind: str, from_on: date, to_on: date) -> list[tuple[Case, date]]:
    """Those of a kind in the year, each person's in order, of cases that the area managed."""
    found = []
    for case in oracle.tables.cases.values():
        for of_kind, day in case.events:
            spell = spell_at(case, day)
            area = spell.area if spell else case.area
            if of_kind == kind and from_on <= day <= to_on and area == oracle.area:
                found.append((case, day))
    return [(case, day) for case, day in found if not case.merged]


def _people_with(oracle: Oracle, kind: str, from_on: date, to_on: date) -> set[str]:
    return {case.ref for case, _ in _events(oracle, kind, from_on, to_on)}


def _returned(oracle: Oracle, kind: str, from_on: date, to_on: date) -> Who:
    """People at the first return made while at Level 2 or 3."""
    found: Who = {}
    counted: set[str] = set()
    for case, day in _events(oracle, kind, from_on, to_on):
        spell = spell_at(case, day)
        if spell is not None and spell.level in (2, 3) and case.ref not in counted:
            counted.add(case.ref)
            found.setdefault((spell.level, spell.category), set()).add(case.ref)
    return found


def _orders(oracle: Oracle, year: int, from_on: date, to_on: date) -> dict[str, int]:
    """On Category 1; by the kinds of the year, in 2014/15 those of which there are any."""
    kinds = OLD if year < LATER - 1 else NEW if year >= LATER else (*OLD, "SHPO", "SHPO-FT")
    found = dict.fromkeys(kinds, 0)
    for case in oracle.tables.cases.values():
        for kind, imposed_on, _ in case.orders:
            spell = spell_at(case, imposed_on)
            in_year = from_on <= imposed_on <= to_on
            if spell is None or case.merged or spell.area != oracle.area or not in_year:
                continue
            if spell.category == 1 and kind in found:
                found[kind] += 1
    if year == LATER - 1:
        return {kind: count for kind, count in found.items() if count}
    return found


def _kept(
    oracle: Oracle, kept: Iterable[tuple[str, date]], from_on: date, to_on: date
) -> int | None:
    """How many there were in the year; None where the area keeps none at all."""
    days = [day for area, day in kept if area == oracle.area]
    return len([day for day in days if from_on <= day <= to_on]) if days else None


def _whole(top: int, times: int, bottom: int | None) -> int | None:
    return int(rounded(top * times, bottom, "1")) if bottom else None


def _people(who: Who, level: int | None = None, category: int | None = None) -> int:
    """How many different ones, of a level, of a category, or of all."""
    return len(
        {
            ref
            for (one, other), people in who.items()
            if level in (None, one) and category in (None, other)
            for ref in people
        }
    )


def _table(who: Who, levels: Iterable[int], categories: list[int]) -> dict[str, list[int]]:
    """Rows by level, and the total; every total is of people."""
    found = {}
    for level in levels:
        name = f"level_{level}" if level else "level_to_be_confirmed"
        cells = [_people(who, level, category) for category in categories]
        found[name] = [*cells, _people(who, level)]
    totals = [_people(who, category=category) for category in categories]
    found["total"] = [*totals, _people(who)]
    return found
