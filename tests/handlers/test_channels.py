"""What reaches a channel that others read: as yet nothing at all."""

import pytest

from handlers.views.blocks import button
from storage.tables import reminders
from tests.build import NOW
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Json

CHANNELS = ("C0PANEL", "C0GENERAL", "C0SHARED")


def read_by_others(talk: Conversation, channel: str) -> list[Json]:
    """What the bot has said in a channel for everybody to read."""
    said = [m for m in talk.messages() if m["channel"] == channel and "ephemeral_to" not in m]
    return [m for m in said if m.get("bot_id") and (m["text"] != "Planted." or "edited" in m)]


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_command_is_answered_for_others_to_read(talk: Conversation, channel: str) -> None:
    for typed in ("case BED-1042", "update BED-1042 note x", "how many cases", "me", "help", "x"):
        talk.command("U0PRIYA", typed, channel)
    talk.command("U0PRIYA", "refer BED-1042 level 3 because risk", channel)
    assert read_by_others(talk, channel) == []
    assert talk.newly_broken() == []


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_mention_and_no_click_is_answered_for_others_to_read(
    talk: Conversation, channel: str
) -> None:
    talk.write(lambda session: session.execute(reminders.update().values(state="sent")))
    rows = talk.read(lambda session: session.execute(reminders.select()).all())
    own = next(row for row in rows if row.person_id == talk.people["U0PRIYA"].id)
    for made in (
        button("Acknowledge", "acknowledge_reminder", str(own.id)),
        button("Show the case", "open_case", "BED-1042"),
        button("Refer", "refer_case", "BED-1042"),
    ):
        talk.press("U0PRIYA", made["action_id"], talk.plant(channel, made))
    talk.say("U0PRIYA", "@MAPPA how many cases", channel)
    talk.send()
    assert read_by_others(talk, channel) == []
    assert talk.count("reminders", state="acknowledged") == 1


def test_reminders_go_to_direct_messages_only(talk: Conversation) -> None:
    talk.clock.at = NOW.replace(month=9, day=30)
    talk.send()
    assert {m["channel"] for m in talk.messages()} == {"D0CORA", "D0PRIYA"}
