"""Which cases are on offer between areas, and what is known of them there."""

from datetime import date

from mappa.case_facts import Transfer
from storage.cases import StoredCase
from storage.databases import Database
from storage.tables import referrals
from storage.transfers import (
    find_waiting_referrals,
    list_cases_of_same_person,
    list_offered_cases,
)
from tests.build import NOW, TODAY, case, open_case

DAY = date(2026, 6, 1)


def offer(to_area: str, decision: str = "open") -> tuple[Transfer, ...]:
    return (Transfer("BED", to_area, DAY, decision),)


def refs(found: list[StoredCase]) -> list[str]:
    return [one.facts.ref for one in found]


def test_both_sides_find_what_is_open_and_nobody_else_does(db: Database) -> None:
    with db.write() as session:
        open_case(session, case("BED-1", transfers=offer("HER")))
        open_case(session, case("BED-2", transfers=offer("KEN")))
        open_case(session, case("BED-3", transfers=offer("HER", "declined")))
        open_case(session, case("BED-4", transfers=offer("HER", "accepted"), area="HER"))
    with db.read() as session:
        found = {area: refs(list_offered_cases(session, area)) for area in ("BED", "HER", "ESS")}
    assert found == {"BED": ["BED-1", "BED-2"], "HER": ["BED-1"], "ESS": []}


def test_a_referral_waits_until_it_is_decided(db: Database) -> None:
    with db.write() as session:
        stored, other = open_case(session, case("BED-1")), open_case(session, case("BED-2"))
        for number, (of, decision) in enumerate(
            [(stored, "open"), (stored, "declined"), (other, "open"), (stored, "open")], start=1
        ):
            row = {"ref": f"BED-R{number}", "area": "BED", "case_id": of.id, "made_at": NOW}
            row |= {"referred_on": TODAY, "level_sought": 2, "decision": decision}
            session.execute(referrals.insert().values(**row))
    with db.read() as session:
        assert find_waiting_referrals(session, stored) == ["BED-R1", "BED-R4"]


def test_the_same_person_is_found_by_any_identifier_in_the_area_alone(db: Database) -> None:
    with db.write() as session:
        mine = case("BED-1", crn="X000009", pnc="2002/0073319Z")
        stored = open_case(session, mine)
        open_case(session, case("HER-1", area="HER", crn="X000009"))
        open_case(session, case("HER-2", area="HER", crn=None, pnc="2002/0073319Z"))
        open_case(session, case("HER-3", area="HER", crn="X000001"))
        open_case(session, case("HER-4", area="HER", crn="X000009", merged_into="HER-1"))
        open_case(session, case("KEN-1", area="KEN", crn="X000009"))
    with db.read() as session:
        assert refs(list_cases_of_same_person(session, stored, "HER")) == ["HER-1", "HER-2"]
        assert refs(list_cases_of_same_person(session, stored, "BED")) == []
