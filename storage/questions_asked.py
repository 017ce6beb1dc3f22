"""What somebody asked last in a thread, and the questions that buttons carry."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, select

from mappa.errors import NotFound
from mappa.people import Person
from storage.databases import Session, insert_new
from storage.tables import asked_questions, outgoing

KEPT = timedelta(days=30)
RECENT = timedelta(minutes=30)
STALE = "That answer is no longer there. Ask the question again. Example: how many level 2 cases"
LONGEST = 2000  # characters that a button carries


@dataclass(frozen=True, slots=True)
class Carried:
    """A question in the words that read as it again, on the day that it was asked, and a digest
    of what was answered."""

    words: str
    on: date
    digest: str


def set_asked(
    session: Session, person: Person, channel: str, thread_ts: str, words: str, now: datetime
) -> None:
    """The question that a follow-up in this thread goes on from; it replaces the one before."""
    row = {
        "person_id": person.id,
        "channel": channel,
        "thread_ts": thread_ts,
        "words": words,
        "asked_at": now,
    }
    if insert_new(session.connection, asked_questions, row):
        return
    theirs = (
        (asked_questions.c.person_id == person.id)
        & (asked_questions.c.channel == channel)
        & (asked_questions.c.thread_ts == thread_ts)
    )
    change = {"words": words, "asked_at": now}
    session.execute(asked_questions.update().where(theirs).values(**change))


def find_asked(
    session: Session, person: Person, channel: str, thread_ts: str, now: datetime
) -> str:
    """The words of the person's question in a thread, which may hang on our answer; or nothing."""
    asked = asked_questions.c
    query = select(asked.words).where(
        asked.person_id == person.id, asked.channel == channel, asked.asked_at > now - KEPT
    )
    words = session.execute(query.where(asked.thread_ts == thread_ts)).scalar()
    if words is None:
        # The answer was put in the outbox at the moment that the question is kept with.
        answered = select(outgoing.c.made_at).where(
            outgoing.c.person_id == person.id,
            outgoing.c.channel == channel,
            outgoing.c.ts == thread_ts,
        )
        words = session.execute(query.where(asked.asked_at.in_(answered))).scalar()
    return words or ""


def find_asked_lately(session: Session, person: Person, channel: str, now: datetime) -> str:
    """The words of what the person asked here last, if that was a moment ago; or nothing."""
    asked = asked_questions.c
    query = (
        select(asked.words)
        .where(asked.person_id == person.id, asked.channel == channel)
        .where(asked.asked_at > now - RECENT)
        .order_by(asked.asked_at.desc(), asked.id.desc())
        .limit(1)
    )
    return session.execute(query).scalar() or ""


def forget_asked(session: Session, now: datetime) -> int:
    """Drop what nobody goes on from any more; how many questions that were."""
    old = asked_questions.c.asked_at < now - KEPT
    return session.execute(delete(asked_questions).where(old)).rowcount


def seal_question(session: Session, person: Person, carried: Carried) -> str:
    """For a button: nobody can read it, and for nobody else does it open. Empty if too long."""
    value = json.dumps([carried.words, carried.on.isoformat(), carried.digest])
    sealed = urlsafe_b64encode(session.house.seal(value, _place(person))).decode()
    return sealed if len(sealed) <= LONGEST else ""


def open_question(session: Session, person: Person, sealed: str) -> Carried:
    """What was sealed for this person."""
    try:
        value = session.house.open(urlsafe_b64decode(sealed.encode()), _place(person))
    except (InvalidTag, ValueError) as problem:
        raise NotFound(STALE) from problem
    words, on, digest = json.loads(value)
    return Carried(words, date.fromisoformat(on), digest)


def _place(person: Person) -> str:
    return f"question|{person.team_id}|{person.user_id}"
