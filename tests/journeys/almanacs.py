"""The days of the year from 1 April 2026 to 31 March 2027, looked up and written down by hand, and
the little arithmetic that the policy's words ask for."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
# England and Wales. Boxing Day of 2026 is a Saturday, so that the Monday after it is free.
BANK_HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31",
        "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03",
        "2027-05-31",
    )
)  # fmt: skip
DAY = timedelta(days=1)


@cache
def works(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


@cache
def at_latest(day: date) -> date:
    """The day, or the working day before it."""
    return day if works(day) else at_latest(day - DAY)


@cache
def at_earliest(day: date) -> date:
    """The day, or the working day after it."""
    return day if works(day) else at_earliest(day + DAY)


@cache
def working_days_on(day: date, count: int) -> date:
    """So many working days later, or with a number below nothing earlier."""
    step = DAY if count > 0 else -DAY
    while count:
        day += step
        count -= (1 if step > timedelta() else -1) if works(day) else 0
    return day


def months_on(day: date, count: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def told_on(about: date, notice: str) -> date:
    """The working day on which "28 days" before a day is told."""
    if notice == "on the day":
        return at_latest(about)
    return at_latest(before(about, notice))


@cache
def before(about: date, notice: str) -> date:
    """The very day that lies so long before another; "on the day" itself."""
    if notice == "on the day":
        return about
    number, unit = notice.split(maxsplit=1)
    if unit.startswith("month"):
        return months_on(about, -int(number))
    return about - int(number) * timedelta(days=7 if unit.startswith("week") else 1)


@cache
def chased_on(about: date, every: str, times: int) -> tuple[date, str]:
    """When something is told for the so manieth time that has passed, and what it says then."""
    _, number, unit = every.split(maxsplit=2)
    count = times * int(number)
    if unit.startswith("working"):
        return working_days_on(about, count), f"overdue {count} working days"
    return at_earliest(about + count * timedelta(days=7)), f"overdue {count} weeks"


def last_chased(about: date, every: str, until: date) -> tuple[date, str] | None:
    """The latest of these that came by the end of a day."""
    times = 0
    while chased_on(about, every, times + 1)[0] <= until:
        times += 1
    return chased_on(about, every, times) if times else None
