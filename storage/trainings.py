"""Training sessions of an area."""

from datetime import date

from sqlalchemy import select

from mappa.errors import NotFound
from mappa.trainings import Training
from storage.databases import Session
from storage.installations import next_number
from storage.tables import trainings


def add_training(session: Session, area: str, training: Training) -> str:
    """Store a session; its reference."""
    ref = f"{area}-T{next_number(session, area, 'training', 1)}"
    about = training.about
    session.execute(
        trainings.insert().values(
            ref=ref,
            area=area,
            on=training.on,
            agencies=",".join(training.agencies),
            attended=training.attended,
            about_sealed=session.house.seal(about, f"trainings.about|{ref}") if about else None,
        )
    )
    return ref


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
            session.house.open(row.about_sealed, f"trainings.about|{row.ref}")
            if row.about_sealed
            else "",
        )
        for row in session.execute(query)
    ]
