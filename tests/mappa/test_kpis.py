"""The KPI pack: shares with what they are of, targets, the year before, and what is not shown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.agencies import AGENCIES
from mappa.answering.answers import Shown
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import Period
from mappa.statistics.kpis import KpiPack, Share, kpi_questions, make_kpis
from tests.build import POLICY

YEAR = Period(date(2013, 4, 1), date(2014, 3, 31))
BEFORE = Period(date(2012, 4, 1), date(2013, 3, 31))
TODAY = date(2014, 6, 1)
ALL, FEW = Shown(True), Shown(False, 5)
Counted = Mapping[str, Mapping[object, tuple[int, ...]]]


def figures(groups: Mapping[object, tuple[int, ...]]) -> Figures:
    """Of groups given as attended, invited and who sent a report."""
    found = {
        key: Figure(one[0], one[1], reports=one[2] if len(one) > 2 else 0)
        for key, one in groups.items()
    }
    whole = [sum(getattr(one, name) for one in found.values()) for name in ("count", "reports")]
    out_of = sum(one.out_of or 0 for one in found.values())
    return Figures(Figure(whole[0], out_of, reports=whole[1]), tuple(found.items()))


def pack(now: Counted, then: Counted | None = None, shown: Shown = ALL, **given: Any) -> KpiPack:
    names = kpi_questions(YEAR, TODAY)
    counted, earlier = (
        {name: figures(of.get(name, {})) for name in names} for of in (now, then or {})
    )
    before = None if then is None else BEFORE
    return make_kpis(YEAR, before, counted, earlier, TODAY, given.get("policy", POLICY), shown)


def line(made: KpiPack, label: str) -> Any:
    return next(one for one in made.indicators if one.label == label)


def test_every_share_stands_beside_what_it_is_of_and_the_year_before() -> None:
    made = pack(
        {
            "attendance": {"police": (18, 20, 2), "health": (1, 3)},
            "attendance 2": {"police": (10, 12, 2), "health": (1, 3)},
            "attendance 3": {"police": (8, 8)},
            "reviews": {2: (3, 8), 3: (1, 1)},
        },
        {"attendance": {"police": (5, 10), "housing": (1, 2)}},
    )
    police = line(made, "Attendance: Police")
    assert police.whole == Share(18, 20, reports=2)
    assert (police.whole.per_cent, police.level_2.per_cent) == (90.0, 83.3)
    assert (police.level_3, police.before) == (Share(8, 8), Share(5, 10))
    assert line(made, "Attendance: Housing").whole.per_cent is None  # invited the year before
    assert line(made, "Attendance: all agencies").whole == Share(19, 23, reports=2)
    assert line(made, "Reviews on time").level_2 == Share(3, 8)
    assert made.earlier == "2012/13"
    assert [one.label for one in made.attendance] == [
        "Attendance: Police",
        "Attendance: Health",
        "Attendance: Housing",
        "Attendance: all agencies",
    ]


@pytest.mark.parametrize(
    ("agency", "attended", "target", "met"),
    [
        ("police", 90, 90, True),
        ("probation", 89, 90, False),
        ("prison", 0, 90, False),
        ("health", 75, 75, True),
        ("other", 74, 75, False),
    ],
)
def test_targets_are_those_of_the_policy(
    agency: str, attended: int, target: int, met: bool
) -> None:
    made = pack({"attendance": {agency: (attended, 100)}, "disclosure": {2: (99, 100)}})
    found = line(made, f"Attendance: {AGENCIES[agency]}")
    assert (found.target, found.met) == (target, met)
    disclosure = line(made, "Disclosure decision recorded")
    assert (disclosure.target, disclosure.met) == (100, False)
    for label in ("Attendance: all agencies", "Reviews on time", "Screening decisions on time"):
        assert (line(made, label).target, line(made, label).met) == (None, None)


def test_without_a_target_in_the_policy_there_is_none() -> None:
    policy = replace(POLICY, targets={})
    made = pack({"attendance": {"police": (1, 2)}}, policy=policy)
    assert {one.target for one in made.indicators} == {None}


def test_of_nothing_there_is_no_share_and_no_target_is_met_or_missed() -> None:
    made = pack({})
    assert {one.whole.per_cent for one in made.indicators} == {None}
    assert {one.met for one in made.indicators} == {None}
    assert {one.before for one in made.indicators} == {None}
    assert made.earlier == ""


def test_where_one_level_is_too_small_neither_is_shown_and_no_counts() -> None:
    made = pack(
        {
            "attendance": {"police": (20, 30), "health": (10, 20)},
            "attendance 2": {"police": (16, 26), "health": (10, 20)},
            "attendance 3": {"police": (4, 4), "health": (0, 0)},
        },
        shown=FEW,
    )
    police = line(made, "Attendance: Police")
    assert (police.whole.hidden, police.level_2.hidden, police.level_3.hidden) == (
        False,
        True,
        True,
    )
    assert not made.counts


NUMBERS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda n: (n[0], n[0] + n[1]))
BY_AGENCY = st.dictionaries(st.sampled_from(sorted(AGENCIES)), st.tuples(NUMBERS, NUMBERS))


@given(BY_AGENCY)
def test_nothing_small_is_shown_to_whoever_may_not_see_it(
    held: dict[str, tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    levels = [{agency: both[at] for agency, both in held.items()} for at in (0, 1)]
    whole = {
        agency: (two[0] + three[0], two[1] + three[1]) for agency, (two, three) in held.items()
    }
    counted: Any = {"attendance": whole, "attendance 2": levels[0], "attendance 3": levels[1]}
    made = pack(counted, shown=FEW)
    for one in made.attendance:
        shares = [one.whole, one.level_2, one.level_3]
        for share in shares:
            if not share.hidden:
                counts = share.count, share.out_of - share.count
                assert not any(0 < number < 5 for number in counts), one
        assert one.level_2.hidden == one.level_3.hidden or 0 in (
            one.level_2.out_of,
            one.level_3.out_of,
        )
        assert not any(share.hidden for share in shares) or not made.counts
    assert pack(counted).counts
