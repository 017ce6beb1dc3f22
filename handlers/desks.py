"""The desk that every handler works at, the visit it deals with, and the reply it gives."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from slack_sdk import WebClient

from handlers.paces import Paces
from handlers.tallies import Tally
from mappa.access import require
from mappa.clocks import london_day
from mappa.people import Person
from mappa.policies import Policy
from storage.databases import Database
from storage.outgoing import Message

LONGEST = 3900  # of the 4,000 characters of a message, so that a word can be added


@dataclass(frozen=True, slots=True)
class Desk:
    """What there is to work with; made once, when the bot starts."""

    db: Database
    client: WebClient
    policy: Policy
    command: str  # "/mappa", or what the installation calls it
    practice: bool
    team_id: str
    now: Callable[[], datetime]
    later: Callable[[Callable[[], None]], None]  # runs something slow after the acknowledgement
    nudge: Callable[[], None]  # tells the sender that the outbox has something new
    area: str = ""  # of the installation: where strangers are put on the record
    tally: Tally = field(default_factory=Tally)  # of refusals
    paces: Paces = field(default_factory=Paces)  # of how much one person may do at once
    needs: str | None = None  # of mappa.access.MAY, for what is asked at this desk

    def today(self) -> date:
        return london_day(self.now())

    def for_those_who(self, needs: str | None) -> "Desk":
        """The same desk, at which only those are dealt with who may do what it needs."""
        return self if needs == self.needs else replace(self, needs=needs)

    def visit(self, person: Person, source: str) -> "Visit":
        """Here it is asked, on every path, whether the person's role may go that way at all. What
        goes on later from a visit asks for itself."""
        if self.needs is not None:
            require(person, self.needs)
        return Visit(self.for_those_who(None), person, self.now(), source)


@dataclass(frozen=True, slots=True)
class Visit:
    """One thing that one registered person is doing now."""

    desk: Desk
    person: Person
    now: datetime
    source: str  # command, form, button, message, mention, home: kept on the record

    @property
    def today(self) -> date:
        return london_day(self.now)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person sees: a private message, or a form to be opened."""

    message: Message
    form: dict[str, Any] | None = None

    def marked(self, practice: bool) -> "Reply":
        """With the word that nobody in it is real, where that is so."""
        if not practice:
            return self
        note = "Practice: invented people only."
        footer = {"type": "context", "elements": [{"type": "plain_text", "text": note}]}
        message = replace(
            self.message,
            text=f"{self.message.text}\n{note}",
            blocks=(*self.message.blocks, footer) if self.message.blocks else (),
        )
        return replace(self, message=message)


def say(text: str, *blocks: dict[str, Any]) -> Reply:
    """A reply of words, with blocks that show the same words well."""
    return Reply(Message(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", blocks))
