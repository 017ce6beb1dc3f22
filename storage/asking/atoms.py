"""The atoms of a family, from what the database tells of each person, row or order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import null, select

from mappa.answering.atoms import Atom, Face, Publish, unpublished
from mappa.asking.questions import Filters, Period, Question
from storage.asking.filters import (
    BUCKETS,
    GROUPED_BY_A_COLUMN,
    bucket_number,
    first_day_of,
    recorded,
)
from storage.asking.flows import held_in
from storage.asking.pictures import Cell, cells_on, counted_spells, in_force, numbers_on
from storage.asking.scopes import Scope
from storage.asking.series import pictures_of_cells
from storage.databases import Session
from storage.tables import cases, spells

WHOLE = None  # the key of what is not a group
Atoms = dict[Atom, int]
Tables = dict[object, Atoms]  # of the whole, and of each month, quarter or year by its first day


class Seen(NamedTuple):
    """So many of one face, or one face of a person; `day`: by which it is in a month."""

    face: Face
    value: object = None
    day: date | None = None
    number: int = 1
    person: object = None


def add_up(seen: Iterable[Seen], by: str, publish: Publish = unpublished) -> Tables:
    """Where each has one face only."""
    found: Tables = {WHOLE: defaultdict(int)}
    for one in seen:
        atom = Atom((one.face,), one.value, publish((one.face,)))
        for key in _keys(one, by):
            found.setdefault(key, defaultdict(int))[atom] += one.number
    return found


def add_people(
    seen: Iterable[Seen], by: str, publish: Publish = unpublished, *, in_order: bool = False
) -> Tables:
    """Where a person can have several faces; `in_order`: it matters which of them came first."""
    people: dict[tuple[object, object], list[Seen]] = defaultdict(list)
    for one in seen:
        for key in _keys(one, by):
            people[key, one.person].append(one)
    found: Tables = {WHOLE: defaultdict(int)}
    for (key, _), theirs in people.items():
        faces = tuple(dict.fromkeys(one.face for one in theirs))
        kept = faces if in_order else tuple(sorted(faces, key=repr))
        line = publish(tuple(one.face for one in theirs)) if key is WHOLE else ""
        found.setdefault(key, defaultdict(int))[Atom(kept, theirs[0].value, line)] += 1
    return found


def _keys(one: Seen, by: str) -> list[object]:
    if by not in BUCKETS or one.day is None:
        return [WHOLE]
    return [WHOLE, first_day_of(bucket_number(one.day, by), by)]


def atoms_on(session: Session, scope: Scope, on: date, narrowed: str) -> tuple[Tables, Tables]:
    """The picture of a day: who is in the community, and who is in custody."""
    if not narrowed:
        return _tables({WHOLE: cells_on(session, [Filters()], scope, on)})
    column = GROUPED_BY_A_COLUMN[narrowed]
    groups = [spells.c.level, spells.c.category, column]
    query = (
        select(*groups, *numbers_on(spells.c.case_id, on))
        .select_from(spells.join(cases, cases.c.id == spells.c.case_id))
        .where(*counted_spells([], scope), *in_force(on))
        .group_by(*groups)
    )
    rows: Iterable[Any] = session.execute(query)
    cells = [Cell(level, cat, recorded(key), n, int(inside)) for level, cat, key, n, inside in rows]
    return _tables({WHOLE: cells})


def atoms_at_the_ends(
    session: Session, scope: Scope, question: Question, narrowed: str
) -> tuple[Tables, Tables]:
    """The same at the end of each month, quarter or year."""
    when = question.when
    period = when if isinstance(when, Period) else Period(when.on, when.on)
    column = GROUPED_BY_A_COLUMN[narrowed] if narrowed else None
    cells = pictures_of_cells(session, scope, period, question.by, column)
    return _tables({**cells, WHOLE: list(cells.values())[-1]})


def _tables(cells: dict[Any, list[Cell]]) -> tuple[Tables, Tables]:
    outside: Tables = {key: defaultdict(int) for key in cells}
    inside: Tables = {key: defaultdict(int) for key in cells}
    for key, ones in cells.items():
        for one in ones:
            face = ("", one.level, one.category)
            outside[key][Atom((face,), one.key)] += one.people - one.inside
            inside[key][Atom((face,))] += one.inside
    return outside, inside


def seen_in(session: Session, scope: Scope, when: Period, narrowed: str) -> Sequence[Seen]:
    """Every level and category that somebody held in a period, in the order of the days."""
    column = GROUPED_BY_A_COLUMN[narrowed] if narrowed else null()
    there = spells.join(cases, cases.c.id == spells.c.case_id) if narrowed else spells
    query = (
        select(spells.c.case_id, spells.c.level, spells.c.category, column)
        .select_from(there)
        .where(*held_in([], scope, when))
        .order_by(spells.c.started_on)
    )
    rows: Iterable[Any] = session.execute(query)
    return [
        Seen(("", level, category), recorded(value) if narrowed else None, person=case_id)
        for case_id, level, category, value in rows
    ]
