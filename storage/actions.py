"""Actions, as they are raised, changed and listed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select

from mappa.areas import AREAS
from mappa.errors import NotFound
from mappa.people import Person
from mappa.workbook.workbooks import ActionRow
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.installations import next_number
from storage.meeting_rows import ACTIONS
from storage.merges import list_merged
from storage.records import list_history
from storage.references import LETTERS
from storage.row_kinds import Links
from storage.tables import actions, cases, meetings
from storage.visibility import visible_to

FIRST_NUMBER = 1
RAISED, CHANGED = "action raised", "action changed"  # what is on the record
NO_SUCH_ACTION = "No case or action {ref} that you may see."


@dataclass(frozen=True, slots=True)
class StoredAction:
    """An action as it stands; `chair`: the Slack id of who chairs the meeting that agreed it."""

    id: int
    facts: ActionRow
    chair: str = ""


@dataclass(frozen=True, slots=True)
class WantedActions:
    """Which actions that are not done: of all cases that somebody may see, those that they own or
    stand in for (`own`), those that nobody in this Slack owns (`nobodys`) of their agency, those
    that were due before a day (`due_before`)."""

    person: Person
    own: bool = False
    nobodys: bool = False
    due_before: date | None = None


def add_action(
    session: Session, case: StoredCase, facts: ActionRow, now: datetime, meeting_id: int | None
) -> ActionRow:
    """Store a new action of a case, which gets its reference. The case was read `to_change`."""
    area = case.facts.area
    number = next_number(session, area, "action", FIRST_NUMBER)
    made = replace(facts, ref=f"{area}-{LETTERS['action']}{number}", case_ref=case.facts.ref)
    session.execute(actions.insert().values(**_values(case, made, meeting_id, now)))
    return made


def find_case_of_action(session: Session, ref: str) -> str | None:
    """The reference of the case that an action of this reference is about, if there is one."""
    found: str | None = session.execute(_CASE_OF, {"ref": ref}).scalar()
    return found


def get_action(
    session: Session, case: StoredCase, ref: str, *, to_change: bool = False
) -> StoredAction:
    """The case's action of this reference, or NotFound. To change it, lock the case first."""
    query = _BY_REF.with_for_update(of=actions) if to_change else _BY_REF
    row = session.execute(query, {"ref": ref, "case": case.id}).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_ACTION.format(ref=ref))
    return _stored(case, row)


def set_action(
    session: Session, case: StoredCase, action: StoredAction, facts: ActionRow, now: datetime
) -> None:
    """Make the stored action say what `facts` says; where it was agreed stays."""
    values = _values(case, facts, None, now)
    values.pop("meeting_id")
    session.execute(actions.update().where(actions.c.id == action.id).values(**values))


def hand_over_actions(session: Session, case: StoredCase, area: str) -> None:
    """What is still to be done goes with the case, and counts for the area that has to do it."""
    to_do = (actions.c.case_id == case.id) & actions.c.done_on.is_(None)
    session.execute(actions.update().where(to_do).values(area=area))


def list_actions_of_case(
    session: Session, case: StoredCase, start: int, limit: int
) -> list[StoredAction]:
    """Those that are not done first, by the day they are due; then the others, the newest first."""
    query = _OF_CASE.offset(start).limit(limit)
    return [_stored(case, row) for row in session.execute(query, {"case": case.id})]


def count_actions_of_case(session: Session, case: StoredCase) -> int:
    """How many there are on all pages."""
    query = select(func.count()).where(actions.c.case_id == case.id)
    return int(session.execute(query).scalar_one())


def list_actions_of_meeting(session: Session, meeting_id: int, case: StoredCase) -> list[ActionRow]:
    """What a meeting agreed for a case, in the order in which it was raised."""
    query = _ALL.where(actions.c.meeting_id == meeting_id, actions.c.case_id == case.id)
    rows = session.execute(query.order_by(actions.c.id))
    return [_stored(case, row).facts for row in rows]


def list_actions(
    session: Session, wanted: WantedActions, start: int, limit: int
) -> list[tuple[StoredCase, StoredAction]]:
    """Those that are wanted, each with its case, by the day they are due."""
    query = _ALL.where(*_conditions(wanted)).order_by(*_BY_DAY).offset(start).limit(limit)
    rows = session.execute(query).all()
    found = {case.id: case for case in list_cases(session, ids={row.case_id for row in rows})}
    return [(found[row.case_id], _stored(found[row.case_id], row)) for row in rows]


def count_actions(session: Session, wanted: WantedActions) -> int:
    """How many there are of them on all pages."""
    query = select(func.count(actions.c.id)).join(cases, cases.c.id == actions.c.case_id)
    return int(session.execute(query.where(*_conditions(wanted))).scalar_one())


def was_raised_by(session: Session, case: StoredCase, ref: str, person: Person) -> bool:
    """Whether somebody raised this action; those brought in were raised by nobody here."""
    entries = [
        row
        for one in (case, *list_merged(session, case.id))
        for row in list_history(session, one.id, one.key, seen=False)
        if row["action"] == RAISED and row["person_id"] == person.id
    ]
    return any((row["after"] or {}).get("reference") == ref for row in entries)


def _conditions(wanted: WantedActions) -> list[ColumnElement[bool]]:
    found = [
        visible_to(wanted.person),
        # Every area is named, because the index that finds the few begins with it.
        actions.c.area.in_(list(AREAS)),
        actions.c.done_on.is_(None),
    ]
    if wanted.own:
        theirs = [wanted.person.user_id, *sorted(wanted.person.stands_in_for)]
        found.append(actions.c.user_id.in_(theirs))
    if wanted.nobodys:
        found += [actions.c.user_id.is_(None), actions.c.agency == wanted.person.agency]
    if wanted.due_before is not None:
        found.append(actions.c.due_on < wanted.due_before)
    return found


def _values(
    case: StoredCase, facts: ActionRow, meeting_id: int | None, now: datetime
) -> dict[str, Any]:
    links = Links(meetings={facts.meeting_ref: meeting_id} if meeting_id else {})
    row = facts if meeting_id else replace(facts, meeting_ref="")
    return ACTIONS.to_row(case, row, links, now)


def _stored(case: StoredCase, row: Row[Any]) -> StoredAction:
    links = Links(meeting_refs={row.meeting_id: row.meeting_ref} if row.meeting_id else {})
    return StoredAction(row.id, ACTIONS.from_row(case, row, links), row.chair or "")


def _all() -> Select[Any]:
    return (
        select(actions, meetings.c.ref.label("meeting_ref"), meetings.c.chair)
        .join(cases, cases.c.id == actions.c.case_id)
        .outerjoin(meetings, meetings.c.id == actions.c.meeting_id)
    )


_ALL = _all()
_BY_DAY = (actions.c.due_on.is_(None), actions.c.due_on, actions.c.id)
_CASE_OF = (
    select(cases.c.ref)
    .join(actions, actions.c.case_id == cases.c.id)
    .where(actions.c.ref == bindparam("ref"))
)
_BY_REF = _ALL.where(actions.c.ref == bindparam("ref"), actions.c.case_id == bindparam("case"))
_OF_CASE = _ALL.where(actions.c.case_id == bindparam("case")).order_by(
    actions.c.done_on.is_not(None), actions.c.done_on.desc(), *_BY_DAY
)
