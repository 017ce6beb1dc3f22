"""Conversations: the real bot against the real practice workspace, one payload at a time.

What people do is pushed through the bot's own Bolt app in the shapes that Slack sends. What needs
a trigger, a form or a message to stand on is done at the practice workspace, and comes to the bot
over a socket of the suite's, which can hold a payload back, change it, or deliver it again.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from secrets import token_hex
from typing import Any, TypeVar

from slack_bolt import BoltResponse
from sqlalchemy import func, select

from bot.receiving import receive
from bot.sandbox import payloads
from bot.sandbox.cast import USERS, dm_of
from handlers.views import blocks
from mappa.people import Person
from storage.databases import Session
from storage.lanes import next_free_at
from storage.people import list_people
from storage.records import REFUSED
from storage.tables import metadata, records
from tests.build import NOW, open_case, register_cast
from tests.build import case as build_case
from tests.handlers.kits import Kit
from tests.handlers.workspaces import PATIENCE, Answer, Json, Slack

T = TypeVar("T")
# What is written even when nothing is changed: who asked for what, and that Slack delivered it.
NOTES = ("deliveries", "records", "record_heads", "asked_questions")


@dataclass
class Conversation:
    """One bot, its database, and the people who talk to it."""

    slack: Slack
    kit: Kit
    log: StringIO
    people: dict[str, Person] = field(default_factory=dict)
    tamper: Callable[[Json], None] | None = None  # changes a payload on its way

    def __post_init__(self) -> None:
        self.db, self.clock, self.bot = self.kit.db, self.kit.clock, self.kit.bot
        self.clock.at = NOW
        self.bot.desk.tally.counts.clear()
        self.sender = self.kit.sender()
        self._messages_before = len(self.slack.look("messages")["messages"])
        self._broken_before = self.broken()
        self._acted: set[str] = set()  # who may have left a form open
        self._homes: set[str] = set()  # whose Home was drawn
        self._receive: Callable[[Json], BoltResponse] = self.deliver

    def close(self) -> None:
        self.settle()
        self.sender.stop()
        for user_id in self._acted:
            if form := self.form(user_id):
                self.slack.act("close", user=user_id, view_id=form["id"])
        self.slack.listener = None

    # What people do

    def typed(self, user_id: str, text: str, channel: str = "", **more: str) -> Answer:
        """A command, straight to the bot; for what opens no window."""
        return Answer.of(self.deliver(self.command_payload(user_id, text, channel, **more)))

    def command_payload(self, user_id: str, text: str, channel: str = "", **more: str) -> Json:
        payload = payloads.slash_command(
            USERS[user_id],
            channel or "C0GENERAL",
            "/mappa ",
            f"{token_hex(6)}.{token_hex(8)}",
            f"{self.slack.server.url}response/none",
        )
        # Slack sends on what was typed after the command as it is, but for its escapes.
        return payload | {"text": payloads.escape(text)} | more

    def command(self, user_id: str, text: str, channel: str = "") -> Answer:
        """A command typed at the page, which gives it a real trigger."""
        typed = f"/mappa {text}"
        self._do("command", user=user_id, channel=channel or "C0GENERAL", text=typed)
        return self._last_answer()

    def say(self, user_id: str, text: str, channel: str = "", thread_ts: str | None = None) -> Json:
        """A direct message, or in a channel one that names the bot; the payload of it."""
        self._do(
            "say", user=user_id, channel=channel or dm_of(user_id), text=text, thread_ts=thread_ts
        )
        return self.slack.heard[-1][0]

    def open_home(self, user_id: str) -> Json:
        """The Home tab as it is drawn."""
        self._do("home", user=user_id)
        self._homes.add(user_id)
        self.settle()
        return dict(self.state(user_id)["home"] or {})

    def press(self, user_id: str, action_id: str, message: Json | None = None) -> Answer:
        """A button of a message, or else of Home."""
        home = self.state(user_id)["home"] or {}
        shown = (message or home)["blocks"]
        block = next(b for b in shown if action_id in _action_ids(b))
        place = {"channel": message["channel"], "ts": message["ts"]} if message else {"home": True}
        self._do(
            "press", user=user_id, place=place, block_id=block["block_id"], action_id=action_id
        )
        return self._last_answer()

    def submit(self, user_id: str, **values: str) -> Answer:
        """The open form, filled in; dashes in field names are written as underscores."""
        form = self.form(user_id)
        assert form, "no form is open"
        filled = _initial_values(form)
        filled |= {name.replace("_", "-"): {"value": value} for name, value in values.items()}
        answer = self._do("submit", user=user_id, view_id=form["id"], values=filled)
        # What is required and empty, or too long, Slack itself refuses: the bot hears nothing.
        return self._last_answer() if self.slack.heard else Answer(200, answer)

    def plant(self, channel: str, *buttons: Json) -> Json:
        """A message of the bot's with these buttons, as it may once have been posted there."""
        shown = [blocks.words("Planted."), blocks.actions("planted", *buttons)]
        posted = self.slack.client.chat_postMessage(channel=channel, text="Planted.", blocks=shown)
        return dict(posted["message"])

    # What Slack does

    def deliver(self, payload: Json, retry: int = 0) -> BoltResponse:
        """Hand a payload to the bot, as the socket does."""
        if self.tamper:
            self.tamper(payload)
        headers: dict[str, Any] = {"x-slack-retry-num": str(retry)} if retry else {}
        body = json.loads(json.dumps(payload))
        return receive(self.bot.app, "socket_mode", body, headers)

    @contextmanager
    def tampering(self, tamper: Callable[[Json], None]) -> Iterator[None]:
        """Payloads are changed on their way."""
        self.tamper = tamper
        try:
            yield
        finally:
            self.tamper = None

    @contextmanager
    def holding_back(self) -> Iterator[list[Json]]:
        """Payloads are acknowledged but do not reach the bot; they are collected instead."""
        held: list[Json] = []

        def hold(payload: Json) -> BoltResponse:
            held.append(payload)
            return BoltResponse(status=200, body="")

        self._receive = hold
        try:
            yield held
        finally:
            self._receive = self.deliver

    def settle(self) -> None:
        """Wait for everything that was put off until after an acknowledgement."""
        self.kit.workers.settle(PATIENCE)

    def send(self, **given: Any) -> int:
        """Empty the outbox, as the clock does, second by second where several messages go to one
        place; `given`: by a sender of its own, just started."""
        self.settle()
        self.sender.stop()
        self.sender = self.kit.sender(**given)
        dealt_with = self.sender.send_due()
        while free_at := self.read(lambda session: next_free_at(session, self.clock())):
            self.clock.at = free_at
            dealt_with += self.sender.send_due()
        return dealt_with

    # What is seen

    def state(self, user_id: str) -> Json:
        """What one person sees of the workspace."""
        return self.slack.look("state", user=user_id)

    def messages(self) -> list[Json]:
        """Every message since the conversation began, private ones too."""
        found: list[Json] = self.slack.look("messages")["messages"]
        return found[self._messages_before :]

    def last_message(self) -> Json:
        return self.messages()[-1]

    def form(self, user_id: str) -> Json | None:
        found: Json | None = self.state(user_id)["form"]
        return found

    def broken(self) -> list[str]:
        found: list[str] = self.state("U0CORA")["broken"]
        return found

    def newly_broken(self) -> list[str]:
        """Slack's rules that were broken since the conversation began."""
        broken = self.broken()
        return broken[len(self._broken_before) :] if broken != self._broken_before else []

    def everything_seen(self) -> str:
        """All that the workspace got from the bot: messages, forms and Home tabs."""
        got = [m for m in self.messages() if m.get("bot_id")]
        got += [form for user_id in self._acted if (form := self.form(user_id))]
        got += [self.state(user_id)["home"] for user_id in self._homes]
        return json.dumps(got, ensure_ascii=False)

    # What is stored

    def open_case(self, ref: str = "BED-1042", **given: Any) -> None:
        with self.db.write() as session:
            open_case(session, build_case(ref, **given), self.clock())

    def read(self, query: Callable[[Session], T]) -> T:
        with self.db.read() as session:
            return query(session)

    def write(self, change: Callable[[Session], T]) -> T:
        with self.db.write() as session:
            return change(session)

    def dump(self, without: tuple[str, ...] = NOTES) -> dict[str, list[Any]]:
        """Every row of every table, but for refusals on the record, which change nothing."""
        found = {}
        with self.db.read() as session:
            for table in metadata.sorted_tables:
                if table.name not in without:
                    query = select(table).order_by(*table.c[:2])
                    found[table.name] = [
                        tuple(row) for row in session.execute(_QUERIES.get(table.name, query))
                    ]
        return found

    def count(self, table: str, **where: Any) -> int:
        chosen = metadata.tables[table]
        query = select(func.count()).select_from(chosen)
        for name, value in where.items():
            query = query.where(chosen.c[name] == value)
        with self.db.read() as session:
            return int(session.execute(query).scalar_one())

    # How it is done

    def _do(self, what: str, **given: Any) -> Json:
        """Act at the page, and wait until the bot has dealt with what comes of it."""
        self._acted.add(given["user"])
        self.slack.listener = self._receive
        self.slack.heard.clear()
        self.slack.something_heard.clear()
        answer = self.slack.act(what, **given)
        if not answer.get("errors"):
            assert self.slack.something_heard.wait(PATIENCE), f"nothing came of {what}"
        return answer

    def _last_answer(self) -> Answer:
        return Answer.of(self.slack.heard[-1][1])


