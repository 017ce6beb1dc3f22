"""What every case was at every moment, remembered beside the database and held against its record.

The way back from now is worked out here anew, from the plain values on the record alone.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from mappa.plain_cases import FIELDS, plain
from storage.cases import StoredCase
from storage.databases import Session
from storage.records import list_history
from storage.tables import records

Plain = dict[str, Any]
Row = dict[str, Any]


def as_plain(case: StoredCase) -> Plain:
    """A case as it stands, its lists in an order of their own."""
    facts = {name: plain(getattr(case.facts, name)) for name in FIELDS}
    return {name: _sorted(value) for name, value in facts.items()}


def step_back(now: Plain, row: Row) -> Plain:
    """The case before a row of the record; AssertionError if that does not fit what it was."""
    before, after = row["before"], row["after"]
    if not isinstance(before, dict):
        return now
    earlier = dict(now)
    for name in FIELDS:
        if name in before or name in after:
            earlier[name] = _back(name, now[name], before.get(name), after.get(name))
    return earlier


def _back(name: str, now: Any, was: Any, then: Any) -> Any:
    if not isinstance(now, list):
        assert now == then, f"{name} is {now}, the record says {then}"
        return was
    left = list(now)
    for item in then:
        assert item in left, f"{name}: {item} is on the record, but not in {now}"
        left.remove(item)
    return _sorted([*left, *was])


def _sorted(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value, key=lambda item: json.dumps(item, sort_keys=True))
    return value


class Pasts:
    """Every state that every case has had since the beginning."""

    def __init__(self, session: Session, stored: Iterable[StoredCase]) -> None:
        self.states: dict[int, list[Plain]] = {}
        self.hashes: list[bytes] = []
        self.take_in(session, stored)

    def take_in(self, session: Session, stored: Iterable[StoredCase]) -> set[int]:
        """Another moment: the cases that have changed in it, each with its row of the record."""
        changed = set()
        new = self._new_rows(session)
        for case in stored:
            now, states = as_plain(case), self.states.setdefault(case.id, [])
            if not states:
                states.append(now)
                changed.add(case.id)
            elif now != states[-1]:
                rows = {(row.area, row.number) for row in new if row.case_id == case.id}
                self._check(session, case, now, states[-1], rows)
                states.append(now)
                changed.add(case.id)
        return changed

    def _check(
        self,
        session: Session,
        case: StoredCase,
        now: Plain,
        was: Plain,
        new: set[tuple[str, int]],
    ) -> None:
        rows = list_history(session, case.id, case.key)
        rows = [row for row in rows if (row["area"], row["number"]) in new]
        telling = [row for row in rows if isinstance(row["before"], dict)]
        assert len(telling) == 1, f"{case.facts.ref} changed with {len(telling)} rows of the record"
        earlier = step_back(now, telling[0])
        assert earlier == was, f"{case.facts.ref}: {_differ(earlier, was)}"

    def check_all(self, session: Session, stored: Iterable[StoredCase]) -> None:
        """From now back to the beginning by the record alone: every state is met, in its order."""
        for case in stored:
            state, met = as_plain(case), list(self.states[case.id])
            assert met.pop() == state
            for row in list_history(session, case.id, case.key):
                earlier = step_back(state, row)
                if earlier != state and met:
                    assert earlier == met.pop(), f"{case.facts.ref}, no. {row['number']}"
                state = earlier
            assert not met, f"{case.facts.ref}: {len(met)} earlier states are not on the record"

    def _new_rows(self, session: Session) -> list[Any]:
        """Rows since the last moment; those before it are what they were."""
        query = select(*records.c["area", "number", "hash", "case_id"])
        rows = session.execute(query.order_by(records.c.area, records.c.number)).all()
        hashes = {row.hash for row in rows}
        assert hashes.issuperset(self.hashes), "a row of the record has gone"
        old, self.hashes = set(self.hashes), [row.hash for row in rows]
        return [row for row in rows if row.hash not in old]


def _differ(one: Plain, other: Plain) -> str:
    return "; ".join(
        f"{name}: {one[name]} by the record, {other[name]} in fact"
        for name in FIELDS
        if one[name] != other[name]
    )
