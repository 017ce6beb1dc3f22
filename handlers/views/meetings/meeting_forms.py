"""The forms about meetings; field names are those of the typed line."""

from handlers.views import blocks
from mappa.meetings.meetings import LEVELS
from mappa.workbook.workbooks import MeetingRow

SUBMIT_PLAN, SUBMIT_MOVE = "submit_plan", "submit_move"
SUBMIT_CANCEL, SUBMIT_ADD = "submit_cancel", "submit_add"
AT_HINT = "As 10:00, or 10:00 to 13:00"
WHY_HINT = "Kept on the record; nobody invited is told why. Never name a victim"


def plan_form(level: str = "") -> blocks.Block:
    """A new meeting, or a row of them."""
    shown = [
        blocks.choice_input("level", "Level", LEVELS, initial=level),
        blocks.date_input("on", "Day", hint="A working day", optional=False),
        blocks.text_input("at", "When", hint=AT_HINT, longest=40),
        blocks.text_input("place", "Place", optional=True, longest=300),
        blocks.text_input("link", "Link", hint="Begins with https", optional=True, longest=300),
        blocks.person_input("chair", "Chair"),
        blocks.text_input(
            "cases", "Cases", hint="References, in the order of the agenda", optional=True
        ),
        blocks.text_input(
            "every", "Every", hint="For a row of panel days: 4 weeks", optional=True, longest=40
        ),
        blocks.text_input("times", "How many in the row", optional=True, longest=3),
    ]
    return blocks.form(SUBMIT_PLAN, "Plan a meeting", "Plan", shown)


def move_form(facts: MeetingRow) -> blocks.Block:
    """Another day or time."""
    shown = [
        blocks.date_input("on", "Day", hint="As it was if left empty"),
        blocks.text_input("at", "When", hint=f"{AT_HINT}; as it was if left empty", optional=True),
        blocks.text_input("place", "Place", hint="As it was if left empty", optional=True),
        blocks.text_input("because", "Why", hint=WHY_HINT, lines=True),
    ]
    return blocks.form(SUBMIT_MOVE, f"Move {facts.ref}", "Move", shown, facts.ref)


def cancel_form(facts: MeetingRow) -> blocks.Block:
    """Why it is called off."""
    shown = [blocks.text_input("because", "Why", hint=WHY_HINT, lines=True)]
    return blocks.form(SUBMIT_CANCEL, f"Cancel {facts.ref}", "Cancel it", shown, facts.ref)


def add_form(facts: MeetingRow) -> blocks.Block:
    """More cases for its agenda."""
    hint = "References with commas between them. Example: BED-1042, BED-1043"
    shown = [blocks.text_input("add", "Cases", hint=hint, longest=1000)]
    return blocks.form(SUBMIT_ADD, f"Add to {facts.ref}", "Add", shown, facts.ref)
