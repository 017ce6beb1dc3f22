"""Closing minutes: what was decided becomes true of the case in the same transaction."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.forms import mark
from handlers.meetings.minute_pages import sitting_page
from handlers.meetings.sittings import (
    GONE,
    Sitting,
    derive_again,
    get_sitting,
    named_refs,
    put_seen,
    require_open,
    require_taker,
)
from handlers.updates import save
from handlers.views import blocks
from handlers.views.meetings import closing as views
from handlers.views.meetings import minuting as pages
from handlers.windows import pressed, show_window
from mappa.access import may
from mappa.arguments import clean_text
from mappa.errors import NotAllowed, NotFound, RuleBroken
from mappa.meetings.closing import Decided, Sat, apply_decided, read_decided
from mappa.meetings.minute_answers import with_answers
from mappa.meetings.minute_lines import MinuteLine
from mappa.meetings.minutes import form_of
from mappa.plain_cases import from_plain
from mappa.remarks import remarks
from storage.cases import list_cases
from storage.databases import Session
from storage.deliveries import once
from storage.hearings import get_hearing, list_hearings, set_hearing, set_minutes, set_rationale
from storage.meetings import set_meeting
from storage.people import list_people_of_case
from storage.records import Entry, add_record, list_history

CLOSED, REOPENED, HELD = "minutes closed", "minutes opened again", "meeting held"
LATER = "review-reason"
CHANGED_SINCE = (
    "Somebody has changed these minutes since you looked; nothing was closed. Look at them and "
    "close them then. Example: minute {refs}"
)


def close(session: Session, visit: Visit, sitting: Sitting, line: MinuteLine) -> Reply:
    """Refused while anything is missing; else the case, the hearing and its reminders change."""
    _check_may_close(visit, sitting)
    return _close(session, visit, _with_reason(session, visit, sitting, line.reason))


def press_close(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """What closing would do, to be confirmed; or what is missing."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        sitting = get_sitting(session, visit, *named_refs(pressed(body)))
        _check_may_close(visit, sitting)
        put_seen(session, visit, sitting)
        decided = read_decided(sitting.minutes, sitting.case.facts, sitting.on)
        view = views.close_form(sitting.refs, decided, sitting.on, _mark(session, sitting))
    show_window(desk, body, view)
    ack()


