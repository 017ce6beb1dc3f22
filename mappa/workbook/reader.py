"""Reads a workbook: every sheet to its end, every fault noted, nothing taken for granted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mappa.errors import RuleBroken
from mappa.workbook.columns import PLANS
from mappa.workbook.districts import Districts
from mappa.workbook.faults import Faults
from mappa.workbook.gathering import BAD, Gathering
from mappa.workbook.headings import Heading, folded, nearest
from mappa.workbook.known import Known
from mappa.workbook.links import check_cases, check_elsewhere
from mappa.workbook.memos import Memo, Memos
from mappa.workbook.plans import Plan
from mappa.workbook.rules import rules_of
from mappa.workbook.workbooks import BadCell, BrokenRow, Fault, Sheet, Workbook


def read_workbook(
    sheets: Iterable[Sheet],
    *,
    area: str,
    known: Known,
    districts: Mapping[str, Sequence[str]],
    today: date,
    update: bool = False,
    add_districts: bool = False,
    one_area: bool = False,
    named: str = "{}.csv",
) -> tuple[Workbook, list[Fault]]:
    """The workbook, and all its faults; with any fault the workbook is empty.

    `named` is how the file of a missing sheet would be called; with `one_area` nothing may belong
    to another area.
    """
    gathering = Gathering(
        area=area,
        known=known,
        districts=Districts(districts, add=add_districts),
        update=update,
        one_area=one_area,
    )
    by_name = _by_name(sheets, gathering.faults)
    if by_name or not gathering.faults:  # else nothing could be opened, which has been said
        _read_sheets(by_name, today, gathering, named)
    check_cases(gathering)
    check_elsewhere(gathering)
    return gathering.finish(), gathering.faults.in_order()


def _read_sheets(
    by_name: Mapping[str, Sheet], today: date, gathering: Gathering, named: str
) -> None:
    """In the order of the table: what is pointed to comes before what points to it."""
    memos = Memos(today)
    for plan in PLANS.values():
        if plan.name in by_name:
            _read_sheet(by_name[plan.name], plan, memos, gathering)
        elif plan.required:
            gathering.faults.begin(plan, named.format(plan.name))
            gathering.faults.add("", "", "This sheet is missing.")
            gathering.break_off(plan.name)


def _by_name(sheets: Iterable[Sheet], faults: Faults) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        name = folded(sheet.name)
        if name not in PLANS:
            reason = sheet.problem or f"There is no sheet of this name.{nearest(name, PLANS)}"
            faults.add_stray(sheet.file, "" if sheet.problem else sheet.name, reason)
        elif name in found:
            faults.add_stray(sheet.file, sheet.name, "This sheet is there twice.")
        else:
            found[name] = sheet
    return found


def _read_sheet(sheet: Sheet, plan: Plan, memos: Memos, gathering: Gathering) -> None:
    faults = gathering.faults
    faults.begin(plan, sheet.file)
    gathering.given.add(plan.name)
    gathering.placed = 0  # a row of the sheet before has the same number
    if sheet.problem:
        faults.add("", "", sheet.problem)
        gathering.break_off(plan.name)
        return
    heading = Heading(sheet.header, plan, faults)
    gathering.given |= {f"{plan.name}.{column}" for column in heading.places}
    if plan.columns[0].name not in heading.places:
        gathering.break_off(plan.name)
    if heading.places:
        _read_rows(sheet, plan, heading, memos, gathering)


def _read_rows(
    sheet: Sheet, plan: Plan, heading: Heading, memos: Memos, gathering: Gathering
) -> None:
    """The loop that a million rows go through: what is the same for all of them stands before."""
    faults, width, rules, take = (
        gathering.faults,
        heading.width,
        rules_of(plan),
        gathering.taker(plan),
    )
    # A column that is not there makes the same of any cell, so it may read the first.
    readers = [
        (memos.of(column, column.name in heading.places), heading.places.get(column.name, 0))
        for column in plan.columns
    ]
    whole = all(c.name in heading.places for c in plan.columns if c.needs)
    for number, row in enumerate(sheet.rows, start=2):
        faults.row = number
        if isinstance(row, BrokenRow):
            _note_broken(row, plan, gathering)
            continue
        if len(row) != width:
            row = heading.fitted(row)
        faults.cells = row
        try:
            values, good = [memo[row[place]] for memo, place in readers], whole
        except RuleBroken:
            if not any(cell.strip() for cell in row):
                continue
            values, good = _values_of(plan, readers, row, faults), False
        for needs, check, column in rules:
            if not good and any(values[at] is BAD for at in needs):
                continue
            try:
                check(gathering, *[values[at] for at in needs])
            except RuleBroken as problem:
                faults.refuse(problem, column)
        take(values, good)


def _note_broken(row: BrokenRow, plan: Plan, gathering: Gathering) -> None:
    gathering.faults.cells = ()
    gathering.faults.add("", row.value, row.reason)
    if row.last:
        gathering.break_off(plan.name)
    else:
        gathering.broken_row(plan.name, row.value)


def _values_of(
    plan: Plan, readers: Sequence[tuple[Memo, int]], row: Sequence[str], faults: Faults
) -> list[Any]:
    """The values of a row, with BAD for each that cannot be read, which is noted."""
    values: list[Any] = []
    for column, (memo, place) in zip(plan.columns, readers, strict=True):
        try:
            values.append(memo[row[place]])
        except RuleBroken as problem:
            cell = row[place]
            faults.add(
                column.name, cell.shown if isinstance(cell, BadCell) else cell, problem.message
            )
            values.append(BAD)
    return values
