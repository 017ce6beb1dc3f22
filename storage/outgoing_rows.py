"""A message on its way, as its row in the outbox says it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Row

from storage.databases import Session
from storage.messages import Body, Message, open_body

NOTHING = Body(None)  # of reminders, which are worded when they are sent


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way; `message` is None for reminders, worded when they are sent."""

    id: int
    key: str
    area: str
    method: str
    person_id: int
    channel: str | None
    ts: str | None
    thread_ts: str | None
    message: Message | None
    attempts: int
    attempted_at: datetime | None
    dm_channel: str | None = None  # of the person's direct messages, where it is known
    lane: str | None = None
    reserved: datetime | None = None  # until when the lane was taken for it
    is_report: bool = False  # itself says that something could not be delivered
    is_readable: bool = True  # not: its text was sealed otherwise than it should be
    about: frozenset[str] = frozenset()  # the cases that it says something of
    is_answer: bool = False  # who gets it has asked for it
    is_offer: bool = False  # its case is offered to their area, which cannot see it yet
    needs: str = ""  # what they must be allowed, of mappa.access.MAY
    grants: tuple[str, ...] = ()  # and must have been granted

    @property
    def is_in_channel(self) -> bool:
        """Whether others than the person will see it."""
        channel = self.channel or "D"
        return (
            not channel.startswith("D")
            and channel != self.dm_channel
            and self.method != "ephemeral"
        )


def read_outgoing(session: Session, row: Row[Any], reserved: datetime) -> Outgoing:
    """The message; `reserved` is until when its lane was taken for it, if it has one."""
    body, is_readable = NOTHING, True
    if row.body_sealed:
        try:
            body = open_body(session, row.body_sealed, row.key)
        except InvalidTag:  # one that cannot be read must not keep back the rest
            is_readable = False
    return Outgoing(
        id=row.id,
        key=row.key,
        area=row.area,
        method=row.method,
        person_id=row.person_id,
        channel=row.channel,
        ts=row.ts,
        thread_ts=row.thread_ts,
        message=body.message,
        attempts=row.attempts,
        attempted_at=row.attempted_at,
        dm_channel=row.dm_channel,
        lane=row.lane,
        reserved=reserved if row.lane else None,
        is_report=body.is_report,
        is_readable=is_readable,
        about=frozenset(row.about.split(",")) if row.about else frozenset(),
        is_answer=body.is_answer,
        is_offer=body.is_offer,
        needs=body.needs,
        grants=body.grants,
    )
