"""A case's facts as plain values, and back again: nothing is lost on either way."""

import json
from dataclasses import fields

from hypothesis import given, settings

from mappa.case_facts import Request
from mappa.cases import CaseRecord
from mappa.plain_cases import FIELDS, LISTS, from_plain, plain
from tests.storage.caseloads import case_records


@settings(max_examples=50)
@given(case_records())
def test_every_field_of_any_case_comes_back_as_it_was(case: CaseRecord) -> None:
    stored = json.loads(json.dumps({name: plain(getattr(case, name)) for name in FIELDS}))
    assert CaseRecord(**{name: from_plain(name, stored[name]) for name in FIELDS}) == case


def test_every_field_is_known() -> None:
    assert set(FIELDS) == {field.name for field in fields(CaseRecord)}
    listed = {one.name for one in fields(CaseRecord) if str(one.type).startswith("tuple")}
    assert set(LISTS) == listed
    for field, how in LISTS.items():
        assert how.order_by in how.kind.__dataclass_fields__, field  # type: ignore[attr-defined]


def test_what_was_not_known_when_it_was_written_says_so() -> None:
    old = {"number": 1, "kind": "escort", "raised_on": "2026-05-01", "colour": "blue"}
    (request,) = from_plain("requests", [old])
    assert isinstance(request, Request)
    assert (request.owner, request.due_on) == ("", None)
