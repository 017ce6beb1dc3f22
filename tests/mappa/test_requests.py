"""Requests: read from a line, added with a number of their own, answered and opened again."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.case_facts import REQUEST_KINDS, REQUEST_OUTCOMES, Request
from mappa.cases import CaseRecord
from mappa.errors import RuleBroken
from mappa.request_lines import read_asking
from mappa.requests import change_request, make_request
from tests.build import TODAY, case

OPEN = Request(1, "escort", date(2026, 6, 1), "from the gate", "probation", due_on=date(2026, 7, 1))
SHUT = Request(
    2, "assessment", date(2026, 5, 1), "advice", outcome="refused", closed_on=date(2026, 6, 2)
)
HELD = case(requests=(OPEN, SHUT))


def typed(words: str, before: CaseRecord = HELD) -> CaseRecord:
    asking = read_asking(f"BED-1042 {words}")
    assert asking.changes
    if asking.kind:
        return make_request(before, asking, "probation", TODAY)
    return change_request(before, asking, TODAY)


@pytest.mark.parametrize("kind", REQUEST_KINDS)
def test_every_kind_goes_by_code_and_by_name(kind: str) -> None:
    for name in (kind, kind.replace("-", " ").upper(), REQUEST_KINDS[kind]):
        after = typed(f"{name} what something")
        assert after.requests == (*HELD.requests, Request(3, kind, TODAY, "something", "probation"))


@pytest.mark.parametrize(
    ("words", "kind", "more"),
    [
        ("licence conditions what no contact", "licence-condition", {"what": "no contact"}),
        ("psychologist what advice", "assessment", {"what": "advice"}),
        ("escort what x asked-by victim-liaison", "escort", {"what": "x asked-by victim-liaison"}),
        ("escort asked-by victim liaison agency police owner <@U0PETE|p> due 1/7/26 what x",
         "escort", {"agency": "victim-liaison", "owner_agency": "police", "owner": "U0PETE",
                    "due_on": date(2026, 7, 1), "what": "x"}),
        ("escort owner=<@U0PETE> what x", "escort", {"owner": "U0PETE", "what": "x"}),
        ("escort on 1 June 2026 due 1 June 2026 what x", "escort",
         {"raised_on": date(2026, 6, 1), "due_on": date(2026, 6, 1), "what": "x"}),
        ("escort due none what x because he may abscond", "escort",
         {"what": "x because he may abscond"}),
        ("escort because he may abscond", "escort", {"what": "he may abscond"}),
    ],
)  # fmt: skip
def test_a_request_holds_what_was_typed(words: str, kind: str, more: dict[str, object]) -> None:
    made = Request(3, kind, TODAY, agency="probation")
    assert typed(words).requests[-1] == replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "number", "more"),
    [
        ("1 recommended", 1, {"recommendation": "recommended"}),
        ("1 not recommended", 1, {"recommendation": "not-recommended"}),
        ("#1: not-recommended because too wide", 1, {"recommendation": "not-recommended"}),
        ("1 granted", 1, {"outcome": "granted", "closed_on": TODAY}),
        ("1 recommended granted note by the prison", 1,
         {"recommendation": "recommended", "outcome": "granted", "closed_on": TODAY,
          "outcome_note": "by the prison"}),
        ("1 refused on 2 June 2026 because too wide", 1,
         {"outcome": "refused", "closed_on": date(2026, 6, 2), "outcome_note": "too wide"}),
        ("1 owner <@U0PETE>", 1, {"owner": "U0PETE"}),
        ("1 due 8 July 2026 because moved", 1, {"due_on": date(2026, 7, 8)}),
        ("1 due none because no hurry", 1, {"due_on": None}),
        ("1 what from the court because misheard", 1, {"what": "from the court"}),
        ("2 reopened because appealed", 2, {"outcome": "", "closed_on": None}),
        ("2 granted because recorded wrongly", 2,
         {"outcome": "granted", "closed_on": TODAY, "outcome_note": "recorded wrongly"}),
        ("2 reopened owner <@U0PETE> because appealed", 2,
         {"outcome": "", "closed_on": None, "owner": "U0PETE"}),
    ],
)  # fmt: skip
def test_a_request_is_changed_as_it_is_typed(
    words: str, number: int, more: dict[str, object]
) -> None:
    after = {one.number: one for one in typed(words).requests}
    before = {1: OPEN, 2: SHUT}
    assert after.pop(number) == replace(before.pop(number), **more)  # type: ignore[arg-type]
    assert after == before


@pytest.mark.parametrize("outcome", REQUEST_OUTCOMES)
def test_the_same_answer_twice_changes_nothing(outcome: str) -> None:
    once = typed(f"1 {outcome} note seen to")
    assert typed(f"1 {outcome} note seen to", once) == once
    assert typed(f"1 {outcome}", once) == once


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        ("", None, ""),
        ("bail what x", "kind", "kind: “bail” is not one of licence-condition, assessment"),
        ("what x", "kind", "say the kind of request, or the number of one"),
        ("granted", "kind", "or the number of one"),
        ("because x", "kind", "or the number of one"),
        ("escort", "what", "what: say what is asked for"),
        ("escort what", "what", "what needs a value"),
        ("escort granted what x", "granted", "by its number"),
        ("escort due soon what x", "due", "due:"),
        ("escort due 1 July what x", "due", "Give the year"),
        ("escort due 16 June 2026 what x", "due", "before it was asked"),
        ("escort on 18 June 2026 what x", "on", "still to come"),
        ("escort owner Pete what x", "owner", "name one person by mention"),
        ("escort agency mi5 what x", "agency", "is not one of police"),
        ("escort asked-by mi5 what x", "asked-by", "is not one of police"),
        ("escort page 2 what x", "page", "by its number"),
        ("page two", "page", "is not a page"),
        ("page 0", "page", "is not a page"),
        ("1 page 2", "page", "page is for the list"),
        ("3 granted", "number", "has no request 3. They are numbered 1 to 2"),
        ("0 granted", "kind", "“0” is not one of"),
        ("1 granted refused", "refused", "exclude each other"),
        ("1 recommended not-recommended", "not-recommended", "exclude each other"),
        ("1 granted on 31 May 2026", "on", "it was asked on 1 June 2026"),
        ("1 granted on 18 June 2026", "on", "still to come"),
        ("1 on 2 June 2026", "on", "on goes with an outcome"),
        ("1 note x", "note", "note goes with an outcome"),
        ("1 reopened because x", "reopened", "request 1 is open"),
        ("1 due 8 July 2026", "because", "due: changing it needs a reason"),
        ("1 what y", "because", "what: changing it needs a reason"),
        ("1 due 31 May 2026 because x", "due", "before it was asked"),
        ("2 granted", "because", "granted: changing the outcome needs a reason"),
        ("2 reopened", "because", "opening it again needs a reason"),
        ("2 owner <@U0PETE>", "number", "was closed on 2 June 2026"),
    ],
)
def test_what_cannot_be_is_refused_by_name(words: str, field: str | None, says: str) -> None:
    if not words:
        assert not read_asking("BED-1042").changes
        return
    with pytest.raises(RuleBroken) as refused:
        typed(words)
    assert refused.value.field == field
    assert says in refused.value.message
    assert "Example" in refused.value.message


def test_a_changed_recommendation_needs_a_reason() -> None:
    once = typed("1 recommended")
    with pytest.raises(RuleBroken, match="recommended: changing it needs a reason"):
        typed("1 not-recommended", once)
    after = typed("1 not-recommended because misheard", once)
    assert after.requests[0].recommendation == "not-recommended"
