"""The reminders of meetings: of the day itself, and of invitations that wait for an answer."""

from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select

from mappa.access import may
from mappa.clocks import LONDON, london_day
from mappa.people import Person
from mappa.policies import Policy
from mappa.told_dates import ToldDate
from storage.batches import in_batches
from storage.databases import Session
from storage.people import list_deputies, list_people
from storage.reconciling import list_held_of_subjects, reconcile
from storage.tables import invitations, meetings, reminders, unsent_reminder
from storage.telling import Matter, People, Telling

NOUN = "meeting "


def derive_meeting_reminders(
    session: Session,
    meeting_id: int,
    policy: Policy,
    now: datetime,
    *,
    late: bool = False,
    quiet: bool = False,
) -> None:
    """Make the reminders of a meeting what its day, its invitations and the policy say.

    The minutes of what it hears are dates of the cases, and a chair is told of these: whoever
    moves a meeting or changes its chair or agenda calls `derive_reminders` for its cases too.
    """
    rows = session.execute(_THIS, {"meeting": meeting_id}).all()
    for row in rows:
        _derive(session, row.area, rows, policy, now, late=late, quiet=quiet)


def derive_meetings_of_area(
    session: Session,
    area: str,
    policy: Policy,
    now: datetime,
    *,
    late: bool = False,
    quiet: bool = False,
) -> None:
    """The same for all meetings ahead, and for those of which somebody is still to be told."""
    today = datetime.combine(london_day(now), time(0), LONDON)
    query = _THESE.where(meetings.c.area == area, _is_told_of(today))
    rows = session.execute(query).all()
    for some in in_batches(rows):
        _derive(session, area, some, policy, now, late=late, quiet=quiet)


def list_meeting_matters(
    session: Session, area: str, policy: Policy, now: datetime
) -> list[Matter]:
    """The meetings ahead, with their dates."""
    today = datetime.combine(london_day(now), time(0), LONDON)
    ahead = (meetings.c.status == "planned") & (meetings.c.starts_at >= today)
    rows = session.execute(_SEEN.where(meetings.c.area == area, ahead)).all()
    return _matters(session, area, rows, policy)


def find_meeting(session: Session, subject: str) -> int | None:
    """The meeting that a reminder is about, None where it is about something else."""
    if not subject.startswith(NOUN):
        return None
    by_ref = select(meetings.c.id).where(meetings.c.ref == subject.removeprefix(NOUN))
    found: int | None = session.execute(by_ref).scalar()
    return found


def find_meeting_matter(session: Session, meeting_id: int, policy: Policy) -> Matter | None:
    """A meeting with its dates; None where it was held or called off."""
    rows = session.execute(_SEEN.where(meetings.c.id == meeting_id)).all()
    return next((one for row in rows for one in _matters(session, row.area, rows, policy)), None)


def is_for_meeting(session: Session, person: Person, meeting_id: int) -> bool:
    """Whether a planned meeting concerns somebody: its chair, who is invited, the deputies of
    these, the co-ordinators of its area."""
    rows = session.execute(_SEEN.where(meetings.c.id == meeting_id)).all()
    invited = _invited(session, [meeting_id])
    return any(row.status == "planned" and _entitled(row, invited)(person) for row in rows)


def _derive(
    session: Session,
    area: str,
    rows: Iterable[Any],
    policy: Policy,
    now: datetime,
    *,
    late: bool,
    quiet: bool,
) -> None:
    people = People(list_people(session, area))
    telling = Telling(people, list_deputies(session, area), policy, now, late, quiet)
    held = list_held_of_subjects(session, area, [f"{NOUN}{row.ref}" for row in rows])
    reconcile(session, _matters(session, area, rows, policy), telling, held)


def _matters(session: Session, area: str, rows: Iterable[Any], policy: Policy) -> list[Matter]:
    planned = [row for row in rows if row.status == "planned"]
    invited: dict[int, list[Any]] = {row.id: [] for row in planned}
    for one in _invited(session, list(invited)):
        invited[one.meeting_id].append(one)
    return [
        Matter(area, _dates(row, invited[row.id], policy), _entitled(row, invited[row.id]))
        for row in planned
    ]


def _dates(row: Any, invited: list[Any], policy: Policy) -> tuple[ToldDate, ...]:
    """The day, for all who come; and the same for who has been told of it and has not answered."""
    subject, on = f"{NOUN}{row.ref}", london_day(row.starts_at)
    chairs = frozenset(filter(None, [row.chair]))
    expected = frozenset(one.user_id for one in invited if one.answer != "apologies")
    silent = frozenset(one.user_id for one in invited if one.invited_at and not one.answer)
    told = [ToldDate(subject, "meeting", on, chairs=chairs, invited=expected)]
    if silent:
        told.append(ToldDate(subject, "invitation", on, chairs=chairs, invited=silent))
    return tuple(one for one in told if one.kind in policy.reminders)


def _entitled(row: Any, invited: list[Any]) -> Callable[[Person], bool]:
    """It names no case: whom it concerns may be told."""
    concerned = {row.chair, *(one.user_id for one in invited)}

    def entitled(person: Person) -> bool:
        theirs = {person.user_id, *person.stands_in_for}
        here = person.area == row.area and may(person, "be reminded")
        return here and (person.role == "co-ordinator" or bool(theirs & concerned))

    return entitled


def _invited(session: Session, meeting_ids: list[int]) -> list[Any]:
    return [
        row
        for some in in_batches(meeting_ids)
        for row in session.execute(_INVITED, {"meetings": some})
    ]


def _is_told_of(today: datetime) -> ColumnElement[bool]:
    still = select(reminders.c.subject).where(reminders.c.case_id.is_(None), unsent_reminder)
    return or_(
        (meetings.c.status == "planned") & (meetings.c.starts_at >= today),
        (NOUN + meetings.c.ref).in_(still),
    )


_SEEN = select(*meetings.c["id", "ref", "area", "starts_at", "status", "chair"])
# Kept from changing until the transaction ends: else an older state could win over a newer one.
_THESE = _SEEN.order_by(meetings.c.id).with_for_update()
_THIS = _THESE.where(meetings.c.id == bindparam("meeting"))
_INVITED = select(*invitations.c["meeting_id", "user_id", "answer", "invited_at"]).where(
    invitations.c.meeting_id.in_(bindparam("meetings", expanding=True)),
    invitations.c.user_id.is_not(None),
    invitations.c.withdrawn_at.is_(None),
)
