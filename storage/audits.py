"""All that is on the record about a case: its own rows, and those of lists and files in which it
was one of many."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from mappa.audits import shown_of_list
from storage.cases import StoredCase
from storage.databases import Session
from storage.records import list_history, newest_first
from storage.tables import records

EVERY = 2**31
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Audited:
    """Rows, newest first; `lists_since` is where the look through lists and files broke off."""

    rows: Rows
    lists_since: datetime | None = None


def list_audit(
    session: Session, cases: Sequence[StoredCase], since: datetime | None, lists: int = EVERY
) -> Audited:
    """Of a case and of those that went into it; of each area no more than so many lists and files
    are opened, the newest."""
    rows = [row for case in cases for row in list_history(session, case.id, case.key, since=since)]
    refs = frozenset(case.facts.ref for case in cases)
    broke_off: list[datetime] = []
    for area in _areas_of(cases):
        rows += _lists(session, area, refs, since, lists, broke_off)
    rows.sort(key=lambda row: (row["area"], -row["number"]))
    return Audited(newest_first([rows]), max(broke_off, default=None))


def _areas_of(cases: Iterable[StoredCase]) -> list[str]:
    """Where the cases are, were, or were offered to."""
    found = set()
    for case in cases:
        found.add(case.facts.area)
        for one in case.facts.transfers:
            found |= {one.from_area, one.to_area}
    return sorted(found)


def _lists(
    session: Session,
    area: str,
    refs: frozenset[str],
    since: datetime | None,
    most: int,
    broke_off: list[datetime],
) -> Iterator[dict[str, Any]]:
    looked_for = [f'"{ref}"' for ref in refs]
    given = {"of": area, "most": most}
    looked_at = 0
    for row in session.execute(_OF_NO_CASE, given):
        if since is not None and row.recorded_at < since:
            return
        looked_at += 1
        place = f"records.after|{area}|{row.number}"
        text = session.house.open(row.after_sealed, place)
        if any(one in text for one in looked_for):
            told = shown_of_list(json.loads(text), refs)
            yield row._asdict() | {"before": None, "after": told}
    if looked_at == most:
        broke_off.append(row.recorded_at)


_OF_NO_CASE = (
    select(records)
    .where(
        records.c.area == bindparam("of"),
        records.c.case_id.is_(None),
        records.c.after_sealed.is_not(None),
    )
    .order_by(records.c.number.desc())
    .limit(bindparam("most"))
)
