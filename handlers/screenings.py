"""The word `screen` and its form: a co-ordinator decides on a referral."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.found_referrals import Found, check_open, find_for, name_of, press, show_state
from handlers.tellings import tell, tell_co_ordinators
from handlers.views import blocks
from handlers.views import screenings as views
from mappa.access import REFUSED, may, may_do
from mappa.case_changes import differences
from mappa.cases import CaseRecord
from mappa.errors import NotAllowed, RuleBroken
from mappa.screenings import (
    EXAMPLE,
    Screening,
    Sought,
    apply_screening,
    prompts,
    read_form,
    read_referral_ref,
    read_screening,
    time_left,
)
from storage.cases import StoredCase, list_cases, set_case
from storage.databases import Session
from storage.deliveries import once
from storage.deriving import derive_reminders
from storage.identifiers import find_by_identifiers
from storage.outgoing import Message
from storage.people import find_people, list_people_of_case
from storage.records import SEEN, Entry
from storage.referrals import (
    StoredReferral,
    list_entries,
    seal_decision_reason,
    set_decision,
    set_more_asked,
)

EMPTY = f"screen needs a referral reference first. Example: {EXAMPLE}"


def screen(session: Session, visit: Visit, typed: str) -> Reply:
    """Decide in one line; with nothing after the reference, the form."""
    if not typed:
        raise RuleBroken(EMPTY, "referral")
    asked = read_screening(typed, visit.today, visit.desk.policy)
    if isinstance(asked, str):
        return _form_or_state(session, visit, asked)
    return _decide(session, visit, asked)


def press_screen(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The button beside a referral: the form, or what has become of it meanwhile."""
    press(ack, body, desk, _form_or_state)


def submit_form(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """The form, by the same rules as the line."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        ref = read_referral_ref(str(view.get("private_metadata", "")))
        asked = read_form(ref, answers, visit.today, desk.policy)
        reply = _decide(session, visit, asked)
    ack(response_action="update", view=views.thanks(reply.marked(desk.practice)))
    desk.nudge()


def _form_or_state(session: Session, visit: Visit, ref: str) -> Reply:
    found = find_for(session, visit, ref)
    if found.referral.decision != "open" or not found.screens:
        return show_state(session, visit, found)
    referral, case = found.referral, found.case
    facts = _facts(session, visit, found)
    put_on_record(session, visit, case, Entry(SEEN, visit.source, after=f"referral {ref}"))
    spell = case.facts.spell_on(visit.today)
    category = spell.category if spell else referral.category
    form = views.screening_form(referral, category, facts)
    return Reply(Message("A form opens."), form)


def _facts(session: Session, visit: Visit, found: Found) -> list[str]:
    """What was asked and given, how the case stands, and which other cases it may be about."""
    referral, case = found.referral, found.case
    entries = list_entries(session, case, referral.ref)
    clock = time_left(referral.referred_on, visit.today, visit.desk.policy)
    by = name_of(session, referral.person_id, referral.referred_by)
    lines = views.referral_lines(referral, referral.reason(case.key), entries, by, clock)
    if referral.more_asked_on:
        lines.append(f"Asked for: {referral.decision_reason(case.key)}")
    lines += views.case_lines(case.facts, visit.today)
    lines += prompts(case.facts, visit.today, visit.desk.policy, [referral.ref])
    given = {
        k: v for entry in entries for k, v in (entry["after"].get("identifiers") or {}).items()
    }
    return lines + views.may_also_be(_others(session, visit, case, given))


def _others(
    session: Session, visit: Visit, case: StoredCase, given: Mapping[str, str]
) -> list[str]:
    """Further cases with one of the identifiers given, of those that the co-ordinator may see."""
    if not given:
        return []
    ids = [one for one in find_by_identifiers(session, case.facts.area, given) if one != case.id]
    others = [o for o in list_cases(session, ids=ids) if may_do(visit.person, "see case", o.facts)]
    for other in others:
        put_on_record(session, visit, other, Entry(SEEN, visit.source, after="may be the same"))
    return [other.facts.ref for other in others]


def _decide(session: Session, visit: Visit, asked: Screening) -> Reply:
    """Read, check, save the decision with what it does to the case, and tell who made it."""
    if asked.decision != "withdraw" and not may(visit.person, "screen referral"):
        raise NotAllowed(REFUSED["screen referral"])
    found = find_for(session, visit, asked.ref, to_change=True)
    if asked.decision != "withdraw" and not found.screens:
        raise NotAllowed(REFUSED["screen referral"])
    check_open(session, found.referral)
    referral = found.referral
    sought = Sought(referral.level_sought, referral.category, referral.threshold)
    facts = apply_screening(found.case.facts, asked, sought, visit.desk.policy)
    if found.screens and not may_do(visit.person, "screen referral", facts):
        raise NotAllowed(
            "Category 4 can be set only by somebody granted Category 4; nothing was saved. "
            "Ask a co-ordinator who has the grant."
        )
    case = _save(session, visit, found, asked, facts)
    people = list_people_of_case(session, facts)
    derive_reminders(session, [case], people, visit.desk.policy, visit.now)
    _tell_referrer(session, visit, referral, case, asked)
    if not found.screens:
        message = views.withdrawal_came(referral.ref, case.facts.ref)
        tell_co_ordinators(session, visit, case, people, message)
        return views.withdrawn_by_referrer(referral.ref)
    same = asked.decision == "accept" and facts == found.case.facts
    return views.decided(
        asked, case.facts.ref, visit.desk.command, same=same, owned=bool(facts.owners)
    )


def _save(
    session: Session, visit: Visit, found: Found, asked: Screening, facts: CaseRecord
) -> StoredCase:
    """The decision, the new state of the case, and both on the record in one entry."""
    referral, case = found.referral, found.case
    reason = seal_decision_reason(case.key, referral.ref, asked.reason)
    if asked.decision == "more":
        set_more_asked(session, referral, visit.today, reason)
    elif not set_decision(
        session,
        referral,
        asked.state,
        visit.person,
        visit.today,
        reason=reason,
        level_set=asked.level,
    ):
        raise RuleBroken(
            f"{referral.ref} was decided a moment ago. Nothing was changed.", "decision"
        )
    was, now = differences(case.facts, facts)
    changed = set_case(session, case, facts) if now else case
    action = "more asked for" if asked.decision == "more" else f"referral {asked.state}"
    after = now | {"referral": referral.ref, "level set": asked.level, "because": asked.reason}
    put_on_record(session, visit, changed, Entry(action, visit.source, was or None, after))
    return changed


def _tell_referrer(
    session: Session, visit: Visit, referral: StoredReferral, case: StoredCase, asked: Screening
) -> None:
    if referral.person_id is None or referral.person_id == visit.person.id:
        return
    person = find_people(session, [referral.person_id]).get(referral.person_id)
    if person is not None:
        sees = may_do(person, "see case", case.facts)
        case_ref = case.facts.ref if sees else None
        message = views.told_referrer(asked, case_ref, visit.desk.command)
        # Who may not see the case learns what became of their own referral, by its reference.
        tell(session, visit, person, message, about=[case_ref] if case_ref else ())
