"""The words `meeting` and `meetings`: one meeting on its page, many in a list."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from slack_bolt import Ack

from handlers.desks import Desk, Reply, Visit
from handlers.meetings.agenda_files import send_agenda
from handlers.meetings.agendas import add_cases, order_cases, record, remove_cases
from handlers.meetings.due_cases import show_due
from handlers.meetings.invitations import ask, invite, invited_lines, own_invitation, record_reply
from handlers.meetings.meeting_buttons import press, ref_of, submit
from handlers.meetings.meeting_changes import cancel_meeting, change_settings, move_meeting
from handlers.meetings.meeting_plans import plan
from handlers.meetings.panel_days import send_list, show_day
from handlers.meetings.seen_meetings import (
    Agenda,
    agendas_of,
    get_meeting_for,
    put_seen,
    sees_some,
    start_of_day,
    take_meeting,
)
from handlers.meetings.sittings import takes_minutes
from handlers.meetings.standing_members import standing
from handlers.views import blocks
from handlers.views.meetings import meetings as views
from handlers.views.meetings.meeting_forms import add_form
from handlers.views.meetings.minuting import minute_button
from mappa.access import may
from mappa.clocks import LONDON, london_day
from mappa.meetings.closing import list_missing
from mappa.meetings.listings import LISTS, Listing, read_listing
from mappa.meetings.meeting_lines import Asked, make_asked, read_asked
from mappa.meetings.meetings import read_meeting_ref, require_planned
from storage.attendance import list_attendance
from storage.databases import Session
from storage.invitations import invited_agencies
from storage.meeting_lists import Wanted, count_meetings_for, list_meetings_for
from storage.outgoing import Message
from storage.people import list_people

ROWS = 15  # on a page: each has a button of its own


def meeting(session: Session, visit: Visit, typed: str) -> Reply:
    """Plan a meeting, look at one, or do one thing to it."""
    words = typed.split(maxsplit=2)
    if not words or words[0].lower() == "standing":
        return meetings(session, visit, typed)
    if len(words) > 1 and words[1].lower() in _OF_INVITATIONS:
        found = get_meeting_for(session, visit, read_meeting_ref(words[0]))
        rest = words[2] if len(words) > 2 else ""
        return _OF_INVITATIONS[words[1].lower()](session, visit, found, rest)
    asked = read_asked(typed)
    if not asked.ref:
        return plan(session, visit, asked.values)
    return carry_out(session, visit, asked)


def carry_out(session: Session, visit: Visit, asked: Asked) -> Reply:
    """What a line or a form asks of a meeting that is there."""
    if asked.act:
        return _ACTS[asked.act](session, visit, asked)
    if asked.settings:
        return change_settings(session, visit, asked)
    return show_meeting(session, visit, asked.ref)


def show_meeting(session: Session, visit: Visit, ref: str) -> Reply:
    """The page of a meeting, with as much of it as is theirs; looking goes on the record."""
    [agenda] = agendas_of(session, visit, [get_meeting_for(session, visit, ref)])
    put_seen(session, visit, [agenda])
    return _page(session, visit, agenda)


def meetings(session: Session, visit: Visit, typed: str) -> Reply:
    """A page of a list of meetings, or a panel day."""
    if typed.lower().split(maxsplit=1)[:1] == ["standing"]:
        return standing(session, visit, typed.split(maxsplit=1)[1] if " " in typed else "")
    asked = read_listing(typed, visit.today)
    if asked.on:
        return show_day(session, visit, asked.on)
    wanted, title = _wanted(visit, asked)
    count = count_meetings_for(session, wanted)
    pages = max(1, -(-count // ROWS))
    found = list_meetings_for(session, wanted, (asked.page - 1) * ROWS, ROWS)
    agendas = agendas_of(session, visit, found)
    if agendas:
        put_seen(session, visit, agendas)
    names = {one.user_id: one.name for one in list_people(session, visit.person.area)}
    rows = [
        views.Row(
            one.meeting.facts,
            one.refs,
            names.get(one.meeting.facts.chair, ""),
            views.is_over(one.meeting.facts, visit.today),
        )
        for one in agendas
    ]
    notes = notes_for(visit)
    if asked.page > pages:
        notes.append(f"There is no more: the last page is page {pages}.")
    if asked.page < pages:
        notes.append(f"Next: {visit.desk.command} meetings {asked.typed} page {asked.page + 1}")
    head = f"{title}: {count}, page {asked.page} of {pages}"
    return views.meeting_list(head, rows, notes, may(visit.person, "plan meetings"))


def notes_for(visit: Visit) -> list[str]:
    """What somebody is not shown, in words that are the same whether there is any."""
    if sees_some(visit.person):
        return [views.THEIRS_ONLY]
    return [views.GATED] if {"category-4", "limited"} - visit.person.grants else []


def invite_all(session: Session, visit: Visit, asked: Asked) -> Reply:
    """Everybody who was not told yet is told."""
    taken = take_meeting(session, visit, asked.ref)
    facts = taken.meeting.facts
    require_planned(facts, "nobody is invited to it")
    lines = [*invite(session, visit, taken.meeting), *views.still_open(facts, visit.desk.command)]
    record(session, visit, taken.meeting, "invited to meeting")
    return views.done(facts, lines, visit.desk.command)


def press_open(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The page of the meeting that a button stands beside."""
    press(ack, body, desk, lambda s, visit, value: show_meeting(s, visit, ref_of(value)))


