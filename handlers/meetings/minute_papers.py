"""The document of minutes: put together from what is kept, and written outside every lock."""

from typing import Any

from handlers.desks import Visit
from handlers.meetings.sittings import Sitting
from handlers.publishing.minutes import minutes_docx
from mappa.meetings.documents import Agreed, MinutesPaper, make_paper
from storage.actions import count_actions_of_case, list_actions_of_case, list_actions_of_meeting
from storage.databases import Session
from storage.outgoing import Attachment
from storage.people import list_people


def paper_of(session: Session, visit: Visit, sitting: Sitting) -> MinutesPaper:
    """Everything that stands in the document, as it is at this moment."""
    people = list_people(session, sitting.facts.area)
    names = {person.user_id: person.name for person in people}
    hearing = sitting.hearing
    return make_paper(
        sitting.facts,
        sitting.case.facts,
        sitting.on,
        sitting.minutes,
        sitting.attended.items(),
        Agreed(_actions(session, sitting), names.get(sitting.facts.chair, ""), [*names.items()]),
        form=f"{hearing.form} ({hearing.edition})" if hearing.form else "",
        closed_on=hearing.closed_on,
        practice=visit.desk.practice,
    )


def file_of(sitting: Sitting, paper: MinutesPaper) -> Attachment:
    """The document; whether somebody may have it is asked again when it is sent. It takes tenths
    of seconds to write, so no transaction is open meanwhile."""
    meeting, case = sitting.facts.ref, sitting.case.facts.ref
    return Attachment(
        name=f"minutes-{meeting}-{case}",
        ending="docx",
        title=f"Minutes of {case} at {meeting}",
        content=minutes_docx(paper),
        needs="see case",
        refs=(case,),
    )


def _actions(session: Session, sitting: Sitting) -> list[Any]:
    """What the meeting agreed, and what was raised on its day without naming a meeting."""
    agreed = list_actions_of_meeting(session, sitting.meeting.id, sitting.case)
    every = count_actions_of_case(session, sitting.case)
    others = [one.facts for one in list_actions_of_case(session, sitting.case, 0, every)]
    that_day = [one for one in others if one.raised_on == sitting.on and not one.meeting_ref]
    return [*agreed, *that_day]
