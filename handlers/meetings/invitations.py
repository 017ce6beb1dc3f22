"""Who is invited to a meeting: found for each case, told, and told of every change.

Whoever calls what changes something has locked the cases and then the meeting.
"""

from collections.abc import Iterable
from dataclasses import replace

from handlers.cases import put_on_record
from handlers.desks import Visit
from handlers.meetings import meeting_requests
from handlers.meetings.answering_invitations import record_reply as record_reply
from handlers.meetings.inviting import ask_all, named, named_to, note_all, tell_of_agenda
from handlers.meetings.meeting_requests import ask as ask
from handlers.meetings.panels import Invitee, Panel, get_panel, refs_seen, who
from handlers.views.blocks import Block
from handlers.views.meetings import invitations as views
from mappa.clocks import london_day
from mappa.meetings.invitations import Invited, invited_for
from mappa.meetings.standing import of_level
from mappa.workbook.workbooks import MeetingRow
from storage.cases import StoredCase
from storage.contacts import list_contacts
from storage.databases import Session
from storage.invitations import (
    Invitation,
    add_invitation,
    clear_answers,
    list_invitations,
    mark_invited,
    set_answer,
    withdraw_invitations,
)
from storage.meeting_reminders import derive_meeting_reminders
from storage.meetings import StoredMeeting
from storage.people import list_people
from storage.records import Entry, add_record
from storage.standing_members import list_standing_members

ALL_INVITED = "Everybody is invited already."


def add_invited(session: Session, visit: Visit, meeting: StoredMeeting, *cases: StoredCase) -> None:
    """Whoever is to come for these cases, and the standing members; they are told by `invite`.

    Who is invited already for another case has answered for these as well.
    """
    there = list_invitations(session, [meeting.id])
    standing = _standing(session, meeting)
    registered = {one.user_id: one.agency for one in list_people(session, meeting.facts.area)}
    contacts = [contact for _, contact in list_contacts(session, meeting.facts.area, None)]
    on, agencies = london_day(meeting.facts.starts_at), {one.agency for one in standing}
    _add(session, meeting, None, standing, there)
    new = []
    for case in cases:
        for_case = invited_for(case.facts, registered, contacts, on, agencies)
        new += _add(session, meeting, case.id, for_case, there)
    if any(row.answer == "report" for row in new):
        panel = get_panel(session, meeting, to_change=True)
        promised = [one for one in panel.invitees if one.answer == "report"]
        for invitee in promised:
            meeting_requests.promise_report(session, visit, panel, invitee)
    _derive(session, visit, meeting)


def remove_invited(
    session: Session, visit: Visit, meeting: StoredMeeting, case: StoredCase
) -> None:
    """The case is off the agenda: who came for it alone need not come, and is told if invited."""
    before = get_panel(session, meeting)
    rows = [row for one in before.invitees for row in one.rows if row.case_id == case.id]
    withdraw_invitations(session, rows, visit.now)
    meeting_requests.withdraw_for(session, visit, meeting, [case.id])
    left = {one.key for one in get_panel(session, meeting).invitees}
    gone = [one for one in before.invitees if one.key not in left and one.was_told]
    note_all(session, visit, before, gone, views.not_needed(meeting.facts), withdrawn=True)
    for one in before.invitees:
        if one.was_told and one.key in left and one.comes_for(case.id):
            tell_of_agenda(session, visit, before, one, [case], views.fewer)
    if rows:
        after = {"meeting": meeting.facts.ref, "not invited": _names(before, gone)}
        entry = Entry("invitations withdrawn", visit.source, after=after)
        put_on_record(session, visit, case, entry)
    _derive(session, visit, meeting)


def invite(session: Session, visit: Visit, meeting: StoredMeeting) -> list[str]:
    """Tell everybody who was not told yet; lines for who invites."""
    there = {row.case_id for row in list_invitations(session, [meeting.id], withdrawn=True)}
    # An agenda that was brought in with a workbook may come without anybody invited.
    agenda = get_panel(session, meeting).agenda
    add_invited(session, visit, meeting, *(case for case in agenda if case.id not in there))
    panel = get_panel(session, meeting)
    waiting = [one for one in panel.invitees if any(not row.invited_at for row in one.rows)]
    if not waiting:
        return [ALL_INVITED]
    lines = ask_all(session, visit, panel, [one for one in waiting if not one.was_told])
    grown = [one for one in waiting if one.was_told]
    for invitee in grown:
        new = {row.case_id for row in invitee.rows if not row.invited_at}
        added = [case for case in panel.agenda if case.id in new]
        tell_of_agenda(session, visit, panel, invitee, added, views.more)
    if shown := named_to(session, visit, panel, grown):
        lines.append(f"Come for more than they were told of before: {named(panel, shown)}.")
    mark_invited(session, [row for one in waiting for row in one.rows], visit.now)
    _record(session, visit, panel, waiting, "invitations sent")
    _derive(session, visit, meeting)
    return lines


