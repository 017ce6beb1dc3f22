"""Names and identifiers of a case in Slack: who may change them, and what others learn of it."""

from dataclasses import replace

import pytest

from bot.sandbox.cast import dm_of
from storage.cases import get_case
from storage.people import add_person
from tests.build import MARKER, NOW
from tests.handlers.conversations import Conversation

SAVED = "Saved: crn."


def crn_of(talk: Conversation, ref: str) -> str | None:
    return talk.read(lambda session: get_case(session, ref).facts.crn)


def test_an_identifier_of_a_case_that_one_sees_is_refused_with_its_reference(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    talk.open_case("BED-1077")
    before = talk.dump()
    answer = talk.typed("U0PRIYA", "update BED-1042 crn X001077 because mistyped")
    assert answer.text.startswith("crn: BED-1077 carries X001077 already; nothing was saved.")
    assert talk.dump() == before


def test_an_identifier_of_a_hidden_case_is_saved_and_told_to_who_may_see_both(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    talk.open_case("BED-1077", team=())
    free = talk.typed("U0PRIYA", "update BED-1042 crn X999999 because mistyped")
    assert talk.count("outgoing") == 0
    taken = talk.typed("U0PRIYA", "update BED-1042 crn X001077 because mistyped")
    assert free.text.startswith(SAVED) and taken.text.startswith(SAVED)
    assert "BED-1077" not in taken.whole
    talk.send()
    told = talk.last_message()
    assert told["channel"] == dm_of("U0CORA")
    assert "BED-1042 was given an identifier that BED-1077 carries already" in str(told)
    assert "X001077" not in str(told) and MARKER not in str(told)
    assert crn_of(talk, "BED-1042") == crn_of(talk, "BED-1077") == "X001077"


@pytest.mark.parametrize("typed", ["limited-access yes because x", "limited-access no because x"])
def test_limited_access_is_decided_by_a_co_ordinator(shared_talk: Conversation, typed: str) -> None:
    before = shared_talk.dump()
    answer = shared_talk.typed("U0PRIYA", f"update BED-1042 {typed}")
    assert answer.text.startswith("limited-access is decided by the panel or the co-ordinator")
    assert shared_talk.dump() == before


def test_nobody_limits_a_case_that_they_could_not_see_then(talk: Conversation) -> None:
    before = talk.dump()
    answer = talk.typed("U0CORA", "update BED-1042 limited-access yes because a colleague's")
    assert "granted limited-access cases; nothing was saved" in answer.text
    assert talk.dump() == before

    def grant(session):  # type: ignore[no-untyped-def]
        add_person(session, replace(talk.people["U0CORA"], grants=frozenset({"limited"})), NOW)

    talk.write(grant)
    answer = talk.typed("U0CORA", "update BED-1042 limited-access yes because a colleague's")
    assert answer.text.startswith("Saved: limited-access.")
    assert "No case BED-1042" in talk.typed("U0PRIYA", "case BED-1042").text


def test_the_card_says_what_was_computed_and_where_a_case_departs(talk: Conversation) -> None:
    talk.typed("U0CORA", "update BED-1042 review 1 May 2027 because nobody can")
    answer = talk.typed("U0CORA", "update BED-1042 convicted 1 May 2026 disposal caution")
    assert answer.text.startswith("Saved: convicted, disposal. End of notification 1 May 2028")
    for part in (
        "Next review: 1 May 2027: Departs from the policy (every 12 weeks): nobody can",
        "End of notification: 1 May 2028: Computed: 2 years from the conviction of 1 May 2026",
    ):
        assert part in answer.text
    life = "update BED-1042 convicted 2 May 2026 disposal life because again"
    answer = talk.typed("U0CORA", life)
    assert "the date 1 May 2028 was taken out" in answer.text
    assert "Notification: indefinite, by a conviction" in answer.text
    answer = talk.typed("U0CORA", "update BED-1042 at-large yes from 1 May 2026")
    assert "Custody: unlawfully at large since 1 May 2026" in answer.text


def test_an_exit_is_asked_back_and_then_offers_the_watch_list(talk: Conversation) -> None:
    talk.typed("U0CORA", "update BED-1042 sentence-end 1 May 2028 notification-end 1 May 2030")
    before = talk.dump()
    answer = talk.typed("U0CORA", "update BED-1042 exit because licence ended")
    assert "so category 1 is in force" in answer.text and "exit anyway" in answer.text
    assert talk.dump() == before
    answer = talk.typed("U0CORA", "update BED-1042 exit anyway because died abroad")
    assert answer.text.startswith("Saved: anyway, exit.")
    assert "for the police's watch list until then: update BED-1042 watch yes" in answer.text
    answer = talk.typed("U0CORA", "update BED-1042 watch yes")
    assert answer.text.startswith("Saved: watch.")
    assert "1 May 2028" in answer.text
