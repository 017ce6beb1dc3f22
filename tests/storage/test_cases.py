"""Cases: read back as they were written, changed only where they differ, found by identifier."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from mappa.cases import CaseRecord, Spell
from mappa.errors import NotFound
from storage.cases import (
    add_case,
    add_cases,
    get_case,
    get_case_by_id,
    next_case_ref,
    set_case,
)
from storage.databases import Database, Session
from storage.tables import cases, identifiers, people, spells
from tests.build import MARKER, NOW, case
from tests.storage.caseloads import case_records, find_case, in_order
from tests.storage.conftest import undone
from tests.storage.threads import at_once

IN_ONE_SESSION = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25
)


@IN_ONE_SESSION
@given(facts=case_records())
def test_a_case_is_read_back_as_it_was_written(session: Session, facts: CaseRecord) -> None:
    with undone(session):
        stored = add_case(session, facts, NOW)
        assert stored.facts == facts
        found = get_case(session, "BED-1")
        assert found.id == stored.id
        assert in_order(found.facts) == in_order(facts)
        assert get_case_by_id(session, stored.id).facts == found.facts


@IN_ONE_SESSION
@given(before=case_records(), after=case_records())
def test_a_changed_case_is_read_back_as_it_was_changed(
    session: Session, before: CaseRecord, after: CaseRecord
) -> None:
    with undone(session):
        add_case(session, before, NOW)
        changed = set_case(session, get_case(session, "BED-1", to_change=True), after)
        assert changed.facts == after
        assert in_order(get_case(session, "BED-1").facts) == in_order(after)


def test_many_cases_come_in_together_and_keep_their_order(db: Database) -> None:
    facts = [case(f"BED-{n}", name=f"Person {n}") for n in range(1, 30)]
    with db.write() as session:
        stored = add_cases(session, facts, NOW)
        assert [one.facts for one in stored] == facts
    with db.read() as session:
        assert [get_case(session, one.ref).facts for one in facts] == facts


def test_every_case_has_a_key_of_its_own(session: Session) -> None:
    stored = add_cases(session, [case("BED-1"), case("BED-2")], NOW)
    keys = session.execute(select(cases.c.data_key_id)).scalars().all()
    assert len(set(keys)) == 2
    assert stored[0].key.sign(b"x") != stored[1].key.sign(b"x")


def test_nobody_can_tell_a_case_that_is_not_there_from_one_that_is_not_theirs(
    db: Database,
) -> None:
    with pytest.raises(NotFound, match=r"^No case BED-9 that you may see\.$"), db.read() as session:
        get_case(session, "BED-9")


def test_a_reference_is_given_once(db: Database) -> None:
    with db.write() as session:
        add_case(session, case("BED-7"), NOW)
    with pytest.raises(IntegrityError), db.write() as session:
        add_case(session, case("BED-7"), NOW)


def test_two_who_number_a_first_case_at_once_get_two_numbers(db: Database) -> None:
    def one() -> str:
        with db.write() as session:
            return next_case_ref(session, "BED")

    assert sorted(at_once(*[one] * 6)) == [f"BED-{n}" for n in range(1001, 1007)]


@pytest.mark.parametrize(
    ("held", "following"),
    [
        (("BED-5",), "BED-1001"),
        (("BED-2000", "BED-1999"), "BED-2001"),
        (("BED-02000",), "BED-2001"),
        (("CAM-3000",), "BED-1001"),
        (("BED-9999999999999999", "BED-1500"), "BED-1501"),
        (("OLD-REF-7", "LONGPREFIX-4000", "BED-12A", "4711"), "BED-1001"),
    ],
)
def test_new_cases_are_numbered_after_those_that_came_in(
    session: Session, held: tuple[str, ...], following: str
) -> None:
    add_cases(session, [replace(case(), ref=ref, crn=None) for ref in held], NOW)
    assert next_case_ref(session, "BED") == following


def test_a_case_brought_into_another_area_does_not_take_a_number_twice(session: Session) -> None:
    add_case(session, replace(case("BED-1001"), area="CAM"), NOW)
    assert next_case_ref(session, "BED") == "BED-1002"


def test_a_case_is_found_by_its_identifier_and_no_other(session: Session) -> None:
    add_case(session, case("BED-1", pnc="2002/0073319Z"), NOW)
    add_case(session, case("BED-2"), NOW)
    assert _found(session, "pnc", "2002/0073319Z") == "BED-1"
    assert _found(session, "crn", "X000002") == "BED-2"
    assert _found(session, "prison_number", "X000002") is None
    assert _found(session, "crn", "X00000") is None


def test_of_two_cases_with_one_identifier_the_older_is_found(session: Session) -> None:
    add_cases(session, [case(f"BED-{n}", crn="X320741") for n in (9, 1, 5)], NOW)
    assert _found(session, "crn", "X320741") == "BED-9"


def test_an_identifier_that_is_corrected_is_found_anew_and_not_as_before(session: Session) -> None:
    stored = add_case(session, case("BED-1", pnc="2002/0073319Z"), NOW)
    kept = session.execute(select(identifiers.c.id).where(identifiers.c.kind == "pnc")).scalar()
    set_case(session, stored, replace(stored.facts, crn="X999999", visor_ref="V1"))
    assert _found(session, "crn", "X000001") is None
    assert _found(session, "crn", "X999999") == _found(session, "visor_ref", "V1") == "BED-1"
    stored = get_case(session, "BED-1", to_change=True)
    set_case(session, stored, replace(stored.facts, crn=None))
    assert get_case(session, "BED-1").facts.crn is None
    assert session.execute(select(identifiers.c.id)).scalars().first() == kept


def test_a_case_keeps_its_reference(session: Session) -> None:
    stored = add_case(session, case("BED-1"), NOW)
    with pytest.raises(ValueError, match="keeps its reference"):
        set_case(session, stored, replace(stored.facts, ref="BED-2"))


def test_a_case_that_moves_leaves_its_past_with_the_old_area(session: Session) -> None:
    stored = add_case(session, case("BED-1", spells=(Spell(2, 2, date(2026, 1, 5)),)), NOW)
    moved = date(2026, 6, 1)
    past = replace(stored.facts.spells[0], ended_on=moved, area="BED")
    facts = replace(stored.facts, area="CAM", spells=(past, Spell(2, 2, moved)))
    set_case(session, stored, facts)
    assert get_case(session, "BED-1").facts == facts
    rows = session.execute(select(spells.c.area, spells.c.started_on).order_by(spells.c.started_on))
    assert [tuple(row) for row in rows] == [("BED", date(2026, 1, 5)), ("CAM", moved)]


def test_a_person_is_looked_for_in_one_area_only(session: Session) -> None:
    add_case(session, case("CAM-1", area="CAM", crn="X320741"), NOW)
    assert find_case(session, "BED", "crn", "X320741") is None
    assert find_case(session, "CAM", "crn", "X320741") is not None


def test_two_who_refer_the_same_unknown_person_at_once_open_one_case(db: Database) -> None:
    def refer() -> str:
        with db.write() as session:
            known = find_case(session, "BED", "crn", "X320741")
            if known is None:
                ref = next_case_ref(session, "BED")
                known = add_case(session, replace(case(ref), crn="X320741"), NOW)
            return known.facts.ref

    assert at_once(*[refer] * 4) == ["BED-1001"] * 4
    with db.read() as session:
        assert session.execute(select(func.count()).select_from(cases)).scalar() == 1


def test_changes_made_at_the_same_time_are_all_kept(db: Database) -> None:
    kinds = ("release", "licence_end", "sentence_end", "review", "parole_hearing")
    with db.write() as session:
        add_case(session, case("BED-1", dates={}, name=MARKER), NOW)

    def set_date(kind: str) -> None:
        with db.write() as session:
            stored = get_case(session, "BED-1", to_change=True)
            dates = {**stored.facts.dates, kind: date(2027, 1, 1)}
            set_case(session, stored, replace(stored.facts, dates=dates))

    at_once(*[partial(set_date, kind) for kind in kinds])
    with db.read() as session:
        assert set(get_case(session, "BED-1").facts.dates) == set(kinds)
        assert session.execute(select(func.count()).select_from(people)).scalar() == 0


def _found(session: Any, kind: str, value: str) -> str | None:
    known = find_case(session, "BED", kind, value)
    return known.facts.ref if known else None
