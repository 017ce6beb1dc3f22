"""Whether a channel may be posted in: asked of Slack right before it is done, and not kept.

Figures may stand in any channel of this workspace that the bot is in. Cases may be named where it
is private as well, and everybody in it may see every one of them. What is not certain is not so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from handlers.calling import TO_BE_MENDED, Impossible, Line, Refused
from mappa.people import Person
from storage.databases import Session
from storage.entitlements import list_entitled
from storage.outgoing import Message, add_outgoing
from storage.records import Entry, add_record

NOT_HERE = "It cannot be shared here: this is not a channel. Ask the question in a channel."
OUTSIDE = (
    "It cannot be shared here: people of another organisation are in this channel, or it is not "
    "certain that none are. Nothing was posted."
)
NOT_INSIDE = "It cannot be shared here: invite me to this channel first. Nothing was posted."
NOT_PRIVATE = (
    "It cannot be shared here: cases are named in private channels only. Nothing was posted."
)
INSTEAD = (
    "Those who are in it and may see all of these cases get it as a direct message, as far as "
    "Slack tells me who that is."
)
NOT_ALL = (
    "It cannot be shared here: not everybody in this channel may see all of these cases. "
    "Nothing was posted."
)
PAGE, PAGES = 200, 25  # of members; of a channel with more of them nothing is certain
_OUTSIDE = ("is_ext_shared", "is_shared", "is_org_shared", "is_pending_ext_shared")


@dataclass(frozen=True, slots=True)
class Room:
    """A channel as it was found a moment ago."""

    id: str
    unsafe: str = ""  # why nothing at all may be posted there
    is_private: bool = False
    members: frozenset[str] = frozenset()  # Slack ids, all but the bot's own; none: not known


def look_at(line: Line, channel: str, *, with_members: bool, page: int = PAGE) -> Room:
    """Ask Slack; where it says no the channel is unsafe. Refused and Unknown are raised where it
    only has no time: then nothing is known yet. `page`: members to ask for at a time."""
    if not channel.startswith(("C", "G")):
        return Room(channel, NOT_HERE)
    try:
        told = line.call(
            "conversations.info", lambda: line.client.conversations_info(channel=channel)
        )["channel"]
        members = _members(line, channel, page) if with_members else frozenset()
    except Refused as problem:
        if str(problem) not in TO_BE_MENDED:
            raise
        return Room(channel, OUTSIDE)
    except Impossible as problem:
        return Room(channel, NOT_INSIDE if str(problem) == "channel_not_found" else OUTSIDE)
    return Room(channel, why_unsafe(told), told.get("is_private") is True, members)


def why_unsafe(told: Mapping[str, Any]) -> str:
    """Why figures are not posted in a channel of which Slack tells this; empty if they may be."""
    if told.get("is_im") or told.get("is_mpim"):
        return NOT_HERE
    if told.get("is_member") is not True:
        return NOT_INSIDE
    if told.get("is_ext_shared") is not False or any(told.get(name) for name in _OUTSIDE):
        return OUTSIDE
    return ""


def why_not(session: Session, area: str, room: Room, refs: Iterable[str], now: datetime) -> str:
    """Why something about these cases may not be posted there; empty if it may."""
    refs = list(refs)
    if room.unsafe or not refs:
        return room.unsafe
    if not room.is_private:
        return NOT_PRIVATE
    entitled = list_entitled(session, area, room.members, refs, now)
    return "" if room.members and len(entitled) == len(room.members) else NOT_ALL


def give_instead(
    session: Session, sharer: Person, room: Room, message: Message, refs: Iterable[str],
    now: datetime,
) -> None:  # fmt: skip
    """Who else is in the channel and may see all of it gets it as a direct message, which goes on
    the record; nobody hears who does not."""
    refs = sorted(refs)
    them = list_entitled(session, sharer.area, room.members, refs, now)
    others = [one for one in them if one.id != sharer.id]
    for person in others:
        add_outgoing(session, message, person, now, about=refs)
    if others:
        after = {"cases": refs, "to": [one.user_id for one in others]}
        entry = Entry("cases shared", "channel", after=after)
        add_record(session, entry, area=sharer.area, now=now, person=sharer)


def _members(line: Line, channel: str, size: int) -> frozenset[str]:
    """Everybody in it but the bot itself; other bots count, as nobody knows who reads them."""
    own = str(line.call("auth.test", line.client.auth_test)["user_id"])
    found: set[str] = set()
    cursor = ""
    for _ in range(PAGES):
        ask = partial(
            line.client.conversations_members, channel=channel, limit=size, cursor=cursor or None
        )
        page = line.call("conversations.members", ask)
        found.update(map(str, page["members"]))
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return frozenset(found - {own})
    return frozenset()
