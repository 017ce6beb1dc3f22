"""Who is asking, read from whatever Slack sent: the workspace and user that it vouches for."""

from collections.abc import Mapping
from datetime import datetime
from html import unescape
from typing import Any

from mappa.people import Person
from storage.databases import Session
from storage.people import get_person

Body = Mapping[str, Any]


def get_asker(session: Session, body: Body, now: datetime) -> Person:
    """The registered person behind a payload, or NotAllowed."""
    return get_person(session, *asker_ids(body), now)


def asker_ids(body: Body) -> tuple[str, str]:
    """(team id, user id). Their own workspace counts, not the one the payload came through:
    in a shared channel an outsider acts under the same team id as everybody else."""
    event = body.get("event")
    if isinstance(event, Mapping):
        home = event.get("user_team") or event.get("source_team") or event.get("team")
        return str(home or body.get("team_id")), str(event.get("user"))
    user = body.get("user")
    if isinstance(user, Mapping):
        team = body.get("team") or {}
        return str(user.get("team_id") or team.get("id")), str(user.get("id"))
    return str(body.get("team_id")), str(body.get("user_id"))


def typed_text(given: Any) -> str:
    """What somebody typed: Slack hands it over with & < > escaped."""
    return unescape(str(given or "")).strip()


def delivery_key(body: Body) -> str:
    """What stays the same when Slack delivers the same thing again."""
    if "event_id" in body:
        return f"event {body['event_id']}"
    if body.get("type") == "view_submission":
        return f"form {body['view']['id']}"
    if body.get("type") == "block_actions":
        action = body["actions"][0]
        return f"click {body['user']['id']} {action['action_id']} {action['action_ts']}"
    if body.get("type") in ("shortcut", "message_action"):
        return f"shortcut {body['trigger_id']}"
    return f"command {body['trigger_id']}"
