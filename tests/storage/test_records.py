"""The record: one chain an area, in which whatever is tampered with shows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.cases import add_case
from storage.chains import Broken
from storage.databases import Database, Session
from storage.keys import DataKey
from storage.records import (
    LOOKED_AT,
    START,
    Entry,
    add_record,
    chain_hash,
    count_seen,
    find_broken_record,
    list_acts,
    list_history,
)
from storage.tables import data_keys, record_heads, records
from tests.build import NOW, case, register_cast
from tests.storage.conftest import undone
from tests.storage.threads import at_once

LENGTH = 12
Rows = list[dict[str, Any]]


def test_an_unbroken_chain_verifies_in_each_area_by_itself(db: Database) -> None:
    assert _broken(db, "BED") is None
    _write_chain(db)
    assert (_broken(db, "BED"), _broken(db, "CAM"), _broken(db, "DER")) == (None, None, None)


def _write_chain(db: Database) -> None:
    """Twelve rows in one area, with and without person and case, and a few in another."""
    with db.write() as session:
        by = register_cast(session)["U0PRIYA"]
        stored = [add_case(session, case(f"BED-{n}"), NOW) for n in (1, 2)]
        for n in range(LENGTH):
            about = stored[n % 2] if n % 3 else None
            entry = Entry("case changed", "command", n or None, {"level": n} if n % 4 else None)
            add_record(
                session,
                entry,
                area="BED",
                now=NOW + timedelta(seconds=n),
                person=by if n % 5 else None,
                case=(about.id, about.key) if about else None,
            )
        for _ in range(3):
            add_record(session, Entry("case seen", "command"), area="CAM", now=NOW)


def _broken(db: Database, area: str) -> int | None:
    with db.read() as session:
        return _number(find_broken_record(session, area))


def _number(found: Broken | None) -> int | None:
    return None if found is None else found.number


@pytest.fixture
def chain(db: Database) -> Database:
    """A database with an unbroken chain of twelve in BED."""
    _write_chain(db)
    return db


CHANGES: dict[str, Callable[[Any, int], Any]] = {
    "recorded_at": lambda value, n: value + timedelta(microseconds=n + 1),
    "person_id": lambda value, n: None if value else 1 + n % 3,
    "source": lambda value, n: value + "x",
    "action": lambda value, n: value[:-1],
    "case_id": lambda value, n: None if value else 1,
    "before_sealed": lambda value, n: _flipped(value, n),
    "after_sealed": lambda value, n: _flipped(value, n),
    "hash": lambda value, n: _flipped(value, n),
}


def _flipped(value: bytes | None, n: int) -> bytes | None:
    if value is None:
        return b"None"
    if n == 0:
        return None if len(value) != 32 else START
    return (
        value[: n % len(value)] + bytes([value[n % len(value)] ^ 1]) + value[n % len(value) + 1 :]
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(
    at=st.integers(1, LENGTH),
    how=st.sampled_from(["remove", "repeat", "swap", "area", *CHANGES]),
    n=st.integers(0, 60),
)
def test_whatever_is_tampered_with_is_found_and_the_first_is_named(
    chain: Database, at: int, how: str, n: int
) -> None:
    with chain.write() as session, undone(session):
        rows = _rows(session, "BED")
        expected = _tamper(rows, at, how, n)
        session.execute(records.delete().where(records.c.area == "BED"))
        session.execute(records.insert(), rows)
        assert _number(find_broken_record(session, "BED")) == expected


def _tamper(rows: Rows, at: int, how: str, n: int) -> int:
    """Change the rows; the number of the first that is not what it was."""
    if how in CHANGES:
        rows[at - 1][how] = CHANGES[how](rows[at - 1][how], n)
        return at
    if how == "area":
        rows[at - 1]["area"] = "DER"
        return at
    if how == "swap":
        other = at % LENGTH + 1
        rows[at - 1], rows[other - 1] = rows[other - 1], rows[at - 1]
        at = min(at, other)
    elif how == "remove":
        del rows[at - 1]
    else:
        rows.insert(at, dict(rows[at - 1]))
        at += 1
    # Numbered anew, so that only the chain can tell, or with the gap that is left.
    for number, row in enumerate(rows, start=1) if n % 2 or how != "remove" else ():
        row["number"] = number
    return at


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"number": LENGTH - 1}, LENGTH + 1),
        ({"number": LENGTH + 1}, LENGTH + 1),
        ({"hash": START}, LENGTH + 1),
        (None, LENGTH + 1),
    ],
)
def test_a_head_that_does_not_fit_its_chain_is_found(
    chain: Database, change: dict[str, Any] | None, expected: int
) -> None:
    with chain.write() as session:
        mine = record_heads.c.area == "BED"
        if change is None:
            session.execute(record_heads.delete().where(mine))
        else:
            session.execute(record_heads.update().where(mine).values(**change))
    assert _broken(chain, "BED") == expected
    assert _broken(chain, "CAM") is None


def test_an_emptied_record_is_found(chain: Database) -> None:
    with chain.write() as session:
        session.execute(records.delete().where(records.c.area == "BED"))
    assert _broken(chain, "BED") == 1


def test_a_chain_made_anew_without_the_key_is_found(chain: Database) -> None:
    forger = DataKey(bytes(32))
    with chain.write() as session:
        rows = _rows(session, "BED")
        rows[4]["action"] = "case seen"
        last = rows[3]["hash"]
        for row in rows[4:]:
            row["hash"] = last = chain_hash(forger, last, row)
        session.execute(records.delete().where(records.c.area == "BED"))
        session.execute(records.insert(), rows)
        head = record_heads.update().where(record_heads.c.area == "BED")
        session.execute(head.values(hash=last))
    assert _broken(chain, "BED") == 5


def test_the_chain_still_verifies_after_a_case_was_erased(chain: Database) -> None:
    with chain.write() as session:
        key = DataKey(None)
        erase = data_keys.update().where(data_keys.c.purpose == "case BED-1")
        assert session.execute(erase.values(wrapped=None)).rowcount == 1
        history = list_history(session, 1, key)
    assert _broken(chain, "BED") is None
    assert history
    assert {(row["before"], row["after"]) for row in history} == {(None, None)}


@pytest.mark.parametrize("opened_before", [True, False])
def test_many_writers_in_one_area_make_one_chain(db: Database, opened_before: bool) -> None:
    if opened_before:
        with db.write() as session:
            add_record(session, Entry("first", "test"), area="BED", now=NOW)

    def write() -> None:
        for _ in range(5):
            with db.write() as session:
                add_record(session, Entry("case seen", "test", after="x"), area="BED", now=NOW)

    at_once(*[write] * 6)
    with db.read() as session:
        assert len(_rows(session, "BED")) == 30 + opened_before
        assert find_broken_record(session, "BED") is None


def test_what_a_write_that_failed_put_on_record_is_gone_with_it(chain: Database) -> None:
    with chain.write() as session, undone(session):
        add_record(session, Entry("case changed", "test"), area="BED", now=NOW)
    with chain.write() as session:
        add_record(session, Entry("case changed", "test"), area="BED", now=NOW)
    assert _broken(chain, "BED") is None
    with chain.read() as session:
        assert len(_rows(session, "BED")) == LENGTH + 1


def test_the_history_of_a_case_is_its_own_newest_first_and_readable(session: Session) -> None:
    by = register_cast(session)["U0PRIYA"]
    mine, other = (add_case(session, case(f"BED-{n}"), NOW) for n in (1, 2))
    for n, stored in enumerate((mine, other, mine)):
        entry = Entry("case changed", "form", {"level": n}, {"level": n + 1, "because": "é"})
        add_record(session, entry, area="BED", now=NOW, person=by, case=(stored.id, stored.key))
    history = list_history(session, mine.id, mine.key)
    assert [(row["before"], row["after"]["level"]) for row in history] == [
        ({"level": 2}, 3), ({"level": 0}, 1),
    ]  # fmt: skip
    assert {(row["person_id"], row["source"], row["recorded_at"]) for row in history} == {
        (by.id, "form", NOW)
    }


def _rows(session: Session, area: str) -> Rows:
    query = select(records).where(records.c.area == area).order_by(records.c.number)
    return [row._asdict() for row in session.execute(query)]


def test_what_somebody_did_is_found_from_the_end_of_a_long_chain(db: Database) -> None:
    with db.write() as session:
        by = register_cast(session)
        stored = add_case(session, case("BED-1"), NOW)
        about = (stored.id, stored.key)
        for n, (who, where) in enumerate(
            [("U0CORA", about), ("U0PRIYA", about), ("U0CORA", None), ("U0PRIYA", about)]
        ):
            add_record(
                session,
                Entry(f"act {n}", "test"),
                area="BED",
                now=NOW + timedelta(minutes=n),
                person=by[who],
                case=where,
            )
        for _ in range(LOOKED_AT + 5):
            later = NOW + timedelta(minutes=4)
            add_record(session, Entry("home seen", "home"), area="BED", now=later)

    def acts(user_id: str, since: int) -> list[str]:
        with db.read() as session:
            found = list_acts(session, "BED", by[user_id].id, NOW + timedelta(minutes=since))
            return [action for _, action, _ in found]

    assert acts("U0PRIYA", 0) == ["act 3", "act 1"]
    assert acts("U0PRIYA", 2) == ["act 3"]
    assert acts("U0PRIYA", 4) == []
    assert acts("U0CORA", 0) == ["act 0"]
    with db.read() as session:
        assert list(list_acts(session, "DER", by["U0CORA"].id, NOW)) == []


def test_several_chains_become_one_history_without_leaving_their_own_order(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        stored = add_case(session, case("BED-1"), NOW)
        # The second of BED was begun before the first but had to wait for it.
        for area, minute in (("BED", 5), ("BED", 4), ("CAM", 3), ("CAM", 6), ("BED", 7)):
            number = add_record(
                session,
                Entry("case seen" if minute == 7 else "case changed", "test", {}, {"at": minute}),
                area=area,
                now=NOW + timedelta(minutes=minute),
                case=(stored.id, stored.key),
            )
            assert number > 0

        def minutes(**given: Any) -> list[int]:
            rows = list_history(session, stored.id, stored.key, **given)
            return [row["after"]["at"] for row in rows]

        assert minutes() == [7, 6, 4, 5, 3]
        assert minutes(seen=False) == [6, 4, 5, 3]
        assert minutes(seen=True) == [7]
        assert minutes(since=NOW + timedelta(minutes=5), seen=False) == [6, 5]
        assert count_seen(session, [stored.id]) == 1
