"""When a case that has left is looked at, what is not over yet, and how the words are read."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.case_facts import Absence, Conviction, Request, Transfer, Watch
from mappa.cases import Custody, Order, Spell
from mappa.erasing import Erasure, check_may_erase, make_erasure, read_erasure
from mappa.errors import MappaError, RuleBroken
from mappa.policies import Clock
from mappa.retention import Asked, Beside, due_on, left_on, read_retention, what_runs
from tests.build import POLICY, TODAY, case

LEFT, BEFORE, AHEAD = date(2016, 2, 29), date(2010, 1, 1), date(2026, 6, 18)
GONE = case(spells=(Spell(1, 2, BEFORE, LEFT),), dates={"licence_end": LEFT}, team=())
BESIDE = Beside(date(2009, 1, 1))
OFF = replace(POLICY, clocks={})


@pytest.mark.parametrize(
    ("given", "policy", "due"),
    [
        ({}, POLICY, date(2026, 2, 28)),
        ({"kept_until": date(2030, 5, 1)}, POLICY, date(2030, 5, 1)),
        ({"kept_until": date(2020, 5, 1)}, POLICY, date(2026, 2, 28)),  # never before the policy
        ({"spells": ()}, POLICY, date(2019, 1, 1)),  # never at a level: from when it began
        ({"spells": (Spell(1, 2, BEFORE),)}, POLICY, None),
        ({}, OFF, None),
        ({}, replace(POLICY, clocks={"retention_review": Clock("6 months")}), date(2016, 8, 29)),
    ],
)
def test_it_is_looked_at_so_long_after_it_left(given: dict, policy: object, due: object) -> None:  # type: ignore[type-arg]
    assert due_on(replace(GONE, **given), BESIDE, policy) == due  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, []),
        ({"spells": (Spell(1, 2, BEFORE, AHEAD),)}, ["category and level"]),
        ({"custody": (Custody(BEFORE, AHEAD),)}, ["custody"]),
        ({"absences": (Absence(BEFORE),)}, ["being unlawfully at large"]),
        ({"watches": (Watch(BEFORE, TODAY),)}, ["the police watch"]),
        ({"dates": {"sentence_end": AHEAD}}, ["sentence end 18 June 2026"]),
        (
            {"orders": (Order("SOPO", BEFORE),)},
            ["the SOPO of 1 January 2010, without an end"],
        ),
        ({"orders": (Order("SOPO", BEFORE, LEFT),)}, []),
        (
            {"convictions": (Conviction(BEFORE, "life"),)},
            ["notification, indefinite by a conviction"],
        ),
        ({"requests": (Request(3, "escort", BEFORE),)}, ["request 3"]),
        ({"transfers": (Transfer("BED", "HER", BEFORE),)}, ["its offer to HER"]),
    ],
)
def test_what_has_not_ended_stands_against_it(given: dict, says: list[str]) -> None:  # type: ignore[type-arg]
    gone = replace(GONE, **given)
    assert what_runs(gone, BESIDE, TODAY) == says
    assert left_on(GONE, BESIDE) == LEFT
    if says:
        with pytest.raises(RuleBroken, match="is still in use"):
            check_may_erase(gone, BESIDE, Erasure("BED-1042", "x", True), POLICY, TODAY)


def test_what_is_open_beside_it_is_named_and_long_lists_end() -> None:
    beside = Beside(BEFORE, ("BED-R1",), ("BED-AC1", "BED-AC2", "BED-AC3"), ("BED-M1", "BED-M2"))
    with pytest.raises(RuleBroken, match=r"BED-R1; action BED-AC1;.*BED-M1 and 1 more"):
        check_may_erase(GONE, beside, Erasure("BED-1042", "x"), POLICY, TODAY)


def test_without_a_period_in_the_policy_it_is_always_early() -> None:
    with pytest.raises(RuleBroken, match="the policy names no time"):
        check_may_erase(GONE, BESIDE, Erasure("BED-1042", "x"), OFF, TODAY)
    check_may_erase(GONE, BESIDE, Erasure("BED-1042", "x", early=True), OFF, TODAY)


REASON = "because an inquiry is open"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", Asked()),
        ("page 2", Asked(page=2)),
        ("Erased page 3", Asked(erased=True, page=3)),
        ("bed-1042", Asked("BED-1042")),
        (
            f"BED-1042 keep until 1 May 2030 {REASON}",
            Asked("BED-1042", changes=True, keeps=date(2030, 5, 1), reason="an inquiry is open"),
        ),
        (
            "BED-1042 keep until none because it is over",
            Asked("BED-1042", changes=True, reason="it is over"),
        ),
    ],
)
def test_a_line_is_read(typed: str, asked: Asked) -> None:
    assert read_retention(typed, TODAY) == asked


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("BED-1042 keep until 1 May 2030", "keep-until needs a reason"),
        (f"BED-1042 keep until 17 June 2026 {REASON}", "is not ahead"),
        (f"BED-1042 keep until soon {REASON}", "keep-until"),
        (f"BED-1042 {REASON}", "say until when"),
        ("BED-1042 page 2", "page goes with a list"),
        ("page x", "is not a page"),
        (f"erased {REASON}", "say which case"),
    ],
)
def test_a_line_that_says_too_little_is_refused(typed: str, says: str) -> None:
    with pytest.raises(MappaError, match=says):
        read_retention(typed, TODAY)


def test_an_erasure_is_read_and_by_form_named_once_more() -> None:
    assert read_erasure("bed-1042 early because so") == Erasure("BED-1042", "so", True)
    answers = {"case": " bed-1042 ", "because": "so"}
    assert make_erasure("BED-1042", answers) == Erasure("BED-1042", "so")
    for wrong in ({"case": "BED-1043", "because": "so"}, {"case": "BED-1042"}, {"because": "so"}):
        with pytest.raises(RuleBroken):
            make_erasure("BED-1042", wrong)
