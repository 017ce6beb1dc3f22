"""Every form that the bot opens, taken from the code itself, and what is right in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers.views import questions, requests, shortcuts, transfers
from handlers.views.reports import FREEZE_RETURN
from mappa.case_facts import Request
from mappa.update_sections import SECTIONS
from tests.handlers.conversations import Conversation
from tests.handlers.pressing import press
from tests.handlers.windows import filled, open_form
from tests.handlers.workspaces import Json

CASE, DAY = "BED-1042", "2026-06-02"
REQUEST = Request(1, "escort", date(2026, 6, 1), "escort from the gate")
VALUES = {
    "datepicker": "selected_date",
    "users_select": "selected_user",
    "static_select": "selected_option",
    "plain_text_input": "value",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it was opened, and how it is filled in rightly."""

    name: str
    view: Json
    right: dict[str, str] = field(default_factory=dict)

    @property
    def inputs(self) -> dict[str, Json]:
        """The element of each input, by its field."""
        found = {}
        for block in self.view["blocks"]:
            if block["type"] == "input":
                found[block["block_id"]] = block["element"]
        return found

    def may_be_empty(self, field: str) -> bool:
        return any(b.get("block_id") == field and b["optional"] for b in self.view["blocks"])

    def sent_in(self, user_id: str = "U0CORA", **answers: Any) -> Json:
        """The form as Slack sends it in, with these answers instead of the right ones."""
        given = filled(self.view) | self.right | answers
        state: dict[str, Any] = {}
        for name, element in self.inputs.items():
            kind, value = element["type"], given[name] or None
            held = {"value": value} if kind == "static_select" and value else value
            state[name] = {"value": {"type": kind, VALUES[kind]: held}}
        view = {**self.view, "id": f"V{token_hex(5).upper()}", "state": {"values": state}}
        return payloads.view_submission(USERS[user_id], view, "1.2")


def sheets(talk: Conversation) -> Iterator[Sheet]:
    """All of them, each opened or drawn for Cora."""
    typed = {
        "refer": {"identifier": "X320741", "category": "2", "level": "2", "because": "high risk"},
        "screen BED-R1": {
            "decision": "accept",
            "level": "2",
            "category": "2",
            "because": "high risk",
        },
        "answer BED-R1": {"answer": "he moves to Luton"},
    }
    for line, right in typed.items():
        yield Sheet(line, open_form(talk, "U0CORA", line), right)
    for section in SECTIONS:
        view = open_form(talk, "U0CORA", f"update {CASE} {section.name}")
        yield Sheet(f"update {section.name}", view, {"because": "it was decided"})
    frozen = json.loads(press(talk, "U0CORA", FREEZE_RETURN, "2025 - 0"))
    yield Sheet("freeze", frozen, {"approved-by": "Jo Example, chair of the board"})
    drawn = {
        "new request": (requests.new_form(CASE, "police"), {"kind": "escort", "what": "escort"}),
        "answer to a request": (requests.answer_form(CASE, REQUEST), {"outcome": "done"}),
        "accept": (transfers.answer_form("HER-1001", "accept"), {"because": "moved"}),
        "decline": (transfers.answer_form("HER-1001", "decline"), {"because": "lives there"}),
        "question": (questions.question_form(), {"question": "how many level 2 cases"}),
        "note": (shortcuts.note_form("said there"), {"case": CASE}),
    }
    for name, (view, right) in drawn.items():
        yield Sheet(name, view, right)
