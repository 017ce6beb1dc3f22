"""Cases on offer from one area to another, and what stands in the way of taking them over."""

from sqlalchemy import select

from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.tables import cases, identifiers, referrals, transfers


def list_offered_cases(session: Session, area: str) -> list[StoredCase]:
    """The cases that an area has on offer, or is offered, in the order in which they were made."""
    theirs = (transfers.c.to_area == area) | (transfers.c.from_area == area)
    query = select(transfers.c.case_id).where(theirs, transfers.c.decision == "open")
    return list(list_cases(session, ids=session.execute(query).scalars()))


def find_waiting_referrals(session: Session, case: StoredCase) -> list[str]:
    """The references of the case's referrals that nobody has decided yet."""
    query = (
        select(referrals.c.ref)
        .where(referrals.c.case_id == case.id, referrals.c.decision == "open")
        .order_by(referrals.c.id)
    )
    return list(session.execute(query).scalars())


def list_cases_of_same_person(session: Session, case: StoredCase, area: str) -> list[StoredCase]:
    """Other cases of an area that carry one of this case's identifiers."""
    own = select(identifiers.c.kind, identifiers.c.blind).where(identifiers.c.case_id == case.id)
    mine = own.subquery()
    query = (
        select(cases.c.id)
        .join(identifiers, identifiers.c.case_id == cases.c.id)
        .join(mine, (mine.c.kind == identifiers.c.kind) & (mine.c.blind == identifiers.c.blind))
        .where(cases.c.area == area, cases.c.id != case.id, cases.c.merged_into.is_(None))
    )
    return list(list_cases(session, ids=session.execute(query).scalars()))
