"""Training sessions of an area."""

from datetime import date
from typing import Any

from sqlalchemy import select

from mappa.errors import NotFound
from mappa.trainings import Training
from mappa.workbook.workbooks import TrainingRow
from storage.databases import Session
from storage.installations import next_number
from storage.tables import trainings


def add_training(session: Session, area: str, training: Training) -> str:
    """Store a session; its reference."""
    ref = f"{area}-T{next_number(session, area, 'training', 1)}"
    agencies = ",".join(training.agencies)
    row = TrainingRow(ref, training.on, agencies, training.attended, training.about, area)
    add_training_row(session, row)
    return ref


def add_training_row(session: Session, row: TrainingRow) -> None:
    """Store a session that has its reference and its area."""
    session.execute(trainings.insert().values(**_values(session, row)))


def set_training_row(session: Session, row: TrainingRow) -> None:
    """Make the stored session say what the row says."""
    change = trainings.update().where(trainings.c.ref == row.ref)
    session.execute(change.values(**_values(session, row)))


def list_training_rows(session: Session, area: str | None) -> list[TrainingRow]:
    """Every session, or those of one area, in the order in which they were stored."""
    query = select(trainings).order_by(trainings.c.id)
    if area:
        query = query.where(trainings.c.area == area)
    return [
        TrainingRow(row.ref, row.on, row.agencies, row.attended, _about(session, row), row.area)
        for row in session.execute(query)
    ]


def set_attended(session: Session, area: str, ref: str, attended: int, today: date) -> int | None:
    """Note how many came to a session that has been; how many were noted before."""
    theirs = (trainings.c.area == area) & (trainings.c.ref == ref) & (trainings.c.on <= today)
    row = session.execute(
        select(trainings.c.attended).where(theirs).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no session {ref} that has been held.")
    session.execute(trainings.update().where(theirs).values(attended=attended))
    before: int | None = row.attended
    return before


def list_trainings(session: Session, area: str, from_on: date, to_on: date) -> list[Training]:
    """The sessions of a period, both days included, in the order in which they fall."""
    query = (
        select(trainings)
        .where(trainings.c.area == area, trainings.c.on >= from_on, trainings.c.on <= to_on)
        .order_by(trainings.c.on, trainings.c.id)
    )
    return [
        Training(
            row.ref,
            row.on,
            tuple(row.agencies.split(",")),
            row.attended,
            _about(session, row),
        )
        for row in session.execute(query)
    ]


def _values(session: Session, row: TrainingRow) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "area": row.area,
        "on": row.on,
        "agencies": row.agencies,
        "attended": row.attended,
        "about_sealed": session.house.seal(row.about, _where(row.ref)) if row.about else None,
    }


def _about(session: Session, row: Any) -> str:
    return session.house.open(row.about_sealed, _where(row.ref)) if row.about_sealed else ""


def _where(ref: str) -> str:
    return f"trainings.about|{ref}"
