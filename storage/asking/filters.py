"""What a question's filters mean in SQL, and what its answer may be grouped by."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    cast,
    exists,
    extract,
    or_,
    select,
)

from mappa.asking.questions import NOT_RECORDED, Filters
from storage.tables import case_dates, cases, custody

Condition = ColumnElement[bool]
Day = ColumnElement[date] | date
GROUPED_BY_A_COLUMN: Mapping[str, Column[Any]] = {
    "lead-agency": cases.c.lead_agency,
    "district": cases.c.district,
    "band": cases.c.rosh,
}
BUCKETS = ("month", "quarter", "year")  # a year is the MAPPA year


def of_the_case(filters: Filters) -> list[Condition]:
    """What is asked of the row of `cases`, which the statement must join."""
    asked = (
        (cases.c.lead_agency, filters.lead_agencies),
        (cases.c.district, filters.districts),
        (cases.c.rosh, filters.bands),
    )
    return [one_of(column, values) for column, values in asked if values]


def one_of(column: ColumnElement[Any], values: Iterable[str]) -> Condition:
    """One of the values, of which "" is that nothing is recorded."""
    named = sorted(set(values) - {NOT_RECORDED})
    if NOT_RECORDED not in values:
        return column.in_(named)
    blank = or_(column.is_(None), column == NOT_RECORDED)
    return or_(column.in_(named), blank) if named else blank


def lacking(filters: Filters, case_id: ColumnElement[int]) -> list[Condition]:
    """Cases that have no date of the kind asked for."""
    if not filters.without:
        return []
    has = exists().where(case_dates.c.case_id == case_id, case_dates.c.kind == filters.without)
    return [~has]


def in_custody(case_id: ColumnElement[int], on: Day) -> Condition:
    """Whether somebody is in custody on a day, which may differ from one row to the next."""
    return exists().where(
        custody.c.case_id == case_id, custody.c.from_on <= on, custody.c.to_on > on
    )


def custody_on(on: date) -> Select[tuple[int]]:
    """The ids of everybody in custody on a day: read once from an index that has all it needs."""
    return select(custody.c.case_id).where(custody.c.to_on > on, custody.c.from_on <= on)


def merged_away() -> Select[tuple[int]]:
    """The ids of cases that turned out to be another one: they count nowhere."""
    return select(cases.c.id).where(cases.c.merged_into.is_not(None))


def bucket_of(day: ColumnElement[date], by: str) -> ColumnElement[int]:
    """The number of the month, quarter or MAPPA year that a day is in, the same in any database."""
    year = cast(extract("year", day), Integer)
    months = year * 12 + cast(extract("month", day), Integer) - 1
    if by == "month":
        return months
    return months // 3 if by == "quarter" else (months - 3) // 12


def bucket_number(day: date, by: str) -> int:
    """The same number as `bucket_of` gives in the database."""
    months = day.year * 12 + day.month - 1
    return {"month": months, "quarter": months // 3, "year": (months - 3) // 12}[by]


def first_day_of(bucket: int, by: str) -> date:
    """The day that a month, quarter or MAPPA year of that number begins on."""
    months = {"month": bucket, "quarter": bucket * 3, "year": bucket * 12 + 3}[by]
    return date(months // 12, months % 12 + 1, 1)


def recorded(value: Any) -> Any:
    """A group's key: what is recorded, or that nothing is."""
    return NOT_RECORDED if value is None else value
