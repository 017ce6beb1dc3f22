"""What goes into a calendar: at the right hour, in plain text, and of no case and nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from handlers.publishing.calendars import meeting_ics, withdrawn_ics
from mappa.clocks import LONDON
from mappa.workbook.workbooks import MeetingRow
from tests.build import NOW
from tests.handlers.meetings.inviting import STARTS

KEY = "0123456789abcdef" * 2
MEETING = MeetingRow("BED-M12", 2, STARTS, "Example House, room 2", "planned", "BED", version=3)


def read(content: bytes) -> Calendar:
    """The calendar, which breaks no rule of its own."""
    text = content.decode()
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return Calendar.from_ical(content)


def hours(event: Event) -> tuple[datetime, datetime]:
    """From when until when."""
    begins, ends = event.start, event.end
    assert isinstance(begins, datetime) and isinstance(ends, datetime)
    return begins.astimezone(UTC), ends.astimezone(UTC)


def test_an_entry_is_exactly_this() -> None:
    lines = meeting_ics(MEETING, KEY, NOW).decode().split("\r\n")
    event = lines[lines.index("BEGIN:VEVENT") :]
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//MAPPA bot//Meetings//EN",
                         "METHOD:PUBLISH"]  # fmt: skip
    assert sorted(event) == sorted([
        "BEGIN:VEVENT",
        f"UID:{KEY}@mappa",
        "DTSTAMP:20260617T083000Z",
        "SEQUENCE:3",
        "DTSTART;TZID=Europe/London:20260707T100000",
        "DTEND;TZID=Europe/London:20260707T120000",
        "SUMMARY:MAPPA Level 2 meeting BED-M12",
        "LOCATION:Example House\\, room 2",
        "CLASS:PRIVATE",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ])  # fmt: skip


def test_written_twice_it_is_the_same() -> None:
    assert meeting_ics(MEETING, KEY, NOW) == meeting_ics(MEETING, KEY, NOW)


@pytest.mark.parametrize("withdrawn", [True, False])
def test_an_entry_is_taken_out_again_by_its_key(withdrawn: bool) -> None:
    off = MeetingRow("BED-M12", 2, STARTS, "", "planned" if withdrawn else "cancelled", version=4)
    written = (withdrawn_ics if withdrawn else meeting_ics)(off, KEY, NOW)
    calendar = read(written)
    [event] = calendar.events
    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (event["UID"], event["SEQUENCE"]) == (f"{KEY}@mappa", 4)
    assert "LOCATION" not in event


PLACES = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs")), max_size=120)
DAYS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=40, deadline=None)
@given(starts_at=DAYS, minutes=st.integers(1, 700), place=PLACES)
def test_any_meeting_is_read_back_as_it_is(starts_at: datetime, minutes: int, place: str) -> None:
    begins = starts_at.replace(microsecond=0)
    ends = begins + timedelta(minutes=minutes)
    row = MeetingRow("BED-M12", 3, begins, place, "planned", ends_at=ends)
    [event] = read(meeting_ics(row, KEY, NOW)).events
    assert hours(event) == (begins, ends)
    assert str(event.get("LOCATION", "")) == " ".join(place.split())


def test_what_no_calendar_may_hold_is_left_out() -> None:
    place = "Room\x00 2\x07;\r\nBEGIN:VALARM\u202e, C:\\new\x85"
    row = MeetingRow("BED-M12", 2, STARTS, place)
    calendar = read(meeting_ics(row, KEY, NOW))
    assert str(calendar.events[0]["LOCATION"]) == "Room 2; BEGIN:VALARM, C:\\new"
    assert not calendar.walk("VALARM")


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # half an hour before the clocks go forward
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # half past one, for the first time
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # and for the second
        datetime(2028, 2, 29, 10, 0, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
    ],
)
def test_an_hour_near_a_change_of_the_clocks_is_the_right_one(starts_at: datetime) -> None:
    [event] = read(meeting_ics(MeetingRow("BED-M12", 3, starts_at), KEY, NOW)).events
    assert hours(event) == (starts_at, starts_at + timedelta(hours=2))


def test_the_rules_of_the_clocks_that_go_with_it_are_those_of_london() -> None:
    """For a calendar that knows no Europe/London but what it is told here."""
    [zone] = read(meeting_ics(MEETING, KEY, NOW)).timezones
    told = zone.to_tz()
    for month in range(1, 13):
        for year in (2019, 2026, 2031):
            noon = datetime(year, month, 28, 12, tzinfo=UTC)
            assert noon.astimezone(told).utcoffset() == noon.astimezone(LONDON).utcoffset(), noon
