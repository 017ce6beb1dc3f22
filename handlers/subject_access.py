"""The word `subject-access` and its form: everything that is held about a person, as a working copy
in the direct messages of the co-ordinator who asks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import get_case_for, put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.late_answers import answer_later
from handlers.publishing.subject_access import subject_access_docx
from handlers.tellings import tell
from handlers.views import blocks
from handlers.views import subject_access as views
from handlers.views.histories import day_and_time
from mappa.access import has_grants
from mappa.errors import NotFound
from mappa.people import Person
from mappa.subject_access import Copy
from mappa.subject_access_lines import Asked, make_asked, read_asked
from storage.cases import NO_SUCH_CASE, StoredCase
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import Attachment, Message
from storage.people import get_person
from storage.records import Entry, hold_record
from storage.sent_files import KEPT
from storage.subject_access import list_held, list_pieces

NEEDS = "take out cases"
ASKED_FOR, EXPORTED = "subject access asked for", "subject access export"


def subject_access(session: Session, visit: Visit, typed: str) -> Reply:
    """The copy is made after the answer; without a reason the form opens."""
    asked = read_asked(typed)
    if asked.ref and asked.reason:
        return _begin(session, visit, asked)
    if asked.ref:
        _get(session, visit, asked.ref)
    return Reply(Message("A form opens."), views.form(asked.ref))


def submit_form(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """The same by form."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        asked = make_asked(answers.get("case", ""), answers.get("because", ""))
        reply = _begin(session, visit, asked)
    ack(response_action="update", view=views.window(reply.marked(desk.practice)))


def make_copy(session: Session, case: StoredCase, reason: str, now: datetime) -> Copy:
    """All that is held at this moment."""
    items = views.items_of(list_held(session, case))
    return Copy(case.facts.ref, reason, day_and_time(now), items)


def noted(copy: Copy) -> dict[str, Any]:
    """What is put on the record of it, sealed with the key of the case."""
    return {"because": copy.reason, "items": len(copy.items), "to review": copy.to_review}


def _begin(session: Session, visit: Visit, asked: Asked) -> Reply:
    case = _get(session, visit, asked.ref)
    entry = Entry(ASKED_FOR, visit.source, after={"because": asked.reason})
    put_on_record(session, visit, case, entry)
    desk, person, source = visit.desk, visit.person, visit.source
    answer_later(desk, person, lambda: _give(desk, person, source, asked), about=[asked.ref])
    return views.being_made(asked.ref)


def _give(desk: Desk, asked_by: Person, source: str, asked: Asked) -> None:
    """Who asks is looked up anew. It is read without keeping anybody from writing, and written
    outside every transaction; the file, and that it was given, are one."""
    with desk.db.write() as session:  # so that what was asked for is on the record, and in the copy
        hold_record(session, asked_by.area)
    with desk.db.read() as session:
        visit = _visit(session, desk, asked_by, source)
        copy = make_copy(session, _get(session, visit, asked.ref), asked.reason, visit.now)
    file = Attachment(
        name=f"subject-access-{asked.ref}",
        ending="docx",
        title=f"Subject access: working copy of {asked.ref}",
        content=subject_access_docx(copy, visit.today, practice=desk.practice),
        needs=NEEDS,
        refs=(asked.ref,),
    )
    with desk.db.write() as session:
        visit = _visit(session, desk, asked_by, source)
        case = _get(session, visit, asked.ref)
        put_on_record(session, visit, case, Entry(EXPORTED, source, after=noted(copy)))
        text = views.introduction(copy, KEPT // timedelta(hours=1))
        message = Message(text, (), file)
        tell(session, visit, visit.person, message, about=[asked.ref], is_answer=True)


def _visit(session: Session, desk: Desk, asked_by: Person, source: str) -> Visit:
    person = get_person(session, asked_by.team_id, asked_by.user_id, desk.now())
    return desk.for_those_who(NEEDS).visit(person, source)


def _get(session: Session, visit: Visit, ref: str) -> StoredCase:
    """The case, if the person may take it out, with all that went into it."""
    case = get_case_for(session, visit, ref, NEEDS)
    pieces = list_pieces(session, case).values()
    # What was moved is gated by the case; what a workbook brought so still has its own history.
    if not all(has_grants(visit.person, one.facts) for one in pieces if one.facts.spells):
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    return case
