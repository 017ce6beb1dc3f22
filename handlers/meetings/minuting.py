"""The word `minute`: look at the minutes of a case, and take them by line, by several at once."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.desks import Desk, Reply, Visit
from handlers.meetings import closing, issuing, minute_forms, minute_saving
from handlers.meetings.minute_pages import may_add, sitting_page
from handlers.meetings.seen_meetings import agendas_of, get_meeting_for, put_seen
from handlers.meetings.sittings import (
    Sitting,
    get_sitting,
    named_refs,
    require_open,
    require_taker,
)
from handlers.meetings.sittings import (
    put_seen as put_minutes_seen,
)
from handlers.views.meetings import minuting as views
from handlers.windows import pressed, show_window
from mappa.arguments import clean_text
from mappa.errors import NotAllowed
from mappa.meetings.attendances import read_attendances
from mappa.meetings.minute_answers import with_line
from mappa.meetings.minute_lines import (
    MinuteLine,
    find_minute_section,
    own_information,
    read_minute_line,
    read_minute_refs,
)
from mappa.meetings.minutes import INFORMATION
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import Message


def minute(session: Session, visit: Visit, typed: str) -> Reply:
    """The cases of a meeting; the minutes of one of them; a form, a line, or a step with them."""
    meeting_ref, case_ref, rest = read_minute_refs(typed)
    if not case_ref:
        return _agenda(session, visit, meeting_ref)
    if name := find_minute_section(rest):
        sitting = get_sitting(session, visit, meeting_ref, case_ref)
        form = minute_forms.opened(session, visit, sitting, name)
        return Reply(Message("A form opens."), form)
    changes = not re.fullmatch(r"(document|page\s+\d+)?", rest.strip(), re.IGNORECASE)
    sitting = get_sitting(session, visit, meeting_ref, case_ref, to_change=changes)
    if not sitting.takes:
        return _add_own(session, visit, sitting, rest)
    line = read_minute_line(rest)
    if line.command:
        return _STEPS[line.command](session, visit, sitting, line)
    if not line.changes:
        put_minutes_seen(session, visit, sitting)
        return sitting_page(visit, sitting, page=line.page)
    return save_line(session, visit, sitting, line)


def press_show(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The minutes of the case that the button names."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        sitting = get_sitting(session, visit, *named_refs(pressed(body)))
        put_minutes_seen(session, visit, sitting)
        reply = sitting_page(visit, sitting)
    show_window(desk, body, views.window(reply.marked(desk.practice)))
    ack()


def save_line(session: Session, visit: Visit, sitting: Sitting, line: MinuteLine) -> Reply:
    """What a line says, and what of it is new; what it took the place of is told."""
    require_taker(sitting)
    require_open(sitting)
    minutes = with_line(sitting.minutes, line.values, visit.today)
    return minute_saving.saved(session, visit, sitting, minutes, read_attendances(line.attended))


def _agenda(session: Session, visit: Visit, meeting_ref: str) -> Reply:
    meeting = get_meeting_for(session, visit, meeting_ref)
    agendas = agendas_of(session, visit, [meeting])
    put_seen(session, visit, agendas, "minutes")
    return views.agenda(meeting.facts, agendas[0].hearings, visit.desk.command)


def _add_own(session: Session, visit: Visit, sitting: Sitting, rest: str) -> Reply:
    """Somebody who does not take the minutes adds what their own agency knows, and no more."""
    if rest.strip().lower() == "document":
        return issuing.document(session, visit, sitting, MinuteLine(command="document"))
    text = own_information(rest)
    if text is None:
        line = read_minute_line(rest) if rest.strip().lower().startswith("page") else None
        if rest.strip() and line is None:
            require_taker(sitting)
        put_minutes_seen(session, visit, sitting)
        return sitting_page(visit, sitting, page=line.page if line else 1)
    require_may_add(visit, sitting)
    name = f"{INFORMATION}{visit.person.agency}"
    minutes = with_line(sitting.minutes, {name: clean_text(text, "information")}, visit.today)
    return minute_saving.saved(session, visit, sitting, minutes, {})


def require_may_add(visit: Visit, sitting: Sitting) -> None:
    """Whoever may see the case and work with it, until the minutes are closed."""
    require_open(sitting)
    if not may_add(visit, sitting):
        raise NotAllowed(
            "information: it is added by those who work with the case; nothing was saved. "
            "Ask the co-ordinator."
        )


_STEPS = {
    "close": closing.close,
    "reopen": closing.reopen,
    "issue": issuing.issue,
    "document": issuing.document,
}
