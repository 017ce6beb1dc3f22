"""The word `break-glass`: a case that is not theirs, opened for a while, and who is told of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import case_card, get_or_seek, put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.tellings import show_instead, tell
from handlers.views import blocks
from handlers.views import glass as views
from handlers.views.reminders import case_window
from handlers.windows import pressed
from mappa.access import may, may_do, require
from mappa.errors import NotFound, RuleBroken
from mappa.glass import (
    LISTED,
    Breaking,
    Ending,
    Listing,
    ends_at,
    make_breaking,
    read_glass,
    require_room,
)
from mappa.people import Person
from storage.cases import NO_SUCH_CASE, StoredCase, get_case_by_id, list_cases, seek_case_by_id
from storage.databases import Session
from storage.deliveries import once
from storage.glass import (
    Glass,
    add_glass,
    find_glass,
    list_broken_by,
    list_open,
    list_since,
    set_ended,
)
from storage.outgoing import Message
from storage.people import find_anybody, list_people
from storage.records import SEEN, Entry, add_record, hold_record

BREAK, WATCH = "break the glass", "tidy cases"  # who breaks it; who is told, lists and ends it
SEES_IT = "You see {ref} already, so nothing was opened. Example: case {ref}"
NOBODY = (
    "There is no co-ordinator of your area who may see {ref} and could be told, so it was not "
    "opened. Ask the admin to have one registered."
)
NONE_OPEN = "{who} through broken glass now; there is nothing to end. Example: case {ref}"
GONE = "That is no longer there."
Body = Mapping[str, Any]


def break_glass(session: Session, visit: Visit, typed: str) -> Reply:
    """One line: open a case, or end that; alone the list for a co-ordinator, else the form."""
    if may(visit.person, BREAK) and re.fullmatch(r"(?!end$)[A-Za-z0-9-]{0,20}", typed):
        return Reply(Message("A form opens."), views.glass_form(typed.upper()))
    asked = read_glass(typed)
    if isinstance(asked, Listing):
        return _list(session, visit, asked)
    if isinstance(asked, Ending):
        return _end(session, visit, asked)
    return _break(session, visit, asked)


def submit_glass(ack: Ack, body: Body, view: Mapping[str, Any], desk: Desk) -> None:
    """The same by form."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        asked = make_breaking(answers.get("case", ""), answers.get("because", ""))
        reply = _break(session, visit, asked)
    ack(response_action="update", view=case_window(reply.marked(desk.practice).message))
    desk.nudge()


