"""The word `urgent`: an emergency panel is convened, and the core group told, in one step."""

from dataclasses import replace

from handlers.cases import get_case_for
from handlers.desks import Reply, Visit
from handlers.meetings.agendas import put_on
from handlers.meetings.chairs import blind_spots, find_chair
from handlers.meetings.invitations import invite
from handlers.meetings.meeting_plans import add_planned, beside
from handlers.meetings.seen_meetings import require_planner
from handlers.tellings import tell
from handlers.views.meetings import urgent_meetings as views
from mappa.access import may_do
from mappa.meetings.urgent_lines import make_panel, read_urgent
from mappa.people import Person
from storage.cases import StoredCase
from storage.databases import Session
from storage.invitations import Invitation, list_invitations
from storage.meetings import StoredMeeting
from storage.people import list_people


def urgent(session: Session, visit: Visit, typed: str) -> Reply:
    """Make the meeting, put the case on, invite, tell the core group; say who is to be phoned."""
    asked = read_urgent(typed)
    require_planner(visit)
    case = get_case_for(session, visit, asked.case_ref, "see case", to_change=True)
    panel = make_panel(asked, case.facts, visit.now)
    chair = find_chair(session, case.facts.area, panel.chair)
    meeting = add_planned(session, visit, panel)
    remarks = put_on(session, visit, meeting, [case], because=asked.reason)
    remarks += [*beside(session, visit, (meeting.facts,)), *blind_spots(visit, chair, [case])]
    invite(session, visit, meeting)
    people = {one.user_id: one for one in list_people(session, case.facts.area)}
    invited = list_invitations(session, [meeting.id])
    told = _tell_core_group(session, visit, meeting, case, people, invited)
    outside = [one for one in invited if one.user_id not in people]
    return views.convened(
        meeting.facts, case.facts.ref, [person.name for person in told], outside, remarks,
        visit.desk.command,
    )  # fmt: skip


def _tell_core_group(
    session: Session,
    visit: Visit,
    meeting: StoredMeeting,
    case: StoredCase,
    people: dict[str, Person],
    invited: list[Invitation],
) -> list[Person]:
    """Everybody of it who is told now, by invitation or by a message of its own; nobody twice."""
    asked = {one.user_id for one in invited if one.user_id and one.invited_at}
    told = [person for user_id, person in people.items() if user_id in asked]
    chair = meeting.facts.chair
    team = {member.user_id for member in case.facts.team}
    for user_id, person in people.items():
        hears = replace(person, hears=frozenset([case.facts.ref])) if user_id == chair else person
        meant = user_id == chair or user_id in team or person.role == "co-ordinator"
        if not meant or user_id in asked or not may_do(hears, "see case", case.facts):
            continue
        if person.id != visit.person.id:
            chairs = user_id == chair
            message = views.told(meeting.facts, case.facts.ref, visit.desk.command, chairs=chairs)
            tell(session, visit, person, message, about=[case.facts.ref])
            told.append(person)
    return told
