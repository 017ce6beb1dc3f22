"""The app's shortcuts: global ones, and those on a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.acting import NO_ANSWER, Acting
from bot.sandbox.cast import USERS
from bot.sandbox.errors import NotPossible
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
GLOBAL, ON_MESSAGE = "global", "message"
# As the app's manifest lists them; what they say in more words may stand there too.
SHORTCUTS: tuple[Mapping[str, str], ...] = (
    {"name": "Make a referral", "type": GLOBAL, "callback_id": "make_referral"},
    {"name": "Add to a case", "type": ON_MESSAGE, "callback_id": "add_to_case"},
)


@dataclass
class Shortcuts:
    """What is offered to somebody, and what happens when they choose one."""

    workspace: Workspace
    acting: Acting
    known: tuple[Mapping[str, str], ...] = SHORTCUTS

    def offered_to(self, user_id: str) -> list[Json]:
        """Nothing to people from elsewhere, and nothing by an app without the scope for it."""
        if USERS[user_id].stranger or not self.workspace.grants("commands"):
            return []
        named = ("name", "type", "callback_id")
        return [{name: one[name] for name in named} for one in self.known]

    async def choose(self, user_id: str, callback_id: str, place: Json | None) -> None:
        """`place` is the message, by its channel and ts, for a shortcut on one."""
        offered = {one["callback_id"]: one for one in self.offered_to(user_id)}
        chosen = offered.get(callback_id)
        if chosen is None or (chosen["type"] == ON_MESSAGE) != bool(place):
            raise NotPossible("That shortcut is not offered here.")
        payload = self._payload(user_id, callback_id, place)
        if await self.acting.deliver("interactive", payload) is None:
            raise NotPossible(NO_ANSWER)

    def _payload(self, user_id: str, callback_id: str, place: Json | None) -> Json:
        user = USERS[user_id]
        if not place:
            return payloads.shortcut(user, callback_id, self.workspace.new_trigger(user_id))
        channel, ts = str(place["channel"]), str(place["ts"])
        message = self.workspace.find_message(channel, ts)
        if message is None or message not in self.workspace.visible(user_id):
            raise NotPossible("That message is not there any more.")
        if "ephemeral_to" in message:
            raise NotPossible("There are no shortcuts on a message that only one person sees.")
        trigger = self.workspace.new_trigger(user_id)
        response_url = self.acting.response_url(user_id, channel)
        return payloads.message_action(user, callback_id, trigger, message, response_url)
