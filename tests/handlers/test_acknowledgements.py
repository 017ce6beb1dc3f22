"""An acknowledgement waits for the database only: never for Slack, however slow that is."""

import time
from collections.abc import Callable

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from storage.cases import get_case
from storage.databases import BUSY_SECONDS
from storage.questions_asked import Carried, seal_question
from storage.tables import reminders
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Json

AT_ONCE = 2.5  # seconds, on a machine that is busy with other things
HANGS = 4
# What is called by the payloads below, but for auth.test, which nothing may call.
METHODS = {
    "views.open": 2,
    "views.publish": 1,
    "chat.postMessage": 1,
    "chat.postEphemeral": 1,
    "conversations.info": 1,
    "auth.test": 1,
}
IM = {"type": "message", "channel_type": "im", "text": "how many cases", "ts": "1.1"}


def click(action_id: str, value: str) -> Callable[[Conversation], Json]:
    action = {"type": "button", "block_id": "x", "action_id": action_id, "value": value}
    place = {"container": {"type": "message", "channel_id": "D0PRIYA", "message_ts": "1.1"}}
    return lambda talk: payloads.block_actions(USERS["U0PRIYA"], action, "1.2", place)


def share(talk: Conversation) -> Json:
    """A click on the button of an answer in a channel, of which Slack then is asked."""
    carried = Carried("how many cases", talk.clock().date(), "")
    person = talk.people["U0PRIYA"]
    value = talk.read(lambda session: seal_question(session, person, carried))
    place = {"type": "message", "channel_id": "C0PANEL", "message_ts": "1.1"}
    return click("share_answer", value)(talk) | {"container": place}


def own_reminder(talk: Conversation) -> str:
    """One that has arrived."""
    talk.write(lambda session: session.execute(reminders.update().values(state="sent")))
    rows = talk.read(lambda session: session.execute(reminders.select()).all())
    return str(next(row.id for row in rows if row.person_id == talk.people["U0PRIYA"].id))


PAYLOADS: dict[str, Callable[[Conversation], Json]] = {
    "case": lambda talk: talk.command_payload("U0PRIYA", "case BED-1042"),
    "update": lambda talk: talk.command_payload("U0PRIYA", "update BED-1042 note x"),
    "refer": lambda talk: talk.command_payload("U0PRIYA", "refer"),
    "question": lambda talk: talk.command_payload("U0PRIYA", "how many cases"),
    "refused": lambda talk: talk.command_payload("U0NOEL", "help"),
    "open case": click("open_case", "BED-1042"),
    "form button": click("refer_case", "BED-1042"),
    "not theirs": click("acknowledge_reminder", "0"),
    "acknowledge": lambda talk: click("acknowledge_reminder", own_reminder(talk))(talk),
    "share": share,
    "message": lambda talk: payloads.event(USERS["U0PRIYA"], {"channel": "D0PRIYA", **IM}),
    "stranger": lambda talk: payloads.event(USERS["U0NOEL"], {"channel": "D0NOEL", **IM}),
    "mention": lambda talk: payloads.event(
        USERS["U0OLGA"], {**IM, "type": "app_mention", "channel": "C0SHARED"}
    ),
    "home": lambda talk: payloads.event(USERS["U0PRIYA"], {"type": "app_home_opened"}),
}


def test_every_acknowledgement_comes_at_once_while_slack_hangs(shared_talk: Conversation) -> None:
    talk = shared_talk  # whose app has not heard anything yet
    for method, times in METHODS.items():
        talk.slack.fault("hang", method, times=times, seconds=HANGS)
    late = {}
    for kind, make in PAYLOADS.items():
        payload = make(talk)
        began = time.monotonic()
        assert talk.deliver(payload).status == 200, kind
        if (took := time.monotonic() - began) > AT_ONCE:
            late[kind] = took
    assert late == {}
    assert any(not future.done() for future in talk.kit.workers.pending)
    talk.settle()
    with pytest.raises(SlackApiError, match="upstream connect error"):
        talk.slack.client.auth_test()  # the fault is still there: nobody has called it
    assert talk.slack.client.auth_test()["ok"]


def test_what_was_put_off_is_done_as_soon_as_slack_is_well(talk: Conversation) -> None:
    talk.slack.fault("hang", "views.open", seconds=0.2)
    talk.command("U0PRIYA", "refer")
    talk.settle()
    assert talk.form("U0PRIYA") is None
    talk.command("U0PRIYA", "refer")
    talk.settle()
    assert talk.form("U0PRIYA") is not None
    assert "not done after the acknowledgement: SlackApiError" in talk.log.getvalue()


@pytest.mark.parametrize("error", ["429", "500", "refuse token"])
def test_a_home_that_cannot_be_drawn_is_noted_and_drawn_at_the_next_visit(
    talk: Conversation, error: str
) -> None:
    talk.slack.fault(error, "views.publish")
    talk.open_home("U0PETE")
    assert "not done after the acknowledgement: SlackApiError" in talk.log.getvalue()
    assert "Pete Practice" in str(talk.open_home("U0PETE"))


def test_a_database_that_is_held_up_is_answered_in_time(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    with talk.db.write() as session:
        get_case(session, "BED-1042", to_change=True)
        asked = time.monotonic()
        answer = talk.typed("U0PRIYA", "update BED-1042 note held up")
        assert time.monotonic() - asked < BUSY_SECONDS - 2  # what the sender would wait for
    assert "nothing was saved" in answer.text
    assert "held up" not in talk.typed("U0PRIYA", "case BED-1042 notes").text
