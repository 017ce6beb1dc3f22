"""A day or a period in words that are read as exactly that again."""

from calendar import month_name
from datetime import date

from mappa.days import uk_date
from mappa.times.spans import MONTH, YEAR, calendar_year, unit_of
from mappa.times.whens import Day, Period, When
from mappa.years import year_of


def time_words(when: When, today: date) -> str:
    """ "on 31 March 2014", "in 2013/14", "from 1 April 2026 to 25 November 2026".

    Always with its year, so that the words mean the same on every other day than `today`.
    """
    if isinstance(when, Day):
        return f"on {uk_date(when.on)}"
    if when.from_on is None:
        return f"up to {uk_date(when.to_on)}"
    name = period_name(when)
    return f"in {name}" if name else f"from {uk_date(when.from_on)} to {uk_date(when.to_on)}"


def period_name(period: Period) -> str:
    """2013/14, March 2014, calendar year 2014; "" for a period without a name of its own."""
    if period.from_on is None:
        return ""
    unit = unit_of(period)
    if unit == YEAR:
        return str(year_of(period.from_on))
    if unit == MONTH:
        return f"{month_name[period.from_on.month]} {period.from_on.year}"
    if period == calendar_year(period.from_on.year):
        return f"calendar year {period.from_on.year}"
    return ""
