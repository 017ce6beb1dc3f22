"""A meeting for somebody's calendar: an .ics file that names no case and no person."""

import unicodedata
from datetime import UTC, datetime, timedelta

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vRecur,
)

from mappa.clocks import LONDON
from mappa.workbook.workbooks import MeetingRow

LASTS = timedelta(hours=2)  # where no end is known
SUMMARY = "MAPPA Level {level} meeting {ref}"


def meeting_ics(meeting: MeetingRow, key: str, stamp: datetime) -> bytes:
    """The entry as it is now; a later one of the same key takes its place.

    `key` is opaque and stays with the person; `stamp` is the instant of writing.
    """
    called_off = meeting.status == "cancelled"
    return _written(meeting, key, stamp, called_off=called_off)


def withdrawn_ics(meeting: MeetingRow, key: str, stamp: datetime) -> bytes:
    """Takes the entry out of a calendar: the person need not come any more."""
    return _written(meeting, key, stamp, called_off=True)


def _written(meeting: MeetingRow, key: str, stamp: datetime, *, called_off: bool) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//MAPPA bot//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if called_off else "PUBLISH")
    calendar.add_component(_london())
    event = Event()
    event.add("uid", f"{key}@mappa")
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", meeting.version)
    event.add("dtstart", _local(meeting.starts_at))
    event.add("dtend", _local(meeting.ends_at or meeting.starts_at + LASTS))
    event.add("summary", SUMMARY.format(level=meeting.level, ref=meeting.ref))
    if place := _one_line(meeting.place):
        event.add("location", place)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _local(instant: datetime) -> datetime:
    """In London, but for the hour that comes twice in autumn: the second time needs to be said."""
    local = instant.astimezone(LONDON).replace(microsecond=0)
    return local.astimezone(UTC) if local.fold else local


def _one_line(text: str) -> str:
    """Without characters that no calendar may hold."""
    spaced = (" " if char.isspace() else char for char in text)
    kept = (char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    return " ".join("".join(kept).split())


def _london() -> Timezone:
    """The rules by which clocks are changed since 1996."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    hour, none = timedelta(hours=1), timedelta()
    for part, name, before, after, month, first in (
        (TimezoneDaylight(), "BST", none, hour, 3, datetime(1996, 3, 31, 1)),  # noqa: DTZ001
        (TimezoneStandard(), "GMT", hour, none, 10, datetime(1996, 10, 27, 2)),  # noqa: DTZ001
    ):
        part.add("dtstart", first)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        part.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1su"))
        zone.add_component(part)
    return zone
