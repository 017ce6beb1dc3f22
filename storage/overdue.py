"""Overdue notices go on until the fact is done: whenever one is due, the next one is stored."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam

from mappa.clocks import london_day
from mappa.overdue import chase, is_overdue_notice
from mappa.people import Deputy, Person
from mappa.policies import Policy
from storage.batches import insert_missing
from storage.databases import Session
from storage.held_reminders import Key
from storage.people import find_people, find_users, list_deputies
from storage.tables import reminders


def add_next_overdue(
    session: Session, rows: Iterable[Row[Any]], policy: Policy, now: datetime
) -> None:
    """For each overdue notice among these reminders, which are due, the next one ahead, for the
    same person and for who stands in for them that day. Whether they still may be told is asked
    when it is sent."""
    chased = [row for row in rows if not row.step and is_overdue_notice(row.notice)]
    deputies = _Deputies(session, chased)
    new: dict[Key, dict[str, Any]] = {}
    for row in chased:
        rules = policy.reminders.get(row.kind)
        if rules and rules.overdue:
            notice, due_at = _chase(row.about_on, rules.overdue, policy.sending.at, now).ahead
            for person_id in (row.person_id, *deputies.of(row.area, row.person_id, due_at)):
                key = row.subject, row.kind, row.about_on, notice, person_id
                new[key] = _next(row, notice, person_id, due_at)
    if new:
        # One that was void is there, and comes back: a policy may have had no need of it before.
        ordered = [new[key] for key in sorted(new)]
        session.execute(_COMES_BACK, [_bound(row) for row in ordered])
        insert_missing(session, reminders, ordered)


class _Deputies:
    """Who stands in for whom in the areas of some reminders."""

    def __init__(self, session: Session, rows: list[Row[Any]]) -> None:
        self._deputies: dict[str, list[Deputy]] = {
            area: list_deputies(session, area) for area in sorted({row.area for row in rows})
        }
        self._told: dict[int, Person] = {}
        self._people: dict[str, Person] = {}
        if any(self._deputies.values()):
            self._told = find_people(session, {row.person_id for row in rows})
        for area, some in self._deputies.items():
            named = {deputy.deputy_user_id for deputy in some}
            for person in find_users(session, area, named) if named else ():
                self._people[person.user_id] = person

    def of(self, area: str, person_id: int, due_at: datetime) -> list[int]:
        """The ids of who stands in for a person on the day of an instant."""
        told = self._told.get(person_id)
        if told is None:
            return []
        return [
            self._people[one.deputy_user_id].id
            for one in self._deputies[area]
            if one.user_id == told.user_id
            and one.on(london_day(due_at))
            and one.deputy_user_id in self._people
        ]


def _next(row: Row[Any], notice: str, person_id: int, due_at: datetime) -> dict[str, Any]:
    return {
        "area": row.area,
        "subject": row.subject,
        "case_id": row.case_id,
        "kind": row.kind,
        "about_on": row.about_on,
        "notice": notice,
        "person_id": person_id,
        "due_at": due_at,
        "state": "planned",
        "late": False,
    }


def _bound(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("subject", "kind", "about_on", "notice", "person_id", "due_at")
    return {f"of_{name}": row[name] for name in names}


_chase = lru_cache(maxsize=8_192)(chase)
_COMES_BACK = (
    reminders.update()
    .where(
        *(
            reminders.c[name] == bindparam(f"of_{name}")
            for name in ("subject", "kind", "about_on", "notice", "person_id")
        ),
        reminders.c.state == "void",
        reminders.c.sent_at.is_(None),
    )
    .values(state="planned", due_at=bindparam("of_due_at"), outgoing_id=None, late=False)
)
