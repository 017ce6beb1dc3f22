"""The word `audit`: who looked at a case, who did what to it, and who was refused it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import get_case_for, put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.errors import refusal
from handlers.late_answers import answer_later
from handlers.refusals import add_refusal_here
from handlers.views import audits as views
from handlers.windows import pressed, show_window
from mappa.access import may_do, require
from mappa.audits import Wanted, read_audit
from mappa.clocks import LONDON
from mappa.errors import MappaError
from mappa.people import Person
from storage.audits import EVERY, list_audit
from storage.cases import StoredCase
from storage.databases import Session
from storage.deliveries import once
from storage.merges import list_merged
from storage.outgoing import Attachment, Message, add_outgoing
from storage.people import find_anybody, get_person, list_people
from storage.records import SEEN, Entry
from storage.sent_files import KEPT

LISTS_AT_ONCE = 10_000  # lists and files that are looked through before the acknowledgement
TAKEN_OUT = "audit taken out"


def show_audit(session: Session, visit: Visit, typed: str) -> Reply:
    """A page of it, the newest first; that somebody looked goes on the record first of all."""
    wanted = read_audit(typed, visit.today)
    case = get_case_for(session, visit, wanted.ref, "read the record")
    put_on_record(session, visit, case, Entry(SEEN, visit.source, after="its record"))
    told = told_of(session, case, wanted, LISTS_AT_ONCE)
    as_file = may_do(visit.person, "take out cases", case.facts)
    return views.audit(wanted, told, visit.desk.command, as_file=as_file)


def press_audit(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """A button that shows another page in a window; access is asked again."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        try:
            reply = show_audit(session, visit, pressed(body))
        except MappaError as problem:
            add_refusal_here(session, visit, body, problem)
            reply = refusal(problem)
    show_window(desk, body, views.window(reply.marked(desk.practice)))
    ack()


def press_file(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """All of it as a file, to the direct messages of whoever pressed; made after this."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        wanted = read_audit(pressed(body), visit.today)
        case = get_case_for(session, visit, wanted.ref, "take out cases")
        entry = Entry(TAKEN_OUT, visit.source, after={"as": "csv"})
        put_on_record(session, visit, case, entry)
    person = visit.person
    answer_later(desk, person, lambda: _give(desk, person, wanted), about=[wanted.ref])
    show_window(desk, body, views.window(views.on_its_way(wanted.ref).marked(desk.practice)))
    ack()


def _give(desk: Desk, asked_by: Person, wanted: Wanted) -> None:
    """Reads without keeping anybody from writing; who asks is looked up anew."""
    with desk.db.read() as session:
        person = get_person(session, asked_by.team_id, asked_by.user_id, desk.now())
        require(person, "take out cases")
        visit = desk.visit(person, "button")
        case = get_case_for(session, visit, wanted.ref, "take out cases")
        content = views.as_file(told_of(session, case, wanted, EVERY))
    name = f"audit-{visit.today.isoformat()}"
    file = Attachment(
        name=name,
        ending="csv",
        title=f"MAPPA record, {visit.today.isoformat()}",
        content=content,
        needs="take out cases",
        refs=(wanted.ref,),
    )
    text = views.introduction(wanted.ref, KEPT // timedelta(hours=1))
    message = Reply(Message(text, (), file)).marked(desk.practice).message
    with desk.db.write() as session:
        add_outgoing(session, message, person, desk.now(), about=[wanted.ref], is_answer=True)


def told_of(session: Session, case: StoredCase, wanted: Wanted, lists: int) -> views.Told:
    """What is on the record about the case and those that went into it, in words."""
    merged = list_merged(session, case.id)
    since = None
    if wanted.since is not None:
        since = datetime.combine(wanted.since, time(), tzinfo=LONDON)
    found = list_audit(session, [case, *merged], since, lists)
    rows = [row for row in found.rows if wanted.takes(row["action"])]
    people = find_anybody(session, {row["person_id"] for row in rows if row["person_id"]})
    names = {one.user_id: one.name for one in list_people(session, case.facts.area)}
    names |= {one.user_id: one.name for one in people.values()}
    earlier = {one.id: one.facts.ref for one in merged}
    entries = [
        views.entry(row, people, names, earlier.get(row["case_id"], ""))
        for row in _of_person(rows, people, wanted.by)
    ]
    return views.Told(entries, found.lists_since)


def _of_person(
    rows: Iterable[dict[str, Any]], people: Mapping[int, Person], user_id: str | None
) -> Iterable[dict[str, Any]]:
    """What one person did; of who is not registered their Slack id is told beside the refusal."""
    if user_id is None:
        return rows
    theirs = {person.id for person in people.values() if person.user_id == user_id}
    return [
        row
        for row in rows
        if row["person_id"] in theirs
        or (isinstance(row["after"], dict) and row["after"].get("user") == user_id)
    ]
