"""A line of `people`, taken apart; nothing typed is dropped or guessed at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.areas import AREAS
from mappa.errors import MappaError, RuleBroken
from mappa.people import GRANTS, ROLES
from mappa.registrations import (
    EXAMPLES,
    SCHEMA,
    Asked,
    area_of_line,
    changed,
    line_of,
    make_person,
    read_asked,
    read_grants,
)
from tests.build import person

WHOLE = "name Ann Example agency police role practitioner"


@pytest.mark.parametrize("typed", ["", "list", "  List ", "page 2", "list page 2"])
def test_the_list_is_what_is_meant_where_nothing_else_is_said(typed: str) -> None:
    asked = read_asked(typed)
    assert (asked.what, asked.page) == ("list", 2 if "2" in typed else 1)


def test_somebody_new_is_described_in_any_order_with_any_spelling() -> None:
    asked = read_asked(
        "add <@U0NOEL|noel> role Coordinator grant limited-access cases name  Zoë  O’Example "
        "grant Category 4, agency youth offending TEAM guest yes because of the panel"
    )
    found = make_person(asked, "T1", "BED")
    assert line_of(found) == (
        "U0NOEL Zoë O’Example, Youth offending team, Co-ordinator, Bedfordshire, Category 4, "
        "Limited-access cases"
    )
    assert (found.team_id, asked.is_guest, asked.reason) == ("T1", True, "of the panel")


def test_a_name_that_holds_the_name_of_a_field_goes_in_quotes() -> None:
    asked = read_asked('add <@U0NOEL> name "Grant Role" agency police role smb')
    assert asked.values == {"name": "Grant Role", "agency": "police", "role": "smb"}


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("role chair", {"role": "chair"}),
        ("name Ann Other", {"name": "Ann Other"}),
        ("grant none", {"grant": ""}),
        ("grant category-4 and limited", {"grant": "category-4 limited"}),
        ("agency housing role lay adviser", {"agency": "housing", "role": "lay-adviser"}),
    ],
)
def test_of_a_change_only_what_is_named_is_changed(typed: str, fields: dict[str, str]) -> None:
    before = person("U0PETE", grants=frozenset({"limited"}), agency="police")
    asked = read_asked(f"change <@U0PETE> {typed}")
    assert asked.values == fields
    after = changed(before, asked)
    same = {"name", "agency", "role"} - fields.keys()
    assert all(getattr(after, name) == getattr(before, name) for name in same)
    assert after.grants == (
        frozenset(fields["grant"].split()) if "grant" in fields else {"limited"}
    )


def test_one_person_or_a_whole_agency_leaves_for_a_reason() -> None:
    one = read_asked("remove <@U0PETE> because he has left")
    assert (one.user_id, one.agency, one.reason) == ("U0PETE", "", "he has left")
    some = read_asked("REMOVE agency: Mental Health services because it has closed")
    assert (some.user_id, some.agency) == ("", "mental-health")


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ("fire <@U0PETE>", "people", "say list, add, change or remove, not “fire”"),
        ("<@U0PETE>", "people", "say list, add, change or remove"),
        ("list because of it", "because", "people takes no reason"),
        ("list role smb", "role", "role: people list does not take that"),
        ("page nine", "page", "page: “nine” is not a page"),
        ("add", "person", "name one person by mention"),
        ("add Ann Example role smb", "person", "name one person by mention"),
        (f"add <@U0NOEL> <@U0PETE> {WHOLE}", "", "people has no field"),
        ("add <@U0NOEL> agency police role smb", "name", "name: say it of whom you register"),
        ("add <@U0NOEL> name Ann role smb", "agency", "agency: say it"),
        ("add <@U0NOEL> name Ann agency police", "role", "role: say it"),
        (f"add <@U0NOEL> {WHOLE} role smb", "role", "role is given twice"),
        (f"add <@U0NOEL> {WHOLE} grant all", "grant", "“all” is not one of category-4, limited"),
        (f"add <@U0NOEL> {WHOLE} grant none grant limited", "grant", "“none” is not one of"),
        (f"add <@U0NOEL> {WHOLE} guest perhaps", "guest", "guest: “perhaps” is not one of"),
        ("add <@U0NOEL> name <@U0PETE> agency police role smb", "name", "in plain words"),
        (f"add <@U0NOEL> name {'x' * 101} agency police role smb", "name", "1 to 100 characters"),
        ("change <@U0PETE>", "role", "say what is to be changed"),
        ("change <@U0PETE> because he asked", "role", "say what is to be changed"),
        ("change <@U0PETE> guest yes", "guest", "guest: people change does not take that"),
        ("change agency police role smb", "person", "name one person by mention"),
        ("change <@U0PETE> role boss", "role", ", ".join(ROLES)),
        ("remove", "person", "name one person by mention"),
        ("remove because he left", "person", "name one person by mention"),
        ("remove <@U0PETE>", "because", "because: say why they leave"),
        ("remove <@U0PETE> agency police because so", "agency", "agency: name one person, or"),
        ("remove agency because so", "agency", "agency needs a value"),
        ("remove agency FBI because so", "agency", "agency: “FBI” is not one of"),
        ("remove agency police", "because", "because: say why they leave"),
    ],
)
def test_what_does_not_hold_is_refused_by_its_field(typed: str, field: str, says: str) -> None:
    with pytest.raises(MappaError) as refused:
        read_asked(typed)
    assert says in refused.value.message
    assert "Example" in refused.value.message or "twice" in refused.value.message
    assert not isinstance(refused.value, RuleBroken) or refused.value.field == field


@pytest.mark.parametrize("example", [*EXAMPLES.values(), *SCHEMA.examples])
def test_every_example_reads(example: str) -> None:
    typed = example.removeprefix("people").replace("@somebody", "<@U0NOEL>")
    assert isinstance(read_asked(typed), Asked)


@given(st.text(max_size=80))
def test_no_line_is_beyond_it(typed: str) -> None:
    for line in (typed, f"add <@U0A> {typed}", f"change <@U0A> {typed}", f"remove {typed}"):
        try:
            asked = read_asked(line)
        except MappaError:
            continue
        assert asked.what in EXAMPLES
        assert set(asked.values.get("grant", "").split()) <= GRANTS.keys()


def test_the_command_line_reads_grants_one_by_one() -> None:
    assert read_grants(["Category 4", "limited"]) == {"category-4", "limited"}
    with pytest.raises(RuleBroken, match="is not one of"):
        read_grants(["category-4, limited"])


def test_the_area_is_read_from_a_line_whatever_the_name_in_it_is() -> None:
    name = "Ann, Kent, Category 4, Limited-access cases"
    for grants in ((), ("limited",), ("category-4",), tuple(GRANTS)):
        for area in AREAS:
            one = person("U0ANN", area=area, name=name, grants=frozenset(grants))
            assert area_of_line(line_of(one)) == area
    assert area_of_line("U0ANN Ann, Police, Chair, Nowhere") is None
