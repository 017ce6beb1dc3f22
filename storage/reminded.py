"""Who may be reminded at this moment, whom a reminder is passed on to, and what nobody is told."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select

from mappa.access import may_do
from mappa.clocks import london_day
from mappa.people import Person
from mappa.policies import Policy
from storage.area_dates import matter_of_area
from storage.batches import in_batches
from storage.cases import get_case_by_id, list_cases
from storage.databases import Session
from storage.deriving import list_told_ids, with_followers
from storage.following import list_following
from storage.meeting_reminders import (
    find_meeting,
    find_meeting_matter,
    is_for_meeting,
    list_meeting_matters,
)
from storage.people import list_deputies, list_people, list_people_of_case
from storage.reminders import Reminder
from storage.tables import cases
from storage.telling import Matter, People, Telling, matter_of, recipients


def may_be_reminded(session: Session, person: Person, reminder: Reminder) -> bool:
    """Whether the person, as they are now (storage.people.as_now), may get this reminder."""
    if reminder.case_id is not None:
        case = get_case_by_id(session, reminder.case_id)
        return may_do(person, "be reminded", case.facts)
    meeting_id = find_meeting(session, reminder.subject)
    if meeting_id is not None:
        return is_for_meeting(session, person, meeting_id)
    return person.role == "co-ordinator" and person.area == reminder.area


def recipients_of(
    session: Session, reminder: Reminder, to: Iterable[str], policy: Policy, now: datetime
) -> list[Person]:
    """Whom the words of the policy mean for a reminder, else co-ordinators, and their deputies
    today; nobody where its date is no longer there, or another area's by now, who are told anew."""
    found = _matter(session, reminder, policy, now)
    if found is None:
        return []
    matter, people = found
    if matter.area != reminder.area:
        return []
    about = reminder.subject, reminder.kind, reminder.about_on
    telling = Telling(people, list_deputies(session, reminder.area), policy, now)
    for told in matter.dates:
        if (told.subject, told.kind, told.on) == about:
            meant = recipients(told, to, people, matter.entitled)
            return telling.with_deputies(matter, meant, now)
    return []


def list_untold(session: Session, area: str, policy: Policy, now: datetime) -> list[str]:
    """The subjects ("case BED-1042") with a date of which nobody may be told, sorted."""
    people = People(list_people(session, area))
    telling = Telling(people, [], policy, now)
    matters = _matters_of_area(session, area, policy, now)
    return sorted({told.subject for matter in matters for told in telling.untold(matter)})


def count_untold(session: Session, policy: Policy, now: datetime) -> int:
    """How many these are in all areas."""
    areas = session.execute(select(cases.c.area).distinct()).scalars().all()
    return sum(len(list_untold(session, area, policy, now)) for area in sorted(areas))


def _matters_of_area(
    session: Session, area: str, policy: Policy, now: datetime
) -> Iterator[Matter]:
    today = london_day(now)
    ids = list_told_ids(session, area, policy, now)
    for some in in_batches(list_cases(session, ids=ids)):
        following = list_following(session, [case.id for case in some])
        for case in some:
            yield matter_of(case, following.get(case.id), policy, today)
    yield from list_meeting_matters(session, area, policy, now)
    yield matter_of_area(session, area, policy, today)


def _matter(
    session: Session, reminder: Reminder, policy: Policy, now: datetime
) -> tuple[Matter, People] | None:
    """What a reminder is about, and the people among whom are those that are meant."""
    today = london_day(now)
    if reminder.case_id is not None:
        case = get_case_by_id(session, reminder.case_id)
        following = list_following(session, [case.id])
        known = list_people_of_case(session, case.facts)
        people = with_followers(session, case.facts.area, known, following.values())
        return matter_of(case, following.get(case.id), policy, today), People(people)
    people = list_people(session, reminder.area)
    meeting_id = find_meeting(session, reminder.subject)
    if meeting_id is None:
        return matter_of_area(session, reminder.area, policy, today), People(people)
    meeting = find_meeting_matter(session, meeting_id, policy)
    return (meeting, People(people)) if meeting else None
