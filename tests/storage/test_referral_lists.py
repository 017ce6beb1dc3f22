"""Which referrals are listed for whom, in which order, a page at a time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mappa.cases import Spell
from mappa.people import Person
from mappa.referrals import make_referral
from storage.cases import add_case
from storage.databases import Session
from storage.referral_lists import Wanted, count_referrals, list_referrals
from storage.referrals import add_referral
from storage.tables import referrals
from tests.build import NOW, TODAY, case, register_cast


@pytest.fixture
def cast(session: Session) -> dict[str, Person]:
    """Five referrals, R1 to R5: two of a gated case each, the last one decided."""
    people = register_cast(session)
    ever_4 = (Spell(4, 2, date(2020, 1, 5), date(2021, 1, 5)), Spell(2, 2, date(2021, 1, 5)))
    kinds: list[dict[str, Any]] = [{}, {"limited_access": True}, {"spells": ever_4}, {}, {}]
    for number, more in enumerate(kinds, start=1):
        by = people["U0PRIYA" if number % 2 else "U0PETE"]
        day = TODAY - timedelta(days=30 - number)
        stored = add_case(session, case(f"BED-{number}", **more), NOW)
        made = make_referral(f"BED-{number}", {"level": "2", "because": "x"}, "police", day)
        add_referral(session, made, stored, by, NOW)
    other = add_case(session, case("HER-9", area="HER"), NOW)
    made = make_referral("HER-9", {"level": "2", "because": "x"}, "police", TODAY)
    add_referral(session, made, other, people["U0PETE"], NOW)
    decided = referrals.update().where(referrals.c.ref == "BED-R5")
    session.execute(decided.values(decision="declined", decided_on=TODAY))
    return people


def listed(session: Session, wanted: Wanted) -> list[str]:
    found = [one.ref for one in list_referrals(session, wanted, 0, 99)]
    assert count_referrals(session, wanted) == len(found)
    pages = [list_referrals(session, wanted, start, 2) for start in range(0, len(found) + 2, 2)]
    assert [one.ref for page in pages for one in page] == found
    return [ref.replace("BED-", "") for ref in found]


@pytest.mark.parametrize(
    ("grants", "refs"),
    [
        ("", ["R1", "R4"]),
        ("limited", ["R1", "R2", "R4"]),
        ("category-4", ["R1", "R3", "R4"]),
        ("category-4 limited", ["R1", "R2", "R3", "R4"]),
    ],
)
def test_an_area_is_listed_as_far_as_the_grants_reach(
    session: Session, cast: dict[str, Person], grants: str, refs: list[str]
) -> None:
    cora = replace(cast["U0CORA"], grants=frozenset(grants.split()))
    assert listed(session, Wanted(cora, own=False, decided=False)) == refs
    assert listed(session, Wanted(cora, own=False)) == ["R5", *refs[::-1]]


def test_own_referrals_are_listed_whatever_the_case_is(
    session: Session, cast: dict[str, Person]
) -> None:
    assert listed(session, Wanted(cast["U0PRIYA"], own=True)) == ["R5", "R3", "R1"]
    waiting = Wanted(cast["U0PETE"], own=True, decided=False)
    assert listed(session, waiting) == ["R2", "R4", "HER-R1"]
    assert listed(session, Wanted(cast["U0CORA"], own=True)) == []


def test_those_that_wait_come_first_in_first(session: Session, cast: dict[str, Person]) -> None:
    cora = cast["U0CORA"]
    assert listed(session, Wanted(cora, own=False, decided=True)) == ["R5"]
    until = TODAY - timedelta(days=29)
    assert listed(session, Wanted(cora, own=False, decided=False, made_by=until)) == ["R1"]
    assert listed(session, Wanted(cora, own=False, made_by=until - timedelta(days=1))) == []
