"""The word `request` and its forms: ask for something in a case, and record what became of it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import get_case_for, put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window
from handlers.tellings import tell
from handlers.updates import save
from handlers.views import blocks
from handlers.views import requests as views
from mappa.access import may, may_do
from mappa.case_facts import RECOMMENDATIONS, Request
from mappa.cases import CaseRecord
from mappa.errors import NotAllowed, NotFound, RuleBroken
from mappa.people import Person
from mappa.request_lines import ANSWERS, Asking, make_asking, read_asking
from mappa.requests import change_request, get_request, make_request
from storage.cases import StoredCase
from storage.databases import Session
from storage.deliveries import once
from storage.people import list_people_of_case
from storage.records import Entry


def ask(session: Session, visit: Visit, typed: str) -> Reply:
    """One line: the requests of a case, a new one, or a change of one."""
    return _carry_out(session, visit, read_asking(typed))


def press_new(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form for a new request of the case that the button stands under."""
    with desk.db.write() as session:
        visit, case, _ = _pressed(session, desk, body)
    open_window(desk, body, views.new_form(case.facts.ref, visit.person.agency))
    ack()


def press_answer(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form that records what became of one request."""
    with desk.db.write() as session:
        _, case, number = _pressed(session, desk, body)
        request = get_request(case.facts, number)
    open_window(desk, body, views.answer_form(case.facts.ref, request))
    ack()


def submit_new(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """A new request by form, by the same rules."""
    _submit(ack, body, desk, lambda: _new(view))


def _new(view: Mapping[str, Any]) -> Asking:
    answers = blocks.read_form(view)
    kind, reason = answers.pop("kind", ""), answers.pop("because", "")
    ref, _ = _named(str(view.get("private_metadata", "")))
    if not kind:
        raise RuleBroken("kind: choose what is asked for.", "kind")
    return make_asking(ref, answers, reason, kind=kind)


def submit_answer(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """What became of a request, by form."""
    _submit(ack, body, desk, lambda: _answered(view))


def _answered(view: Mapping[str, Any]) -> Asking:
    answers = blocks.read_form(view)
    reason = answers.pop("because", "")
    ref, number = _named(str(view.get("private_metadata", "")))
    said = {name: answers.pop(name) for name in ("recommendation", "outcome") if name in answers}
    for name, word in said.items():
        if word not in ANSWERS:
            raise RuleBroken(f"{name}: choose one of those that are offered.", name)
    asking = make_asking(ref, answers | dict.fromkeys(said.values(), ""), reason, number=number)
    if not asking.changes:
        raise RuleBroken("outcome: say what became of it.", "outcome")
    return asking


def _submit(ack: Ack, body: Mapping[str, Any], desk: Desk, read: Callable[[], Asking]) -> None:
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        reply = _carry_out(session, visit, read())
    ack(response_action="update", view=views.saved_notice(reply.marked(desk.practice)))
    desk.nudge()


def _pressed(
    session: Session, desk: Desk, body: Mapping[str, Any]
) -> tuple[Visit, StoredCase, int]:
    visit = desk.visit(get_asker(session, body, desk.now()), "button")
    once(session, delivery_key(body), visit.now)
    ref, number = _named(str(body["actions"][0].get("value", "")))
    case = get_case_for(session, visit, ref, "change case")
    put_on_record(session, visit, case, Entry("case seen", visit.source, after="requests"))
    return visit, case, number


def _named(value: str) -> tuple[str, int]:
    """The case, and the number of the request if any, that a button or a form stands for."""
    found = re.fullmatch("([A-Za-z0-9-]{1,20})(?: ([0-9]{1,4}))?", value)
    if not found:
        raise NotFound("That request is no longer there.")
    return found[1], int(found[2] or 0)


def _carry_out(session: Session, visit: Visit, asking: Asking) -> Reply:
    if not asking.changes:
        return _show(session, visit, asking)
    case = get_case_for(session, visit, asking.ref, "change case", to_change=True)
    _require_panel(visit, asking)
    before = case.facts
    if asking.kind:
        facts = make_request(before, asking, visit.person.agency, visit.today)
        request = facts.requests[-1]
    else:
        facts = change_request(before, asking, visit.today)
        request = get_request(facts, asking.number)
    if facts == before:
        put_on_record(session, visit, case, Entry("case seen", visit.source, after="requests"))
        return views.nothing_new(before.ref, request, visit.desk.command)
    people = list_people_of_case(session, facts)
    save(session, visit, case, facts, people, {"because": asking.reason})
    told = _tell_owner(session, visit, facts, request, people, _owner_before(before, request))
    return views.saved(facts.ref, request, told, _names(people), visit.desk.command)


def _show(session: Session, visit: Visit, asking: Asking) -> Reply:
    case = get_case_for(session, visit, asking.ref, "see case")
    put_on_record(session, visit, case, Entry("case seen", visit.source, after="requests"))
    names = _names(list_people_of_case(session, case.facts))
    if asking.number:
        request = get_request(case.facts, asking.number)
        return views.one_request(case.facts.ref, request, names, visit.desk.command)
    return views.every_request(case.facts, asking.page, visit.today, names, visit.desk.command)


def _require_panel(visit: Visit, asking: Asking) -> None:
    """What a meeting recommends is recorded by who records its decisions."""
    said = [word for word in RECOMMENDATIONS if word in asking.values]
    if said and not may(visit.person, "decide level"):
        raise NotAllowed(
            f"{said[0]}: what the meeting recommends is recorded by the co-ordinator; nothing was "
            "saved. Ask the co-ordinator of your area."
        )


def _owner_before(case: CaseRecord, request: Request) -> str:
    return next((old.owner for old in case.requests if old.number == request.number), "")


def _tell_owner(
    session: Session,
    visit: Visit,
    case: CaseRecord,
    request: Request,
    people: list[Person],
    owner_before: str,
) -> bool | None:
    """Whether a new owner is told: only who is registered and may see the case. None: no need."""
    if not request.owner or request.owner in (owner_before, visit.person.user_id):
        return None
    owner = next((person for person in people if person.user_id == request.owner), None)
    if owner is None or not may_do(owner, "see case", case):
        return False
    message = views.owner_message(case.ref, request, visit.desk.command)
    tell(session, visit, owner, message, about=[case.ref])
    return True


def _names(people: list[Person]) -> dict[str, str]:
    return {person.user_id: person.name for person in people}
