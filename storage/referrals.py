"""Referrals, as they are made, added to and decided."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from mappa.people import Person
from mappa.referrals import Referral
from storage.cases import StoredCase
from storage.databases import Session
from storage.installations import next_number
from storage.keys import DataKey
from storage.merges import list_merged
from storage.records import list_history
from storage.tables import referrals

MADE, ANSWERED = "referral made", "referral answered"  # what is on the record


@dataclass(frozen=True, slots=True)
class StoredReferral:
    """A referral as it stands; its texts are sealed with the key of its case."""

    id: int
    ref: str
    area: str
    case_id: int
    person_id: int | None
    referred_on: date
    agency: str | None
    category: int | None
    level_sought: int
    threshold: str | None
    decision: str
    decided_on: date | None
    level_set: int | None
    decided_by_id: int | None
    more_asked_on: date | None
    reason_sealed: bytes | None
    decision_reason_sealed: bytes | None
    referred_by: str | None  # Slack ids of people of whom there is no row
    decided_by: str | None

    def reason(self, key: DataKey) -> str:
        """Why it was made."""
        return key.open(self.reason_sealed, _where(self.ref)) if self.reason_sealed else ""

    def decision_reason(self, key: DataKey) -> str:
        """Why it was decided so; while it is open, what more was asked for."""
        sealed = self.decision_reason_sealed
        return key.open(sealed, _where_decided(self.ref)) if sealed else ""


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
            reason_sealed=case.key.seal(referral.reason, _where(ref)),
            made_at=now,
            lead_agency=referral.lead_agency,
            agencies=",".join(referral.agencies) or None,
            rosh=referral.risk,
            victim_concerns=referral.victim_concerns,
        )
    )
    return ref


def find_referral(session: Session, ref: str) -> StoredReferral | None:
    """The referral with this reference. Whoever is to change it holds its case first."""
    row = session.execute(_BY_REF, {"ref": ref}).one_or_none()
    return StoredReferral(**row._mapping) if row else None


def set_decision(
    session: Session,
    referral: StoredReferral,
    decision: str,
    by: Person,
    today: date,
    *,
    reason: bytes,
    level_set: int | None,
) -> bool:
    """Decide an open referral; False, and nothing is changed, when it is decided already."""
    change = {
        "decision": decision,
        "decided_on": today,
        "decided_by_id": by.id,
        "decision_reason_sealed": reason,
        "level_set": level_set,
        "more_asked_on": None,
    }
    is_open = (referrals.c.id == referral.id) & (referrals.c.decision == "open")
    return session.execute(referrals.update().where(is_open).values(**change)).rowcount == 1


def set_more_asked(
    session: Session, referral: StoredReferral, on: date | None, reason: bytes | None
) -> None:
    """More is asked for of the referrer on a day, or has come (None); the question is kept."""
    change: dict[str, Any] = {"more_asked_on": on}
    change |= {"decision_reason_sealed": reason} if reason else {}
    session.execute(referrals.update().where(referrals.c.id == referral.id).values(**change))


def seal_decision_reason(key: DataKey, ref: str, reason: str) -> bytes:
    """A decision's reason, sealed for its place in the referral's row."""
    return key.seal(reason, _where_decided(ref))


def list_entries(session: Session, case: StoredCase, ref: str) -> list[dict[str, Any]]:
    """What is on the record of a referral being made and answered, the oldest first: `action`,
    `recorded_at` and `after`, all that was given. Those brought in have none; a referral that came
    with a merge has them on the record of its old case."""
    found: list[dict[str, Any]] = []
    for one in (case, *list_merged(session, case.id)):
        history = list_history(session, one.id, one.key, seen=False)
        entries = [row for row in reversed(history) if row["action"] in (MADE, ANSWERED)]
        found += [row for row in entries if (row["after"] or {}).get("referral") == ref]
    return sorted(found, key=lambda row: row["recorded_at"])


def find_open_referrals(session: Session, case_id: int, person_id: int) -> list[str]:
    """The references of a person's own referrals of this case that are not decided yet."""
    query = (
        select(referrals.c.ref)
        .where(
            referrals.c.case_id == case_id,
            referrals.c.person_id == person_id,
            referrals.c.decision == "open",
        )
        .order_by(referrals.c.id)
    )
    return list(session.execute(query).scalars())


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


def _where(ref: str) -> str:
    return f"referrals.reason|{ref}"


def _where_decided(ref: str) -> str:
    return f"referrals.decision_reason|{ref}"


_BY_REF = select(*referrals.c[tuple(StoredReferral.__dataclass_fields__)]).where(
    referrals.c.ref == bindparam("ref")
)
