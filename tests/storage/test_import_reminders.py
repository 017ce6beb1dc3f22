"""Reminders of what was brought in: at once, one by one or together, or not at all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mappa.cases import TeamMember
from mappa.people import Person
from mappa.workbook.workbooks import ReferralRow, Workbook
from storage.databases import Session
from storage.deriving import derive_area_reminders
from storage.due_reminders import LISTED, claim_due_reminders
from tests.build import NOW, POLICY, TODAY, case
from tests.storage.reminding import messages, of_case, states
from tests.storage.whole_workbooks import whole
from tests.storage.workbooks import bring_in

SOON = TODAY + timedelta(days=20)  # three of the five notices have passed


def late_cases(count: int, on: date = SOON) -> Workbook:
    given = {"dates": {"licence_end": on}, "spells": case().spells, "team": case().team}
    return Workbook(cases=[case(f"BED-{n}", **given) for n in range(1, count + 1)])


def test_reminders_are_there_as_soon_as_the_case_is(
    session: Session, cast: dict[str, Person]
) -> None:
    bring_in(session, late_cases(1))
    of_priya = [one for one in states(session) if one[0] == "U0PRIYA"]
    assert of_priya == [
        ("U0PRIYA", "6 months", "void"),
        ("U0PRIYA", "12 weeks", "void"),
        ("U0PRIYA", "28 days", "planned"),
        ("U0PRIYA", "7 days", "planned"),
        ("U0PRIYA", "on the day", "planned"),
    ]


@pytest.mark.parametrize(
    ("cases", "sizes"),
    [(1, [1]), (20, [1] * 20), (21, [21]), (LISTED + 5, [LISTED, 5])],
)
def test_many_late_notices_are_told_together(
    session: Session, cast: dict[str, Person], cases: int, sizes: list[int]
) -> None:
    bring_in(session, late_cases(cases))
    claim_due_reminders(session, POLICY, NOW)
    told = [message.refs for message in messages(session) if message.to == "U0PRIYA"]
    assert sorted(map(len, told), reverse=True) == sizes
    assert {ref for refs in told for ref in refs} == {f"BED-{n}" for n in range(1, cases + 1)}


def test_whoever_has_few_is_told_one_by_one(session: Session, cast: dict[str, Person]) -> None:
    workbook = late_cases(21)
    owner = (TeamMember("U0PETE", "owner"),)
    workbook.cases[:3] = [replace(one, team=owner) for one in workbook.cases[:3]]
    bring_in(session, workbook)
    claim_due_reminders(session, POLICY, NOW)
    found = messages(session)
    sizes = {to: [len(one.refs) for one in found if one.to == to] for to in cast}
    with_the_annual_return = [22]
    assert sizes["U0CORA"] == with_the_annual_return
    assert (sizes["U0PETE"], sizes["U0PRIYA"]) == ([1] * 3, [1] * 18)


def test_a_quiet_import_is_told_of_later_only(session: Session, cast: dict[str, Person]) -> None:
    bring_in(session, late_cases(30), quiet=True)
    assert claim_due_reminders(session, POLICY, NOW) == 0
    assert len([one for one in of_case(session, "BED-1") if one.state == "planned"]) == 4
    derive_area_reminders(session, "BED", POLICY, NOW + timedelta(hours=1))
    assert claim_due_reminders(session, POLICY, NOW + timedelta(hours=1)) == 0
    of_the_annual_return = 2
    due = claim_due_reminders(session, POLICY, NOW + timedelta(days=20))
    assert due == 30 * 4 + of_the_annual_return


def test_a_corrected_date_is_told_anew(session: Session, cast: dict[str, Person]) -> None:
    bring_in(session, late_cases(1))
    moved = SOON + timedelta(days=300)
    bring_in(session, late_cases(1, moved), update=True)
    assert {one.about_on for one in of_case(session, "BED-1")} == {moved}


def test_a_referral_that_waits_is_told_of(session: Session, cast: dict[str, Person]) -> None:
    bring_in(session, whole())
    assert "screening" in {one.kind for one in of_case(session)}
    more = ReferralRow("BED-R8", "BED-1042", TODAY, None, 3, "open")
    bring_in(session, Workbook(referrals=[more]))
    subjects = {one.subject for one in of_case(session) if one.kind == "screening"}
    assert subjects == {"referral BED-R7", "referral BED-R8"}
