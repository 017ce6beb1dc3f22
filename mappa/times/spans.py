"""Weeks, months, quarters and MAPPA years as whole ones, and steps of them."""

from datetime import date, timedelta

from mappa.periods import months_later
from mappa.times.whens import Period
from mappa.years import MappaYear, year_of

WEEK, MONTH, QUARTER, YEAR = "week", "month", "quarter", "year"
DAY, FORTNIGHT = "day", "fortnight"
MONTHS_IN = {MONTH: 1, QUARTER: 3, YEAR: 12}
DAYS_IN = {DAY: 1, WEEK: 7, FORTNIGHT: 14}
UNITS = {
    **dict.fromkeys(("day", "days"), DAY),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), WEEK),
    **dict.fromkeys(("fortnight", "fortnights"), FORTNIGHT),
    **dict.fromkeys(("month", "months", "mth", "mths"), MONTH),
    **dict.fromkeys(("quarter", "quarters", "qtr", "qtrs"), QUARTER),
    **dict.fromkeys(("year", "years", "yr", "yrs"), YEAR),
}
ONE_DAY = timedelta(days=1)


def whole(unit: str, day: date, steps: int = 0) -> Period:
    """The whole unit that a day lies in, or the one so many steps after it."""
    if unit == DAY:
        return Period(day + timedelta(days=steps), day + timedelta(days=steps))
    if unit == WEEK:
        first = day + timedelta(days=7 * steps - day.weekday())
        return Period(first, first + timedelta(days=6))
    if unit == YEAR:
        return mappa_year(year_of(day).first + steps)
    length = MONTHS_IN[unit]
    first = months_later(day.replace(day=1), length * steps - (day.month - 1) % length)
    return months_from(first, length)


def mappa_year(first: int) -> Period:
    """1 April to 31 March."""
    year = MappaYear(first)
    return Period(year.starts_on, year.ends_on)


def calendar_year(year: int) -> Period:
    """1 January to 31 December."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def months_from(first: date, count: int) -> Period:
    """So many months from the day on."""
    return Period(first, months_later(first, count) - ONE_DAY)


def later(day: date, unit: str, count: int) -> date:
    """The day so many units after a day; before it where the count is negative."""
    if unit in DAYS_IN:
        return day + timedelta(days=DAYS_IN[unit] * count)
    return months_later(day, MONTHS_IN[unit] * count)


def ending_on(day: date, unit: str, count: int) -> Period:
    """So many units that end with a day: twelve months to 31 March begin on 1 April."""
    return Period(later(day + ONE_DAY, unit, -count), day)


def whole_months(period: Period) -> int:
    """How many whole months it is, 0 if it is not made of such."""
    if period.from_on is None or period.from_on.day != 1 or (period.to_on + ONE_DAY).day != 1:
        return 0
    after = period.to_on + ONE_DAY
    return (after.year - period.from_on.year) * 12 + after.month - period.from_on.month


def unit_of(period: Period) -> str:
    """The unit that it is one whole of, "" if of none."""
    if period.from_on is None:
        return ""
    for unit in (WEEK, MONTH, QUARTER, YEAR):
        if whole(unit, period.from_on) == period:
            return unit
    return ""
