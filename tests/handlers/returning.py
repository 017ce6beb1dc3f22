"""What the tests of reports and returns have in common: people, the form, what came of it."""

import json
from datetime import date
from typing import Any

from handlers.views.reports import FREEZE_RETURN
from mappa.cases import Spell
from storage.tables import frozen_returns
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import Sheet
from tests.handlers.pressing import press
from tests.handlers.referring import outbox
from tests.handlers.workspaces import Answer, Json

YEAR, VALUE = "2025/26", "2025 - 0"
BOARD = {"approved-by": "Jo Example, chair of the board"}


def fill(talk: Conversation) -> Conversation:
    """Five people more at the end of the year."""
    for number in range(1, 6):
        spells = (Spell(1, 1 + number % 3, date(2025, 5, number)),)
        talk.open_case(f"BED-10{50 + number}", crn=None, spells=spells)
    return talk


def cells(answer: Answer) -> dict[str, list[str]]:
    (table,) = [block for block in answer.blocks if block["type"] == "table"]
    return {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in table["rows"]}


def buttons(answer: Answer) -> dict[str, str]:
    found = [block for block in answer.blocks if block["type"] == "actions"]
    return {one["action_id"]: one["value"] for block in found for one in block["elements"]}


def form(office: Conversation, value: str = VALUE) -> Sheet:
    """The form that the button opens, to be filled in."""
    return Sheet("freeze", json.loads(press(office, "U0CORA", FREEZE_RETURN, value)), BOARD)


def freeze(office: Conversation, sheet: Sheet, user_id: str = "U0CORA", **more: Any) -> Answer:
    return Answer.of(office.deliver(sheet.sent_in(user_id, **more)))


def kept(office: Conversation) -> list[Any]:
    return office.read(lambda s: list(s.execute(frozen_returns.select()).all()))


def files(office: Conversation, user_id: str = "U0CORA") -> list[Json]:
    office.settle()
    return [message["file"] for message in outbox(office, user_id) if message.get("file")]
