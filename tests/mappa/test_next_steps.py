"""What comes next in a case, what is overdue, and what is offered to whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.case_facts import Request, Watch
from mappa.cases import CaseRecord, Custody, Order, Spell
from mappa.next_steps import FIRST, Hands, coming, next_steps, overdue
from mappa.told_dates import OpenReferral
from tests.build import POLICY, TODAY, case
from tests.storage.caseloads import case_records

YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
ALL = Hands(change=True, decide=True, refer=True, screen=True)
ACTS = replace(ALL, act=True)
OLD = OpenReferral("BED-R1", TODAY - timedelta(60))
NEW = OpenReferral("BED-R2", TODAY)
LEVEL_2 = (Spell(2, 2, date(2026, 1, 5)),)
LEFT = (Spell(2, 2, date(2026, 1, 5), YESTERDAY),)


def told(case: CaseRecord, *referrals: OpenReferral) -> list[str]:
    return [one.what for one in overdue(case, TODAY, referrals, POLICY)]


@pytest.mark.parametrize(
    ("facts", "referrals", "found"),
    [
        (case(dates={"review": YESTERDAY}), (), ["The review is not recorded"]),
        (case(dates={"review": TODAY}), (), []),
        (case(dates={"parole_hearing": YESTERDAY}), (), []),
        (case(dates={"licence_end": YESTERDAY}), (), ["The licence has ended"]),
        (case(dates={"licence_end": YESTERDAY}, spells=LEFT), (), []),
        (case(dates={"release": YESTERDAY}), (), []),
        (
            case(dates={"release": YESTERDAY}, custody=(Custody(date(2026, 1, 5)),)),
            (),
            ["The release is not recorded"],
        ),
        (case(), (NEW,), []),
        (case(), (NEW, OLD), ["Referral BED-R1 is not decided"]),
        (
            case(
                requests=(
                    Request(1, "escort", YESTERDAY, due_on=YESTERDAY),
                    Request(2, "escort", YESTERDAY, due_on=YESTERDAY, closed_on=YESTERDAY),
                    Request(3, "escort", YESTERDAY, due_on=TODAY),
                )
            ),
            (),
            ["Request 1 (Police escort on release) is open"],
        ),
    ],
)
def test_what_should_have_happened_is_overdue(
    facts: CaseRecord, referrals: tuple[OpenReferral, ...], found: list[str]
) -> None:
    assert told(facts, *referrals) == found


def test_what_lies_ahead_comes_nearest_first() -> None:
    facts = case(
        dates={"licence_end": TODAY + timedelta(9), "review": YESTERDAY},
        orders=(Order("SHPO", YESTERDAY, TODAY + timedelta(2)), Order("NO", YESTERDAY)),
        requests=(Request(4, "support", YESTERDAY, due_on=TOMORROW),),
        watches=(Watch(YESTERDAY, TODAY),),
    )
    assert [one.what for one in coming(facts, TODAY)] == [
        "Watch list ends",
        "Request 4 due (Support (learning disability or other))",
        "SHPO ends",
        "Licence end",
    ]


@pytest.mark.parametrize(
    ("facts", "referrals", "steps"),
    [
        (case(), (), ["review", "update", "refer", "history"]),
        (case(dates={"review": TODAY}), (), ["update", "refer", "history"]),
        (case(), (NEW,), ["screen", "review", "update", "refer", "history"]),
        (
            case(spells=(Spell(2, 0, YESTERDAY),)),
            (),
            ["confirm level", "update", "refer", "history"],
        ),
        (case(spells=LEFT), (), ["re-screen", "update", "refer", "history"]),
        (case(spells=()), (), ["update", "refer", "history"]),
        (case(merged_into="BED-2"), (NEW,), ["history"]),
        (
            case(
                custody=(Custody(date(2026, 1, 5)),),
                dates={"release": YESTERDAY},
                requests=(Request(1, "escort", YESTERDAY, due_on=YESTERDAY),),
            ),
            (NEW,),
            ["screen", "release", "review", "update", "history"],
        ),
    ],
)
def test_the_most_pressing_steps_are_offered_first(
    facts: CaseRecord, referrals: tuple[OpenReferral, ...], steps: list[str]
) -> None:
    assert next_steps(facts, TODAY, referrals, ALL) == steps


def test_to_raise_an_action_is_offered_where_nothing_more_pressing_is() -> None:
    steps = next_steps(case(), TODAY, (), ACTS)
    assert steps == ["review", "update", "refer", "action", "history"]
    assert "action" not in next_steps(case(), TODAY, (NEW,), ACTS)
    assert "action" not in next_steps(case(spells=LEFT), TODAY, (), ACTS)


def test_who_may_only_look_is_offered_to_look() -> None:
    facts = case(dates={"release": YESTERDAY}, custody=(Custody(date(2026, 1, 5)),))
    assert next_steps(facts, TODAY, (NEW,), Hands()) == ["history"]
    assert next_steps(facts, TODAY, (NEW,), Hands(refer=True)) == ["refer", "history"]
    practitioner = Hands(change=True, refer=True)
    assert next_steps(facts, TODAY, (NEW,), practitioner)[:2] == ["release", "review"]


@settings(max_examples=40)
@given(case_records(), st.builds(Hands, *[st.booleans()] * 4), st.booleans())
def test_any_case_has_a_few_steps_and_its_dates_in_order(
    facts: CaseRecord, hands: Hands, referred: bool
) -> None:
    day = date(2014, 3, 30)
    referrals = (OpenReferral("BED-R1", date(2014, 3, 1)),) if referred else ()
    steps = next_steps(facts, day, referrals, hands)
    assert 1 <= len(steps) <= FIRST
    assert len(set(steps)) == len(steps)
    assert steps[-1] == "history"
    assert ("update" in steps) == (hands.change and not facts.merged_into)
    late, ahead = overdue(facts, day, referrals, POLICY), coming(facts, day)
    assert late == sorted(late, key=lambda one: one.on)
    assert all(one.on < day for one in late)
    assert all(one.on >= day for one in ahead)
    assert coming(replace(facts, dates={}, requests=(), orders=(), watches=()), day) == []
