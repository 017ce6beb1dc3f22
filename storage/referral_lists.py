"""Referrals as they are listed: whose, in which state, a page at a time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from mappa.people import Person
from storage.databases import Session
from storage.referrals import StoredReferral
from storage.tables import cases, referrals
from storage.visibility import visible_to


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which referrals: somebody's own, or those of every case that they may see; open, decided, or
    both where None.

    `made_by`: of those, the ones made up to this day.
    """

    person: Person
    own: bool
    decided: bool | None = None
    made_by: date | None = None


def list_referrals(
    session: Session, wanted: Wanted, start: int, limit: int
) -> list[StoredReferral]:
    """Those that wait in the order in which they came, the decided ones newest first."""
    newest_first = wanted.decided is not False
    order = referrals.c.id.desc() if newest_first else referrals.c.id
    query = (
        select(*referrals.c[tuple(StoredReferral.__dataclass_fields__)])
        .join(cases, cases.c.id == referrals.c.case_id)
        .where(*_conditions(wanted))
        .order_by(order)
        .offset(start)
        .limit(limit)
    )
    return [StoredReferral(**row._mapping) for row in session.execute(query)]


def count_referrals(session: Session, wanted: Wanted) -> int:
    """How many there are of them on all pages."""
    query = (
        select(func.count(referrals.c.id))
        .join(cases, cases.c.id == referrals.c.case_id)
        .where(*_conditions(wanted))
    )
    return int(session.execute(query).scalar_one())


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [_theirs(wanted.person) if wanted.own else visible_to(wanted.person)]
    if wanted.decided is not None:
        is_open = referrals.c.decision == "open"
        found.append(~is_open if wanted.decided else is_open)
    if wanted.made_by is not None:
        found.append(referrals.c.referred_on <= wanted.made_by)
    return found


def _theirs(person: Person) -> ColumnElement[bool]:
    return referrals.c.person_id == person.id
