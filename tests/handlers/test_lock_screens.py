"""No name and nothing that somebody wrote shows on a locked screen, or travels with a button."""

from dataclasses import asdict

from sqlalchemy import select

from storage.databases import Session
from storage.messages import open_body
from storage.tables import outgoing
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.exposures import exposed
from tests.handlers.form_sheets import sheets
from tests.handlers.slates import Slate
from tests.handlers.slots import slots
from tests.handlers.workspaces import Answer, Json

WRITTEN = "Qwyzzle"  # typed wherever something can be written
# What stands in the laden office of cases and of those outside, beside names of colleagues.
HELD = (
    MARKER, WRITTEN, "Zebedee", "X001042", "7 Hidden Lane", "bakery", "Toni Silent",
    "toni@silent", "a car at the gate",
)  # fmt: skip


def lines() -> list[str]:
    """A right line of every word, and one with our word in each place where something is typed,
    which is kept or refused."""
    right = {slot.word: slot.right for slot in slots()}
    written = [slot.line.format(WRITTEN) for slot in slots()]
    asked = [f"how many {WRITTEN} cases", f"find {MARKER}", WRITTEN]
    return list(dict.fromkeys([*written, *right.values(), *asked]))


def holds(text: str) -> bool:
    return any(held in text for held in HELD)


def in_outbox(session: Session) -> list[Json]:
    """What waits to be sent, as it was put there."""
    query = select(outgoing).where(outgoing.c.body_sealed.is_not(None))
    rows = session.execute(query).all()
    bodies = [open_body(session, row.body_sealed, row.key).message for row in rows]
    return [asdict(message) for message in bodies if message]


def test_what_any_line_is_answered_with_exposes_nothing(
    laden: Conversation, laden_slate: Slate
) -> None:
    found = []
    for line in lines():
        answer = laden.typed("U0CORA", line)
        found += [(line, text) for text in exposed(answer.body) if holds(text)]
    waiting = laden.read(in_outbox)
    for message in waiting:
        found += [("outbox", text) for text in exposed(message) if holds(text)]
    laden_slate.wipe()
    assert found == []
    assert len(waiting) > 20


def test_no_form_carries_or_answers_anything_but_references(
    laden: Conversation, laden_slate: Slate
) -> None:
    found = []
    for sheet in list(sheets(laden)):
        answer = Answer.of(laden.deliver(sheet.sent_in()))
        for shown in (sheet.view, answer.body):
            found += [(sheet.name, text) for text in exposed(shown) if holds(text)]
        laden.settle()
        laden_slate.wipe()
    assert found == []
