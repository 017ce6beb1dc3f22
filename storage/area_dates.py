"""The dates of an area as a whole: case audits, training sessions, the annual return."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import exists, func, select

from mappa.clocks import london_day
from mappa.people import Person
from mappa.policies import Policy
from mappa.told_dates import ToldDate
from mappa.years import MappaYear, year_of
from storage.databases import Session
from storage.people import list_deputies, list_people
from storage.reconciling import list_held_of_subjects, reconcile
from storage.records import hold_record
from storage.tables import (
    case_audits,
    frozen_returns,
    reminders,
    spells,
    trainings,
    unsent_reminder,
)
from storage.telling import Matter, People, Telling


def derive_area_dates(
    session: Session,
    area: str,
    policy: Policy,
    now: datetime,
    *,
    late: bool = False,
    quiet: bool = False,
) -> None:
    """Make the reminders of an area's own dates what its records and the policy say.

    Whoever else does so, or writes in this area, waits until the transaction is over; so cases and
    counters that are needed as well are locked before.
    """
    hold_record(session, area)
    people = People(list_people(session, area))
    telling = Telling(people, list_deputies(session, area), policy, now, late, quiet)
    matter = matter_of_area(session, area, policy, london_day(now))
    subjects = {told.subject for told in matter.dates} | {f"area {area}"}
    subjects |= _still_told_of(session, area)
    reconcile(session, [matter], telling, list_held_of_subjects(session, area, subjects))


def matter_of_area(session: Session, area: str, policy: Policy, today: date) -> Matter:
    """The area with its dates, which are its co-ordinators' to see."""
    found = [
        *_next_audit(session, area, policy),
        *_trainings(session, area, policy, today),
        *_returns(session, area, policy, today),
    ]
    dates = tuple(told for told in found if told.kind in policy.reminders)
    return Matter(area, dates, _is_co_ordinator)


def _is_co_ordinator(person: Person) -> bool:
    return person.role == "co-ordinator"


def _next_audit(session: Session, area: str, policy: Policy) -> Iterator[ToldDate]:
    """So long after the last sample; an area that keeps no audits is not reminded of any."""
    clock = policy.clocks.get("case_audit")
    query = select(func.max(case_audits.c.drawn_on)).where(case_audits.c.area == area)
    last: date | None = session.execute(query).scalar()
    if clock and last:
        yield ToldDate(f"area {area}", "case_audit", clock.after(last))


def _trainings(session: Session, area: str, policy: Policy, today: date) -> Iterator[ToldDate]:
    """The sessions ahead; those that have been only where the policy asks who came."""
    rules = policy.reminders.get("training")
    ahead = trainings.c.on >= today
    if rules and rules.overdue:
        ahead |= trainings.c.attended.is_(None)
    query = select(*trainings.c["ref", "on"]).where(trainings.c.area == area, ahead)
    for row in session.execute(query.order_by(trainings.c.id)):
        yield ToldDate(f"training {row.ref}", "training", row.on)


def _returns(session: Session, area: str, policy: Policy, today: date) -> Iterator[ToldDate]:
    """Of the year that ended last and of the one that runs, until each is approved; a year in which
    the area kept no case here is nobody's to report."""
    clock = policy.clocks.get("annual_return")
    running = year_of(today)
    for year in (MappaYear(running.first - 1), running) if clock else ():
        kept = exists().where(spells.c.area == area, spells.c.started_on <= year.ends_on)
        approved = exists().where(
            frozen_returns.c.area == area, frozen_returns.c.year_from == year.first
        )
        if clock and session.execute(select(kept & ~approved)).scalar():
            yield ToldDate(f"area {area}", "annual_return", clock.after(year.ends_on))


def _still_told_of(session: Session, area: str) -> set[str]:
    """The sessions of which somebody is still to be told."""
    query = select(reminders.c.subject).where(
        reminders.c.area == area, reminders.c.kind == "training", unsent_reminder
    )
    return set(session.execute(query).scalars())
