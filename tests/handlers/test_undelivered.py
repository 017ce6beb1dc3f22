"""What cannot be delivered is passed on to the co-ordinators, and never tried for ever."""

from dataclasses import replace

import pytest

from mappa.cases import Spell
from storage.people import add_person, remove_person
from tests.build import NOW, TEAM, person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import OWNER_ONLY, add_due, begin, said, states

GHOST = "U0GHOST"  # registered, and not known to the workspace


@pytest.fixture
def haunted(talk: Conversation) -> Conversation:
    return haunt(talk)


@pytest.fixture
def haunted_on_both(talk_on_both: Conversation) -> Conversation:
    return haunt(talk_on_both)


def haunt(talk: Conversation) -> Conversation:
    """Somebody is registered who cannot be written to."""
    begin(talk)
    talk.write(lambda session: add_person(session, person(GHOST), NOW))
    return talk


def test_the_co_ordinator_is_told_of_what_did_not_reach_the_owner(
    haunted_on_both: Conversation,
) -> None:
    talk = haunted_on_both
    add_due(talk, owner=GHOST)
    talk.send(policy=OWNER_ONLY)
    (told,) = said(talk, "D0CORA")
    assert told["text"].startswith("Could not be delivered to somebody on the case (user_not_found")
    assert "BED-1050: Licence end on" in told["text"]
    assert "Show the case" in str(told["blocks"])
    assert sorted(states(talk)) == ["failed", "sent"]
    assert talk.count("reminders", state="failed") == 1
    talk.clock.pass_(days=1)
    assert talk.send(policy=OWNER_ONLY) == 0
    assert talk.newly_broken() == []


def test_every_one_of_many_is_passed_on(haunted: Conversation) -> None:
    refs = [f"BED-{3000 + number}" for number in range(40)]
    add_due(haunted, *refs, owner=GHOST)
    haunted.clock.pass_(hours=2)
    haunted.send(policy=OWNER_ONLY)
    (told,) = said(haunted, "D0CORA")
    assert [ref for ref in refs if str(told["blocks"]).count(f"{ref}: ") != 1] == []
    assert [ref for ref in refs if f"{ref}: " not in told["text"]] == []


def test_a_co_ordinator_without_the_grant_is_not_told_of_category_4(haunted: Conversation) -> None:
    talk = haunted
    ghost = replace(person(GHOST), grants=frozenset({"category-4"}))
    gemma = person("U0SIMI", "co-ordinator", grants=frozenset({"category-4"}))
    talk.write(lambda session: [add_person(session, one, NOW) for one in (ghost, gemma)])
    add_due(talk, owner=GHOST, spells=(Spell(4, 2, NOW.date()),))
    talk.send(policy=OWNER_ONLY)
    assert said(talk, "D0CORA") == []
    assert ["BED-1050" in m["text"] for m in said(talk, "D0SIMI")] == [True]


def test_where_nobody_can_be_reached_it_ends_and_stands_in_the_log(haunted: Conversation) -> None:
    talk = haunted
    talk.write(lambda session: remove_person(session, TEAM, "U0CORA", NOW))
    talk.write(lambda session: add_person(session, person("U0SPOOK", "co-ordinator"), NOW))
    add_due(talk, owner=GHOST)
    for _ in range(3):
        talk.send(policy=OWNER_ONLY)
        talk.clock.pass_(minutes=5)
    assert set(states(talk)) == {"failed"}
    assert "cannot be delivered (user_not_found)" in talk.log.getvalue()
    assert talk.messages() == []


def test_an_answer_that_cannot_be_given_is_closed(haunted: Conversation) -> None:
    talk = haunted
    talk.say("U0PRIYA", "how many cases", "")
    with talk.db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outgoing SET channel = 'C0NOWHERE'")
    talk.send()
    assert states(talk) == ["failed"]
    assert said(talk, "D0CORA") == []
