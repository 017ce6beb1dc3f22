"""A house to be searched: the real bot, what is planted in it, and a watch at every way out."""

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from random import Random
from secrets import token_hex
from typing import Any

from sqlalchemy import event

from bot.health import Pulse, state
from bot.sandbox import payloads
from bot.sandbox.cast import CHANNELS, OUTSIDE, USERS, Channel, User, dm_of
from handlers import FORMS
from storage.cases import get_case
from storage.databases import Database, make_engine
from storage.keys import KeyRing
from storage.people import add_person
from storage.tables import glass, people
from tests.build import NOW
from tests.conftest import KEY
from tests.handlers.conversations import Conversation
from tests.handlers.kits import Kit
from tests.handlers.workspaces import Slack
from tests.leaks.entitled import TABLES, Entitled, read_entitled
from tests.leaks.exits import Exit, Json, Relay, answered
from tests.leaks.judge import Judge, Leak
from tests.leaks.worlds import PEOPLE, World, make_world, merges
from tests.storage.workbooks import bring_in

KEPT = 60  # of each button and form
# Who is told of many cases wants it in one message.
DIGESTS = ("U0CORA", "U0CODY", "U0HANA", "U0PRIYA", "U0DEEP", "U0PETE")


@contextmanager
def newcomers() -> Iterator[None]:
    """Everybody of the planted world is in the practice workspace, each with direct messages."""
    users, channels = dict(USERS), dict(CHANNELS)
    for one in PEOPLE:
        if one.user_id not in USERS:
            USERS[one.user_id] = User(one.user_id, one.name, one.role)
            dm = dm_of(one.user_id)
            CHANNELS[dm] = Channel(dm, "MAPPA", "im", (one.user_id,))
    inside = tuple(user.id for user in USERS.values() if not user.stranger)
    CHANNELS["C0GENERAL"] = replace(CHANNELS["C0GENERAL"], members=inside)
    try:
        yield
    finally:
        for known, before in ((USERS, users), (CHANNELS, channels)):
            known.clear()
            known.update(before)  # type: ignore[arg-type]


@dataclass
class House:
    """Whatever is done in it is looked at as soon as it is done."""

    world: World
    talk: Conversation
    relay: Relay
    log: StringIO
    random: Random
    judge: Judge
    file: str
    buttons: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[str, list[tuple[str, Json]]] = field(default_factory=lambda: defaultdict(list))
    ways: set[tuple[str, ...]] = field(default_factory=set)  # what was done, by whom, where
    streams: StringIO = field(default_factory=StringIO)  # standard output and error
    done: int = 0
    logged: int = 0

    def __post_init__(self) -> None:
        self._stale: set[str] = set()
        self._log_read = 0
        event.listen(self.talk.db.engine, "before_cursor_execute", self._note)
        self.now = read_entitled(self.file, self.talk.clock())

    def close(self) -> None:
        event.remove(self.talk.db.engine, "before_cursor_execute", self._note)

    def act(
        self, user: str, payload: Json, said: str = "", *way: str, retry: int = 0
    ) -> tuple[Json, list[Leak]]:
        """Something that somebody does; what was acknowledged, and what leaked."""
        before = self.moment()
        # What is said, and not typed as a command, is answered through the outbox.
        self.judge.hear(user, said, waits=way[:1] == ("said",))
        response = self.talk.deliver(payload, retry)
        self.talk.settle()
        own = answered(user, _channel(payload), response)
        self.ways.add((*way, user))
        leaks = self.look([own], f"{' '.join(way)} by {user}: {said[:80]}", before)
        self.judge.forget()
        return own.payload, leaks

    def typed(self, user: str, line: str, channel: str, *way: str) -> tuple[Json, list[Leak]]:
        """A command; `channel` dm: in their direct messages with the bot."""
        way = (*(way or (line.partition(" ")[0],)), channel)
        channel = dm_of(user) if channel == "dm" else channel
        trigger, response_url = self.trigger(user), self.response_url(user)
        payload = payloads.slash_command(USERS[user], channel, "/mappa ", trigger, response_url)
        payload["text"] = escaped(line)
        if USERS[user].stranger:
            payload["team_id"] = OUTSIDE
        return self.act(user, payload, line, *way)

    def send(self, way: str) -> list[Leak]:
        """The sender empties the outbox."""
        before = self.moment()
        self.talk.send()
        leaks = self.look([], way, before)
        self.judge.forget(sent=True)
        return leaks

    def look(self, more: list[Exit], way: str, *before: Entitled) -> list[Leak]:
        """At everything that has left since the last time."""
        left = [*more, *self.relay.taken(), *self._new_log()]
        self.done += 1
        for one in left:
            self._harvest(one.payload, one.user)
        moments = [self.moment(), *(one for one in before if one is not self.moment())]
        return self.judge.look(left, moments, way)

    def look_around(self, way: str) -> list[Leak]:
        """At what leaves without anybody's asking: the health endpoint, and the two streams."""
        desk = self.talk.bot.desk
        health = Exit("health", hidden=json.dumps(state(desk.db, desk.now(), Pulse())))
        return self.look([health, Exit("streams", hidden=self.streams.getvalue())], way)

    def moment(self) -> Entitled:
        """Who is entitled to what now; read again only when something of it was written."""
        at = self.talk.clock()
        if self._stale or self.now.at != at:
            stale, self._stale = self._stale, set()
            self.now = read_entitled(self.file, at, self.now, stale)
        return self.now

    def trigger(self, user: str) -> str:
        return f"{token_hex(6)}.{user}"

    def response_url(self, user: str) -> str:
        return f"{self.relay.url}response/{user}-{token_hex(4)}"

    def _note(self, _c: object, _x: object, statement: str, *_: object) -> None:
        start = statement[:40].split()
        if start[0] in ("INSERT", "UPDATE", "DELETE"):
            named = (start[1] if start[0] == "UPDATE" else start[2]).strip('"(')
            if named in TABLES:
                self._stale.add(named)

    def _new_log(self) -> Iterator[Exit]:
        text = self.log.getvalue()
        if new := text[self._log_read :]:
            self._log_read = len(text)
            self.logged += len(new)
            yield Exit("log", hidden=new)

    def _harvest(self, shown: Any, user: str) -> None:
        """Every button and every form that anybody is shown, with what it carries."""
        if isinstance(shown, list):
            for one in shown:
                self._harvest(one, user)
        elif isinstance(shown, dict):
            if shown.get("callback_id") in FORMS and "blocks" in shown:
                self._keep(self.forms[shown["callback_id"]], (user, shown))
            if shown.get("type") == "button":
                self._keep(
                    self.buttons[str(shown.get("action_id"))], (user, str(shown.get("value") or ""))
                )
            for one in shown.values():
                self._harvest(one, user)

    def _keep(self, some: list[Any], one: Any) -> None:
        if len(some) < KEPT:
            some.append(one)
        elif self.random.random() < 0.3:
            some[self.random.randrange(KEPT)] = one


