"""Registering people and ending their access: with all that follows, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mappa.cases import CaseRecord
from mappa.people import Deputy, Person
from mappa.policies import Policy
from mappa.registrations import line_of
from storage.databases import Session
from storage.deriving import derive_area_reminders
from storage.leaving import (
    NOTHING_LEFT,
    Left,
    end_standing_in,
    find_ownerless,
    find_regained,
    has_less,
    loses_deputies,
    take_back,
    void_messages,
)
from storage.people import add_person, find_person, hold_people, list_people, remove_person
from storage.records import Entry, add_record
from storage.registers import MOVED_TO, REGISTERED, REMOVED, said_of
from storage.tables import cases


@dataclass(frozen=True, slots=True)
class By:
    """Who changes it (nobody who is registered: the operator, the settings, Slack), and how."""

    source: str
    person: Person | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """How somebody was registered, if they were, and is now; and what others have to see to."""

    before: Person | None
    after: Person
    left: Left = NOTHING_LEFT
    regained: tuple[CaseRecord, ...] = ()  # cases that they work with by it, and did not before


def register_person(
    session: Session, wanted: Person, by: By, policy: Policy, now: datetime, **noted: Any
) -> Registered:
    """Register somebody, or change how they are registered; `noted` goes on the record as well."""
    before = find_person(session, wanted.team_id, wanted.user_id, now)
    areas = sorted({wanted.area, before.area if before else wanted.area})
    _hold(session, areas)
    after, left = add_person(session, wanted, now), NOTHING_LEFT
    if before and has_less(before, after):
        left = _left_by(session, [(before, after)], now)
    # Cases before the record: in this order every update takes its locks.
    for area in areas:
        derive_area_reminders(session, area, policy, now)
    was, said = line_of(before) if before else None, said_of(after, **_why(by), **noted)
    _record(session, Entry(REGISTERED, by.source, was, said), after.area, by, now)
    if before and before.area != after.area:  # also where they are no longer
        entry = Entry(REMOVED, by.source, was, {MOVED_TO: after.area} | _why(by))
        _record(session, entry, before.area, by, now)
    return Registered(before, after, left, tuple(find_regained(session, before, after)))


def remove_people(
    session: Session, leaving: Sequence[Person], by: By, policy: Policy, now: datetime
) -> Left:
    """End the access of people of one area at once; what they did stays under their names."""
    area = leaving[0].area
    _hold(session, [area])
    for person in leaving:
        remove_person(session, person.team_id, person.user_id, now)
    left = _left_by(session, [(person, None) for person in leaving], now)
    derive_area_reminders(session, area, policy, now)
    for person in leaving:
        entry = Entry(REMOVED, by.source, line_of(person), _why(by) or None)
        _record(session, entry, area, by, now)
    return left


def _left_by(
    session: Session, changes: Sequence[tuple[Person, Person | None]], now: datetime
) -> Left:
    """End what is no longer theirs, once nobody of them is registered as they were."""
    found: dict[str, CaseRecord] = {}
    untold: set[str] = set()
    called_off: list[Deputy] = []
    still_there = list_people(session, changes[0][0].area)
    for before, after in changes:
        take_back(session, before, now)
        # What may still be theirs is looked at when it is sent.
        if after is None or after.area != before.area:
            untold.update(void_messages(session, before))
        if loses_deputies(before, after):
            called_off += end_standing_in(session, before, now)
        ownerless = find_ownerless(session, before, after, still_there, now)
        found |= {facts.ref: facts for facts in ownerless}
    cases_left = tuple(found[ref] for ref in sorted(found))
    return Left(cases_left, tuple(sorted(untold)), tuple(called_off))


def _hold(session: Session, areas: Iterable[str]) -> None:
    """Others wait who are about to change these areas' people or cases: always in this order."""
    areas = list(areas)
    for area in areas:
        hold_people(session, area)
    of_areas = select(cases.c.id).where(cases.c.area.in_(areas)).order_by(cases.c.id)
    session.execute(of_areas.with_for_update()).all()


def _why(by: By) -> dict[str, str]:
    return {"because": by.because} if by.because else {}


def _record(session: Session, entry: Entry, area: str, by: By, now: datetime) -> None:
    add_record(session, entry, area=area, now=now, person=by.person)
