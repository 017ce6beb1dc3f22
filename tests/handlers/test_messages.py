"""Direct messages and mentions: answered where they were asked, to who asked and nobody else."""

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import whole_text


def test_a_direct_message_is_answered_there_and_in_its_thread(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.say("U0CORA", "how many level 2 cases?")
    talk.send()
    answer = talk.last_message()
    assert answer["channel"] == "D0CORA"
    assert answer["text"].startswith("1 person at level 2, in the community, on 17 June 2026.")
    assert "thread_ts" not in answer
    talk.say("U0CORA", "how many level 3 cases?", thread_ts=answer["ts"])
    talk.send()
    assert talk.last_message()["thread_ts"] == answer["ts"]
    assert talk.last_message()["text"].startswith("0 people at level 3")


@pytest.mark.parametrize("channel", ["C0PANEL", "C0GENERAL", "C0SHARED"])
@pytest.mark.parametrize("said", ["@MAPPA how many cases", "how many cases @MAPPA", "hi @MAPPA"])
def test_a_mention_is_answered_to_who_asked_only(
    talk: Conversation, channel: str, said: str
) -> None:
    talk.say("U0PRIYA", said, channel)
    talk.send()
    answer = talk.last_message()
    assert answer["channel"] == channel
    assert answer["ephemeral_to"] == "U0PRIYA"
    if "how many" in said:
        assert answer["text"].startswith("Fewer than 5 people in the community")
    for member in ("U0CORA", "U0OLGA", "U0PETE"):
        assert answer not in talk.state(member)["messages"]
    assert talk.newly_broken() == []


@pytest.mark.parametrize("said", ["", "help", "@MAPPA", "@MAPPA help", "  "])
def test_nothing_said_is_answered_with_help(talk: Conversation, said: str) -> None:
    talk.say("U0CORA", f"{said} ")
    talk.send()
    assert talk.last_message()["text"].startswith("What you can type:")


def test_the_name_of_anybody_else_in_a_question_is_never_passed_over(talk: Conversation) -> None:
    talk.say("U0CORA", "@MAPPA how many cases @Priya Practice", "C0PANEL")
    talk.send()
    answer = whole_text(talk.last_message())
    assert "priya" not in talk.last_message()["text"]
    assert "That word has no place" in answer
    assert "priya" in answer
    assert "<@" not in answer


@pytest.mark.parametrize("said", ["case BED-1042", "update BED-1042 level 3", "refer", "Me"])
def test_what_works_as_a_command_is_said_to(talk: Conversation, said: str) -> None:
    others = ("outgoing", "lanes", "deliveries", "people")
    before = talk.dump(without=others)
    talk.say("U0PRIYA", said)
    talk.send()
    word = said.partition(" ")[0].lower()
    assert talk.last_message()["text"] == f"That works as a command: /mappa {word}"
    assert talk.dump(without=others) == before


def test_an_unknown_word_is_asked_back_with_help_and_calls_nobody(talk: Conversation) -> None:
    talk.say("U0CORA", "how many aardvarks <!channel> *now* &amp; @everyone")
    talk.send()
    answer = talk.last_message()
    assert "“aardvarks”: That word has no place" in whole_text(answer)
    assert whole_text(answer).endswith("• help")
    assert "<!" not in whole_text(answer) and "aardvarks" not in answer["text"]
    assert all(block.get("text", {}).get("type") != "mrkdwn" for block in answer["blocks"])


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0MAPPA"},
        {"bot_id": "B0OTHER", "user": "U0CORA"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"user": ""},
        {"channel_type": "channel", "channel": "C0PANEL"},
        {"channel_type": "mpim", "channel": "C0PANEL"},
    ],
    ids=str,
)
def test_what_is_not_said_to_the_bot_is_not_answered(
    talk: Conversation, more: dict[str, str]
) -> None:
    said = {"type": "message", "channel_type": "im", "channel": "D0CORA", "ts": "1.0001"}
    payload = payloads.event(USERS["U0CORA"], {**said, "text": "how many cases", **more})
    assert talk.deliver(payload).status == 200
    talk.send()
    assert talk.messages() == []


def test_an_admin_gets_no_figure_anywhere(talk: Conversation) -> None:
    talk.say("U0ADA", "how many cases")
    talk.say("U0ADA", "@MAPPA how many cases", "C0GENERAL")
    talk.send()
    answers = {m["text"] for m in talk.messages() if m.get("bot_id")}
    assert answers == {"Your role does not see figures. Ask the co-ordinator of your area."}
    refused = talk.typed("U0ADA", "how many cases").text
    assert {refused} == answers
    assert MARKER not in talk.everything_seen()
