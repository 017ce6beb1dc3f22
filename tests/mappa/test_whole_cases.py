"""Facts that exclude each other are refused together, whichever way they come together."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mappa.case_facts import STILL_RUNNING, Absence, Placement, Transfer, Watch
from mappa.cases import CaseRecord, Custody, Spell
from mappa.errors import RuleBroken
from mappa.undoing import Difference, undo
from mappa.whole_cases import check_whole, find_overlap

JAN, FEB, MAR = (date(2026, month, 1) for month in (1, 2, 3))
CASE = CaseRecord("BED-1042", "BED", ())


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"spells": (Spell(2, 2, JAN), Spell(2, 3, FEB))}, "spells"),
        ({"custody": (Custody(JAN, MAR), Custody(FEB))}, "custody"),
        ({"absences": (Absence(JAN, MAR), Absence(FEB))}, "custody"),
        ({"custody": (Custody(FEB),), "absences": (Absence(JAN, MAR),)}, "custody"),
        ({"placements": (Placement("private", JAN), Placement("own-ap", JAN))}, "placements"),
        ({"watches": (Watch(JAN, FEB), Watch(FEB, MAR))}, "watches"),
    ],
)
def test_two_on_one_day_are_refused(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken, match="would be at the same time") as refused:
        check_whole(replace(CASE, **facts))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"dates": {"release": MAR, "licence_end": FEB}}, "would fall after"),
        ({"spells": (Spell(3, 1, JAN),)}, "Category 3 is managed at Level 2 or 3 only"),
        ({"transfers": (Transfer("BED", "HER", JAN),) * 2}, "two offers would be open"),
    ],
)
def test_what_cannot_be_at_all_is_refused(facts: dict[str, Any], says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        check_whole(replace(CASE, **facts))


def test_one_after_the_other_is_no_overlap() -> None:
    facts = replace(
        CASE,
        spells=(Spell(2, 2, JAN, FEB), Spell(2, 3, FEB)),
        custody=(Custody(JAN, FEB), Custody(MAR)),
        absences=(Absence(FEB, MAR),),
        watches=(Watch(FEB, FEB), Watch(MAR, STILL_RUNNING)),
    )
    assert find_overlap(facts) is None
    check_whole(facts)


def test_nobody_is_at_large_again_by_an_undo_who_was_taken_into_custody_since() -> None:
    """The return of one person is undone after another one's custody, which it made possible."""
    running, ended = {"from_on": "2026-01-01", "to_on": "9999-12-31"}, {
        "from_on": "2026-01-01", "to_on": "2026-02-01"
    }  # fmt: skip
    back = Difference({"absences": [running]}, {"absences": [ended]})
    inside = Difference(
        {"custody": []},
        {"custody": [{"from_on": "2026-02-01", "to_on": "9999-12-31", "why": "recall"}]},
    )
    case = replace(CASE, absences=(Absence(JAN, FEB),), custody=(Custody(FEB, why="recall"),))
    with pytest.raises(RuleBroken, match="custody has been changed again since then"):
        undo(case, back, [inside])
