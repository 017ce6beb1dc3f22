"""Questions of every kind that the table of measures allows, and what each of them means."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from mappa.agencies import AGENCIES
from mappa.asking.measures import DAY, MEASURES
from mappa.asking.questions import (
    AVERAGE,
    BOTH,
    COMMUNITY,
    CUSTODY,
    RATE,
    SHARE,
    Day,
    Filters,
    Period,
    Question,
    When,
)
from mappa.cases import DATE_KINDS, EVENT_KINDS, ORDER_KINDS, RISK_BANDS

NOW = date(2026, 11, 25)
END_OF_2013_14 = date(2014, 3, 31)
YEAR = Period(date(2013, 4, 1), END_OF_2013_14)
FILTERS = ("levels", "categories", "custody", "agencies", "lead_agencies", "districts", "bands")
BY_TIME = ("month", "quarter", "year")
KINDS = {"orders": ORDER_KINDS, "events": EVENT_KINDS, "dates": (*DATE_KINDS, *ORDER_KINDS)}
TRICKY = (
    "Luton",
    "Bedford",
    "Bedford or Luton",
    "custody",
    "",
    "no district recorded",
    "A, B",
    "”",
)

DAYS = (NOW, END_OF_2013_14, date(2014, 1, 1), date(2027, 1, 1))
PERIODS = (
    YEAR,
    Period(date(2014, 1, 1), date(2014, 12, 31)),
    Period(date(2014, 1, 1), END_OF_2013_14),
    Period(date(2014, 3, 1), END_OF_2013_14),
    Period(date(2014, 3, 2), END_OF_2013_14),
    Period(END_OF_2013_14, END_OF_2013_14),
    Period(None, END_OF_2013_14),
)
VALUES: Mapping[str, tuple[Any, ...]] = {
    "levels": (0, 1, 2, 3),
    "categories": (1, 2, 3, 4),
    "agencies": ("", *list(AGENCIES)[:3]),
    "lead_agencies": ("", *list(AGENCIES)[:3]),
    "districts": TRICKY,
    "bands": ("", *RISK_BANDS),
}
WORDS: Mapping[str, tuple[str, ...]] = {
    "custody": ("", COMMUNITY, CUSTODY, BOTH),
    "without": ("", *DATE_KINDS),
}


def any_filters(chance: Random, allowed: Collection[str]) -> Filters:
    """Filters of these kinds, most of them empty."""
    chosen = [name for name in sorted(allowed) if chance.random() < 0.4]
    found: dict[str, Any] = {
        name: chance.choice(WORDS[name]) if name in WORDS else some(chance, VALUES[name])
        for name in chosen
    }
    return Filters(**found)


def some(chance: Random, values: Sequence[Any], most: int = 2) -> frozenset[Any]:
    return frozenset(chance.sample(values, chance.randint(0, most)))


def any_question(chance: Random, counted: str = "") -> Question:
    """Any question that may be asked, of everything or of one thing."""
    name = counted or chance.choice(sorted(MEASURES))
    measure = MEASURES[name]
    status = chance.choice(sorted(measure.statuses))
    of_a_day = chance.choice(sorted(measure.statuses[status])) == DAY
    when: When = Day(chance.choice(DAYS)) if of_a_day else chance.choice(PERIODS)
    figure = chance.choice(sorted(measure.figures))
    where = any_filters(chance, measure.filters)
    by = chance.choice(["", *sorted(measure.groups)])
    wholes = (None, where, any_filters(chance, measure.filters))
    shared = figure == SHARE and name in ("people", "referrals")
    made = Question(
        name,
        when,
        chance.choice(DAYS),
        where,
        status,
        some(chance, KINDS[name], 3) if name in KINDS else frozenset(),
        by,
        figure,
        chance.choice(wholes) if shared else None,
        measure.lists and chance.random() < 0.3,
    )
    return askable(made)


def askable(question: Question) -> Question:
    """Without the grouping of which no table can be asked for."""
    on_a_day = question.counted == "people" and isinstance(question.when, Day)
    by_time = on_a_day and question.by in BY_TIME
    return replace(question, by="") if question.figure == RATE or by_time else question


def meaning(question: Question) -> Question:
    """The same for questions that mean the same, whatever their fields say."""
    counted, by = question.counted, question.by
    stock = counted == "people" and (isinstance(question.when, Day) or by in BY_TIME)
    as_said = counted == "dates" or (counted == "referrals" and by == "status")
    found = replace(question, asked_on=question.asked_on if as_said else NOW)
    if counted == "orders" and question.kinds == set(ORDER_KINDS):
        found = replace(found, kinds=frozenset())
    if question.figure == SHARE and counted in ("people", "referrals"):
        return _share(found, stock)
    if question.figure == AVERAGE and question.status not in ("accepted", "declined", "withdrawn"):
        found = replace(found, status="decided")
    apart = BOTH if by == "custody" or not stock else COMMUNITY
    anywhere = apart if counted in ("people", "dates") else ""
    return replace(found, where=replace(found.where, custody=found.where.custody or anywhere))


def _share(question: Question, stock: bool) -> Question:
    same = question.out_of in (None, question.where)
    if same and question.status in ("accepted", "declined", "withdrawn", "overdue"):
        return replace(question, out_of=None)
    whole, part = question.out_of or Filters(), question.where
    place = whole.custody or (COMMUNITY if stock else BOTH)
    where = part.custody if part.custody not in ("", BOTH, place) else ""
    beyond = {
        name: getattr(part, name)
        for name in (*FILTERS, "without")
        if getattr(part, name) != getattr(whole, name)
    }
    return replace(
        question,
        where=Filters(**{**beyond, "custody": where}),
        out_of=replace(whole, custody=place if question.counted == "people" else ""),
    )
