"""Deputies are told what those they stand in for are told, from the first day to the last."""

from dataclasses import replace
from datetime import date, timedelta

from mappa.case_facts import Request
from mappa.policies import ReminderRules
from storage.cases import add_case
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.people import as_now, get_person, list_people
from storage.tables import deputies, referrals
from tests.build import NOW, POLICY, TEAM, TODAY, case, register_cast
from tests.storage.reminding import policy, states

DUE = TODAY + timedelta(days=28)


def stand_in(session: Session, first: date, last: date, who: str = "U0PETE") -> None:
    row = {"area": "BED", "user_id": "U0PRIYA", "deputy_user_id": who}
    session.execute(deputies.insert().values(from_on=first, until_on=last, **row))


def derived(session: Session, *notices: str) -> list[tuple[str, str, str]]:
    register_cast(session)
    stored = add_case(session, case(dates={"licence_end": DUE}), NOW)
    people = list_people(session, "BED")
    derive_reminders(session, [stored], people, policy(*notices), NOW)
    return states(session)


def test_a_deputy_is_told_of_what_falls_due_in_their_time(session: Session) -> None:
    stand_in(session, TODAY + timedelta(days=14), TODAY + timedelta(days=21))
    assert derived(session, "21 days", "14 days", "7 days", "6 days") == [
        ("U0PRIYA", "21 days", "planned"),
        ("U0PRIYA", "14 days", "planned"),
        ("U0PETE", "14 days", "planned"),
        ("U0PRIYA", "7 days", "planned"),
        ("U0PETE", "7 days", "planned"),
        ("U0PRIYA", "6 days", "planned"),
    ]


def test_a_deputy_who_may_see_no_case_is_told_of_none(session: Session) -> None:
    for who in ("U0SIMI", "U0ADA", "U0NOEL"):
        stand_in(session, TODAY, DUE, who)
    assert {who for who, _, _ in derived(session, "7 days")} == {"U0PRIYA"}


def test_somebody_stands_in_from_the_first_day_to_the_last(session: Session) -> None:
    register_cast(session)
    first, last = TODAY, TODAY + timedelta(days=7)
    stand_in(session, first, last)
    one_day = timedelta(days=1)
    for day, others in (
        (first - one_day, set()),
        (first, {"U0PRIYA"}),
        (last, {"U0PRIYA"}),
        (last + one_day, set()),
    ):
        pete = get_person(session, TEAM, "U0PETE", NOW + (day - TODAY))
        assert pete.stands_in_for == others
        assert as_now(session, pete, NOW + (day - TODAY)).stands_in_for == others


def test_one_can_stand_in_for_several_and_is_one_person(session: Session) -> None:
    register_cast(session)
    stand_in(session, TODAY, DUE)
    row = {"area": "BED", "user_id": "U0CORA", "deputy_user_id": "U0PETE"}
    session.execute(deputies.insert().values(from_on=TODAY, until_on=DUE, **row))
    assert get_person(session, TEAM, "U0PETE", NOW).stands_in_for == {"U0PRIYA", "U0CORA"}


def test_the_owner_of_a_request_is_told_of_it_if_they_may_see_the_case(session: Session) -> None:
    people = register_cast(session)
    mine = Request(1, "escort", TODAY, owner="U0PRIYA", due_on=DUE)
    others = Request(2, "support", TODAY, owner="U0PETE", due_on=DUE + timedelta(days=1))
    stored = add_case(session, case(dates={}, requests=(mine, others)), NOW)
    rules = {"request_due": ReminderRules(("7 days",), ("owner",))}
    own = replace(POLICY, reminders=rules)
    derive_reminders(session, [stored], list(people.values()), own, NOW)
    assert [who for who, _, _ in states(session)] == ["U0PRIYA", "U0CORA"]


def test_a_referral_is_told_of_while_it_is_open(session: Session) -> None:
    people = list(register_cast(session).values())
    stored = add_case(session, case(dates={}), NOW)
    row = {"ref": "BED-R1", "area": "BED", "case_id": stored.id, "level_sought": 3}
    row |= {"referred_on": TODAY, "decision": "open", "made_at": NOW}
    session.execute(referrals.insert().values(**row))
    both = ("owner", "co-ordinator")
    own = replace(POLICY, reminders={"screening": ReminderRules(("3 days",), both)})
    derive_reminders(session, [stored], people, own, NOW)
    assert {(who, state) for who, _, state in states(session)} == {
        ("U0PRIYA", "planned"),
        ("U0CORA", "planned"),
    }
    session.execute(referrals.update().values(decision="declined"))
    derive_reminders(session, [stored], people, own, NOW)
    assert {state for _, _, state in states(session)} == {"void"}
