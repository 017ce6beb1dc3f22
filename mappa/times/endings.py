"""Days and periods that are named by an end: the end of March, the year ending 31 March."""

from dataclasses import replace
from datetime import date, timedelta

from mappa.times.counts import count_at
from mappa.times.dates import check_reach, dated
from mappa.times.near_times import before_last, near
from mappa.times.periods import month, quarter, year_and_quarter
from mappa.times.said_times import (
    AFTER,
    DAY,
    IN,
    ON,
    PERIOD,
    SINCE,
    UNTIL,
    Line,
    Said,
    changed,
    first_day,
    one_day,
    settled,
)
from mappa.times.spans import (
    MONTH,
    QUARTER,
    UNITS,
    WEEK,
    YEAR,
    ending_on,
    mappa_year,
    unit_of,
    whole,
)
from mappa.times.whens import Day, Period
from mappa.times.year_words import BARE, KINDS, NAMED_YEAR

_ENDS = (("end", "of"), ("last", "day", "of"), ("final", "day", "of"))
_STARTS = (("start", "of"), ("beginning", "of"), ("first", "day", "of"))
_UNIT_ENDS: dict[tuple[str, ...], str] = {
    way: unit
    for unit in (MONTH, QUARTER, YEAR)
    for way in ((unit, "end"), (f"{unit}-end",))
} | {(kind, "year", "end"): YEAR for kind in KINDS}  # fmt: skip
_STEPS = {"last": -1, "previous": -1, "this": 0, "current": 0}
_TO = (("ending",), ("ended",), ("ending", "on"), ("ended", "on"), ("to",), ("up", "to"))
_FROM = (("commencing",), ("beginning",), ("starting",))


def edge(line: Line, at: int) -> Said | None:
    """The first or last day of a period: "the end of March", "start of 2013/14", "year end"."""
    start = line.after_the(at)
    length = line.follows(start, *_ENDS)
    if length or (line.word(start) == "end" and line.lead not in ("", IN)):
        return _edge_of(line, start + (length or 1), end=True)
    if length := line.follows(start, *_STARTS):
        return _edge_of(line, start + length, end=False)
    return _unit_end(line, start)


def _edge_of(line: Line, at: int, *, end: bool) -> Said | None:
    preposition = "on" if line.lead in ("", IN) else line.preposition
    led = replace(line, lead=UNTIL if end else AFTER, preposition=preposition)
    found = _period(led, at)
    if found is None:
        return _edge_of_unit(line, line.after_the(at), end)
    return _edge_day(found, end)


def _edge_day(found: Said, end: bool) -> Said:
    def day(period: Period) -> Period:
        return one_day(period.to_on if end else first_day(period))

    return Said(found.end, DAY, changed(found.days, day), dated=found.dated)


def _period(line: Line, at: int) -> Said | None:
    for read in (before_last, quarter, near, year_and_quarter, month):
        found = read(line, at)
        if found:
            return found
    return None


def _edge_of_unit(line: Line, at: int, end: bool) -> Said | None:
    """ "The end of the month" may be over or to come; its start is over."""
    named = line.follows(at, *NAMED_YEAR)
    unit = YEAR if named else UNITS.get(line.word(at), "")
    if unit not in (WEEK, MONTH, QUARTER, YEAR) or line.word(at).endswith("s"):
        return None
    after = at + (named or 1)
    if not end:
        return Said(after, DAY, one_day(first_day(whole(unit, line.today))))
    return _this_end(line, unit, after)


def _this_end(line: Line, unit: str, after: int) -> Said:
    this, last = (whole(unit, line.today, steps).to_on for steps in (0, -1))
    coming = line.ahead or line.lead == UNTIL or this == line.today
    if not coming and line.lead != SINCE:
        line.ask(after, f"Which {unit}'s end do you mean? Give the day.", Day(last), Day(this))
    return Said(after, DAY, one_day(this if coming else last))


def _unit_end(line: Line, at: int) -> Said | None:
    """ "Year end 2014", "month end March 2014", "last month end"."""
    steps = _STEPS.get(line.word(at))
    start = at if steps is None else at + 1
    length = line.follows(start, *_UNIT_ENDS)
    if not length:
        return None
    unit = _UNIT_ENDS[tuple(line.words[start : start + length])]
    after = start + length
    if steps is not None:
        return Said(after, DAY, one_day(whole(unit, line.today, steps).to_on))
    following = after + (line.word(after) in ("of", "in"))
    if unit == YEAR and BARE.fullmatch(line.word(following)):
        days = one_day(date(int(line.word(following)), 3, 31))
        return Said(following + 1, DAY, days, dated=True)
    found = _period(replace(line, lead=line.lead or ON), following)
    if found and (unit == YEAR or found.dated):
        return _edge_day(found, end=True)
    if line.word(start - 1) == "by" and unit == MONTH:
        this = whole(unit, line.today).to_on
        line.ask(after, "Do you mean each month, or up to the end of this one?", Day(this))
    return _this_end(line, unit, after)


def running(line: Line, at: int) -> Said | None:
    """ "Year ending 31 March 2014", "12 months to June 2014", "week commencing 1 June"."""
    start = line.after_the(at)
    counted = count_at(line.words, start)
    count, at_unit = counted or (1, start)
    named = 0 if counted else line.follows(at_unit, *NAMED_YEAR)
    unit = YEAR if named else UNITS.get(line.word(at_unit), "")
    after = at_unit + (named or 1)
    if unit == WEEK and count == 1 and (length := line.follows(after, *_FROM)):
        return _week_from(line, after + length)
    if line.word(start) == "w/c":
        return _week_from(line, start + 1)
    if line.word(start) == "w/e":
        return _to(line, start + 1, WEEK, 1)
    length = line.follows(after, *_TO) if unit else 0
    if not length:
        return None
    found = _to(line, after + length, unit, count)
    if found and named and isinstance(found.days, Period) and unit_of(found.days) != YEAR:
        line.ask(
            found.end,
            "The MAPPA year ends on 31 March. Example: year ending 31 March 2014",
            mappa_year(found.days.to_on.year - 1),
        )
    return found


def _week_from(line: Line, at: int) -> Said | None:
    found = dated(replace(line, lead=ON), line.after_the(at))
    if found is None:
        return None
    first = settled(found, line).to_on
    return Said(found.end, PERIOD, Period(first, first + timedelta(days=6)), dated=True)


def _to(line: Line, at: int, unit: str, count: int) -> Said | None:
    led = replace(line, lead=UNTIL, preposition="")
    start = line.after_the(at)
    found = dated(led, start) or edge(led, at) or month(led, start)
    if found is None and BARE.fullmatch(line.word(start)):
        year = int(line.word(start))
        line.ask(start + 1, f"“{year}” alone is no day. Give the day.", mappa_year(year - 1))
    if found is None:
        return None
    check_reach(line, count, unit, found.end)
    days = changed(found.days, lambda period: ending_on(period.to_on, unit, count))
    return Said(found.end, PERIOD, days, over=True, dated=True)
