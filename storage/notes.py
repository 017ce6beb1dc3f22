"""Notes on a case: free text, never changed, only added to."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from mappa.people import Person
from storage.cases import StoredCase
from storage.databases import Session
from storage.tables import notes


def add_note(session: Session, case: StoredCase, text: str, by: Person, now: datetime) -> None:
    """Add a note; the case must have been read `to_change`, which numbers the notes safely."""
    number = count_notes(session, case) + 1
    session.execute(
        notes.insert().values(
            case_id=case.id,
            number=number,
            person_id=by.id,
            noted_at=now,
            text_sealed=case.key.seal(text, f"notes|{case.facts.ref}|{number}"),
        )
    )


def list_notes(session: Session, case: StoredCase, limit: int) -> list[tuple[datetime, str]]:
    """The newest notes, newest first: when, and what."""
    return newest_notes(session, case, limit)[0]


def newest_notes(
    session: Session, case: StoredCase, limit: int
) -> tuple[list[tuple[datetime, str]], int]:
    """The same, and how many notes there are: they are numbered from 1, and none ever goes."""
    rows = session.execute(_NEWEST, {"case": case.id, "most": limit}).all()
    where = f"notes|{case.facts.ref}"
    opened = [(r.noted_at, case.key.open(r.text_sealed, f"{where}|{r.number}")) for r in rows]
    return opened, rows[0].number if rows else 0


def count_notes(session: Session, case: StoredCase) -> int:
    """How many notes there are: they are numbered from 1, and none ever goes."""
    return int(session.execute(_LAST, {"case": case.id}).scalar() or 0)


_OF_CASE = notes.c.case_id == bindparam("case")
_NEWEST = select(notes).where(_OF_CASE).order_by(notes.c.number.desc()).limit(bindparam("most"))
_LAST = select(func.max(notes.c.number)).where(_OF_CASE)
