"""Who is to be told of which date, and when."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from mappa.access import may_do
from mappa.clocks import london_day
from mappa.notices import PlannedNotice, plan_notices
from mappa.overdue import chase
from mappa.people import Deputy, Person
from mappa.policies import Policy, ReminderRules
from mappa.told_dates import Following, ToldDate, told_dates
from storage.cases import StoredCase
from storage.following import list_open_referrals as list_open_referrals
from storage.held_reminders import Held

Row = dict[str, Any]
_NOTHING = Following()


@dataclass(frozen=True, slots=True)
class Matter:
    """What has dates that people are told of, and who may be: a case, a meeting, an area."""

    area: str
    dates: tuple[ToldDate, ...]
    entitled: Callable[[Person], bool]
    case_id: int | None = None


def matter_of(case: StoredCase, following: Following | None, policy: Policy, today: date) -> Matter:
    """A case with the dates that are recorded on it and those that follow from it."""
    facts = case.facts
    following = following or _NOTHING
    chairs = following.chairs

    def entitled(person: Person) -> bool:
        if person.role == "chair" and person.user_id in chairs:
            person = replace(person, hears=frozenset([facts.ref]))
        return may_do(person, "be reminded", facts)

    dates = tuple(told_dates(facts, following, policy, today))
    return Matter(facts.area, dates, entitled, case.id)


class People:
    """The people of an area: found by role and by Slack id, in the order of their registration."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_user = {person.user_id: person for person in people}
        self.co_ordinators = [one for one in self._by_user.values() if one.role == "co-ordinator"]

    def find(self, user_ids: Iterable[str]) -> list[Person]:
        """Those of them who are registered."""
        return [self._by_user[user] for user in user_ids if user in self._by_user]


def recipients(
    told: ToldDate, to: Iterable[str], people: People, entitled: Callable[[Person], bool]
) -> list[Person]:
    """Who is told: the people whom the words of the policy mean and who may be, else the
    co-ordinators."""
    found: dict[int, Person] = {}
    for word in to:
        # Of a whole area few can be meant, and only they are asked about.
        meant = people.co_ordinators if word == "co-ordinator" else people.find(told.meant(word))
        some = [person for person in meant if entitled(person)]
        if word == "agency-contact" and not some:
            some = [person for person in people.co_ordinators if entitled(person)]
        found |= {person.id: person for person in some}
    if not found:
        found = {person.id: person for person in people.co_ordinators if entitled(person)}
    return [found[number] for number in sorted(found)]


def deputies_on(
    day: date, told: Iterable[Person], deputies: Iterable[Deputy], people: People
) -> list[Person]:
    """Who stands in that day for somebody who is told, each with whom they stand in for."""
    absent = {person.user_id for person in told}
    return [
        replace(person, stands_in_for=frozenset([deputy.user_id]))
        for deputy in deputies
        if deputy.on(day) and deputy.user_id in absent
        for person in people.find([deputy.deputy_user_id])
    ]


@dataclass(frozen=True, slots=True)
class Telling:
    """What decides who is told of what: the people of an area, their deputies, the policy.

    `late`: whose time has passed is told in one catch-up; `quiet`: it is told not at all.
    """

    people: People
    deputies: list[Deputy]
    policy: Policy
    now: datetime
    late: bool = False
    quiet: bool = False

    def wanted(self, matter: Matter, held: Held) -> Iterator[Row]:
        """The rows of every reminder that there is to be; what is held and goes on although it is
        none of these is taken out of `held`."""
        seen = set()
        for told in matter.dates:
            held.keep_passed_on(told)
            rules = self.policy.reminders[told.kind]
            people = recipients(told, rules.to, self.people, matter.entitled)
            for planned, person in self._notices(matter, told, rules, people, held):
                key = told.subject, told.kind, told.on, planned.notice, person.id
                if key not in seen:  # two orders may end on one day
                    seen.add(key)
                    yield self._row(matter, told, planned, person)

    def untold(self, matter: Matter) -> list[ToldDate]:
        """The dates of which nobody may be told."""
        return [
            told
            for told in matter.dates
            if not recipients(
                told, self.policy.reminders[told.kind].to, self.people, matter.entitled
            )
        ]

    def _notices(
        self,
        matter: Matter,
        told: ToldDate,
        rules: ReminderRules,
        people: list[Person],
        held: Held,
    ) -> Iterator[tuple[PlannedNotice, Person]]:
        at = self.policy.sending.at
        for planned in _plan(told.on, rules.notices, at, self.now, quiet=self.quiet):
            for person in self.with_deputies(matter, people, planned.due_at):
                yield planned, person
        if rules.overdue:
            yield from self._overdue(matter, told, rules.overdue, people, held)

    def _overdue(
        self, matter: Matter, told: ToldDate, every: str, people: list[Person], held: Held
    ) -> Iterator[tuple[PlannedNotice, Person]]:
        """The first overdue notice ahead; and of those that have passed the latest, now, unless it
        has been dealt with."""
        at = self.policy.sending.at
        found = _chase(told.on, every, at, self.now)
        for person in self.with_deputies(matter, people, self.now):
            chased = held.chased(told, person, found, at, self.now)
            if found.passed and not chased.is_told:
                notice, _ = found.passed
                yield PlannedNotice(notice, self.now, "void" if self.quiet else "planned"), person
        for person in self.with_deputies(matter, people, found.ahead[1]):
            if held.chased(told, person, found, at, self.now).needs_ahead:
                yield PlannedNotice(*found.ahead, "planned"), person

    def with_deputies(self, matter: Matter, people: list[Person], due_at: datetime) -> list[Person]:
        """They, and whoever stands in for one of them on the day of an instant."""
        if not self.deputies:
            return people
        also = deputies_on(london_day(due_at), people, self.deputies, self.people)
        return people + [one for one in also if matter.entitled(one)]

    def _row(self, matter: Matter, told: ToldDate, planned: PlannedNotice, person: Person) -> Row:
        passed = planned.due_at <= self.now
        is_void = planned.state == "void"
        return {
            "area": matter.area,
            "subject": told.subject,
            "case_id": matter.case_id,
            "kind": told.kind,
            "about_on": told.on,
            "notice": planned.notice,
            "person_id": person.id,
            "due_at": planned.due_at,
            "state": planned.state,
            # Of what is void it says that it stays so: nobody wants to hear of it any more.
            "late": passed and (self.quiet if is_void else self.late),
        }


# Thousands of cases share their dates; `now` is a part of what is asked, so nothing grows old.
_plan = lru_cache(maxsize=8_192)(plan_notices)
_chase = lru_cache(maxsize=8_192)(chase)
