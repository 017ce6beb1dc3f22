"""Papers of meetings go to the direct messages of whoever asked, made after the acknowledgement."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from handlers.desks import Desk, Reply, Visit
from handlers.late_answers import answer_later
from handlers.meetings.seen_meetings import Agenda, agendas_of, put_seen
from handlers.publishing.papers import Paper, paper_docx
from mappa.meetings.agendas import MARKING
from mappa.people import Person
from storage.databases import Session
from storage.meeting_lists import may_see_meeting
from storage.meetings import StoredMeeting, find_meetings
from storage.outgoing import Attachment, Message, add_outgoing
from storage.people import get_person
from storage.sent_files import KEPT

Draw = Callable[[Session, Visit, Sequence[Agenda]], Paper]


def give_paper(visit: Visit, meetings: Sequence[StoredMeeting], name: str, draw: Draw) -> None:
    """The paper is made and put into the outbox once this transaction is over.

    `name` of the file, which names no case and nobody.
    """
    desk, person, source = visit.desk, visit.person, visit.source
    answer_later(desk, person, lambda: _give(desk, person, source, meetings, name, draw))


def _give(
    desk: Desk,
    asked_by: Person,
    source: str,
    meetings: Sequence[StoredMeeting],
    name: str,
    draw: Draw,
) -> None:
    """Who asks is looked up anew; reading and drawing keep nobody from writing."""
    with desk.db.read() as session:
        person = get_person(session, asked_by.team_id, asked_by.user_id, desk.now())
        visit = desk.visit(person, source)
        refs = [one.facts.ref for one in meetings]
        as_now = find_meetings(session, refs)
        seen = [as_now[ref] for ref in refs if may_see_meeting(session, person, as_now[ref].id)]
        if not seen:
            return
        agendas = agendas_of(session, visit, seen)
        paper = draw(session, visit, agendas)
    content = paper_docx(paper, practice=desk.practice)
    cases = tuple(sorted({ref for agenda in agendas for ref in agenda.refs}))
    hours = KEPT // timedelta(hours=1)
    text = f"{MARKING}. {paper.title}. Keep it to yourself. It is deleted here after {hours} hours."
    file = Attachment(
        name=name,
        ending="docx",
        title=paper.title,
        content=content,
        needs="see case",
        refs=cases,
    )
    with desk.db.write() as session:
        put_seen(session, visit, agendas, "file")
        message = Reply(Message(text, (), file)).marked(desk.practice).message
        add_outgoing(session, message, person, visit.now, about=cases, is_answer=True)
