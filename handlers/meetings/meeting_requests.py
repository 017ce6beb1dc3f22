"""What is asked for in the cases of a meeting before it: reports promised, and information."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack

from handlers.desks import Desk, Reply, Visit
from handlers.meetings.inviting import notice_outside
from handlers.meetings.meeting_buttons import press, ref_of, submit
from handlers.meetings.panels import Invitee, Panel, refs_seen, take_panel
from handlers.meetings.seen_meetings import get_meeting_for, require_planner
from handlers.tellings import tell
from handlers.updates import save
from handlers.views import blocks
from handlers.views.meetings import meeting_requests as views
from mappa.access import may_do
from mappa.case_facts import Request
from mappa.cases import CaseRecord
from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.meetings.meeting_requests import (
    INFORMATION,
    REPORT,
    InformationAsked,
    due_before,
    make_information_asked,
    moved,
    open_for,
    read_information_asked,
    with_request,
    withdrawn,
)
from mappa.meetings.meetings import require_planned
from mappa.workbook.workbooks import MeetingRow
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.hearings import NOT_HEARD
from storage.meetings import StoredMeeting
from storage.outgoing import Message
from storage.people import list_people_of_case

Which = Callable[[Request], bool]


def promise_report(session: Session, visit: Visit, panel: Panel, invitee: Invitee) -> None:
    """A report is to come in each case that they come for, and is chased from now on."""
    meeting = panel.meeting.facts
    due_on = report_due(visit, panel)
    for case in _cases_of(session, visit, panel, invitee):
        facts = with_request(
            case.facts,
            meeting.ref,
            REPORT,
            agency=invitee.agency,
            owner=invitee.person.user_id if invitee.person else "",
            due_on=due_on,
            today=visit.today,
        )
        _save(session, visit, case, facts, f"a report was promised for meeting {meeting.ref}")


def report_due(visit: Visit, panel: Panel) -> date:
    """By when a report has to be there that is promised today."""
    return _due(visit, panel.meeting.facts, REPORT)


def withdraw_report(session: Session, visit: Visit, panel: Panel, invitee: Invitee) -> None:
    """They come after all, or send nothing."""
    owner = invitee.person.user_id if invitee.person else ""
    theirs = (REPORT, owner, invitee.agency)
    _withdraw(
        session,
        visit,
        panel.meeting.facts,
        panel.agenda,
        lambda one: (one.kind, one.owner, one.owner_agency) == theirs,
        "another answer was given",
    )


def withdraw_for(
    session: Session, visit: Visit, meeting: StoredMeeting, case_ids: Iterable[int]
) -> None:
    """The meeting does not hear these cases: nothing is asked for it any more."""
    cases = list(list_cases(session, ids=case_ids, to_change=True))
    why = f"meeting {meeting.facts.ref} does not hear the case"
    _withdraw(session, visit, meeting.facts, cases, lambda one: True, why)


def follow_meeting(session: Session, visit: Visit, panel: Panel, before: MeetingRow) -> None:
    """Moved: promises are asked for anew, and information is due before the new day."""
    meeting = panel.meeting.facts
    days = london_day(before.starts_at), london_day(meeting.starts_at)
    for case in panel.agenda:
        facts = withdrawn(case.facts, meeting.ref, visit.today, lambda one: one.kind == REPORT)
        facts = moved(facts, meeting.ref, visit.desk.policy, *days, visit.today)
        _save(session, visit, case, facts, f"meeting {meeting.ref} was moved")


def open_lines(panel: Panel, seen: Iterable[str]) -> list[str]:
    """What is asked and not answered, of cases that may be seen."""
    ref, seen = panel.meeting.facts.ref, set(seen)
    return [
        views.open_line(case.facts.ref, request, panel.registered)
        for case in panel.agenda
        if case.facts.ref in seen
        for request in open_for(case.facts, ref)
    ]


def ask(session: Session, visit: Visit, meeting: StoredMeeting, typed: str) -> Reply:
    """Ask invited agencies for information before the meeting."""
    require_planner(visit)
    return _ask(session, visit, meeting, read_information_asked(typed, visit.today))


def press_ask(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form in which agencies are asked."""

    def form(session: Session, visit: Visit, value: str) -> Reply:
        meeting = get_meeting_for(session, visit, ref_of(value))
        require_planned(meeting.facts, "nothing is asked for it")
        return Reply(Message("A form opens."), views.information_form(meeting.facts.ref))

    press(ack, body, desk, form)


