"""A return is kept as it was approved, and what is corrected afterwards shows."""

from datetime import UTC, datetime, timedelta

import pytest

from mappa.cases import Event, Spell
from mappa.errors import RuleBroken
from mappa.people import Person
from mappa.statistics.returns import FrozenReturn
from mappa.workbook.workbooks import Population
from mappa.years import MappaYear
from storage.cases import add_cases
from storage.databases import Session
from storage.populations import set_population
from storage.records import find_broken_record, list_acts
from storage.returns import find_frozen, freeze_return
from storage.statistics.inputs import fingerprint_of
from storage.statistics.reports import make_report_for
from storage.tables import records
from tests.build import NOW, case

YEAR = MappaYear(2013)
FIRST, LAST = YEAR.starts_on, YEAR.ends_on


def add_somebody(session: Session, ref: str, level: int, category: int = 2) -> None:
    spell = Spell(category, level, FIRST)
    add_cases(session, [case(ref, spells=(spell,))], NOW)


def freeze(
    session: Session,
    by: str = "Jo Practice",
    *,
    counting: str = "first",
    population: int | None = None,
    category_4: bool = True,
    person: Person | None = None,
    now: datetime = NOW,
    year: MappaYear = YEAR,
) -> FrozenReturn:
    report = make_report_for(session, "BED", year, counting, population, category_4=category_4)
    rows = fingerprint_of(session, "BED", year)
    return freeze_return(session, "BED", report, rows, by, now, person=person, source="test")


def since(session: Session, counting: str = "first", *, category_4: bool = True) -> list[str]:
    report = make_report_for(session, "BED", YEAR, counting, category_4=category_4)
    start = "Since the return was approved: "
    return [w.removeprefix(start) for w in report.warnings if w.startswith(start)]


def test_a_return_is_kept_whole_and_found_again(session: Session, cast: dict[str, Person]) -> None:
    assert find_frozen(session, "BED", YEAR) is None
    add_somebody(session, "BED-1", 2)
    frozen = freeze(session, person=cast["U0CORA"])
    assert find_frozen(session, "BED", YEAR) == frozen
    assert frozen.figures["snapshot"]["total"] == [0, 1, 0, 1]
    assert find_frozen(session, "CAM", YEAR) is None
    assert find_frozen(session, "BED", MappaYear(2014)) is None
    assert make_report_for(session, "BED", YEAR, "first").frozen == frozen
    assert since(session) == []


def test_it_is_on_the_record_who_froze_it(session: Session, cast: dict[str, Person]) -> None:
    freeze(session, person=cast["U0CORA"])
    row = session.execute(records.select().where(records.c.action == "return frozen")).one()
    assert (row.area, row.person_id, row.source) == ("BED", cast["U0CORA"].id, "test")
    assert b"Jo Practice" not in row.after_sealed
    assert find_broken_record(session, "BED") is None
    # No case was changed, so there is nothing that undo could take back.
    assert list(list_acts(session, "BED", cast["U0CORA"].id, NOW - timedelta(days=1))) == []


def test_a_correction_shows_cell_by_cell(session: Session) -> None:
    add_somebody(session, "BED-1", 2)
    freeze(session)
    add_somebody(session, "BED-2", 2)
    add_cases(session, [case("BED-3", spells=(), events=(Event("sfo", LAST),))], NOW)
    changed = since(session)
    assert changed[0] == "Snapshot, level 2, category 2: 1 was approved, 2 is counted now"
    assert changed[-1] == "Serious further offences: 0 was approved, 1 is counted now"
    assert len(changed) == 9  # cell, row, column and corner of both tables, and the offence
    freeze(session, "Sam Practice")
    assert since(session) == []


def test_it_is_compared_by_the_rule_and_the_population_it_was_approved_with(
    session: Session,
) -> None:
    rise = LAST - timedelta(days=9)
    spells = (Spell(2, 2, FIRST, rise), Spell(2, 3, rise))
    add_cases(session, [case("BED-1", spells=spells)], NOW)
    add_somebody(session, "BED-2", 1, category=1)
    freeze(session, counting="highest", population=100_000)
    assert since(session, "first") == since(session, "each") == []
    set_population(session, Population("BED", 2014, 50_000))
    assert since(session) == []  # which was given, and not on record
    freeze(session)
    assert since(session) == []
    set_population(session, Population("BED", 2014, 25_000))
    assert since(session) == ["RSO per 100,000: 2 was approved, 4 is counted now"]


def test_category_4_shows_to_nobody_who_may_not_count_it(session: Session) -> None:
    add_somebody(session, "BED-1", 2)
    freeze(session, category_4=False)
    add_somebody(session, "BED-2", 2, category=4)
    assert since(session) == since(session, category_4=False) == []
    freeze(session)
    add_somebody(session, "BED-3", 2, category=4)
    assert len(since(session)) == 8
    assert since(session, category_4=False) == []


def test_the_same_return_is_not_approved_twice_and_none_before_its_year_is_over(
    session: Session,
) -> None:
    add_somebody(session, "BED-1", 2)
    freeze(session)
    with pytest.raises(RuleBroken, match=r"approved by Jo Practice on 17 June 2026, with these"):
        freeze(session, now=NOW + timedelta(days=1))
    freeze(session, "Sam Practice")
    frozen = find_frozen(session, "BED", YEAR)
    assert frozen is not None
    assert frozen.approved_by == "Sam Practice"
    running = MappaYear(2026)
    last_evening = datetime(2027, 3, 31, 22, 59, tzinfo=UTC)  # a minute before midnight in London
    with pytest.raises(RuleBroken, match=r"2026/27 is not over: .* from 1 April 2027 on"):
        freeze(session, year=running, now=last_evening)
    freeze(session, year=running, now=last_evening + timedelta(minutes=1))
