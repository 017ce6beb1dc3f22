"""Referrals as somebody may deal with them: as who made one, or as who screens it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window
from handlers.views import screenings as views
from mappa.access import may, may_do
from mappa.errors import NotFound, RuleBroken
from mappa.screenings import read_referral_ref, time_left
from storage.cases import StoredCase, get_case_by_id, seek_case_by_id
from storage.databases import Session
from storage.deliveries import once
from storage.people import find_people
from storage.records import SEEN, Entry
from storage.referrals import StoredReferral, find_referral

Opens = Callable[[Session, Visit, str], Reply]
NO_SUCH_REFERRAL = "No referral {ref} that you may see. Example: screen BED-R12"


@dataclass(frozen=True, slots=True)
class Found:
    """A referral and its case, as somebody may deal with it: as who made it, as who screens it."""

    referral: StoredReferral
    case: StoredCase
    own: bool
    screens: bool


def find_for(session: Session, visit: Visit, ref: str, *, to_change: bool = False) -> Found:
    """The referral, if it is theirs or they may screen it; if not, as if there were none."""
    referral = find_referral(session, ref)
    if referral is None:
        seek_case_by_id(session, to_change=to_change)
        if to_change:
            find_referral(session, ref)
        raise NotFound(NO_SUCH_REFERRAL.format(ref=ref))
    case = get_case_by_id(session, referral.case_id, to_change=to_change)
    if to_change:  # now that nobody else can decide on it
        referral = find_referral(session, ref) or referral
    own = referral.person_id == visit.person.id and may(visit.person, "refer")
    screens = may_do(visit.person, "screen referral", case.facts)
    if not own and not screens:
        raise NotFound(NO_SUCH_REFERRAL.format(ref=ref))
    return Found(referral, case, own, screens)


def show_state(session: Session, visit: Visit, found: Found) -> Reply:
    """What became of it; its reasons are about a case, so the look goes on the record."""
    referral, key = found.referral, found.case.key
    seen = Entry(SEEN, visit.source, after=f"referral {referral.ref}")
    put_on_record(session, visit, found.case, seen)
    clock = time_left(referral.referred_on, visit.today, visit.desk.policy)
    by = name_of(session, referral.decided_by_id, referral.decided_by)
    command = visit.desk.command
    return views.state_of_own(referral, by, referral.decision_reason(key), clock, command)


def name_of(session: Session, person_id: int | None, user_id: str | None) -> str:
    """Their name; the Slack id under which they came with a workbook, if they never had one."""
    person = find_people(session, [person_id]).get(person_id) if person_id else None
    return person.name if person else user_id or "somebody who is not registered now"


def check_open(session: Session, referral: StoredReferral) -> None:
    if referral.decision != "open":
        by = name_of(session, referral.decided_by_id, referral.decided_by)
        raise RuleBroken(f"{views.outcome(referral, by)} Nothing was changed.", "decision")


def press(
    ack: Ack, body: Mapping[str, Any], desk: Desk, opens: Callable[[Session, Visit, str], Reply]
) -> None:
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        ref = read_referral_ref(str(body["actions"][0].get("value", "")))
        reply = opens(session, visit, ref)
    open_window(desk, body, reply.form or views.window(reply.marked(desk.practice)))
    ack()
