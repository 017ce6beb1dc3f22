"""The case behind a referral: the one it opens, and what it adds to one that is known."""

from datetime import date
from typing import Any

import pytest

from mappa.case_facts import Contact
from mappa.cases import Custody, Spell
from mappa.errors import RuleBroken
from mappa.referrals import Referral, read_referral
from mappa.referred_cases import added_and_kept, case_of_new_person, fill_gaps
from tests.build import case

TODAY = date(2026, 6, 17)


def read(typed: str) -> Referral:
    return read_referral(typed, "probation", TODAY)


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
        ("18 June 2026", (Custody(TODAY, why="not-recorded"),)),
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


def test_a_new_case_holds_all_that_was_given() -> None:
    referral = read(
        "X320741 cat 1 level 3 pnc 02/73319Z visor 12/3456 name Alex Invented born 1 May 1980 "
        "lead-agency police agencies housing, prison risk high victim-concerns yes "
        "sentence-end 1/5/29 parole 3 September 2026 limited-access because x"
    )
    opened = case_of_new_person(referral, "BED-1", "BED")
    assert (opened.crn, opened.pnc, opened.visor_ref) == ("X320741", "2002/0073319Z", "12/3456")
    assert (opened.name, opened.born_on) == ("Alex Invented", date(1980, 5, 1))
    assert (opened.lead_agency, opened.rosh, opened.victim_concerns) == ("police", "high", "yes")
    assert opened.contacts == (Contact("housing"), Contact("prison"))
    assert opened.dates == {"sentence_end": date(2029, 5, 1), "parole_hearing": date(2026, 9, 3)}
    assert opened.limited_access
    assert opened.custody == (Custody(TODAY, why="not-recorded"),)


GIVEN = (
    "BED-1042 level 3 pnc 02/73319Z name Alex Invented born 1 May 1980 lead-agency police "
    "agencies housing risk high victim-concerns no release 1 May 2026 licence-end 1 May 2027 "
    "limited-access because x"
)


def test_a_known_case_is_given_what_it_did_not_hold_and_keeps_the_rest() -> None:
    before = case(contacts=(Contact("police", "Jo Invented"),), rosh="low")
    referral = read(GIVEN)
    after = fill_gaps(before, referral)
    assert (after.name, after.lead_agency, after.rosh) == (before.name, "probation", "low")
    assert (after.pnc, after.born_on) == ("2002/0073319Z", date(1980, 5, 1))
    assert after.dates == {"release": date(2026, 5, 1), "licence_end": date(2027, 3, 31)}
    assert after.contacts == (Contact("police", "Jo Invented"), Contact("housing"))
    assert after.spells == before.spells
    assert added_and_kept(before, after, referral) == (
        ["date of birth", "victim concerns", "identifiers", "release", "agencies"],
        ["name", "lead agency", "risk band", "licence end", "limited access"],
    )


@pytest.mark.parametrize(
    ("held", "typed"),
    [
        ({"licence_end": date(2026, 3, 31)}, "release 1 May 2026"),
        ({"sentence_end": date(2026, 3, 31)}, "licence-end 1 May 2026 release 1 January 2026"),
    ],
)
def test_dates_that_would_be_out_of_order_are_left_out(held: Any, typed: str) -> None:
    referral = read(f"BED-1042 level 3 {typed} because x")
    after = fill_gaps(case(dates=held), referral)
    assert after.dates == held
    _, kept = added_and_kept(case(dates=held), after, referral)
    assert "release" in kept


def test_what_a_case_holds_already_is_no_change() -> None:
    after = fill_gaps(case(), read("BED-1042 level 3 crn X001042 because x"))
    assert after == case()
    again = read(GIVEN)
    once = fill_gaps(case(), again)
    assert fill_gaps(once, again) == once
