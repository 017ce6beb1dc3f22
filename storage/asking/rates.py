"""The rate per head: the population that a count is divided by."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from mappa.asking.figures import Figures
from mappa.asking.questions import Day, Question
from mappa.years import year_of
from storage.asking.filters import BUCKETS
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import populations


def with_population(session: Session, found: Figures, question: Question, scope: Scope) -> Figures:
    """Per head of the area's people in the year that the day is in, and in no other year."""
    here = select(populations.c.year_ending, populations.c.aged_10_plus).where(
        populations.c.area == scope.area
    )
    rows: Iterable[Any] = session.execute(here)
    of_year = dict(tuple(row) for row in rows)

    def of_day(day: Any) -> int | None:
        return of_year.get(year_of(day).first + 1)

    when = question.when
    population = of_day(when.on if isinstance(when, Day) else when.to_on)
    groups = tuple(
        (key, replace(one, out_of=of_day(key) if question.by in BUCKETS else population))
        for key, one in found.groups
    )
    whole = replace(found.whole, out_of=population)
    return replace(found, whole=whole, groups=groups, population=population)
