"""Buttons and forms of the register of people; each does what a line of `people` does."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.desks import Desk, Reply, Visit
from handlers.registrations.registrations import carry_out, find_meant
from handlers.views import blocks
from handlers.views import registration_forms as views
from handlers.windows import show_window
from mappa.errors import NotFound, RuleBroken
from mappa.registrations import Asked, make_asked
from storage.databases import Session
from storage.deliveries import once

Body = Mapping[str, Any]
OF_AGENCY = "agency "


def press_list(ack: Ack, body: Body, desk: Desk) -> None:
    """The first page in a window, with the same buttons."""
    with desk.db.write() as session:
        reply = carry_out(session, _pressed(session, body, desk), Asked("list"))
    shown = reply.marked(desk.practice).message.blocks
    show_window(desk, body, blocks.notice("People", shown))
    ack()


def press_add(ack: Ack, body: Body, desk: Desk) -> None:
    _open(ack, body, desk, views.add_form())


def press_change(ack: Ack, body: Body, desk: Desk) -> None:
    _open(ack, body, desk, views.change_form())


def press_remove(ack: Ack, body: Body, desk: Desk) -> None:
    _open(ack, body, desk, views.leaving_form())


def submit_person(ack: Ack, body: Body, view: Body, desk: Desk) -> None:
    _submit(ack, body, desk, lambda: _read("add", view))


def submit_change(ack: Ack, body: Body, view: Body, desk: Desk) -> None:
    _submit(ack, body, desk, lambda: _read("change", view))


def submit_leaving(ack: Ack, body: Body, view: Body, desk: Desk) -> None:
    """Who is meant is named in the next form; only that one ends anything."""
    with desk.db.read() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        asked = _read("remove", view, "still to be said")
        gone = find_meant(session, visit.person, asked)
    value = asked.user_id or f"{OF_AGENCY}{asked.agency}"
    ack(response_action="update", view=views.removal_form(gone, value))


def submit_removal(ack: Ack, body: Body, view: Body, desk: Desk) -> None:
    """Loaded and decided anew: who is of an agency may have changed since it was shown."""
    _submit(ack, body, desk, lambda: _read_removal(view))


def _read_removal(view: Body) -> Asked:
    value, answers = str(view.get("private_metadata", "")), blocks.read_form(view)
    agency = value.startswith(OF_AGENCY)
    values = {"agency": value.removeprefix(OF_AGENCY)} if agency else {}
    if not value:
        raise NotFound("It is not said any more who was meant. Begin again with: people list")
    mention = "" if agency else value
    return make_asked("remove", mention, values, answers.get("because", ""))


def _read(what: str, view: Body, reason: str = "") -> Asked:
    """The fields of the form and no others, whatever was sent in with them."""
    shown = {block.get("block_id") for block in view.get("blocks") or []}
    answers = {name: value for name, value in blocks.read_form(view).items() if name in shown}
    person = answers.pop("person", "")
    if person and not re.fullmatch("[UW][A-Z0-9]{1,19}", person):
        raise RuleBroken("person: choose one of those that are offered.", "person")
    return make_asked(what, person, answers, reason)


def _open(ack: Ack, body: Body, desk: Desk, form: blocks.Block) -> None:
    with desk.db.write() as session:
        _pressed(session, body, desk)
    show_window(desk, body, form)
    ack()


def _pressed(session: Session, body: Body, desk: Desk) -> Visit:
    visit = desk.visit(get_asker(session, body, desk.now()), "button")
    once(session, delivery_key(body), visit.now)
    return visit


def _submit(ack: Ack, body: Body, desk: Desk, read: Callable[[], Asked]) -> None:
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        reply: Reply = carry_out(session, visit, read())
    shown = reply.marked(desk.practice).message.blocks
    ack(response_action="update", view=blocks.notice("People", shown))
    desk.nudge()
