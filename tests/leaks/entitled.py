"""Who is entitled to what at a moment: read by plain SQL, decided by rules of the suite's own.

Nothing of mappa.access and storage.visibility is used here: they are what is judged.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

Rows = list[tuple[Any, ...]]
# What the answer to "who may see which case" hangs on; a write to one of these is looked at again.
TABLES = (
    "people", "deputies", "cases", "spells", "team", "meetings", "heard", "case_audits",
    "audited_cases", "glass", "transfers", "referrals", "invitations",
    "actions",
)  # fmt: skip


class Somebody(NamedTuple):
    role: str
    area: str
    grants: frozenset[str]


class Case(NamedTuple):
    ref: str
    area: str
    limited: int
    merged_into: str | None
    erased: str | None


@dataclass
class Entitled:
    """The facts as they are stored at one moment."""

    at: datetime
    people: dict[str, Somebody]
    cases: dict[str, Case]
    category_4: set[str]
    team: dict[str, set[str]]
    hearing: dict[str, list[tuple[str, str, str]]]  # of a case: meeting, chair, status
    meetings: dict[str, tuple[str, str, str]]  # area, chair, status
    invited: dict[str, set[str]]  # to a meeting
    drawn: set[str]
    opened: dict[str, set[str]]
    ever_opened: dict[str, set[str]]
    offered: dict[str, str]  # to which area
    given: dict[str, set[str]]  # by which areas, which hear that it was taken
    referred: dict[str, set[str]]  # by whom
    of_case: dict[str, str]  # of a referral and of an action
    in_place_of: dict[str, set[str]]
    _known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def may_see(self, user: str, ref: str) -> bool:
        """Whether somebody may see what is in a case."""
        key = (user, ref)
        if key not in self._known:
            self._known[key] = self._may_see(user, ref)
        return self._known[key]

    def may_read(self, user: str, ref: str) -> bool:
        """Whether somebody may see what stood in a case: nobody once it is erased."""
        case = self.cases.get(ref)
        return case is not None and case.erased is None and self.may_see(user, ref)

    def may_see_any(self, user: str, area: str) -> bool:
        """Whether somebody may see what belongs to the area: who speaks for its agencies."""
        one = self.people.get(user)
        return one is not None and one.area == area and one.role in ("co-ordinator", "practitioner")

    def chairs_in(self, user: str, area: str) -> bool:
        """Whether somebody chairs a meeting of the area, or stands in for who does."""
        theirs = {user} | self.in_place_of.get(user, set())
        registered = user in self.people and self.people[user].area == area
        return registered and any(
            chair in theirs and status != "cancelled" and of == area
            for of, chair, status in self.meetings.values()
        )

    def may_come(self, user: str, meeting: str) -> bool:
        """Whether somebody is to know where a meeting is."""
        one, (area, chair, _) = self.people.get(user), self.meetings[meeting]
        if one is None or one.area != area:
            return False
        theirs = {user} | self.in_place_of.get(user, set())
        return (
            one.role == "co-ordinator"
            or bool(theirs & ({chair} | self.invited.get(meeting, set())))
            or self._works_with_a_case_of(user, meeting)
        )

    def may_know_of(self, user: str, ref: str) -> bool:
        """Whether somebody may know that a case of this reference is there."""
        if self.may_see(user, ref) or user in self.referred.get(ref, set()):
            return True
        if ref in self.ever_opened.get(user, set()):
            return True  # that it has come to an end is told
        one, case = self.people.get(user), self.cases[ref]
        if one is not None and one.role == "admin" and one.area == case.area:
            return case.erased is not None  # of an erasure the admins hear
        return (
            one is not None
            and one.role == "co-ordinator"
            and one.area in {self.offered.get(ref), *self.given.get(ref, ())}
            and self._has_grants(one, case)
        )

    def _works_with_a_case_of(self, user: str, meeting: str) -> bool:
        return any(
            meeting == one and self.may_see(user, ref)
            for ref, some in self.hearing.items()
            for one, _, _ in some
        )

    def _may_see(self, user: str, ref: str) -> bool:
        one, case = self.people.get(user), self.cases.get(ref)
        if one is None or case is None:
            return False
        while case.merged_into:  # what it was is part of what it became
            if not self._has_grants(one, case):
                return False
            case = self.cases[case.merged_into]
        if one.area != case.area or not self._has_grants(one, case):
            return False
        if one.role == "co-ordinator":
            return True
        if one.role == "auditor":
            return case.ref in self.drawn
        if one.role == "chair":
            return self._chairs(user, case.ref)
        if one.role != "practitioner":
            return False
        theirs = {user} | self.in_place_of.get(user, set())
        return (
            bool(theirs & self.team.get(case.ref, set()))
            or case.ref in self.opened.get(user, set())
            or self._chairs(user, case.ref)
        )

    def _chairs(self, user: str, ref: str) -> bool:
        others = self.in_place_of.get(user, set())
        for _, chair, status in self.hearing.get(ref, ()):
            own = chair == user and self.people[user].role == "chair"
            registered = chair in self.people and self.people[chair].role == "chair"
            in_place = chair in others and status == "planned" and registered
            if status != "cancelled" and (own or in_place):
                return True
        return False

    def _has_grants(self, one: Somebody, case: Case) -> bool:
        if case.ref in self.category_4 and "category-4" not in one.grants:
            return False
        return not case.limited or "limited" in one.grants


def read_entitled(
    file: str, at: datetime, before: Entitled | None = None, stale: Collection[str] = TABLES
) -> Entitled:
    """Everything as it is stored now; what of `before` is not stale is taken over."""
    today = at.astimezone(ZoneInfo("Europe/London")).date().isoformat()
    given = {"today": today, "now": at.strftime("%Y-%m-%d %H:%M:%S.%f")}
    found: dict[str, Any] = {}
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        for name, (query, made) in _QUERIES.items():
            words = set(re.findall(r"\w+", query))
            if before and not words & set(stale) and (":" not in query or before.at == at):
                found[name] = getattr(before, name)
            else:
                found[name] = made(connection.execute(query, given).fetchall())
    return Entitled(at=at, **found)


def _people(rows: Rows) -> dict[str, Somebody]:
    return {
        user: Somebody(role, area, frozenset(grants.split(",")))
        for user, role, area, grants in rows
    }


def _cases(rows: Rows) -> dict[str, Case]:
    return {row[0]: Case(*row) for row in rows}


def _one(pairs: Rows) -> dict[str, str]:
    return dict(pairs)


def _many(pairs: Rows) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found


def _some(rows: Rows) -> set[str]:
    return {ref for (ref,) in rows}


def _meetings(rows: Rows) -> dict[str, tuple[str, str, str]]:
    return {ref: (area, chair, status) for ref, area, chair, status in rows}


def _hearing(rows: Rows) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for ref, *heard in rows:
        found[ref].append((heard[0], heard[1], heard[2]))
    return found


def _drawn(rows: Rows) -> set[str]:
    """The cases of the sample that each area drew last."""
    newest: dict[str, int] = {}
    return {ref for area, ref, audit in rows if newest.setdefault(area, audit) == audit}


_OPENED = (
    "select p.user_id, c.ref from glass g join people p on p.id = g.person_id"
    " join cases c on c.id = g.case_id"
)
_QUERIES: dict[str, tuple[str, Callable[[Rows], Any]]] = {
    "people": ("select user_id, role, area, grants from people where removed_at is null", _people),
    "cases": ("select ref, area, limited_access, merged_into, erased_on from cases", _cases),
    "category_4": (
        "select distinct c.ref from spells s join cases c on c.id = s.case_id where s.category = 4",
        _some,
    ),
    "team": ("select c.ref, t.user_id from team t join cases c on c.id = t.case_id", _many),
    "hearing": (
        "select c.ref, m.ref, coalesce(m.chair, ''), m.status from heard h"
        " join cases c on c.id = h.case_id join meetings m on m.id = h.meeting_id",
        _hearing,
    ),
    "meetings": ("select ref, area, coalesce(chair, ''), status from meetings", _meetings),
    "invited": (
        "select m.ref, i.user_id from invitations i join meetings m on m.id = i.meeting_id"
        " where i.user_id is not null",
        _many,
    ),
    "drawn": (
        "select s.area, c.ref, s.id from case_audits s left join audited_cases a"
        " on a.audit_id = s.id left join cases c on c.id = a.case_id"
        " order by s.drawn_on desc, s.id desc",
        _drawn,
    ),
    "ever_opened": (_OPENED, _many),
    "opened": (f"{_OPENED} where g.opened_at <= :now and g.until > :now", _many),
    "offered": (
        "select c.ref, t.to_area from transfers t join cases c on c.id = t.case_id"
        " where t.decision = 'open'",
        _one,
    ),
    "given": (
        "select c.ref, t.from_area from transfers t join cases c on c.id = t.case_id"
        " where t.decision = 'accepted'",
        _many,
    ),
    "referred": (
        "select c.ref, coalesce(p.user_id, r.referred_by) from referrals r"
        " join cases c on c.id = r.case_id left join people p on p.id = r.person_id",
        _many,
    ),
    "of_case": (
        "select r.ref, c.ref from referrals r join cases c on c.id = r.case_id union all"
        " select a.ref, c.ref from actions a join cases c on c.id = a.case_id",
        _one,
    ),
    "in_place_of": (
        "select deputy_user_id, user_id from deputies where removed_at is null"
        " and from_on <= :today and until_on >= :today",
        _many,
    ),
}
