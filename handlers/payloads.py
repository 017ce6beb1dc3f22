"""What a payload must be like before anything of it is read: whatever comes may be made up.

Only what the handlers read is asked for, each part of the kind that it has at Slack; anything else
may be there or not.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from mappa.errors import MappaError

UNREAD = "unread"  # under this name goes what Bolt could not read either
NOT_READ = "That could not be read; nothing was saved."
LONGEST = 40_000  # characters: no message is longer at Slack
LONGEST_METADATA = 3_000
MOST = 200  # blocks, fields, files, buttons
_EVENT_ONLY = frozenset({"event", "event_id", "command"})
_OTHERS_ONLY = frozenset({"command", "user", "view", "actions", "callback_id"})
ID = re.compile(r"[\x20-\x7e]{1,255}")
Body = Mapping[str, Any]
Check = Callable[[Any], bool]


class Unreadable(MappaError):
    """It is not what Slack sends; nothing of it is used."""

    def __init__(self) -> None:
        super().__init__(NOT_READ)


def require_readable(body: Body) -> None:
    """Refuse a payload that no handler reads."""
    if not is_readable(body):
        raise Unreadable


def is_readable(body: Body) -> bool:
    """Of one kind, and with nothing of another: each of their handlers might be called, and who
    asks would be read from the wrong place."""
    kind = "command" if "command" in body else body.get("type")
    if not isinstance(kind, str) or kind not in _KINDS:
        return False
    others = _EVENT_ONLY if kind != "event_callback" else _OTHERS_ONLY
    if kind == "command":
        others = (others | _OTHERS_ONLY | {"type"}) - {"command"}
    return not others & body.keys() and _KINDS[kind](body)


def is_greeting(body: Body) -> bool:
    """Slack's first question, whether anybody is there."""
    return body.get("type") == "url_verification" and is_id(body.get("challenge"))


def kind_of(body: Body) -> str:
    """For the log: one of our own words, never one of the payload's."""
    kind = "command" if "command" in body else body.get("type")
    return kind if isinstance(kind, str) and kind in _KINDS else "unknown"


def is_id(given: Any) -> bool:
    return isinstance(given, str) and ID.fullmatch(given) is not None


def _place(given: Any) -> bool:
    """The id of a person, team, channel or file, as long as one that is kept can be."""
    return is_id(given) and len(given) <= 20


def _ts(given: Any) -> bool:
    """The time by which a message is known."""
    return is_id(given) and len(given) <= 30


def _anything(given: Any) -> bool:
    return True


def _text(given: Any) -> bool:
    return isinstance(given, str) and len(given) <= LONGEST


def _metadata(given: Any) -> bool:
    return isinstance(given, str) and len(given) <= LONGEST_METADATA


def _flag(given: Any) -> bool:
    return isinstance(given, bool)


def _number(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 2**53


def _or_none(check: Check) -> Check:
    return lambda given: given is None or check(given)


def _whole(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def _part(needed: Mapping[str, Check], more: Mapping[str, Check] | None = None) -> Check:
    """An object with these parts, and where they are there (and not null) with those."""
    others = {name: _or_none(check) for name, check in (more or {}).items()}

    def holds(given: Any) -> bool:
        return (
            isinstance(given, Mapping)
            and all(name in given and check(given[name]) for name, check in needed.items())
            and all(check(given.get(name)) for name, check in others.items())
        )

    return holds


def _listed(check: Check, least: int = 0) -> Check:
    return lambda given: (
        isinstance(given, list) and least <= len(given) <= MOST and all(map(check, given))
    )


def _each(check: Check) -> Check:
    """An object whose names are fields."""
    return lambda given: (
        isinstance(given, Mapping)
        and len(given) <= MOST
        and all(is_id(name) and check(one) for name, one in given.items())
    )


_OPTION = _part({}, {"value": _text})
_ELEMENT = _part(
    {}, {"value": _text, "selected_date": _text, "selected_user": _text, "selected_option": _OPTION}
)
_BLOCK = _part({"type": is_id}, {"block_id": is_id})
_STATE = _part({"values": _each(_part({"value": _ELEMENT}))})
_USER = _part({"id": _place}, {"team_id": _place})
_WHO: dict[str, Check] = {"user": _USER, "trigger_id": is_id}
_TEAM: dict[str, Check] = {"team": _part({"id": _place})}
_COMMAND = _part(
    {"command": is_id, "team_id": _place, "user_id": _place, "trigger_id": is_id},
    {"channel_id": _place, "text": _text},
)
_PLACE = _part(
    {},
    {"type": is_id, "channel_id": _place, "message_ts": _ts, "view_id": is_id,
     "is_ephemeral": _flag, "thread_ts": _ts},
)  # fmt: skip
_MESSAGE = _part({}, {"text": _text, "ts": _ts, "thread_ts": _ts})
_SHOWN = _part({"type": is_id, "id": is_id}, {"private_metadata": _metadata})
_BUTTON = _part({"action_id": is_id, "action_ts": is_id}, {"value": _text, "block_id": is_id})
_CLICK = _part(
    {**_WHO, "actions": _listed(_BUTTON, least=1)},
    {**_TEAM, "container": _PLACE, "channel": _part({"id": _place}), "message": _MESSAGE,
     "view": _SHOWN, "response_url": _text},
)  # fmt: skip
_VIEW = _part(
    {"id": is_id, "type": is_id, "callback_id": is_id, "blocks": _listed(_BLOCK), "state": _STATE},
    {"private_metadata": _metadata},
)
_FORM = _part({**_WHO, "view": _VIEW}, _TEAM)
_SHORTCUT = _part({**_WHO, "callback_id": is_id}, {**_TEAM, "message": _MESSAGE})
_HOMES: dict[str, Check] = {"team": _place, "user_team": _place, "source_team": _place}
_FILE = _part({}, {"id": _place, "size": _whole})
_SAID = _part(
    {"channel": _place},
    {**_HOMES, "user": _place, "text": _text, "ts": _ts, "thread_ts": _ts, "subtype": is_id,
     "bot_id": is_id, "channel_type": is_id, "files": _listed(_FILE)},
)  # fmt: skip
_EVENTS: Mapping[str, Check] = {
    "message": _SAID,
    "app_mention": _SAID,
    "app_home_opened": _part({"user": _place}, {**_HOMES, "tab": is_id, "channel": _place}),
    "user_change": _part({"user": _USER}),
}


def _is_known_event(given: Any) -> bool:
    kind = given.get("type") if isinstance(given, Mapping) else None
    return isinstance(kind, str) and _EVENTS.get(kind, _anything)(given)


_KINDS: Mapping[str, Check] = {
    "command": _COMMAND,
    "block_actions": _CLICK,
    "view_submission": _FORM,
    "shortcut": _SHORTCUT,
    "message_action": _SHORTCUT,
    "event_callback": _part({"event": _is_known_event, "event_id": is_id}, {"team_id": _place}),
}
