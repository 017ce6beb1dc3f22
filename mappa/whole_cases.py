"""What must be so of a case as a whole, whichever way its facts have come together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from mappa.case_dates import check_date_order
from mappa.cases import CaseRecord, check_combination
from mappa.days import uk_date
from mappa.errors import RuleBroken

Days = tuple[date, date]  # the second is the first day after it


def _day_after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _stay(one: Any) -> Days:
    return one.from_on, one.to_on


# Of each of these only one holds at a time, and who is in custody is not at large.
_ONE_AT_A_TIME: Mapping[str, tuple[tuple[str, ...], Callable[[Any], Days]]] = {
    "spells": (("spells",), lambda spell: (spell.started_on, spell.ended_on)),
    "custody": (("custody", "absences"), _stay),
    "placements": (("placements",), _stay),
    "watches": (("watches",), lambda watch: (watch.from_on, _day_after(watch.until_on))),
}


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two facts of a case that would hold on one day, by the days on which they begin."""

    field: str
    first: date
    second: date


def find_overlap(case: CaseRecord) -> Overlap | None:
    """What holds twice on one day, None where nothing does."""
    for field, (names, days) in _ONE_AT_A_TIME.items():
        found = sorted(days(one) for name in names for one in getattr(case, name))
        for (first, end), (second, _) in pairwise(found):
            if end > second:
                return Overlap(field, first, second)
    return None


def check_whole(case: CaseRecord) -> None:
    """Refuse a case whose facts exclude each other."""
    check_date_order(case.dates)
    for spell in case.spells:
        check_combination(spell.category, spell.level)
    if both := find_overlap(case):
        raise RuleBroken(
            f"{both.field}: what began on {uk_date(both.first)} and what began on "
            f"{uk_date(both.second)} would be at the same time. Correct one of the two first.",
            both.field,
        )
    if sum(transfer.decision == "open" for transfer in case.transfers) > 1:
        raise RuleBroken("transfers: two offers would be open at once. Leave one out.", "transfers")
