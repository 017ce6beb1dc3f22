"""The word `case-audit`: a random sample of what the co-ordinator may see, with what was found."""

import re
from typing import Any

import pytest

from mappa.cases import Spell
from storage.cases import get_case
from storage.databases import Session
from storage.records import list_history
from tests.build import MARKER, TODAY
from tests.handlers.conversations import Conversation

NOTE = "plan is up to date"


def drawn(talk: Conversation, count: int) -> list[str]:
    shown = talk.typed("U0CORA", f"case-audit draw cases {count}").text
    return re.findall("(BED-[0-9]+): still to be looked at", shown)


def test_a_sample_is_drawn_looked_at_and_counted(talk: Conversation) -> None:
    for number in range(2001, 2006):
        talk.open_case(f"BED-{number}")
    refs = drawn(talk, 3)
    assert len(set(refs)) == 3
    finding = f"case-audit BED-A1 case {refs[0]} outcome met note {NOTE}"
    shown = talk.typed("U0CORA", finding).text
    assert f"{refs[0]}: Standard met, 17 June 2026; {NOTE}" in shown
    assert "1 of 3 looked at" in shown
    talk.typed("U0CORA", f"case-audit BED-A1 case {refs[0]} outcome not-met")
    assert "Standard not met" in talk.typed("U0CORA", "case-audit BED-A1").text
    drawn(talk, 1)
    year = talk.typed("U0CORA", "case-audit").text
    assert "Case audits in 2026/27: 2" in year
    assert "BED-A1: drawn on 17 June 2026, 1 of 3 looked at" in year
    assert MARKER not in year + shown


def test_only_cases_that_the_co_ordinator_may_see_and_that_are_open_are_drawn(
    talk: Conversation,
) -> None:
    talk.open_case("BED-2001", limited_access=True)
    talk.open_case("BED-2002", spells=(Spell(4, 2, TODAY),))
    talk.open_case("BED-2003", spells=(Spell(2, 2, TODAY.replace(year=2025), TODAY),))
    refs = drawn(talk, 50)
    assert refs
    assert not {"BED-2001", "BED-2002", "BED-2003"} & set(refs)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("draw", "say how many cases to draw"),
        ("draw cases 0", "say how many cases to draw"),
        ("draw cases 51", "say how many cases to draw"),
        ("draw cases ten", "say how many cases to draw"),
        ("BED-A9", "There is no audit BED-A9"),
        ("BED-A1 case BED-9999 outcome met", "No case BED-9999 that you may see"),
        ("BED-A1 case BED-1042", "outcome is missing"),
        ("BED-A1 outcome met", "case is missing"),
        ("BED-A1 case BED-1042 outcome splendid", "outcome: “splendid” is not one of"),
        ("BED-A1 case BED-1042 outcome met", "There is no audit BED-A1"),
        ("nonsense", "“nonsense” is not an audit"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_saved(
    talk: Conversation, typed: str, says: str
) -> None:
    before = talk.dump()
    assert says in talk.typed("U0CORA", f"case-audit {typed}").text
    assert talk.dump() == before


@pytest.mark.parametrize("user_id", ["U0PRIYA", "U0CHAS", "U0SIMI", "U0ADA"])
def test_only_co_ordinators_and_auditors_audit(talk: Conversation, user_id: str) -> None:
    drawn(talk, 5)
    before = talk.dump()
    for typed in ("case-audit", "case-audit BED-A1", "case-audit draw cases 1"):
        assert "run by the co-ordinator" in talk.typed(user_id, typed).text
    assert talk.dump() == before


def test_what_was_found_is_on_the_record_of_the_case(talk: Conversation) -> None:
    ref = drawn(talk, 1)[0]
    talk.typed("U0CORA", f"case-audit BED-A1 case {ref} outcome good note {NOTE}")

    def of_case(session: Session) -> list[dict[str, Any]]:
        stored = get_case(session, ref)
        return list_history(session, stored.id, stored.key)

    history = talk.read(of_case)
    assert history[0]["action"] == "case audited"
    assert history[0]["after"]["note"] == NOTE
