"""People: the picture of a day, whoever was so in a period, shares of people and their rate."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import Select

from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import (
    BOTH,
    COMMUNITY,
    CUSTODY,
    RATE,
    SHARE,
    Day,
    Filters,
    Period,
    Question,
)
from storage.asking.filters import BUCKETS, GROUPED_BY_A_COLUMN, of_the_case
from storage.asking.flows import count_held, refs_held
from storage.asking.pictures import NOWHERE, Cell, cells_on, refs_on
from storage.asking.rates import with_population
from storage.asking.scopes import Scope
from storage.asking.series import pictures
from storage.asking.yearly import with_the_yearly_figure
from storage.databases import Session

Groups = dict[object, Figure]
WHOLE = None  # the key of everybody, where there are no groups


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """The figures of a question about people."""
    when = question.when
    if question.by in BUCKETS:
        period = Period(when.on, when.on) if isinstance(when, Day) else when
        groups = _at_the_ends(session, question, scope, period)
        whole = list(groups.values())[-1]  # that of the period's last day
    elif isinstance(when, Day):
        whole, groups = _on_a_day(session, question, scope, when.on)
    else:
        whole, groups = _in_a_period(session, question, scope, when)
    found = Figures(whole, tuple(groups.items()), hidden=scope.hides(question))
    if question.figure == RATE:
        return with_population(session, found, question, scope)
    return with_the_yearly_figure(session, found, question, scope)


def refs(question: Question, scope: Scope) -> Select[tuple[int]]:
    """The cases of the people whom a question counts; of months, those of the last day."""
    where, when = question.where, question.when
    filters, custody = [where], _custody(question)
    if question.figure == SHARE:
        filters = [question.out_of or Filters(), where]
        _, custody = _shares_custody(*filters)
    if isinstance(when, Period) and question.by not in BUCKETS:
        return refs_held(filters, scope, when)
    return refs_on(filters, scope, when.on if isinstance(when, Day) else when.to_on, custody)


def _on_a_day(
    session: Session, question: Question, scope: Scope, on: date
) -> tuple[Figure, Groups]:
    where, by = question.where, question.by
    if question.figure != SHARE:
        cells = cells_on(session, [where], scope, on, by)
        return _figure(cells, _custody(question)), _grouped(cells, _custody(question), by)
    whole = question.out_of or Filters()
    cells = cells_on(session, [whole], scope, on, by)
    if by in GROUPED_BY_A_COLUMN or of_the_case(where) or where.without:
        part = cells_on(session, [whole, where], scope, on, by)
    else:
        part = [cell for cell in cells if _fits(cell, where)]
    of_all, of_part = _shares_custody(whole, where)
    groups = _shares(_grouped(part, of_part, by), _grouped(cells, of_all, by))
    some = {key: share for key, share in groups.items() if share.out_of}
    return _share(_figure(part, of_part), _figure(cells, of_all)), some


def _at_the_ends(session: Session, question: Question, scope: Scope, when: Period) -> Groups:
    """The picture at the end of each month, quarter or year."""
    by, where = question.by, question.where

    def at_the_ends(filters: Sequence[Filters], custody: str) -> Groups:
        found = pictures(session, filters, scope, when, by)
        return {first_day: _figure([cell], custody) for first_day, cell in found.items()}

    if question.figure != SHARE:
        return at_the_ends([where], _custody(question))
    whole = question.out_of or Filters()
    of_all, of_part = _shares_custody(whole, where)
    return _shares(at_the_ends([whole, where], of_part), at_the_ends([whole], of_all))


def _in_a_period(
    session: Session, question: Question, scope: Scope, when: Period
) -> tuple[Figure, Groups]:
    """Each person once in the whole, and once under each group that they were in."""

    def held(filters: Sequence[Filters], by: str) -> Groups:
        found = count_held(session, filters, scope, when, by)
        return {key: Figure(people) for key, people in found.items()}

    by, where = question.by, question.where
    if question.figure != SHARE:
        return held([where], "")[WHOLE], held([where], by) if by else {}
    whole = question.out_of or Filters()
    total = _share(held([whole, where], "")[WHOLE], held([whole], "")[WHOLE])
    return total, _shares(held([whole, where], by), held([whole], by)) if by else {}


def _custody(question: Question) -> str:
    """Where the people are who are counted: in the community, unless something else is asked."""
    return question.where.custody or (BOTH if question.by == "custody" else COMMUNITY)


def _shares_custody(whole: Filters, part: Filters) -> tuple[str, str]:
    """Where the whole is, and where its part is: who is in the community is not in custody."""
    of_all = whole.custody or COMMUNITY
    if part.custody in ("", BOTH) or part.custody == of_all:
        return of_all, of_all
    return of_all, part.custody if of_all == BOTH else NOWHERE


def _figure(cells: Sequence[Cell], custody: str) -> Figure:
    inside = sum(cell.inside for cell in cells) if custody == COMMUNITY else 0
    return Figure(sum(cell.among(custody) for cell in cells), inside=inside)


def _grouped(cells: Sequence[Cell], custody: str, by: str) -> Groups:
    if not by:
        return {}
    if by == "custody":
        found = {where: _figure(cells, where) for where in (COMMUNITY, CUSTODY)}
        asked = {where: one for where, one in found.items() if custody in (where, BOTH)}
        return {where: Figure(one.count) for where, one in asked.items() if one.count}
    key = {"level": _level, "category": _category}.get(by, _key)
    ordered = sorted(cells, key=lambda cell: str(key(cell)))
    return {value: _figure(list(these), custody) for value, these in groupby(ordered, key)}


def _level(cell: Cell) -> object:
    return cell.level


def _category(cell: Cell) -> object:
    return cell.category


def _key(cell: Cell) -> object:
    return cell.key


def _fits(cell: Cell, where: Filters) -> bool:
    return (not where.levels or cell.level in where.levels) and (
        not where.categories or cell.category in where.categories
    )


def _share(part: Figure, whole: Figure) -> Figure:
    return Figure(part.count, whole.count)


def _shares(part: Mapping[object, Figure], whole: Mapping[object, Figure]) -> Groups:
    """Each group's part of that group."""
    return {key: _share(part.get(key, Figure(0)), of) for key, of in whole.items()}
