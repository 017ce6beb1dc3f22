"""Who a case is about: each identifier validated, corrected with a reason, taken out with one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.errors import RuleBroken
from mappa.identities import age_on, read_birthday
from tests.build import POLICY, TODAY, case
from tests.mappa.typed import after, after_all, refused

NOBODY = case(name="", crn=None)


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("name Alex Invented", "name", "Alex Invented"),
        ("name is Alex Invented", "name", "Alex Invented"),
        ("name To Lan", "name", "To Lan"),
        ('name "Alex Level"', "name", "Alex Level"),
        ("name   Zoë   O'Example-Smith ", "name", "Zoë O'Example-Smith"),
        ("name עדי לדוגמה", "name", "עדי לדוגמה"),
        ("born 1 May 1980", "born_on", date(1980, 5, 1)),
        ("born 29/2/2008", "born_on", date(2008, 2, 29)),
        ("dob 1/5/48", "born_on", None),  # 2048: refused below
        ("date of birth 1980-05-01", "born_on", date(1980, 5, 1)),
        ("crn x 320741", "crn", "X320741"),
        ("pnc 02/73319Z", "pnc", "2002/0073319Z"),
        ("pnc 79/163001B", "pnc", "1979/0163001B"),
        ("cro 65656/91h", "cro", "065656/91H"),
        ("cro SF05/482703J", "cro", "SF05/482703J"),
        ("prison number a1234aa", "prison_number", "A1234AA"),
        ("visor 12/3456", "visor_ref", "12/3456"),
        ("visor ab 12", "visor_ref", "AB12"),
        ("district central-bedfordshire", "district", "Central Bedfordshire"),
        ("limited-access yes because a colleague's family", "limited_access", True),
        ("victim-concerns yes", "victim_concerns", "yes"),
        ("victim concerns not relevant", "victim_concerns", "not-relevant"),
    ],
)
def test_what_is_typed_is_kept_in_its_canonical_form(typed: str, field: str, value: object) -> None:
    if value is None:
        assert "Give the year in four figures" in refused(typed, NOBODY).message
    else:
        assert getattr(after(typed, NOBODY), field) == value


@pytest.mark.parametrize(
    ("typed", "says", "field"),
    [
        ("name 123", "is no name", "name"),
        ("name 😀", "is no plain text", "name"),
        ("name <@U0PRIYA>", "is no plain text", "name"),
        (f"name {'x' * 201}", "201 characters are too many, at most 200 fit", "name"),
        ("name none because x", "has none to take out", "name"),
        ("born 31 February 1980", "There is no 31 February 1980", "born"),
        ("born 1 May", "Give the year", "born"),
        ("born tomorrow", "nobody here can be born on 18 June 2026", "born"),
        ("born 18 June 2016", "nobody here can be born", "born"),  # nine years old
        ("born 1 May 1901", "nobody here can be born", "born"),
        ("crn 320741", "is not a CRN: one letter and six digits. Example: X320741", "crn"),
        ("crn X320741 X320742", "is not a CRN", "crn"),
        ("pnc 1980/0163001B", "its check letter does not fit", "pnc"),
        ("pnc 2001/0171310S", "its check letter does not fit", "pnc"),
        ("pnc 1923/1234567AA", "is not a PNC number", "pnc"),
        ("cro 85227/65G", "its check letter does not fit", "cro"),
        ("prison-number 1234AAA", "a letter, four digits and two letters", "prison-number"),
        ("visor §", "is not a ViSOR reference", "visor"),
        ("district Oz", "is not one of Bedford, Central Bedfordshire, Luton", "district"),
        ("district none because x", "has none to take out", "district"),
        ("limited-access perhaps because x", "is not one of yes, no", "limited-access"),
        ("limited-access yes", "limited-access needs a reason", "because"),
        ("victim-concerns Sam", "is not one of yes, no, not-relevant", "victim-concerns"),
    ],
)
def test_what_is_wrong_is_said_with_a_right_example(typed: str, says: str, field: str) -> None:
    refusal = refused(typed, NOBODY)
    assert says in refusal.message
    assert refusal.field == field


KNOWN = replace(
    case(),
    born_on=date(1980, 5, 1),
    pnc="2002/0073319Z",
    cro="065656/91H",
    prison_number="A1234AA",
    visor_ref="12/3456",
    district="Luton",
    limited_access=True,
    victim_concerns="yes",
)


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("name", "Alex Invented"),
        ("born", "2 May 1980"),
        ("crn", "X320741"),
        ("pnc", "81/34U"),
        ("cro", "SF83/50058Z"),
        ("prison-number", "B1234BB"),
        ("visor", "99"),
    ],
)
def test_another_value_of_what_is_recorded_needs_a_reason(field: str, other: str) -> None:
    assert f"Changing {field} needs a reason" in refused(f"{field} {other}", KNOWN).message
    assert after(f"{field} {other} because mistyped", KNOWN) != KNOWN


@pytest.mark.parametrize(
    "field", ["name", "born", "crn", "pnc", "cro", "prison-number", "visor", "victim-concerns"]
)
def test_none_takes_out_with_a_reason_and_leaves_it_not_recorded(field: str) -> None:
    refusal = refused(f"{field} none", KNOWN)
    assert refusal.field == "because" and f"Taking out {field}" in refusal.message
    gone = after(f"{field} NONE because another person's", KNOWN)
    assert f"{field}: BED-1042 has none" in refused(f"{field} none because x", gone).message


def test_a_district_and_a_flag_change_as_people_do() -> None:
    assert after("district Bedford", KNOWN).district == "Bedford"
    assert after("victim-concerns no", KNOWN).victim_concerns == "no"
    assert refused("district none", KNOWN).field == "because"
    assert after("district none because moved", KNOWN).district is None
    assert not after("limited-access no because left the service", KNOWN).limited_access


def test_the_same_again_changes_nothing_and_needs_no_reason() -> None:
    line = "crn X001042 pnc 02/73319Z cro 65656/91H prison-number A1234AA visor 12/3456"
    assert after(f"{line} district Luton limited-access yes victim-concerns yes", KNOWN) == KNOWN


@pytest.mark.parametrize("label", ["Anywhere", "North 1", "x" * 60])
def test_an_area_without_a_list_takes_any_plain_label(label: str) -> None:
    assert after(f"district {label}", case(area="LON")).district == label
    for wrong in ("x" * 61, "😀", "<!channel>", "---"):
        assert refused(f"district {wrong}", case(area="LON")).field == "district"


@given(st.dates(date(1906, 6, 18), date(2016, 6, 17)))
def test_whoever_is_between_10_and_120_can_be_here(born_on: date) -> None:
    assert read_birthday(born_on.isoformat(), "born", TODAY) == born_on


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 6, 17), date(2026, 6, 16), 17),
        (date(2008, 6, 17), date(2026, 6, 17), 18),
    ],
)
def test_a_birthday_counts_from_its_own_day(born_on: date, day: date, age: int) -> None:
    assert age_on(born_on, day) == age


def test_risk_has_a_value_or_is_not_recorded() -> None:
    assert "risk: BED-1042 has none to take out" in refused("risk none because x").message
    rated = after("risk high")
    assert refused("risk none", rated).field == "because"
    assert after("risk none because not assessed yet", rated).rosh is None
    assert after_all(["risk high", "risk low"]).rosh == "low"


def test_a_wrong_policy_list_is_not_guessed() -> None:
    assert POLICY.districts.get("LON") is None
    with pytest.raises(RuleBroken):
        after("district Anywhere")
