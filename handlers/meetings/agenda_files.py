"""The agenda of a meeting: as a message with references, as a private file with names."""

from collections.abc import Sequence

from handlers.desks import Reply, Visit
from handlers.meetings.meeting_files import give_paper
from handlers.meetings.seen_meetings import Agenda, agendas_of, get_meeting_for, put_seen
from handlers.publishing.papers import Paper, Part
from handlers.views.meetings import agendas
from handlers.views.meetings import meetings as views
from mappa.clocks import london_day
from mappa.meetings.agendas import HANDLING, MARKING, STANDING_ITEMS
from mappa.meetings.times import in_words
from storage.databases import Session
from storage.people import list_people


def send_agenda(session: Session, visit: Visit, ref: str) -> Reply:
    """The agenda, as far as it is theirs; looking goes on the record."""
    meeting = get_meeting_for(session, visit, ref)
    [agenda] = agendas_of(session, visit, [meeting])
    put_seen(session, visit, [agenda], "agenda")
    give_paper(visit, [meeting], f"agenda-{meeting.facts.ref}", draw_agenda)
    cases = [case.facts for _, case in agenda.items()]
    return agendas.agenda(meeting.facts, cases, agenda.times(), STANDING_ITEMS, visit.today)


def draw_agenda(session: Session, visit: Visit, seen: Sequence[Agenda]) -> Paper:
    """The standing items for each case, each on a page of its own."""
    [agenda] = seen
    facts = agenda.meeting.facts
    names = {one.user_id: one.name for one in list_people(session, facts.area)}
    timed = zip(agenda.times(), agenda.items(), strict=True)
    parts = [
        Part(
            f"{place}. {views.clock(at)}{case.facts.ref}: {case.facts.name or 'name not recorded'}",
            [views.standing(case.facts, facts, visit.today)],
            STANDING_ITEMS,
            new_page=place > 1,
        )
        for place, (at, (_, case)) in enumerate(timed, start=1)
    ]
    return Paper(
        title=f"Agenda of {facts.ref}, {in_words(facts.starts_at, facts.ends_at)}",
        made_on=london_day(facts.starts_at),
        marking=MARKING,
        handling=HANDLING,
        lines=[f"Level {facts.level}", *views.about(facts, names.get(facts.chair, ""))[-2:]],
        parts=parts,
    )
