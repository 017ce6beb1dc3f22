"""What ends at once when somebody leaves, or may see less: nothing of it waits for a clock. And
what is theirs again once they come back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from mappa.access import may, may_do
from mappa.cases import CaseRecord
from mappa.clocks import london_day
from mappa.people import Deputy, Person
from storage.cases import find_case_ids, list_cases
from storage.databases import Session
from storage.handovers import list_cases_of
from storage.tables import (
    asked_questions,
    deputies,
    glass,
    kept_file,
    open_outgoing,
    outgoing,
    sent_files,
)


@dataclass(frozen=True, slots=True)
class Left:
    """What others have to see to: cases whose only owner can no longer work with them, cases (by
    reference) of which somebody was about to be told, and whom nobody stands in for any more."""

    cases: tuple[CaseRecord, ...] = ()
    untold: tuple[str, ...] = ()
    deputies: tuple[Deputy, ...] = ()


NOTHING_LEFT = Left()


def has_less(before: Person, after: Person) -> bool:
    """Whether what somebody was given may no longer be theirs."""
    was, is_now = (before.area, before.role), (after.area, after.role)
    return was != is_now or not before.grants <= after.grants


def take_back(session: Session, person: Person, now: datetime) -> None:
    """The files that somebody was sent, the glass that they broke, what they can go on asking from.

    Reminders are derived anew by whoever calls this.
    """
    files = (sent_files.c.person_id == person.id) & kept_file & (sent_files.c.delete_at > now)
    session.execute(sent_files.update().where(files).values(delete_at=now))
    broken = (glass.c.person_id == person.id) & (glass.c.until > now)
    session.execute(glass.update().where(broken).values(until=now))
    asked = asked_questions.c.person_id == person.id
    session.execute(asked_questions.delete().where(asked))


def void_messages(session: Session, person: Person) -> list[str]:
    """What is on its way to somebody is not sent any more, nor should they come back one day; the
    references of the cases that it is about."""
    said = (outgoing.c.person_id == person.id) & open_outgoing & outgoing.c.body_sealed.is_not(None)
    about = session.execute(select(outgoing.c.about).where(said)).scalars().all()
    over = {"state": "void", "problem": "no longer allowed", "body_sealed": None}
    session.execute(outgoing.update().where(said).values(**over))
    return sorted({ref for refs in about if refs for ref in refs.split(",")})


def end_standing_in(session: Session, person: Person, now: datetime) -> list[Deputy]:
    """Call off what somebody was to do in others' places, now and later; whom nobody stands in for
    by that. Who stands in for them goes on: somebody has to see to their cases."""
    ahead = (
        (deputies.c.deputy_user_id == person.user_id)
        & (deputies.c.until_on >= london_day(now))
        & deputies.c.removed_at.is_(None)
    )
    rows = session.execute(select(deputies).where(ahead).order_by(deputies.c.from_on)).all()
    session.execute(deputies.update().where(ahead).values(removed_at=now))
    return [Deputy(row.user_id, row.deputy_user_id, row.from_on, row.until_on) for row in rows]


def find_ownerless(
    session: Session, before: Person, after: Person | None, people: Iterable[Person], now: datetime
) -> list[CaseRecord]:
    """The open cases that somebody owned and can no longer work with, and nobody else among these
    people owns and can."""
    owned = list_cases_of(session, before.area, before.user_id, part="owner")
    others = [one for one in people if one.user_id != before.user_id]
    found = []
    for stored in list_cases(session, ids=owned):
        facts = stored.facts
        owners = [one for one in others if one.user_id in facts.owners]
        owners += [after] if after else []
        is_lost = may_do(before, "change case", facts) and _is_open(facts, london_day(now))
        if is_lost and not any(may_do(one, "change case", facts) for one in owners):
            found.append(facts)
    return found


def find_regained(session: Session, before: Person | None, after: Person) -> list[CaseRecord]:
    """The cases that name somebody from earlier, on their team or as the chair of a meeting, and
    that they can work with now and could not before."""
    ids = set(list_cases_of(session, after.area, after.user_id))
    ids.update(find_case_ids(session, after.hears if after.role == "chair" else ()).values())
    return [
        stored.facts
        for stored in list_cases(session, ids=ids)
        if may_do(after, "see to actions", stored.facts)
        and not (before and may_do(before, "see to actions", stored.facts))
    ]


def _is_open(facts: CaseRecord, today: date) -> bool:
    return not facts.spells or any(spell.ended_on > today for spell in facts.spells)


def loses_deputies(before: Person, after: Person | None) -> bool:
    """Whether somebody can no longer stand in for others."""
    return after is None or before.area != after.area or not may(after, "change case")
