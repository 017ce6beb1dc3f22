"""Facts and changes in words: whatever a case holds can be told, and nothing of it is left out."""

import json
from datetime import date

import pytest
from hypothesis import given, settings

from bot.sandbox.rules import broken_by_message
from handlers.views import histories
from handlers.views.case_facts import LABELS, PARTS, fact, lines, single
from mappa.case_changes import differences
from mappa.case_facts import Contact, Request
from mappa.cases import CaseRecord, Spell
from mappa.plain_cases import FIELDS, LISTS
from mappa.undoing import Difference
from tests.build import NOW, case, person
from tests.storage.caseloads import case_records

MAY = date(2026, 5, 1)


def test_every_field_has_a_label_and_every_list_a_part() -> None:
    assert set(LABELS) == set(FIELDS) - {"ref"}
    assert {field for field, _ in PARTS.values()} == set(LISTS) - {"team"}


@settings(max_examples=25)
@given(case_records())
def test_every_fact_of_any_case_is_told(facts: CaseRecord) -> None:
    for part, (field, _) in PARTS.items():
        told = lines(facts, part, {})
        assert len(told) == len(getattr(facts, field))
        assert all(told)
    assert all(fact(member, {}) for member in facts.team)


@settings(max_examples=25)
@given(case_records(), case_records())
def test_every_change_of_any_case_is_told(before: CaseRecord, after: CaseRecord) -> None:
    change = Difference(*json.loads(json.dumps(differences(before, after))))
    told = histories.change_lines(change, {})
    labels = {line.partition(":")[0] for line in told}
    for field in set(change.fields) - {"dates", "date_notes"}:
        assert LABELS[field] in labels
    row = {
        "recorded_at": NOW, "person_id": 1, "source": "form", "action": "case changed",
        "number": 7, "before": change.was, "after": {**change.now, "because": "why not"},
    }  # fmt: skip
    entry = histories.entry(row, {}, {})
    assert entry.startswith("17 June 2026, 09:30, somebody who has left, by form: case changed")
    assert entry.endswith("because: why not")
    reply = histories.history("BED-1", [entry] * 20, 1, 3, "/mappa", of_seen=False)
    assert broken_by_message(reply.message.text, list(reply.message.blocks)) == []


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Spell(2, 0, MAY), "level to be confirmed, category 2, from 1 May 2026"),
        (
            Spell(1, 3, MAY, date(2026, 6, 1), "senior", "risk", "CAM"),
            "level 3, category 1, from 1 May 2026 until 1 June 2026; threshold: senior "
            "representation needed; in Cambridgeshire: risk",
        ),
        (Contact("police", user_id="U0PRIYA"), "Police, Priya Practice"),
        (Contact("police", user_id="U0GONE"), "Police, U0GONE"),
        (
            Request(2, "escort", MAY, "on release", "probation", "U0PRIYA", "police", MAY),
            "2. Police escort on release by Probation, 1 May 2026, to Priya Practice, "
            "due 1 May 2026, open: on release",
        ),
        (
            Request(1, "other", MAY, owner_agency="housing", outcome="refused", closed_on=MAY),
            "1. Other, 1 May 2026, to Housing, refused 1 May 2026",
        ),
    ],
)
def test_a_fact_is_told_in_plain_words(item: object, words: str) -> None:
    assert fact(item, {"U0PRIYA": person("U0PRIYA").name}) == words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("rosh", None, "not recorded"),
        ("rosh", "very-high", "Very high"),
        ("name", "", "not recorded"),
        ("limited_access", False, "no"),
        ("born_on", MAY, "1 May 2026"),
        ("victim_concerns", "not-relevant", "Not relevant"),
        ("lead_agency", "health", "Health"),
        ("district", "Luton", "Luton"),
    ],
)
def test_a_single_value_is_told_in_plain_words(field: str, value: object, words: str) -> None:
    assert single(field, value) == words


def test_what_else_was_noted_is_told_beside_the_change() -> None:
    row = {
        "recorded_at": NOW, "person_id": None, "source": "somewhere", "action": "referral made",
        "number": 1, "before": None,
        "after": {"referral": "BED-R1", "dates": {"release": "2026-07-01"}, "threshold": None},
    }  # fmt: skip
    told = histories.entry(row, {}, {}).splitlines()
    assert told == [
        "17 June 2026, 09:30, the operator, somewhere: referral made",
        "  referral: BED-R1",
        "  dates: release 1 July 2026",
    ]
    row |= {"action": "note added", "after": "form"}
    assert histories.entry(row, {}, {}).splitlines()[1:] == ["  form"]
    assert differences(case(), case()) == ({}, {})
