"""Meetings as somebody may see them: who sees which, and what of its agenda."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from handlers.cases import get_case_for
from handlers.desks import Visit
from mappa.access import DRAWN, MAY, TEAM, may_do, require
from mappa.clocks import LONDON
from mappa.errors import NotFound, RuleBroken
from mappa.meetings.agendas import spread
from mappa.people import Person
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.hearings import Hearing, list_hearings
from storage.meeting_lists import may_see_meeting
from storage.meetings import NO_SUCH_MEETING, StoredMeeting, get_meeting
from storage.records import Entry, add_record


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting with what somebody may see of its agenda, in its order."""

    meeting: StoredMeeting
    hearings: list[Hearing] = field(default_factory=list)
    cases: dict[int, StoredCase] = field(default_factory=dict)  # by id
    slots: tuple[int, ...] = ()  # the hearings among which the time is divided, by id

    @property
    def refs(self) -> list[str]:
        """The cases that are shown."""
        return [hearing.case_ref for hearing in self.hearings]

    def times(self) -> list[datetime | None]:
        """When each of those that are shown is heard, where the end of the meeting is known."""
        facts = self.meeting.facts
        times = spread(facts.starts_at, facts.ends_at, len(self.slots))
        at = dict(zip(self.slots, times, strict=True))
        return [at[hearing.id] for hearing in self.hearings]

    def items(self) -> list[tuple[Hearing, StoredCase]]:
        return [(hearing, self.cases[hearing.case_id]) for hearing in self.hearings]


def sees_some(person: Person) -> bool:
    """Whether they see a meeting for the sake of some of its cases only."""
    return MAY["see case"].get(person.role) in (TEAM, DRAWN)


def require_planner(visit: Visit) -> None:
    """Co-ordinators plan; whoever else is there looks."""
    require(visit.person, "plan meetings")


def get_meeting_for(
    session: Session, visit: Visit, ref: str, *, to_change: bool = False
) -> StoredMeeting:
    """The meeting, if the person may see it; if not, the same words as if there were none."""
    try:
        meeting = get_meeting(session, visit.person.area, ref, to_change=to_change)
    except NotFound:
        may_see_meeting(session, visit.person, 0)  # as if there were one
        raise
    if not may_see_meeting(session, visit.person, meeting.id):
        raise NotFound(NO_SUCH_MEETING.format(ref=ref))
    return meeting


def agendas_of(session: Session, visit: Visit, meetings: Iterable[StoredMeeting]) -> list[Agenda]:
    """These meetings, each with those of its cases that the person may see."""
    meetings = list(meetings)
    hearings = list_hearings(session, [meeting.id for meeting in meetings])
    seen = {
        case.id: case
        for case in list_cases(session, ids={hearing.case_id for hearing in hearings})
        if may_do(visit.person, "see case", case.facts)
    }
    return [
        _agenda(visit, meeting, [one for one in hearings if one.meeting_id == meeting.id], seen)
        for meeting in meetings
    ]


def _agenda(
    visit: Visit, meeting: StoredMeeting, hearings: list[Hearing], seen: dict[int, StoredCase]
) -> Agenda:
    """Who works with some cases only is to come when these are heard: the others take their time.
    To everybody else a gap would tell of a case that needs a grant."""
    shown = [one for one in hearings if one.case_id in seen]
    waits_for = hearings if sees_some(visit.person) else shown
    return Agenda(meeting, shown, seen, tuple(one.id for one in waits_for))


def put_seen(
    session: Session,
    visit: Visit,
    agendas: Iterable[Agenda],
    what: str = "",
    others: Iterable[str] = (),
) -> None:
    """One entry of the record for all that is shown; `others`: cases that are on no agenda."""
    shown = list(agendas)
    after: dict[str, object] = {
        "meetings": [agenda.meeting.facts.ref for agenda in shown],
        "cases": sorted({*others, *(ref for agenda in shown for ref in agenda.refs)}),
    }
    entry = Entry("meetings seen", visit.source, after=after | ({"as": what} if what else {}))
    add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)


@dataclass(frozen=True, slots=True)
class Taken:
    """A meeting that nobody else changes meanwhile, with all that it hears."""

    meeting: StoredMeeting
    hearings: list[Hearing]
    cases: dict[str, StoredCase]  # of it, and those named; by reference

    def on_agenda(self) -> list[StoredCase]:
        return [self.cases[hearing.case_ref] for hearing in self.hearings]


def take_meeting(session: Session, visit: Visit, ref: str, named: Iterable[str] = ()) -> Taken:
    """Lock the cases, in the order of their ids, and then the meeting."""
    require_planner(visit)
    meeting = get_meeting_for(session, visit, ref)
    others = list(named)
    for case_ref in others:
        get_case_for(session, visit, case_ref, "see case")
    refs = [*others, *(one.case_ref for one in list_hearings(session, [meeting.id]))]
    cases = {case.facts.ref: case for case in list_cases(session, refs=refs, to_change=True)}
    for case_ref in others:  # it may have changed before it was locked
        if not may_do(visit.person, "see case", cases[case_ref].facts):
            get_case_for(session, visit, case_ref, "see case")
    meeting = get_meeting_for(session, visit, ref, to_change=True)
    hearings = list_hearings(session, [meeting.id])
    if any(one.case_ref not in cases for one in hearings):
        raise RuleBroken(
            f"{ref} was changed by somebody else at this moment; nothing was saved. "
            f"Look at it and do it again. Example: meeting {ref}",
            "meeting",
        )
    return Taken(meeting, hearings, cases)


def start_of_day(visit: Visit) -> datetime:
    """When today began in London."""
    return datetime.combine(visit.today, time(), tzinfo=LONDON)
