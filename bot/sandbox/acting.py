"""What somebody at the page does: types, says, presses, sends a form in, opens Home."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.answers import show_form_answer, show_reply
from bot.sandbox.cast import BOT_USER, CHANNELS, USERS, User, dm_of
from bot.sandbox.conversations import describe
from bot.sandbox.errors import ApiError, NotPossible
from bot.sandbox.files import keep_files
from bot.sandbox.inputs import read_state
from bot.sandbox.sockets import Sockets
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
NO_ANSWER = "The app did not answer in time."
DELIVERIES_KEPT = 200
SCOPE_OF_EVENT = {
    "message": "im:history",
    "app_mention": "app_mentions:read",
    "user_change": "users:read",
}


@dataclass
class Acting:
    """Turns what is done at the page into payloads, and the app's answers into what is seen."""

    workspace: Workspace
    sockets: Sockets
    address: str
    command: str
    deliveries: list[tuple[str, Json]] = field(default_factory=list)
    _events: set["asyncio.Task[None]"] = field(default_factory=set)

    async def type_command(self, user_id: str, channel: str, typed: str) -> None:
        """A line that begins with a slash."""
        user = _member(user_id, channel)
        if user.stranger:
            raise NotPossible("Commands work only for people of the workspace with the app.")
        first = typed.partition(" ")[0]
        if first != self.command or not self.workspace.grants("commands"):
            raise NotPossible(f"{first} is not a command. Try {self.command}")
        trigger = self.workspace.new_trigger(user_id)
        response_url = self.response_url(user_id, channel)
        payload = payloads.slash_command(user, channel, typed, trigger, response_url)
        answer = await self.deliver("slash_commands", payload)
        try:
            if answer is None:
                raise ApiError(NO_ANSWER[:1].lower() + NO_ANSWER[1:])
            show_reply(self.workspace, answer, user_id, channel)
        except ApiError as problem:
            failed = f"{self.command} failed: {problem.error}"
            self.workspace.add_message(
                channel, user="slackbot", text=failed, ephemeral_to=user_id, blocks=[]
            )

    async def say(
        self,
        user_id: str,
        channel: str,
        text: str,
        thread_ts: str | None,
        attached: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        """A message of a person, perhaps with files, by name and bytes; the app hears it in a
        direct message, or when it is named."""
        user = _member(user_id, channel)
        shown = payloads.escape(text)
        files = keep_files(self.workspace, user_id, channel, attached) or None
        message = self.workspace.add_message(
            channel, user=user_id, text=shown, blocks=[], thread_ts=thread_ts, files=files
        )
        said = {"text": shown, "ts": message["ts"], "channel": channel}
        if thread_ts:
            said["thread_ts"] = thread_ts
        if files:
            said |= {"files": files, "upload": True, "display_as_bot": False}
        if CHANNELS[channel].kind == "im":
            kind = {"subtype": "file_share"} if files else {}
            self._tell(user, {"type": "message", "channel_type": "im", **kind, **said})
        elif f"<@{BOT_USER}>" in shown and channel not in self.workspace.outside:
            self._tell(user, {"type": "app_mention", **said})

    def open_home(self, user_id: str) -> None:
        """The app's Home tab; the app draws it anew."""
        user = USERS[user_id]
        if user.stranger:
            raise NotPossible("The app's Home is for people of its own workspace.")
        opened = {"type": "app_home_opened", "channel": dm_of(user_id), "tab": "home"}
        self._tell(user, opened)

    def change_account(self, user_id: str, changes: Mapping[str, bool]) -> None:
        """Whoever runs the workspace deactivates somebody, or makes them a guest."""
        accounts = self.workspace.accounts
        accounts[user_id] = accounts.get(user_id, {}) | dict(changes)
        user = USERS[user_id]
        self._tell(user, {"type": "user_change", "user": describe(self.workspace, user)})

    async def press(self, user_id: str, place: Json, block_id: str, action_id: str) -> None:
        """A button on a message, on a form, or on Home."""
        user = USERS[user_id]
        where, blocks = self._place(user, place)
        action = _find_action(blocks, block_id, action_id)
        payload = payloads.block_actions(user, action, self.workspace.new_trigger(user_id), where)
        if await self.deliver("interactive", payload) is None:
            raise NotPossible(NO_ANSWER)

    async def send_form(self, user_id: str, view_id: str, values: Mapping[str, Json]) -> Json:
        """A form, unless something required is missing; errors by block id."""
        user, view = USERS[user_id], self._form(user_id, view_id)
        state, missing = read_state(view, values)
        if missing:
            return missing
        view = {**view, "state": {"values": state}}
        trigger = self.workspace.new_trigger(user_id)
        answer = await self.deliver("interactive", payloads.view_submission(user, view, trigger))
        if answer is None:
            raise NotPossible(f"{NO_ANSWER} The form is kept: try again.")
        return show_form_answer(self.workspace, answer, user_id, view_id)

    async def leave_form(self, user_id: str, view_id: str) -> None:
        """A form, left without sending it in."""
        view = self._form(user_id, view_id)
        self.workspace.close_view(user_id, view_id)
        if view.get("notify_on_close"):
            await self.deliver("interactive", payloads.view_closed(USERS[user_id], view))

    async def redeliver(self, back: int) -> Json | None:
        """Deliver again what was delivered so many times ago (1: the last); the app's answer."""
        if not 1 <= back <= len(self.deliveries):
            raise NotPossible("That many deliveries have not been made.")
        kind, payload = self.deliveries[-back]
        return await self.sockets.deliver(kind, payload, retry=1, reason="timeout")

    async def deliver(self, kind: str, payload: Json) -> Json | None:
        """Give a payload to the app; its answer, or None when none came in time."""
        self._keep(kind, payload)
        return await self.sockets.deliver(kind, payload)

    def response_url(self, user_id: str, channel: str, ts: str | None = None) -> str:
        """For answers to somebody, later than the acknowledgement."""
        token = self.workspace.new_response_url(user_id, channel, ts)
        return f"{self.address}response/{token}"

    async def stop(self) -> None:
        """Give up the deliveries still to be repeated."""
        for task in self._events:
            task.cancel()
        await asyncio.gather(*self._events, return_exceptions=True)

    def _keep(self, kind: str, payload: Json) -> None:
        self.deliveries = [*self.deliveries, (kind, payload)][-DELIVERIES_KEPT:]

    def _tell(self, user: User, said: Json) -> None:
        needed = SCOPE_OF_EVENT.get(said["type"])
        if needed and not self.workspace.grants(needed):
            return
        payload = payloads.event(user, said)
        self._keep("events_api", payload)
        task = asyncio.get_running_loop().create_task(self._tell_until_heard(payload))
        self._events.add(task)
        task.add_done_callback(self._events.discard)

    async def _tell_until_heard(self, payload: Json) -> None:
        """Once, and again after each of Slack's pauses until it is acknowledged."""
        for attempt, pause in enumerate((None, *self.workspace.limits.retries)):
            await asyncio.sleep(pause or 0)
            reason = "timeout" if attempt else ""
            heard = await self.sockets.deliver("events_api", payload, retry=attempt, reason=reason)
            if heard is not None:
                return

    def _place(self, user: User, place: Json) -> tuple[Json, list[Json]]:
        """Where a button stands, as the payload says it, and the blocks that are there."""
        if place.get("ts"):
            message = self.workspace.find_message(str(place["channel"]), str(place["ts"]))
            if message is None or message not in self.workspace.visible(user.id):
                raise NotPossible("That message is not there any more.")
            return self._on_message(user, message), message.get("blocks", [])
        if place.get("home"):
            view = self.workspace.homes.get(user.id)
            if view is None:
                raise NotPossible("Home is not open.")
        else:
            view = self._form(user.id, str(place.get("view_id")))
        container = {"type": "view", "view_id": view["id"]}
        return {"container": container, "view": view}, view["blocks"]

    def _on_message(self, user: User, message: Json) -> Json:
        channel = message["channel"]
        private = "ephemeral_to" in message
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel,
            "is_ephemeral": private,
        }
        shown = {"type": "message", **message}
        return {
            "container": container,
            "channel": {"id": channel, "name": payloads.channel_name(channel)},
            **({} if private else {"message": shown}),
            "response_url": self.response_url(user.id, channel, message["ts"]),
        }

    def _form(self, user_id: str, view_id: str) -> Json:
        if view_id not in self.workspace.stacks.get(user_id, []):
            raise NotPossible("That form is not open any more.")
        return self.workspace.views[view_id]


def _member(user_id: str, channel: str) -> User:
    if user_id not in USERS or channel not in CHANNELS:
        raise NotPossible("There is no such person or channel.")
    if user_id not in CHANNELS[channel].members:
        raise NotPossible("That person is not in this channel.")
    return USERS[user_id]


def _find_action(blocks: list[Json], block_id: str, action_id: str) -> Json:
    for block in blocks:
        elements = [*(block.get("elements") or []), block.get("accessory") or {}]
        for element in elements:
            if block.get("block_id") == block_id and element.get("action_id") == action_id:
                kept = {key: element[key] for key in ("text", "value", "style") if key in element}
                pressed = {"type": element["type"], "block_id": block_id, "action_id": action_id}
                return {**pressed, **kept}
    raise NotPossible("That button is not there any more.")
