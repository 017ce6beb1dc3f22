"""One case at one meeting, as somebody sits down to minute it: what is there, and what they may."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.cases import get_case_for, put_on_record
from handlers.desks import Visit
from handlers.meetings.seen_meetings import get_meeting_for
from mappa.access import may
from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.errors import NotAllowed, NotFound, RuleBroken
from mappa.meetings.attendances import OF_ANSWERS, Attendance
from mappa.meetings.closing import Missing, list_missing
from mappa.meetings.invitations import in_order
from mappa.people import Person
from mappa.policies import Policy
from mappa.workbook.workbooks import MeetingRow
from storage.attendance import list_attendance
from storage.cases import StoredCase
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.hearings import Hearing, get_hearing
from storage.invitations import invited_agencies, list_invitations
from storage.meeting_reminders import derive_meeting_reminders
from storage.meetings import NO_SUCH_MEETING, StoredMeeting
from storage.records import SEEN, Entry

GONE = "Those minutes are no longer there. See the meetings that are yours: meetings"
MAY_NOT_MINUTE = (
    "minute: minutes are taken by the co-ordinator and the chair; nothing was saved. What your own "
    "agency knows you can add yourself. Example: minute {meeting} {case} information seen weekly"
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """The case, the meeting, and what is minuted; `takes`: whether the person takes the minutes,
    else they add what their own agency knows."""

    meeting: StoredMeeting
    case: StoredCase
    hearing: Hearing
    minutes: Mapping[str, str]
    attended: Mapping[str, Attendance]  # by agency
    invited: tuple[str, ...]
    takes: bool

    @property
    def facts(self) -> MeetingRow:
        return self.meeting.facts

    @property
    def refs(self) -> str:
        """How it is typed."""
        return f"{self.facts.ref} {self.case.facts.ref}"

    @property
    def on(self) -> date:
        return london_day(self.facts.starts_at)

    @property
    def is_open(self) -> bool:
        """Whether anything can still be minuted."""
        return self.hearing.closed_on is None and self.facts.status != "cancelled"

    def missing(self) -> list[Missing]:
        """What has to be minuted before it can be closed."""
        return list_missing(self.minutes, self.attended, self.invited, self.case.facts, self.on)


def get_sitting(
    session: Session, visit: Visit, meeting_ref: str, case_ref: str, *, to_change: bool = False
) -> Sitting:
    """What is minuted of a case that the person may see, at a meeting that hears it.

    To change it both are locked, the case first.
    """
    case = get_case_for(session, visit, case_ref, "see case", to_change=to_change)
    meeting = get_meeting_for(session, visit, meeting_ref, to_change=to_change)
    takes = takes_minutes(visit.person, meeting.facts)
    try:
        hearing = get_hearing(session, meeting, case)
    except NotFound:
        if takes:
            raise
        raise NotFound(NO_SUCH_MEETING.format(ref=meeting_ref)) from None
    rows = {row.agency: row for row in list_attendance(session, meeting, case)}
    return Sitting(
        meeting,
        case,
        hearing,
        hearing.minutes(case.key),
        {agency: Attendance(rows[agency].how, rows[agency].who) for agency in in_order(rows)},
        tuple(invited_agencies(session, meeting.id, case.id)),
        takes,
    )


def named_refs(value: str) -> tuple[str, str]:
    """The meeting and the case that a button or a form stands for; it may be forged."""
    found = re.fullmatch("([A-Z0-9-]{1,20}) ([A-Z0-9-]{1,20})", value)
    if found is None:
        raise NotFound(GONE)
    return found[1], found[2]


def takes_minutes(person: Person, meeting: MeetingRow) -> bool:
    """Co-ordinators, and whoever chairs this meeting or stands in for who does."""
    chairs = may(person, "add to minutes") and {person.user_id, *person.stands_in_for}
    return may(person, "plan meetings") or bool(chairs and meeting.chair in chairs)


def require_taker(sitting: Sitting) -> None:
    if not sitting.takes:
        refs = {"meeting": sitting.facts.ref, "case": sitting.case.facts.ref}
        raise NotAllowed(MAY_NOT_MINUTE.format(**refs))


def require_open(sitting: Sitting) -> None:
    """What is closed stays as it is, until it is opened again with a reason."""
    if sitting.facts.status == "cancelled":
        raise RuleBroken(
            f"{sitting.facts.ref} is cancelled, so nothing is minuted. "
            f"Example: meeting {sitting.facts.ref}",
            "meeting",
        )
    if sitting.hearing.closed_on is not None:
        raise RuleBroken(
            f"The minutes of {sitting.case.facts.ref} at {sitting.facts.ref} were closed on "
            f"{uk_date(sitting.hearing.closed_on)}; nothing was saved. To correct them: "
            f"minute {sitting.refs} reopen because wrong date",
            "meeting",
        )


def offered_attendance(session: Session, sitting: Sitting) -> dict[str, Attendance]:
    """What those invited have answered, for the agencies of which nothing is recorded yet. Where
    several people of one agency answered, the most that one of them will do."""
    best = list(OF_ANSWERS.values())
    found: dict[str, Attendance] = {}
    for row in list_invitations(session, [sitting.meeting.id]):
        how = OF_ANSWERS.get(row.answer or "")
        mine = row.case_id in (None, sitting.case.id) and row.agency not in sitting.attended
        if how and mine:
            known = found.get(row.agency)
            if known is None or best.index(how) < best.index(known.how):
                found[row.agency] = Attendance(how)
    return found


def put_seen(session: Session, visit: Visit, sitting: Sitting, what: str = "minutes") -> None:
    """Looking at them goes on the record of the case."""
    entry = Entry(SEEN, visit.source, after=f"{what} of {sitting.facts.ref}")
    put_on_record(session, visit, sitting.case, entry)


def derive_again(
    session: Session, visit: Visit, case: StoredCase, meeting_id: int, people: list[Person]
) -> None:
    """The reminders of what was closed, opened again or issued."""
    policy: Policy = visit.desk.policy
    derive_reminders(session, [case], people, policy, visit.now)
    derive_meeting_reminders(session, meeting_id, policy, visit.now)
