"""Referrals: numbered, sealed, found again by who made them."""

from functools import partial

import pytest
from sqlalchemy import select

from mappa.referrals import Referral, make_referral
from storage.cases import add_case, get_case
from storage.databases import Database, Session
from storage.referrals import (
    add_referral,
    count_open_referrals,
    find_open_referral,
    list_referrals_by,
)
from storage.tables import referrals
from tests.build import NOW, TODAY, case, register_cast
from tests.storage.threads import at_once


def referral(level: str = "2") -> Referral:
    values = {"level": level, "category": "2", "threshold": "senior", "because": "risk has risen"}
    return make_referral("BED-1", values, "police", TODAY)


def test_a_referral_is_kept_with_all_that_was_said(session: Session) -> None:
    by = register_cast(session)["U0PRIYA"]
    stored = add_case(session, case("BED-1"), NOW)
    ref = add_referral(session, referral("3"), stored, by, NOW)
    kept = session.execute(select(referrals)).one()._asdict()
    reason = stored.key.open(kept.pop("reason_sealed"), f"referrals.reason|{ref}")
    assert (ref, reason) == ("BED-R1", "risk has risen")
    assert {name: value for name, value in kept.items() if value is not None} == {
        "id": kept["id"], "ref": ref, "area": "BED", "case_id": stored.id, "person_id": by.id,
        "referred_on": TODAY, "agency": "police", "category": 2, "level_sought": 3,
        "threshold": "senior", "decision": "open", "made_at": NOW,
    }  # fmt: skip


def test_referrals_made_at_once_get_numbers_of_their_own(db: Database) -> None:
    with db.write() as session:
        by = register_cast(session)["U0PRIYA"]
        for n in range(1, 5):
            add_case(session, case(f"BED-{n}"), NOW)

    def refer(n: int) -> str:
        with db.write() as session:
            return add_referral(session, referral(), get_case(session, f"BED-{n}"), by, NOW)

    refs = at_once(*[partial(refer, n) for n in range(1, 5)])
    assert sorted(refs) == [f"BED-R{n}" for n in range(1, 5)]


@pytest.mark.parametrize("decision", ["accepted", "declined", "withdrawn"])
def test_only_an_open_referral_of_ones_own_stands_in_the_way(
    session: Session, decision: str
) -> None:
    cast = register_cast(session)
    priya, pete = cast["U0PRIYA"], cast["U0PETE"]
    one, two = add_case(session, case("BED-1"), NOW), add_case(session, case("BED-2"), NOW)
    ref = add_referral(session, referral(), one, priya, NOW)
    assert find_open_referral(session, one.id, priya.id) == ref
    assert find_open_referral(session, one.id, pete.id) is None
    assert find_open_referral(session, two.id, priya.id) is None
    assert (count_open_referrals(session, "BED"), count_open_referrals(session, "CAM")) == (
        1,
        0,
    )
    session.execute(referrals.update().values(decision=decision, decided_on=TODAY))
    assert find_open_referral(session, one.id, priya.id) is None
    assert count_open_referrals(session, "BED") == 0


def test_everybody_is_shown_their_own_referrals_newest_first(session: Session) -> None:
    cast = register_cast(session)
    stored = [add_case(session, case(f"BED-{n}"), NOW) for n in range(1, 5)]
    refs = [add_referral(session, referral(), one, cast["U0PRIYA"], NOW) for one in stored]
    add_referral(session, referral(), stored[0], cast["U0PETE"], NOW)
    found = list_referrals_by(session, cast["U0PRIYA"].id, 3)
    assert list_referrals_by(session, cast["U0SIMI"].id, 3) == []
    assert [one.ref for one in found] == refs[:0:-1]
    assert {(one.referred_on, one.level_sought, one.decision) for one in found} == {
        (TODAY, 2, "open")
    }
