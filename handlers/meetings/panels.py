"""A meeting with what it hears and whom it invites, read together; and who may see which of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from mappa.access import may, may_do
from mappa.people import Deputy, Person
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.hearings import list_hearings
from storage.invitations import Invitation, list_invitations
from storage.meetings import StoredMeeting, get_meeting_by_id
from storage.people import as_now, list_deputies, list_people
from storage.telling import People, deputies_on

Who = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Invitee:
    """One person of an agency, or the agency where nobody is named, with all their invitations:
    they are told once and answer once, however many cases they come for."""

    rows: tuple[Invitation, ...]
    key: str  # of the first invitation that they ever had to this meeting
    person: Person | None  # None: outside this Slack

    @property
    def agency(self) -> str:
        return self.rows[0].agency

    @property
    def was_told(self) -> bool:
        return any(row.invited_at for row in self.rows)

    @property
    def answer(self) -> str | None:
        return next((row.answer for row in self.rows if row.answer), None)

    @property
    def answered_at(self) -> datetime | None:
        return next((row.answered_at for row in self.rows if row.answered_at), None)

    @property
    def stands(self) -> bool:
        """A standing member: here for all that is heard."""
        return any(row.case_id is None for row in self.rows)

    def comes_for(self, case_id: int) -> bool:
        return any(row.case_id in (None, case_id) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Panel:
    """A meeting, its agenda, and whom it invites; `registered` are the area's people by Slack id,
    with the names of those who are in no position to be invited."""

    meeting: StoredMeeting
    agenda: tuple[StoredCase, ...]
    invitees: tuple[Invitee, ...]
    registered: dict[str, Person] = field(default_factory=dict)
    deputies: tuple[Deputy, ...] = ()
    outside_key: str = ""  # of the entry in the calendars of those outside this Slack

    def to_tell(self, invitee: Invitee, today: date) -> list[Person]:
        """Who gets the direct message: the person, and who stands in for them today."""
        if invitee.person is None:
            return []
        people = People(self.registered.values())
        also = deputies_on(today, [invitee.person], self.deputies, people)
        return [invitee.person, *(one for one in also if may_be_told(one))]

    def name_of(self, invitee: Invitee) -> str:
        """How they are called; "" where nobody is named."""
        row = invitee.rows[0]
        if row.user_id:
            person = self.registered.get(row.user_id)
            return person.name if person else f"{row.user_id} (not registered here)"
        return row.name


def take_panel(session: Session, meeting_id: int) -> Panel:
    """The panel that nobody else changes meanwhile: its cases are locked, then the meeting."""
    get_panel(session, get_meeting_by_id(session, meeting_id), to_change=True)
    meeting = get_meeting_by_id(session, meeting_id, to_change=True)
    return get_panel(session, meeting, to_change=True)


def get_panel(session: Session, meeting: StoredMeeting, *, to_change: bool = False) -> Panel:
    """The panel as it is; `to_change` keeps others from changing its cases."""
    hearings = list_hearings(session, [meeting.id])
    ids = [hearing.case_id for hearing in hearings]
    cases = {case.id: case for case in list_cases(session, ids=ids, to_change=to_change)}
    people = {one.user_id: one for one in list_people(session, meeting.facts.area)}
    ever = list_invitations(session, [meeting.id], withdrawn=True)
    outside = [row.key for row in ever if not row.user_id]
    return Panel(
        meeting,
        tuple(cases[number] for number in ids),
        tuple(_invitees(ever, people)),
        people,
        tuple(list_deputies(session, meeting.facts.area)),
        next(iter(outside), meeting.facts.ref),
    )


def refs_seen(session: Session, panel: Panel, person: Person, now: datetime) -> list[str]:
    """The cases of the agenda that somebody may see, as whose deputy they are today as well."""
    them = as_now(session, person, now)
    return [case.facts.ref for case in panel.agenda if may_do(them, "see case", case.facts)]


def may_be_told(person: Person) -> bool:
    """Whether somebody of this role can be invited to a panel at all."""
    return may(person, "be reminded")


def who(row: Invitation) -> Who:
    """What makes two invitations those of one person of one agency."""
    if row.user_id:
        return row.agency, row.user_id, "", ""
    return row.agency, "", row.name, row.address


def _invitees(ever: Iterable[Invitation], people: dict[str, Person]) -> Iterable[Invitee]:
    keys: dict[Who, str] = {}
    standing: dict[Who, list[Invitation]] = {}
    for row in ever:
        keys.setdefault(who(row), row.key)
        if row.withdrawn_at is None:
            standing.setdefault(who(row), []).append(row)
    for one, rows in standing.items():
        person = people.get(one[1])
        known = person if person and may_be_told(person) else None
        yield Invitee(tuple(rows), keys[one], known)
