"""What somebody does with a bot: says something, presses, sends a form in, opens Home."""

from typing import Any

from bot.sandbox import payloads
from bot.sandbox.cast import BOT_USER, USERS, dm_of
from tests.bot.sandbox.parcels import attach
from tests.handlers.form_sheets import VALUES
from tests.handlers.windows import filled
from tests.handlers.workspaces import PATIENCE
from tests.leaks.exits import Json
from tests.leaks.houses import House

FILLED = {
    "plain_text_input": "it was decided", "datepicker": "2026-06-30", "users_select": "U0PETE",
}  # fmt: skip
USUAL = {
    "identifier": "X320741", "category": "2", "level": "2", "at": "10:00", "kind": "escort",
    "decision": "accept", "case": "BED-10001", "cases": "BED-10001", "add": "BED-10001",
    "agencies": "housing", "question": "how many level 2 cases", "on": "2026-06-16",
}  # fmt: skip


def say(house: House, user: str, text: str, place: str) -> None:
    """A direct message, or in a channel one that names the bot."""
    said = {"text": payloads.escape(text), "ts": f"17816850{house.done:02}.000100"}
    if place == "dm":
        said |= {"type": "message", "channel_type": "im", "channel": dm_of(user)}
    else:
        said |= {"type": "app_mention", "channel": place, "channel_type": "channel"}
        said["text"] = f"<@{BOT_USER}> {said['text']}"
    house.act(user, payloads.event(USERS[user], said), text, "said", place)


def open_home(house: House, user: str) -> None:
    opened = {"type": "app_home_opened", "channel": dm_of(user), "tab": "home"}
    house.act(user, payloads.event(USERS[user], opened), "", "home")


def press(house: House, user: str, action_id: str, value: str, *way: str) -> None:
    action = {"type": "button", "block_id": "b", "action_id": action_id, "value": value}
    in_window = house.random.random() < 0.3
    message = {"ts": "1.2", "text": "", "blocks": []}
    place: Json = {
        "container": {"type": "message", "channel_id": "C0PANEL", "message_ts": "1.2"},
        "channel": {"id": "C0PANEL", "name": "mappa-panel"},
        "message": message,
        "response_url": house.response_url(user),
    }
    if in_window:
        view = {"id": f"V{house.done}-{user}", "type": "modal", "blocks": [], "hash": "x"}
        place = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
    payload = payloads.block_actions(USERS[user], action, house.trigger(user), place)
    house.act(user, payload, value, action_id, *way)


def submit(
    house: House, user: str, view: Json, callback_id: str, typed: str = "", *,
    whole: bool = True, stolen: bool = False,
) -> None:  # fmt: skip
    """The form with every field filled in; not `whole`: only what has to be. Who has stolen it
    knows nothing of what stands in it."""
    state: dict[str, Any] = {}
    before = {} if stolen else filled(view)
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name, element = block["block_id"], block["element"]
        if not whole and block.get("optional") and name != "person":
            continue
        kind = element["type"]
        value = typed or USUAL.get(name) or before.get(name) or FILLED.get(kind)
        if kind == "static_select":
            options = [one["value"] for one in element.get("options") or []]
            value = {"value": value if value in options else house.random.choice(options)}
        elif typed and kind != "plain_text_input":
            value = FILLED.get(kind)
        state[name] = {"value": {"type": kind, VALUES.get(kind, "value"): value}}
    sent = {**view, "id": f"V{house.done}-{user}", "state": {"values": state}}
    payload = payloads.view_submission(USERS[user], sent, house.trigger(user))
    said = f"{view.get('private_metadata')} {state}"
    house.act(user, payload, said, callback_id)


def bring(house: House, user: str) -> None:
    """A workbook in a direct message, of a case that is new and one that is there."""
    number = 20_000 + house.done
    name = house.world.plant_new(number)
    content = f"case_ref,crn,name\nBED-{number},,{name}\n".encode()
    spells = f"case_ref,category,level,started_on,ended_on\nBED-{number},2,2,2026-01-05,\n".encode()
    house.judge.hear(user, content.decode(), waits=True)
    house.talk.slack.listener = house.talk.deliver
    page: Any = house.talk.slack
    attach(page, ("cases.csv", content), ("spells.csv", spells), user=user,
           channel=dm_of(user), text="")  # fmt: skip
    assert house.talk.slack.something_heard.wait(PATIENCE)
    house.talk.slack.something_heard.clear()
    house.talk.settle()
    house.send(f"a workbook of {user}")
