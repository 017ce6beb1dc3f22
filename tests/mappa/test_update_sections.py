"""The sections of an update by form: every field in one, filled in, and compared with what was."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.arguments import REASON, Field
from mappa.cases import CaseRecord, Spell
from mappa.errors import RuleBroken
from mappa.update_sections import (
    BESIDE,
    SECTIONS,
    Section,
    compare,
    find_section,
    held,
    in_words,
    too_long,
)
from mappa.updates import SCHEMA, make_update
from tests.build import POLICY, TODAY, case
from tests.storage.caseloads import case_records

LINE_ONLY = {"sled"}  # two dates in one: a form has both
FIELDS = (
    Field("risk", "risk high", "", choices={"low": "Low", "high": "High"}),
    Field("review", "review 1 May 2026", "", shape="day"),
    Field("owner", "owner @somebody", "", shape="person"),
    Field("place", "place 3 Example Road", "", shape="label"),
    Field("exit", "exit", "", shape="flag"),
    Field("housed", "housed none", "", choices={"private": "Private", "none": "Homeless"}),
)
SECTION = Section("some", "Some", FIELDS, lambda case, today: {})
NOTHING = dict.fromkeys((field.name for field in FIELDS), "")


def test_every_field_of_the_line_is_in_a_form() -> None:
    in_forms = {field.name for section in SECTIONS for field in section.fields}
    assert {field.name for field in SCHEMA.fields} - in_forms == LINE_ONLY
    own = [f.name for section in SECTIONS for f in section.fields if f.name not in BESIDE]
    assert len(own) == len(set(own))


def test_sections_have_names_of_their_own_that_fit_a_form() -> None:
    names = [section.name for section in SECTIONS]
    assert len(set(names)) == len(names)
    for section in SECTIONS:
        assert len(section.title) <= 24
        assert find_section(section.name) is section
        fields = [field.name for field in section.fields]
        assert len(set(fields)) == len(fields)
        assert REASON not in fields


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dates", "dates"),
        ("Licence End", "dates"),
        ("licence-end", "dates"),
        ("led", "dates"),
        ("risk", "people"),
        ("level", "level"),
        ("custody", "custody"),
        ("note", "note"),
        ("crn", "identity"),
        ("from", None),
        ("exit anyway", None),
        ("everything", None),
        ("level 3", None),
        ("", None),
        ("dates because", None),
    ],
)
def test_a_section_is_found_by_its_name_or_by_one_of_its_fields(
    typed: str, name: str | None
) -> None:
    found = find_section(typed)
    assert (found.name if found else None) == name


@settings(max_examples=30)
@given(case_records())
def test_a_form_sent_in_as_it_was_filled_touches_nothing(facts: CaseRecord) -> None:
    for section in SECTIONS:
        values = section.values(facts, TODAY)
        found = compare(section, values, values, lambda name, value: False)
        assert (dict(found.touched), found.conflicts) == ({}, ())


def test_what_a_form_is_filled_in_with_can_be_typed_as_well() -> None:
    """Each value that is shown is one that the line takes, and that changes nothing."""
    facts = case(rosh="high", dates={"licence_end": date(2027, 3, 31), "review": date(2026, 7, 1)})
    for section in SECTIONS:
        for name, value in section.values(facts, TODAY).items():
            if value and name not in ("category", "level", "custody"):
                update = make_update("BED-1042", {name: value}, "x", TODAY, POLICY)
                assert update.fields == {name}


@pytest.mark.parametrize(
    ("given_values", "now", "opened", "touched", "conflicts"),
    [
        ({}, {}, {}, {}, ()),
        ({"risk": "high"}, {}, {}, {"risk": "high"}, ()),
        ({"risk": "high"}, {"risk": "high"}, {}, {}, ()),
        ({"risk": "high"}, {"risk": "low"}, {"risk": "low"}, {"risk": "high"}, ()),
        ({"risk": "high"}, {"risk": "low"}, {}, {"risk": "high"}, ("risk",)),
        ({"risk": "low"}, {"risk": "high"}, {"risk": "low"}, {}, ()),
        ({}, {"review": "2026-05-01"}, {"review": "2026-05-01"}, {"review": "none"}, ()),
        ({}, {"review": "2026-05-01"}, {}, {}, ()),
        ({}, {"owner": "U1"}, {"owner": "U1"}, {"owner": "none"}, ()),
        ({"place": " a\r\nb "}, {"place": "a\nb"}, {"place": "a\nb"}, {}, ()),
        ({"exit": "yes"}, {}, {}, {"exit": ""}, ()),
    ],
)
def test_touched_is_told_from_left_alone_and_from_changed_by_others(
    given_values: dict[str, str],
    now: dict[str, str],
    opened: dict[str, str],
    touched: dict[str, str],
    conflicts: tuple[str, ...],
) -> None:
    shown = NOTHING | opened
    found = compare(SECTION, given_values, NOTHING | now, lambda name, value: shown[name] == value)
    assert (dict(found.touched), found.conflicts) == (touched, conflicts)


def test_none_that_means_something_is_not_read_into_an_emptied_choice() -> None:
    shown = NOTHING | {"housed": "private"}
    with pytest.raises(RuleBroken, match="housed: choose one"):
        compare(SECTION, {}, shown, lambda name, value: shown[name] == value)


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("risk", "high", "high"),
        ("risk", "extreme", ""),
        ("review", "2026-05-01", "2026-05-01"),
        ("review", "1 May 2026", "2026-05-01"),
        ("review", "soon", ""),
        ("review", "31 February 2026", ""),
        ("owner", "U0PRIYA", "U0PRIYA"),
        ("owner", "<@U0PRIYA|priya>", "U0PRIYA"),
        ("owner", "Priya", ""),
        ("place", "x" * 3000, "x" * 3000),
        ("place", "x" * 3001, ""),
        ("place", "a\r\nb\n", "a\nb"),
    ],
)
def test_a_field_is_filled_in_with_what_its_input_can_hold(
    field: str, value: str, found: str
) -> None:
    one = next(one for one in FIELDS if one.name == field)
    assert held(one, value) == found
    assert too_long(one, value) == (len(value) > 3000)


@given(st.text(max_size=50))
def test_no_value_whatever_is_beyond_a_form(value: str) -> None:
    for field in FIELDS:
        assert held(field, held(field, value)) == held(field, value)
        assert in_words(field, held(field, value), {})


def test_a_case_at_no_level_fills_in_nothing() -> None:
    level = find_section("level")
    assert level is not None
    assert not any(level.values(case(spells=()), TODAY).values())
    confirmed = replace(case(), spells=(Spell(2, 0, date(2026, 1, 5)),))
    assert level.values(confirmed, TODAY)["level"] == "to be confirmed"
