"""The word `refer` and its form: ask for somebody to be managed at Level 2 or 3."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import get_case_for, put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window
from handlers.views import blocks
from handlers.views import referrals as views
from mappa.access import may_do, require
from mappa.errors import RuleBroken
from mappa.referrals import (
    CATEGORY_NEEDED,
    Referral,
    case_of_new_person,
    make_referral,
    read_referral,
)
from storage.cases import StoredCase, add_case, find_case, next_case_ref
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import Message
from storage.people import list_people_of_case
from storage.records import Entry
from storage.referrals import add_referral, find_open_referral
from storage.reminders import derive_reminders

MAY_NOT_REFER = (
    "Your role does not make referrals. Ask a practitioner or the co-ordinator of your area."
)


def refer(session: Session, visit: Visit, typed: str) -> Reply:
    """With nothing typed the form, else the referral in one line."""
    require(visit.person, "refer", MAY_NOT_REFER)
    if not typed:
        return Reply(Message("A form opens."), views.referral_form(visit.person.agency))
    referral = read_referral(typed, visit.person.agency, visit.today)
    return _save(session, visit, referral)


def submit_form(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """The form, by the same rules; the form itself then says what was saved."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body), "form")
        require(visit.person, "refer", MAY_NOT_REFER)
        once(session, delivery_key(body), visit.now)
        identifier = answers.get("identifier", "")
        referral = make_referral(identifier, answers, visit.person.agency, visit.today)
        reply = _save(session, visit, referral)
    ack(response_action="update", view=views.thanks(reply.marked(desk.practice)))
    desk.nudge()


def press_refer(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """A button that opens the form, filled in with the case it stands under, if any."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body), "button")
        require(visit.person, "refer", MAY_NOT_REFER)
        once(session, delivery_key(body), visit.now)
        form = views.referral_form(visit.person.agency, body["actions"][0].get("value", ""))
    open_window(desk, body, form)
    ack()


def _save(session: Session, visit: Visit, referral: Referral) -> Reply:
    """Everything that a referral brings with it; the case is named to who may see it only."""
    case = _case_of(session, visit, referral)
    if already := find_open_referral(session, case.id, visit.person.id):
        raise RuleBroken(
            f"You have referred this person already: {already} is still open. "
            "Nothing was saved a second time.",
            "identifier",
        )
    ref = add_referral(session, referral, case, visit.person, visit.now)
    entry = Entry("referral made", visit.source, after=_on_record(ref, referral))
    put_on_record(session, visit, case, entry)
    people = list_people_of_case(session, case.facts)
    derive_reminders(session, [case], people, visit.desk.policy, visit.now)
    if not may_do(visit.person, "see case", case.facts):
        return views.referral_made(ref, visit.desk.command)
    kept = [kind for kind, on in referral.dates.items() if case.facts.dates.get(kind) != on]
    return views.referral_of_case_made(ref, case.facts.ref, kept, visit.desk.command)


def _case_of(session: Session, visit: Visit, referral: Referral) -> StoredCase:
    """The case referred. Whether it was known already shows only to who may see it."""
    if referral.identifier.kind == "case":
        ref = referral.identifier.value
        return get_case_for(session, visit, ref, "see case", to_change=True)
    kind, value = referral.identifier.kind, referral.identifier.value
    known = find_case(session, visit.person.area, kind, value)
    theirs = known is not None and may_do(visit.person, "see case", known.facts)
    if not theirs and referral.category is None:
        raise RuleBroken(CATEGORY_NEEDED, "category")
    if known is not None:
        return known
    ref = next_case_ref(session, visit.person.area)
    return add_case(session, case_of_new_person(referral, ref, visit.person.area), visit.now)


def _on_record(ref: str, referral: Referral) -> dict[str, Any]:
    return {
        "referral": ref,
        "level sought": referral.level_sought,
        "category": referral.category,
        "agency": referral.agency,
        "threshold": referral.threshold,
        "dates": {kind: on.isoformat() for kind, on in referral.dates.items()},
        "because": referral.reason,
    }
