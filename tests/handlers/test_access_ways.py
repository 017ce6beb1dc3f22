"""The access table, tried on every button, form, shortcut and event, as everybody.

What is pressed or sent in is nonsense: whoever may not go that way hears of their role, or that
they are not registered, before anything of it is read.
"""

from collections.abc import Iterator
from secrets import token_hex
from typing import Any

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers import BUTTONS, EVENTS, FORMS, SHORTCUTS
from handlers.ways import Way
from mappa.access import REFUSED
from mappa.people import ROLES
from storage.people import STRANGER
from tests.handlers.conversations import Conversation
from tests.handlers.ears import Ear, listening
from tests.handlers.referring import told
from tests.handlers.roles import EVERYBODY, MAY_GO, STRANGERS, Somebody, bring
from tests.handlers.test_access_table import CHANNELS
from tests.handlers.workspaces import Json

KINDS: dict[str, Any] = {"button": BUTTONS, "form": FORMS, "shortcut": SHORTCUTS}
MAY_ASK = ("co-ordinator", "practitioner", "chair", "auditor", "smb", "lay-adviser")
WHO = tuple(one for one in EVERYBODY if not one.theirs)


def ways() -> Iterator[tuple[str, str, Way]]:
    """Each with its kind and the name that Slack knows it by."""
    for kind, table in KINDS.items():
        for name, way in table.items():
            yield kind, name, way


def test_every_way_has_its_place_in_the_table() -> None:
    assert set(MAY_GO) == set(ROLES)
    assert {name for _, name, _ in ways()} == set().union(*MAY_GO.values())


def payload(kind: str, name: str, user_id: str, channel: str) -> Json:
    user, trigger = USERS[user_id], f"{token_hex(6)}.{token_hex(8)}"
    if kind == "button":
        action = {"type": "button", "block_id": "b", "action_id": name, "value": "nonsense"}
        place = {
            "container": {"type": "message", "channel_id": channel, "message_ts": "1.2"},
            "channel": {"id": channel},
            "message": {"ts": "1.2"},
        }
        return payloads.block_actions(user, action, trigger, place)
    if kind == "form":
        block = {"type": "input", "block_id": "x", "element": {"type": "plain_text_input"}}
        view: Json = {"id": f"V{token_hex(5).upper()}", "type": "modal", "callback_id": name}
        view |= {"private_metadata": "nonsense", "blocks": [block], "state": {"values": {}}}
        return payloads.view_submission(user, view, trigger)
    message = {"channel": channel, "ts": "1.2", "text": "said"}
    made = payloads.message_action(user, name, trigger, message, "")
    return made | {"type": "message_action" if name == "add_to_case" else "shortcut"}


def answers(talk: Conversation, ear: Ear, sent: Json) -> str:
    """All that comes back, and all that is shown."""
    response = talk.deliver(sent)
    talk.settle()
    return f"{response.body} {ear.listen()}"


@pytest.mark.parametrize("somebody", WHO, ids=str)
def test_by_every_way_a_role_gets_as_far_as_the_table_says(
    laden: Conversation, somebody: Somebody
) -> None:
    bring(laden, somebody)
    outsider = somebody.role == "outsider"
    before = laden.dump(("deliveries", "records", "record_heads", "outgoing", "asked_questions"))
    wrong = []
    with listening(laden) as ear:
        for number, (kind, name, way) in enumerate(ways()):
            places = list(CHANNELS.values())
            place = "C0SHARED" if outsider else places[number % len(places)]
            said = answers(laden, ear, payload(kind, name, somebody.user_id, place))
            stranger, refused = STRANGER in said, REFUSED[way.needs or "ask"] in said
            should = somebody.role in STRANGERS, name not in MAY_GO.get(somebody.role, {name})
            if (stranger, refused) != should:
                wrong.append(f"{kind} {name}: {said[:300]}")
            if any(f'"channel": "{one}"' in said for one in places[1:]):
                wrong.append(f"{kind} {name}: something is posted to a channel")
    assert wrong == []
    after = laden.dump(("deliveries", "records", "record_heads", "outgoing", "asked_questions"))
    assert after == before
    assert sum(1 for _ in ways()) == len(BUTTONS) + len(FORMS) + len(SHORTCUTS)


def event_of(kind: str, user_id: str, channel: str) -> Json:
    said = {"type": kind, "user": user_id, "channel": channel, "text": "how many cases"}
    said |= {"ts": "1.2", "team": USERS[user_id].team}
    if kind == "message":
        said |= {"channel_type": "im"}
    if kind == "app_home_opened":
        said |= {"tab": "home"}
    return payloads.event(USERS[user_id], said) | {"event_id": f"Ev{token_hex(5)}"}


@pytest.mark.parametrize("somebody", WHO, ids=str)
def test_by_every_event_too(laden: Conversation, somebody: Somebody) -> None:
    """Figures for those who may ask, in private; for everybody else one sentence."""
    bring(laden, somebody)
    user_id, stranger = somebody.user_id, somebody.role in STRANGERS
    with listening(laden) as ear:
        for kind, channel in (
            ("message", "D0NOEL"),
            ("app_mention", "C0GENERAL"),
            ("app_mention", "C0PANEL"),
            ("app_mention", "C0SHARED"),
            ("app_home_opened", "D0NOEL"),
        ):
            before = len(told(laden, user_id))
            said = answers(laden, ear, event_of(kind, user_id, channel))
            said += "\n".join(told(laden, user_id)[before:])
            assert (STRANGER in said) is stranger, kind
            if kind != "app_home_opened":
                may_not = somebody.role not in MAY_ASK and not stranger
                assert (REFUSED["ask"] in said) is may_not, kind
                assert ("people" in said) is (somebody.role in MAY_ASK), kind
            assert "chat.postMessage" not in said or channel == "D0NOEL", kind


def test_what_happens_to_an_account_asks_nobody() -> None:
    """Slack says it, and no person: everything else that is heard is in the table above."""
    assert set(EVENTS) == {"message", "app_mention", "app_home_opened", "user_change"}
    assert not any(way.needs for way in EVENTS.values())
