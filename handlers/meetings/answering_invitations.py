"""Answers to invitations: pressed by those invited, recorded for those outside this Slack."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.meetings.inviting import outside_text, refs_for, shown_to
from handlers.meetings.meeting_requests import promise_report, report_due, withdraw_report
from handlers.meetings.panels import Invitee, Panel, may_be_told, take_panel
from handlers.meetings.seen_meetings import require_planner
from handlers.tellings import show_instead
from handlers.views import blocks
from handlers.views.meetings import invitations as views
from handlers.windows import pressed, show_window
from mappa.agencies import AGENCIES
from mappa.errors import NotFound, RuleBroken
from mappa.meetings.invitations import ANSWERS, Answered, read_reply
from mappa.meetings.meetings import require_planned
from mappa.workbook.workbooks import MeetingRow
from storage.databases import Session
from storage.deliveries import once
from storage.invitations import NO_SUCH_INVITATION, get_invitation, set_answer
from storage.meeting_reminders import derive_meeting_reminders
from storage.meetings import StoredMeeting
from storage.outgoing import Message
from storage.records import Entry, add_record

Body = Mapping[str, Any]


def press_answer(ack: Ack, body: Body, desk: Desk) -> None:
    """Who is invited, or their deputy, answers; the message then shows it."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        panel, invitee, answer = _pressed(session, visit, body)
        theirs = {visit.person.user_id, *visit.person.stands_in_for}
        if not may_be_told(visit.person) or invitee.rows[0].user_id not in theirs:
            raise NotFound(NO_SUCH_INVITATION)
        _require_time(panel.meeting.facts, visit)
        _save(session, visit, panel, invitee, answer)
        said = views.said(answer, visit.person.name, visit.now, report_due(visit, panel))
        shown = shown_to(session, visit, panel, invitee, visit.person, said)
        _show(session, visit, body, views.invitation(shown), shown.refs)
    ack()
    desk.nudge()


def press_record(ack: Ack, body: Body, desk: Desk) -> None:
    """The co-ordinator records what somebody outside this Slack has answered."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        panel, invitee, answer = _pressed(session, visit, body)
        _require_time(panel.meeting.facts, visit)
        _save(session, visit, panel, invitee, answer)
        said = views.recorded(answer, visit.person.name, visit.now, report_due(visit, panel))
        refs = refs_for(session, visit, panel, invitee, visit.person)
        _show(session, visit, body, outside_text(panel, invitee, refs, said=said), refs)
    ack()
    desk.nudge()


def record_reply(session: Session, visit: Visit, meeting: StoredMeeting, typed: str) -> Reply:
    """What somebody answered by telephone or letter, in one line."""
    require_planner(visit)
    answered = read_reply(typed)
    panel = take_panel(session, meeting.id)
    invitee = _meant(panel, answered)
    _require_time(panel.meeting.facts, visit)
    new = _save(session, visit, panel, invitee, answered.answer)
    return views.reply_saved(
        meeting.facts, invitee.agency, panel.name_of(invitee), answered.answer, new=new
    )


def _pressed(session: Session, visit: Visit, body: Body) -> tuple[Panel, Invitee, str]:
    """The invitation that the button stands for, if it is one of this area and still stands, and
    the answer."""
    found = re.fullmatch(f"([0-9a-f]{{32}}) ({'|'.join(ANSWERS)})", pressed(body))
    if not found:
        raise NotFound(NO_SUCH_INVITATION)
    key, answer = found.groups()
    panel = take_panel(session, get_invitation(session, key).meeting_id)
    if panel.meeting.facts.area != visit.person.area:
        raise NotFound(NO_SUCH_INVITATION)
    for one in panel.invitees:
        if key == one.key or key in {row.key for row in one.rows}:
            return panel, one, answer
    raise NotFound(NO_SUCH_INVITATION)


def _meant(panel: Panel, answered: Answered) -> Invitee:
    """The one person of the agency who is meant, or a refusal that says who there is."""
    agency = AGENCIES[answered.agency]
    theirs = [one for one in panel.invitees if one.agency == answered.agency]
    if answered.who:
        wanted = answered.who.casefold()
        found = [
            one
            for one in theirs
            if wanted in (panel.name_of(one).casefold(), (one.rows[0].user_id or "").casefold())
        ]
    else:
        found = theirs
    if len(found) == 1:
        return found[0]
    names = [panel.name_of(one) or "nobody named" for one in theirs]
    if not theirs:
        invited = ", ".join(dict.fromkeys(AGENCIES[one.agency] for one in panel.invitees))
        says = f"{agency} is not invited. Invited: {invited or 'nobody yet'}"
        field = "agency"
    elif not found:
        says = f"nobody of that name is invited for {agency}. Invited: {', '.join(names)}"
        field = "name"
    else:
        says = f"say who of {agency} answered: {', '.join(names)}"
        field = "name"
    example = names[0] if theirs else "Sam Example"
    raise RuleBroken(
        f"{field}: {blocks.cut(says, 1500)}. Example: meeting {panel.meeting.facts.ref} reply "
        f"{answered.agency} {example} {answered.answer}",
        field,
    )


def _require_time(meeting: MeetingRow, visit: Visit) -> None:
    """Answers count until the meeting begins."""
    require_planned(meeting, "no answer is taken for it any more")
    if meeting.starts_at <= visit.now:
        raise RuleBroken(
            f"Meeting {meeting.ref} has begun: who comes is minuted there. Nothing was changed. "
            f"Example: meeting {meeting.ref}"
        )


def _save(session: Session, visit: Visit, panel: Panel, invitee: Invitee, answer: str) -> bool:
    """Whether anything is new; a promised report is asked for from now on, or no longer."""
    if answer == "report":  # said again, it may have been undone in between
        promise_report(session, visit, panel, invitee)
    if all(row.answer == answer for row in invitee.rows):
        return False
    set_answer(session, invitee.rows, answer, visit.now)
    if answer != "report" and invitee.answer == "report":
        withdraw_report(session, visit, panel, invitee)
    _record(session, visit, panel, invitee, answer)
    meeting = panel.meeting
    derive_meeting_reminders(session, meeting.id, visit.desk.policy, visit.now)
    return True


def _record(session: Session, visit: Visit, panel: Panel, invitee: Invitee, answer: str) -> None:
    """On the record of each case that they come for; of a standing member on the area's."""
    who = views.addressee(invitee.agency, panel.name_of(invitee), "")
    after = {"meeting": panel.meeting.facts.ref, "who": who, "answer": answer}
    entry = Entry("invitation answered", visit.source, after=after)
    cases = [case for case in panel.agenda if any(row.case_id == case.id for row in invitee.rows)]
    for case in cases:
        put_on_record(session, visit, case, entry)
    if not cases:
        area = panel.meeting.facts.area
        add_record(session, entry, area=area, now=visit.now, person=visit.person)


def _show(
    session: Session, visit: Visit, body: Body, message: Message, about: Sequence[str]
) -> None:
    """In place of what was pressed, in the person's direct messages; elsewhere in a window."""
    place = body.get("container") or {}
    own = str(place.get("channel_id")).startswith("D") and not place.get("is_ephemeral")
    if not own or body.get("view"):
        marked = Reply(message).marked(visit.desk.practice).message
        show_window(visit.desk, body, views.answered_window(marked))
        return
    show_instead(session, visit, body, message, about=about)
