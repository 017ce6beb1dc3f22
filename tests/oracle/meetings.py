"""Meetings, the cases heard at them, who came, what was recorded, and whether it was in time."""

from dataclasses import replace
from datetime import date, timedelta

from tests.oracle.days import ONE_DAY, working_days_after
from tests.oracle.items import Item, category_of, spell_on
from tests.oracle.tables import Case, Heard, Meeting, Tables

ISSUED_WITHIN = {2: 10, 3: 5}  # working days
LIMITS = {2: timedelta(weeks=16), 3: timedelta(weeks=8)}  # between two reviews


def _in(meeting: Meeting, area: str, from_on: date | None, to_on: date) -> bool:
    begun = from_on is None or from_on <= meeting.day
    return meeting.area == area and begun and meeting.day <= to_on


def meetings_during(
    tables: Tables, area: str, from_on: date | None, to_on: date, status: str
) -> list[Item]:
    return [
        Item(("meeting", one.ref), one.day, level=one.level, status=one.status)
        for one in tables.meetings.values()
        if one.status == status and _in(one, area, from_on, to_on)
    ]


def _held_in(tables: Tables, area: str, from_on: date | None, to_on: date) -> list[Heard]:
    return [
        one
        for one in tables.heard
        if one.meeting.status == "held"
        and not one.case.merged
        and _in(one.meeting, area, from_on, to_on)
    ]


def minutes_during(
    tables: Tables, area: str, from_on: date | None, to_on: date, asked_on: date
) -> list[Item]:
    """Minutes that were closed here and due in the time, and whether they were issued by then; of
    those that are not issued only what is overdue."""
    found = []
    for one in _held_in(tables, area, None, date.max):
        due = working_days_after(one.meeting.day, ISSUED_WITHIN[one.meeting.level])
        waits = one.issued_on is None and due >= asked_on
        if one.closed_on and not waits and due <= to_on and (from_on is None or from_on <= due):
            in_time = one.issued_on is not None and one.issued_on <= due
            item = _of(one.meeting, one.case, hits=int(in_time))
            found.append(replace(item, day=due))
    return found


def _of(meeting: Meeting, case: Case, hits: int = 0) -> Item:
    category = category_of(spell_on(case, meeting.day))
    who = ("heard", meeting.ref, case.ref)
    return Item(who, meeting.day, case, meeting.level, category, hits=hits)


def hearings_during(tables: Tables, area: str, from_on: date | None, to_on: date) -> list[Item]:
    """Cases heard at held meetings, each time one."""
    return [_of(one.meeting, one.case) for one in _held_in(tables, area, from_on, to_on)]


def disclosures_during(tables: Tables, area: str, from_on: date | None, to_on: date) -> list[Item]:
    """Of the cases heard: whether a decision, yes or no, was recorded."""
    return [
        _of(one.meeting, one.case, hits=int(one.disclosure != ""))
        for one in _held_in(tables, area, from_on, to_on)
    ]


def attendance_during(tables: Tables, area: str, from_on: date | None, to_on: date) -> list[Item]:
    """Invitations to held meetings, each case heard counted, and which of them were followed."""
    found = []
    for one in tables.attendance:
        meeting, case = one.meeting, one.case
        if meeting.status != "held" or case.merged or not _in(meeting, area, from_on, to_on):
            continue
        found.append(
            Item(
                ("invited", meeting.ref, case.ref, one.agency),
                meeting.day,
                case,
                meeting.level,
                category_of(spell_on(case, meeting.day)),
                one.agency,
                hits=int(one.how == "attended"),
                reports=int(one.how == "report"),
            )
        )
    return found


def reviews_during(tables: Tables, area: str, from_on: date | None, to_on: date) -> list[Item]:
    """Cases at Level 2 or 3 that were heard, and whether it was within the limit of the meeting's
    level: since the last hearing before it, or since the case came to Level 2 or 3."""
    found = []
    for one in _held_in(tables, area, from_on, to_on):
        since = _at_level_2_or_3_since(one.case, one.meeting.day)
        if since is not None:
            since = max([since, *_reviewed_before(tables, one)])
            in_time = one.meeting.day - since <= LIMITS[one.meeting.level]
            found.append(_of(one.meeting, one.case, hits=int(in_time)))
    return found


def _reviewed_before(tables: Tables, heard: Heard) -> list[date]:
    return [
        other.meeting.day
        for other in tables.heard
        if other.case is heard.case
        and other.meeting.status == "held"
        and other.meeting.day < heard.meeting.day
    ]


def _at_level_2_or_3_since(case: Case, day: date) -> date | None:
    """The first day of the unbroken time at Level 2 or 3 in which a meeting finds the case: what
    ends on its day was in force when it began, and what begins on it was not."""
    since = None
    while (spell := spell_on(case, day - ONE_DAY)) is not None and spell.level in (2, 3):
        day = since = spell.started_on
    return since
