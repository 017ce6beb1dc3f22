"""The moments at which a bot is killed, each brought about for certain, and then the kill."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from tests.journeys.waiting import wait_until
from tests.journeys.workspaces import Workspace

POSTS, HISTORY, OPENS = "chat.postMessage", "conversations.history", "apps.connections.open"
HANG = 2.0  # seconds that Slack takes in which somebody is killed
PATIENCE = 3.0  # seconds in which something is sent, if anything is


class Moments:
    """Brings about one moment after the other; `kill` ends every bot and starts others."""

    def __init__(
        self, workspace: Workspace, url: str, kill: Callable[[], None], chance: random.Random
    ) -> None:
        self._workspace = workspace
        self._url = url
        self._kill = kill
        self._random = chance
        self.all = {
            "killed before the claim": self.before_the_claim,
            "killed before the call": self.before_the_call,
            "killed in the call": self.in_the_call,
            "killed after Slack accepted": self.after_slack_accepted,
            "killed while reconnecting": self.while_reconnecting,
        }

    def before_the_claim(self) -> None:
        """What is due cannot be claimed, because the database is held."""
        with held(self._url):
            time.sleep(self._random.uniform(0.05, 0.4))
            self._kill()

    def before_the_call(self) -> None:
        """It has claimed a doubtful message and looks it up, which takes a while."""
        self._fault("accept then drop", POSTS)
        self._fault("hang", HISTORY)
        self._wait_for_a_message()
        time.sleep(self._random.uniform(2.3, 3.3))  # until it is looked up, or nearly so
        self._kill()

    def in_the_call(self) -> None:
        """Slack has not accepted what it was asked to post, and never will."""
        self._fault("hang", POSTS)
        time.sleep(self._random.uniform(0.1, 0.8))
        self._kill()

    def after_slack_accepted(self) -> None:
        """The message is there; that it is, the bot does not live to hear."""
        self._fault("accept then hang", POSTS)
        self._wait_for_a_message()
        self._kill()

    def while_reconnecting(self) -> None:
        """The connection is gone, and Slack takes its time with the next one."""
        self._fault("hang", OPENS)
        self._workspace.post("sockets/close", politely=self._random.random() < 0.5)
        time.sleep(self._random.uniform(0.05, 0.4))
        self._kill()

    def _fault(self, kind: str, method: str) -> None:
        self._workspace.post("fault", kind=kind, method=method, times=1, seconds=HANG)

    def _wait_for_a_message(self) -> None:
        """As soon as Slack has something new of the bot's, if anything comes at all."""
        deadline = time.monotonic() + PATIENCE
        before = self._posted()
        while self._posted() == before and time.monotonic() < deadline:
            time.sleep(0.005)

    def _posted(self) -> int:
        messages = self._workspace.messages()
        return sum(m["channel"].startswith("D") and "bot_id" in m for m in messages)


@contextmanager
def held(url: str) -> Iterator[None]:
    """Nobody else can write meanwhile: in SQLite nothing at all, in PostgreSQL no message."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        wait_until(lambda: _begin(connection), 10)
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
            connection.close()
        return
    with psycopg.connect(url.replace("+psycopg", "")) as locked:
        locked.execute("LOCK TABLE lanes, outgoing IN EXCLUSIVE MODE")
        yield


def _begin(connection: sqlite3.Connection) -> bool:
    """Whether it has got hold of it; whoever writes again and again may be quicker."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True
