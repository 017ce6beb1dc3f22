"""The practice workspace as its own page uses it: things are done, and what came of it is seen."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.journeys.waiting import wait_until

Json = dict[str, Any]
BOT_TOKEN = "xoxb-practice-workspace"
APP_TOKEN = "xapp-practice-workspace"
BOT_USER = "U0MAPPA"


class Workspace:
    """A running practice workspace, by its address."""

    def __init__(self, address: str) -> None:
        self.address = address

    @property
    def settings(self) -> dict[str, str]:
        """What a bot needs to be started against it."""
        return {
            "SLACK_API_URL": f"{self.address}api/",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "MAPPA_AREA": "BED",
        }

    def post(self, what: str, **given: Any) -> Json:
        """Do something; {"problem": why} when the workspace says that it cannot be done."""
        body = json.dumps(given).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(f"{self.address}practice/{what}", body, headers)  # noqa: S310
        try:
            with urlopen(request, timeout=30) as answer:  # noqa: S310
                found: Json = json.load(answer)
        except HTTPError as problem:
            with problem:
                found = json.load(problem)
        return found

    def command(self, user: str, text: str, channel: str = "C0GENERAL") -> Json:
        """Type a command and wait until the bot has answered it; the answer."""
        before = len(self.private(user, channel))
        self.post("command", user=user, channel=channel, text=text)
        return self.private(user, channel)[before]

    def messages(self) -> list[Json]:
        """Every message, in the order in which they came, private ones too."""
        with urlopen(f"{self.address}practice/messages", timeout=30) as answer:  # noqa: S310
            found: list[Json] = json.load(answer)["messages"]
        return found

    def broken(self) -> list[str]:
        """Every rule of Slack's that was broken."""
        with urlopen(f"{self.address}practice/messages", timeout=30) as answer:  # noqa: S310
            found: list[str] = json.load(answer)["broken"]
        return found

    def private(self, user: str, channel: str) -> list[Json]:
        """What only this person sees in a channel."""
        return [
            message
            for message in self.messages()
            if message["channel"] == channel and message.get("ephemeral_to") == user
        ]

    def direct(self, user: str) -> list[Json]:
        """What the bot has written to this person."""
        channel = f"D{user[1:]}"
        return [m for m in self.messages() if m["channel"] == channel and m["user"] == BOT_USER]

    def wait_for_direct(self, user: str, seconds: float = 30) -> list[Json]:
        """Wait until the bot has written to this person; everything that it has written."""
        return wait_until(lambda: self.direct(user), seconds, lambda: f"a message to {user}")

    def state(self, user: str, since: int | None = None) -> Json:
        """What one person sees; with `since` it waits for something newer."""
        after = "" if since is None else f"&since={since}"
        address = f"{self.address}practice/state?user={user}{after}"
        with urlopen(address, timeout=30) as answer:  # noqa: S310
            found: Json = json.load(answer)
        return found

    def wait_for_bot(self, sockets: int = 1, seconds: float = 30) -> None:
        """Wait until so many connections of the bot are open."""
        wait_until(
            lambda: self.state("U0CORA")["connected"] >= sockets, seconds, lambda: "a connection"
        )
