"""Merges of two cases: what was moved, kept so that it can be moved back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, bindparam, select

from mappa.cases import CaseRecord
from mappa.errors import NotFound
from mappa.merging import Merged
from mappa.people import Person
from mappa.plain_cases import FIELDS, from_plain, plain
from storage.case_rows import REFERRALS
from storage.cases import StoredCase, get_case, get_case_by_id, seek_case_by_id, set_case
from storage.databases import Session, insert_new
from storage.meeting_rows import ACTIONS, ATTENDANCE, HEARD
from storage.notes import newest_notes
from storage.row_kinds import CaseRows, Links
from storage.tables import attendance, heard, invitations, meetings, merges, reminders

Moved = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class StoredMerge:
    """A merge that stands: both cases as they were before it, and the second as it was after."""

    id: int
    from_case_id: int
    into_case_id: int
    first: CaseRecord
    second: CaseRecord
    into: CaseRecord
    moved: Moved  # the rows that went from one case to the other, by table
    taken_off: list[list[int | None]]  # planned meetings that hear the second anyway, and place


def add_merge(
    session: Session,
    first: StoredCase,
    second: StoredCase,
    merged: Merged,
    by: Person,
    now: datetime,
) -> tuple[StoredCase, StoredCase]:
    """Store both cases as the merge leaves them, with all that the way back needs."""
    moved = {kind.name: _ids_to_move(session, kind.table, first.id, second.id) for kind in _MOVED}
    off = _take_off_agendas(session, first.id, second.id)
    moved[INVITED] = _ids_to_move(session, invitations, first.id, second.id)
    _move_all(session, moved, first, second, now)
    kept: dict[str, Any] = {
        "moved": moved,
        "before": _state(second.facts),
        "after": _state(merged.into),
    }
    kept |= {"taken_off": off} if off else {}
    place = f"{first.facts.ref}|{second.facts.ref}"
    session.execute(
        merges.insert().values(
            area=second.facts.area,
            from_case_id=first.id,
            into_case_id=second.id,
            merged_at=now,
            person_id=by.id,
            from_before_sealed=_seal(first, _state(first.facts), f"merges.from_before|{place}"),
            moved_sealed=_seal(second, kept, f"merges.moved|{place}"),
        )
    )
    return set_case(session, first, merged.emptied), set_case(session, second, merged.into)


def find_merge(session: Session, first: StoredCase) -> StoredMerge | None:
    """The merge by which this case went into another, None if it was not or is no longer."""
    row = session.execute(_merge_of(first.id)).one_or_none()
    if row is None:
        return None
    second = get_case_by_id(session, row.into_case_id)
    place = f"{first.facts.ref}|{second.facts.ref}"
    kept = _open(second, row.moved_sealed, f"merges.moved|{place}")
    return StoredMerge(
        id=row.id,
        from_case_id=row.from_case_id,
        into_case_id=row.into_case_id,
        first=_case(_open(first, row.from_before_sealed, f"merges.from_before|{place}")),
        second=_case(kept["before"]),
        into=_case(kept["after"]),
        moved=kept["moved"],
        taken_off=kept.get("taken_off", []),
    )


def seek_merge(session: Session, *, asked: bool = False) -> None:
    """Ask what somebody asks who takes a merge back, and find none (storage.cases.seek_case).
    `asked`: whether there is such a merge has been asked already."""
    if not asked:
        session.execute(_merge_of(0))
    seek_case_by_id(session)  # what it went into, to open what was kept of the merge,
    seek_case_by_id(session)  # and once more, to decide


def _merge_of(case_id: int) -> Select[Any]:
    return select(merges).where(merges.c.from_case_id == case_id, merges.c.undone_at.is_(None))


def set_undone(
    session: Session,
    merge: StoredMerge,
    first: StoredCase,
    second: StoredCase,
    facts: CaseRecord,
    now: datetime,
) -> tuple[StoredCase, StoredCase]:
    """Put the first case back as it was; `facts` is what remains of the second."""
    _move_all(session, merge.moved, second, first, now)
    for meeting_id, position in merge.taken_off:
        values = {"meeting_id": meeting_id, "case_id": first.id, "position": position}
        insert_new(session.connection, heard, values | {"leaves": False})
    session.execute(merges.update().where(merges.c.id == merge.id).values(undone_at=now))
    return set_case(session, first, merge.first), set_case(session, second, facts)


def list_merged(session: Session, case_id: int) -> list[StoredCase]:
    """The cases that went into this one, directly or by way of another, oldest first.

    They hold no facts any more; their notes and what is on the record about them remain theirs.
    """
    found = []
    for from_id in session.execute(_MERGED_INTO, {"case": case_id}).scalars().all():
        found += [*list_merged(session, from_id), get_case_by_id(session, from_id)]
    return found


def list_heard_apart(session: Session, first_id: int, second_id: int) -> list[str]:
    """The meetings that have heard each of two cases: what they heard of the first stays there."""
    of_each = [
        select(heard.c.meeting_id).where(heard.c.case_id == one) for one in (first_id, second_id)
    ]
    both = [meetings.c.id.in_(one) for one in of_each]
    query = select(meetings.c.ref).where(*both, meetings.c.status == "held").order_by(meetings.c.id)
    return list(session.execute(query).scalars())


def newest_notes_of_all(
    session: Session, case: StoredCase, limit: int
) -> tuple[list[tuple[datetime, str]], int]:
    """The newest notes of a case and of those merged into it, newest first, and how many there are.

    One from another case begins with that case's reference.
    """
    found, count = newest_notes(session, case, limit)
    merged = list_merged(session, case.id)
    for other in merged:
        theirs, more = newest_notes(session, other, limit)
        found = found + [(noted_at, f"({other.facts.ref}) {text}") for noted_at, text in theirs]
        count += more
    if merged:
        found = sorted(found, key=lambda noted: noted[0], reverse=True)[:limit]
    return found, count


def get_survivor(session: Session, case: StoredCase) -> StoredCase:
    """The case that this one has become, at the end of all merges; itself if it was in none, or
    if what it became is not here (it may have come from a workbook)."""
    seen = {case.facts.ref}
    while case.facts.merged_into and case.facts.merged_into not in seen:
        seen.add(case.facts.merged_into)
        try:
            case = get_case(session, case.facts.merged_into)
        except NotFound:
            break
    return case


def _ids_to_move(session: Session, table: Table, first_id: int, second_id: int) -> list[int]:
    """All rows of the first case, but for what a meeting heard of each of the two apart."""
    query = select(table.c.id).where(table.c.case_id == first_id).order_by(table.c.id)
    if table in _HEARD_APART:
        apart = select(heard.c.meeting_id).where(heard.c.case_id == second_id)
        if table is invitations:  # whoever was to come for the first comes for the second now
            of_first = select(heard.c.meeting_id).where(heard.c.case_id == first_id)
            apart = apart.where(heard.c.meeting_id.in_(of_first))
        query = query.where(table.c.meeting_id.not_in(apart))
    return list(session.execute(query).scalars())


def _take_off_agendas(session: Session, first_id: int, second_id: int) -> list[list[int | None]]:
    """One person is heard once: of a planned meeting that was to hear both the second remains."""
    both = select(heard.c.meeting_id).where(heard.c.case_id == second_id)
    query = (
        select(heard.c.id, heard.c.meeting_id, heard.c.position)
        .join(meetings, meetings.c.id == heard.c.meeting_id)
        .where(
            heard.c.case_id == first_id,
            heard.c.meeting_id.in_(both),
            heard.c.minutes_sealed.is_(None),
            heard.c.closed_on.is_(None),
            meetings.c.status == "planned",
        )
        .order_by(heard.c.id)
    )
    rows = session.execute(query).all()
    session.execute(heard.delete().where(heard.c.id.in_([row.id for row in rows])))
    return [[row.meeting_id, row.position] for row in rows]


def _move_all(
    session: Session, moved: Moved, of: StoredCase, to: StoredCase, now: datetime
) -> None:
    for kind in _MOVED:
        _move(session, kind, moved[kind.name], of, to, now)
    # What is sealed in them is bound to keys of their own. Older merges name none of them.
    theirs = invitations.c.id.in_(moved.get(INVITED, []))
    session.execute(invitations.update().where(theirs).values(case_id=to.id))
    _move_reminders(session, moved, of, to)


def _move(
    session: Session, kind: CaseRows, ids: list[int], of: StoredCase, to: StoredCase, now: datetime
) -> None:
    """Hand rows over to another case, and seal their text with its key."""
    rows = session.execute(select(kind.table).where(kind.table.c.id.in_(ids))).all()
    links = _links(session) if rows else Links()
    for row in rows:
        item = kind.from_row(of, row, links)
        made = kind.to_row(to, item, links, now)
        sealed = {name: value for name, value in made.items() if name.endswith("_sealed")}
        change = kind.table.update().where(kind.table.c.id == row.id)
        session.execute(change.values(case_id=to.id, **sealed))


def _links(session: Session) -> Links:
    """The references of meetings, to which what they heard is bound."""
    rows = session.execute(select(meetings.c.id, meetings.c.ref)).all()
    return Links(
        meetings={row.ref: row.id for row in rows}, meeting_refs={row.id: row.ref for row in rows}
    )


def _move_reminders(session: Session, moved: Moved, of: StoredCase, to: StoredCase) -> None:
    """Those about referrals follow them; so do those about actions that do not name the case. The
    others are derived anew from each case's facts."""
    subjects = [
        f"{kind.noun} {ref}"
        for kind in (REFERRALS, ACTIONS)
        for ref in session.execute(
            select(kind.table.c.ref).where(kind.table.c.id.in_(moved[kind.name]))
        ).scalars()
    ]
    theirs = (reminders.c.case_id == of.id) & reminders.c.subject.in_(subjects)
    session.execute(reminders.update().where(theirs).values(case_id=to.id))


def _state(facts: CaseRecord) -> dict[str, Any]:
    return {name: plain(getattr(facts, name)) for name in FIELDS}


def _case(state: Mapping[str, Any]) -> CaseRecord:
    return CaseRecord(**{name: from_plain(name, value) for name, value in state.items()})


def _seal(case: StoredCase, value: Any, where: str) -> bytes:
    return case.key.seal(json.dumps(value, sort_keys=True), where)


def _open(case: StoredCase, sealed: bytes, where: str) -> Any:
    return json.loads(case.key.open(sealed, where))


# What belongs to a person and has a row of its own: it goes with the person.
_MOVED = (REFERRALS, ACTIONS, HEARD, ATTENDANCE)
INVITED = "invitations"
_HEARD_APART = (heard, attendance, invitations)
# Asked for every card, so it is built once.
_MERGED_INTO = (
    select(merges.c.from_case_id)
    .where(merges.c.into_case_id == bindparam("case"), merges.c.undone_at.is_(None))
    .order_by(merges.c.id)
)
