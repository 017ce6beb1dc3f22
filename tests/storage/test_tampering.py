"""Whoever tampers with the record without the key is found, and the first broken row is named."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from storage.cases import add_case
from storage.chains import find_broken_record, list_recorded_areas, verify_newest
from storage.databases import Database, Session
from storage.records import Entry, add_record
from storage.tables import record_heads
from tests.build import NOW, case, register_cast
from tests.storage.conftest import undone
from tests.storage.tamperings import WAYS, Broken, Tamperer

ROWS = 32
TIMES = {"sqlite": 1_000, "postgresql": 100}


def write_chains(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Rows of every kind in two areas, and how each chain ended after every one of them."""
    people = register_cast(session)
    stored = [add_case(session, case(ref, area=ref[:3]), NOW) for ref in ("BED-1", "HER-1")]
    heads: dict[str, list[dict[str, Any]]] = {"BED": [], "HER": []}
    for n in range(ROWS):
        area = "HER" if n % 3 == 2 else "BED"
        about = stored[n % 2] if n % 4 else None
        entry = Entry("case changed", "command", n or None, {"level": n} if n % 5 else None)
        add_record(
            session,
            entry,
            area=area,
            now=NOW + timedelta(seconds=n),
            person=people["U0PRIYA"] if n % 6 else None,
            case=(about.id, about.key) if about else None,
        )
        query = select(record_heads).where(record_heads.c.area == area)
        head = session.execute(query).one()._asdict()
        del head["area"]
        heads[area].append(head)
    return heads


def found_in(session: Session) -> Broken:
    broken = (find_broken_record(session, area) for area in list_recorded_areas(session))
    return {one.area: one.number for one in broken if one}


def test_whatever_is_done_to_the_record_is_found_and_the_first_row_named(db: Database) -> None:
    times = TIMES[db.engine.dialect.name]
    random, missed, done = Random(1), [], Counter[str]()
    with db.write() as session:
        heads = write_chains(session)
        assert found_in(session) == {}
        by = Tamperer(session, random, heads)
        for n in range(times):
            way = WAYS[n % len(WAYS)]
            with undone(session):
                expected = way(by)
                if (found := found_in(session)) != expected:
                    missed.append((n, way.__name__, expected, found))
            done[way.__name__] += 1
        assert found_in(session) == {}
    assert missed == []
    assert done.total() == times
    assert len(done) == len(set(WAYS))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_newest_rows_are_verified_by_themselves(db: Database) -> None:
    with db.write() as session:
        for n in range(310):
            add_record(session, Entry("case seen", "command", n), area="BED", now=NOW)
        assert verify_newest(session, "BED") is None
        by = Tamperer(session, Random(1), {"BED": []})
        for number, found in ((1, None), (9, None), (11, 11), (310, 310)):
            with undone(session):
                by.change("BED", number, action="case changed")
                broken = verify_newest(session, "BED")
                assert (broken and broken.number) == found, number
        with undone(session):
            by.remove(record_heads, "BED")
            assert str(verify_newest(session, "BED")).startswith("BED 311: the chain has no end")
