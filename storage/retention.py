"""What is due for review by policy, and what stands beside a case that has left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from mappa.clocks import LONDON, london_day
from mappa.people import Person
from mappa.policies import Clock, Policy
from mappa.retention import CLOCK, Beside
from storage.cases import StoredCase
from storage.databases import Session
from storage.tables import (
    absences,
    actions,
    case_dates,
    cases,
    custody,
    heard,
    meetings,
    orders,
    referrals,
    requests,
    spells,
    transfers,
    watches,
)
from storage.visibility import visible_to

# Months and working days are not as many days long from every day.
_SLACK = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case that is to be looked at: when it left, and since when it is due."""

    ref: str
    left_on: date
    due_on: date


def get_beside(session: Session, case: StoredCase) -> Beside:
    """What stands beside the case's own facts."""
    return Beside(
        began_on=_began_on(session, case.id),
        referrals=_refs(session, referrals, _open_referral(case.id)),
        actions=_refs(session, actions, _open_action(case.id)),
        meetings=_refs(session, meetings, meetings.c.id.in_(_planned(case.id))),
    )


def list_due(session: Session, person: Person, policy: Policy, today: date) -> list[DueCase]:
    """Those that the person may see and of which nothing runs, the longest overdue first."""
    clock = policy.clocks.get(CLOCK)
    if clock is None:
        return []
    latest = clock.before(today) + _SLACK
    found: list[DueCase] = []
    for row in session.execute(_left_by(person, latest, today)):
        found += _due(row.ref, row.left_on, row.kept_until, clock, today)
    for row in session.execute(_never_in(person, latest, today)):
        left = row.decided_on or london_day(row.made_at)
        found += _due(row.ref, left, row.kept_until, clock, today)
    return sorted(found, key=lambda one: (one.due_on, one.left_on, one.ref))


def list_erased(session: Session, person: Person) -> list[tuple[str, date]]:
    """The cases that were erased, of those that the person may see, the latest first."""
    query = (
        select(cases.c.ref, cases.c.erased_on)
        .where(visible_to(person), cases.c.erased_on.is_not(None))
        .order_by(cases.c.erased_on.desc(), cases.c.id.desc())
    )
    return [(row.ref, row.erased_on) for row in session.execute(query)]


def _due(
    ref: str, left: date, kept_until: date | None, clock: Clock, today: date
) -> Iterator[DueCase]:
    due = max(filter(None, (clock.after(left), kept_until)))
    if due <= today:
        yield DueCase(ref, left, due)


def _left_by(person: Person, latest: date, today: date) -> Select[Any]:
    """The cases whose last spell ended by a day, with that day."""
    last = func.max(spells.c.ended_on).label("left_on")
    return (
        select(cases.c.ref, cases.c.kept_until, last)
        .join(spells, spells.c.case_id == cases.c.id)
        .where(*_at_rest(person, today))
        .group_by(cases.c.id, cases.c.ref, cases.c.kept_until)
        .having(last <= latest)
    )


def _never_in(person: Person, latest: date, today: date) -> Select[Any]:
    """The cases that never came to a level, and when that was decided last."""
    decided = (
        select(func.max(referrals.c.decided_on)).where(referrals.c.case_id == cases.c.id)
    ).scalar_subquery()
    midnight = datetime.combine(latest + timedelta(days=1), datetime.min.time(), tzinfo=LONDON)
    return select(
        cases.c.ref, cases.c.kept_until, cases.c.made_at, decided.label("decided_on")
    ).where(
        *_at_rest(person, today),
        ~exists().where(spells.c.case_id == cases.c.id),
        or_(cases.c.made_at < midnight, decided <= latest),
    )


def _at_rest(person: Person, today: date) -> list[ColumnElement[bool]]:
    """What the person may see, was not erased, is kept no longer, and of which nothing runs."""
    in_use = [
        exists().where(custody.c.case_id == cases.c.id, custody.c.to_on > today),
        exists().where(absences.c.case_id == cases.c.id, absences.c.to_on > today),
        exists().where(watches.c.case_id == cases.c.id, watches.c.until_on >= today),
        exists().where(case_dates.c.case_id == cases.c.id, case_dates.c.on >= today),
        exists().where(
            orders.c.case_id == cases.c.id,
            orders.c.imposed_on <= today,
            or_(orders.c.ends_on.is_(None), orders.c.ends_on >= today),
        ),
        exists().where(requests.c.case_id == cases.c.id, requests.c.closed_on.is_(None)),
        exists().where(transfers.c.case_id == cases.c.id, transfers.c.decision == "open"),
        exists().where(_open_referral(cases.c.id)),
        exists().where(_open_action(cases.c.id)),
        cases.c.id.in_(_heard_ahead()),
    ]
    return [
        visible_to(person),
        cases.c.erased_on.is_(None),
        or_(cases.c.kept_until.is_(None), cases.c.kept_until <= today),
        *(~one for one in in_use),
    ]


def _open_referral(case_id: Any) -> ColumnElement[bool]:
    theirs: ColumnElement[bool] = referrals.c.case_id == case_id
    return theirs & (referrals.c.decision == "open")


def _open_action(case_id: Any) -> ColumnElement[bool]:
    theirs: ColumnElement[bool] = actions.c.case_id == case_id
    return theirs & actions.c.done_on.is_(None)


def _planned(case_id: int) -> Select[tuple[int]]:
    return select(heard.c.meeting_id).where(
        heard.c.case_id == case_id, heard.c.closed_on.is_(None), meetings.c.status == "planned"
    )


def _heard_ahead() -> Select[tuple[int]]:
    return (
        select(heard.c.case_id)
        .join(meetings, meetings.c.id == heard.c.meeting_id)
        .where(meetings.c.status == "planned", heard.c.closed_on.is_(None))
    )


def _began_on(session: Session, case_id: int) -> date:
    query = select(func.max(referrals.c.decided_on)).where(referrals.c.case_id == case_id)
    decided: date | None = session.execute(query).scalar()
    made = select(cases.c.made_at).where(cases.c.id == case_id)
    return decided or london_day(session.execute(made).scalar_one())


def _refs(session: Session, table: Any, which: ColumnElement[bool]) -> tuple[str, ...]:
    query = select(table.c.ref).where(which).order_by(table.c.id)
    return tuple(session.execute(query).scalars())
