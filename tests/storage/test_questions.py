"""Questions: every figure equals a count by hand that shares nothing with the SQL."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mappa.answers import Cell
from mappa.cases import STILL_RUNNING, CaseRecord, Custody, Spell
from mappa.questions import Question, people_on
from storage.cases import add_cases
from storage.databases import Session
from storage.questions import count_people
from tests.build import NOW, case
from tests.storage.caseloads import DAYS, counted_cases
from tests.storage.conftest import undone

DAY = date(2014, 3, 31)
ONE = timedelta(days=1)
LEVELS = st.frozensets(st.sampled_from([0, 1, 2, 3]))
CATEGORIES = st.frozensets(st.sampled_from([1, 2, 3, 4]))
CASELOADS = st.lists(counted_cases(), max_size=8)


def count_by_hand(
    caseload: list[CaseRecord], question: Question, area: str, category_4: bool
) -> dict[tuple[int, int], list[int]]:
    """By level and category: how many people are in the community, how many in custody."""
    found: dict[tuple[int, int], list[int]] = {}
    for person in caseload:
        for spell in person.spells:
            if (
                person.area == area
                and spell.started_on <= question.on < spell.ended_on
                and (spell.level in question.levels or question.levels == frozenset())
                and (spell.category in question.categories or question.categories == frozenset())
                and (category_4 or spell.category != 4)
            ):
                inside = [s for s in person.custody if s.from_on <= question.on < s.to_on]
                cell = found.setdefault((spell.level, spell.category), [0, 0])
                cell[1 if inside else 0] += 1
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(caseload=CASELOADS, on=DAYS, levels=LEVELS, categories=CATEGORIES, category_4=st.booleans())
def test_every_count_equals_a_count_by_hand(
    session: Session,
    caseload: list[CaseRecord],
    on: date,
    levels: frozenset[int],
    categories: frozenset[int],
    category_4: bool,
) -> None:
    caseload = [replace(one, ref=f"BED-{n}") for n, one in enumerate(caseload)]
    question = Question(on, levels, categories)
    with undone(session):
        add_cases(session, caseload, NOW)
        cells = count_people(session, question, "BED", category_4=category_4)
        found = {(cell.level, cell.category): [cell.community, cell.custody] for cell in cells}
        assert len(found) == len(cells)
        assert found == count_by_hand(caseload, question, "BED", category_4)


@pytest.mark.parametrize(
    ("spell", "counted"),
    [
        ((DAY, STILL_RUNNING), 1),
        ((DAY, DAY + ONE), 1),
        ((DAY - ONE, DAY), 0),
        ((DAY + ONE, STILL_RUNNING), 0),
    ],
)
def test_a_spell_counts_from_its_first_day_up_to_but_not_on_its_end(
    session: Session, spell: tuple[date, date], counted: int
) -> None:
    add_cases(session, [case("BED-1", spells=(Spell(2, 2, *spell),))], NOW)
    cells = count_people(session, people_on(DAY), "BED", category_4=True)
    assert cells == [Cell(2, 2, 1, 0)] * counted


@pytest.mark.parametrize(
    ("stays", "inside"),
    [
        ((Custody(DAY),), 1),
        ((Custody(DAY - ONE, DAY + ONE),), 1),
        ((Custody(DAY - ONE, DAY),), 0),
        ((Custody(DAY + ONE),), 0),
        ((Custody(DAY - 2 * ONE, DAY - ONE), Custody(DAY - ONE, DAY), Custody(DAY)), 1),
    ],
)
def test_a_person_is_inside_up_to_but_not_on_the_day_of_release(
    session: Session, stays: tuple[Custody, ...], inside: int
) -> None:
    add_cases(session, [case("BED-1", spells=(Spell(1, 3, DAY),), custody=stays)], NOW)
    cells = count_people(session, people_on(DAY), "BED", category_4=True)
    assert cells == [Cell(3, 1, 1 - inside, inside)]


def test_category_4_is_not_counted_even_when_it_is_asked_for(session: Session) -> None:
    add_cases(session, [case("BED-1", spells=(Spell(4, 2, DAY),))], NOW)
    asked = Question(DAY, categories=frozenset({4}))
    assert count_people(session, asked, "BED", category_4=False) == []
    assert count_people(session, asked, "BED", category_4=True) == [Cell(2, 4, 1, 0)]
