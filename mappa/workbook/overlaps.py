"""What a case cannot have twice at one time, as the rows of a workbook are read."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any

from mappa.case_facts import STILL_RUNNING
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.workbook.columns import PLANS
from mappa.workbook.gathering import Gathering
from mappa.workbook.plans import Plan


def stand_apart(sheet: str) -> Callable[..., None]:
    """No two of a case at the same time; each ends after it has begun."""
    plan = PLANS[sheet]
    start, end = (attrgetter(column.name) for column in _from_and_to(plan))

    def check(gathering: Gathering, ref: str, from_on: date, to_on: date) -> None:
        if to_on <= from_on:
            raise RuleBroken(
                f"It ends on {uk_date(to_on)}, which is not after {uk_date(from_on)}, when it "
                "begins. Leave the cell empty if it still runs. Example: 2014-03-31"
            )
        items = gathering.of(sheet, ref)
        # They stand in order, so only the two beside it can overlap.
        if items and from_on < end(items[-1]):
            at = bisect_left(items, from_on, key=start)
            for other in items[max(at - 1, 0) : at + 1]:
                if from_on < end(other) and start(other) < to_on:
                    raise RuleBroken(
                        _overlaps(start(other), end(other)), _from_and_to(plan)[0].name
                    )
        gathering.placed = gathering.faults.row

    return check


def _overlaps(from_on: date, to_on: date) -> str:
    if to_on == STILL_RUNNING:
        return f"It overlaps the one from {uk_date(from_on)} on, which has no end."
    return f"It overlaps the one from {uk_date(from_on)} to {uk_date(to_on)}."


def _from_and_to(plan: Plan) -> tuple[Any, Any]:
    found = [column for column in plan.columns if column.name.endswith("_on")]
    return found[0], found[1]


def no_other_watch(gathering: Gathering, ref: str, from_on: date, until_on: date) -> None:
    for other in gathering.of("watches", ref):
        if from_on <= other.until_on and other.from_on <= until_on:
            raise RuleBroken(_overlaps(other.from_on, other.until_on), "from_on")


def not_in_custody(gathering: Gathering, ref: str, from_on: date, to_on: date) -> None:
    for stay in gathering.of("custody", ref):
        if from_on < stay.to_on and stay.from_on < to_on:
            says = "Whoever is at large is not in custody, as the sheet custody says from {} on."
            raise RuleBroken(says.format(uk_date(stay.from_on)), "from_on")