def submit_close(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """Confirmed, with the reason for a later review if one was given here."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        if LATER not in view["state"]["values"]:
            raise NotFound(GONE)
        reason = blocks.read_form(view).get(LATER, "")
        refs, _, shown = str(view.get("private_metadata", "")).rpartition(" ")
        sitting = get_sitting(session, visit, *named_refs(refs), to_change=True)
        _check_may_close(visit, sitting)
        if shown != _mark(session, sitting):
            raise RuleBroken(CHANGED_SINCE.format(refs=refs), LATER)
        reply = _close(session, visit, _with_reason(session, visit, sitting, reason))
    ack(response_action="update", view=pages.window(reply.marked(desk.practice)))
    desk.nudge()


def _mark(session: Session, sitting: Sitting) -> str:
    """Tells whether what is confirmed is what was shown, and nothing of what it says."""
    there = {agency: str(how) for agency, how in sitting.attended.items()}
    said = json.dumps([dict(sitting.minutes), there], sort_keys=True)
    return mark(session, f"minutes {sitting.refs}", "close", said)


def reopen(session: Session, visit: Visit, sitting: Sitting, line: MinuteLine) -> Reply:
    """Closed minutes can be corrected; what they changed stands until they are closed again."""
    if not may(visit.person, "plan meetings"):
        raise NotAllowed(
            "reopen: closed minutes are opened again by the co-ordinator; nothing was changed. "
            "Ask the co-ordinator of your area."
        )
    if sitting.hearing.closed_on is None:
        raise RuleBroken(
            f"The minutes of {sitting.case.facts.ref} at {sitting.facts.ref} are open already. "
            f"Example: minute {sitting.refs}",
            "reopen",
        )
    reason = clean_text(line.reason, "because")
    if not any(char.isalnum() for char in reason):
        raise RuleBroken(
            f"Opening closed minutes needs a reason. "
            f"Example: minute {sitting.refs} reopen because wrong date",
            "because",
        )
    was = {"minutes": dict(sitting.minutes), "closed": sitting.hearing.closed_on.isoformat()}
    set_hearing(session, sitting.hearing, closed_on=None, closed_by=None)
    after = {"meeting": sitting.facts.ref, "because": reason}
    put_on_record(session, visit, sitting.case, Entry(REOPENED, visit.source, was, after))
    people = list_people_of_case(session, sitting.case.facts)
    derive_again(session, visit, sitting.case, sitting.meeting.id, people)
    hearing = replace(sitting.hearing, closed_on=None, closed_by=None)
    done = views.reopened(sitting.refs, sitting.hearing.issued_on)
    return sitting_page(visit, replace(sitting, hearing=hearing), done=done)


def _with_reason(session: Session, visit: Visit, sitting: Sitting, reason: str) -> Sitting:
    """What is said on closing is why the next review is later than the policy has it."""
    if not reason:
        return sitting
    minutes = with_answers(sitting.minutes, {LATER: reason}, visit.today)
    set_minutes(session, sitting.hearing, sitting.case, minutes)
    return replace(sitting, minutes=minutes)


def _check_may_close(visit: Visit, sitting: Sitting) -> None:
    require_taker(sitting)
    require_open(sitting)
    if sitting.facts.starts_at > visit.now:
        raise RuleBroken(
            f"{sitting.facts.ref} has not begun, so its minutes cannot be closed. "
            f"Example: minute {sitting.refs} information police seen weekly",
            "close",
        )
    if missing := sitting.missing():
        raise RuleBroken(
            "\n".join(
                [
                    f"The minutes of {sitting.case.facts.ref} at {sitting.facts.ref} cannot be "
                    "closed yet; nothing was changed. Missing:",
                    *pages.missing_lines(missing, sitting.refs, visit.desk.command),
                    "Or by line. Example: "
                    f"minute {sitting.refs} contingency recall at once; supervision none",
                ]
            ),
            LATER,
        )


def _close(session: Session, visit: Visit, sitting: Sitting) -> Reply:
    case = sitting.case.facts
    decided = read_decided(sitting.minutes, case, sitting.on)
    sat = Sat(sitting.facts.ref, sitting.on, sitting.hearing.leaves, _disclosed(session, sitting))
    facts = apply_decided(case, decided, sat, visit.today, visit.desk.policy)
    _set_hearing(session, visit, sitting, decided)
    people = list_people_of_case(session, facts)
    noted = _noted(sitting, decided)
    saved = save(session, visit, sitting.case, facts, people, noted, CLOSED)
    if saved.number is None:
        put_on_record(session, visit, sitting.case, Entry(CLOSED, visit.source, {}, noted))
    held = _mark_held(session, visit, sitting)
    derive_again(session, visit, saved.case, sitting.meeting.id, people)
    hearing = get_hearing(session, sitting.meeting, saved.case)
    after = replace(sitting, case=saved.case, hearing=hearing)
    done = views.closed(
        sitting.refs, decided, case, facts, remarks(case, facts, visit.desk.policy, visit.today)
    )
    done += views.held(sitting.facts.ref, held=held)
    done += views.sent_before(sitting.refs, sitting.hearing.issued_on)
    return sitting_page(visit, after, done=done)


def _disclosed(session: Session, sitting: Sitting) -> tuple[Any, ...]:
    """What closing these minutes before made of disclosure: it is replaced, not doubled."""
    history = list_history(session, sitting.case.id, sitting.case.key, seen=False)
    for row in history:
        here = row["action"] == CLOSED and row["after"].get("meeting") == sitting.facts.ref
        if here and (made := row["after"].get("disclosures")):
            return tuple(from_plain("disclosures", made))
    return ()


def _set_hearing(session: Session, visit: Visit, sitting: Sitting, decided: Decided) -> None:
    form, edition = form_of(sitting.on)
    set_rationale(session, sitting.hearing, sitting.case, decided.rationale)
    set_hearing(
        session,
        sitting.hearing,
        outcome_level=decided.level,
        leaves=decided.level is None,
        next_review_on=decided.review_on,
        disclosure=decided.disclosure == "yes",
        closed_on=visit.today,
        closed_by=visit.person.user_id,
        form=form,
        edition=edition,
    )


def _noted(sitting: Sitting, decided: Decided) -> dict[str, Any]:
    return {
        "meeting": sitting.facts.ref,
        "decision": views.level_words(decided.level),
        "minutes": dict(sitting.minutes),
        "attendance": {agency: str(how) for agency, how in sitting.attended.items()},
        "because": decided.rationale,
    }


def _is_anything_open(session: Session, sitting: Sitting) -> bool:
    """What was begun of a case that was merged or has moved away since is never closed, so nobody
    waits for it."""
    hearings = list_hearings(session, [sitting.meeting.id])
    ids = {one.case_id for one in hearings if one.closed_on is None}
    left = [case.facts for case in list_cases(session, ids=ids)]
    return any(not one.merged_into and one.area == sitting.facts.area for one in left)


def _mark_held(session: Session, visit: Visit, sitting: Sitting) -> bool:
    """A meeting was held when the minutes of all that it heard are closed."""
    if sitting.facts.status != "planned" or _is_anything_open(session, sitting):
        return False
    set_meeting(session, sitting.meeting, replace(sitting.facts, status="held"))
    after = {"meeting": sitting.facts.ref}
    entry = Entry(HELD, visit.source, after=after)
    area = sitting.facts.area
    add_record(session, entry, area=area, now=visit.now, person=visit.person)
    return True
