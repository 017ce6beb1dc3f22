"""For how long a reminder can be put off: never past the date that it is about."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.notices import due_at
from mappa.working_days import add_working_days

TOMORROW, IN_A_WEEK, ON_THE_DAY = "tomorrow", "week", "day"
CHOICES: Mapping[str, str] = {
    TOMORROW: "Tomorrow",
    IN_A_WEEK: "In a week",
    ON_THE_DAY: "On the day",
}
GONE = "That cannot be chosen any more; nothing was changed. Press one of the other buttons."


def snoozed_until(choice: str, about_on: date, at: time, now: datetime) -> datetime:
    """When it comes again: the next working day, or the first from a week ahead, at this hour.

    What has passed already can be put off as often as somebody likes: it stays overdue.
    """
    choices = snooze_choices(about_on, at, now)
    until = _until(choice, about_on, at, london_day(now))
    if until in choices.values():
        return until
    if not choices:
        raise RuleBroken(
            f"It is about {uk_date(about_on)}, which leaves no day to put it off to; nothing was "
            "changed. Acknowledge it instead."
        )
    raise RuleBroken(
        f"{CHOICES[choice]} would be {uk_date(london_day(until))}, and it is about "
        f"{uk_date(about_on)}; nothing was changed. Press “{CHOICES[list(choices)[-1]]}” instead."
    )


def snooze_choices(about_on: date, at: time, now: datetime) -> Mapping[str, datetime]:
    """What can be chosen now, each instant once, with when it would come again."""
    today, found = london_day(now), dict[str, datetime]()
    for choice in CHOICES:
        until = _until(choice, about_on, at, today)
        in_time = about_on < today or choice == ON_THE_DAY or london_day(until) <= about_on
        if until > now and in_time and until not in found.values():
            found[choice] = until
    return found


def _until(choice: str, about_on: date, at: time, today: date) -> datetime:
    if choice == TOMORROW:
        return due_at(add_working_days(today, 1), at)
    if choice == IN_A_WEEK:
        return due_at(add_working_days(today + timedelta(days=6), 1), at)
    if choice == ON_THE_DAY:
        return due_at(about_on, at)
    raise RuleBroken(GONE)
