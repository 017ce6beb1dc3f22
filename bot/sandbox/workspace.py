"""The workspace in memory: messages, forms, Home tabs, and what was done against the rules."""

import asyncio
import time
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from bot.sandbox.cast import CHANNELS, Channel

Json = dict[str, Any]
MOST_VIEWS = 3  # forms that lie on each other


@dataclass(frozen=True, slots=True)
class Limits:
    """Slack's own times in seconds; tests make them shorter."""

    ack: float = 3.0
    trigger: float = 3.0
    response_url: float = 1800.0
    response_uses: int = 5
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    pace: float = 1.0  # between two posts of the app in one channel
    burst: int = 5  # posts that may come at once, if it was quiet there before


@dataclass
class Pace:
    """How many posts a channel still takes at once: one more with each second, up to the burst."""

    left: float
    at: float


@dataclass
class Trigger:
    user: str
    issued: float
    used: bool = False


@dataclass
class ResponseUrl:
    user: str
    channel: str
    issued: float
    uses: int = 0
    ts: str | None = None  # the message that it can replace


@dataclass
class StoredFile:
    """A file: `content` is None before its bytes have come, and again once it is deleted."""

    id: str
    user: str
    name: str
    title: str
    length: int
    alt_txt: str = ""
    created: int = field(default_factory=lambda: int(time.time()))
    content: bytes | None = None
    finished: bool = False  # until then nobody but whoever uploads it knows of it
    deleted: bool = False


@dataclass
class Workspace:
    """Everything that happens here, touched by the server's own loop only."""

    limits: Limits = field(default_factory=Limits)
    scopes: frozenset[str] | None = None  # None: the app may do everything
    address: str = ""  # where it is served, with a slash at the end
    outside: set[str] = field(default_factory=set)  # channels that the app was taken out of
    accounts: dict[str, Json] = field(default_factory=dict)  # what has changed, by user id
    messages: list[Json] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)  # open forms, by view id
    stacks: dict[str, list[str]] = field(default_factory=dict)  # view ids, by user
    homes: dict[str, Json] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    tickets: dict[str, StoredFile] = field(
        default_factory=dict
    )  # by the end of an upload's address
    broken: list[str] = field(default_factory=list)
    version: int = 0
    _paces: dict[str, "Pace"] = field(default_factory=dict)  # by channel
    _last_ts: float = 0.0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def touch(self) -> None:
        """Tell every page that there is something new."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, since: int, seconds: float) -> None:
        """Wait until something is new, at most so long."""
        if self.version <= since:
            try:
                await asyncio.wait_for(self._changed.wait(), seconds)
            except TimeoutError:
                return

    def break_rule(self, rule: str) -> None:
        self.broken.append(rule)
        self.touch()

    def seconds_to_wait(self, channel: str) -> float:
        """0 when the app may post there now, and then it counts as posted."""
        now, limits = time.monotonic(), self.limits
        pace = self._paces.setdefault(channel, Pace(limits.burst, now))
        pace.left = min(limits.burst, pace.left + (now - pace.at) / limits.pace)
        pace.at = now
        if pace.left < 1:
            return (1 - pace.left) * limits.pace
        pace.left -= 1
        return 0.0

    def next_ts(self) -> str:
        """A timestamp that no other message has."""
        self._last_ts = max(time.time(), self._last_ts + 0.000001)
        return f"{self._last_ts:.6f}"

    def add_message(self, channel: str, **parts: Any) -> Json:
        """A message; `ephemeral_to` makes it one that only this user ever sees."""
        message = {"ts": self.next_ts(), "channel": channel, **parts}
        self.messages.append({key: value for key, value in message.items() if value is not None})
        self.touch()
        return self.messages[-1]

    def grants(self, scope: str) -> bool:
        """Whether the app was installed with this scope."""
        return self.scopes is None or scope in self.scopes

    def set_inside(self, channel: str, *, inside: bool) -> None:
        """The app is invited to a channel, or taken out of it."""
        if CHANNELS[channel].kind == "im":
            raise ValueError("direct messages are always there")
        if inside:
            self.outside.discard(channel)
        else:
            self.outside.add(channel)

    def find_message(self, channel: str, ts: str) -> Json | None:
        found = (m for m in self.messages if m["channel"] == channel and m["ts"] == ts)
        return next(found, None)

    def visible(self, user: str) -> list[Json]:
        """The messages that somebody sees, oldest first."""
        channels = {channel.id for channel in channels_of(user)}
        return [
            message
            for message in self.messages
            if message["channel"] in channels and message.get("ephemeral_to", user) == user
        ]

    def new_trigger(self, user: str) -> str:
        trigger_id = f"{token_hex(6)}.{token_hex(8)}"
        self.triggers[trigger_id] = Trigger(user, time.monotonic())
        return trigger_id

    def use_trigger(self, trigger_id: str) -> tuple[str | None, str]:
        """(user, "") once and in time, else (None, Slack's error)."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            return None, "invalid_trigger_id"
        if trigger.used:
            self.break_rule("a trigger_id was used twice")
            return None, "exchanged_trigger_id"
        if time.monotonic() - trigger.issued > self.limits.trigger:
            self.break_rule(f"a trigger_id was used after {self.limits.trigger:g} s")
            return None, "expired_trigger_id"
        trigger.used = True
        return trigger.user, ""

    def new_response_url(self, user: str, channel: str, ts: str | None = None) -> str:
        token = token_hex(12)
        self.response_urls[token] = ResponseUrl(user, channel, time.monotonic(), ts=ts)
        return token

    def open_view(self, user: str, view: Json, *, push: bool = False) -> Json:
        """Put a form before somebody; without `push` it takes the place of any other."""
        view_id = f"V{token_hex(5).upper()}"
        view = {**view, "blocks": named(view["blocks"])}
        stack = self.stacks.get(user, []) if push else []
        root = self.views[stack[0]]["id"] if stack else view_id
        stored = {**view, "id": view_id, "root_view_id": root, "hash": token_hex(6)}
        stored["state"] = {"values": {}}
        self.views[view_id] = stored
        self.stacks[user] = [*stack, view_id]
        self.touch()
        return stored

    def replace_view(self, view_id: str, view: Json) -> Json:
        old = self.views[view_id]
        kept = {key: old[key] for key in ("id", "root_view_id")}
        kept |= {"hash": token_hex(6), "state": {"values": {}}, "blocks": named(view["blocks"])}
        self.views[view_id] = {**view, **kept}
        self.touch()
        return self.views[view_id]

    def is_open(self, view_id: str) -> bool:
        """Whether somebody has this form before them."""
        return any(view_id in stack for stack in self.stacks.values())

    def close_view(self, user: str, view_id: str, *, every: bool = False) -> None:
        stack = self.stacks.get(user, [])
        self.stacks[user] = [] if every else [known for known in stack if known != view_id]
        self.touch()


def channels_of(user: str) -> list[Channel]:
    """The channels that somebody is in."""
    return [channel for channel in CHANNELS.values() if user in channel.members]


def named(blocks: list[Json] | None) -> list[Json]:
    """The blocks, each with an id, and what can be acted on too: Slack gives those left out."""
    return [_named(block) for block in blocks or []]


def _named(block: Json) -> Json:
    shown = {"block_id": token_hex(3), **block}
    for part in ("element", "accessory"):
        if isinstance(block.get(part), dict):
            shown[part] = {"action_id": token_hex(3), **block[part]}
    if block.get("type") == "actions":
        shown["elements"] = [{"action_id": token_hex(3), **one} for one in block["elements"]]
    return shown
