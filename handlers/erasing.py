"""The word `erase` and its form: a case whose time is over is erased, in two steps."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import get_case_for, put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window, refusal
from handlers.tellings import tell
from handlers.views import blocks
from handlers.views import erasing as views
from handlers.windows import pressed, show_window
from mappa.access import may, may_do
from mappa.erasing import STANDS, Erasure, check_may_erase, make_erasure, read_erasure
from mappa.errors import MappaError, NotFound, RuleBroken
from mappa.identifiers import read_case_ref
from storage.cases import StoredCase
from storage.databases import Session
from storage.deliveries import once
from storage.erasing import count_held, erase_cases, list_whole, wipe_traces, without_key
from storage.outgoing import Message
from storage.people import list_people
from storage.records import REFUSED, SEEN, Entry, list_history
from storage.retention import get_beside

ASKED, ERASED = "erasure asked for", "case erased"
GONE = "That can no longer be confirmed; nothing was erased. Ask again: erase BED-1042"
NOT_NOW = (
    "It was asked for by somebody else, or more than an hour ago; nothing was erased. "
    "Ask again: erase {ref} because ..."
)
MEANWHILE = (
    "{ref} was changed in between ({what}), so nothing was erased. Look at it: history {ref}. "
    "Then ask again: erase {ref} because ..."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The case that is meant, and with it those that went into it, all kept from changing."""

    case: StoredCase
    whole: Sequence[StoredCase]

    @property
    def ref(self) -> str:
        return self.case.facts.ref

    @property
    def others(self) -> list[str]:
        return [one.facts.ref for one in self.whole if one.id != self.case.id]


def erase(session: Session, visit: Visit, typed: str) -> Reply:
    """The first step: what would be gone and what would stay. Without a reason, the form."""
    erasure = read_erasure(typed)
    if not erasure.reason:
        return Reply(Message("A form opens."), _opened(session, visit, erasure.ref))
    taken = _take(session, visit, erasure.ref)
    _check(session, visit, taken, erasure)
    after = {"because": erasure.reason, "early": erasure.early}
    number = put_on_record(session, visit, taken.case, Entry(ASKED, visit.source, after=after))
    held = count_held(session, taken.whole)
    return views.preview(taken.ref, taken.others, held, number, visit.desk.command)


def press_open(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The button of a case: the form that says what would be gone, and asks why."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        form = _opened(session, visit, read_case_ref(pressed(body)))
    open_window(desk, body, form)
    ack()


def press_erase(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The second step. Everything is asked again, and nothing may have changed in between."""
    done = False
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        try:
            ref, number = _named(pressed(body))
            taken = _take(session, visit, ref)
            asked = _still_stands(session, visit, taken, number, ASKED)["after"]
            erasure = Erasure(ref, asked["because"], asked["early"])
            reply, done = _erase(session, visit, taken, erasure), True
        except MappaError as problem:
            reply = refusal(problem)
    show_window(desk, body, views.window(reply.marked(desk.practice)))
    ack()
    if done:
        _afterwards(desk)


def submit_form(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """By form both steps are one: the reference is typed once more."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        ref, number = _named(str(view.get("private_metadata", "")))
        erasure = make_erasure(ref, answers)
        taken = _take(session, visit, ref)
        _still_stands(session, visit, taken, number, SEEN)
        reply = _erase(session, visit, taken, erasure)
    ack(response_action="update", view=views.window(reply.marked(desk.practice)))
    _afterwards(desk)


def _afterwards(desk: Desk) -> None:
    desk.nudge()
    desk.later(partial(wipe_traces, desk.db))


def _opened(session: Session, visit: Visit, ref: str) -> blocks.Block:
    """Nobody fills in a form that would be refused for what is in use."""
    taken = _take(session, visit, ref)
    _check(session, visit, taken, Erasure(ref, early=True))
    seen = Entry(SEEN, visit.source, after="what would be erased")
    number = put_on_record(session, visit, taken.case, seen)
    held = count_held(session, taken.whole)
    return views.erase_form(taken.ref, taken.others, held, number)


def _take(session: Session, visit: Visit, ref: str) -> Taken:
    """All of it locked in the order of the ids, and the person's to erase."""
    seen = get_case_for(session, visit, ref, "erase cases")
    whole = list_whole(session, seen, to_change=True)
    case = get_case_for(session, visit, ref, "erase cases", to_change=True)
    return Taken(case, whole)


def _check(session: Session, visit: Visit, taken: Taken, erasure: Erasure) -> None:
    beside = get_beside(session, taken.case)
    check_may_erase(taken.case.facts, beside, erasure, visit.desk.policy, visit.today)


def _erase(session: Session, visit: Visit, taken: Taken, erasure: Erasure) -> Reply:
    _check(session, visit, taken, erasure)
    # Who may see it is asked while it can still be told who that is.
    people = list_people(session, taken.case.facts.area)
    stopped = erase_cases(session, taken.whole, visit.now)
    after: dict[str, Any] = {"because": erasure.reason}
    after |= {"early": True} if erasure.early else {}
    after |= {"with it": taken.others} if taken.others else {}
    for one in taken.whole:
        put_on_record(session, visit, without_key(one), Entry(ERASED, visit.source, after=after))
    erased = replace(taken.case.facts, erased_on=visit.today)
    told = views.told(taken.ref, visit.person.name, visit.today, visit.desk.command)
    for person in people:
        if person.id == visit.person.id:
            continue
        if may(person, "erase cases") and may_do(person, "see case", erased):
            tell(session, visit, person, told, about=[taken.ref])
        elif may(person, "register people"):
            tell(session, visit, person, told, about=(), needs="register people")
    return views.done(taken.ref, taken.others, stopped, visit.desk.command)


def _still_stands(
    session: Session, visit: Visit, taken: Taken, number: int, action: str
) -> dict[str, Any]:
    """The first step as it is on the record, if it is this person's, and nothing came after it."""
    case, since = taken.case, visit.now - STANDS
    rows = [
        row
        for row in list_history(session, case.id, case.key, since=since)
        if row["area"] == case.facts.area and row["number"] >= number
    ]
    first = next((row for row in rows if row["number"] == number), None)
    if first is None or (first["person_id"], first["action"]) != (visit.person.id, action):
        raise RuleBroken(NOT_NOW.format(ref=taken.ref), "case")
    later = [row["action"] for row in rows if row is not first and _changes(row["action"])]
    if later:
        raise RuleBroken(MEANWHILE.format(ref=taken.ref, what=later[-1]), "case")
    return first


def _changes(action: str) -> bool:
    return action not in (ASKED, REFUSED) and not action.endswith(" seen")


def _named(value: str) -> tuple[str, int]:
    """The case and the number of the first step on the record; it may be forged."""
    found = re.fullmatch("([A-Z0-9-]{1,20}) ([1-9][0-9]{0,9})", value)
    if found is None:
        raise NotFound(GONE)
    return found[1], int(found[2])
