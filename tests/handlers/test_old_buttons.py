"""Numbers of rows come again after a restore: the button of a message that nobody knows any more
reaches nothing."""

import pytest

from handlers.views.reminders import ACKNOWLEDGE, SNOOZE
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import OWNER_ONLY, add_due, begin, said
from tests.handlers.workspaces import Json


@pytest.fixture
def reminded(talk: Conversation) -> Conversation:
    add_due(begin(talk)).send(policy=OWNER_ONLY)
    return talk


def pressed(talk: Conversation, action: str, ts: str) -> str:
    """The answer to a press of the reminder's button, as if it stood in the message of that ts."""
    message = next(m for m in said(talk) if action in str(m["blocks"]))
    found = next(
        one["action_id"]
        for block in message["blocks"]
        for one in block.get("elements", [])
        if str(one.get("action_id")).startswith(action)
    )

    def elsewhere(payload: Json) -> None:
        payload["container"]["message_ts"] = ts

    with talk.tampering(elsewhere):
        talk.press("U0PRIYA", found, message)
    talk.settle()
    return str(talk.form("U0PRIYA"))


@pytest.mark.parametrize("action", [ACKNOWLEDGE, SNOOZE])
def test_a_message_of_which_nothing_is_known_answers_no_reminder(
    reminded: Conversation, action: str
) -> None:
    assert "no longer there" in pressed(reminded, action, "1700000000.000100")
    assert reminded.count("reminders", state="sent") == 1


def test_the_message_that_carried_it_does_also_after_it_was_put_off(reminded: Conversation) -> None:
    ts = said(reminded)[0]["ts"]
    pressed(reminded, SNOOZE, ts)
    assert reminded.count("reminders", state="snoozed") == 1
    reminded.send(policy=OWNER_ONLY)  # what stands there now can still be acknowledged
    assert "no longer there" in pressed(reminded, ACKNOWLEDGE, "1700000000.000100")
    pressed(reminded, ACKNOWLEDGE, ts)
    assert reminded.count("reminders", state="acknowledged") == 1
