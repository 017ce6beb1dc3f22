"""Payloads as the practice workspace sends them: of every word, button, form, shortcut and event.

One of each kind is taken from the socket while somebody acts at the page; the others are the same
with another line, another button or another form in it.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers import BUTTONS, EVENTS, FORMS, SHORTCUTS
from handlers.commands import WORDS
from handlers.views import blocks
from handlers.ways import name_in
from tests.bot.sandbox.parcels import DATA, attach
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import sheets
from tests.handlers.pressing import PRESSED_BY, right_values
from tests.handlers.slots import slots
from tests.handlers.windows import open_form
from tests.handlers.workspaces import PATIENCE, Json

QUESTIONS = (
    "how many level 2 cases",
    "list level 2 cases",
    "help",
    "and level 3?",
    "update BED-1042",
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something that somebody rightly did."""

    name: str
    by: str
    payload: Json


def record(talk: Conversation) -> list[Recorded]:
    """All of them; nothing of it was done yet."""
    basis = _at_the_page(talk)
    found = [
        *_words(basis["command"]),
        *_buttons(talk, basis["button"], basis["button in a window"]),
        *_forms(talk, basis["form"]),
        *_said(basis["message"], basis["mention"]),
        *(
            Recorded(name, "U0CORA", basis[name])
            for name in ("shortcut", "shortcut on a message", "home", "file", "account")
        ),
        *_unheard(basis),
    ]
    _require_all(found)
    return found


def _at_the_page(talk: Conversation) -> dict[str, Json]:
    """One of each kind, as it came over the socket."""
    form = open_form(talk, "U0CORA", "update BED-1042 note")
    planted = talk.plant("D0CORA", blocks.button("Open", "open_case", "BED-1042"))
    block = planted["blocks"][1]["block_id"]
    at = {"channel": "D0CORA", "ts": planted["ts"]}
    acts: dict[str, tuple[str, Json]] = {
        "command": ("command", {"channel": "C0GENERAL", "text": "/mappa help"}),
        "message": ("say", {"channel": "D0CORA", "text": "how many cases"}),
        "mention": ("say", {"channel": "C0PANEL", "text": "@MAPPA how many cases"}),
        "home": ("home", {}),
        "button": ("press", {"place": at, "block_id": block, "action_id": "open_case"}),
        "shortcut": ("shortcut", {"callback_id": "make_referral"}),
        "shortcut on a message": ("shortcut", {"callback_id": "add_to_case", "place": at}),
        "account": ("account", {"now": {"deleted": False}}),
        "form": ("submit", {"view_id": form["id"], "values": {}}),
    }
    found = {}
    for name, (act, given) in acts.items():
        with talk.holding_back() as held:
            talk._do(act, user="U0CORA", **given)
        found[name] = held[0]
    page: Any = talk.slack  # each knows where its server is
    with talk.holding_back() as held:
        talk.slack.listener = talk._receive
        talk.slack.something_heard.clear()
        attach(page, ("cases.csv", DATA), user="U0CORA", channel="D0CORA", text="update")
        assert talk.slack.something_heard.wait(PATIENCE)
    found["file"] = held[0]
    view = found["form"]["view"]
    place = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
    taken = {"container", "channel", "message", "response_url"}
    rest = {name: one for name, one in found["button"].items() if name not in taken}
    return found | {"button in a window": rest | place}


def _words(basis: Json) -> Iterator[Recorded]:
    for slot in slots():
        user = USERS[slot.by]
        who = {"user_id": user.id, "user_name": user.name.lower().split()[0]}
        text = payloads.escape(slot.right)
        yield Recorded(f"word {slot.word}", user.id, deepcopy(basis) | who | {"text": text})


def _buttons(talk: Conversation, on_message: Json, in_window: Json) -> Iterator[Recorded]:
    for action_id, value in right_values(talk).items():
        user = PRESSED_BY.get(action_id, "U0CORA")
        for where, basis in (("message", on_message), ("window", in_window)):
            payload = _by(user, basis)
            payload["actions"][0] |= {"action_id": action_id, "value": value}
            yield Recorded(f"button {action_id} on a {where}", user, payload)


def _forms(talk: Conversation, basis: Json) -> Iterator[Recorded]:
    for sheet in list(sheets(talk)):
        payload = _by(sheet.by, basis)
        sent = sheet.sent_in()["view"]
        payload["view"] = {"hash": "1.2", "team_id": basis["team"]["id"], **sent}
        yield Recorded(f"form {sheet.name}", sheet.by, payload)


def _said(message: Json, mention: Json) -> Iterator[Recorded]:
    for text in QUESTIONS:
        for name, basis in (("message", message), ("mention", mention)):
            payload = deepcopy(basis)
            payload["event"]["text"] = re.sub("how many cases", text, basis["event"]["text"])
            yield Recorded(f"{name} {text}", "U0CORA", payload)


def _unheard(basis: dict[str, Json]) -> Iterator[Recorded]:
    """What Slack can send to an app, and this one does not ask for."""
    who = {name: basis["button"][name] for name in ("user", "team", "token", "api_app_id")}
    asked = {"type": "block_suggestion", "action_id": "open_case", "block_id": "b", "value": "BED"}
    yield Recorded("options", "U0CORA", {**who, **asked})
    closed = {"type": "view_closed", "view": basis["form"]["view"], "is_cleared": False}
    yield Recorded("a form that was left", "U0CORA", {**who, **closed})
    old = {"type": "interactive_message", "callback_id": "open_case", "trigger_id": "1.2"}
    yield Recorded("a button of old", "U0CORA", {**who, **old, "actions": [{"value": "BED-1042"}]})
    event = deepcopy(basis["message"])
    event["event"] |= {"type": "reaction_added", "reaction": "eyes", "item": {"ts": "1.2"}}
    yield Recorded("a reaction", "U0CORA", event)


def _by(user_id: str, basis: Json) -> Json:
    user = USERS[user_id]
    payload = deepcopy(basis)
    handle = user.name.lower().split()[0]
    payload["user"] |= {"id": user.id, "username": handle, "name": handle, "team_id": user.team}
    return payload


def _require_all(found: list[Recorded]) -> None:
    """Whatever is registered with Bolt is among them."""
    names = {one.name.split()[1] for one in found if one.name.startswith("word ")}
    assert names == set(WORDS), set(WORDS) ^ names
    some = [one for one in found if one.name.startswith("button ")]
    pressed = [one.payload["actions"][0]["action_id"] for one in some]
    sent = {one.payload["view"]["callback_id"] for one in found if one.name.startswith("form ")}
    chosen = {one.payload.get("callback_id") for one in found}
    heard = {(one.payload.get("event") or {}).get("type") for one in found}
    missing = [key for key in BUTTONS if key not in {name_in(BUTTONS, name) for name in pressed}]
    missing += [key for key in FORMS if key not in sent]
    missing += [key for key in SHORTCUTS if key not in chosen]
    missing += [key for key in EVENTS if key not in heard]
    assert missing == []
