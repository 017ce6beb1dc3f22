"""Who is to be told of which date of a case, and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select

from mappa.access import may_do
from mappa.clocks import london_day
from mappa.notices import PlannedNotice, plan_notices
from mappa.people import Deputy, Person
from mappa.policies import Policy
from mappa.told_dates import OpenReferral, ToldDate, told_dates
from storage.cases import StoredCase
from storage.databases import Session
from storage.tables import referrals


def recipients(
    case: StoredCase, to: Iterable[str], owners: frozenset[str], area_people: Iterable[Person]
) -> list[Person]:
    """Who is told: the roles of the policy as people who may see the case, else co-ordinators."""
    # Of a whole area few can be meant, and only they are asked about: there may be 100,000 cases.
    meant = [one for one in area_people if one.role == "co-ordinator" or one.user_id in owners]
    entitled = [person for person in meant if may_do(person, "be reminded", case.facts)]
    told = {
        person.id: person
        for person in entitled
        if ("owner" in to and person.user_id in owners)
        or ("co-ordinator" in to and person.role == "co-ordinator")
    }
    if not told:
        told = {person.id: person for person in entitled if person.role == "co-ordinator"}
    return list(told.values())


def deputies_on(
    day: date, told: Iterable[Person], deputies: Iterable[Deputy], area_people: Iterable[Person]
) -> list[Person]:
    """Who stands in that day for somebody who is told, each with whom they stand in for."""
    people = {person.user_id: person for person in area_people}
    absent = {person.user_id for person in told}
    return [
        replace(people[deputy.deputy_user_id], stands_in_for=frozenset([deputy.user_id]))
        for deputy in deputies
        if deputy.on(day) and deputy.user_id in absent and deputy.deputy_user_id in people
    ]


def list_open_referrals(session: Session, case_ids: list[int]) -> dict[int, list[OpenReferral]]:
    """The referrals of these cases that wait for their decision."""
    found: dict[int, list[OpenReferral]] = {}
    for start in range(0, len(case_ids), 500):
        for row in session.execute(_OPEN, {"cases": case_ids[start : start + 500]}):
            found.setdefault(row.case_id, []).append(OpenReferral(row.ref, row.referred_on))
    return found


@dataclass(frozen=True, slots=True)
class Telling:
    """What decides who is told of what: the people of an area, their deputies, the policy."""

    people: list[Person]
    deputies: list[Deputy]
    policy: Policy
    now: datetime
    late: bool
    quiet: bool = False

    def wanted(
        self, case: StoredCase, open_referrals: Iterable[OpenReferral]
    ) -> Iterator[dict[str, Any]]:
        """The rows of every reminder that the case is to have."""
        today = london_day(self.now)
        seen = set()
        for told in told_dates(case.facts, open_referrals, self.policy, today):
            rules = self.policy.reminders[told.kind]
            people = recipients(case, rules.to, told.owners, self.people)
            for planned in self._planned(told.on, rules.notices):
                for person in self._with_deputies(case, people, planned):
                    row = self._row(case, told, planned, person)
                    key = reminder_key(row)
                    if key not in seen:  # two orders may end on one day
                        seen.add(key)
                        yield row

    def _planned(self, on: date, notices: tuple[str, ...]) -> tuple[PlannedNotice, ...]:
        return _plan(on, notices, self.policy.sending.at, self.now, quiet=self.quiet)

    def _with_deputies(
        self, case: StoredCase, people: list[Person], planned: PlannedNotice
    ) -> list[Person]:
        if not self.deputies:
            return people
        day = london_day(planned.due_at)
        also = deputies_on(day, people, self.deputies, self.people)
        return people + [one for one in also if may_do(one, "be reminded", case.facts)]

    def _row(
        self, case: StoredCase, told: ToldDate, planned: PlannedNotice, person: Person
    ) -> dict[str, Any]:
        return {
            "subject": told.subject,
            "case_id": case.id,
            "kind": told.kind,
            "about_on": told.on,
            "notice": planned.notice,
            "person_id": person.id,
            "due_at": planned.due_at,
            "state": planned.state,
            "late": self.late and planned.due_at <= self.now,
        }


# Thousands of cases share their dates; `now` is a part of what is asked, so nothing grows old.
_plan = lru_cache(maxsize=8_192)(plan_notices)


def reminder_key(row: dict[str, Any]) -> tuple[Any, ...]:
    """What makes a reminder unique."""
    return row["subject"], row["kind"], row["about_on"], row["notice"], row["person_id"]


_OPEN = select(*referrals.c["case_id", "ref", "referred_on"]).where(
    referrals.c.case_id.in_(bindparam("cases", expanding=True)), referrals.c.decision == "open"
)
