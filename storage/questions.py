"""A question as one SQL statement."""

from sqlalchemy import ColumnElement, Select, case, func, select

from mappa.answers import Cell
from mappa.questions import Question
from storage.databases import Session
from storage.tables import custody, spells


def count_people(
    session: Session, question: Question, area: str, *, category_4: bool
) -> list[Cell]:
    """People by level and category on the day, in the community and in custody apart.

    Reads two indexes that have every column it needs, one range of each.
    """
    inside = spells.c.case_id.in_(in_custody(question))
    query = (
        select(
            spells.c.level,
            spells.c.category,
            func.count().label("people"),
            func.sum(case((inside, 1), else_=0)).label("inside"),
        )
        .where(*counted(question, area, category_4=category_4))
        .group_by(spells.c.level, spells.c.category)
    )
    return [
        Cell(row.level, row.category, row.people - int(row.inside), int(row.inside))
        for row in session.execute(query)
    ]


def counted(question: Question, area: str, *, category_4: bool) -> list[ColumnElement[bool]]:
    """The spells that a question counts; a list of people is made by the same conditions."""
    return [
        spells.c.area == area,
        spells.c.level.in_(question.levels or (0, 1, 2, 3)),
        spells.c.category.in_((question.categories or {1, 2, 3, 4}) - _hidden(category_4)),
        spells.c.started_on <= question.on,
        spells.c.ended_on > question.on,
    ]


def in_custody(question: Question) -> Select[tuple[int]]:
    """The cases of people who are in custody on the day asked."""
    return select(custody.c.case_id).where(
        custody.c.to_on > question.on, custody.c.from_on <= question.on
    )


def _hidden(category_4: bool) -> frozenset[int]:
    return frozenset() if category_4 else frozenset({4})
