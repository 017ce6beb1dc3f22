"""Referrals: numbered, sealed, found again by who made them."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from mappa.people import Person
from mappa.referrals import Referral, make_referral
from storage.cases import StoredCase, add_case, get_case
from storage.databases import Database, Session
from storage.records import Entry, add_record
from storage.referrals import (
    ANSWERED,
    MADE,
    StoredReferral,
    add_referral,
    find_open_referrals,
    find_referral,
    list_entries,
    list_referrals_by,
    seal_decision_reason,
    set_decision,
    set_more_asked,
)
from storage.tables import referrals
from tests.build import NOW, TODAY, case, register_cast
from tests.storage.threads import at_once


def referral(level: str = "2", **more: str) -> Referral:
    values = more | {
        "level": level,
        "category": "2",
        "threshold": "senior",
        "because": "risk has risen",
    }
    return make_referral("BED-1", values, "police", TODAY)


def test_a_referral_is_kept_with_all_that_was_said(session: Session) -> None:
    by = register_cast(session)["U0PRIYA"]
    stored = add_case(session, case("BED-1"), NOW)
    more = {"lead-agency": "police", "agencies": "housing, prison", "risk": "high"}
    given = referral("3", **more, **{"victim-concerns": "not relevant"})
    ref = add_referral(session, given, stored, by, NOW)
    kept = session.execute(select(referrals)).one()._asdict()
    reason = stored.key.open(kept.pop("reason_sealed"), f"referrals.reason|{ref}")
    assert (ref, reason) == ("BED-R1", "risk has risen")
    assert {name: value for name, value in kept.items() if value is not None} == {
        "id": kept["id"], "ref": ref, "area": "BED", "case_id": stored.id, "person_id": by.id,
        "referred_on": TODAY, "agency": "police", "category": 2, "level_sought": 3,
        "threshold": "senior", "decision": "open", "made_at": NOW, "lead_agency": "police",
        "agencies": "housing,prison", "rosh": "high", "victim_concerns": "not-relevant",
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
    assert find_open_referrals(session, one.id, priya.id) == [ref]
    assert find_open_referrals(session, one.id, pete.id) == []
    assert find_open_referrals(session, two.id, priya.id) == []
    session.execute(referrals.update().values(decision=decision, decided_on=TODAY))
    assert find_open_referrals(session, one.id, priya.id) == []


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


def opened(session: Session) -> tuple[StoredCase, StoredReferral, Person]:
    """A referral by Priya, its case, and Cora, who decides."""
    cast = register_cast(session)
    stored = add_case(session, case("BED-1"), NOW)
    ref = add_referral(session, referral(), stored, cast["U0PRIYA"], NOW)
    found = find_referral(session, ref)
    assert found is not None
    return stored, found, cast["U0CORA"]


def test_a_decision_is_made_once_and_its_reason_is_sealed(session: Session) -> None:
    stored, made, cora = opened(session)
    reason = seal_decision_reason(stored.key, made.ref, "one agency can manage it")
    for decision, is_first in (("declined", True), ("accepted", False)):
        done = set_decision(
            session, made, decision, cora, TODAY, reason=reason, level_set=1 if is_first else 2
        )
        assert done is is_first
    now = find_referral(session, made.ref)
    assert now is not None
    assert (now.decision, now.decided_on, now.decided_by_id, now.level_set) == (
        "declined", TODAY, cora.id, 1,
    )  # fmt: skip
    assert now.decision_reason(stored.key) == "one agency can manage it"
    assert now.reason(stored.key) == "risk has risen"
    with pytest.raises(InvalidTag):
        replace(now, ref="BED-R9").decision_reason(stored.key)


def test_what_more_was_asked_is_kept_when_the_answer_comes(session: Session) -> None:
    stored, made, cora = opened(session)
    asked = seal_decision_reason(stored.key, made.ref, "where to?")
    set_more_asked(session, made, TODAY, asked)
    waiting = find_referral(session, made.ref)
    assert waiting is not None
    assert (waiting.more_asked_on, waiting.decision) == (TODAY, "open")
    set_more_asked(session, made, None, None)
    answered = find_referral(session, made.ref)
    assert answered is not None
    assert (answered.more_asked_on, answered.decision_reason(stored.key)) == (None, "where to?")
    set_more_asked(session, made, TODAY, asked)
    set_decision(session, made, "withdrawn", cora, TODAY, reason=asked, level_set=None)
    over = find_referral(session, made.ref)
    assert over is not None and over.more_asked_on is None


def test_what_was_given_is_found_on_the_record_of_its_own_referral(session: Session) -> None:
    stored, made, _ = opened(session)
    acts = (MADE, made.ref), (MADE, "BED-R9"), (ANSWERED, made.ref), ("case seen", made.ref)
    for minutes, (action, ref) in enumerate(acts):
        entry = Entry(action, "form", after={"referral": ref, "minutes": minutes})
        now = NOW + timedelta(minutes=minutes)
        add_record(session, entry, area="BED", now=now, case=(stored.id, stored.key))
    found = list_entries(session, stored, made.ref)
    assert [row["after"]["minutes"] for row in found] == [0, 2]


def test_there_is_no_referral_of_another_name(session: Session) -> None:
    opened(session)
    assert find_referral(session, "BED-R2") is None
