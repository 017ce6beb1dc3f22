"""Referrals, as they are made and followed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from mappa.people import Person
from mappa.referrals import Referral
from storage.cases import StoredCase
from storage.databases import Session
from storage.installations import next_number
from storage.tables import referrals


def add_referral(
    session: Session, referral: Referral, case: StoredCase, by: Person, now: datetime
) -> str:
    """Store a referral of a case; its reference."""
    ref = f"{case.facts.area}-R{next_number(session, case.facts.area, 'referral', 1)}"
    session.execute(
        referrals.insert().values(
            ref=ref,
            area=case.facts.area,
            case_id=case.id,
            person_id=by.id,
            referred_on=referral.referred_on,
            agency=referral.agency,
            category=referral.category,
            level_sought=referral.level_sought,
            threshold=referral.threshold,
            decision="open",
            reason_sealed=case.key.seal(referral.reason, f"referrals.reason|{ref}"),
            made_at=now,
        )
    )
    return ref


def find_open_referral(session: Session, case_id: int, person_id: int) -> str | None:
    """The reference of the person's own referral of this case that is not decided yet."""
    query = select(referrals.c.ref).where(
        referrals.c.case_id == case_id,
        referrals.c.person_id == person_id,
        referrals.c.decision == "open",
    )
    found: str | None = session.execute(query).scalar()
    return found


def list_referrals_by(session: Session, person_id: int, limit: int) -> list[Row[Any]]:
    """Somebody's own referrals, newest first: reference, day, level sought, decision."""
    columns = referrals.c["ref", "referred_on", "level_sought", "decision", "decided_on"]
    query = (
        select(*columns)
        .where(referrals.c.person_id == person_id)
        .order_by(referrals.c.id.desc())
        .limit(limit)
    )
    return list(session.execute(query))


def count_open_referrals(session: Session, area: str) -> int:
    """How many referrals of the area wait for a decision."""
    query = select(referrals.c.id).where(referrals.c.area == area, referrals.c.decision == "open")
    return len(session.execute(query).all())
