"""The panels of the living cases: held, held and not closed yet, and planned for the next weeks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from mappa.clocks import LONDON
from mappa.samples.panels import Panel, panel
from mappa.samples.people import CHAS
from mappa.working_days import add_working_days, is_working_day
from mappa.years import year_of

FIRST_NUMBER = 1
WEEKDAY = {2: 2, 3: 1}  # Wednesday, Tuesday
EVERY = {2: timedelta(weeks=2), 3: timedelta(weeks=6)}
HELD, PLANNED = {2: 46, 3: 16}, {2: 3, 3: 2}
CANCELLED = {2: 9, 3: 7}  # as many panels ago
# Those that were planned with the bot: older ones have neither a chair nor an end.
RECENT = {2: 2, 3: 1}
ENDS = {2: time(13, 0), 3: time(16, 30)}
LINK = {2: "", 3: ", https://meet.example.org/panel"}
# The next panel of Level 2 is what the help's examples call BED-M12.
EXAMPLE = 12


@dataclass(frozen=True, slots=True, order=True)
class _Day:
    on: date
    level: int
    status: str
    recent: bool = False


def live_panels(today: date) -> list[Panel]:
    """In the order of their days, Levels 2 and 3."""
    days = sorted([*_usual(today), _not_closed(today)])
    numbers = list(range(FIRST_NUMBER, FIRST_NUMBER + len(days)))
    shown = next(n for n, day in enumerate(days) if day.level == 2 and day.on >= today)
    other = numbers.index(EXAMPLE)
    numbers[shown], numbers[other] = numbers[other], numbers[shown]
    return [_panel(number, day) for number, day in zip(numbers, days, strict=True)]


def is_ahead(one: Panel, today: date) -> bool:
    """Whether it is still to come."""
    return one.row.status == "planned" and one.on >= today


def is_unclosed(one: Panel, today: date) -> bool:
    """Whether it is over and its minutes are not closed."""
    return one.row.status == "planned" and one.on < today


def was_minuted(one: Panel) -> bool:
    """Whether it was held and minuted with the bot."""
    return one.row.status == "held" and bool(one.row.chair)


def _usual(today: date) -> Iterator[_Day]:
    for level, every in EVERY.items():
        latest = _latest(today, WEEKDAY[level])
        for n in range(-HELD[level], PLANNED[level] + 1):
            on, recent = latest + n * every, n > -RECENT[level]
            if n > 0 and not is_working_day(on):
                on = add_working_days(on, 1)
            status = "planned" if n > 0 else "cancelled" if -n == CANCELLED[level] else "held"
            yield _Day(on, level, status, recent)


def _not_closed(today: date) -> _Day:
    """One of the last week, on a day of its own."""
    taken = {_latest(today, weekday) for weekday in WEEKDAY.values()}
    week = [today - timedelta(days=n) for n in range(1, 8)]
    free = [day for day in week if is_working_day(day) and day not in taken]
    return _Day(max(free, key=lambda day: day.weekday() == 3), 2, "planned", recent=True)


def _panel(number: int, day: _Day) -> Panel:
    made = panel(number, day.level, day.on, day.status)
    if not day.recent:
        return made
    row = replace(
        made.row,
        ends_at=datetime.combine(day.on, ENDS[day.level], tzinfo=LONDON),
        chair=CHAS,
        place=made.row.place + LINK[day.level],
    )
    return replace(made, row=row)


def _latest(today: date, weekday: int) -> date:
    """The last such day before today; at the year's start one of this year, if there was any."""
    before = today - timedelta(days=1)
    usual = before - timedelta(days=(before.weekday() - weekday) % 7)
    first = year_of(today).starts_on
    if first.weekday() > 4:
        first += timedelta(days=7 - first.weekday())
    return first if usual < first <= before else usual
