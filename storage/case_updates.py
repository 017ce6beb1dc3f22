"""What a workbook that comes again changes in the cases that are here, and in their rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from mappa.case_changes import differences
from mappa.cases import CaseRecord
from mappa.errors import RuleBroken
from mappa.workbook.updates import (
    case_differences,
    only_stored,
    row_changes,
    row_differences,
    updated_case,
    updated_row,
)
from mappa.workbook.workbooks import NoteRow
from storage.batches import insert_rows
from storage.case_rows import NOTES
from storage.cases import StoredCase, set_case
from storage.databases import Session
from storage.records import Entry
from storage.row_kinds import CaseRows, Links
from storage.workbook.importing import ERASED, NOT_ERASED, Changed, Importing


def update_case(
    work: Importing, case: StoredCase, told: CaseRecord
) -> tuple[StoredCase, list[Changed], list[str]]:
    """The case as it is now, what was changed, and what stands only here and was left."""
    ref = case.facts.ref
    if case.key.erased:
        if not _is_left(case.facts, told, work.workbook.given):
            raise RuleBroken(ERASED.format(ref=ref))
        return case, [], []
    if told.erased_on:
        raise RuleBroken(NOT_ERASED.format(ref=ref))
    if case.facts.merged_into:
        # What it held belongs to the other case now.
        return case, [], [f"{ref} was merged into {case.facts.merged_into}: left as it is"]
    after = updated_case(case.facts, told, work.workbook.given)
    left = [f"{ref} {line}" for line in only_stored(after, told, work.workbook.given)]
    was, now = differences(case.facts, after)
    if not now:
        return case, [], left
    lines = tuple(f"{ref} {line}" for line in case_differences(case.facts, after))
    entry = Entry("case changed", work.source, was, now | {"because": "import --update"})
    changed = set_case(work.session, case, after)
    return changed, [Changed("cases", ref, lines, entry)], left


def _is_left(left: CaseRecord, told: CaseRecord, given: frozenset[str]) -> bool:
    """Whether the workbook says no more of an erased case than is left of it."""
    try:
        return updated_case(left, told, given) == left
    except RuleBroken:
        return False


def stored_rows(
    session: Session, kind: CaseRows, cases: Mapping[int, StoredCase], links: Links
) -> dict[int, list[tuple[int, Any]]]:
    """The rows of one kind that some hundred cases have, by case: id and item of each."""
    found: dict[int, list[tuple[int, Any]]] = {}
    if not cases:
        return found
    table = kind.table
    query = select(table).where(table.c.case_id.in_(list(cases))).order_by(table.c.id)
    for row in session.execute(query):
        item = kind.from_row(cases[row.case_id], row, links)
        found.setdefault(row.case_id, []).append((row.id, item))
    return found


def update_rows(
    work: Importing,
    kind: CaseRows,
    case: StoredCase,
    told: Iterable[Any],
    stored: Iterable[tuple[int, Any]],
    links: Links,
) -> Iterator[Changed]:
    """Correct the rows of a case that are here already, and add the others."""
    if kind is NOTES:
        yield from _add_notes(work, case, told, [item for _, item in stored], links)
        return
    here = {kind.same(item): (row_id, item) for row_id, item in stored}
    new = []
    for item in told:
        row_id, old = here.get(kind.same(item), (0, None))
        if old is None:
            new.append(kind.to_row(case, item, links, work.now))
            yield _new(kind, case, item)
        elif (after := updated_row(old, item)) != old:
            values = kind.to_row(case, after, links, work.now)
            values.pop("made_at", None)
            work.session.execute(
                kind.table.update().where(kind.table.c.id == row_id).values(**values)
            )
            yield _corrected(kind, case, old, after, work.source)
    insert_rows(work.session, kind.table, new)


def _add_notes(
    work: Importing,
    case: StoredCase,
    told: Iterable[NoteRow],
    stored: list[NoteRow],
    links: Links,
) -> Iterator[Changed]:
    """A note is never changed, so one that says something else is another one."""
    here = Counter(NOTES.same(item) for item in stored)
    taken = {item.number for item in stored}
    new = []
    for item in told:
        if here[NOTES.same(item)]:
            here[NOTES.same(item)] -= 1
            continue
        number = item.number if item.number not in taken else max(taken) + 1
        taken.add(number)
        new.append(NOTES.to_row(case, replace(item, number=number), links, work.now))
        yield _new(NOTES, case, item)
    insert_rows(work.session, NOTES.table, new)


def _new(kind: CaseRows, case: StoredCase, item: Any) -> Changed:
    lines = (f"{case.facts.ref} {_name(kind, item)} is new",)
    return Changed(kind.name, row_ref(item), lines, is_new=True)


def _corrected(kind: CaseRows, case: StoredCase, old: Any, after: Any, source: str) -> Changed:
    name = _name(kind, after)
    lines = tuple(f"{case.facts.ref} {name} {line}" for line in row_differences(old, after))
    was, now = row_changes(old, after)
    entry = Entry(f"{kind.noun} changed", source, {name: was}, {name: now})
    return Changed(kind.name, row_ref(after), lines, entry)


def row_ref(item: Any) -> str:
    """What a row goes by: its own reference, or that of its case, with what else it belongs to."""
    if ref := getattr(item, "ref", ""):
        return str(ref)
    names = ("case_ref", "meeting_ref", "audit_ref", "agency", "number")
    return " ".join(str(getattr(item, name)) for name in names if getattr(item, name, None))


def _name(kind: CaseRows, item: Any) -> str:
    return f"{kind.noun} {row_ref(item).removeprefix(item.case_ref).strip()}".strip()
