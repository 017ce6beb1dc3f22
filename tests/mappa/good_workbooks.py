"""Workbooks without faults and of any text, for properties that must hold for all of them."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from mappa.cases import CaseRecord
from mappa.workbook.cells import TEXT
from mappa.workbook.columns import PLANS
from mappa.workbook.plans import CaseDate, Plan
from mappa.workbook.workbooks import Sheet, Workbook
from mappa.workbook.writer import write_workbook
from tests.mappa.workbooks import GOOD, read_book

ODD = (
    "=1+1", "+44 1234", "-1", "@me", "'quoted", "''", "'", "\t=1", "\r\n", "\r", "\n", " ",
    " both ends ", "a,b", 'say "no"', "#N/A", "_x000D_", "👩\u200d👧", "\u200fשלום", "<@U1>",
    "'; DROP TABLE cases", "31/03/2014", "0012", "x" * 10_000,
)  # fmt: skip
TURNERS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=TURNERS)
TEXTS = st.text(CHARACTERS, max_size=15) | st.sampled_from(ODD)


@st.composite
def good_workbooks(draw: DrawFn) -> Workbook:
    """The good workbook, in which every text is another one."""
    book, _ = read_book(GOOD)
    for plan in PLANS.values():
        if not plan.of_case and plan.into not in ("cases", "minutes"):
            rows = [_retold(draw, plan, row) for row in getattr(book, plan.into)]
            setattr(book, plan.into, rows)
    book.heard = [
        replace(row, minutes={part: draw(TEXTS).strip() or "x" for part in row.minutes})
        for row in book.heard
    ]
    book.cases = [_retold_case(draw, case) for case in book.cases]
    return book


def _retold_case(draw: DrawFn, case: CaseRecord) -> CaseRecord:
    told: dict[str, Any] = {"name": draw(TEXTS)}
    for plan in PLANS.values():
        if plan.of_case and plan.make is not CaseDate:
            told[plan.into] = tuple(_retold(draw, plan, item) for item in plan.items(case))
    notes = {kind: draw(TEXTS) for kind in case.dates}
    told["date_notes"] = {kind: note for kind, note in notes.items() if note}
    return replace(case, **told)


def _retold(draw: DrawFn, plan: Plan, item: Any) -> Any:
    texts = [column.name for column in plan.columns if column.kind is TEXT]
    told = {name: draw(TEXTS) for name in texts}
    if plan.name in ("notes", "contacts", "case_contacts"):  # where a text has to be there
        told = {name: text.strip() or "x" for name, text in told.items()}
    return replace(item, **told)


def as_sheets(workbook: Workbook) -> list[Sheet]:
    """What is written of a workbook, as it would be read again."""
    return [
        Sheet(one.name, one.header, [[str(cell) for cell in row] for row in one.rows])
        for one in write_workbook(workbook)
    ]
