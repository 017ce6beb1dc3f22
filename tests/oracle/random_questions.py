"""Questions at random: all that the table of measures allows, over the days of a caseload."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import timedelta
from random import Random
from typing import Any

from mappa.asking.measures import BY_TIME, MEASURES, PERIOD
from mappa.asking.questions import (
    AVERAGE,
    BOTH,
    COMMUNITY,
    COUNT,
    CUSTODY,
    RATE,
    SHARE,
    Day,
    Filters,
    Period,
    Question,
    When,
)
from tests.oracle.case_sheets import BANDS, DISTRICTS, LEAD_AGENCIES
from tests.oracle.caseloads import AGENCIES
from tests.oracle.crowded_days import crowded_day, later
from tests.oracle.days import first_of, last_of
from tests.oracle.oracle import BESIDE

DATES = ("release", "licence_end", "sentence_end", "tused", "notification_end", "review")
RETURNS = frozenset({"returned_breach_of_licence", "returned_breach_of_order"})
KINDS: Mapping[str, Sequence[frozenset[str]]] = {
    "orders": [
        frozenset(),
        frozenset({"SOPO"}),
        frozenset({"SHPO", "SHPO-FT"}),
        frozenset({"SOPO", "NO", "FTO"}),
    ],
    "events": [
        *(frozenset({kind}) for kind in sorted(RETURNS)),
        RETURNS,
        RETURNS,
        frozenset({"breach_of_notification"}),
        frozenset({"notification_revoked"}),
        frozenset({"sro_breach"}),
        frozenset({"sfo"}),
        frozenset({"sfo", "breach_of_notification"}),
        frozenset(),
    ],
    "dates": [
        *(frozenset({kind}) for kind in DATES),
        frozenset({"licence_end", "sentence_end"}),
        frozenset(),
        frozenset({"SOPO"}),
        frozenset({"SHPO", "SHPO-FT"}),
        frozenset({"SOPO", "NO", "FTO", "SHPO", "SHPO-FT", "SRO", "VOO"}),
    ],
}
VALUES: Mapping[str, Sequence[Any]] = {
    "levels": (0, 1, 2, 2, 3, 3),
    "categories": (1, 1, 2, 3, 4),
    "agencies": (*AGENCIES, ""),
    "lead_agencies": LEAD_AGENCIES,
    "districts": DISTRICTS,
    "bands": BANDS,
}
PARTS = ("people", "referrals")  # a share of them is one group out of another
AVERAGED = ("decided", "accepted", "declined")  # what has a day of decision


def random_question(random: Random) -> Question:
    """Any measure, with any status, group, figure and some of the filters that go with it."""
    counted = random.choice([*MEASURES, "people", "people"])
    measure = MEASURES[counted]
    status = random.choice(sorted(measure.statuses))
    timed = sorted(measure.statuses[status])
    figure = random.choice(sorted(measure.figures))
    by = random.choice(["", *sorted(measure.groups)])
    when, figure, by = _fitting(counted, status, random.choice(timed), figure, by, random)
    last = when.on if isinstance(when, Day) else when.to_on
    asked_on = random.choice([last, last, crowded_day(random)])
    kinds = random.choice(KINDS[counted]) if counted in KINDS else frozenset()
    if counted == "dates" and status == "overdue":
        kinds = frozenset({random.choice(DATES)})
    where = _filters(sorted(measure.filters), random)
    out_of = None
    if figure == SHARE and counted in PARTS and not (status in BESIDE and random.random() < 0.5):
        out_of, where = where, _narrower(where, sorted(measure.filters), random)
    question = Question(counted, when, asked_on, where, status, kinds, by, figure, out_of)
    pictures = counted == "people" and by in BY_TIME
    return replace(question, listed=measure.lists and figure == COUNT and not pictures)


def _fitting(
    counted: str, status: str, timed: str, figure: str, by: str, random: Random
) -> tuple[When, str, str]:
    """A day or a period, and the figure and the group that can be had of it."""
    if counted == "people" and by in BY_TIME:
        return _period(random), figure, by
    if counted == "people" and figure in (SHARE, RATE):
        return Day(crowded_day(random)), figure, by
    if figure == AVERAGE and status not in AVERAGED:
        figure = COUNT
    if timed != PERIOD:
        return Day(crowded_day(random)), figure, "" if by in BY_TIME else by
    period = _period(random)
    if by not in BY_TIME and random.random() < 0.1:
        period = replace(period, from_on=None)
    return period, figure, by


def _period(random: Random) -> Period:
    """A MAPPA year, a quarter, a month, or from any day to any other."""
    day = crowded_day(random)
    span = random.choice(["year", "year", "quarter", "month", ""])
    if span:
        return Period(first_of(span, day), last_of(span, day))
    return Period(day, max(day, later(random, day) - timedelta(days=random.randrange(2))))


def _filters(names: Sequence[str], random: Random) -> Filters:
    """Some of them, with one value or two."""
    given: dict[str, Any] = {}
    for name in names:
        if random.random() < 0.25:
            given[name] = _value(name, random)
    return Filters(**given)


def _value(name: str, random: Random) -> Any:
    if name == "custody":
        return random.choice([COMMUNITY, CUSTODY, BOTH])
    if name == "without":
        return random.choice(DATES)
    return frozenset(random.choice(VALUES[name]) for _ in range(random.choice([1, 1, 2])))


def _narrower(whole: Filters, names: Sequence[str], random: Random) -> Filters:
    """A part of the whole: one filter more."""
    free = [name for name in names if not getattr(whole, name) and name != "custody"]
    if not free:
        return whole
    name = random.choice(free)
    return replace(whole, **{name: _value(name, random)})


def smaller(question: Question, differs: Callable[[Question], bool]) -> Question:
    """The question without every filter and group that its difference does not need."""
    for name in (field.name for field in fields(Filters)):
        none = type(getattr(question.where, name))()
        changes: dict[str, Any] = {"where": replace(question.where, **{name: none})}
        if question.out_of:
            changes["out_of"] = replace(question.out_of, **{name: none})
        if differs(simpler := replace(question, **changes)):
            question = simpler
    whole = question.counted != "people" or question.by not in BY_TIME
    if question.by and whole and differs(simpler := replace(question, by="")):
        question = simpler
    return question