_TOLD = records.c.action != REFUSED
_QUERIES: dict[str, Any] = {
    "records": select(records).where(_TOLD).order_by(records.c.area, records.c.number),
    # What is signed goes on from the refusals; how many other rows there are does not.
    "record_heads": select(records.c.area, func.count())
    .where(_TOLD)
    .group_by(records.c.area)
    .order_by(records.c.area),
}


def _initial_values(form: Json) -> Json:
    """What a form is filled in with when it opens."""
    found = {}
    for block in form["blocks"]:
        element = block.get("element") or {}
        value = element.get("initial_value") or element.get("initial_option", {}).get("value")
        if value:
            found[block["block_id"]] = {"value": value}
    return found


def _action_ids(block: Json) -> list[str]:
    elements = [*(block.get("elements") or []), block.get("accessory") or {}]
    return [element.get("action_id", "") for element in elements]


@contextmanager
def conversation(slack: Slack, kit: Kit, log: StringIO) -> Iterator[Conversation]:
    """A bot with the standing cast registered."""
    with kit.db.write() as session:
        people = {one.user_id: one for one in list_people(session, "BED")}
        people = people or register_cast(session)
    slack.act("recover")  # what an earlier conversation asked for must not strike this one
    talk = Conversation(slack, kit, log, people)
    try:
        yield talk
    finally:
        talk.close()
