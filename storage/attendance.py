"""Who came to the hearing of a case, agency by agency."""

from sqlalchemy import select

from mappa.workbook.workbooks import AttendanceRow
from storage.cases import StoredCase
from storage.databases import Session
from storage.meetings import StoredMeeting
from storage.tables import attendance


def list_attendance(
    session: Session, meeting: StoredMeeting, case: StoredCase
) -> list[AttendanceRow]:
    """What is recorded, in the order in which it was."""
    here = (attendance.c.meeting_id == meeting.id) & (attendance.c.case_id == case.id)
    rows = session.execute(select(attendance).where(here).order_by(attendance.c.id))
    found = []
    for row in rows:
        where = _where(meeting, case, row.agency)
        who = case.key.open(row.who_sealed, where) if row.who_sealed else ""
        found.append(AttendanceRow(meeting.facts.ref, case.facts.ref, row.agency, row.how, who))
    return found


def set_attendance(
    session: Session, meeting: StoredMeeting, case: StoredCase, agency: str, how: str, who: str
) -> None:
    """How an agency answered for this case: attended, report, apologies or none; by whom."""
    here = (
        (attendance.c.meeting_id == meeting.id)
        & (attendance.c.case_id == case.id)
        & (attendance.c.agency == agency)
    )
    sealed = case.key.seal(who, _where(meeting, case, agency)) if who else None
    change = {"how": how, "who_sealed": sealed}
    if not session.execute(attendance.update().where(here).values(**change)).rowcount:
        told = {"meeting_id": meeting.id, "case_id": case.id, "agency": agency}
        session.execute(attendance.insert().values(**told | change))


def remove_attendance(
    session: Session, meeting: StoredMeeting, case: StoredCase, agency: str
) -> None:
    """It was not so: nothing is recorded of this agency."""
    here = (
        (attendance.c.meeting_id == meeting.id)
        & (attendance.c.case_id == case.id)
        & (attendance.c.agency == agency)
    )
    session.execute(attendance.delete().where(here))


def _where(meeting: StoredMeeting, case: StoredCase, agency: str) -> str:
    return f"attendance.who|{meeting.facts.ref}|{case.facts.ref}|{agency}"
