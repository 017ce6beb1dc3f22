"""A workbook that comes again corrects and adds; whatever it says, a case stays one that can be."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mappa.case_facts import Placement, Request
from mappa.cases import DATE_KINDS, CaseRecord, Custody, Event, Order, Spell, TeamMember
from mappa.errors import RuleBroken
from mappa.workbook.updates import (
    INTERVALS,
    LISTS,
    case_differences,
    only_stored,
    updated_case,
    updated_row,
)
from mappa.workbook.workbooks import ActionRow, MeetingRow, ReferralRow
from tests.build import NOW, case
from tests.storage.caseloads import FIRST, TEXT, case_records, with_notes

NOTHING: frozenset[str] = frozenset()
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def after(stored: CaseRecord, told: CaseRecord) -> CaseRecord:
    try:
        return updated_case(stored, told, NOTHING)
    except RuleBroken:
        assume(False)  # what excludes one another is refused
        raise


# Whole cases take long to make, and many of any two exclude one another: so the dates of these can
# follow one another however they are told, and mostly one who was in custody was not at large.
WINDOWS = {"release": (0, 4), "licence_end": (4, 8), "sentence_end": (8, 12), "tused": (9, 12)}
DATES = st.fixed_dictionaries(
    {},
    optional={
        kind: st.integers(*WINDOWS.get(kind, (0, 12))).map(lambda n: FIRST + timedelta(days=n))
        for kind in DATE_KINDS
    },
)
LEFT_OUT = st.sampled_from(["absences", "custody", "absences", "custody", ""])
FEW = settings(max_examples=50, suppress_health_check=list(HealthCheck))


def dated(made: CaseRecord, dates: dict[str, date], note: str) -> CaseRecord:
    return with_notes(replace(made, dates=dates), note)


def without(name: str, *cases: CaseRecord) -> list[CaseRecord]:
    left_out: dict[str, Any] = {name: ()} if name else {}
    return [replace(one, **left_out) for one in cases]


ANY_CASE = st.builds(dated, case_records(), DATES, TEXT)


@FEW
@given(two=st.builds(without, LEFT_OUT, ANY_CASE, ANY_CASE))
def test_whatever_is_told_and_told_again_nothing_overlaps_and_nothing_is_lost(
    two: list[CaseRecord],
) -> None:
    stored, told = two
    found = after(stored, told)
    no_two_of_a_kind_overlap(told, found)
    nothing_is_taken_out_that_is_not_replaced(stored, told, found)
    assert case_differences(found, after(found, told)) == []


def no_two_of_a_kind_overlap(told: CaseRecord, found: CaseRecord) -> None:
    for name, (start, end) in INTERVALS.items():
        for one, following in pairwise(getattr(found, name)):
            assert getattr(one, end) <= getattr(following, start)
        starts = {getattr(item, start) for item in getattr(found, name)}
        assert {getattr(item, start) for item in getattr(told, name)} <= starts


def nothing_is_taken_out_that_is_not_replaced(
    stored: CaseRecord, told: CaseRecord, found: CaseRecord
) -> None:
    for name, same in LISTS.items():
        for before in (stored, told):
            names = {same(item) for item in getattr(before, name)}
            assert names <= {same(item) for item in getattr(found, name)}
    assert found.dates == {**stored.dates, **told.dates}
    assert found.limited_access == stored.limited_access


@FEW
@given(one=st.builds(without, LEFT_OUT, ANY_CASE))
def test_what_was_taken_out_changes_nothing_when_it_comes_back(one: list[CaseRecord]) -> None:
    (stored,) = one
    assert case_differences(stored, after(stored, stored)) == []
    assert only_stored(stored, stored, frozenset([*INTERVALS, *LISTS, "dates"])) == []


LEVEL_2 = Spell(2, 2, MAY, threshold="high-risk", reason="why")


@pytest.mark.parametrize(
    ("field", "stored", "told", "found"),
    [
        # An empty cell says nothing,
        ("spells", LEVEL_2, Spell(2, 2, MAY), LEVEL_2),
        ("spells", LEVEL_2, Spell(2, 2, MAY, JUNE), replace(LEVEL_2, ended_on=JUNE)),
        ("orders", Order("SHPO", MAY, JULY), Order("SHPO", MAY), Order("SHPO", MAY, JULY)),
        ("events", Event("sfo", MAY, "what"), Event("sfo", MAY), Event("sfo", MAY, "what")),
        # but another level or place has no reason of the old one,
        ("spells", LEVEL_2, Spell(2, 1, MAY), Spell(2, 1, MAY)),
        ("placements", Placement("own-ap", MAY, place="A"), Placement("none", MAY),
         Placement("none", MAY)),
        ("requests", Request(1, "escort", MAY, outcome="done"), Request(1, "report", MAY),
         Request(1, "report", MAY)),
        # and what overlaps gives way.
        ("custody", Custody(MAY, why="remand"), Custody(JUNE), Custody(JUNE)),
    ],
)  # fmt: skip
def test_a_row_that_is_told_again(field: str, stored: Any, told: Any, found: Any) -> None:
    given: list[dict[str, Any]] = [{field: (item,)} for item in (stored, told)]
    before, again = (case(**one) for one in given)
    assert getattr(updated_case(before, again, NOTHING), field) == (found,)


def test_a_note_goes_with_the_day_it_was_made_of() -> None:
    stored = case(date_notes={"licence_end": "as the court said"})
    same = updated_case(stored, case(), NOTHING)
    assert same.date_notes == stored.date_notes
    moved = updated_case(stored, case(dates={"licence_end": JULY}), NOTHING)
    assert moved.date_notes == {}


def test_dates_that_exclude_one_another_are_refused() -> None:
    with pytest.raises(RuleBroken, match="would fall after"):
        updated_case(case(), case(dates={"release": date(2030, 1, 1)}), NOTHING)


def test_the_owner_who_is_told_is_the_only_one() -> None:
    told = case(team=(TeamMember("U0PETE", "owner"),))
    assert updated_case(case(), told, NOTHING).owners == {"U0PETE"}
    assert updated_case(case(), case(team=()), NOTHING).owners == {"U0PRIYA"}


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        (ReferralRow("R-1", "BED-1", MAY, "police", 2, "accepted", JUNE, 2),
         ReferralRow("R-1", "BED-1", MAY, None, 2, "open")),
        (MeetingRow("M-1", 2, NOW, "Bedford", "held"), MeetingRow("M-1", 2, NOW)),
        (ActionRow("A-1", "BED-1", "police", "Pat", "call", MAY, JUNE), ActionRow("A-1", "BED-1")),
    ],
)  # fmt: skip
def test_what_has_happened_stays(stored: Any, told: Any) -> None:
    assert updated_row(stored, told) == stored
