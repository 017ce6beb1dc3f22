"""What is minuted, kept as it changes: what it took the place of stays on the record."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from handlers.cases import put_on_record
from handlers.desks import Reply, Visit
from handlers.meetings.minute_pages import sitting_page
from handlers.meetings.sittings import Sitting, put_seen
from handlers.views.meetings import minuting as views
from mappa.meetings.attendances import Attendance
from mappa.meetings.minute_answers import changed_parts
from storage.attendance import remove_attendance, set_attendance
from storage.databases import Session
from storage.hearings import set_minutes
from storage.records import Entry

CHANGED = "minutes changed"
NOTHING_NEW = "All of that stood here already; nothing was changed."


def saved(
    session: Session,
    visit: Visit,
    sitting: Sitting,
    minutes: Mapping[str, str],
    attended: Mapping[str, Attendance | None],
) -> Reply:
    """Keep what differs, put it on the record, and show the minutes as they are now."""
    names = changed_parts(sitting.minutes, minutes)
    there = {agency: how for agency, how in attended.items() if sitting.attended.get(agency) != how}
    if not names and not there:
        put_seen(session, visit, sitting)
        return sitting_page(visit, sitting, done=[NOTHING_NEW])
    if names:
        set_minutes(session, sitting.hearing, sitting.case, minutes)
    for agency, how in there.items():
        if how is None:
            remove_attendance(session, sitting.meeting, sitting.case, agency)
        else:
            set_attendance(session, sitting.meeting, sitting.case, agency, how.how, how.who)
    put_on_record(session, visit, sitting.case, _entry(visit, sitting, minutes, names, there))
    told = ["Saved.", *views.changed_lines(sitting.minutes, minutes, names)]
    told += views.attendance_lines(sitting.attended, there)
    now = {agency: how for agency, how in {**sitting.attended, **there}.items() if how}
    hearing = replace(sitting.hearing, minutes_sealed=b"kept" if minutes else None)
    after = replace(sitting, minutes=minutes, attended=now, hearing=hearing)
    return sitting_page(visit, after, done=told)


def _entry(
    visit: Visit,
    sitting: Sitting,
    minutes: Mapping[str, str],
    names: Iterable[str],
    there: Mapping[str, Attendance | None],
) -> Entry:
    names = list(names)
    was: dict[str, Any] = {"minutes": _some(sitting.minutes, names)}
    now: dict[str, Any] = {"minutes": _some(minutes, names)}
    if there:
        was["attendance"] = {agency: _said(sitting.attended.get(agency)) for agency in there}
        now["attendance"] = {agency: _said(how) for agency, how in there.items()}
    return Entry(CHANGED, visit.source, was, {"meeting": sitting.facts.ref, **now})


def _some(minutes: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: minutes.get(name, "") for name in names}


def _said(how: Attendance | None) -> str:
    return str(how) if how else ""