def _channel(payload: Json) -> str:
    return str(payload.get("channel_id") or (payload.get("event") or {}).get("channel") or "")


def escaped(typed: str) -> str:
    """As Slack hands over what people type."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@contextmanager
def plant(
    migrated_file: Path, folder: Path, log: StringIO, *, cases: int, rich: int, seed: int
) -> Iterator[House]:
    """A house with everybody registered and everything planted, on SQLite."""
    file = shutil.copy(migrated_file, folder / "leaks.db")
    world = make_world(cases, rich)
    with ExitStack() as stack:
        stack.enter_context(newcomers())
        slack = WatchedSlack()
        stack.callback(slack.stop)
        relay = Relay(slack.server.port)
        stack.callback(relay.stop)
        slack.watched = f"{relay.url}api/"
        db = Database(make_engine(f"sqlite:///{file}"), KeyRing([KEY]))
        stack.callback(db.close)
        kit = Kit(slack, db)
        stack.callback(kit.close)
        fill(db, world)
        talk = Conversation(slack, kit, log, {one.user_id: one for one in PEOPLE})
        stack.callback(talk.close)
        house = House(world, talk, relay, log, Random(seed), Judge(world), str(file))
        stack.callback(house.close)
        relay.taken()
        for user in DIGESTS:
            house.typed(user, "me digest on", dm_of(user))
        for one, other in merges(world):
            house.typed("U0CORA", f"merge {one} into {other} because the same", "D0CORA", "merge")
        yield house


def fill(db: Database, world: World) -> None:
    """Brought in by the importer; what no workbook holds is written beside it."""
    with db.write() as session:
        for one in PEOPLE:
            add_person(session, one, NOW)
        bring_in(session, world.book, quiet=True)
        (glen,) = session.execute(people.select().where(people.c.user_id == "U0GLEN")).all()
        near = [one for one in world.kinds["broken glass"] if world.area(one) == "BED"]
        for number in near[:3]:
            stored = get_case(session, world.refs[number])
            values = {"opened_at": NOW, "until": NOW.replace(year=2027)}
            session.execute(glass.insert().values(person_id=glen.id, case_id=stored.id, **values))


class WatchedSlack(Slack):
    """The practice workspace, reached by the bot through a relay."""

    watched = ""

    @property
    def api(self) -> str:
        return self.watched or super().api
