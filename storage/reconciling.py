"""Makes the stored reminders what is wanted: those sent stay as they are, those no longer wanted
become void, and one that was void and is wanted again comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, select

from mappa.overdue import PREFIX
from storage.batches import in_batches, insert_missing, insert_rows
from storage.databases import Session
from storage.held_reminders import Held
from storage.quick_reads import QuickRead
from storage.tables import reminders, unsent_reminder
from storage.telling import Matter, Row, Telling


def reconcile(
    session: Session, matters: Iterable[Matter], telling: Telling, stored: list[Any]
) -> None:
    """`stored` are all reminders of these matters: of a case by its id, else by their subjects."""
    held = Held(stored)
    changes = _Changes(telling.now, is_new=not stored)
    for matter in matters:
        for row in telling.wanted(matter, held):
            changes.add(row, held.take(_key(row)))
    changes.save(session, [row.id for row in held.unsent()])


def list_held_of_cases(session: Session, case_ids: list[int]) -> list[Any]:
    """What is stored for these cases."""
    if len(case_ids) == 1:
        return _OF_CASE.rows(session, {"case": case_ids[0]})
    return [
        row for some in in_batches(case_ids) for row in session.execute(_OF_CASES, {"cases": some})
    ]


def list_held_of_subjects(session: Session, area: str, subjects: Iterable[str]) -> list[Any]:
    """What is stored for these subjects, which are no cases."""
    return [
        row
        for some in in_batches(sorted(set(subjects)))
        for row in session.execute(_OF_SUBJECTS, {"area": area, "subjects": some})
    ]


@dataclass(slots=True)
class _Changes:
    now: datetime
    is_new: bool
    new: list[Row] = field(default_factory=list)
    back: list[Row] = field(default_factory=list)
    moved: list[Row] = field(default_factory=list)
    put_off_again: list[Row] = field(default_factory=list)

    def add(self, wanted: Row, found: Any | None) -> None:
        """What is to become of one that is wanted, and maybe stored already."""
        if found is None:
            self.new.append(wanted)
        elif _was_put_off(found) and wanted["state"] == "planned":
            self.put_off_again.append({"row": found.id})
        elif _comes_back(found, wanted):
            change = {"row": found.id, "at": wanted["due_at"], "is_late": wanted["late"]}
            self.back.append(change)
        elif _moves(found, wanted, self.now):
            self.moved.append({"row": found.id, "at": wanted["due_at"]})

    def save(self, session: Session, gone: list[int]) -> None:
        """Each change asks again what the row is: it may have been sent a moment ago."""
        if self.back:
            session.execute(_BACK, self.back)
        if self.put_off_again:
            session.execute(_PUT_OFF_AGAIN, self.put_off_again)
        if self.moved:
            session.execute(_MOVED, self.moved)
        if gone:
            session.execute(_GONE, [{"row": number} for number in gone])
        # Last, because a claim that stores the next notice at this moment waits for nobody else.
        if self.is_new or not any(row["notice"].startswith(PREFIX) for row in self.new):
            insert_rows(session, reminders, self.new)
        else:
            insert_missing(session, reminders, sorted(self.new, key=_key))


def _was_put_off(found: Any) -> bool:
    """Whether somebody was told, put it off, and it became void before it came again."""
    return bool(found.state == "void" and found.sent_at and found.due_at > found.sent_at)


def _comes_back(found: Any, wanted: Row) -> bool:
    """Whether it was void, and not because its time had passed without anybody to be told."""
    never_sent = found.state == "void" and found.sent_at is None
    passed_over = found.late and found.outgoing_id is None
    return bool(never_sent and not passed_over and wanted["state"] == "planned")


def _moves(found: Any, wanted: Row, now: datetime) -> bool:
    """Whether it is to be sent at another time ahead; what is due already stays due."""
    ahead = found.state == wanted["state"] == "planned" and wanted["due_at"] > now
    return bool(ahead and wanted["due_at"] != found.due_at)


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["subject"], row["kind"], row["about_on"], row["notice"], row["person_id"]


def _is(state: str) -> ColumnElement[bool]:
    return reminders.c.state == state


def _held() -> Select[Any]:
    names = ("id", "subject", "kind", "about_on", "notice", "person_id", "due_at", "state", "late")
    return select(*reminders.c[(*names, "outgoing_id", "sent_at", "step")])


_ONE = reminders.c.id == bindparam("row")
_AT: BindParameter[datetime] = bindparam("at")
_BACK = (
    reminders.update()
    .where(_ONE, _is("void"))
    .values(state="planned", due_at=_AT, outgoing_id=None, late=bindparam("is_late"))
)
# At the time to which it was put off: at once where that has passed.
_PUT_OFF_AGAIN = (
    reminders.update().where(_ONE, _is("void")).values(state="snoozed", outgoing_id=None)
)
_MOVED = reminders.update().where(_ONE, _is("planned")).values(due_at=_AT)
_GONE = reminders.update().where(_ONE, unsent_reminder).values(state="void", late=False)
_CASE: Any = bindparam("case")
_OF_CASE = QuickRead(_held().where(reminders.c.case_id == _CASE))
_OF_CASES = _held().where(reminders.c.case_id.in_(bindparam("cases", expanding=True)))
_OF_SUBJECTS = _held().where(
    reminders.c.area == bindparam("area"),
    reminders.c.subject.in_(bindparam("subjects", expanding=True)),
)
