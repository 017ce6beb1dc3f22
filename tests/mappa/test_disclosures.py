"""Disclosure decisions as they are typed: always with their rationale."""

from datetime import date

import pytest

from mappa.case_changes import apply_update
from mappa.case_facts import Disclosure
from mappa.cases import CaseRecord
from mappa.errors import RuleBroken
from mappa.updates import read_update
from tests.build import POLICY, TODAY, case

WHY = "because he works there"


def typed(words: str, before: CaseRecord | None = None) -> CaseRecord:
    return apply_update(before or case(), read_update(f"BED-1042 {words}", TODAY, POLICY))


@pytest.mark.parametrize(
    ("words", "decision", "to", "on"),
    [
        ("disclosure no", "no", "", TODAY),
        ("disclosure: Yes", "yes", "", TODAY),
        ("disclosure yes to the head teacher", "yes", "the head teacher", TODAY),
        ("disclosure yes to “the owner of the gym”", "yes", "the owner of the gym", TODAY),
        ("disclosure no from 1 May 2026 to his employer", "no", "his employer", date(2026, 5, 1)),
        ("disclosure yes to his employer from 1 May 2026", "yes", "his employer",
         date(2026, 5, 1)),
    ],
)  # fmt: skip
def test_a_decision_is_kept_with_whom_when_and_why(
    words: str, decision: str, to: str, on: date
) -> None:
    assert typed(f"{words} {WHY}").disclosures == (Disclosure(on, decision, to, "he works there"),)


def test_the_same_said_twice_is_one_decision_and_another_one_comes_beside_it() -> None:
    once = typed(f"disclosure no {WHY}")
    assert typed(f"disclosure no {WHY}", once) == once
    twice = typed("disclosure yes because he left", once)
    assert [one.decision for one in twice.disclosures] == ["no", "yes"]


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        ("disclosure", "disclosure", "disclosure needs a value"),
        ("disclosure maybe because x", "disclosure", "is not one of yes, no"),
        ("disclosure yes", "because", "A disclosure decision, whether yes or no, needs a reason"),
        ("disclosure no to his employer", "because", "needs a reason"),
        ("to his employer because x", "to", "to goes with a disclosure"),
        ("disclosure yes to because x", "to", "to needs a value"),
        (f"disclosure yes to {'x' * 301} because x", "to", "Shorten it"),
        ("disclosure yes to ??? because x", "to", "no plain text"),
        ("disclosure yes from 18 June 2026 because x", "from", "today or earlier"),
    ],
)
def test_what_cannot_be_is_refused_by_name(words: str, field: str, says: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        typed(words)
    assert refused.value.field == field
    assert says in refused.value.message
    assert "Example" in refused.value.message
