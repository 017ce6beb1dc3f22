"""Whether a chain is as old as what it is to tell of: one that was taken away whole, and begun
again by whatever was written next, is not."""

from datetime import timedelta

from sqlalchemy import func, select

from storage.chains import Broken
from storage.databases import Session
from storage.tables import cases, records, transfers

BEGUN_AGAIN = "cases of the area were stored before it was written: what stood before it is gone"
SLOW_WRITER = timedelta(minutes=1)  # a row can be this much out of the order of time


def find_lost_beginning(session: Session, area: str) -> Broken | None:
    """The first row, where a case that never moved between areas is older than it is."""
    began = select(records.c.recorded_at).where(records.c.area == area, records.c.number == 1)
    first = session.execute(began).scalar_one_or_none()
    oldest = session.execute(
        select(func.min(cases.c.made_at)).where(
            cases.c.area == area, cases.c.id.not_in(select(transfers.c.case_id))
        )
    ).scalar_one()
    if first is None or oldest is None or oldest >= first - SLOW_WRITER:
        return None
    return Broken(area, 1, BEGUN_AGAIN)
