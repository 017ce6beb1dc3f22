"""The shortcut on a message: what was said there becomes a note on a case."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker, typed_text
from handlers.cases import get_case_for, put_on_record
from handlers.desks import Desk
from handlers.errors import open_window
from handlers.views import blocks
from handlers.views import shortcuts as views
from mappa.arguments import clean_text
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from storage.deliveries import once
from storage.notes import add_note
from storage.records import Entry


def open_note(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form, with the message's text in it; nothing of it is kept before it is sent in."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "shortcut")
        once(session, delivery_key(body), visit.now)
    message = body.get("message") or {}
    open_window(desk, body, views.note_form(typed_text(message.get("text"))))
    ack()


def submit_note(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """A note on a case that the person may change, on the record like any other."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        ref, text = _case_ref(answers), clean_text(answers.get("note", ""), "note")
        if not text:
            raise RuleBroken("note needs a text. Example: spoke to housing", "note")
        case = get_case_for(session, visit, ref, "change case", to_change=True)
        add_note(session, case, text, visit.person, visit.now)
        put_on_record(session, visit, case, Entry("note added", visit.source))
    ack(response_action="update", view=views.note_added(ref, desk.command, desk.practice))
    desk.nudge()


def _case_ref(answers: Mapping[str, str]) -> str:
    try:
        return read_case_ref(answers.get("case", ""))
    except RuleBroken as problem:
        raise RuleBroken(problem.message, "case") from problem
