"""Follow-ups: a question that goes on from the one before it, in its thread and for its asker."""

from datetime import date, timedelta

import pytest

from mappa.cases import Custody, Spell
from storage.people import add_person
from storage.questions_asked import KEPT, RECENT, forget_asked
from tests.build import NOW, person
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import whole_text


@pytest.fixture
def counted(talk_on_both: Conversation) -> Conversation:
    """Four at level 2, one of them inside, and two at level 3."""
    talk = talk_on_both
    for number in range(3):
        inside = (Custody(date(2026, 6, 1)),) if number == 0 else ()
        talk.open_case(f"BED-{2000 + number}", custody=inside)
    for number in range(2):
        talk.open_case(f"BED-{3000 + number}", spells=(Spell(1, 3, date(2026, 1, 5)),))
    return talk


def said(talk: Conversation, user_id: str, words: str, channel: str = "", thread: str = "") -> str:
    """The answer to what is said."""
    talk.say(user_id, words, channel, thread or None)
    talk.send()
    answers = [m for m in talk.messages() if m.get("bot_id")]
    return whole_text(answers[-1])


def asked_ts(talk: Conversation, words: str) -> str:
    return str(next(m for m in reversed(talk.messages()) if words in m["text"])["ts"])


@pytest.mark.parametrize("under", ["the question", "the answer"])
def test_in_a_thread_of_direct_messages_a_question_goes_on(
    counted: Conversation, under: str
) -> None:
    answer = said(counted, "U0CORA", "how many level 2 cases")
    assert answer.startswith("3 people at level 2")
    thread = asked_ts(counted, "how many level 2" if under == "the question" else "3 people at")
    for words, expected in (
        ("and level 3?", "2 people at level 3, in the community"),
        ("by category", "2 people at level 3, in the community, on 17 June 2026, by category"),
        ("list them", "Cases: BED-3000, BED-3001"),
        ("level 2 cases", "3 people at level 2"),
        ("how many of them are in custody", "1 person at level 2, in custody"),
    ):
        answer = said(counted, "U0CORA", words, thread=thread)
        assert expected in answer, words
        thread = thread if under == "the question" else counted.last_message()["thread_ts"]
    assert counted.last_message()["thread_ts"] == thread
    assert counted.newly_broken() == []


def test_in_a_channel_it_goes_on_for_whoever_asked_and_for_nobody_else(
    counted: Conversation,
) -> None:
    said(counted, "U0CORA", "@MAPPA how many level 2 cases", "C0PANEL")
    thread = asked_ts(counted, "how many level 2")
    answer = said(counted, "U0CORA", "@MAPPA and level 3?", "C0PANEL", thread)
    assert answer.startswith("2 people at level 3")
    assert counted.last_message()["ephemeral_to"] == "U0CORA"
    assert counted.last_message()["thread_ts"] == thread
    theirs = said(counted, "U0PRIYA", "@MAPPA and level 3?", "C0PANEL", thread)
    assert theirs.startswith("That goes on from a question") and "how many level 3" in theirs


def test_a_list_asked_in_a_channel_goes_to_the_direct_messages(counted: Conversation) -> None:
    said(counted, "U0CORA", "@MAPPA who is at level 3", "C0PANEL")
    direct, there = (
        next(m for m in counted.messages() if m.get("bot_id") and m["channel"] == channel)
        for channel in ("D0CORA", "C0PANEL")
    )
    assert "Cases: BED-3000, BED-3001" in direct["text"]
    assert there["ephemeral_to"] == "U0CORA" and "BED-" not in str(there)
    assert counted.count("records", action="cases found") == 1


def test_just_after_a_question_it_goes_on_without_a_thread(counted: Conversation) -> None:
    said(counted, "U0CORA", "how many level 2 cases")
    assert said(counted, "U0CORA", "by category").startswith("3 people at level 2")
    assert said(counted, "U0CORA", "and level 3").startswith("2 people at level 3")
    assert "no place" in said(counted, "U0CORA", "and aardvarks")
    assert said(counted, "U0CORA", "how many cases").startswith("5 people in the community")
    counted.clock.at += RECENT + timedelta(seconds=1)
    assert said(counted, "U0CORA", "by category").startswith("That goes on from a question")


@pytest.mark.parametrize(
    "words", ["and level 3?", "by category", "list them", "of them at level 3"]
)
def test_where_there_is_nothing_to_go_on_from_it_is_asked_back(
    talk: Conversation, words: str
) -> None:
    answer = said(talk, "U0CORA", words)
    assert answer.startswith("That goes on from a question")
    assert "• " in answer and answer.endswith("• help")
    assert talk.typed("U0CORA", words).text.startswith("That goes on from a question")
    assert talk.count("asked_questions") == 0


def test_access_is_asked_anew_each_time(counted: Conversation) -> None:
    said(counted, "U0CORA", "how many level 3 cases")
    thread = asked_ts(counted, "how many level 3")
    counted.write(lambda session: add_person(session, person("U0CORA", "smb"), NOW))
    assert "Your role sees figures and no cases" in said(counted, "U0CORA", "list them", "", thread)
    assert "Fewer than 5 people" in said(counted, "U0CORA", "by category", "", thread)
    counted.write(lambda session: add_person(session, person("U0CORA", "admin"), NOW))
    assert "Your role does not see figures" in said(counted, "U0CORA", "and level 2", "", thread)


def test_what_was_asked_is_kept_for_thirty_days_and_in_no_words_of_theirs(
    counted: Conversation,
) -> None:
    said(counted, "U0CORA", "Please tell me, how many L2s are there?")
    rows = counted.dump(without=())["asked_questions"]
    assert [row[4] for row in rows] == ["how many level 2 cases"]
    counted.write(lambda session: forget_asked(session, NOW + KEPT - timedelta(hours=1)))
    assert counted.count("asked_questions") == 1
    counted.write(lambda session: forget_asked(session, NOW + KEPT + timedelta(hours=1)))
    assert counted.count("asked_questions") == 0


def test_a_comparison_is_not_gone_on_from_without_saying_so(counted: Conversation) -> None:
    said(counted, "U0CORA", "level 2 cases on 1 June 2026 compared with level 3")
    thread = asked_ts(counted, "compared with level 3")
    assert "ask the whole question" in said(counted, "U0CORA", "by category", "", thread)
