"""What the buttons and forms about meetings have in common: one transaction, and a window."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.desks import Desk, Reply, Visit
from handlers.views.meetings.meetings import window
from handlers.windows import pressed, show_window
from mappa.errors import MappaError, NotFound
from mappa.meetings.meetings import read_meeting_ref
from storage.databases import Session
from storage.deliveries import once

GONE = "That button can no longer be read; nothing was saved. See: meetings"


def press(
    ack: Ack, body: Mapping[str, Any], desk: Desk, act: Callable[[Session, Visit, str], Reply]
) -> None:
    """Do what the button is for; what comes of it is shown in a window, or is a form."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        reply = act(session, visit, pressed(body))
    show_window(desk, body, reply.form or window(reply.marked(desk.practice)))
    ack()
    desk.nudge()


def submit(
    ack: Ack, body: Mapping[str, Any], desk: Desk, act: Callable[[Session, Visit], Reply]
) -> None:
    """Save what a form says; what came of it takes its place."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        reply = act(session, visit)
    ack(response_action="update", view=window(reply.marked(desk.practice)))
    desk.nudge()


def ref_of(value: str) -> str:
    """The meeting that a button or a form stands for."""
    try:
        return read_meeting_ref(value)
    except MappaError as problem:
        raise NotFound(GONE) from problem
