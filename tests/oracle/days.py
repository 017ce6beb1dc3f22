"""Days as the oracle counts them: London days, months, MAPPA years, working days."""

import csv
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
FOR_EVER = date(9999, 12, 31)

# Bank holidays of England and Wales, one by one.
_HOLIDAYS = """
2011-01-03 2011-04-22 2011-04-25 2011-04-29 2011-05-02 2011-05-30 2011-08-29 2011-12-26 2011-12-27
2012-01-02 2012-04-06 2012-04-09 2012-05-07 2012-06-04 2012-06-05 2012-08-27 2012-12-25 2012-12-26
2013-01-01 2013-03-29 2013-04-01 2013-05-06 2013-05-27 2013-08-26 2013-12-25 2013-12-26
2014-01-01 2014-04-18 2014-04-21 2014-05-05 2014-05-26 2014-08-25 2014-12-25 2014-12-26
2015-01-01 2015-04-03 2015-04-06 2015-05-04 2015-05-25 2015-08-31 2015-12-25 2015-12-28
2016-01-01 2016-03-25 2016-03-28 2016-05-02 2016-05-30 2016-08-29 2016-12-26 2016-12-27
2017-01-02 2017-04-14 2017-04-17 2017-05-01 2017-05-29 2017-08-28 2017-12-25 2017-12-26
"""
HOLIDAYS = {date.fromisoformat(text) for text in _HOLIDAYS.split()}


def read_day(text: str) -> date | None:
    """A date of the workbook, ISO or as in Britain; the empty cell is None."""
    if not text:
        return None
    if "/" in text:
        day, month, year = text.split("/")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text)


def must_be_day(text: str) -> date:
    found = read_day(text)
    assert found is not None
    return found


def london_day_of(text: str) -> date:
    """The day in London of an instant; without an offset it is London's own hour."""
    instant = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return instant.date() if instant.tzinfo is None else instant.astimezone(LONDON).date()


def working_days_after(day: date, count: int) -> date:
    """Counting starts the day after."""
    while count:
        day += ONE_DAY
        if day.weekday() not in (5, 6) and day not in HOLIDAYS:
            count -= 1
    return day


def first_of_year(day: date) -> date:
    """The 1 April at or before a day."""
    april = date(day.year, 4, 1)
    return april if day >= april else date(day.year - 1, 4, 1)


def first_of(span: str, day: date) -> date:
    """The first day of the month, quarter or MAPPA year that a day lies in."""
    if span == "month":
        return date(day.year, day.month, 1)
    if span == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first_of_year(day)


def last_of(span: str, day: date) -> date:
    """The last day of it."""
    found = day
    while first_of(span, found + ONE_DAY) == first_of(span, day):
        found += ONE_DAY
    return found


def spans_in(span: str, from_on: date, to_on: date) -> list[date]:
    """The first days of the months, quarters or years that a period touches, in order."""
    found = [first_of(span, from_on)]
    while (after := last_of(span, found[-1]) + ONE_DAY) <= to_on:
        found.append(after)
    return found


def rows_of(text: str) -> list[dict[str, str]]:
    """A sheet's rows by column; a leading apostrophe, put there by an export, is none of it."""
    return [
        {name: cell[1:] if cell[:1] == "'" else cell for name, cell in row.items()}
        for row in csv.DictReader(text.splitlines())
    ]