def submit_asked(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """The form sent in, read by the same rules."""

    def save(session: Session, visit: Visit) -> Reply:
        ref, answers = ref_of(str(view.get("private_metadata", ""))), blocks.read_form(view)
        meeting = get_meeting_for(session, visit, ref)
        return _ask(session, visit, meeting, make_information_asked(answers, "", visit.today))

    submit(ack, body, desk, save)


def _ask(session: Session, visit: Visit, meeting: StoredMeeting, asked: InformationAsked) -> Reply:
    panel = take_panel(session, meeting.id)
    meeting = panel.meeting
    require_planned(meeting.facts, "nothing is asked for it")
    due_on = asked.due_on or _due(visit, meeting.facts, INFORMATION)
    if due_on > london_day(meeting.facts.starts_at):
        raise RuleBroken(
            f"by: {uk_date(due_on)} is after the meeting. Example: by "
            f"{uk_date(london_day(meeting.facts.starts_at))}",
            "by",
        )
    wanted = _wanted(visit, panel, asked)
    lines = []
    for case, agencies in wanted:
        facts = case.facts
        for agency in agencies:
            before, facts = (
                facts,
                with_request(
                    facts,
                    meeting.facts.ref,
                    INFORMATION,
                    agency=agency,
                    owner=_owner(panel, case, agency),
                    due_on=due_on,
                    today=visit.today,
                    asked_by=visit.person.agency,
                    what=asked.what,
                ),
            )
            new = facts is not before
            lines.append(views.asked_line(facts, agency, due_on, new=new))
            if new:
                _tell_owner(session, visit, panel, case, facts.requests[-1])
        _save(session, visit, case, facts, f"information before meeting {meeting.facts.ref}")
    _send_outside(session, visit, panel, {one for _, some in wanted for one in some}, due_on)
    return views.asked(meeting.facts.ref, lines, visit.desk.command)


def _wanted(
    visit: Visit, panel: Panel, asked: InformationAsked
) -> list[tuple[StoredCase, list[str]]]:
    """Which agencies are asked in which case: where they are invited for it."""
    cases = [one for one in panel.agenda if may_do(visit.person, "change case", one.facts)]
    if asked.case_ref:
        cases = [case for case in cases if case.facts.ref == asked.case_ref]
        if not cases:
            ref = panel.meeting.facts.ref
            unheard = NOT_HEARD.format(case=asked.case_ref, meeting=ref)
            raise RuleBroken(f"case: {unheard} What it hears: meeting {ref}", "case")
    alone = len(cases) == 1
    found = {
        case.id: [agency for agency in asked.agencies if _comes(panel, case, agency, alone)]
        for case in cases
    }
    missing = [one for one in asked.agencies if all(one not in some for some in found.values())]
    if missing:
        raise RuleBroken(views.not_invited(panel.meeting.facts.ref, missing, alone), "agencies")
    return [(case, found[case.id]) for case in cases if found[case.id]]


def _comes(panel: Panel, case: StoredCase, agency: str, alone: bool) -> bool:
    """Standing members come for all; they are asked in one case, not in every one of many."""
    theirs = [one for one in panel.invitees if one.agency == agency]
    if alone:
        return any(one.comes_for(case.id) for one in theirs)
    return any(row.case_id == case.id for one in theirs for row in one.rows)


def _owner(panel: Panel, case: StoredCase, agency: str) -> str:
    """Who of an agency is to see to it, if anybody of it is in this Slack."""
    theirs = (
        one.person.user_id
        for one in panel.invitees
        if one.person and one.agency == agency and one.comes_for(case.id)
    )
    return next(theirs, "")


def _tell_owner(
    session: Session, visit: Visit, panel: Panel, case: StoredCase, request: Request
) -> None:
    """Who is in this Slack and may see the case; of anybody else the co-ordinator is told."""
    person = panel.registered.get(request.owner)
    if person is None or person.id == visit.person.id:
        return
    if case.facts.ref in refs_seen(session, panel, person, visit.now):
        message = views.owner_message(
            case.facts.ref, request, panel.meeting.facts, visit.desk.command
        )
        tell(session, visit, person, message, about=[case.facts.ref])


def _send_outside(
    session: Session, visit: Visit, panel: Panel, agencies: set[str], due_on: date
) -> None:
    """Text for those outside this Slack; what is wanted in which case is not for an e-mail."""
    news = views.asked_outside(panel.meeting.facts, due_on)
    for invitee in panel.invitees:
        if invitee.person is None and invitee.agency in agencies:
            text = notice_outside(panel, invitee, *news)
            tell(session, visit, visit.person, text, about=(), needs="plan meetings")


def _cases_of(session: Session, visit: Visit, panel: Panel, invitee: Invitee) -> list[StoredCase]:
    """The cases for which a report is due: those that they come for; of a standing member those
    that they may see, or the only one that there is."""
    ids = {row.case_id for row in invitee.rows}
    if invitee.stands and invitee.person:
        seen = refs_seen(session, panel, invitee.person, visit.now)
        ids |= {case.id for case in panel.agenda if case.facts.ref in seen}
    cases = [case for case in panel.agenda if case.id in ids]
    return cases or (list(panel.agenda) if len(panel.agenda) == 1 else [])


def _withdraw(
    session: Session,
    visit: Visit,
    meeting: MeetingRow,
    cases: Iterable[StoredCase],
    which: Which,
    why: str,
) -> None:
    for case in cases:
        facts = withdrawn(case.facts, meeting.ref, visit.today, which)
        _save(session, visit, case, facts, why)


def _save(session: Session, visit: Visit, case: StoredCase, facts: CaseRecord, why: str) -> None:
    if facts != case.facts and not case.facts.merged_into:
        people = list_people_of_case(session, facts)
        save(session, visit, case, facts, people, {"because": why})


def _due(visit: Visit, meeting: MeetingRow, kind: str) -> date:
    return due_before(visit.desk.policy, kind, london_day(meeting.starts_at), visit.today)
