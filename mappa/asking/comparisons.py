"""Comparisons: the same question of two times, or of two groups."""

from dataclasses import replace
from datetime import date

from mappa.asking import fillers
from mappa.asking.completing import complete
from mappa.asking.measures import DAY, MEASURES
from mappa.asking.merging import merged
from mappa.asking.parts import said_of
from mappa.asking.questions import COUNT, Comparison, Day, Period, Question, When
from mappa.asking.said import Said
from mappa.asking.terms import Terms, split_ways
from mappa.asking.wordings import wording
from mappa.days import uk_date
from mappa.errors import NotUnderstood
from mappa.periods import months_later
from mappa.times.comparable import comparable
from mappa.times.said_times import Found, TimeNotUnderstood
from mappa.times.times import find_time
from mappa.years import MappaYear, year_of

EXAMPLES = (
    "level 2 cases on 31 March 2014 compared with 31 March 2013",
    "referrals in 2013/14 compared with 2012/13",
)


def comparator(words: list[str]) -> tuple[int, int]:
    """Where "compared with" stands, and how many words it is; 0 words: nowhere."""
    ways = sorted(split_ways(fillers.COMPARED), key=len, reverse=True)
    for at in range(len(words)):
        for way in ways:
            if tuple(words[at : at + len(way)]) == way:
                return at, len(way)
    return 0, 0


def compared(left: list[str], right: list[str], today: date, terms: Terms) -> Comparison:
    """The question on the left, and what it becomes with what is said on the right."""
    if not left or not right:
        raise NotUnderstood("Say what is to be compared with what.", EXAMPLES)
    said = said_of(left, today, terms)
    first = complete(said, today)
    if first.by or first.listed:
        raise NotUnderstood("Two figures are compared; leave the grouping out.", EXAMPLES)
    if said.time is None:
        first = _begun(first)
    other = _other_time(right, first, today)
    if other is None:
        return _other_group(said, said_of(right, today, terms), today)
    if said.time is None:
        _check_beside(first, right, other, today)
    return Comparison((first, _at_another_time(first, other.when)))


def _other_group(said: Said, more: Said, today: date) -> Comparison:
    """Two groups at one time. What else the right side says could be meant of both sides."""
    if more.by or more.listed or more.figure != COUNT:
        raise NotUnderstood("Two figures are compared; leave the grouping out.", EXAMPLES)
    if more.time and said.time:
        raise _of_both(said, replace(said, time=more.time), more, today)
    said.time = said.time or more.time  # "level 2 compared with level 3 in 2013/14"
    things = bool(set(more.things) - {"people"} or more.statuses or more.causes)
    new = [name for name, held in more.filters.items() if said.filters.get(name) != held]
    if len(new) + bool(more.without) + things > 1:
        raise _of_both(said, said, more, today)
    return Comparison((complete(said, today), complete(merged(said, more), today)))


def _of_both(said: Said, other: Said, more: Said, today: date) -> NotUnderstood:
    """Ask back, and offer the question in which what is new on the right is said of both."""
    new = {name: held for name, held in more.filters.items() if name not in said.filters}
    old = {name: held for name, held in more.filters.items() if name in said.filters}
    left = replace(said, filters={**said.filters, **new})
    right = replace(other, filters={**other.filters, **new, **old})
    try:
        choice = wording(Comparison((complete(left, today), complete(right, today))))
    except NotUnderstood:
        choice = EXAMPLES[0]
    return NotUnderstood(
        "It is not plain what is meant of one side and what of both. Say what is meant of both "
        "before the comparison.",
        (choice,),
    )


def _other_time(right: list[str], first: Question, today: date) -> Found | None:
    """The time that the right side is, if it is one and nothing else."""
    try:
        other = comparable(right, 0, first.when, today)
    except TimeNotUnderstood as problem:
        times = [choice.removeprefix("on ").removeprefix("in ") for choice in problem.choices]
        choices = tuple(f"{wording(first)} compared with {time}" for time in times)
        raise NotUnderstood(problem.message, choices) from problem
    return other if other is not None and other.end == len(right) else None


def _begun(first: Question) -> Question:
    """What happened, without a time, is compared as of this year so far."""
    if first.when != Period(None, first.asked_on):
        return first
    return replace(first, when=Period(year_of(first.asked_on).starts_on, first.asked_on))


def _check_beside(first: Question, right: list[str], other: Found, today: date) -> None:
    """Without a time of its own the left side must be plain from the right one."""
    if isinstance(first.when, Day):
        named = find_time(right, 0, today)
        if named is None or named.when != other.when:  # "last year": of today, or all of it?
            raise _two_ways(first, other.when)
        return
    before = MappaYear(year_of(today).first - 1)
    if other.when not in (Period(before.starts_on, before.ends_on), _a_year_ago(first.when)):
        raise NotUnderstood("Say both periods.", EXAMPLES)


def _a_year_ago(when: When) -> When | None:
    if not isinstance(when, Period) or when.from_on is None:
        return None
    return Period(months_later(when.from_on, -12), months_later(when.to_on, -12))


def _at_another_time(first: Question, when: When) -> Question:
    """The same question of another time of the same kind: a day is not compared with a year."""
    if isinstance(when, Day) and DAY not in MEASURES[first.counted].statuses[first.status]:
        when = Period(when.on, when.on)
    if isinstance(first.when, Day) != isinstance(when, Day):
        raise _two_ways(first)
    return replace(first, when=when)


def _two_ways(first: Question, other: When | None = None) -> NotUnderstood:
    words = wording(replace(first, when=Day(first.asked_on)))
    today, year = first.asked_on, year_of(first.asked_on)
    day = other.on if isinstance(other, Day) else months_later(today, -12)
    return NotUnderstood(
        "A day and a period are not compared. Say two days, or two periods.",
        (
            f"{words} compared with {uk_date(day)}",
            f"{words} in {year} compared with {MappaYear(year.first - 1)}",
        ),
    )
