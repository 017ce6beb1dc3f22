"""One message on its way: looked up where it is in doubt, posted once, and noted with what came."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.calling import TOKEN_REFUSED, UNWELL_SECONDS, Impossible, Line, Refused, Unknown
from handlers.channels import Room, look_at, why_not
from handlers.letters import Letter, open_letter
from handlers.posting import Posted, find_posted, open_dm, post
from handlers.undelivered import give_up, refuse_channel
from mappa.policies import Policy
from storage.databases import Database, Session
from storage.lanes import PACE, hold_lane, release_lane, renew_lane
from storage.outgoing import (
    Outgoing,
    is_superseded,
    mark_arrived,
    mark_attempt,
    mark_doubtful,
    mark_over,
    mark_put_back,
    mark_refused,
)
from storage.people import find_people, set_dm_channel
from storage.reminders import mark_sent
from storage.sent_files import add_sent_file

log = logging.getLogger("mappa.sending")
LONGEST_BACK_OFF = 8  # times the lease
UNREADABLE = "unreadable"  # no error of Slack's: what was kept of the message does not open


@dataclass(frozen=True, slots=True)
class Post:
    """What every delivery needs; the workers of one sender share it."""

    db: Database
    line: Line
    bot_user_id: str
    policy: Policy
    now: Callable[[], datetime]
    practice: bool
    lease: timedelta
    stop: threading.Event
    give_up: Callable[[str], None]  # hears that Slack no longer accepts our token

    def deliver(self, sending: Outgoing, opened: "Opened | None" = None) -> Posted | None:
        """One message, up to the note of what became of it; what Slack has is noted by `confirm`.
        Without any note it is claimed again."""
        try:
            return self._send(sending, opened)
        except Refused as problem:
            self._refused(sending, problem)
            self.hear_of_token(str(problem))
        except Unknown as problem:
            log.warning("message %s: unknown whether it arrived (%s)", sending.id, problem)
            wait = max(self._back_off(sending), timedelta(seconds=problem.seconds))
            with self.db.write() as session:
                mark_doubtful(session, sending, self.now(), wait, str(problem))
            self.hear_of_token(str(problem))
        except Impossible as problem:
            log.warning("message %s: cannot be delivered (%s)", sending.id, problem)
            with self.db.write() as session:
                told = give_up(session, sending, str(problem), self.now())
            if not told:
                log.error("message %s: nobody could be told that it was not delivered", sending.id)
        return None

    def confirm(self, session: Session, sending: Outgoing, posted: Posted) -> None:
        """Slack has it."""
        mark_arrived(session, sending, posted.ts, self.now())
        mark_sent(session, sending.id, self.policy, self.now())
        if posted.file_id:
            add_sent_file(session, sending.id, sending.person_id, posted.file_id, self.now())

    def open(
        self, session: Session, sending: Outgoing, room: Room | None = None
    ) -> "Opened | None":
        """The letter, when it is certain that nobody else sends it and that the lane is free; only
        now, at the moment of sending, it is asked who may see it: in a channel, who is in it."""
        now = self.now()
        if self.stop.is_set():
            return None
        if is_superseded(session, sending):
            mark_over(session, sending, "void", "superseded")
            return None
        if not self._is_our_turn(session, sending, now):
            mark_put_back(session, sending, now)
            return None
        if not mark_attempt(session, sending, now, self.lease):
            return None
        letter = open_letter(session, sending, self.policy, now, self.practice)
        if letter is not None and self._may_stand_in(session, sending, letter, room, now):
            return Opened(letter, now)
        if sending.lane:
            release_lane(session, sending.lane, now + PACE, now)
        return None

    def hear_of_token(self, reason: str) -> None:
        if reason in TOKEN_REFUSED:
            self.give_up(reason)

    def _send(self, sending: Outgoing, opened: "Opened | None") -> Posted | None:
        """Look a doubtful one up, open the letter unless that is done, and make the one call."""
        found = _Found(None, certain=True)
        if opened is None:
            if not sending.is_readable:
                raise Impossible(UNREADABLE)
            found = self._found(sending)
            if found.posted:
                return found.posted
            room = self._look_around(sending, certain=found.certain)
            with self.db.write() as session:
                opened = self.open(session, sending, room)
        if opened is None:
            return None
        if self.now() - opened.at > self.lease / 6:  # it might be posted after a look-up
            raise Unknown("too slow")
        try:
            letter = opened.letter if found.certain else opened.letter.as_repeat()
            return post(self.line, sending, self._channel(sending), letter)
        except Refused as problem:
            if not found.certain:  # of the one before nothing is known still
                raise Unknown(str(problem), problem.seconds) from problem
            raise

    def _look_around(self, sending: Outgoing, *, certain: bool) -> Room | None:
        """The channel as it is at this moment, where it is not somebody's direct messages."""
        if not sending.is_in_channel:
            return None
        try:
            return look_at(self.line, str(sending.channel), with_members=bool(sending.about))
        except Unknown as problem:
            if certain:  # nothing was posted, whatever became of the question
                raise Refused(UNWELL_SECONDS, str(problem)) from problem
            raise
        except Refused as problem:
            if certain:
                raise
            raise Unknown(str(problem), problem.seconds) from problem

    def _may_stand_in(
        self, session: Session, sending: Outgoing, letter: Letter, room: Room | None, now: datetime
    ) -> bool:
        """Whether everybody in the channel may read it; if not, nothing is posted there."""
        if room is None:
            return not sending.is_in_channel
        unsafe = why_not(session, sending.area, room, sending.about, now)
        if unsafe and mark_over(session, sending, "void", "the channel is not safe"):
            refuse_channel(session, sending, letter.person, room, unsafe, now)
        return not unsafe

    def _is_our_turn(self, session: Session, sending: Outgoing, now: datetime) -> bool:
        if sending.lane is None or sending.reserved is None:
            return True
        return renew_lane(session, sending.lane, sending.reserved, now)

    def _found(self, sending: Outgoing) -> "_Found":
        """What an earlier attempt posted, if one may have. Until that is known nothing else counts:
        a refusal of the look-up says nothing about the message."""
        if sending.attempted_at is None or sending.method == "update":
            self._channel(sending)
            return _Found(None, certain=True)
        try:
            return self._look_up(sending, sending.attempted_at)
        except Refused as problem:
            raise Unknown(str(problem), problem.seconds) from problem

    def _look_up(self, sending: Outgoing, since: datetime) -> "_Found":
        """Nobody can tell of a private reply or a shut channel."""
        if sending.method == "ephemeral":
            return _Found(None, certain=False)
        try:
            channel = self._channel(sending)
            posted = find_posted(self.line, sending, channel, since, self.bot_user_id)
        except Impossible:
            return _Found(None, certain=False)
        return _Found(posted, certain=True)

    def _channel(self, sending: Outgoing) -> str:
        """Where it goes; somebody who has left needs no channel of direct messages."""
        if known := sending.channel or sending.dm_channel:
            return known
        with self.db.read() as session:
            person = find_people(session, [sending.person_id]).get(sending.person_id)
        if person is None or person.dm_channel:
            return (person and person.dm_channel) or ""
        channel = open_dm(self.line, person.user_id)
        with self.db.write() as session:
            set_dm_channel(session, person.id, channel)
        return channel

    def _refused(self, sending: Outgoing, problem: Refused) -> None:
        later = self.now() + timedelta(seconds=problem.seconds)
        with self.db.write() as session:
            mark_refused(session, sending, later, str(problem))
            if problem.is_rate and sending.lane:
                hold_lane(session, sending.lane, later)

    def _back_off(self, sending: Outgoing) -> timedelta:
        """Longer each time that it was tried in vain."""
        times: int = 2 ** max(0, sending.attempts - 1)
        return self.lease * min(LONGEST_BACK_OFF, times)


def is_plain(sending: Outgoing) -> bool:
    """Whether nothing needs to be asked of Slack before it can be posted."""
    known = sending.channel or sending.dm_channel
    is_known = bool(known) and not sending.is_in_channel
    return is_known and sending.is_readable and not sending.attempted_at


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter that is to be posted now, by whoever has opened it."""

    letter: Letter
    at: datetime


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look-up brought; `certain` when nothing was found because nothing is there."""

    posted: Posted | None
    certain: bool
