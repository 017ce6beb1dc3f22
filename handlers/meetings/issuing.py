"""Giving minutes out: as a document to who asks, and issued to everybody who is to have them.

The document is written after the acknowledgement. What goes into it is compared again when it is
sent: minutes are issued as they stand at that moment, to all at once, or not at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.late_answers import answer_later
from handlers.meetings.minute_pages import sees_whole
from handlers.meetings.minute_papers import file_of, paper_of
from handlers.meetings.sittings import Sitting, derive_again, get_sitting, named_refs, require_taker
from handlers.tellings import tell
from handlers.views.meetings import issuing as views
from handlers.views.meetings import minuting as pages
from handlers.windows import pressed, show_window
from mappa.access import may_do
from mappa.days import uk_date
from mappa.errors import MappaError, NotAllowed, RuleBroken
from mappa.meetings.documents import MinutesPaper, issue_by
from mappa.meetings.minute_lines import MinuteLine
from mappa.people import Person
from storage.databases import Session
from storage.deliveries import once
from storage.hearings import set_hearing
from storage.invitations import Invitation, list_invitations
from storage.outgoing import Attachment, Message
from storage.people import as_now, get_person, list_people, list_people_of_case
from storage.records import Entry
from storage.sent_files import KEPT

ISSUED, TAKEN_OUT = "minutes issued", "minutes taken out"
BUSY = "These minutes are being changed by somebody at this moment; nothing was sent. Try it again."
TRIES = 5
Check = Callable[[Sitting], None]
Deliver = Callable[[Session, Visit, Sitting, Attachment], None]


def document(session: Session, visit: Visit, sitting: Sitting, line: MinuteLine) -> Reply:
    """The minutes as a file, to who asks and to nobody else."""
    _check_may_have(sitting)
    _later(visit, sitting, _check_may_have, partial(_send_document, line.reason))
    return views.on_its_way(sitting.refs)


def issue(session: Session, visit: Visit, sitting: Sitting, line: MinuteLine) -> Reply:
    """Once, to all who were invited or work with the case and may see it; the rest is listed."""
    check = partial(_check_may_issue, again=line.again)
    check(sitting)
    _later(visit, sitting, check, partial(_send_to_all, line.reason))
    return views.being_issued(sitting.refs)


def press_document(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    _press(ack, body, desk, document)


def press_issue(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    _press(ack, body, desk, issue)


def _press(ack: Ack, body: Mapping[str, Any], desk: Desk, step: Any) -> None:
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        sitting = get_sitting(session, visit, *named_refs(pressed(body)))
        reply = step(session, visit, sitting, MinuteLine())
    show_window(desk, body, pages.window(reply.marked(desk.practice)))
    ack()


def _later(visit: Visit, sitting: Sitting, check: Check, deliver: Deliver) -> None:
    refs = sitting.facts.ref, sitting.case.facts.ref
    desk, person, source = visit.desk, visit.person, visit.source
    work = partial(_write_and_deliver, desk, person, source, refs, check, deliver)
    answer_later(desk, person, work, about=[refs[1]])


def _write_and_deliver(
    desk: Desk, asked_by: Person, source: str, refs: tuple[str, str], check: Check, deliver: Deliver
) -> None:
    for _ in range(TRIES):
        with desk.db.read() as session:
            visit = _visit(session, desk, asked_by, source)
            sitting = get_sitting(session, visit, *refs)
            check(sitting)
            paper = paper_of(session, visit, sitting)
        file = file_of(sitting, paper)
        with desk.db.write() as session:
            if _deliver(session, _visit(session, desk, asked_by, source), refs, check, paper,
                        partial(_given, deliver, file)):  # fmt: skip
                return
    raise MappaError(BUSY)


def _given(
    deliver: Deliver, file: Attachment, session: Session, visit: Visit, sitting: Sitting
) -> None:
    deliver(session, visit, sitting, file)


def _deliver(
    session: Session,
    visit: Visit,
    refs: tuple[str, str],
    check: Check,
    paper: MinutesPaper,
    give: Callable[[Session, Visit, Sitting], None],
) -> bool:
    """False where something has changed since the document was written."""
    sitting = get_sitting(session, visit, *refs, to_change=True)
    check(sitting)
    if paper_of(session, visit, sitting) != paper:
        return False
    give(session, visit, sitting)
    return True


def _visit(session: Session, desk: Desk, asked_by: Person, source: str) -> Visit:
    person = get_person(session, asked_by.team_id, asked_by.user_id, desk.now())
    return desk.visit(person, source)


def _check_may_have(sitting: Sitting) -> None:
    if not sees_whole(sitting):
        raise NotAllowed(
            f"document: the minutes of {sitting.facts.ref} are not issued yet. "
            "Ask the co-ordinator of your area."
        )


def _check_may_issue(sitting: Sitting, *, again: bool) -> None:
    require_taker(sitting)
    if sitting.hearing.closed_on is None:
        raise RuleBroken(
            "issue: only closed minutes are issued; nothing was sent. "
            f"Example: minute {sitting.refs} close",
            "issue",
        )
    if sitting.hearing.issued_on is not None and not again:
        raise RuleBroken(
            f"issue: these minutes were issued on {uk_date(sitting.hearing.issued_on)}; nothing "
            f"was sent. To send them once more: minute {sitting.refs} issue again",
            "issue",
        )


def _send_document(
    reason: str, session: Session, visit: Visit, sitting: Sitting, file: Attachment
) -> None:
    after = {"meeting": sitting.facts.ref, "because": reason}
    put_on_record(session, visit, sitting.case, Entry(TAKEN_OUT, visit.source, after=after))
    _send(session, visit, sitting, file, visit.person)


def _send_to_all(
    reason: str, session: Session, visit: Visit, sitting: Sitting, file: Attachment
) -> None:
    """The files, the day of issue, the record and the word to who issues: all of it or nothing."""
    found = _recipients(session, visit, sitting)
    to_issuer = bool(found.outside) or not found.entitled
    told = [*found.entitled, *([visit.person] if to_issuer else [])]
    for person in told:
        _send(session, visit, sitting, file, person)
    first = sitting.hearing.issued_on is None
    set_hearing(session, sitting.hearing, issued_on=sitting.hearing.issued_on or visit.today)
    after = {
        "meeting": sitting.facts.ref,
        "to": [person.user_id for person in told],
        "outside": [one.agency for one in found.outside],
        "because": reason,
    }
    put_on_record(session, visit, sitting.case, Entry(ISSUED, visit.source, after=after))
    people = list_people_of_case(session, sitting.case.facts)
    derive_again(session, visit, sitting.case, sitting.meeting.id, people)
    due = issue_by(sitting.facts, sitting.on, visit.desk.policy) if first else None
    said = views.issued(
        views.Issue(
            sitting.refs,
            sitting.on,
            [person.name for person in found.entitled],
            [person.name for person in found.may_not],
            [(one.agency, one.name, one.address) for one in found.outside],
            to_issuer=to_issuer,
        ),
        [views.clock(due, visit.today)] if due else [],
    )
    about = [sitting.case.facts.ref]
    tell(session, visit, visit.person, said, about=about, is_answer=True)


@dataclass(frozen=True, slots=True)
class _Recipients:
    entitled: list[Person]
    may_not: list[Person]  # invited or of the team, but not to see this case
    outside: list[Invitation]


def _recipients(session: Session, visit: Visit, sitting: Sitting) -> _Recipients:
    invited = [
        row
        for row in list_invitations(session, [sitting.meeting.id])
        if row.case_id in (None, sitting.case.id)
    ]
    wanted = {row.user_id for row in invited if row.user_id}
    wanted |= {member.user_id for member in sitting.case.facts.team}
    wanted |= {sitting.facts.chair} - {""}
    here = {person.user_id: person for person in list_people(session, sitting.facts.area)}
    entitled: list[Person] = []
    may_not: list[Person] = []
    for user_id in sorted((wanted & here.keys()) - {visit.person.user_id}):
        them = as_now(session, here[user_id], visit.now)
        (entitled if may_do(them, "see case", sitting.case.facts) else may_not).append(them)
    outside = [row for row in invited if not row.user_id or row.user_id not in here]
    return _Recipients(entitled, may_not, outside)


def _send(
    session: Session, visit: Visit, sitting: Sitting, file: Attachment, person: Person
) -> None:
    text = views.introduction(sitting.facts.ref, sitting.case.facts.ref, KEPT // timedelta(hours=1))
    asked = person.id == visit.person.id
    about = [sitting.case.facts.ref]
    tell(session, visit, person, Message(text, (), file), about=about, is_answer=asked)
