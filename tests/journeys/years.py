"""A year of an area's life with the real bot: its days, what people do on them, what arrives."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from random import Random

from bot.sandbox import payloads
from bot.sandbox.cast import USERS, dm_of
from mappa.clocks import LONDON
from storage.outgoing import is_anything_due
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Json
from tests.journeys.almanacs import DAY, FIRST, LAST, works
from tests.journeys.reminding import NINE, PASSED_ON, Reminding
from tests.journeys.worlds import World

FULL = 120  # messages, after which the workspace begins anew
DMS = {dm_of(user): user for user in USERS}
_LINE = re.compile(
    r"(?m)^(?:(?:Reminder|Overdue)\. )?"
    r"((?:BED-[A-Z0-9]+|Area BED): .+? on \d{1,2} [A-Z][a-z]+ \d{4} \([^()\n]+\))"
)
Act = Callable[[], None]


class Year:
    """The days one after the other. `down`: on these the bot is not there at all."""

    def __init__(self, talk: Conversation, seed: int, down: tuple[date, ...] = ()) -> None:
        self.talk, self.random, self.down = talk, Random(seed), down
        self.world = World()
        self.ledger = Reminding(self.world)
        self.day, self.hour = FIRST, time(8, 30)
        self.acts: dict[tuple[date, time], list[Act]] = {}
        self.got: Counter[tuple[str, str, date, time]] = Counter()
        self.inbox: dict[str, list[Json]] = {user: [] for user in USERS}
        self.other: Counter[str] = Counter()  # messages that remind of nothing
        self.names: list[str] = []  # which are nobody's to read in a message
        self.trained_on: list[date] = []
        self._looked: Counter[str] = Counter()
        self.screened: list[tuple[date, date]] = []
        self._seen = 0
        self.talk.clock.at = datetime.combine(FIRST, self.hour, tzinfo=LONDON).astimezone(UTC)

    # Time

    def later(self, day: date, act: Act, at: str = "10:00") -> None:
        """What somebody will do, on that day or the first working day after it."""
        while not works(day) or day in self.down:
            day += DAY
        self.acts.setdefault((day, time.fromisoformat(at)), []).append(act)

    def lives(self, last: date = LAST + DAY) -> None:
        while self.day <= last:
            if self.day not in self.down:
                self._day()
            self.day += DAY

    def _day(self) -> None:
        if self.day - DAY in self.down:
            self._set(self.day, time(8))
            self.ledger.morning(self.day, time(8), self.day - DAY)
            self.send()
        self._renew()
        if works(self.day):
            self.ledger.morning(self.day)
        for hour in (NINE, time(9, 30)):
            self._set(self.day, hour)
            self.send()
        while ahead := sorted(key for key in self.acts if key[0] == self.day):
            _, hour = ahead[0]
            self._set(self.day, hour)
            for act in self.acts.pop(ahead[0]):
                act()
            self.ledger.settle(self.day, hour)
            self.send()

    def _set(self, day: date, hour: time) -> None:
        at = datetime.combine(day, hour, tzinfo=LONDON).astimezone(UTC)
        assert at >= self.talk.clock.at, "time runs forwards"
        self.talk.clock.at = at
        self.hour = hour

    # What people do

    def says(self, user: str, line: str, begins: str = "") -> str:
        text = self.talk.typed(user, line).text
        assert "went wrong" not in text, (line, text, self.talk.log.getvalue()[-3000:])
        begun = [one.startswith(begins) for one in text.splitlines()]
        assert any(begun), (self.day, user, line, text)
        return text

    def presses(self, user: str, message: Json, action: str) -> None:
        """A button of a message that somebody got, as it stands there."""
        block_id, button = buttons(message)[action]
        pressed = {"type": "button", "block_id": block_id, **button}
        place = {
            "container": {
                "type": "message", "channel_id": message["channel"], "message_ts": message["ts"],
            },
            "channel": {"id": message["channel"]},
            "message": {"ts": message["ts"]},
        }  # fmt: skip
        body = payloads.block_actions(USERS[user], pressed, "1.1", place)
        assert self.talk.deliver(body).status == 200
        self.talk.settle()

    # What arrives

    def send(self) -> None:
        self.talk.settle()
        now = self.talk.clock()
        if self.talk.read(lambda session: is_anything_due(session, now)) and self.talk.send():
            self.collect()

    def collect(self) -> None:
        messages = self.talk.messages()
        for message in messages[self._seen :]:
            assert not [name for name in self.names if name in message["text"]], message["text"]
            user = DMS.get(message["channel"])
            if user and message.get("bot_id"):
                self.inbox[user].append(message)
                lines = reminder_lines(message)
                for line in lines:
                    self.got[user, line, self.day, self.hour] += 1
                self.other[user] += not lines
        self._seen = len(messages)

    def counts(self) -> Counter[str]:
        """What the year held, for who looks on."""
        held = [one for one in self.world.meetings.values() if one.status == "held"]
        return Counter(
            reminders=sum(self.got.values()),
            messages_beside=sum(self.other.values()),
            meetings=sum(one.on >= FIRST for one in held),
            hearings=sum(len(one.cases) for one in held if one.on >= FIRST),
        )

    def _renew(self) -> None:
        if self._seen > FULL:
            assert self.talk.newly_broken() == []
            self.talk.slack.stop()
            self.talk.slack._open(self.talk.slack.server.port)
            self.talk._messages_before = self._seen = 0
            self.talk._broken_before = self.talk.broken()
            self.inbox = {user: [] for user in USERS}
            self._looked.clear()

    def fresh(self, user: str) -> list[Json]:
        """What somebody has not looked at yet."""
        found = self.inbox[user][self._looked[user] :]
        self._looked[user] = len(self.inbox[user])
        return found


def buttons(message: Json) -> dict[str, tuple[str, Json]]:
    """Every button of a message, with the block that it stands in."""
    return {
        element["action_id"]: (block["block_id"], element)
        for block in message["blocks"]
        for element in block.get("elements") or ()
        if "action_id" in element
    }


def reminder_lines(message: Json) -> list[str]:
    if not message["text"].startswith(("Reminder", "Overdue")):
        return []
    # Where there is no room for the longer words the shorter ones say the same.
    return _LINE.findall(message["text"].replace(", passed on)", f"{PASSED_ON})"))
