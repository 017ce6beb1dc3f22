"""Windows over what somebody sees: their buttons, their fields, and what stands in them."""

import json
from typing import Any

from sqlalchemy import event

from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Answer, Json


def open_window(talk: Conversation, user_id: str) -> Json:
    """The window that is open."""
    talk.settle()
    form = talk.form(user_id)
    assert form, "no window is open"
    return form


def open_form(talk: Conversation, user_id: str, typed: str) -> Json:
    """The form that a command opens."""
    talk.command(user_id, typed)
    return open_window(talk, user_id)


def press_in_window(talk: Conversation, user_id: str, action_id: str) -> Json:
    """A button of the window; what the window is after it."""
    form = open_window(talk, user_id)
    block = next(b for b in form["blocks"] if action_id in action_ids(b))
    place = {"view_id": form["id"]}
    talk._do("press", user=user_id, place=place, block_id=block["block_id"], action_id=action_id)
    return open_window(talk, user_id)


def last_answer_to(talk: Conversation, user_id: str) -> Json:
    """The private message that somebody got last."""
    return [m for m in talk.messages() if m.get("ephemeral_to") == user_id][-1]


def action_ids(block: Json) -> list[str]:
    elements = [*(block.get("elements") or []), block.get("accessory") or {}]
    return [element.get("action_id", "") for element in elements]


def buttons(blocks: list[Json]) -> list[str]:
    """What the buttons say, in their order."""
    found = [
        element
        for block in blocks
        for element in [*(block.get("elements") or []), block.get("accessory") or {}]
    ]
    return [element["text"]["text"] for element in found if element.get("type") == "button"]


def filled(form: Json) -> dict[str, Any]:
    """What the form is filled in with, by field; empty where nothing is."""
    found = {}
    for block in form["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            option = (element.get("initial_option") or {}).get("value")
            names = ("initial_value", "initial_date", "initial_user")
            given = [element.get(name) for name in names]
            found[block["block_id"]] = next(filter(None, [option, *given]), "")
    return found


def shown(form: Json) -> str:
    """All the words of a window."""
    return json.dumps(form["blocks"], ensure_ascii=False)


def submission(talk: Conversation, user_id: str, **values: str) -> tuple[Json, Answer]:
    """The open form sent in: the payload of it, and the answer."""
    answer = talk.submit(user_id, **values)
    return talk.slack.heard[-1][0], answer


class Statements:
    """Counts what the database is asked."""

    def __init__(self, talk: Conversation) -> None:
        self.said: list[str] = []
        event.listen(talk.db.engine, "before_cursor_execute", self._note)
        self._engine = talk.db.engine

    def _note(self, _c: object, _x: object, statement: str, *_: object) -> None:
        self.said.append(statement)

    def stop(self) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)
