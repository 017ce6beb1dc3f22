"""Days as the database works them out: what day it was in London, how many lie between two."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from mappa.asking.questions import Day, Period, Question
from mappa.clocks import LONDON
from mappa.working_days import ONE_DAY


class LondonDay(FunctionElement[date]):
    """The calendar day in London at an instant of a table."""

    name = "london_day"
    type = Date()
    inherit_cache = True


class DaysBetween(FunctionElement[int]):
    """How many days after the first day the second is."""

    name = "days_between"
    type = Integer()
    inherit_cache = True


class Unindexed(FunctionElement[Any]):
    """A column by which the rows are not to be looked up, because another one finds fewer."""

    name = "unindexed"
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(Unindexed)
def _unindexed(element: Any, compiler: Any, **given: Any) -> str:
    return str(compiler.process(element.clauses, **given))


@compiles(Unindexed, "sqlite")
def _unindexed_in_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    return f"+{compiler.process(element.clauses, **given)}"


@compiles(LondonDay, "postgresql")
def _london_day_in_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    instant = compiler.process(element.clauses, **given)
    return f"CAST({instant} AT TIME ZONE 'Europe/London' AS DATE)"


@compiles(LondonDay, "sqlite")
def _london_day_in_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    """An instant is kept in UTC as text. Only in its last hour can London have the next day: in
    summer time, from the last Sunday of March to the last of October, at one o'clock UTC."""
    instant = compiler.process(element.clauses, **given)
    begins, ends = (
        f"datetime({instant}, 'start of year', '+{months} months', '+24 days', 'weekday 0', "
        "'+1 hour')"
        for months in (2, 9)
    )
    return (
        f"CASE WHEN substr({instant}, 12, 2) = '23' "
        f"AND {instant} >= {begins} AND {instant} < {ends} "
        f"THEN date({instant}, '+1 day') ELSE substr({instant}, 1, 10) END"
    )


@compiles(DaysBetween, "postgresql")
def _days_between_in_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    first, second = (compiler.process(day, **given) for day in element.clauses)
    return f"({second} - {first})"


@compiles(DaysBetween, "sqlite")
def _days_between_in_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    first, second = (compiler.process(day, **given) for day in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


def period_of(question: Question) -> Period:
    """The period asked; of a day that day alone."""
    when = question.when
    return Period(when.on, when.on) if isinstance(when, Day) else when


def picture_of(question: Question) -> date:
    """The day asked, of what there is only a picture of a day."""
    if question.on is None:
        raise ValueError(f"{question.counted} {question.status}: there is no day")
    return question.on


def in_period(day: ColumnElement[Any], when: Period) -> list[ColumnElement[bool]]:
    """Dated within a period, both days included."""
    begun = [] if when.from_on is None else [day >= when.from_on]
    return [*begun, day <= when.to_on]


def begun_in_period(instant: ColumnElement[datetime], when: Period) -> list[ColumnElement[bool]]:
    """The same of an instant: from a midnight in London to another, so that an index serves."""
    begun = [] if when.from_on is None else [instant >= _midnight(when.from_on)]
    return [*begun, instant < _midnight(when.to_on + ONE_DAY)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
