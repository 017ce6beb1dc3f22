"""The period of a KPI pack and of a referral log, and the one to compare it with."""

from calendar import monthrange
from datetime import date, timedelta

from mappa.answering.period_words import when_label
from mappa.asking.questions import Period
from mappa.asking.words import split_words
from mappa.choices import harmless
from mappa.days import uk_date
from mappa.errors import NotUnderstood, RuleBroken
from mappa.periods import months_later
from mappa.times.said_times import TimeNotUnderstood
from mappa.times.times import find_time
from mappa.years import MappaYear, year_of

EXAMPLES = ("stats 2013/14", "stats this year", "stats last quarter")
LONGEST_LABEL = 20  # it stands at the head of a column
_HOW_TO = f"Example: {EXAMPLES[0]}"


def read_pack_period(typed: str, today: date) -> Period:
    """The period that was typed; without one, this MAPPA year so far."""
    words = split_words(typed)
    if words[:1] in (["for"], ["of"], ["in"]):
        words = words[1:]
    if not words:
        return so_far(year_of(today), today)
    try:
        found = find_time(words, 0, today)
    except TimeNotUnderstood as problem:
        choices = tuple(f"stats {one}" for one in map(_bare, problem.choices))
        raise NotUnderstood(problem.message, choices) from problem
    if found is None or found.end != len(words) or not isinstance(found.when, Period):
        raise RuleBroken(
            f"{harmless(typed)} is no period for statistics. Give a MAPPA year, a quarter or two "
            f"days. {_HOW_TO}",
            "period",
        )
    return _begun(found.when, today)


def so_far(year: MappaYear, today: date) -> Period:
    """A year as far as it has come."""
    return Period(year.starts_on, min(year.ends_on, today))


def a_year_before(period: Period) -> Period | None:
    """The same days of the year before; a month's last day stays one."""
    if period.from_on is None:
        return None
    return Period(months_later(period.from_on, -12), _last_day_before(period.to_on))


def is_fixed(period: Period, today: date) -> bool:
    """Whether it is a whole MAPPA year or quarter, or one as far as it has come."""
    start = period.from_on
    if start is None or start.day != 1 or start.month not in (1, 4, 7, 10):
        return False
    ends = [months_later(start, months) - timedelta(days=1) for months in (3, 12)]
    whole = ends if start.month == 4 else ends[:1]
    return period.to_on in [min(end, today) for end in whole]


def earlier_label(before: Period) -> str:
    """What the year before is called at the head of a column."""
    label = when_label(before)
    return label if len(label) <= LONGEST_LABEL else "A year before"


def _bare(time: str) -> str:
    return time.removeprefix("on ").removeprefix("in ")


def _begun(period: Period, today: date) -> Period:
    if period.from_on is None:
        raise RuleBroken(f"Say also on which day the period begins. {_HOW_TO}", "period")
    if period.from_on > today:
        day = uk_date(period.from_on)
        raise RuleBroken(f"The period begins on {day}, which is still to come. {_HOW_TO}", "period")
    return Period(period.from_on, min(period.to_on, today))


def _last_day_before(day: date) -> date:
    earlier = months_later(day, -12)
    if (day + timedelta(days=1)).day != 1:
        return earlier
    return earlier.replace(day=monthrange(earlier.year, earlier.month)[1])
