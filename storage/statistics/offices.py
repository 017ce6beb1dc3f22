"""What the area itself has on record: its population, training sessions, and case audits."""

from datetime import date

from sqlalchemy import Column, Table, and_, case, func, select

from storage.databases import Session
from storage.tables import case_audits, populations, trainings


def find_population(session: Session, area: str, year_ending: int) -> int | None:
    """How many people aged 10 and over live there; None where that is not recorded."""
    here = (populations.c.area == area) & (populations.c.year_ending == year_ending)
    found: int | None = session.execute(
        select(populations.c.aged_10_plus).where(here)
    ).scalar_one_or_none()
    return found


def count_trainings(session: Session, area: str, from_on: date, to_on: date) -> int | None:
    """Training sessions of a period; None where the area keeps none at all."""
    return _count_kept(session, trainings, trainings.c.on, area, from_on, to_on)


def count_audits(session: Session, area: str, from_on: date, to_on: date) -> int | None:
    """Case audits drawn in a period; None where the area keeps none at all."""
    return _count_kept(session, case_audits, case_audits.c.drawn_on, area, from_on, to_on)


def _count_kept(
    session: Session, table: Table, day: Column[date], area: str, from_on: date, to_on: date
) -> int | None:
    inside = and_(day >= from_on, day <= to_on)
    query = select(
        func.count().label("kept"), func.sum(case((inside, 1), else_=0)).label("inside")
    ).where(table.c.area == area)
    row = session.execute(query).one()
    return int(row.inside) if row.kept else None
