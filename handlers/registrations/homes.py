"""Home tabs of those whose access has changed: what stands there is no longer theirs to see."""

from collections.abc import Iterable
from contextlib import suppress
from http.client import HTTPException

from slack_sdk.errors import SlackClientError

from handlers.desks import Desk
from handlers.views.home import no_access
from handlers.views.registrations import CHANGED_HOME
from mappa.people import Person
from storage.people import STRANGER


def clear_homes(desk: Desk, gone: Iterable[Person] = (), changed: Iterable[Person] = ()) -> None:
    """After the acknowledgement, as far as Slack can be reached: opened again, Home is drawn anew
    in any case."""
    shown = [(person.user_id, no_access(STRANGER)) for person in gone]
    shown += [(person.user_id, no_access(CHANGED_HOME)) for person in changed]
    if not shown:
        return

    def publish() -> None:
        for user_id, view in shown:
            with suppress(SlackClientError, OSError, HTTPException):
                desk.client.views_publish(user_id=user_id, view=view)

    desk.later(publish)
