"""Who takes part in a transfer, by line and by button, and who hears of nothing."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.access import REFUSED
from mappa.cases import Spell, TeamMember
from mappa.people import ROLES
from storage.people import add_person
from tests.build import NOW, person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.test_bad_input import BAD, faults
from tests.handlers.test_transfers import ACCEPT, NO_CASE, OFFER, facts, register


@pytest.mark.parametrize("role", [role for role in ROLES if role != "co-ordinator"])
def test_nobody_else_of_either_area_takes_part(talk: Conversation, role: str) -> None:
    register(talk)
    talk.typed("U0CORA", OFFER)
    before = talk.dump()
    lines = ("transfer", "transfer BED-1042", ACCEPT, OFFER, "transfer BED-9042",
             "transfer BED-1042 withdraw because x")  # fmt: skip
    for area in ("BED", "HER", "KEN"):
        with talk.db.write() as session:
            add_person(session, person("U0PETE", role, area=area), NOW)
        answers = {talk.typed("U0PETE", line).text for line in lines}
        assert answers == {REFUSED["decide level"]}
    after = talk.dump()
    assert {name: rows for name, rows in after.items() if name != "people"} == {
        name: rows for name, rows in before.items() if name != "people"
    }


def test_a_third_area_hears_the_same_as_of_no_case(talk: Conversation) -> None:
    register(talk)
    talk.typed("U0CORA", OFFER)
    register(talk, area="KEN")
    for words in ("", " accept because x", " decline because x", " withdraw because x",
                  " to Kent because x"):  # fmt: skip
        answers = {
            talk.typed("U0NOEL", f"transfer {ref}{words}").whole.replace(ref, "REF")
            for ref in ("BED-1042", "BED-9042")
        }
        assert len(answers) == 1
        assert "No case REF that you may see." in answers.pop()
    assert "nothing" in talk.typed("U0NOEL", "transfer").text


@pytest.mark.parametrize("gate", ["category-4", "limited"])
def test_what_is_gated_is_offered_only_to_who_has_the_grant(talk: Conversation, gate: str) -> None:
    granted = replace(talk.people["U0CORA"], grants=frozenset({gate}))
    talk.write(lambda session: add_person(session, granted, NOW))
    spells = (Spell(4 if gate == "category-4" else 2, 2, date(2026, 1, 5)),)
    talk.open_case("BED-1050", spells=spells, limited_access=gate == "limited", crn=None)
    register(talk)
    answer = talk.typed("U0CORA", "transfer BED-1050 to HER because moved")
    assert "Nobody who could answer for Hertfordshire is registered here" in answer.text
    assert talk.count("outgoing") == 0
    assert "No case BED-1050" in talk.typed("U0NOEL", "transfer BED-1050 accept because x").text
    assert "BED-1050" not in talk.typed("U0NOEL", "transfer").whole
    register(talk, grants=frozenset({gate}))
    assert "Saved" in talk.typed("U0NOEL", "transfer BED-1050 accept because x").text


def test_a_referral_is_decided_before_its_case_changes_hands(talk: Conversation) -> None:
    register(talk)
    talk.typed("U0PRIYA", "refer BED-1042 level 3 because risk")
    assert talk.typed("U0CORA", OFFER).text.startswith("to: BED-R1 of BED-1042 waits")
    assert facts(talk).transfers == ()


def test_the_new_owner_is_somebody_of_the_new_area(talk: Conversation) -> None:
    register(talk)
    talk.typed("U0CORA", OFFER)
    before = talk.dump()
    for user, says in (("U0PRIYA", "not registered in this area"), ("U0OLGA", "not registered"),
                       ("nobody", "name one person by mention")):  # fmt: skip
        mention = user if user == "nobody" else f"<@{user}>"
        answer = talk.typed("U0NOEL", f"transfer BED-1042 accept owner {mention} because x")
        assert answer.text.startswith("owner: ") and says in answer.text
        assert talk.dump() == before
    talk.typed("U0NOEL", "transfer BED-1042 accept owner <@U0NOEL> because x")
    assert facts(talk).team == (TeamMember("U0NOEL", "owner"),)


def test_the_same_person_in_the_new_area_is_pointed_out_to_who_accepts(talk: Conversation) -> None:
    register(talk)
    talk.open_case("HER-2001", area="HER", crn="X001042", team=())
    assert "HER-2001" not in talk.typed("U0CORA", OFFER).whole
    talk.open_case("HER-2002", area="HER", crn="X001042", team=(), limited_access=True)
    answer = talk.typed("U0NOEL", ACCEPT)
    assert "has the same person already: HER-2001" in answer.text
    assert "HER-2002" not in answer.whole  # it is limited, and Noel has no grant


@pytest.mark.parametrize("said_", ["accept", "decline"])
def test_the_buttons_of_an_offer_open_a_form_that_does_the_same(
    talk: Conversation, said_: str
) -> None:
    register(talk)
    talk.typed("U0CORA", OFFER)
    talk.send()
    [message] = said(talk, "D0NOEL")
    talk.press("U0NOEL", f"{said_}_transfer", message)
    talk.settle()
    answer = talk.submit("U0NOEL", because="as agreed")
    assert answer.body["response_action"] == "update", answer.whole
    assert facts(talk).transfers[0].decision == f"{said_.rstrip('e')}ed"
    talk.press("U0NOEL", f"{said_}_transfer", message)
    talk.settle()
    form = talk.form("U0NOEL")
    assert form is not None
    assert "is not on offer" in str(form) or NO_CASE in str(form)


def test_a_button_in_the_wrong_hands_opens_nothing_of_the_case(talk: Conversation) -> None:
    register(talk)
    talk.typed("U0CORA", OFFER)
    talk.send()
    [message] = said(talk, "D0NOEL")
    notes = ("deliveries", "records", "record_heads")
    before = talk.dump(without=notes)
    for user_id in ("U0PRIYA", "U0CHAS", "U0ADA"):
        planted = talk.plant("C0GENERAL", message["blocks"][-1]["elements"][0])
        talk.press(user_id, "accept_transfer", planted)
        talk.settle()
        assert REFUSED["decide level"] in str(talk.form(user_id))
    assert talk.dump(without=notes) == before


@pytest.mark.parametrize("field", ["to", "owner"])
def test_whatever_is_typed_wrongly_is_named_and_saves_nothing(
    shared_talk: Conversation, field: str
) -> None:
    found = []
    for bad in BAD.values():
        lead = "accept owner" if field == "owner" else "to"
        line = f"transfer BED-1042 {lead} {bad} because he moved"
        found += faults(shared_talk, line, field, "transfer", "accept")
    assert found == []
