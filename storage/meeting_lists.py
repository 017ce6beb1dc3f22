"""Which meetings somebody may see; and of the cases, which are planned where and which are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, false, func, or_, select

from mappa.people import Person
from storage.batches import in_batches
from storage.databases import Session
from storage.meetings import StoredMeeting, stored_meeting
from storage.tables import case_dates, cases, heard, invitations, meetings, referrals, spells
from storage.visibility import chaired_by, visible_to


@dataclass(frozen=True, slots=True)
class Wanted:
    """Meetings that begin from one instant up to, not including, another, if these are given."""

    person: Person
    from_at: datetime | None = None
    to_at: datetime | None = None
    states: tuple[str, ...] = ("planned", "held", "cancelled")
    newest_first: bool = False


def visible_meetings(person: Person) -> ColumnElement[bool]:
    """Co-ordinators: those of their area. Chairs, and who stands in for one: those they chair.
    Practitioners: those that they are invited to, or that hear a case of theirs. Auditors: those
    that heard a case of the drawn sample. Nobody else."""
    here = meetings.c.area == person.area
    if person.role == "co-ordinator":
        return here
    if person.role == "chair":
        return here & chaired_by(person)
    theirs = select(cases.c.id).where(visible_to(person))
    hears = select(heard.c.meeting_id).where(heard.c.case_id.in_(theirs))
    if person.role == "auditor":
        return here & meetings.c.id.in_(hears)
    if person.role != "practitioner":
        return false()
    them = invitations.c.user_id.in_([person.user_id, *sorted(person.stands_in_for)])
    told = invitations.c.invited_at.is_not(None) & invitations.c.withdrawn_at.is_(None)
    invited = select(invitations.c.meeting_id).where(them, told)
    return here & or_(meetings.c.id.in_(invited), meetings.c.id.in_(hears), chaired_by(person))


def may_see_meeting(session: Session, person: Person, meeting_id: int) -> bool:
    """Whether the person may see that there is such a meeting."""
    query = select(meetings.c.id).where(meetings.c.id == meeting_id, visible_meetings(person))
    return session.execute(query).first() is not None


def list_meetings_for(
    session: Session, wanted: Wanted, after: int = 0, limit: int | None = None
) -> list[StoredMeeting]:
    """Those that the person may see, in the order of time."""
    columns = (meetings.c.starts_at, meetings.c.id)
    order = [column.desc() if wanted.newest_first else column.asc() for column in columns]
    query = select(meetings).where(*_meant(wanted)).order_by(*order).offset(after).limit(limit)
    return [stored_meeting(session, row) for row in session.execute(query)]


def count_meetings_for(session: Session, wanted: Wanted) -> int:
    """How many these are."""
    query = select(func.count()).select_from(meetings).where(*_meant(wanted))
    return int(session.execute(query).scalar_one())


def list_planned_for(
    session: Session, case_ids: Iterable[int], from_at: datetime
) -> list[tuple[int, StoredMeeting]]:
    """The meetings that are planned to hear these cases from an instant on, each with the case."""
    found = []
    for some in in_batches(sorted(set(case_ids))):
        query = (
            select(heard.c.case_id.label("of_case"), meetings)
            .join(meetings, meetings.c.id == heard.c.meeting_id)
            .where(
                heard.c.case_id.in_(some),
                meetings.c.status == "planned",
                meetings.c.starts_at >= from_at,
            )
            .order_by(meetings.c.starts_at, meetings.c.id)
        )
        found += [(row.of_case, stored_meeting(session, row)) for row in session.execute(query)]
    return found


def list_levels_sought(session: Session, case_ids: Iterable[int]) -> dict[int, set[int]]:
    """The levels for which these cases are referred and not decided yet."""
    found: dict[int, set[int]] = {}
    for some in in_batches(sorted(set(case_ids))):
        query = select(*referrals.c["case_id", "level_sought"]).where(
            referrals.c.case_id.in_(some), referrals.c.decision == "open"
        )
        for row in session.execute(query):
            found.setdefault(row.case_id, set()).add(row.level_sought)
    return found


def find_due_cases(
    session: Session, person: Person, level: int, by: date, today: date, from_at: datetime
) -> list[int]:
    """Cases at a level whose review falls by a day, or that have none, and that no meeting from an
    instant on is planned to hear; the most pressing first, those without a review last."""
    at_level = (
        (spells.c.case_id == cases.c.id)
        & (spells.c.level == level)
        & (spells.c.started_on <= today)
        & (spells.c.ended_on > today)
    )
    review = (case_dates.c.case_id == cases.c.id) & (case_dates.c.kind == "review")
    planned = (
        select(heard.c.case_id)
        .join(meetings, meetings.c.id == heard.c.meeting_id)
        .where(meetings.c.status == "planned", meetings.c.starts_at >= from_at)
    )
    query = (
        select(cases.c.id)
        .outerjoin(case_dates, review)
        .where(
            visible_to(person),
            exists().where(at_level),
            or_(case_dates.c.on.is_(None), case_dates.c.on <= by),
            cases.c.id.not_in(planned),
        )
        .order_by(case_dates.c.on.is_(None), case_dates.c.on, cases.c.id)
    )
    return list(session.execute(query).scalars())


def _meant(wanted: Wanted) -> list[ColumnElement[bool]]:
    meant = [visible_meetings(wanted.person), meetings.c.status.in_(wanted.states)]
    if wanted.from_at is not None:
        meant.append(meetings.c.starts_at >= wanted.from_at)
    if wanted.to_at is not None:
        meant.append(meetings.c.starts_at < wanted.to_at)
    return meant
