"""Every form that the bot opens, taken from the code itself, and what is right in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from secrets import token_hex
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers.views import (
    actions,
    glass,
    questions,
    registration_forms,
    requests,
    shortcuts,
    transfers,
)
from handlers.views.meetings import meeting_forms, meeting_requests
from handlers.views.meetings.minuting import CLOSE_MINUTES
from handlers.views.reports import FREEZE_RETURN
from mappa.case_facts import Request
from mappa.meetings.minutes import SECTIONS as MINUTED
from mappa.update_sections import SECTIONS
from mappa.workbook.workbooks import ActionRow, MeetingRow
from tests.build import TODAY, person
from tests.handlers.conversations import Conversation
from tests.handlers.pressing import press
from tests.handlers.windows import filled, open_form
from tests.handlers.workspaces import Json

CASE, DAY = "BED-1042", "2026-06-02"
REQUEST = Request(1, "escort", date(2026, 6, 1), "escort from the gate")
MEETING = MeetingRow("BED-M1", 2, datetime(2026, 7, 1, 9, tzinfo=UTC), area="BED")
ACTION = ActionRow("BED-AC1", CASE, "police", "Sam Soft", "a quiet look")
ANSWERS = {
    "done": {"on": "2026-06-17", "note": "seen"},
    "cannot": {"note": "nobody lives there"},
    "reassign": {"name": "Jo Soft", "agency": "police"},
}
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
    by: str = "U0CORA"

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

    def sent_in(self, user_id: str = "", **answers: Any) -> Json:
        """The form as Slack sends it in, with these answers instead of the right ones."""
        given = filled(self.view) | self.right | answers
        state: dict[str, Any] = {}
        for name, element in self.inputs.items():
            kind, value = element["type"], given[name] or None
            held = {"value": value} if kind == "static_select" and value else value
            state[name] = {"value": {"type": kind, VALUES[kind]: held}}
        view = {**self.view, "id": f"V{token_hex(5).upper()}", "state": {"values": state}}
        return payloads.view_submission(USERS[user_id or self.by], view, "1.2")


def sheets(talk: Conversation) -> Iterator[Sheet]:
    """All of them, each opened or drawn for Cora."""
    typed = {
        # The first: it counts on what is put on the record when it is opened.
        "erase BED-1039": {"case": "BED-1039", "because": "its time is over"},
        "refer": {"identifier": "X320741", "category": "2", "level": "2", "because": "high risk"},
        "screen BED-R1": {
            "decision": "accept",
            "level": "2",
            "category": "2",
            "because": "high risk",
        },
        "answer BED-R1": {"answer": "he moves to Luton"},
        f"subject-access {CASE}": {"case": CASE, "because": "request SAR-7"},
    }
    for line, right in typed.items():
        yield Sheet(line, open_form(talk, "U0CORA", line), right)
    for section in SECTIONS:
        view = open_form(talk, "U0CORA", f"update {CASE} {section.name}")
        yield Sheet(f"update {section.name}", view, {"because": "it was decided"})
    for name in MINUTED:
        view = open_form(talk, "U0CORA", f"minute BED-M2 {CASE} {name}")
        yield Sheet(f"minute {name}", view)
    closing = json.loads(press(talk, "U0CORA", CLOSE_MINUTES, f"BED-M2 {CASE}"))
    yield Sheet("close", closing)
    frozen = json.loads(press(talk, "U0CORA", FREEZE_RETURN, "2025 - 0"))
    yield Sheet("freeze", frozen, {"approved-by": "Jo Example, chair of the board"})
    why = {"case": CASE, "because": "he is at our desk"}
    yield Sheet("glass", glass.glass_form(), why, by="U0PETE")
    yield from _of_people()
    drawn = {
        "new request": (requests.new_form(CASE, "police"), {"kind": "escort", "what": "escort"}),
        "answer to a request": (requests.answer_form(CASE, REQUEST), {"outcome": "done"}),
        "information": (
            meeting_requests.information_form("BED-M1"),
            {"agencies": "housing", "by": "2026-06-30", "case": CASE},
        ),
        "plan": (
            meeting_forms.plan_form(),
            {"level": "2", "on": "2026-07-07", "at": "10:00", "cases": CASE},
        ),
        "move": (
            meeting_forms.move_form(MEETING),
            {"on": "2026-07-08", "at": "11:00", "because": "the room is taken"},
        ),
        "cancel": (meeting_forms.cancel_form(MEETING), {"because": "nobody can come"}),
        "add": (meeting_forms.add_form(MEETING), {"add": "BED-1043"}),
        "new action": (
            actions.new_form(CASE),
            {"what": "visit", "name": "Sam Soft", "agency": "police", "due": "2026-07-01"},
        ),
        **{
            f"action {said}": (actions.answer_form(ACTION, said, f"BED-AC1 {said}", TODAY), right)
            for said, right in ANSWERS.items()
        },
        "accept": (transfers.answer_form("HER-1001", "accept"), {"because": "moved"}),
        "decline": (transfers.answer_form("HER-1001", "decline"), {"because": "lives there"}),
        "question": (questions.question_form(), {"question": "how many level 2 cases"}),
        "note": (shortcuts.note_form("said there"), {"case": CASE}),
    }
    for name, (view, right) in drawn.items():
        yield Sheet(name, view, right)


def _of_people() -> Iterator[Sheet]:
    """Those of an admin; who leaves is confirmed by the last, and the one before saves nothing."""
    new = {"person": "U0OLGA", "name": "Olga Example", "agency": "police", "role": "smb"}
    pete = [person("U0PETE", agency="police")]
    for name, view, right in (
        ("people add", registration_forms.add_form(), new),
        ("people change", registration_forms.change_form(), {"person": "U0PETE", "role": "chair"}),
        ("people leaving", registration_forms.leaving_form(), {"person": "U0PETE"}),
        ("people remove", registration_forms.removal_form(pete, "U0PETE"), {"because": "left"}),
    ):
        yield Sheet(name, view, right, by="U0ADA")
