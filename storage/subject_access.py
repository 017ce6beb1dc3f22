"""Everything that is held about the person of a case, row by row, opened: of the case itself and of
those that went into it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, or_, select

from mappa.cases import CaseRecord
from mappa.people import Person
from mappa.subject_access import ERASED
from storage import tables
from storage.audits import list_audit
from storage.batches import in_batches
from storage.case_audits import all_audits
from storage.case_rows import ALL_ROWS
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.fact_rows import ALL_FACTS
from storage.glass import Glass
from storage.identifiers import IDENTIFIER_KINDS
from storage.invitations import Invitation, list_invitations
from storage.meetings import stored_meeting
from storage.merges import list_merged
from storage.people import find_anybody
from storage.row_kinds import Links, links_of_people

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of a table: its columns, opened, with references in place of what it points to.
    `case_ref` is the case that it is kept with."""

    table: str
    case_ref: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """All of it. `record` as storage.audits.list_audit gives it; `whole`: the case and those that
    went into it, by id; `people`: everybody who is or was registered, by id and by Slack id."""

    ref: str
    rows: Sequence[KeptRow]
    record: Sequence[Mapping[str, Any]]
    whole: Mapping[int, CaseRecord]
    people: Mapping[int, Person]
    by_user_id: Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the rows are read with."""

    session: Session
    whole: Mapping[int, StoredCase]
    links: Links
    meetings: Mapping[int, Row[Any]]

    @property
    def ids(self) -> list[int]:
        return list(self.whole)

    @property
    def refs(self) -> set[str]:
        return {case.facts.ref for case in self.whole.values()}

    def rows(self, table: Table) -> Iterator[tuple[StoredCase, Row[Any]]]:
        query = select(table).where(table.c.case_id.in_(self.ids)).order_by(table.c.id)
        for row in self.session.execute(query):
            yield self.whole[row.case_id], row

    def on(self, meeting_id: int | None) -> datetime | None:
        return self.meetings[meeting_id].starts_at if meeting_id else None


def list_held(session: Session, case: StoredCase) -> Held:
    """All that is held; the record is read to its beginning, so for a while nothing waits for it
    but a reading transaction."""
    whole = list_pieces(session, case)
    user_ids, by_id = links_of_people(session)
    reading = _Reading(session, whole, Links(people=user_ids, user_ids=by_id), {})
    reading = _with_meetings(reading)
    rows = [row for read in _READERS for row in read(reading)]
    record = list_audit(session, list(whole.values()), None).rows
    people: dict[int, Person] = {}
    for some in in_batches(sorted(by_id)):
        people |= find_anybody(session, some)
    by_user_id = {user_id: people[number] for user_id, number in user_ids.items()}
    of = {one.id: one.facts for one in whole.values()}
    return Held(case.facts.ref, rows, record, of, people, by_user_id)


def list_pieces(session: Session, case: StoredCase) -> dict[int, StoredCase]:
    """The case and all that went into it, also where a workbook says so and nothing was moved."""
    found = {one.id: one for one in (case, *list_merged(session, case.id))}
    while True:
        refs = [one.facts.ref for one in found.values()]
        into = select(tables.cases.c.id).where(tables.cases.c.merged_into.in_(refs))
        more = set(session.execute(into).scalars()) - found.keys()
        if not more:
            return found
        found |= {one.id: one for one in list_cases(session, ids=more)}


def _with_meetings(reading: _Reading) -> _Reading:
    """The meetings to which anything of the case points."""
    session, ids = reading.session, set()
    for table in (tables.heard, tables.attendance, tables.invitations, tables.actions):
        query = select(table.c.meeting_id).where(table.c.case_id.in_(reading.ids)).distinct()
        ids |= set(session.execute(query).scalars()) - {None}
    found = {
        row.id: row
        for some in in_batches(sorted(ids))
        for row in session.execute(select(tables.meetings).where(tables.meetings.c.id.in_(some)))
    }
    links = replace(
        reading.links,
        meeting_refs={number: row.ref for number, row in found.items()},
        audits_by_id={audit.id: audit for audit in all_audits(session)},
    )
    return replace(reading, links=links, meetings=found)


def _opened(row: Row[Any], table: Table, texts: Callable[[str], Any]) -> Values:
    """The columns of a row; what is sealed as `texts` gives it, by its name without "_sealed"."""
    values: Values = {}
    for column in table.c:
        name = column.name.removesuffix("_sealed")
        values[name] = texts(name) if name != column.name else row._mapping[column.name]
    return values


def _cases(reading: _Reading) -> Iterator[KeptRow]:
    query = select(tables.cases).where(tables.cases.c.id.in_(reading.ids))
    for row in reading.session.execute(query.order_by(tables.cases.c.id)):
        case = reading.whole[row.id]
        values = _opened(row, tables.cases, lambda name: getattr(case.facts, name))  # noqa: B023
        yield KeptRow("cases", case.facts.ref, values)


def _identifiers(reading: _Reading) -> Iterator[KeptRow]:
    for case in reading.whole.values():
        values = {kind: getattr(case.facts, kind) for kind in IDENTIFIER_KINDS}
        if any(values.values()):
            yield KeptRow("identifiers", case.facts.ref, values)


def _facts(reading: _Reading) -> Iterator[KeptRow]:
    for kind in ALL_FACTS:
        for case, row in reading.rows(kind.table):
            item = kind.from_row(case.facts.ref, case.facts.area, case.key, row)
            yield KeptRow(kind.table.name, case.facts.ref, _opened(row, kind.table, _text(item)))


def _text(item: Any) -> Callable[[str], Any]:
    """A date of a case is no fact of its own, but kind, day and note."""
    return lambda name: item[2] if isinstance(item, tuple) else getattr(item, name)


def _own_rows(reading: _Reading) -> Iterator[KeptRow]:
    """Referrals, hearings, attendance, actions, notes, audits."""
    for kind in ALL_ROWS:
        for case, row in reading.rows(kind.table):
            item = kind.from_row(case, row, reading.links)
            values = _opened(row, kind.table, _text(item))
            if "meeting_id" in values:
                values["meeting_on"] = reading.on(row.meeting_id)
                values["meeting_id"] = reading.links.meeting_refs.get(row.meeting_id)
            if "audit_id" in values:
                values |= {"audit_id": item.audit_ref, "drawn_on": item.drawn_on}
            yield KeptRow(kind.table.name, case.facts.ref, values)


def _meetings(reading: _Reading) -> Iterator[KeptRow]:
    for row in reading.meetings.values():
        place = stored_meeting(reading.session, row).facts.place
        values = _opened(row, tables.meetings, lambda _: place)  # noqa: B023
        yield KeptRow("meetings", row.ref, values)


def _invitations(reading: _Reading) -> Iterator[KeptRow]:
    """Those for the case, and those for all that a meeting heard."""
    for one in list_invitations(reading.session, reading.meetings, withdrawn=True):
        if one.case_id is None or one.case_id in reading.whole:
            yield _invitation(reading, one)


def _invitation(reading: _Reading, one: Invitation) -> KeptRow:
    ref = reading.links.meeting_refs[one.meeting_id]
    values = {name: getattr(one, name) for name in Invitation.__slots__}
    values |= {"meeting_id": ref, "meeting_on": reading.on(one.meeting_id)}
    of = reading.whole[one.case_id].facts.ref if one.case_id else ref
    return KeptRow("invitations", of, values)


def _reminders(reading: _Reading) -> Iterator[KeptRow]:
    for case, row in reading.rows(tables.reminders):
        if row.sent_at:
            yield KeptRow("reminders", case.facts.ref, row._asdict())


def _messages(reading: _Reading) -> Iterator[KeptRow]:
    """Of which it is known that they say something of the case."""
    table = tables.outgoing
    columns = table.c["id", "about", "made_at", "state", "sent_at", "person_id"]
    says = or_(*(table.c.about.contains(ref, autoescape=True) for ref in sorted(reading.refs)))
    for row in reading.session.execute(select(*columns).where(says).order_by(table.c.id)):
        for ref in sorted(reading.refs.intersection(row.about.split(","))):
            yield KeptRow("outgoing", ref, row._asdict())


def _glass(reading: _Reading) -> Iterator[KeptRow]:
    for case, row in reading.rows(tables.glass):
        reason = Glass(**row._mapping).reason(case.key)
        values = _opened(row, tables.glass, lambda _: reason)  # noqa: B023
        yield KeptRow("glass", case.facts.ref, values)


def _merges(reading: _Reading) -> Iterator[KeptRow]:
    """Those that stand and those that were taken back. What was kept of both cases is sealed with
    the key of each; of a case that is another again it is not opened."""
    session, table = reading.session, tables.merges
    of: ColumnElement[bool] = table.c.from_case_id.in_(reading.ids)
    of |= table.c.into_case_id.in_(reading.ids)
    rows = session.execute(select(table).where(of).order_by(table.c.id)).all()
    ids = {number for row in rows for number in (row.from_case_id, row.into_case_id)}
    named = select(tables.cases.c.id, tables.cases.c.ref).where(tables.cases.c.id.in_(ids))
    refs = {row.id: row.ref for row in session.execute(named)}
    for row in rows:
        first, second = refs[row.from_case_id], refs[row.into_case_id]
        place = f"{first}|{second}"
        before = _state(reading, row.from_case_id, row.from_before_sealed, "from_before", place)
        moved = _state(reading, row.into_case_id, row.moved_sealed, "moved", place)
        values = row._asdict() | {"from_case_id": first, "into_case_id": second}
        values["from_before"] = before
        for name in ("before", "after"):
            values[f"moved_{name}"] = moved if moved in (None, ERASED) else moved[name]
        yield KeptRow("merges", second if row.into_case_id in reading.whole else first, values)


def _state(reading: _Reading, case_id: int, sealed: bytes, what: str, place: str) -> Any:
    """What was kept, ERASED where that is gone with a case, None where it is another's."""
    if not sealed:
        return ERASED
    case = reading.whole.get(case_id)
    if case is None or case.key.erased:
        return ERASED if case else None
    return json.loads(case.key.open(sealed, f"merges.{what}|{place}"))


_READERS: Sequence[Callable[[_Reading], Iterable[KeptRow]]] = (
    _cases, _identifiers, _facts, _own_rows, _meetings, _invitations, _reminders, _messages,
    _glass, _merges,
)  # fmt: skip
