"""The yearly table: people at Levels 2 and 3, each day of the year looked at, by each rule."""

from datetime import date

from mappa.asking.questions import Period, Question
from tests.oracle.days import ONE_DAY
from tests.oracle.items import spell_on
from tests.oracle.oracle import Oracle
from tests.oracle.tables import Case

Cell = tuple[int, int]  # level and category
Who = dict[Cell, set[str]]  # who is counted in each


def _cells_by_day(oracle: Oracle, case: Case, from_on: date, to_on: date) -> list[Cell]:
    """The level and category of the case on each day of the period at Level 2 or 3, in order."""
    found = []
    day = from_on
    while day <= to_on:
        spell = spell_on(case, day)
        if spell is not None and spell.area == oracle.area and spell.level in (2, 3):
            found.append((spell.level, spell.category))
        day += ONE_DAY
    return found


def placed_in_year(oracle: Oracle, from_on: date, to_on: date, counting: str) -> Who:
    """Who is counted under each level and category, by the rule."""
    found: Who = {}
    for case in oracle.tables.cases.values():
        cells = [] if case.merged else _cells_by_day(oracle, case, from_on, to_on)
        if not cells:
            continue
        if counting == "first":
            counted = [cells[0]]
        elif counting == "highest":
            counted = [[cell for cell in cells if cell[0] == max(cells)[0]][-1]]
        else:
            counted = list({level: (level, category) for level, category in cells}.values())
        for cell in counted:
            found.setdefault(cell, set()).add(case.ref)
    return found


def people_by_rule(oracle: Oracle, question: Question, counting: str) -> int:
    """How many people the yearly table of a period has at the levels and categories asked for."""
    assert isinstance(question.when, Period) and question.when.from_on is not None
    placed = placed_in_year(oracle, question.when.from_on, question.when.to_on, counting)
    levels, categories = question.where.levels, question.where.categories
    found: set[str] = set()
    for (level, category), people in placed.items():
        if level in levels and (not categories or category in categories):
            found |= people
    return len(found)
