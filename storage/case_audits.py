"""Case audits of an area: the samples drawn, and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Row, exists, select

from mappa.case_audits import AuditedCase, Finding
from mappa.errors import NotFound
from mappa.people import Person
from storage.cases import StoredCase
from storage.databases import Session, new_id
from storage.installations import next_number
from storage.tables import audited_cases, case_audits, cases, data_keys, spells
from storage.visibility import newest_audit_of, visible_to


@dataclass(frozen=True, slots=True)
class StoredAudit:
    """An audit, whatever area drew it."""

    id: int
    ref: str
    area: str
    drawn_on: date


NO_SUCH_AUDIT = "There is no audit {ref} that you may see. What there is: case-audit"


def list_open_ids(session: Session, person: Person, today: date) -> list[int]:
    """The cases under MAPPA today that the person may see, from which a sample is drawn."""
    running = exists().where(
        spells.c.case_id == cases.c.id, spells.c.started_on <= today, spells.c.ended_on > today
    )
    query = select(cases.c.id).where(visible_to(person), running).order_by(cases.c.id)
    return list(session.execute(query).scalars())


def add_case_audit(session: Session, area: str, sample: Sequence[StoredCase], today: date) -> str:
    """Store a sample; its reference."""
    ref = f"{area}-A{next_number(session, area, 'audit', 1)}"
    audit_id = add_audit(session, ref, area, today).id
    rows = [{"audit_id": audit_id, "case_id": case.id} for case in sample]
    session.execute(audited_cases.insert(), rows)
    return ref


def add_audit(session: Session, ref: str, area: str, drawn_on: date) -> StoredAudit:
    """Store an audit without its sample."""
    made = session.execute(case_audits.insert().values(ref=ref, area=area, drawn_on=drawn_on))
    return StoredAudit(new_id(made), ref, area, drawn_on)


def set_drawn_on(session: Session, audit: StoredAudit, drawn_on: date) -> StoredAudit:
    """Correct the day on which an audit was drawn."""
    change = case_audits.update().where(case_audits.c.id == audit.id)
    session.execute(change.values(drawn_on=drawn_on))
    return replace(audit, drawn_on=drawn_on)


def all_audits(session: Session) -> list[StoredAudit]:
    """Those of every area: they are few, and a case may have been drawn where it was before."""
    rows = session.execute(select(*case_audits.c["id", "ref", "area", "drawn_on"]))
    return [StoredAudit(row.id, row.ref, row.area, row.drawn_on) for row in rows]


def set_finding(
    session: Session,
    area: str,
    finding: Finding,
    case: StoredCase,
    on: date,
    *,
    newest: bool = False,
) -> None:
    """Note what was found in a case of the sample; a second look replaces the first. `newest`: of
    the audit that was drawn last, and of no other."""
    audit_id = _audit_id(session, area, finding.audit_ref, newest)
    where = place_of_note(finding.audit_ref, finding.case_ref)
    values = {
        "outcome": finding.outcome,
        "audited_on": on,
        "note_sealed": case.key.seal(finding.note, where) if finding.note else None,
    }
    theirs = (audited_cases.c.audit_id == audit_id) & (audited_cases.c.case_id == case.id)
    if session.execute(audited_cases.update().where(theirs).values(**values)).rowcount == 0:
        raise NotFound(f"{finding.case_ref} is not in the sample of {finding.audit_ref}.")


def list_audited_cases(
    session: Session, area: str, ref: str, *, newest: bool = False
) -> list[AuditedCase]:
    """The sample of an audit, in the order of the references. `newest`: as in `set_finding`."""
    query = (
        select(audited_cases, cases.c.ref, data_keys.c.wrapped)
        .join(cases, cases.c.id == audited_cases.c.case_id)
        .join(data_keys, data_keys.c.id == cases.c.data_key_id)
        .where(audited_cases.c.audit_id == _audit_id(session, area, ref, newest))
        .order_by(cases.c.id)
    )
    return [
        AuditedCase(row.ref, row.outcome, row.audited_on, _note(session, ref, row))
        for row in session.execute(query)
    ]


def list_case_audits(
    session: Session, area: str, from_on: date, to_on: date
) -> list[Row[tuple[str, date]]]:
    """The audits of a period, both days included: reference and day."""
    query = (
        select(case_audits.c.ref, case_audits.c.drawn_on)
        .where(
            case_audits.c.area == area,
            case_audits.c.drawn_on >= from_on,
            case_audits.c.drawn_on <= to_on,
        )
        .order_by(case_audits.c.id)
    )
    return list(session.execute(query))


def find_newest_audit(session: Session, area: str) -> str | None:
    """The reference of the audit of an area that was drawn last."""
    newest = newest_audit_of(area).scalar_subquery()
    query = select(case_audits.c.ref).where(case_audits.c.id == newest)
    return session.execute(query).scalar()


def _audit_id(session: Session, area: str, ref: str, newest: bool) -> int:
    query = select(case_audits.c.id).where(case_audits.c.area == area, case_audits.c.ref == ref)
    if newest:
        query = query.where(case_audits.c.id == newest_audit_of(area).scalar_subquery())
    found: int | None = session.execute(query).scalar()
    if found is None:
        raise NotFound(NO_SUCH_AUDIT.format(ref=ref))
    return found


def _note(session: Session, ref: str, row: Row[tuple[object, ...]]) -> str:
    if not row.note_sealed:
        return ""
    key = session.keys.unwrap(row.wrapped)
    return key.open(row.note_sealed, place_of_note(ref, row.ref))


def place_of_note(audit_ref: str, case_ref: str) -> str:
    """What a note is sealed for: it opens nowhere else."""
    return f"audited_cases.note|{audit_ref}|{case_ref}"
