"""Leaving is a re-screen: what else is in force is asked, and nobody is lost between categories."""

from datetime import date
from typing import Any

import pytest

from mappa.case_facts import Conviction
from mappa.cases import STILL_RUNNING, CaseRecord, Event, Spell
from mappa.exits import leaving, rescreen
from tests.build import TODAY, case
from tests.mappa.typed import after, after_all, refused

START, AHEAD, PAST = date(2026, 1, 5), date(2027, 3, 31), date(2026, 3, 31)
LIFE = (Conviction(date(2020, 1, 1), "life"),)


def in_category(category: int, **given: Any) -> CaseRecord:
    level = 2 if category == 3 else 1
    return case(spells=(Spell(category, level, START),), **{"dates": {}, **given})


@pytest.mark.parametrize(
    ("facts", "in_force"),
    [
        (in_category(1), ()),
        (in_category(1, dates={"notification_end": AHEAD}), ()),  # its own: nothing else holds
        (in_category(1, dates={"licence_end": AHEAD}), (2,)),
        (in_category(1, dates={"licence_end": PAST}), ()),
        (in_category(1, dates={"licence_end": TODAY}), ()),
        (in_category(2, dates={"licence_end": AHEAD}), ()),
        (in_category(2, dates={"notification_end": AHEAD}), (1,)),
        (in_category(2, convictions=LIFE), (1,)),
        (in_category(2, convictions=LIFE, events=(Event("notification_revoked", PAST),)), ()),
        (in_category(3, dates={"licence_end": AHEAD, "notification_end": AHEAD}), (1, 2)),
        (in_category(4, dates={"licence_end": AHEAD, "notification_end": AHEAD}), (1, 2)),
        (in_category(4), ()),
    ],
)
def test_what_else_is_in_force_is_found(facts: CaseRecord, in_force: tuple[int, ...]) -> None:
    found = rescreen(facts, TODAY)
    assert tuple(one.category for one in found if one.in_force) == in_force
    by_decision = tuple(one.category for one in found if not one.in_force)
    assert by_decision == (() if facts.spells[0].category == 3 else (3,))


@pytest.mark.parametrize("category", [1, 2, 3, 4])
def test_each_line_that_is_offered_works_as_it_stands(category: int) -> None:
    facts = in_category(category, dates={"licence_end": AHEAD, "notification_end": AHEAD})
    left = after("exit anyway because x", facts)
    for one in rescreen(facts, TODAY):
        typed = one.line.removeprefix("update BED-1042 ")
        for state in (facts, left):
            assert after(typed, state).spells[-1].category == one.category


def test_an_exit_while_another_category_is_in_force_is_asked_back_with_the_lines() -> None:
    facts = in_category(2, dates={"notification_end": AHEAD})
    refusal = refused("exit because licence ended", facts)
    assert refusal.field == "exit"
    assert "notification runs until 31 March 2027, so category 1 is in force" in refusal.message
    assert "update BED-1042 category 1 level 1 because notification runs" in refusal.message
    assert "update BED-1042 exit anyway because died" in refusal.message
    assert after("exit anyway because died", facts).spells == (Spell(2, 1, START, TODAY),)
    assert after("category 1 level 1 because x", facts).spells[-1].category == 1


def test_what_the_line_itself_says_counts() -> None:
    facts = in_category(2, dates={"notification_end": AHEAD})
    ended = after("exit notification-end 1 May 2026 because revoked", facts)
    assert ended.spells[0].ended_on == TODAY
    assert refused("exit notification-end 1 May 2030 because x", in_category(2)).field == "exit"


@pytest.mark.parametrize("typed", ["anyway because x", "level 3 anyway because x"])
def test_anyway_goes_with_an_exit(typed: str) -> None:
    assert refused(typed).field == "anyway"


def test_an_exit_needs_its_reason_with_and_without_anyway() -> None:
    assert refused("exit").field == "because"
    assert refused("exit anyway").field == "because"


def test_whoever_has_left_can_be_registered_again_and_all_of_it_is_kept() -> None:
    lines = [
        "exit from 1 May 2026 because licence ended",
        "category 1 level 2 threshold high-risk from 10 May 2026 because convicted again",
        "exit from 1 June 2026 because notification ended",
        "category 3 level 3 threshold senior because referred again",
    ]
    found = after_all(lines, case(dates={}))
    assert [(one.category, one.level, one.started_on, one.ended_on) for one in found.spells] == [
        (2, 2, START, date(2026, 5, 1)),
        (1, 2, date(2026, 5, 10), date(2026, 6, 1)),
        (3, 3, TODAY, STILL_RUNNING),
    ]
    assert [one.reason for one in found.spells[1:]] == ["convicted again", "referred again"]


def test_the_spell_that_somebody_leaves_is_the_days_or_the_last() -> None:
    twice = case(spells=(Spell(2, 2, START, PAST), Spell(1, 1, date(2026, 5, 1), TODAY)))
    assert leaving(twice, date(2026, 2, 1)) == twice.spells[0]
    assert leaving(twice, date(2026, 4, 20)) == twice.spells[0]
    assert leaving(twice, TODAY) == twice.spells[1]
    assert leaving(twice, date(2025, 1, 1)) is None
    assert rescreen(case(spells=()), TODAY) == ()
