"""How a meeting that is planned is changed: where, who chairs, when, or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from mappa.clocks import LONDON, london_day
from mappa.errors import RuleBroken
from mappa.meetings.meeting_lines import MOVE_EXAMPLE, SETTINGS
from mappa.meetings.meetings import require_planned
from mappa.meetings.places import make_place, read_link, read_place, split_place
from mappa.meetings.plans import read_chair
from mappa.meetings.times import (
    Moment,
    check_ahead,
    check_hours,
    check_working_day,
    in_words,
    london_instant,
    read_coming_day,
    read_moment,
    read_time,
    read_times,
)
from mappa.workbook.workbooks import MeetingRow


def set_up(meeting: MeetingRow, values: Mapping[str, str]) -> MeetingRow:
    """The meeting with another place, link, chair or end; the rest as it was."""
    require_planned(meeting, "it cannot be changed")
    place, link = split_place(meeting.place)
    if values.get("place"):
        place = _unless_none(values["place"], read_place)
    if values.get("link"):
        link = _unless_none(values["link"], read_link)
    chair = read_chair(values["chair"]) if values.get("chair") else meeting.chair
    changed = replace(meeting, place=make_place(place, link), chair=chair)
    if values.get("until"):
        at, ends = _local_time(meeting.starts_at), read_time(values["until"], "until")
        if ends <= at:
            check_hours(max(at, time(7)), ends)
        day = london_day(meeting.starts_at)
        changed = replace(changed, ends_at=london_instant(day, ends, "until"))
    return changed


def move(meeting: MeetingRow, values: Mapping[str, str], now: datetime) -> MeetingRow:
    """The meeting at another time, as long as it was unless its end is said.

    `version` of its entry in calendars grows.
    """
    require_planned(meeting, "it cannot be moved")
    moment = _moment(values, london_day(now))
    at, ends = moment.at or _local_time(meeting.starts_at), None
    if values.get("at"):
        at, ends = read_times(values["at"], "at")
    day = moment.day or london_day(meeting.starts_at)
    if not meeting.urgent:
        check_hours(at, ends)
        check_working_day(day, "move")
    starts_at = london_instant(day, at)
    settings = {name: value for name, value in values.items() if name in SETTINGS - {"until"}}
    moved = replace(set_up(meeting, settings), starts_at=starts_at, ends_at=None)
    if ends is not None:
        moved = replace(moved, ends_at=london_instant(day, ends, "until"))
    elif values.get("until"):
        moved = set_up(moved, {"until": values["until"]})
    elif meeting.ends_at:
        moved = replace(moved, ends_at=starts_at + (meeting.ends_at - meeting.starts_at))
    if (moved.starts_at, moved.ends_at) == (meeting.starts_at, meeting.ends_at):
        raise RuleBroken(
            f"move: {meeting.ref} is at that time already; nothing was changed. "
            f"Example: {MOVE_EXAMPLE}",
            "move",
        )
    check_ahead(starts_at, now, "move")
    return replace(moved, version=meeting.version + 1)


def cancel(meeting: MeetingRow) -> MeetingRow:
    """The meeting called off."""
    require_planned(meeting, "it cannot be called off")
    return replace(meeting, status="cancelled", version=meeting.version + 1)


def differences(before: MeetingRow, after: MeetingRow) -> tuple[dict[str, str], dict[str, str]]:
    """What was and what is, as it is put on the record."""
    names = ("starts_at", "ends_at", "place", "chair", "status", "version")
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    was, now = ({name: _plain(getattr(row, name)) for name in changed} for row in (before, after))
    return was, now


def moved_words(before: MeetingRow, after: MeetingRow) -> str:
    """From when to when."""
    was, now = (in_words(row.starts_at, row.ends_at) for row in (before, after))
    return f"from {was} to {now}"


def _moment(values: Mapping[str, str], today: date) -> Moment:
    """What "move to" and "at" (or the form's "on") say together."""
    said = values.get("move", "")
    moment = read_moment(said, "move", today) if said else Moment()
    if values.get("on"):
        if moment.day:
            raise RuleBroken(f"on: the day is given twice. Example: {MOVE_EXAMPLE}", "on")
        moment = Moment(read_coming_day(values["on"], "on", today), moment.at)
    if values.get("at") and moment.at:
        raise RuleBroken(f"at: the time is given twice. Example: {MOVE_EXAMPLE}", "at")
    if not (moment.day or moment.at or values.get("at")):
        raise RuleBroken(f"move: say to which day or time. Example: {MOVE_EXAMPLE}", "move")
    return moment


def _local_time(instant: datetime) -> time:
    return instant.astimezone(LONDON).time()


def _unless_none(text: str, read: Callable[[str], str]) -> str:
    return "" if text.strip().lower() == "none" else read(text)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return in_words(value)
    return "" if value is None else str(value)
