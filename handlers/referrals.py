"""The word `refer` and its form: ask for somebody to be managed at Level 2 or 3."""

from collections.abc import Iterable, Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.duplicates import find_or_open
from handlers.errors import open_window, refusal
from handlers.tellings import tell_co_ordinators
from handlers.views import blocks
from handlers.views import referrals as views
from mappa.access import may, may_do
from mappa.case_changes import differences
from mappa.duplicates import MayBeKnown
from mappa.referrals import Referral, make_referral, read_referral
from mappa.referred_cases import added_and_kept, fill_gaps
from mappa.screenings import decide_by, prompts
from storage.cases import StoredCase, get_case, set_case
from storage.databases import Session
from storage.deliveries import once
from storage.deriving import derive_reminders
from storage.outgoing import Message
from storage.people import list_people, list_people_of_case
from storage.records import SEEN, Entry
from storage.referrals import MADE, add_referral


def refer(session: Session, visit: Visit, typed: str) -> Reply:
    """With nothing typed the form, else the referral in one line."""
    if not typed:
        return Reply(Message("A form opens."), views.referral_form(visit.person.agency))
    referral = read_referral(typed, visit.person.agency, visit.today)
    try:
        return _save(session, visit, referral)
    except MayBeKnown as choice:  # raised before anything is changed
        _put_offer_on_record(session, visit, choice.refs)
        return refusal(choice)


def submit_form(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """The form, by the same rules; the form itself then says what was saved."""
    answers = blocks.read_form(view)
    try:
        with desk.db.write() as session:
            visit = desk.visit(get_asker(session, body, desk.now()), "form")
            once(session, delivery_key(body), visit.now)
            identifier = answers.get("identifier", "")
            referral = make_referral(identifier, answers, visit.person.agency, visit.today)
            reply = _save(session, visit, referral)
    except MayBeKnown as choice:  # the form stays open, to be sent again
        with desk.db.write() as session:
            _put_offer_on_record(session, visit, choice.refs)
        raise
    ack(response_action="update", view=views.thanks(reply.marked(desk.practice)))
    desk.nudge()


def press_refer(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """A button or shortcut that opens the form, filled in with the case it stands under, if any."""
    actions = body.get("actions")
    with desk.db.write() as session:
        source = "button" if actions else "shortcut"
        visit = desk.visit(get_asker(session, body, desk.now()), source)
        once(session, delivery_key(body), visit.now)
        ref = str(actions[0].get("value", "")) if actions else ""
        form = views.referral_form(visit.person.agency, ref)
    open_window(desk, body, form)
    ack()


def _save(session: Session, visit: Visit, referral: Referral) -> Reply:
    """Everything that a referral brings with it; the case is named to who may see it only."""
    known = find_or_open(session, visit, referral)
    sees = may_do(visit.person, "see case", known.facts)
    changes = may_do(visit.person, "change case", known.facts)
    case = _with_gaps_filled(session, visit, known, referral) if changes else known
    people = list_people_of_case(session, case.facts)
    ref = add_referral(session, referral, case, visit.person, visit.now)
    clock = decide_by(visit.today, visit.desk.policy)
    told = tell_co_ordinators(
        session, visit, case, people, views.referral_to_screen(ref, referral, case.facts, clock)
    )
    after = _on_record(ref, referral) | {"told": told}
    put_on_record(session, visit, case, Entry(MADE, visit.source, after=after))
    derive_reminders(session, [case], people, visit.desk.policy, visit.now)
    waits = _nobody_yet(session, visit, ref, referral)
    if not sees:
        return views.referral_made(ref, waits, visit.desk.command)
    added, kept = added_and_kept(known.facts, case.facts, referral)
    said = [*views.counted_inside(case.facts, visit.today, visit.desk.command)]
    said += [*prompts(case.facts, visit.today, visit.desk.policy, [ref]), *waits]
    return views.referral_of_case_made(ref, case.facts.ref, added, kept, said, visit.desk.command)


def _nobody_yet(session: Session, visit: Visit, ref: str, referral: Referral) -> list[str]:
    """A sentence where nobody can screen it for want of a grant. It goes by what was typed, for
    what a known case is must not show."""
    needed = {"category-4"} if referral.category == 4 else set()
    needed |= {"limited"} if referral.limited_access else set()
    people = list_people(session, visit.person.area) if needed else []
    if not needed or any(may(p, "screen referral") and needed <= p.grants for p in people):
        return []
    return [views.NOBODY_YET.format(ref=ref)]


def _with_gaps_filled(
    session: Session, visit: Visit, known: StoredCase, referral: Referral
) -> StoredCase:
    """What a known case did not hold is added to it, as a change of its own on the record."""
    facts = fill_gaps(known.facts, referral)
    was, now = differences(known.facts, facts)
    if not now:
        return known
    changed = set_case(session, known, facts)
    why = {"because": "came with a referral"}
    put_on_record(session, visit, changed, Entry("case changed", visit.source, was, now | why))
    return changed


def _put_offer_on_record(session: Session, visit: Visit, refs: Iterable[str]) -> None:
    """Being told that somebody may be in a case is a look at it."""
    for ref in refs:
        case = get_case(session, ref)
        put_on_record(session, visit, case, Entry(SEEN, visit.source, after="offered"))


def _on_record(ref: str, referral: Referral) -> dict[str, Any]:
    return {
        "referral": ref,
        "level sought": referral.level_sought,
        "category": referral.category,
        "agency": referral.agency,
        "threshold": referral.threshold,
        "identifiers": {one.kind: one.value for one in referral.identifiers},
        "name": referral.name,
        "born": referral.born_on.isoformat() if referral.born_on else "",
        "dates": {kind: on.isoformat() for kind, on in referral.dates.items()},
        "lead agency": referral.lead_agency,
        "agencies": list(referral.agencies),
        "risk": referral.risk,
        "victim concerns": referral.victim_concerns,
        "limited access": referral.limited_access or None,
        "because": referral.reason,
    }
