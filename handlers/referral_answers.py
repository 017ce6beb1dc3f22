"""The word `answer` and its form: the referrer tells what a co-ordinator has asked for."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.found_referrals import check_open, find_for, press, show_state
from handlers.tellings import tell_co_ordinators
from handlers.views import blocks
from handlers.views import screenings as views
from mappa.arguments import clean_text
from mappa.errors import RuleBroken
from mappa.screenings import read_referral_ref
from storage.databases import Session
from storage.deliveries import once
from storage.deriving import derive_reminders
from storage.notes import add_note
from storage.outgoing import Message
from storage.people import list_people_of_case
from storage.records import SEEN, Entry
from storage.referrals import ANSWERED, set_more_asked

EXAMPLE = "answer BED-R12 the release address is known now"
EMPTY = f"answer needs a referral reference and the answer. Example: {EXAMPLE}"


def answer(session: Session, visit: Visit, typed: str) -> Reply:
    """What was asked for; with nothing after the reference, the form."""
    ref, _, text = typed.partition(" ")
    if not ref:
        raise RuleBroken(EMPTY, "referral")
    if text.strip():
        return _answer(session, visit, read_referral_ref(ref), text)
    return _answer_form(session, visit, read_referral_ref(ref))


def press_answer(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The button under a question of a co-ordinator."""
    press(ack, body, desk, _answer_form)


def submit_form(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """The form for the answer."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        ref = read_referral_ref(str(view.get("private_metadata", "")))
        reply = _answer(session, visit, ref, answers.get("answer", ""))
    ack(response_action="update", view=views.thanks(reply.marked(desk.practice)))
    desk.nudge()


def _answer_form(session: Session, visit: Visit, ref: str) -> Reply:
    found = find_for(session, visit, ref)
    if found.referral.decision != "open":
        return show_state(session, visit, found)
    seen = Entry(SEEN, visit.source, after=f"referral {ref}")
    put_on_record(session, visit, found.case, seen)
    question = found.referral.decision_reason(found.case.key)
    return Reply(Message("A form opens."), views.answer_form(found.referral, question))


def _answer(session: Session, visit: Visit, ref: str, text: str) -> Reply:
    """A note on the case, so that it is never lost, and word of it to the co-ordinators."""
    text = clean_text(text, "answer")
    if not text:
        raise RuleBroken(EMPTY, "answer")
    found = find_for(session, visit, ref, to_change=True)
    check_open(session, found.referral)
    case = found.case
    add_note(session, case, f"On referral {ref}: {text}", visit.person, visit.now)
    set_more_asked(session, found.referral, None, None)
    after = {"referral": ref, "answer": text}
    put_on_record(session, visit, case, Entry(ANSWERED, visit.source, after=after))
    people = list_people_of_case(session, case.facts)
    derive_reminders(session, [case], people, visit.desk.policy, visit.now)
    tell_co_ordinators(session, visit, case, people, views.answer_came(ref, case.facts.ref))
    return views.answered(ref)