def press_end(ack: Ack, body: Body, desk: Desk) -> None:
    """A co-ordinator ends it; the message then shows who did so, when, and no button."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        one, case = _pressed(session, visit, body)
        if one.until > visit.now:
            _shut(session, visit, case, [one])
            said = views.ended_by(visit.person.name, visit.now, visit.now)
        else:
            said = views.over(one.until, visit.now)
        [who] = views.names(find_anybody(session, [one.person_id]), [one.person_id])
        message = views.ended_notice(case.facts.ref, who, said)
        show_instead(session, visit, body, message, about=[case.facts.ref])
    ack()
    desk.nudge()


def _break(session: Session, visit: Visit, asked: Breaking) -> Reply:
    person, ref = visit.person, asked.ref
    if ref not in person.opened:
        require_room(list(person.opened))  # before it is looked for: so this tells nothing of it
    case = get_or_seek(session, ref, to_change=True)
    if may_do(person, "see case", case.facts) and ref not in person.opened:
        raise RuleBroken(SEES_IT.format(ref=ref), "case")
    if not may_do(person, BREAK, case.facts):
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    hold_record(session, case.facts.area)  # from here on nobody else opens anything here
    known = dict(list_broken_by(session, person.id, visit.now))
    done = ""
    if ref not in known:
        require_room(list(known))
        done = _open(session, visit, case, asked.reason)
    seeing = replace(visit, person=replace(person, opened=person.opened | {ref}))
    put_on_record(session, visit, case, Entry(SEEN, visit.source, after="broken glass"))
    return case_card(session, seeing, case, done)


def _open(session: Session, visit: Visit, case: StoredCase, reason: str) -> str:
    """Open it and tell who answers for the case; what to say of it."""
    facts, now, until = case.facts, visit.now, ends_at(visit.desk.policy, visit.now)
    told = [one for one in list_people(session, facts.area) if may_do(one, WATCH, facts)]
    if not told:
        raise RuleBroken(NOBODY.format(ref=facts.ref), "case")
    number = add_glass(session, visit.person, case, now, until, reason)
    after = {"until": until.isoformat(timespec="minutes"), "because": reason}
    put_on_record(session, visit, case, Entry("glass broken", visit.source, after=after))
    text = views.told(facts.ref, visit.person, until, now, visit.desk.command)
    for one in told:
        tell(session, visit, one, views.notice(text, reason, number), about=[facts.ref])
    return views.broken(until, now, [one.name for one in told])


def _end(session: Session, visit: Visit, asked: Ending) -> Reply:
    """A co-ordinator ends anybody's, everybody else their own."""
    case = get_or_seek(session, asked.ref, to_change=True)
    watches = may_do(visit.person, WATCH, case.facts)
    if not watches and not may_do(visit.person, "see case", case.facts):
        raise NotFound(NO_SUCH_CASE.format(ref=asked.ref))
    still = list_open(session, case.id, visit.now)
    people = find_anybody(session, [one.person_id for one in still])
    found = [
        one
        for one in still
        if (watches or one.person_id == visit.person.id)
        and asked.user_id in ("", people[one.person_id].user_id)
    ]
    if not found:
        who = f"nobody like that sees {asked.ref}" if watches else f"you do not see {asked.ref}"
        field = "of" if asked.user_id else "case"
        raise RuleBroken(f"{field}: {NONE_OPEN.format(who=who, ref=asked.ref)}", field)
    _shut(session, visit, case, found, asked.reason)
    return views.ended(asked.ref, views.names(people, [one.person_id for one in found]))


def _shut(
    session: Session, visit: Visit, case: StoredCase, found: Sequence[Glass], reason: str = ""
) -> None:
    """From this moment they see nothing of it; who did not end it themselves is told."""
    set_ended(session, found, visit.now)
    people, ref = find_anybody(session, [one.person_id for one in found]), case.facts.ref
    for one in found:
        who = people[one.person_id]
        after = {"of": who.user_id, "because": reason}
        put_on_record(session, visit, case, Entry("glass ended", visit.source, after=after))
        if who.id != visit.person.id:
            message = views.taken_back(ref, visit.person.name, visit.now, visit.now)
            tell(session, visit, who, message, about=())


def _list(session: Session, visit: Visit, asked: Listing) -> Reply:
    """What is and was broken, of the cases that the co-ordinator may see."""
    require(visit.person, WATCH)
    since = list_since(session, visit.person.area, visit.now - LISTED)
    cases = {
        case.id: case
        for case in list_cases(session, ids={one.case_id for one in since})
        if may_do(visit.person, WATCH, case.facts)
    }
    seen = [one for one in since if one.case_id in cases]
    if seen:
        refs = sorted({cases[one.case_id].facts.ref for one in seen})
        entry = Entry("glass seen", visit.source, after={"cases": refs})
        add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
    people = find_anybody(session, {one.person_id for one in seen})
    listed = [_listed(one, cases[one.case_id], people, visit) for one in seen]
    return views.all_broken(listed, asked.page, visit.desk.command)


def _listed(one: Glass, case: StoredCase, people: Mapping[int, Person], visit: Visit) -> str:
    span = (one.opened_at, one.until)
    line = views.listed(case.facts.ref, people.get(one.person_id), span, visit.now)
    return f"{line}: {one.reason(case.key)}"


def _pressed(session: Session, visit: Visit, body: Body) -> tuple[Glass, StoredCase]:
    """The glass that the button stands for, if its case is theirs to answer for."""
    value = pressed(body)
    one = find_glass(session, int(value)) if re.fullmatch("[1-9][0-9]{0,17}", value) else None
    if one is None:
        seek_case_by_id(session, to_change=True)
        raise NotFound(GONE)
    case = get_case_by_id(session, one.case_id, to_change=True)
    if not may_do(visit.person, WATCH, case.facts):
        raise NotFound(GONE)
    found = find_glass(session, one.id)  # as it is now that nobody else can end it
    return found or one, case
