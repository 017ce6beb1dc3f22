"""Whatever Slack delivers twice is done once: every word, button, form, shortcut and message."""

from collections.abc import Callable

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers import SHORTCUTS
from handlers.commands import WORDS
from tests.handlers.badness import saves_nothing, some
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import sheets
from tests.handlers.pressing import PRESSED_BY, pressed, right_values
from tests.handlers.slates import Slate
from tests.handlers.slots import slots
from tests.handlers.test_anything_messages import hear
from tests.handlers.workspaces import Answer, Json

SLOTS = slots()
Checked = Callable[[Json], Answer]


@pytest.fixture
def twice(laden: Conversation, laden_slate: Slate) -> Checked:
    """Delivers a payload, then once more as a retry; the second changes nothing at all."""

    def deliver(payload: Json) -> Answer:
        first = Answer.of(laden.deliver(payload))
        laden.settle()
        with saves_nothing(laden) as saved:
            again = laden.deliver(payload, retry=1)
            laden.settle()
        assert not saved
        assert again.status == first.status == 200
        assert "went wrong" not in str(again.body)
        laden_slate.wipe()
        return first

    return deliver


@pytest.mark.parametrize("word", [word for word in WORDS if WORDS[word].writes])
def test_a_word_delivered_again_is_done_once(
    laden: Conversation, twice: Checked, word: str
) -> None:
    for slot in some([slot for slot in SLOTS if slot.word == word], 0, of=4):
        answer = twice(laden.command_payload(slot.by, slot.right))
        assert "done already" not in answer.text, slot.right


def test_a_button_pressed_once_and_delivered_again_acts_once(
    laden: Conversation, twice: Checked
) -> None:
    for action_id, value in right_values(laden).items():
        twice(pressed(laden, PRESSED_BY.get(action_id, "U0CORA"), action_id, value))


def test_a_form_delivered_again_is_saved_once(laden: Conversation, twice: Checked) -> None:
    for sheet in list(sheets(laden)):
        answers = {"note": "once"} if sheet.name.startswith("update") else {}
        payload = sheet.sent_in(**{n: v for n, v in answers.items() if n in sheet.inputs})
        assert not twice(payload).errors or sheet.name.startswith("update"), sheet.name


def test_a_shortcut_and_a_message_delivered_again_are_heard_once(
    laden: Conversation, twice: Checked
) -> None:
    for callback_id in SHORTCUTS:
        trigger = str(pressed(laden, "U0CORA", "x", "")["trigger_id"])
        message = {"channel": "C0GENERAL", "ts": "1.2", "text": "said"}
        payload = payloads.message_action(USERS["U0CORA"], callback_id, trigger, message, "")
        payload["type"] = "message_action" if callback_id == "add_to_case" else "shortcut"
        twice(payload)
    twice(hear(laden, "U0CORA", "how many cases"))
    twice(hear(laden, "U0CORA", "update", subtype="file_share", files=[{"id": "F0X", "size": 1}]))
