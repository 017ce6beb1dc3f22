"""Who is invited to the panels of the living cases and what they answered; what is asked before."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from mappa.case_facts import Contact
from mappa.cases import CaseRecord
from mappa.clocks import LONDON
from mappa.contacts import AreaContact
from mappa.meetings.invitations import Invited, invited_for
from mappa.meetings.meeting_requests import INFORMATION, REPORT, due_before, with_request
from mappa.meetings.standing import of_level
from mappa.policies import load_policy
from mappa.samples.panels import Panel
from mappa.samples.people import (
    OUTSIDE,
    PRIYA,
    address_of,
    live_contacts,
    live_standing_members,
    practice_people,
)
from mappa.workbook.workbooks import AttendanceRow, InvitationRow

TOLD, SOON = timedelta(weeks=5), timedelta(days=18)  # before a panel
# Whom a case has to itself.
OF_CASES = {
    "BED-3001": ("social-services", "victim-liaison"),
    "BED-3005": ("victim-liaison",),
    "BED-3009": ("jobcentre",),
    "BED-3012": ("approved-premises",),
}
# What was answered to the next panel; who is not named here has not answered.
ANSWERS = {
    "police": "accepted",
    "housing": "accepted",
    "mental-health": "apologies",
    "prison": "report",
    "victim-liaison": "accepted",
    "health": "accepted",
}
OF_ATTENDANCE = {"attended": "accepted", "report": "report", "apologies": "apologies"}
ASKED = ("BED-3001", "social-services", "invented: who else lives at the address")


def with_contacts(case: CaseRecord) -> CaseRecord:
    """The case with those outside who come for it alone."""
    mine = OF_CASES.get(case.ref, ())
    named = [(agency, OUTSIDE[agency]) for agency in mine]
    return replace(
        case, contacts=tuple(Contact(agency, name, address_of(name)) for agency, name in named)
    )


def invitations_to(
    panel: Panel, cases: Iterable[CaseRecord], today: date
) -> Iterator[InvitationRow]:
    """Standing members for all that it hears, others for their case; told if it is soon."""
    level = panel.row.level
    standing = of_level(live_standing_members(), level)
    for row in standing:
        one = Invited(row.agency, row.slack_id, row.name, row.address)
        yield _invited(panel, "", one, today)
    registered = {user_id: agency for user_id, _, agency, _, _ in practice_people()}
    contacts = [AreaContact(row.agency, row.name, row.address) for row in live_contacts()]
    agencies = {row.agency for row in standing}
    for case in cases:
        for one in invited_for(case, registered, contacts, panel.on, agencies):
            yield _invited(panel, case.ref, one, today)


def invitations_of(
    panel: Panel, cases: Iterable[CaseRecord], attendance: Iterable[AttendanceRow]
) -> Iterator[InvitationRow]:
    """Whom a panel that was held had invited: all of whom it was recorded whether they came."""
    by_ref = {case.ref: case for case in cases}
    standing = {row.agency: row for row in of_level(live_standing_members(), panel.row.level)}
    seen: set[str] = set()
    for came in attendance:
        member = standing.get(came.agency)
        if member is None:
            one = _speaker(came.agency, by_ref[came.case_ref])
            yield _answered(panel, came.case_ref, one, OF_ATTENDANCE.get(came.how, ""))
        elif came.agency not in seen:
            seen.add(came.agency)
            one = Invited(member.agency, member.slack_id, member.name, member.address)
            yield _answered(panel, "", one, OF_ATTENDANCE.get(came.how, ""))


def with_asked(
    case: CaseRecord, panel: Panel, rows: Iterable[InvitationRow], today: date
) -> CaseRecord:
    """The case with the reports that were promised for the panel, and what was asked before it."""
    policy, asked_on = load_policy(None), today - timedelta(days=1)
    ref = panel.row.ref
    for row in rows:
        if row.case_ref == case.ref and row.answer == "report":
            due = due_before(policy, REPORT, panel.on, asked_on)
            promised = {"agency": row.agency, "owner": row.slack_id}
            case = with_request(case, ref, REPORT, due_on=due, today=asked_on, **promised)
    if case.ref == ASKED[0]:
        due = due_before(policy, INFORMATION, panel.on, asked_on)
        asked = {"agency": ASKED[1], "asked_by": "probation", "what": ASKED[2]}
        case = with_request(case, ref, INFORMATION, due_on=due, today=asked_on, **asked)
    return case


def _invited(panel: Panel, case_ref: str, one: Invited, today: date) -> InvitationRow:
    ahead = panel.on - today
    if ahead > TOLD:
        return _row(panel, case_ref, one)
    told_on = min(panel.on - timedelta(days=21), today - timedelta(days=3))
    row = replace(_row(panel, case_ref, one), invited_at=_at(told_on, time(10, 0)))
    answer = ANSWERS.get(one.agency, "") if ahead <= SOON else ""
    answer = "" if one.user_id == PRIYA else answer
    if not answer:
        return row
    return replace(row, answer=answer, answered_at=_at(told_on + timedelta(days=1), time(11, 30)))


def _answered(panel: Panel, case_ref: str, one: Invited, answer: str) -> InvitationRow:
    told_on = panel.on - timedelta(days=21)
    at = _at(told_on + timedelta(days=3), time(15, 0)) if answer else None
    row = replace(_row(panel, case_ref, one), invited_at=_at(told_on, time(10, 0)))
    return replace(row, answer=answer, answered_at=at)


def _speaker(agency: str, case: CaseRecord) -> Invited:
    """Who comes for an agency that is not at every panel."""
    if agency == "probation" and PRIYA in case.owners:
        return Invited(agency, PRIYA)
    name = OUTSIDE.get(agency, "")
    return Invited(agency, "", name, address_of(name) if name else "")


def _row(panel: Panel, case_ref: str, one: Invited) -> InvitationRow:
    return InvitationRow(panel.row.ref, case_ref, one.agency, one.user_id, one.name, one.address)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LONDON)
