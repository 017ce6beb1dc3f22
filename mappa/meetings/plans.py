"""A meeting as it is planned: once, or a row of panel days, each a meeting of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from mappa.choices import harmless, read_choice
from mappa.clocks import london_day
from mappa.errors import RuleBroken
from mappa.meetings.meeting_lines import PLAN_EXAMPLE, read_cases
from mappa.meetings.meetings import LEVELS
from mappa.meetings.places import make_place, read_link, read_place
from mappa.meetings.times import (
    check_ahead,
    check_hours,
    check_working_day,
    day_in_words,
    london_instant,
    read_coming_day,
    read_time,
    read_times,
)
from mappa.mentions import read_user
from mappa.periods import day_after
from mappa.workbook.workbooks import MeetingRow
from mappa.working_days import add_working_days, is_working_day

MOST = 26  # meetings in a row
EVERY_EXAMPLE = "every 4 weeks times 6"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned: the meetings, still without references, and what has to be said of them."""

    meetings: tuple[MeetingRow, ...]
    cases: tuple[str, ...] = ()  # of the first of them
    remarks: tuple[str, ...] = ()


def make_plan(values: Mapping[str, str], area: str, now: datetime) -> Plan:
    """The rules of a new meeting; every fault names its field."""
    today = london_day(now)
    if missing := [name for name in ("level", "on", "at") if not values.get(name)]:
        raise RuleBroken(
            f"{missing[0]}: say {_MISSING[missing[0]]}. Example: {PLAN_EXAMPLE}", missing[0]
        )
    level = int(read_choice(values["level"], LEVELS, "level"))
    day = read_coming_day(values["on"], "on", today)
    at, ends = _times(values)
    check_hours(at, ends)
    check_working_day(day)
    check_ahead(london_instant(day, at), now)
    days, remarks = _days(values, day)
    chair = read_chair(values.get("chair", ""))
    row = MeetingRow("", level, now, place_of(values), area=area, chair=chair)
    meetings = tuple(_on(row, one, at, ends) for one in days)
    cases = read_cases(values["cases"], "cases") if values.get("cases") else ()
    if cases and len(days) > 1:
        remarks.append("The cases are on the agenda of the first of them.")
    return Plan(meetings, cases, tuple(remarks))


def read_chair(text: str) -> str:
    """The Slack id of who chairs; "none" for nobody yet."""
    if not text or text.strip().lower() == "none":
        return ""
    return read_user(text, "chair")


def place_of(values: Mapping[str, str]) -> str:
    """The place and the link as one line."""
    place = read_place(values["place"]) if values.get("place") else ""
    link = read_link(values["link"]) if values.get("link") else ""
    return make_place(place, link)


def _times(values: Mapping[str, str]) -> tuple[time, time | None]:
    at, ends = read_times(values["at"], "at")
    if values.get("until"):
        if ends is not None:
            raise RuleBroken(
                "until: the end is given twice. Give it once. Example: at 10:00 until 13:00",
                "until",
            )
        ends = read_time(values["until"], "until")
    return at, ends


def _days(values: Mapping[str, str], first: date) -> tuple[list[date], list[str]]:
    """Every day of the row; what falls on no working day is moved to the next, and it is said."""
    if not values.get("every") and not values.get("times"):
        return [first], []
    period, times = _period(values.get("every", "")), _number(values.get("times", ""))
    days, remarks = [first], []
    count, unit = period
    for place in range(1, times):
        day = day_after(first, f"{count * place} {unit}s")
        if not is_working_day(day):
            then = add_working_days(day, 1)
            remarks.append(
                f"{day_in_words(day)} is not a working day: that one is on {day_in_words(then)}."
            )
            day = then
        days.append(day)
    return days, remarks


def _period(text: str) -> tuple[int, str]:
    found = re.fullmatch(
        "(?:([1-9][0-9]?) )?(week|fortnight|month)s?", " ".join(text.lower().split())
    )
    count = int(found[1] or 1) if found else 0
    if found is None or not count <= 12:
        said = f"{harmless(text)} is not from 1 week to 12 months" if text else "say how often"
        raise RuleBroken(f"every: {said}. Example: {EVERY_EXAMPLE}", "every")
    return (2 * count, "week") if found[2] == "fortnight" else (count, found[2])


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or not 2 <= int(text) <= MOST:
        said = f"{harmless(text)} is not a number from 2 to {MOST}" if text else "say how many"
        raise RuleBroken(f"times: {said}. Example: {EVERY_EXAMPLE}", "times")
    return int(text)


def _on(row: MeetingRow, day: date, at: time, ends: time | None) -> MeetingRow:
    return MeetingRow(
        ref="",
        level=row.level,
        starts_at=london_instant(day, at),
        place=row.place,
        area=row.area,
        ends_at=london_instant(day, ends, "until") if ends else None,
        chair=row.chair,
    )


_MISSING = {"level": "for which level it is", "on": "on which day", "at": "when it begins"}
