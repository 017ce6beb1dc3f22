"""The word `transfer`: a case offered to another area, and what that one says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import get_or_seek, put_on_record, refuse_erased
from handlers.clashes import tell_of_clashes
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window
from handlers.meetings.agendas import leave_agendas
from handlers.tellings import tell
from handlers.updates import check_named, save
from handlers.views import blocks
from handlers.views import transfers as views
from mappa.access import may_do, may_receive
from mappa.cases import CaseRecord
from mappa.errors import NotFound, RuleBroken
from mappa.people import Person
from mappa.transfers import ANSWERS, Step, answer, make_step, offer, open_offer, read_step
from storage.actions import hand_over_actions
from storage.cases import NO_SUCH_CASE, StoredCase
from storage.databases import Session
from storage.deliveries import once
from storage.people import list_people, list_people_of_case
from storage.records import Entry, add_record
from storage.transfers import (
    find_waiting_referrals,
    list_cases_of_same_person,
    list_offered_cases,
)


def transfer(session: Session, visit: Visit, typed: str) -> Reply:
    """With nothing typed every open offer, else one step of one."""
    if not typed:
        return _every_offer(session, visit)
    return _take_step(session, visit, read_step(typed))


def submit_answer(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """The form behind the buttons of an offer, by the same rules."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        ref, said = _named(str(view.get("private_metadata", "")))
        values = {said: ""} | {name: answers[name] for name in ("owner",) if name in answers}
        reply = _take_step(session, visit, make_step(ref, values, answers.get("because", "")))
    ack(response_action="update", view=views.answered(reply.marked(desk.practice)))
    desk.nudge()


