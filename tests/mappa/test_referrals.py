"""A referral: what must be said, and the case that it opens for somebody new."""

from datetime import date

import pytest

from mappa.errors import MappaError, RuleBroken
from mappa.identifiers import Identifier
from mappa.referrals import Referral, make_referral, read_referral

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
        ("X320741 level 2 crn X32074 because x", "crn: “X32074” is not a CRN", "crn"),
        ("X320741 level 2 crn X320742 because x", "crn: another CRN is given already", "crn"),
        ("X320741 level 2 pnc 1980/0163001B because x", "pnc: “1980/0163001B” has", "pnc"),
        ("X320741 level 2 cro 85227/65G because x", "cro: “85227/65G” has the shape", "cro"),
        ("X320741 level 2 prison-number A123AA because x", "prison-number: ", "prison-number"),
        ("X320741 level 2 visor § because x", "visor: “§” is not a ViSOR", "visor"),
        ("X320741 level 2 name 12 because x", "name: “12” is no name", "name"),
        ("X320741 level 2 born 1 May 2026 because x", "born: nobody here can be born", "born"),
        ("X320741 level 2 born May 1980 because x", "born: ", "born"),
        ("X320741 level 2 agencies police, scouts because x", "agencies: “scouts”", "agencies"),
        ("X320741 level 2 agencies , because x", "agencies needs a value", "agencies"),
        ("X320741 level 2 lead-agency scouts because x", "lead-agency: “scouts”", "lead-agency"),
        ("X320741 level 2 risk huge because x", "risk: “huge” is not one of low", "risk"),
        ("X320741 level 2 victim-concerns Mary because x", "victim-concerns: ", "victim-concerns"),
        ("X320741 level 2 parole-hearing soon because x", "parole-hearing: ", "parole-hearing"),
        ("X320741 level 2 sentence-end 1/5/27 release 1/5/28 because x", "Release (1", "release"),
        ("BED-1 level 2 new-person because x", "new-person and a case reference", "new-person"),
        ("because x", "refer needs a case reference, CRN, PNC or prison number", "subject"),
    ],
)
def test_a_fault_is_refused_by_its_field(typed: str, says: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(typed)
    assert says in refused.value.message
    assert refused.value.field == field


def test_everything_that_can_be_said_of_a_person_is_read() -> None:
    referral = read(
        "X320741 level 3 cat 2 crn X320741 pnc 02/73319Z cro 65656/91H prison number a1234aa "
        "visor 12/3456 name Alex New Invented born 1 May 1980 lead-agency police agencies police, "
        "housing and Jobcentre Plus risk very high victim-concerns not relevant "
        "sentence-end 1/5/29 parole 3 September 2026 limited-access new-person "
        "because level 3 is needed"
    )
    assert [(one.kind, one.value) for one in referral.identifiers] == [
        ("crn", "X320741"),
        ("pnc", "2002/0073319Z"),
        ("cro", "065656/91H"),
        ("prison_number", "A1234AA"),
        ("visor_ref", "12/3456"),
    ]
    assert (referral.name, referral.born_on) == ("Alex New Invented", date(1980, 5, 1))
    assert referral.agencies == ("police", "housing", "jobcentre")
    assert (referral.risk, referral.victim_concerns) == ("very-high", "not-relevant")
    assert (referral.limited_access, referral.new_person) == (True, True)
    assert referral.dates == {
        "sentence_end": date(2029, 5, 1),
        "parole_hearing": date(2026, 9, 3),
    }
    assert referral.reason == "level 3 is needed"


@pytest.mark.parametrize("typed", ["police, police", "police and police", "police;Police &police"])
def test_agencies_are_each_named_once(typed: str) -> None:
    assert read(f"X320741 level 2 agencies {typed} because x").agencies == ("police",)


@pytest.mark.parametrize("name", ["limited-access", "new-person"])
def test_what_a_form_chooses_is_yes_or_nothing(name: str) -> None:
    given = {"level": "2", "because": "x"}
    assert getattr(form(given), name.replace("-", "_")) is False
    assert getattr(form(given | {name: "yes"}), name.replace("-", "_")) is True
    with pytest.raises(RuleBroken) as refused:
        form(given | {name: "no"})
    assert refused.value.field == name


def form(values: dict[str, str]) -> Referral:
    return make_referral("X320741", values, "probation", TODAY)


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
