"""Writes a workbook as sheets, in the order of the columns; the rows are made as they are read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from mappa.workbook.columns import PLANS
from mappa.workbook.plans import CaseDate, Column, Plan
from mappa.workbook.workbooks import Workbook

_CALLED = {"slack_id": "user_id"}  # where the field of a case is not called like its column


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A sheet to be written: its name, its header, and rows of text and whole numbers."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[Sequence[str | int]]


def write_workbook(workbook: Workbook) -> list[WrittenSheet]:
    """Every sheet of the contract, and of our own those that have rows."""
    found = []
    for plan in PLANS.values():
        if plan.own and not any(True for _ in _items(workbook, plan)):
            continue
        columns = _used(workbook, plan)
        header = tuple(column.name for column in columns)
        found.append(WrittenSheet(plan.name, header, _Rows(workbook, plan, columns)))
    return found


@dataclass(frozen=True, slots=True)
class _Rows:
    """Can be gone through again and again, and holds nothing."""

    workbook: Workbook
    plan: Plan
    columns: list[Column]

    def __iter__(self) -> Iterator[list[str | int]]:
        ways = [(_value_of(column, self.plan), column.kind.write) for column in self.columns]
        for ref, item in _items(self.workbook, self.plan):
            yield [write(ref if get is None else get(item)) for get, write in ways]


def _items(workbook: Workbook, plan: Plan) -> Iterator[tuple[str, Any]]:
    """What stands on a sheet, each with the case that it is a fact of."""
    if plan.of_case:
        return ((case.ref, item) for case in workbook.cases for item in plan.items(case))
    rows: list[Any] = getattr(workbook, plan.into)
    return (("", row) for row in rows)


def _used(workbook: Workbook, plan: Plan) -> list[Column]:
    """All columns but the spare ones in which nothing stands."""
    return [
        column
        for column in plan.columns
        if not column.spare
        or any(
            get(item) not in (None, "", column.kind.empty)
            for get in [_value_of(column, plan)]
            if get is not None
            for _, item in _items(workbook, plan)
        )
    ]


def _value_of(column: Column, plan: Plan) -> Any:
    """How a column's value is found in an item; None: it is the reference of its case."""
    if plan.of_case and column.name == "case_ref":
        return None
    if plan.make is CaseDate:
        return attrgetter(column.name)
    if column is plan.columns[0] and not plan.of_case and column.name.endswith("_ref"):
        fields = plan.make.__dataclass_fields__  # type: ignore[attr-defined]
        return attrgetter(column.name if column.name in fields else "ref")
    if plan.of_case:
        return attrgetter(_CALLED.get(column.name, column.name))
    return attrgetter(column.name)