def press_answer(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """A button of an offer: the form that asks why, to who may answer."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        ref, said = _named(str(body["actions"][0].get("value", "")))
        step = make_step(ref, {said: ""}, "pressed")
        case = _case_of(session, visit, step)
        answer(case.facts, step, visit.today)  # or the refusal that the form would end in
        put_on_record(session, visit, case, Entry("transfer seen", visit.source))
    open_window(desk, body, views.answer_form(ref, said))
    ack()


def _named(value: str) -> tuple[str, str]:
    """The case and the answer that a button or a form stands for."""
    found = re.fullmatch("([A-Za-z0-9-]{1,20}) (accept|decline)", value)
    if not found:
        raise NotFound("That offer is no longer there.")
    return found[1], found[2]


def _every_offer(session: Session, visit: Visit) -> Reply:
    offered = list_offered_cases(session, visit.person.area)
    seen = [
        case
        for case in offered
        if may_receive(visit.person, case.facts) or may_do(visit.person, "see case", case.facts)
    ]
    if seen:
        entry = Entry("transfers seen", visit.source, after={"cases": [c.facts.ref for c in seen]})
        add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
    facts = [case.facts for case in seen]
    return views.every_offer(facts, visit.person.area, visit.today, visit.desk.command)


def _take_step(session: Session, visit: Visit, step: Step) -> Reply:
    case = _case_of(session, visit, step)
    if step.to_area:
        return _offer(session, visit, case, step)
    if step.answer:
        return _answer(session, visit, case, step)
    put_on_record(session, visit, case, Entry("transfer seen", visit.source))
    if may_receive(visit.person, case.facts):
        return views.one_offer(case.facts, visit.today, visit.desk.command)
    return views.transfers_of_case(case.facts, visit.desk.command)


def _case_of(session: Session, visit: Visit, step: Step) -> StoredCase:
    """The case, if it is their area's or on offer to it; else the words for one that is not
    there. Who answers is the area that was asked, who takes back the one that asks."""
    case = get_or_seek(session, step.ref, to_change=True)
    if may_receive(visit.person, case.facts):
        if step.answer == "withdraw" or step.to_area:
            raise RuleBroken(
                f"{step.ref} is offered to your area: accept or decline it. "
                f"Example: transfer {step.ref} decline because he lives elsewhere",
                step.answer or "to",
            )
        return case
    refuse_erased(visit, step.ref, case.facts)
    if not may_do(visit.person, "decide level", case.facts):
        raise NotFound(NO_SUCH_CASE.format(ref=step.ref))
    if step.answer in ("accept", "decline") and open_offer(case.facts):
        raise RuleBroken(
            f"{step.answer}: your area offers {step.ref}, so the other one answers. You can "
            f"withdraw it. Example: transfer {step.ref} withdraw because the move fell through",
            step.answer,
        )
    return case


def _offer(session: Session, visit: Visit, case: StoredCase, step: Step) -> Reply:
    facts = offer(case.facts, step, visit.today)
    _check_nothing_waits(session, case, "to")
    people = list_people_of_case(session, facts)
    save(session, visit, case, facts, people, {"because": step.reason}, "transfer offered")
    told = _receivers(session, facts)
    for person in told:
        message = views.offer_message(facts, visit.today, visit.desk.command)
        tell(session, visit, person, message, about=[facts.ref], is_offer=True)
    return views.offered(facts, len(told), visit.desk.command)


def _answer(session: Session, visit: Visit, case: StoredCase, step: Step) -> Reply:
    before, receivers = case.facts, _receivers(session, case.facts)
    facts = answer(before, step, visit.today)
    last = facts.transfers[[one.decision for one in before.transfers].index("open")]
    if step.answer == "accept":
        _check_nothing_waits(session, case, "accept")
        same = _accept(session, visit, case, facts, step)
        reply = views.accepted(facts, last, same, visit.desk.command)
    else:
        people = list_people_of_case(session, facts)
        action = f"transfer {ANSWERS[step.answer]}"
        save(session, visit, case, facts, people, {"because": step.reason}, action)
        reply = views.answer_saved(facts, last, visit.desk.command)
    told = receivers if step.answer == "withdraw" else _offerers(session, before)
    for person in told:
        if person.id != visit.person.id:
            # One of the two cannot see it any more: they are told so of a reference that they know.
            message = views.answer_message(facts, last, visit.desk.command)
            tell(session, visit, person, message, about=(), needs="decide level")
    return reply


def _accept(
    session: Session, visit: Visit, case: StoredCase, facts: CaseRecord, step: Step
) -> Sequence[str]:
    """The case changes hands: its old area keeps an entry of it on its own record. Gives the
    cases of the new area that are about the same person."""
    people = list_people_of_case(session, facts)
    if step.owner:
        check_named([("owner", step.owner)], facts, people)
    old = case.facts.area
    # Records are locked in the order of the areas' codes: two cases may change hands crosswise.
    for area in sorted({old, facts.area}):
        if area == facts.area:
            noted: dict[str, object] = {"because": step.reason}
            save(session, visit, case, facts, people, noted, "transfer accepted")
        else:
            entry = Entry("transferred away", visit.source, after={"area": facts.area})
            add_record(
                session,
                entry,
                area=area,
                now=visit.now,
                person=visit.person,
                case=(case.id, case.key),
            )
    hand_over_actions(session, case, facts.area)
    leave_agendas(session, visit, replace(case, facts=facts))
    return _same_person(session, visit, replace(case, facts=facts), people)


def _same_person(
    session: Session, visit: Visit, case: StoredCase, people: list[Person]
) -> list[str]:
    """Those that may be seen by reference; of the others who may see both is told."""
    same = list_cases_of_same_person(session, case, case.facts.area)
    seen = [other for other in same if may_do(visit.person, "see case", other.facts)]
    hidden = [other for other in same if other not in seen]
    tell_of_clashes(session, visit, case, hidden, people)
    return [other.facts.ref for other in seen]


def _check_nothing_waits(session: Session, case: StoredCase, field: str) -> None:
    """A referral is decided where it was made: it would be out of everybody's reach."""
    if waiting := find_waiting_referrals(session, case):
        # The area that is asked need not know which.
        which = ", ".join(waiting) if field == "to" else "a referral"
        raise RuleBroken(
            f"{field}: {which} of {case.facts.ref} waits for a decision of the area that offers "
            "the case. It has to be decided first. Example: referrals",
            field,
        )


def _receivers(session: Session, facts: CaseRecord) -> list[Person]:
    """Who may answer the offer that is open."""
    offered = open_offer(facts)
    people = list_people(session, offered.to_area) if offered else []
    return [person for person in people if may_receive(person, facts)]


def _offerers(session: Session, facts: CaseRecord) -> list[Person]:
    people = list_people(session, facts.area)
    return [person for person in people if may_do(person, "decide level", facts)]
