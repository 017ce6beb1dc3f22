"""Files out of Slack: a list of cases for whoever asked, in their direct messages, for a day."""

from datetime import date, timedelta
from functools import partial

from handlers.desks import Desk, Reply, Visit
from handlers.late_answers import answer_later
from handlers.views import files as views
from mappa.access import may_do, require
from mappa.answering.readings import reading
from mappa.cases import CaseRecord
from mappa.errors import NotFound
from mappa.findings import list_as_csv, read_filter
from mappa.people import Person
from storage.asking.answering import read_in_area
from storage.cases import list_cases
from storage.databases import Session
from storage.findings import find_caseload, find_cases_for
from storage.outgoing import Attachment, Message, add_outgoing
from storage.people import get_person, list_people
from storage.records import Entry, add_record
from storage.sent_files import KEPT

NONE_THERE = "There is no case for such a file that you may see. Example: export level 2 cases"
AT_ONCE = 200  # cases that a file can hold if it is to be ready before the acknowledgement


def export(session: Session, visit: Visit, typed: str) -> Reply:
    """The caseload of whoever asks, or those of it whom a question counts, as a file."""
    if not typed:
        ids = find_caseload(session, visit.person, visit.today)
        return give_list(session, visit, ids, visit.today, "")
    policy = visit.desk.policy
    read = partial(read_filter, typed, visit.today)
    question = read_in_area(session, policy, visit.person.area, read)
    ids = find_cases_for(session, visit.person, question, policy)
    return give_list(session, visit, ids, question.on or visit.today, reading(question))


def give_list(session: Session, visit: Visit, ids: list[int], on: date, read_as: str) -> Reply:
    """The file goes to the outbox with this transaction; a long one is made after it."""
    require(visit.person, "take out cases")
    if not ids:
        raise NotFound(NONE_THERE)
    if len(ids) <= AT_ONCE:
        _put_in_outbox(session, visit, *_made(session, visit.person, ids, on), read_as)
        return views.on_its_way(len(ids))
    desk, person, source = visit.desk, visit.person, visit.source
    answer_later(desk, person, lambda: _give(desk, person, source, ids, on, read_as))
    return views.being_made(len(ids))


def _give(
    desk: Desk, asked_by: Person, source: str, ids: list[int], on: date, read_as: str
) -> None:
    """Reads without keeping anybody from writing; who asks is looked up anew."""
    with desk.db.read() as session:
        person = get_person(session, asked_by.team_id, asked_by.user_id, desk.now())
        content, refs = _made(session, person, ids, on)
    with desk.db.write() as session:
        _put_in_outbox(session, desk.visit(person, source), content, refs, read_as)


def _made(
    session: Session, person: Person, ids: list[int], on: date
) -> tuple[bytes, tuple[str, ...]]:
    """The file, and the references of all who are in it."""
    names = {one.user_id: one.name for one in list_people(session, person.area)}
    refs: list[str] = []

    def theirs(case: CaseRecord) -> bool:
        if may_do(person, "see case", case):
            refs.append(case.ref)
            return True
        return False

    stored = (case.facts for case in list_cases(session, ids=ids))
    content = list_as_csv(filter(theirs, stored), on, names)
    return content, tuple(refs)


def _put_in_outbox(
    session: Session, visit: Visit, content: bytes, refs: tuple[str, ...], read_as: str
) -> None:
    """One row of the record for the list, with every reference."""
    entry = Entry("cases taken out", visit.source, after={"cases": list(refs), "as": read_as})
    add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
    what = f"{read_as}. " if read_as else ""
    text = views.introduction(len(refs), what, KEPT // timedelta(hours=1))
    file = Attachment(
        name=f"cases-{visit.today.isoformat()}",
        ending="csv",
        title=f"MAPPA cases, {visit.today.isoformat()}",
        content=content,
        needs="take out cases",
        refs=refs,
    )
    message = Reply(Message(text, (), file)).marked(visit.desk.practice).message
    add_outgoing(session, message, visit.person, visit.now, about=refs, is_answer=True)
