"""What a report is counted from, as a fingerprint: it changes when any of it is corrected."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, or_, select

from mappa.years import MappaYear
from storage.databases import Session
from storage.statistics.offices import count_audits, count_trainings, find_population
from storage.tables import cases, custody, events, orders, spells

DAY = timedelta(days=1)


def fingerprint_of(session: Session, area: str, year: MappaYear) -> str:
    """The same for the same facts, in whichever database and in whatever order they are stored.

    Days outside the year count as the day next to it: how a spell goes on afterwards is no
    correction.
    """
    lines = sorted(repr(line) for line in _lines(session, area, year))
    return sha256("\n".join(lines).encode()).hexdigest()


def _lines(session: Session, area: str, year: MappaYear) -> Iterator[tuple[Any, ...]]:
    first, last = year.starts_on, year.ends_on
    earliest, latest = first - DAY, last + DAY
    for row in session.execute(_spells(area, first, last)):
        start, end = max(row.started_on, earliest), min(row.ended_on, latest)
        yield "spell", row.ref, row.category, row.level, start.isoformat(), end.isoformat()
    for ref in session.execute(_inside(area, last)).scalars():
        yield "inside", ref
    for name, table, day in (
        ("order", orders, orders.c.imposed_on),
        ("event", events, events.c.on),
    ):
        for row in session.execute(_facts(table, day, area, first, last)):
            yield name, row.ref, row.kind, row.day.isoformat()
    yield "population", find_population(session, area, last.year)
    yield "trainings", count_trainings(session, area, first, last)
    yield "audits", count_audits(session, area, first, last)


def _spells(area: str, first: date, last: date) -> Select[Any]:
    return (
        select(
            cases.c.ref, spells.c.category, spells.c.level, spells.c.started_on, spells.c.ended_on
        )
        .join_from(spells, cases, cases.c.id == spells.c.case_id)
        .where(*_touching(area, first, last), cases.c.merged_into.is_(None))
    )


def _inside(area: str, last: date) -> Select[tuple[str]]:
    """Whom the area manages and who is in custody on the last day."""
    theirs = select(spells.c.case_id).where(*_touching(area, last, last))
    return (
        select(cases.c.ref)
        .join_from(custody, cases, cases.c.id == custody.c.case_id)
        .where(custody.c.from_on <= last, custody.c.to_on > last, cases.c.id.in_(theirs))
    )


def _facts(
    table: Table, day: ColumnElement[date], area: str, first: date, last: date
) -> Select[Any]:
    """Of the cases that the area manages, or managed in the year."""
    theirs = select(spells.c.case_id).where(*_touching(area, first, last))
    return (
        select(cases.c.ref, table.c.kind, day.label("day"))
        .join_from(table, cases, cases.c.id == table.c.case_id)
        .where(day >= first, day <= last, or_(cases.c.area == area, cases.c.id.in_(theirs)))
    )


def _touching(area: str, first: date, last: date) -> list[ColumnElement[bool]]:
    """Spells in force on a day from the first to the last, or ended on the first."""
    return [spells.c.area == area, spells.c.started_on <= last, spells.c.ended_on >= first]
