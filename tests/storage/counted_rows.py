"""Rows put into the tables by hand, and what a question about them finds."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, func, select

from mappa.asking.figures import Figure
from mappa.asking.questions import Filters, Question
from mappa.cases import CaseRecord
from storage.asking.counting import count
from storage.asking.scopes import Scope
from storage.cases import add_cases
from storage.databases import Session, new_id
from storage.tables import attendance, heard, meetings
from tests.build import NOW, POLICY

Found = tuple[tuple[int, ...], dict[object, tuple[int, ...]]]
ALL = Scope("BED", category_4=True, policy=POLICY)
NOT_4 = Scope("BED", category_4=False, policy=POLICY)


def on(text: str) -> date:
    return date.fromisoformat(text)


def filters(**given: Iterable[Any]) -> Filters:
    kept: dict[str, Any] = {name: frozenset(values) for name, values in given.items()}
    return Filters(**kept)


def add_people(session: Session, *facts: CaseRecord) -> dict[str, int]:
    """Their ids by the number of the reference."""
    stored = add_cases(session, facts, NOW)
    return {one.facts.ref.rpartition("-")[2]: one.id for one in stored}


def add_row(session: Session, table: Table, **values: Any) -> int:
    return new_id(session.execute(table.insert().values(**values)))


def add_meeting(
    session: Session,
    starts_at: str,
    level: int,
    cases: Mapping[int, bool | None],
    *,
    status: str = "held",
    area: str = "BED",
    answers: Mapping[str, str] | None = None,
    closed: str | None = None,
    issued: str | None = None,
) -> None:
    """A meeting, the cases that it heard with the disclosure of each, how each agency answered;
    when their minutes were closed and issued."""
    ref = session.execute(select(func.count(meetings.c.id))).scalar_one()
    values = {"ref": f"M{ref}", "area": area, "level": level, "status": status}
    at = datetime.fromisoformat(starts_at)
    made = add_row(session, meetings, starts_at=at, **values)
    for case_id, disclosure in cases.items():
        belongs = {"meeting_id": made, "case_id": case_id}
        minuted = {"closed_on": closed and on(closed), "issued_on": issued and on(issued)}
        add_row(session, heard, **belongs, disclosure=disclosure, **minuted)
        for agency, how in (answers or {}).items():
            add_row(session, attendance, **belongs, agency=agency, how=how)


def counted(session: Session, question: Question, scope: Scope = ALL) -> Found:
    """The whole and the groups as plain numbers: of a share two, of attendance three."""
    figures = count(session, question, scope)
    groups = dict(figures.groups)
    assert len(groups) == len(figures.groups)
    return _numbers(figures.whole), {key: _numbers(one) for key, one in groups.items()}


def _numbers(figure: Figure) -> tuple[int, ...]:
    if figure.out_of is None:
        return (figure.count,)
    return (figure.count, figure.out_of, *([figure.reports] if figure.reports else []))