def press_invite(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    press(ack, body, desk, lambda s, visit, value: invite_all(s, visit, Asked(ref_of(value), {})))


def press_agenda(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    press(ack, body, desk, lambda s, visit, value: send_agenda(s, visit, ref_of(value)))


def press_add(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form that puts cases on the agenda."""

    def form(session: Session, visit: Visit, value: str) -> Reply:
        found = get_meeting_for(session, visit, ref_of(value))
        require_planned(found.facts, "nothing can be put on its agenda")
        return Reply(Message("A form opens."), add_form(found.facts))

    press(ack, body, desk, form)


def submit_add(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """Cases put on the agenda by form."""

    def save(session: Session, visit: Visit) -> Reply:
        ref = ref_of(str(view.get("private_metadata", "")))
        asked = make_asked(ref, {"add": blocks.read_form(view).get("add", "")}, "")
        return add_cases(session, visit, asked)

    submit(ack, body, desk, save)


def _page(session: Session, visit: Visit, agenda: Agenda) -> Reply:
    facts = agenda.meeting.facts
    names = {one.user_id: one.name for one in list_people(session, facts.area)}
    plans = may(visit.person, "plan meetings")
    takes = takes_minutes(visit.person, facts)
    all_of_it = not sees_some(visit.person)
    invited = invited_lines(session, visit, agenda.meeting) if all_of_it else []
    if all_of_it and not invited:
        invited = ["nobody yet"]
    own, answers = own_invitation(session, visit, agenda.meeting)
    page = views.Page(
        facts=facts,
        cases=[case.facts for _, case in agenda.items()],
        times=agenda.times(),
        today=visit.today,
        chair=names.get(facts.chair, facts.chair and "somebody who is not registered any more"),
        invited=invited,
        own=own,
        answers=answers,
        missing=_missing(session, agenda, visit.now) if takes else (),
        minute=_minute_buttons(agenda) if takes else (),
        notes=notes_for(visit),
        plans=plans,
    )
    return views.meeting_page(page, visit.desk.command)


def _minute_buttons(agenda: Agenda) -> list[blocks.Block]:
    facts = agenda.meeting.facts
    return [minute_button(facts.ref, ref) for ref in agenda.refs if facts.status != "cancelled"]


def _missing(session: Session, agenda: Agenda, now: datetime) -> list[str]:
    """What each case still needs before its minutes can be closed, once there can be any."""
    facts = agenda.meeting.facts
    lines = []
    for hearing, case in agenda.items():
        # Of what was brought in as held little was ever minuted here.
        waits = facts.status == "planned" or (facts.status == "held" and hearing.minutes_sealed)
        if hearing.closed_on is None and waits:
            minutes = hearing.minutes(case.key)
            attended = [row.agency for row in list_attendance(session, agenda.meeting, case)]
            invited = invited_agencies(session, agenda.meeting.id, case.id)
            left = list_missing(minutes, attended, invited, case.facts, london_day(facts.starts_at))
            begun = bool(minutes or attended)
            if begun or facts.starts_at <= now:
                said = [one.says for one in left]
                lines.append(views.missing_line(case.facts.ref, said, begun))
    return lines


def _wanted(visit: Visit, asked: Listing) -> tuple[Wanted, str]:
    person = visit.person
    if asked.year:
        first = datetime.combine(asked.year.starts_on, time(), tzinfo=LONDON)
        last = datetime.combine(asked.year.ends_on + timedelta(1), time(), tzinfo=LONDON)
        return Wanted(person, first, last), f"Meetings of {asked.year}"
    if asked.name == "past":
        return Wanted(person, to_at=start_of_day(visit), newest_first=True), LISTS["past"]
    return Wanted(person, states=("planned",)), LISTS["coming"]


_OF_INVITATIONS = {"ask": ask, "reply": record_reply}
_ACTS: dict[str, Callable[[Session, Visit, Asked], Reply]] = {
    "add": add_cases,
    "remove": remove_cases,
    "order": order_cases,
    "move": move_meeting,
    "cancel": cancel_meeting,
    "invite": invite_all,
    "agenda": lambda session, visit, asked: send_agenda(session, visit, asked.ref),
    "due": lambda session, visit, asked: show_due(session, visit, asked.ref),
    "list": lambda session, visit, asked: send_list(session, visit, asked.ref),
}
