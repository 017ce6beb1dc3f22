"""The slash command: which word answers, what is near, and what nothing typed means."""

import pytest

from handlers.commands import WORDS
from storage.people import remove_person
from tests.build import MARKER, TEAM
from tests.handlers.conversations import Conversation


def test_every_word_is_in_help_and_has_a_page(shared_talk: Conversation) -> None:
    everything = shared_talk.typed("U0CORA", "help").text
    for word in WORDS:
        assert f"/mappa {word}" in everything
        assert shared_talk.typed("U0CORA", f"help {word}").text.startswith(f"{word}: ")


@pytest.mark.parametrize(
    "typed", ["", "   ", "help", "HELP", "Help:", "\n", "help\t", "help /mappa"]
)
def test_nothing_typed_is_answered_with_help(shared_talk: Conversation, typed: str) -> None:
    assert shared_talk.typed("U0CORA", typed).fallback.startswith("What you can type:")


def test_help_on_what_is_no_word_lists_the_words(shared_talk: Conversation) -> None:
    answer = shared_talk.typed("U0CORA", "help <!channel> *bold*")
    assert answer.text.startswith("There is no help on that. Words: refer, ")
    assert "bold" not in answer.whole


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("refr X320741 level 2", "refer"),
        ("Udpate BED-1042 level 3", "update"),
        ("cse BED-1042", "case"),
        ("hepl", "help"),
        ("updte\nBED-1042", "update"),
        ("upd BED-1042", "update"),
    ],
)
@pytest.mark.parametrize("user_id", ["U0CORA", "U0ADA"])
def test_an_unknown_word_is_answered_with_the_nearest(
    shared_talk: Conversation, user_id: str, typed: str, word: str
) -> None:
    answer = shared_talk.typed(user_id, typed)
    assert answer.text.startswith(f"Did you mean /mappa {word}?")


def test_what_is_near_nothing_is_named_and_answered_with_help(shared_talk: Conversation) -> None:
    answer = shared_talk.typed("U0CORA", "aardvark")
    assert answer.text.startswith("“aardvark”: That word has no place")
    assert answer.text.endswith("• help")


@pytest.mark.parametrize("between", ["\n", "\t", "  ", "\u00a0", "\u2003"])
def test_any_white_space_ends_the_first_word(shared_talk: Conversation, between: str) -> None:
    assert MARKER in shared_talk.typed("U0CORA", f"case{between}BED-1042").text
    assert MARKER in shared_talk.typed("U0CORA", f"Case:{between}bed-1042").text


def test_every_answer_to_a_command_is_private(shared_talk: Conversation) -> None:
    for typed in ("help", "me", "case BED-1042", "case BED-1", "how many cases", "aardvark"):
        for channel in ("C0GENERAL", "C0SHARED", "C0PANEL", "D0CORA"):
            answer = shared_talk.typed("U0CORA", typed, channel)
            assert answer.body["response_type"] == "ephemeral"


def test_me_shows_who_somebody_is_and_what_became_of_their_referrals(talk: Conversation) -> None:
    answer = talk.typed("U0PRIYA", "me")
    for part in ("Priya Practice", "Practitioner", "Probation", "Bedfordshire"):
        assert part in answer.text
    talk.typed("U0PRIYA", "refer X320741 category 1 level 2 because risk")
    assert "BED-R1: level 2, 17 June 2026, open" in talk.typed("U0PRIYA", "me").text
    assert "BED-R" not in talk.typed("U0PETE", "me").text


def test_somebody_removed_loses_every_word_at_once(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    assert MARKER in talk.typed("U0PRIYA", "case BED-1042").text
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", talk.clock()))
    refusals = {
        talk.typed("U0PRIYA", typed).text for typed in ("case BED-1042", "help", "me", "aardvark")
    }
    assert refusals == {talk.typed("U0NOEL", "help").text}


@pytest.mark.parametrize("typed", ["BED-1042", "bed-1042", "case “BED-1042”.", "case `BED-1042`"])
def test_a_reference_alone_or_in_quotes_asks_for_its_case(
    shared_talk: Conversation, typed: str
) -> None:
    assert shared_talk.typed("U0CORA", typed).text.startswith("Case BED-1042")
    assert "No case BED-1042 that you may see" in shared_talk.typed("U0PETE", typed).text
