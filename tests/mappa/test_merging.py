"""Two cases that are one person: counted once, nothing lost, and with a way back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.case_facts import OrderChange, Request, Transfer
from mappa.cases import STILL_RUNNING, CaseRecord, Custody, Event, Order, Spell, TeamMember
from mappa.errors import MappaError, RuleBroken
from mappa.merges import read_merge, read_unmerge
from mappa.merging import EXCLUDED_BY, IDENTIFIERS, INTERVALS, Merged, merge_cases
from mappa.unmerging import without_merged
from tests.storage.caseloads import FIRST, case_records, in_order

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
A = CaseRecord("BED-1", "BED", ())
B = CaseRecord("BED-2", "BED", ())


@settings(max_examples=60)
@given(case_records("BED-1"), case_records("BED-2"))
def test_any_two_cases_become_one_and_two_again(first: CaseRecord, second: CaseRecord) -> None:
    first, second = replace(first, merged_into=None), replace(second, merged_into=None)
    try:
        made = merge_cases(first, second, keeping=second.ref)
    except RuleBroken:  # what may not be merged is another test's matter
        return
    _check_every_day(made, first, second)
    limited = first.limited_access or second.limited_access
    assert made.emptied == CaseRecord(
        "BED-1", "BED", (), limited_access=limited, merged_into="BED-2"
    )
    assert made.into.limited_access == limited
    assert in_order(without_merged(made.into, second, made.into)) == in_order(second)
    since = Event("sfo", date(2030, 1, 1), "since then")
    noted = replace(made.into, events=(*made.into.events, since))
    kept = replace(second, events=(*second.events, since))
    assert in_order(without_merged(noted, second, made.into)) == in_order(kept)


def _check_every_day(made: Merged, first: CaseRecord, second: CaseRecord) -> None:
    """Each is covered once where either case says something of it, and the second decides."""
    for name, (_, start, end) in INTERVALS.items():
        for day in (FIRST + timedelta(days=n) for n in range(-1, 15)):
            here, theirs, ours = (
                [
                    one
                    for one in getattr(case, name)
                    if getattr(one, start) <= day < getattr(one, end)
                ]
                for case in (made.into, first, second)
            )
            # Of who is in custody nobody says that they are at large.
            barred = any(
                one.from_on <= day < one.to_on
                for one in getattr(made.into, EXCLUDED_BY.get(name, ""), ())
            )
            assert len(here) == bool(ours or (theirs and not barred))
            if here:
                same: dict[str, Any] = {start: day, end: STILL_RUNNING}
                assert replace(here[0], **same) == replace((ours or theirs)[0], **same)


@pytest.mark.parametrize(
    ("first", "second", "into"),
    [
        ({"name": "Ann"}, {}, {"name": "Ann"}),
        ({"name": "Ann"}, {"name": "Bea"}, {"name": "Bea"}),
        ({"crn": "X320741"}, {}, {"crn": "X320741"}),
        ({"limited_access": True}, {}, {"limited_access": True}),
        (
            {"dates": {"release": FEB, "review": MAR}},
            {"dates": {"release": JAN}},
            {"dates": {"release": JAN, "review": MAR}},
        ),
        (  # the release would fall after the licence's end
            {"dates": {"release": MAR}},
            {"dates": {"licence_end": FEB}},
            {"dates": {"licence_end": FEB}},
        ),
        (
            {"spells": (Spell(2, 2, JAN),)},
            {"spells": (Spell(1, 3, FEB, MAR),)},
            {"spells": (Spell(2, 2, JAN, FEB), Spell(1, 3, FEB, MAR), Spell(2, 2, MAR))},
        ),
        (
            {"custody": (Custody(JAN, FEB),)},
            {"custody": (Custody(JAN, FEB, "recall"),)},
            {"custody": (Custody(JAN, FEB, "recall"),)},
        ),
        (
            {"orders": (Order("SHPO", JAN, MAR), Order("NO", JAN))},
            {"orders": (Order("SHPO", JAN),)},
            {"orders": (Order("SHPO", JAN), Order("NO", JAN))},
        ),
        (
            {"events": (Event("sfo", JAN, "one way"),)},
            {"events": (Event("sfo", JAN, "another"),)},
            {"events": (Event("sfo", JAN, "another"),)},
        ),
        (
            {"requests": (Request(1, "escort", JAN), Request(2, "support", FEB))},
            {"requests": (Request(1, "other", JAN),)},
            {
                "requests": (
                    Request(1, "other", JAN),
                    Request(2, "escort", JAN),
                    Request(3, "support", FEB),
                )
            },
        ),
        (
            {"team": (TeamMember("U1", "owner"), TeamMember("U2"))},
            {"team": (TeamMember("U3", "owner"),)},
            {"team": (TeamMember("U1"), TeamMember("U2"), TeamMember("U3", "owner"))},
        ),
        (
            {"team": (TeamMember("U1", "owner"),)},
            {"team": (TeamMember("U1"),)},
            {"team": (TeamMember("U1", "owner"),)},
        ),
    ],
)
def test_the_second_case_takes_what_it_lacks(
    first: dict[str, Any], second: dict[str, Any], into: dict[str, Any]
) -> None:
    made = merge_cases(replace(A, **first), replace(B, **second))
    assert in_order(made.into) == in_order(replace(B, **into))
    lost = made.into == replace(B, **second)
    assert bool(made.taken) != lost or "limited_access" in into


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ({"name": "Ann"}, {"name": "Bea"}, "name of BED-1: Ann"),
        ({"born_on": JAN}, {"born_on": FEB}, "date of birth of BED-1: 1 January 2026"),
        (
            {"dates": {"release": MAR}},
            {"dates": {"licence_end": FEB}},
            "release of BED-1: 1 March 2026",
        ),
        (
            {"spells": (Spell(2, 2, JAN, reason="x"),)},
            {"spells": (Spell(1, 3, FEB, MAR),)},
            "category and level of BED-1: category 2, level 2, started on 1 January 2026, reason x",
        ),
        (
            {"orders": (Order("SHPO", JAN, MAR),)},
            {"orders": (Order("SHPO", JAN),)},
            "order of BED-1: kind SHPO, imposed on 1 January 2026, ends on 1 March 2026",
        ),
        (
            {"events": (Event("sfo", JAN, "x"),)},
            {"events": (Event("sfo", JAN),)},
            "event of BED-1: kind sfo, on 1 January 2026, note x",
        ),
    ],
)
def test_what_is_not_taken_is_said(first: Any, second: Any, left: str) -> None:
    assert merge_cases(replace(A, **first), replace(B, **second)).left == (left,)


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_identifiers_that_differ_are_named_and_nothing_is_guessed(kind: str) -> None:
    one: dict[str, Any] = {kind: "one"}
    first, second = replace(A, **one), replace(B, **{**one, kind: "two"})
    with pytest.raises(
        RuleBroken, match=f"differ in {IDENTIFIERS[kind]}.* keeping BED-2"
    ) as caught:
        merge_cases(first, second)
    assert caught.value.field == "keeping"
    for keeping, value, other in (("BED-1", "one", "BED-2: two"), ("BED-2", "two", "BED-1: one")):
        made = merge_cases(first, second, keeping)
        assert getattr(made.into, kind) == value
        assert made.left == (f"{IDENTIFIERS[kind]} of {other}",)
        assert without_merged(made.into, second, made.into) == second


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ({"spells": (Spell(4, 2, JAN),)}, {"spells": (Spell(2, 2, JAN),)}, "was in Category 4"),
        ({"transfers": (Transfer("BED", "CAM", JAN),)}, {}, "is offered to another area"),
        ({"area": "CAM"}, {}, "within one area only"),
    ],
)
def test_what_must_not_be_merged_is_refused(first: Any, second: Any, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        merge_cases(replace(A, **first), replace(B, **second))


FULL = replace(
    A,
    name="Ann",
    dates={"review": MAR},
    spells=(Spell(2, 2, JAN),),
    orders=(Order("NO", JAN),),
    team=(TeamMember("U1", "owner"),),
)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"name": "Bea"}, "name"),
        ({"dates": {"review": APR}}, "dates"),
        ({"spells": (Spell(2, 2, JAN, FEB), Spell(2, 3, FEB))}, "category and level"),
        ({"team": (TeamMember("U1"), TeamMember("U2", "owner"))}, "team"),
        ({"orders": ()}, "orders"),
        ({"order_changes": (OrderChange("NO", JAN, "ended", FEB),)}, "orders"),
    ],
)
def test_the_way_back_is_refused_where_what_came_has_changed(
    values: dict[str, Any], named: str
) -> None:
    made = merge_cases(FULL, B)
    with pytest.raises(RuleBroken, match=f"changed since in what came with the merge: {named}\\."):
        without_merged(replace(made.into, **values), B, made.into)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("", "subject"),
        ("BED-1 because x", "into"),
        ("BED-1 into BED-1 because x", "into"),
        ("BED-1 into BED-2", "because"),
        ("BED-1 into B*D because x", "into"),
        ("BED-1 into BED-2 keeping BED-3 because x", "keeping"),
        ("BED-1 into BED-2 keeping 😀 because x", "keeping"),
        ("😀 into BED-2 because x", "case"),
        ("BED-1 into because x", "into"),
    ],
)
def test_a_line_that_names_no_two_cases_is_refused_by_field(typed: str, field: str) -> None:
    with pytest.raises(RuleBroken, match="Example") as caught:
        read_merge(typed)
    assert caught.value.field == field


def test_a_line_is_read_in_any_case_and_order() -> None:
    asked = read_merge("bed-1 keeping bed-2 into bed-2 because same CRN")
    assert (asked.ref, asked.into, asked.keeping, asked.reason) == (
        "BED-1",
        "BED-2",
        "BED-2",
        "same CRN",
    )
    assert read_unmerge("bed-1 because two people") == ("BED-1", "two people")
    with pytest.raises(RuleBroken, match="needs a reason"):
        read_unmerge("BED-1")


@given(st.text(max_size=60))
def test_no_line_is_beyond_us(typed: str) -> None:
    for read in (read_merge, read_unmerge):
        with pytest.raises(MappaError):
            read(typed)
            raise RuleBroken("it was read")
