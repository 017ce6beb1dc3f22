"""A panel day: all its meetings, and the list of their cases that is printed for the room."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from slack_bolt import Ack

from handlers.desks import Desk, Reply, Visit
from handlers.meetings.meeting_buttons import GONE, press, ref_of
from handlers.meetings.meeting_files import give_paper
from handlers.meetings.seen_meetings import Agenda, agendas_of, get_meeting_for, put_seen
from handlers.publishing.papers import Paper, Part, Table
from handlers.views.meetings import meetings as views
from handlers.views.meetings import panel_days as lists
from mappa.access import may
from mappa.clocks import LONDON, london_day
from mappa.errors import NotFound
from mappa.meetings.agendas import HANDLING, MARKING
from mappa.meetings.times import day_in_words, in_words
from storage.databases import Session
from storage.hearings import Hearing, list_hearings_of_case
from storage.invitations import Invitation, list_invitations
from storage.meeting_lists import Wanted, list_meetings_for
from storage.meetings import StoredMeeting
from storage.people import list_people


def show_day(session: Session, visit: Visit, day: date) -> Reply:
    """The meetings of a day, as far as they are theirs; looking goes on the record."""
    agendas = agendas_of(session, visit, _of_day(session, visit, day))
    if agendas:
        put_seen(session, visit, agendas, "panel day")
    names = {one.user_id: one.name for one in list_people(session, visit.person.area)}
    rows = [
        views.Row(one.meeting.facts, one.refs, names.get(one.meeting.facts.chair, ""))
        for one in agendas
    ]
    button = [views.list_button("Printable list", day.isoformat())] if agendas else []
    title = f"{day_in_words(day)}: {len(rows)} meeting{'' if len(rows) == 1 else 's'}"
    return views.meeting_list(title, rows, [], may(visit.person, "plan meetings"), button)


def send_list(session: Session, visit: Visit, ref: str) -> Reply:
    """The printable list of one meeting."""
    meeting = get_meeting_for(session, visit, ref)
    give_paper(visit, [meeting], f"panel-{ref}", draw_list)
    return views.file_on_its_way(f"The printable list of {ref}")


def press_list(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """Of a day or of a meeting, whichever the button stands for."""

    def give(session: Session, visit: Visit, value: str) -> Reply:
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return send_list(session, visit, ref_of(value))
        try:
            day = date.fromisoformat(value)
        except ValueError as problem:
            raise NotFound(GONE) from problem
        meetings = _of_day(session, visit, day)
        if not meetings:
            raise NotFound(f"There is no meeting on {day_in_words(day)} that you may see.")
        give_paper(visit, meetings, f"panels-{value}", draw_list)
        return views.file_on_its_way(f"The printable list of {day_in_words(day)}")

    press(ack, body, desk, give)


def draw_list(session: Session, visit: Visit, agendas: Sequence[Agenda]) -> Paper:
    """Each meeting of the day with its cases in order and room for notes. Names for co-ordinators
    only."""
    people = {one.user_id: one.name for one in list_people(session, visit.person.area)}
    invited = list_invitations(session, [agenda.meeting.id for agenda in agendas])
    day = london_day(agendas[0].meeting.facts.starts_at) if agendas else visit.today
    return Paper(
        title=f"Panels of {day_in_words(day)}",
        made_on=day,
        marking=MARKING,
        handling=HANDLING,
        lines=[],
        parts=[_part(session, visit, agenda, people, invited) for agenda in agendas],
        lies=True,
    )


def _part(
    session: Session,
    visit: Visit,
    agenda: Agenda,
    people: Mapping[str, str],
    invited: Sequence[Invitation],
) -> Part:
    facts, named = agenda.meeting.facts, visit.person.role == "co-ordinator"
    here = [one for one in invited if one.meeting_id == agenda.meeting.id]
    rows = [
        lists.row(
            at or facts.starts_at,
            case.facts,
            min(visit.today, london_day(facts.starts_at)),
            people,
            _last(session, hearing, facts.starts_at),
            [one for one in here if one.case_id in (None, hearing.case_id)],
            named=named,
        )
        for at, (hearing, case) in zip(agenda.times(), agenda.items(), strict=True)
    ]
    return Part(
        f"{facts.ref}: level {facts.level}, {in_words(facts.starts_at, facts.ends_at)}",
        views.about(facts, people.get(facts.chair, ""))[-2:],
        table=Table(lists.headings(named=named), rows, lists.widths(named=named)),
    )


def _last(session: Session, hearing: Hearing, before: datetime) -> str:
    """What was decided at the meeting before this one."""
    for earlier in list_hearings_of_case(session, hearing.case_id):
        if earlier.meeting_id != hearing.meeting_id and (
            earlier.outcome_level is not None or earlier.leaves
        ):
            return lists.decision(earlier)
    return "none yet"


def _of_day(session: Session, visit: Visit, day: date) -> list[StoredMeeting]:
    first = datetime.combine(day, time(), tzinfo=LONDON)
    after = datetime.combine(day + timedelta(1), time(), tzinfo=LONDON)
    wanted = Wanted(visit.person, first, after, ("planned", "held"))
    return list_meetings_for(session, wanted)
