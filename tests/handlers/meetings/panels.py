"""Panels that are planned, and what goes out about them."""

from io import BytesIO

from docx import Document
from sqlalchemy import select

from mappa.cases import Spell
from mappa.workbook.workbooks import MeetingRow
from storage.databases import Session
from storage.hearings import list_hearings
from storage.meetings import get_meeting
from storage.messages import Message, open_body
from storage.tables import outgoing
from tests.build import TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Answer

PLAN = "meeting plan level 2 on 7 July 2026 at 10:00 until 13:00 place Example House, room 2"


def plan(talk: Conversation, more: str = "cases BED-1042") -> Answer:
    answer = talk.typed("U0CORA", f"{PLAN} {more}".strip())
    assert answer.text.startswith("Saved: "), answer.text
    return answer


def meeting(talk: Conversation, ref: str = "BED-M1") -> MeetingRow:
    return talk.read(lambda session: get_meeting(session, "BED", ref).facts)


def agenda(talk: Conversation, ref: str = "BED-M1") -> list[str]:
    """The cases of a meeting, in their order."""

    def read(session: Session) -> list[str]:
        stored = get_meeting(session, "BED", ref)
        return [one.case_ref for one in list_hearings(session, [stored.id])]

    return talk.read(read)


def waiting(talk: Conversation) -> list[tuple[str, Message]]:
    """What is about to be sent and to whom, in order, without reminders; it then is as if sent."""
    talk.settle()
    users = {person.id: user_id for user_id, person in talk.people.items()}

    def take(session: Session) -> list[tuple[str, Message]]:
        rows = session.execute(select(outgoing).order_by(outgoing.c.id)).all()
        session.execute(outgoing.update().values(state="sent", body_sealed=None))
        kept = [(row, row.body_sealed) for row in rows if row.body_sealed]
        bodies = [(row, open_body(session, sealed, row.key)) for row, sealed in kept]
        return [(users[row.person_id], body.message) for row, body in bodies if body.message]

    return talk.write(take)


def texts_to(talk: Conversation, user_id: str) -> list[str]:
    return [message.text for to, message in waiting(talk) if to == user_id]


def paper(message: Message) -> str:
    """Every word of a document: headings, paragraphs, tables, head and foot."""
    assert message.file
    document = Document(BytesIO(message.file.content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += [" | ".join(cell.text for cell in row.cells) for row in table.rows]
    section = document.sections[0]
    for place in (section.header, section.footer):
        lines += [paragraph.text for paragraph in place.paragraphs]
    return "\n".join(lines)


def on_record(talk: Conversation, action: str) -> int:
    return talk.count("records", action=action)


def at_level(level: int, category: int = 2) -> tuple[Spell, ...]:
    return (Spell(category, level, TODAY.replace(month=1)),)