def tell_moved(
    session: Session, visit: Visit, meeting: StoredMeeting, before: MeetingRow, reason: str
) -> list[str]:
    """It is at another time or place; `meeting` holds the new facts.

    The reason may say something of a case: it stays on the record and goes to nobody. At another
    time everybody is asked anew.
    """
    facts = meeting.facts
    panel = get_panel(session, meeting, to_change=True)
    told = [one for one in panel.invitees if one.was_told]
    news = views.moved(before, facts)
    if before.starts_at == facts.starts_at:
        lines = note_all(session, visit, panel, told, [*news, *views.where_and_when(facts)])
    else:
        clear_answers(session, [row for one in panel.invitees for row in one.rows])
        meeting_requests.follow_meeting(session, visit, panel, before)
        lines = ask_all(session, visit, panel, told, [*news, views.ASKED_ANEW])
    _record(session, visit, panel, told, "told of the change of a meeting")
    _derive(session, visit, meeting)
    return lines


def tell_cancelled(
    session: Session, visit: Visit, meeting: StoredMeeting, reason: str
) -> list[str]:
    """It does not take place. What was asked for it is asked no more."""
    panel = get_panel(session, meeting, to_change=True)
    told = [one for one in panel.invitees if one.was_told]
    lines = note_all(session, visit, panel, told, views.cancelled(meeting.facts))
    meeting_requests.withdraw_for(session, visit, meeting, [case.id for case in panel.agenda])
    _record(session, visit, panel, told, "told that a meeting is off")
    _derive(session, visit, meeting)
    return lines


def invited_lines(session: Session, visit: Visit, meeting: StoredMeeting) -> list[str]:
    """Who is invited and what they answered, and what is still asked for.

    Of a case that the visitor may not see neither is told.
    """
    panel = get_panel(session, meeting)
    seen = set(refs_seen(session, panel, visit.person, visit.now))
    cases = {case.id: case.facts.ref for case in panel.agenda if case.facts.ref in seen}
    lines = []
    for one in panel.invitees:
        refs = [cases[row.case_id] for row in one.rows if row.case_id in cases]
        if refs or one.stands:
            lines.append(
                views.status_line(
                    one.agency, panel.name_of(one), refs, one.answer, one.answered_at, one.was_told
                )
            )
    return lines + meeting_requests.open_lines(panel, seen)


def own_invitation(
    session: Session, visit: Visit, meeting: StoredMeeting
) -> tuple[list[str], list[Block]]:
    """What the visitor themselves has answered, and the buttons with which they can still do so."""
    facts = meeting.facts
    if facts.status == "planned" and facts.starts_at > visit.now:
        for one in get_panel(session, meeting).invitees:
            if one.person and one.person.id == visit.person.id and one.was_told:
                said = views.own_answer(one.answer, one.answered_at)
                return [said], [views.answer_buttons(one.key)]
    return [], []


def _standing(session: Session, meeting: StoredMeeting) -> list[Invited]:
    rows = [member.facts for member in list_standing_members(session, meeting.facts.area)]
    return [
        Invited(row.agency, row.slack_id, row.name, row.address)
        for row in of_level(rows, meeting.facts.level)
    ]


def _add(
    session: Session,
    meeting: StoredMeeting,
    case_id: int | None,
    people: Iterable[Invited],
    there: Iterable[Invitation],
) -> list[Invitation]:
    """Those who are not invited for this yet, with what they have answered for the rest."""
    there = list(there)
    have = {who(row) for row in there if row.case_id == case_id}
    new = []
    for one in people:
        row_of = (one.agency, one.user_id, one.name, one.address)
        if row_of in have:
            continue
        have.add(row_of)
        row = add_invitation(
            session,
            meeting.id,
            case_id,
            one.agency,
            user_id=one.user_id,
            name=one.name,
            address=one.address,
        )
        said = next((other for other in there if other.answer and who(other) == row_of), None)
        if said:
            set_answer(session, [row], said.answer, said.answered_at)
            row = replace(row, answer=said.answer, answered_at=said.answered_at)
        new.append(row)
    return new


def _record(
    session: Session, visit: Visit, panel: Panel, told: Iterable[Invitee], action: str
) -> None:
    """On the record of each case, with those who come for it; else once on that of the area."""
    told = list(told)
    ref = panel.meeting.facts.ref
    for case in panel.agenda:
        names = _names(panel, (one for one in told if one.comes_for(case.id)))
        entry = Entry(action, visit.source, after={"meeting": ref, "who": names})
        put_on_record(session, visit, case, entry)
    if not panel.agenda:
        entry = Entry(action, visit.source, after={"meeting": ref, "who": _names(panel, told)})
        area = panel.meeting.facts.area
        add_record(session, entry, area=area, now=visit.now, person=visit.person)


def _names(panel: Panel, some: Iterable[Invitee]) -> list[str]:
    return [views.addressee(one.agency, panel.name_of(one), "") for one in some]


def _derive(session: Session, visit: Visit, meeting: StoredMeeting) -> None:
    derive_meeting_reminders(session, meeting.id, visit.desk.policy, visit.now)
