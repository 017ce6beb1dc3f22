"""Referrals as they are listed: whose, in which state, a page at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from mappa.access import sees_category_4
from mappa.people import Person
from storage.databases import Session
from storage.referrals import StoredReferral
from storage.tables import cases, referrals, spells


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which referrals: somebody's own or a whole area's; open, decided, or both where None.

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
    found = [_theirs(wanted.person)] if wanted.own else _of_area(wanted.person)
    if wanted.decided is not None:
        is_open = referrals.c.decision == "open"
        found.append(~is_open if wanted.decided else is_open)
    if wanted.made_by is not None:
        found.append(referrals.c.referred_on <= wanted.made_by)
    return found


def _theirs(person: Person) -> ColumnElement[bool]:
    return referrals.c.person_id == person.id


def _of_area(person: Person) -> list[ColumnElement[bool]]:
    """Those of cases that a co-ordinator may see, so that pages are full; who lists them asks
    again for each."""
    found: list[Any] = [cases.c.area == person.area]
    if "limited" not in person.grants:
        found.append(cases.c.limited_access.is_(False))
    if not sees_category_4(person):
        found.append(~exists().where(spells.c.case_id == cases.c.id, spells.c.category == 4))
    return found
