"""The window over what somebody sees: opened by a button of a message, redrawn by its own."""

from collections.abc import Mapping
from typing import Any

from handlers.desks import Desk
from handlers.errors import open_window


def show_window(desk: Desk, body: Mapping[str, Any], view: dict[str, Any]) -> None:
    """Show the view where the button that was pressed leaves room for it."""
    stands_on = body.get("view") or {}
    if stands_on.get("type") != "modal":
        open_window(desk, body, view)
        return
    view_id = str(stands_on["id"])

    def call() -> None:
        desk.client.views_update(view_id=view_id, view=view)

    desk.later(call)


def pressed(body: Mapping[str, Any]) -> str:
    """What the button that was pressed carries."""
    return str(body["actions"][0].get("value") or "")
