"""Orders as they are typed: imposed, varied, ended, breached, and what is refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mappa.case_changes import apply_update
from mappa.case_facts import ORDER_CHANGES, OrderChange
from mappa.cases import ORDER_KINDS, CaseRecord, Order
from mappa.errors import NotUnderstood, RuleBroken, SettingWrong
from mappa.orders import NEW_KINDS, OLD_KINDS, ORDER_NAMES
from mappa.policies import OrderRules, Policy, load_policy
from mappa.updates import read_update
from tests.build import POLICY, TODAY, case

D = date
OLD = Order("SHPO", D(2020, 1, 10), D(2025, 1, 10))
FIVE = Order("SHPO", D(2024, 3, 1), D(2029, 3, 1))
LONG = Order("SHPO", D(2025, 6, 1))
HELD = case(orders=(OLD, FIVE))


def typed(words: str, before: CaseRecord = HELD, policy: Policy = POLICY) -> CaseRecord:
    return apply_update(before, read_update(f"BED-1042 {words}", TODAY, policy))


def test_every_kind_has_its_name_and_the_eras_are_of_these_kinds() -> None:
    assert tuple(ORDER_NAMES) == ORDER_KINDS
    assert {*OLD_KINDS, *NEW_KINDS} < set(ORDER_KINDS)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("order SHPO imposed 1 May 2026", Order("SHPO", D(2026, 5, 1))),
        ("order: shpo imposed on 1/5/2026", Order("SHPO", D(2026, 5, 1))),
        ("order SHPO-FT imposed 1 May 2026 ends 1 May 2031",
         Order("SHPO-FT", D(2026, 5, 1), D(2031, 5, 1))),
        ("order shpo with foreign travel restriction imposed 1 May 2026",
         Order("SHPO-FT", D(2026, 5, 1))),
        ("order sexual risk order imposed 1 May 2026 ends none", Order("SRO", D(2026, 5, 1))),
        ("order no imposed 1 May 2026", Order("NO", D(2026, 5, 1))),
        ("order VOO ends 1 May 2028 imposed 1 May 2026",
         Order("VOO", D(2026, 5, 1), D(2028, 5, 1))),
        ("order SOPO imposed 7 March 2015", Order("SOPO", D(2015, 3, 7))),
        ("order SHPO imposed 8 March 2015", Order("SHPO", D(2015, 3, 8))),
        ("order SOPO imposed 8 March 2015 because the order says so",
         Order("SOPO", D(2015, 3, 8))),
        ("order SHPO imposed 7 March 2015 because the order says so",
         Order("SHPO", D(2015, 3, 7))),
    ],
)  # fmt: skip
def test_an_order_is_imposed_as_it_is_typed(words: str, made: Order) -> None:
    after = typed(words, case())
    assert after.orders == (made,)
    assert after.order_changes == ()


@pytest.mark.parametrize(
    ("words", "ends_on", "changes"),
    [
        ("varied 1 May 2026 ends 1 May 2032", D(2032, 5, 1), [("varied", D(2026, 5, 1), "")]),
        ("varied 1 May 2026 ends none", None, [("varied", D(2026, 5, 1), "")]),
        ("varied 1 May 2026", D(2029, 3, 1), [("varied", D(2026, 5, 1), "")]),
        ("ended 1 May 2026", D(2026, 5, 1), [("ended", D(2026, 5, 1), "")]),
        ("breached 1 May 2026 note a phone", D(2029, 3, 1),
         [("breached", D(2026, 5, 1), "a phone")]),
        ("breached 1 May 2026 because police say so", D(2029, 3, 1),
         [("breached", D(2026, 5, 1), "police say so")]),
        ("breached 1 April 2026 ended 1 May 2026", D(2026, 5, 1),
         [("breached", D(2026, 4, 1), ""), ("ended", D(2026, 5, 1), "")]),
        ("imposed 1 March 2024 breached 1 May 2024", D(2029, 3, 1),
         [("breached", D(2024, 5, 1), "")]),
    ],
)  # fmt: skip
def test_what_becomes_of_the_order_in_force_is_kept_with_it(
    words: str, ends_on: date | None, changes: list[tuple[str, date, str]]
) -> None:
    after = typed(f"order SHPO {words}")
    assert after.orders == (OLD, replace(FIVE, ends_on=ends_on))
    assert [(one.change, one.on, one.note) for one in after.order_changes] == changes
    assert {(one.kind, one.imposed_on) for one in after.order_changes} == {("SHPO", D(2024, 3, 1))}


def test_the_same_said_twice_changes_nothing() -> None:
    for words in (
        "order SHPO imposed 1 May 2026 ends 1 May 2031",
        "order SHPO varied 1 May 2026 ends 1 May 2032",
        "order SHPO ended 1 May 2026",
        "order SHPO breached 1 May 2026",
    ):
        once = typed(words)
        assert typed(words, once) == once != HELD


def test_which_of_several_orders_is_meant_is_asked_back_with_lines_that_work() -> None:
    both = case(orders=(FIVE, LONG))
    for words in ("breached 1 May 2026", "varied 1 May 2026 ends none", "ended 1 May 2026"):
        with pytest.raises(NotUnderstood) as asked:
            typed(f"order SHPO {words}", both)
        assert "has 2 orders of the kind SHPO" in asked.value.message
        ways = [
            typed(choice.removeprefix("update BED-1042 "), both) for choice in asked.value.choices
        ]
        named = [way.order_changes[0].imposed_on for way in ways]
        assert named == [FIVE.imposed_on, LONG.imposed_on]


def test_only_one_of_several_was_in_force_on_the_day() -> None:
    after = typed("order SHPO breached 1 January 2023")
    assert after.order_changes == (OrderChange("SHPO", D(2020, 1, 10), "breached", D(2023, 1, 1)),)


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        ("order", "order", "order needs a value. Example: order SHPO imposed 1 May 2026"),
        ("order ASBO imposed 1 May 2026", "order", "is not one of SOPO, NO, FTO, SHPO"),
        ("order SHPO", "order", "say what happened to it: imposed, varied, ended or breached"),
        ("order SHPO ends 1 May 2030", "order", "say what happened to it"),
        ("imposed 1 May 2026", "imposed", "imposed goes with an order"),
        ("breached 1 May 2026", "breached", "breached goes with an order"),
        ("ends 1 May 2030", "ends", "ends goes with an order"),
        ("order SHPO imposed", "imposed", "imposed needs a value"),
        ("order SHPO imposed soon", "imposed", "is not a day that can be read"),
        ("order SHPO imposed 18 June 2026", "imposed", "it is recorded when it has happened"),
        ("order SHPO imposed 1 May 2026 ends 1 May 2026", "ends", "cannot end on 1 May 2026"),
        ("order SHPO ended 1 May 2026 ends 1 May 2027", "ends", "goes with imposed or varied"),
        ("order SHPO varied 1 May 2026 ends 1 April 2026", "varied", "was not in force"),
        ("order VOO breached 1 May 2026", "order", "has no VOO. Record it first"),
        ("order SHPO imposed 1 May 2024 varied 1 May 2026", "order", "imposed on 1 May 2024"),
        ("order SHPO breached 1 May 2019", "breached", "no SHPO was in force on 1 May 2019"),
        ("order SHPO imposed 10 January 2020 breached 1 May 2026", "breached",
         "it is recorded from 10 January 2020 to 10 January 2025"),
        ("order SHPO imposed 1 March 2024 ends 1 May 2040", "order",
         "stands here with another end"),
        ("order SOPO imposed 8 March 2015", "order", "before 8 March 2015, not on 8 March 2015"),
        ("order FTO imposed 1 May 2026", "order", "by the policy FTO is imposed before"),
        ("order SHPO imposed 7 March 2015", "order", "from 8 March 2015 on"),
        ("order SHPO-FT imposed 7 March 2015", "order", "because the court's order says so"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(words: str, field: str, says: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        typed(words)
    assert refused.value.field == field
    assert says in refused.value.message
    assert "Example" in refused.value.message or "If a court" in refused.value.message


def test_what_came_after_an_end_or_before_a_breach_is_refused() -> None:
    ended = typed("order SHPO ended 1 May 2026")
    breached = typed("order SHPO breached 1 May 2026")
    for before, words in (
        (ended, "order SHPO imposed 1 March 2024 breached 2 May 2026"),
        (ended, "order SHPO ended 30 April 2026"),
        (ended, "order SHPO varied 1 April 2026 ends 1 May 2030"),
        (breached, "order SHPO ended 30 April 2026"),
    ):
        with pytest.raises(RuleBroken):
            typed(words, before)


def test_the_day_that_the_kinds_changed_is_the_areas_policy() -> None:
    policy = replace(POLICY, orders=OrderRules(D(2016, 1, 1)))
    assert typed("order SOPO imposed 1 May 2015", case(), policy).orders[0].kind == "SOPO"
    with pytest.raises(RuleBroken, match="before 1 January 2016"):
        typed("order SOPO imposed 1 January 2016", case(), policy)


def test_every_change_of_an_order_has_its_field() -> None:
    for change in ORDER_CHANGES:
        after = typed(f"order SHPO {change} 1 May 2026")
        assert after.order_changes[0].change == change


def test_an_area_lays_its_own_day_over_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "policy.toml"
    own.write_text('[orders]\nshpo_from = "2015-04-01"\n')
    assert load_policy(str(own)).orders == OrderRules(D(2015, 4, 1))
    for wrong in ('""', '"8 March 2015"', "8"):
        own.write_text(f"[orders]\nshpo_from = {wrong}\n")
        with pytest.raises(SettingWrong, match=r"line 2: orders\.shpo_from: a day"):
            load_policy(str(own))
