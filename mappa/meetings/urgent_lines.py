"""The word `urgent`: an emergency panel for one case, at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mappa.arguments import Field, Schema, clean_text, clean_words, read_line
from mappa.cases import CaseRecord
from mappa.choices import read_choice
from mappa.clocks import LONDON, london_day
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.meetings.meetings import LEVELS
from mappa.meetings.plans import place_of, read_chair
from mappa.meetings.times import (
    Moment,
    check_ahead,
    day_in_words,
    london_instant,
    read_moment,
    read_time,
)
from mappa.workbook.workbooks import MeetingRow

AHEAD = timedelta(hours=2)
QUARTER = timedelta(minutes=15)
SOON = timedelta(days=7)  # what is later than that is planned
EXAMPLE = "urgent BED-1042 because he has absconded"
SCHEMA = Schema(
    word="urgent",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("level", "level 3", "that of the case, but at least 2, if not given", choices=LEVELS),
        Field("on", "on 7 July 2026", "the day; today if not given"),
        Field("at", "at 14:00", "the time; in two hours if not given"),
        Field("place", "place Example House, room 2", "where it is", shape="label"),
        Field("link", "link https://meet.example.org/panel", "where it is on the net"),
        Field("chair", "chair @somebody", "who chairs it"),
    ),
    examples=(EXAMPLE, "urgent BED-1042 level 3 at 16:00 because he has absconded"),
)


@dataclass(frozen=True, slots=True)
class Urgent:
    """What is asked for; `values` are the fields as they were typed."""

    case_ref: str
    values: Mapping[str, str]
    reason: str


def read_urgent(typed: str) -> Urgent:
    """A case, fields, and why."""
    clean_words(SCHEMA, typed)
    line = read_line(SCHEMA, typed)
    reason = clean_text(line.reason, "because")
    if not reason:
        raise RuleBroken(f"because: say why it cannot wait. Example: {EXAMPLE}", "because")
    return Urgent(read_case_ref(line.subject), line.values, reason)


def make_panel(asked: Urgent, case: CaseRecord, now: datetime) -> MeetingRow:
    """The emergency panel: at any hour of any day, but soon."""
    values = asked.values
    if values.get("level"):
        level = int(read_choice(values["level"], LEVELS, "level"))
    else:
        spell = case.spell_on(london_day(now))
        level = max(spell.level if spell else 0, 2)
    starts_at = _when(values, now)
    return MeetingRow(
        ref="",
        level=level,
        starts_at=starts_at,
        place=place_of(values),
        area=case.area,
        chair=read_chair(values.get("chair", "")),
        urgent=True,
    )


def in_two_hours(now: datetime) -> datetime:
    """Two hours from now, up to the next full quarter."""
    local = now.astimezone(LONDON)
    past = timedelta(minutes=local.minute % 15, seconds=local.second) + timedelta(
        microseconds=local.microsecond
    )
    return now + AHEAD + ((QUARTER - past) if past else timedelta())


def _when(values: Mapping[str, str], now: datetime) -> datetime:
    today = london_day(now)
    moment = read_moment(values["on"], "on", today) if values.get("on") else Moment()
    if values.get("at"):
        if moment.at:
            raise RuleBroken("at: the time is given twice. Example: at 16:00", "at")
        moment = Moment(moment.day, read_time(values["at"], "at"))
    if moment.at is None:
        if moment.day not in (None, today):
            raise RuleBroken("at: say at what time. Example: on 7 July 2026 at 10:00", "at")
        return in_two_hours(now)
    day = moment.day or today
    _check_soon(day, today)
    starts_at = london_instant(day, moment.at)
    check_ahead(starts_at, now)
    return starts_at


def _check_soon(day: date, today: date) -> None:
    if day > today + SOON:
        raise RuleBroken(
            f"on: {day_in_words(day)} is more than a week ahead: plan it instead. "
            "Example: meeting plan level 3 on 7 July 2026 at 10:00 cases BED-1042",
            "on",
        )
