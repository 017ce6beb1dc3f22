"""A referral: what must be said, and the case that it opens for somebody new."""

from datetime import date

import pytest

from mappa.cases import Custody, Spell
from mappa.errors import MappaError, RuleBroken
from mappa.identifiers import Identifier
from mappa.referrals import Referral, case_of_new_person, make_referral, read_referral

TODAY = date(2026, 6, 17)


def read(typed: str) -> Referral:
    return read_referral(typed, "probation", TODAY)


@pytest.mark.parametrize(
    ("typed", "referral"),
    [
        (
            "X320741 category 2 level 2 because high risk on release",
            Referral(
                Identifier("crn", "X320741"), 2, "high risk on release", TODAY, 2, "probation"
            ),
        ),
        (
            "bed-1042 level 3 threshold senior because risk has risen",
            Referral(
                Identifier("case", "BED-1042"),
                3,
                "risk has risen",
                TODAY,
                agency="probation",
                threshold="senior",
            ),
        ),
        (
            "81/34U level two cat 3 agency Mental health services release 1/5/27 led 31/3/28 "
            'threshold high risk because "level 3 later"',
            Referral(
                Identifier("pnc", "1981/0000034U"),
                2,
                "level 3 later",
                TODAY,
                3,
                "mental-health",
                "high-risk",
                date(2027, 5, 1),
                date(2028, 3, 31),
            ),
        ),
    ],
)
def test_a_line_is_read_as_the_referral_it_makes(typed: str, referral: Referral) -> None:
    assert read(typed) == referral


@pytest.mark.parametrize(
    ("typed", "says", "field"),
    [
        ("X320741 because x", "Say which level is sought", "level"),
        ("X320741 level 1 because x", "asks for level 2 or level 3", "level"),
        ("X320741 level tbc because x", "asks for level 2 or level 3", "level"),
        ("X320741 level 4 because x", "There is no level “4”", "level"),
        ("X320741 level 2", "A referral needs a reason", "because"),
        ("X320741 level 2 because", "A referral needs a reason", "because"),
        ('X320741 level 2 because ""', "A referral needs a reason", "because"),
        ("X32074 level 2 because x", "is no identifier that is known here", "identifier"),
        ("1980/0163001B level 2 because x", "check letter does not fit", "identifier"),
        ("X320741 category 7 level 2 because x", "There is no category “7”", "category"),
        ("X320741 agency scouts level 2 because x", "agency: “scouts” is not one", "agency"),
        ("X320741 threshold x level 2 because x", "threshold: “x” is not one", "threshold"),
        ("X320741 level 2 release 31 March because x", "release: Give the year", "release"),
        (
            "X320741 level 2 release 1/5/28 led 31/3/27 because x",
            "Release (1 May 2028) would fall after licence end (31 March 2027)",
            "release",
        ),
        ("because x", "refer needs a case reference, CRN, PNC or prison number", "subject"),
    ],
)
def test_a_fault_is_refused_by_its_field(typed: str, says: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(typed)
    assert says in refused.value.message
    assert refused.value.field == field


def test_an_unknown_field_names_the_nearest() -> None:
    with pytest.raises(MappaError, match=r"has no field “relaese”.* Did you mean release"):
        read("X320741 relaese 31/3/27 level 2 because x")


def test_the_form_and_the_line_make_the_same_referral() -> None:
    form = {"level": "2", "category": "2", "because": "x", "licence-end": "2027-03-31"}
    line = read("X320741 level 2 category 2 licence-end 31 March 2027 because x")
    assert make_referral("X320741", form, "probation", TODAY) == line


def test_the_reason_of_a_form_holds_no_invisible_marks() -> None:
    with pytest.raises(RuleBroken, match="because: the text holds invisible"):
        make_referral("X320741", {"level": "2", "because": "a\x00b"}, "police", TODAY)


@pytest.mark.parametrize(
    ("category", "spells"),
    [
        (1, (Spell(1, 0, TODAY),)),
        (2, (Spell(2, 0, TODAY),)),
        (3, ()),  # comes in only by being accepted at a level
        (4, (Spell(4, 0, TODAY),)),
    ],
)
def test_somebody_new_is_under_mappa_by_law_with_the_level_to_be_confirmed(
    category: int, spells: tuple[Spell, ...]
) -> None:
    referral = read(f"X320741 category {category} level 2 led 31/3/27 because x")
    opened = case_of_new_person(referral, "BED-1043", "BED")
    assert opened.spells == spells
    assert (opened.ref, opened.area, opened.crn) == ("BED-1043", "BED", "X320741")
    assert (opened.lead_agency, opened.name, opened.custody) == ("probation", "", ())
    assert opened.dates == {"licence_end": date(2027, 3, 31)}
    assert opened.is_open(TODAY)


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("A1234AA", "prison_number", "A1234AA"),
        ("02/73319Z", "pnc", "2002/0073319Z"),
        ("65656/91H", "cro", "065656/91H"),
        ("x320741", "crn", "X320741"),
    ],
)
def test_the_new_case_carries_the_identifier(typed: str, kind: str, value: str) -> None:
    opened = case_of_new_person(read(f"{typed} cat 1 level 2 because x"), "BED-1", "BED")
    assert getattr(opened, kind) == value


@pytest.mark.parametrize(
    ("release", "custody"),
    [
        ("18 June 2026", (Custody(TODAY),)),
        ("17 June 2026", ()),
        ("1 May 2026", ()),
    ],
)
def test_whose_release_is_still_ahead_counts_as_in_custody(
    release: str, custody: tuple[Custody, ...]
) -> None:
    referral = read(f"X320741 cat 2 level 2 release {release} because x")
    assert case_of_new_person(referral, "BED-1", "BED").custody == custody


def test_for_somebody_new_the_category_must_be_said() -> None:
    with pytest.raises(RuleBroken, match="Say the category as well") as refused:
        case_of_new_person(read("X320741 level 2 because x"), "BED-1", "BED")
    assert refused.value.field == "category"
