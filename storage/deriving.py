"""Reminders are derived in the transaction of the fact that they are about."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from mappa.clocks import london_day
from mappa.people import Person
from mappa.policies import Policy
from mappa.told_dates import Following
from storage.area_dates import derive_area_dates
from storage.batches import in_batches
from storage.cases import StoredCase, get_case_by_id, list_cases
from storage.databases import Session
from storage.following import list_following, planned_here
from storage.meeting_reminders import (
    derive_meeting_reminders,
    derive_meetings_of_area,
    find_meeting,
)
from storage.people import find_users, list_deputies, list_people, list_people_of_case
from storage.reconciling import list_held_of_cases, reconcile
from storage.reminders import Reminder
from storage.tables import (
    actions,
    case_dates,
    cases,
    heard,
    meetings,
    orders,
    referrals,
    reminders,
    requests,
    spells,
    unsent_reminder,
    watches,
)
from storage.telling import People, Telling, matter_of

FEW = 20  # late notices that one person is told of one by one


def derive_reminders(
    session: Session,
    stored: Iterable[StoredCase],
    area_people: Iterable[Person],
    policy: Policy,
    now: datetime,
    *,
    late: bool = False,
    quiet: bool = False,
) -> None:
    """Make the reminders of these cases, which are of one area, what their dates, people and the
    policy say.

    Those already sent stay as they are, those no longer wanted become void, and one that was void
    and is wanted again comes back. `late`: whose time has passed is told in one catch-up; `quiet`:
    it is told not at all.
    The cases are new, or were read `to_change`: else an older state could win over a newer one.
    """
    stored = list(stored)
    if not stored:
        return
    area, today, case_ids = stored[0].facts.area, london_day(now), [case.id for case in stored]
    held, following = list_held_of_cases(session, case_ids), list_following(session, case_ids)
    deputies = list_deputies(session, area)
    people = with_followers(session, area, area_people, following.values())
    telling = Telling(People(people), deputies, policy, now, late, quiet)
    matters = (matter_of(case, following.get(case.id), policy, today) for case in stored)
    reconcile(session, matters, telling, held)


def derive_area_reminders(session: Session, area: str, policy: Policy, now: datetime) -> None:
    """Derive again what may have changed with the people of an area or with the policy."""
    ids = list_told_ids(session, area, policy, now)
    people = list_people(session, area)
    for some in in_batches(list_cases(session, ids=ids, to_change=True)):
        derive_reminders(session, some, people, policy, now)
    derive_meetings_and_dates(session, area, policy, now)
    tell_together(session, now)


def tell_together(session: Session, now: datetime) -> None:
    """Whoever has many late notices gets one message that lists all of them."""
    late = unsent_reminder & (reminders.c.state == "planned") & (reminders.c.due_at <= now)
    many = (
        select(reminders.c.person_id)
        .where(late)
        .group_by(reminders.c.person_id)
        .having(func.count() > FEW)
    )
    people = session.execute(many).scalars().all()
    theirs = late & reminders.c.person_id.in_(people)
    session.execute(reminders.update().where(theirs).values(late=True))


def derive_meetings_and_dates(session: Session, area: str, policy: Policy, now: datetime) -> None:
    """Derive again what belongs to an area and to none of its cases."""
    derive_meetings_of_area(session, area, policy, now)
    derive_area_dates(session, area, policy, now)


def list_told_ids(session: Session, area: str, policy: Policy, now: datetime) -> list[int]:
    """The cases of an area that can gain reminders or lose some, in the order of their ids."""
    told = _has_reminders(policy, london_day(now))
    query = select(cases.c.id).where(cases.c.area == area, told).order_by(cases.c.id)
    return list(session.execute(query).scalars())


def list_left_ids(session: Session, area: str, now: datetime) -> list[int]:
    """The cases of an area that have left, maybe by a spell whose end was known ahead, and of which
    somebody is still to be reminded."""
    unsent = exists().where(reminders.c.case_id == cases.c.id, unsent_reminder)
    left = unsent & ~_is_open(london_day(now))
    query = select(cases.c.id).where(cases.c.area == area, left).order_by(cases.c.id)
    return list(session.execute(query).scalars())


def derive_again(session: Session, reminder: Reminder, policy: Policy, now: datetime) -> None:
    """Derive anew what one stored reminder is about: a case, a meeting or an area."""
    if reminder.case_id is not None:
        case = get_case_by_id(session, reminder.case_id, to_change=True)
        people = list_people_of_case(session, case.facts)
        derive_reminders(session, [case], people, policy, now)
    elif (meeting_id := find_meeting(session, reminder.subject)) is not None:
        derive_meeting_reminders(session, meeting_id, policy, now)
    else:
        derive_area_dates(session, reminder.area, policy, now)


def with_followers(
    session: Session, area: str, given: Iterable[Person], following: Iterable[Following]
) -> list[Person]:
    """Those given, and who chairs a meeting or owns an action: whoever works with a case need not
    have thought of them."""
    people = {person.user_id: person for person in given}
    meant: set[str] = set()
    for one in following:
        meant |= one.chairs | {action.owner for action in one.actions if action.owner}
    missing = meant - people.keys()
    more = find_users(session, area, missing) if missing else []
    return [*people.values(), *more]


def _has_reminders(policy: Policy, today: date) -> ColumnElement[bool]:
    """Whether a case can gain reminders (open, with a date that asks for them) or lose some."""
    kinds = case_dates.c.kind.in_(list(policy.reminders))
    dated = exists().where(case_dates.c.case_id == cases.c.id, kinds)
    unsent = exists().where(reminders.c.case_id == cases.c.id, unsent_reminder)
    return (dated & _is_open(today)) | unsent | _has_following_dates(today)


def _is_open(today: date) -> ColumnElement[bool]:
    any_spell = spells.c.case_id == cases.c.id
    return exists().where(any_spell, spells.c.ended_on > today) | ~exists().where(any_spell)


def _has_following_dates(today: date) -> ColumnElement[bool]:
    """What people are told of beside the dates that are recorded on a case."""
    return or_(
        exists().where(orders.c.case_id == cases.c.id, orders.c.ends_on >= today),
        exists().where(requests.c.case_id == cases.c.id, requests.c.closed_on.is_(None)),
        exists().where(watches.c.case_id == cases.c.id, watches.c.until_on >= today),
        exists().where(referrals.c.case_id == cases.c.id, referrals.c.decision == "open"),
        exists().where(
            actions.c.case_id == cases.c.id,
            actions.c.done_on.is_(None),
            actions.c.due_on.is_not(None),
        ),
        exists().where(
            heard.c.case_id == cases.c.id,
            heard.c.issued_on.is_(None),
            meetings.c.id == heard.c.meeting_id,
            meetings.c.status != "cancelled",
            planned_here(),
        ),
    )
