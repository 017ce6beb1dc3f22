"""The dated facts of a case: only the rows that differ are touched, and always the right ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mappa.cases import Custody, Event, Order, Spell, TeamMember
from storage.cases import add_case, add_cases, get_case, set_case
from storage.databases import Database, Session
from storage.fact_rows import ALL_FACTS
from storage.tables import custody, spells
from tests.build import NOW, case

DAY, LATER = date(2026, 5, 1), date(2026, 6, 1)
WHOLE = case(
    "BED-1",
    spells=(Spell(2, 2, date(2025, 1, 1), DAY, "high-risk", "first"), Spell(2, 3, DAY)),
    custody=(Custody(date(2024, 1, 1), date(2025, 1, 1), "sentence"), Custody(LATER)),
    dates={"licence_end": date(2027, 3, 31), "review": LATER},
    orders=(Order("SHPO", DAY), Order("VOO", DAY, LATER)),
    events=(Event("sfo", DAY, "note"), Event("returned_breach_of_licence", LATER)),
    team=(TeamMember("U0PETE", "member"), TeamMember("U0PRIYA", "owner")),
)


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        ({}, {}),
        ({"name": "Somebody Q. Else", "rosh": "high"}, {}),
        ({"dates": {"licence_end": date(2028, 3, 31), "review": LATER}}, {"case_dates": 1}),
        ({"dates": {"licence_end": date(2027, 3, 31)}}, {"case_dates": 1}),
        ({"spells": (replace(WHOLE.spells[0], reason="other"), WHOLE.spells[1])}, {"spells": 1}),
        ({"spells": (WHOLE.spells[0], replace(WHOLE.spells[1], level=2))}, {"spells": 1}),
        ({"custody": WHOLE.custody[:1]}, {"custody": 1}),
        ({"orders": ()}, {"orders": 2}),
        ({"events": (replace(WHOLE.events[0], note=""), WHOLE.events[1])}, {"events": 1}),
        ({"team": (TeamMember("U0PETE", "owner"),)}, {"team": 2}),
    ],
)
def test_only_the_rows_that_differ_are_touched(
    session: Session, change: Mapping[str, Any], touched: Mapping[str, int]
) -> None:
    # SQLite gives the number of its last row anew once that is gone: another case keeps it.
    stored, _ = add_cases(session, [WHOLE, replace(WHOLE, ref="BED-2")], NOW)
    before = _rows(session)
    set_case(session, stored, replace(WHOLE, **change))
    after = _rows(session)
    assert get_case(session, "BED-1").facts == replace(WHOLE, **change)
    gone = {name: len(before[name] - after[name]) for name in before}
    assert {name: count for name, count in gone.items() if count} == touched


@pytest.mark.parametrize(("before", "after"), [(2, 1), (1, 2), (3, 0), (2, 2)])
def test_two_orders_that_look_the_same_are_two(session: Session, before: int, after: int) -> None:
    same = Order("SHPO", DAY, None)
    stored = add_case(session, replace(WHOLE, orders=(same,) * before), NOW)
    set_case(session, stored, replace(WHOLE, orders=(same,) * after))
    assert get_case(session, "BED-1").facts.orders == (same,) * after


@pytest.mark.parametrize("kept", [0, 1])
def test_of_two_events_on_one_day_the_right_one_goes(session: Session, kept: int) -> None:
    events = (Event("sfo", DAY, "the first"), Event("sfo", DAY, "the second"))
    stored = add_case(session, replace(WHOLE, events=events), NOW)
    set_case(session, stored, replace(WHOLE, events=(events[kept],)))
    assert get_case(session, "BED-1").facts.events == (events[kept],)


def test_a_change_of_what_has_changed_meanwhile_is_refused(db: Database) -> None:
    with db.write() as session:
        stale = add_case(session, WHOLE, NOW)
        set_case(session, stale, replace(WHOLE, dates={"review": DAY}))
    with pytest.raises(LookupError, match="BED-1 is not what it was read as"):  # noqa: SIM117
        with db.write() as session:
            set_case(session, stale, replace(WHOLE, dates={"review": LATER}))
    with db.read() as session:
        assert get_case(session, "BED-1").facts.dates == {"review": DAY}


@pytest.mark.parametrize(
    "row",
    [
        {"category": 3, "level": 1, "started_on": DAY, "ended_on": LATER},
        {"category": 3, "level": 0, "started_on": DAY, "ended_on": LATER},
        {"category": 2, "level": 2, "started_on": LATER, "ended_on": DAY},
        {"category": 2, "level": 2, "started_on": DAY, "ended_on": DAY},
        {"category": 2, "level": 2, "started_on": date(2026, 1, 5), "ended_on": LATER},
    ],
)
def test_the_database_itself_refuses_a_spell_that_cannot_be(
    db: Database, row: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), db.write() as session:
        stored = add_case(session, case("BED-1"), NOW)  # at Level 2 from 5 January 2026
        session.execute(spells.insert().values(case_id=stored.id, area="BED", **row))


def test_the_database_itself_refuses_custody_that_ends_before_it_begins(db: Database) -> None:
    with pytest.raises(IntegrityError), db.write() as session:
        stored = add_case(session, case("BED-1"), NOW)
        stay = {"case_id": stored.id, "from_on": LATER, "to_on": DAY, "why": "recall"}
        session.execute(custody.insert().values(**stay))


def _rows(session: Session) -> dict[str, set[int]]:
    """The ids of the rows of each kind of fact."""
    return {
        facts.table.name: set(session.execute(select(facts.table.c.id)).scalars())
        for facts in ALL_FACTS
    }
