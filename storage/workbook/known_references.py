"""What the database holds already of the references and identifiers that a workbook names."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Executable, bindparam, select

from storage.databases import Session
from storage.tables import (
    actions,
    case_audits,
    cases,
    identifiers,
    meetings,
    referrals,
    trainings,
)

ONE_BY_ONE = 300  # so many are looked up singly; whoever asks for more is given all that there are


class KnownReferences:
    """Asked while a workbook is read, row by row; what it has answered stays true for as long as
    nobody else writes, so import_workbook asks again for what it is about to store."""

    def __init__(self, session: Session) -> None:
        self._blind = session.blind
        self._cases = _Answers(session, _CASE, _CASES)
        self._referrals = _Answers(session, _REFERRAL, _REFERRALS)
        self._actions = _Answers(session, _ACTION, _ACTIONS)
        self._meetings = _Answers(session, _MEETING, _MEETINGS)
        self._audits = _Answers(session, _AUDIT, _AUDITS)
        self._trainings = _Answers(session, _TRAINING, _TRAININGS)
        self._identifiers = _Answers(session, _IDENTIFIER, _IDENTIFIERS)

    def area_of_case(self, ref: str) -> str | None:
        return self._cases.of(ref)

    def case_of_referral(self, ref: str) -> str | None:
        return self._referrals.of(ref)

    def case_of_action(self, ref: str) -> str | None:
        return self._actions.of(ref)

    def area_of_meeting(self, ref: str) -> str | None:
        return self._meetings.of(ref)

    def area_of_audit(self, ref: str) -> str | None:
        return self._audits.of(ref)

    def area_of_training(self, ref: str) -> str | None:
        return self._trainings.of(ref)

    def case_with(self, area: str, kind: str, value: str) -> str | None:
        return self._identifiers.of(area, kind, self._blind.blind(kind, value))


class _Answers:
    """Looked up one by one, until that would take longer than to read them all at once."""

    def __init__(self, session: Session, one: Executable, every: Executable) -> None:
        self._session, self._one, self._every = session, one, every
        self._asked = 0
        self._found: dict[tuple[Any, ...], str] | None = None

    def of(self, *key: Any) -> str | None:
        self._asked += 1
        if self._found is None and self._asked > ONE_BY_ONE:
            self._found = _first_of_each(self._session.execute(self._every))
        if self._found is not None:
            return self._found.get(key)
        given = {f"key_{n}": part for n, part in enumerate(key)}
        rows = self._session.execute(self._one, given)
        return _first_of_each(rows).get(key)


def _first_of_each(rows: Iterable[Any]) -> dict[tuple[Any, ...], str]:
    found: dict[tuple[Any, ...], str] = {}
    for *key, answer in rows:
        found.setdefault(tuple(key), answer)
    return found


def _statements(query: Any, *keys: Any) -> tuple[Any, Any]:
    """For one key, and for all of them."""
    asked = [column == bindparam(f"key_{n}") for n, column in enumerate(keys)]
    return query.where(*asked), query


_OF_CASE = {
    table: select(table.c.ref, cases.c.ref).join(cases, cases.c.id == table.c.case_id)
    for table in (referrals, actions)
}
_CASE, _CASES = _statements(select(cases.c.ref, cases.c.area), cases.c.ref)
_REFERRAL, _REFERRALS = _statements(_OF_CASE[referrals], referrals.c.ref)
_ACTION, _ACTIONS = _statements(_OF_CASE[actions], actions.c.ref)
_MEETING, _MEETINGS = _statements(select(meetings.c.ref, meetings.c.area), meetings.c.ref)
_AUDIT, _AUDITS = _statements(select(case_audits.c.ref, case_audits.c.area), case_audits.c.ref)
_TRAINING, _TRAININGS = _statements(select(trainings.c.ref, trainings.c.area), trainings.c.ref)
_CARRIES = identifiers.c["kind", "blind"]
_IDENTIFIER, _IDENTIFIERS = _statements(
    select(cases.c.area, *_CARRIES, cases.c.ref)
    .join(identifiers, identifiers.c.case_id == cases.c.id)
    .where(cases.c.merged_into.is_(None))
    .order_by(cases.c.id),
    cases.c.area,
    *_CARRIES,
)
