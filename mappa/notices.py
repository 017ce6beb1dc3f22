"""When a date is told of: its notices, on working days at the hour of the policy, London time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from mappa.cases import DATE_KINDS
from mappa.clocks import LONDON, london_day
from mappa.periods import day_before
from mappa.working_days import working_day_on_or_before

ON_THE_DAY = "on the day"
# What people are told of beside the dates that are recorded on a case.
FOLLOWING_KINDS: Mapping[str, str] = {
    "order_end": "Order ends",
    "request_due": "Request due",
    "watch_end": "Police watch ends",
    "level_to_confirm": "Level to be confirmed",
    "screening": "Screening decision",
    "action_due": "Action due",
    "minutes_due": "Minutes due",
    "meeting": "Meeting",
    "invitation": "Invitation not answered",
    "case_audit": "Case audit",
    "training": "Training session",
    "annual_return": "Annual return",
}
REMINDER_KINDS: Mapping[str, str] = {**DATE_KINDS, **FOLLOWING_KINDS}


@dataclass(frozen=True, slots=True)
class PlannedNotice:
    """One notice of a date: `due_at` in UTC, `state` planned or void."""

    notice: str
    due_at: datetime
    state: str


def is_notice(text: str) -> bool:
    """Whether the policy may say it: "6 months", "12 weeks", "28 days" or "on the day"."""
    return text == ON_THE_DAY or bool(re.fullmatch(r"[1-9][0-9]{0,2} (day|week|month)s?", text))


def notice_day(about_on: date, notice: str) -> date:
    """The day that a notice falls on, before weekends and bank holidays are looked at."""
    if notice == ON_THE_DAY:
        return about_on
    return day_before(about_on, notice)


def due_at(day: date, at: time) -> datetime:
    """The instant at which something of this day is told: a working day, London time."""
    local = datetime.combine(working_day_on_or_before(day), at, tzinfo=LONDON)
    return local.astimezone(UTC)


def plan_notices(
    about_on: date, notices: tuple[str, ...], at: time, now: datetime, *, quiet: bool = False
) -> tuple[PlannedNotice, ...]:
    """The notices of a date that becomes known at `now`, in the order in which they fall due.

    Those whose time has passed collapse into one: the latest of them is due now, the earlier are
    void; all are void when the date itself has passed, or when they are to be `quiet`.
    """
    # Two can fall on one working day (Christmas); then the one nearer to the date is the later.
    days = sorted((notice_day(about_on, notice), notice) for notice in notices)
    planned = [(due_at(day, at), notice) for day, notice in days]
    late = [notice for due, notice in planned if due <= now]
    told = late[-1] if late and not quiet and about_on >= london_day(now) else None
    return tuple(
        PlannedNotice(notice, now, "planned")
        if notice == told
        else PlannedNotice(notice, due, "void" if notice in late else "planned")
        for due, notice in planned
    )
