"""A journey told over months: people act in turn through the real bot, the clock ticks in between.

What each person is told arrives at its own hour, and is kept with it until the journey looks.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.sandbox.cast import dm_of
from mappa.cases import CaseRecord
from mappa.clocks import LONDON
from mappa.days import read_day, uk_date
from mappa.people import Person
from storage.cases import get_case
from storage.databases import Session
from storage.deriving import derive_area_reminders
from storage.people import add_person
from storage.records import find_broken_record, list_history
from storage.tables import reminders, unsent_reminder
from tests.build import MARKER, POLICY, person
from tests.handlers.conversations import Conversation
from tests.handlers.windows import last_answer_to, open_window
from tests.handlers.workspaces import Json

CORA, PRIYA, PETE, NOEL = "U0CORA", "U0PRIYA", "U0PETE", "U0NOEL"
EVERYBODY = (CORA, PRIYA, PETE, "U0CHAS", "U0SIMI", "U0ADA", NOEL, "U0OLGA")
UNKNOWN = "BED-9999"  # a case that there never is
CASE = "BED-1042"  # Priya's, in Category 2 at Level 2
JUST_BEFORE = timedelta(seconds=1)


class Story:
    """One journey: `secrets` is what must never leave private replies and forms."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk
        self.secrets = [MARKER]
        self._seen = 0
        self._told: dict[str, list[str]] = {user: [] for user in EVERYBODY}

    # Time

    @property
    def today(self) -> date:
        return self.talk.clock.at.astimezone(LONDON).date()

    def until(self, day: str, at: str = "10:00") -> None:
        """Time passes; whatever falls due on the way is sent at the minute at which it is due."""
        hour = time.fromisoformat(at)
        end = datetime.combine(read_day(day, self.today), hour, tzinfo=LONDON)
        assert end >= self.talk.clock.at, "time runs forwards"
        last = None
        while (due := self.talk.read(lambda session: _next_due(session))) and due <= end:
            assert due != last, f"what is due at {due} is not sent"
            last = due
            if due - JUST_BEFORE > self.talk.clock.at:
                self.talk.clock.at = due - JUST_BEFORE
                self._send()
            self.talk.clock.at = max(due, self.talk.clock.at)
            self._send()
        self.talk.clock.at = end.astimezone(self.talk.clock.at.tzinfo)
        self._send()

    # What people do, and what they see

    def reads(self, user: str, line: str) -> str:
        """What comes back on a line."""
        text = self.talk.typed(user, line).text
        assert "Something went wrong" not in text, text
        return text

    def saves(self, user: str, line: str) -> str:
        """What comes back on a line that saves something."""
        text = self.reads(user, line)
        assert text.startswith("Saved"), text
        return text

    def types(self, user: str, line: str) -> Json:
        """The same, typed at the page: what comes back has buttons that can be pressed."""
        self.talk.command(user, line)
        return last_answer_to(self.talk, user)

    def letter(self, user: str) -> Json:
        """What the bot has written to somebody last."""
        self._send()
        return [m for m in self.talk.messages() if m["channel"] == dm_of(user)][-1]

    def presses(self, user: str, button: str, message: Json) -> Json:
        """A button under something that this person got; the window that opens."""
        self.talk.press(user, button, message)
        return open_window(self.talk, user)

    def submits(self, user: str, **values: str) -> str:
        """The window that is open, sent in; all that stands in it then."""
        answer = self.talk.submit(user, **values)
        assert answer.body.get("response_action") == "update", answer.whole
        return answer.whole

    def told(self, user: str) -> list[str]:
        """All that the bot has written to somebody since it was last asked, with day and hour."""
        self._send()
        told, self._told[user] = self._told[user], []
        return told

    def told_of_case(self, user: str, ref: str = CASE) -> list[str]:
        """The same about one case only: co-ordinators are told of their area's dates as well."""
        return [line for line in self.told(user) if ref in line]

    # What is stored

    def case(self, ref: str = CASE) -> CaseRecord:
        return self.talk.read(lambda session: get_case(session, ref).facts)

    def changes(self, ref: str = CASE) -> list[dict[str, Any]]:
        """All that was done to a case, oldest first, without who has looked at it."""

        def read(session: Session) -> list[dict[str, Any]]:
            stored = get_case(session, ref)
            return list_history(session, stored.id, stored.key, seen=False)[::-1]

        return self.talk.read(read)

    def register(self, user: str, agency: str, **given: Any) -> Person:
        """Somebody from another agency starts to use the bot."""

        def add(session: Session) -> Person:
            added = add_person(session, person(user, agency=agency, **given), self.talk.clock())
            derive_area_reminders(session, "BED", POLICY, self.talk.clock())
            return added

        return self.talk.write(add)

    # What must not be

    def is_closed_to_all_but(self, *entitled: str, ref: str = CASE) -> None:
        """For everybody else it reads like a case that there is not, whatever they type."""
        for user in sorted({PETE, "U0CHAS", "U0SIMI", NOEL} - set(entitled)):
            for line in ("case {}", "history {}", "request {}"):
                theirs = self.reads(user, line.format(ref))
                assert theirs.replace(ref, UNKNOWN) == self.reads(user, line.format(UNKNOWN))
                assert not [secret for secret in self.secrets if secret in theirs]

    def ends(self) -> None:
        """No rule of Slack's is broken, the record is whole, and what is private stayed private."""
        self._send()
        assert self.talk.newly_broken() == []
        assert self.talk.read(lambda session: find_broken_record(session, "BED")) is None
        written = str([m for m in self.talk.messages() if not m.get("ephemeral_to")])
        for secret in self.secrets:
            assert secret not in written, f"{secret} was written where it can stay"
            assert secret not in self.talk.log.getvalue(), f"{secret} is in the log"

    def _send(self) -> None:
        self.talk.send()
        at = self.talk.clock.at.astimezone(LONDON)
        messages = self.talk.messages()
        for message in messages[self._seen :]:
            for user in EVERYBODY:
                if message["channel"] == dm_of(user) and message.get("bot_id"):
                    self._told[user].append(f"{uk_date(at.date())} {at:%H:%M} {message['text']}")
        self._seen = len(messages)


def _next_due(session: Session) -> datetime | None:
    waiting = reminders.c.state.in_(("planned", "snoozed"))
    query = select(func.min(reminders.c.due_at)).where(unsent_reminder, waiting)
    found: datetime | None = session.execute(query).scalar()
    return found
