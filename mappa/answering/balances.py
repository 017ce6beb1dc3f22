"""What other measures of the same time tell of a figure: who was there at any time is who is there
on a day, inside or outside, and who came or went; what came in was dealt with or is open.

Veils hide what could be reckoned from one measure with other filters; this is what else goes with
it. A figure is not told where one that makes it up is small.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mappa.answering.period_words import BUCKET_NAMES
from mappa.asking.questions import COMMUNITY, COUNT, CUSTODY, Day, Filters, Period, Question
from mappa.working_days import ONE_DAY
from mappa.years import year_of

MOST_MONTHS = 36  # of a longer period the ends of its MAPPA years are looked at
_REFERRALS = ("accepted", "declined", "withdrawn", "decided", "closed")
# By status: what else is looked at. What came in can be told beside few that are left open, if
# what was dealt with is not told; beside few that were dealt with it cannot.
_IN_PERIODS = {
    "referrals": {
        "made": ("closed",),
        **dict.fromkeys(_REFERRALS, ("made", *_REFERRALS)),
    },
    "actions": {"raised": ("done",), "done": ("raised", "done")},
}
_COME_IN = frozenset({"made", "raised"})


@dataclass(frozen=True, slots=True)
class Balance:
    """Figures that are small together or not at all: each `part`, and with `less` what is left of
    the question's own figure without them."""

    parts: tuple[Question, ...]
    less: bool = False


def balances_of(question: Question) -> Iterator[Balance]:
    """All that are to be looked at before a figure of a period is told."""
    if not isinstance(question.when, Period):
        return
    if question.counted == "people" and question.by not in BUCKET_NAMES:
        for day in _days_in(question.when, question.asked_on):
            places = (_on(question, day, COMMUNITY), _on(question, day, CUSTODY))
            yield Balance(places, less=True)
    others = _IN_PERIODS.get(question.counted, {}).get(question.status, ())
    if others:
        yield Balance(tuple(replace(question, status=status) for status in others))
    if others and question.status not in _COME_IN and question.by not in BUCKET_NAMES:
        ends = _ends_of(question.when, question.asked_on)
        yield Balance(tuple(replace(question, when=Day(day), status="open") for day in ends))


def plain(question: Question, where: Filters) -> Question:
    """How many, whatever is asked of them."""
    by = "" if question.by in ("status", "custody") else question.by
    return replace(question, where=where, by=by, figure=COUNT, out_of=None, listed=False)


def _on(question: Question, day: date, place: str) -> Question:
    return replace(question, when=Day(day), where=replace(question.where, custody=place))


def _ends_of(period: Period, asked_on: date) -> list[date]:
    """The day before it and its last day, or today."""
    before = [period.from_on - ONE_DAY] if period.from_on else []
    return [*before, min(period.to_on, asked_on)]


def _days_in(period: Period, asked_on: date) -> list[date]:
    """The days of which pictures are asked: where it begins and ends, and every end of a month."""
    last = min(period.to_on, asked_on)
    found = {last, *_ends_of(period, asked_on)}
    day, steps = (period.from_on or last), 0
    while day <= last and steps <= MOST_MONTHS:
        day, steps = _end_of_month(day), steps + 1
        found.add(min(day, last))
        day += ONE_DAY
    years = range(year_of(day).first, year_of(last).first + 1) if day <= last else ()
    found.update(min(date(year + 1, 3, 31), last) for year in years)
    return sorted(found)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
