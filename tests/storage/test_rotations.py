"""Rotation: only what wraps the data keys changes, in pieces, beside whatever else is going on."""

from collections.abc import Iterator
from threading import Thread

import pytest
from sqlalchemy import LargeBinary, func, select

from mappa.errors import SettingWrong
from storage.cases import get_case
from storage.databases import Database, Session, make_engine
from storage.keys import DAMAGED, KeyRing, name_of_wrapping
from storage.rotations import count_by_key, rewrap_some
from storage.tables import cases, data_keys, metadata
from tests.build import MARKER, case, open_case, register_cast
from tests.conftest import KEY

NEW = bytes([7]) * 32
REFS = [f"BED-{n}" for n in range(1, 8)]
OLD_NAME, NEW_NAME = KeyRing([KEY]).names[0], KeyRing([NEW]).names[0]


@pytest.fixture
def new(db: Database) -> Iterator[Database]:
    """The database with its cases, opened with a new key in front."""
    with db.write() as session:
        register_cast(session)
        for ref in REFS:
            open_case(session, case(ref))
    newer = _opened(db, [NEW, KEY])
    yield newer
    newer.close()


def _opened(db: Database, keys: list[bytes]) -> Database:
    url = db.engine.url.render_as_string(hide_password=False)
    return Database(make_engine(url), KeyRing(keys))


def _rotate(db: Database) -> int:
    """All of it; how many were wrapped anew."""
    done, after = 0, 0
    while True:
        with db.write() as session:
            batch = rewrap_some(session, after)
        if batch is None:
            return done
        after, done = batch.last, done + batch.rewrapped


def _names(session: Session) -> list[str]:
    return [get_case(session, ref).facts.name for ref in REFS]


def _rows(db: Database, *without: str) -> dict[str, list[object]]:
    with db.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name not in without
        }


def test_every_data_key_is_wrapped_anew_and_nothing_else_is_touched(
    db: Database, new: Database
) -> None:
    before = _rows(new, "data_keys")
    assert _rotate(new) == len(REFS) + 2  # with the two of the house
    assert _rotate(new) == 0
    assert _rows(new, "data_keys") == before
    with new.read() as session:
        assert count_by_key(session) == {NEW_NAME: len(REFS) + 2}
    only_new = _opened(db, [NEW])
    with only_new.read() as session:
        assert _names(session) == [MARKER] * len(REFS)
    only_new.close()
    engine = make_engine(db.engine.url.render_as_string(hide_password=False))
    with pytest.raises(SettingWrong, match=f"sealed with .{NEW_NAME}."):
        Database(engine, KeyRing([KEY]))
    engine.dispose()


def test_whatever_stops_it_it_goes_on_from_there(new: Database) -> None:
    """Killed in the middle of a piece, that one is undone and every one before it is kept."""
    with new.write() as session:
        batch = rewrap_some(session, _half(new))
        assert batch and 0 < batch.rewrapped < len(REFS) + 2
    kept = batch.rewrapped
    with pytest.raises(KeyboardInterrupt), new.write() as session:
        rewrap_some(session, 0)
        raise KeyboardInterrupt
    with new.read() as session:
        assert count_by_key(session)[NEW_NAME] == kept
        assert _names(session) == [MARKER] * len(REFS)
    assert _rotate(new) == len(REFS) + 2 - kept


def _half(db: Database) -> int:
    with db.read() as session:
        ids = session.execute(select(data_keys.c.id).order_by(data_keys.c.id)).scalars().all()
    return int(ids[len(ids) // 2])


def test_two_rotations_and_a_working_bot_get_on_with_each_other(new: Database) -> None:
    other = _opened(new, [NEW, KEY])
    found: list[object] = []

    def work() -> None:
        try:
            for n in range(20, 30):
                with new.write() as session:
                    open_case(session, case(f"BED-{n}"))
                with new.read() as session:
                    found.extend(name for name in _names(session) if name != MARKER)
        except Exception as problem:
            found.append(problem)

    workers = [
        Thread(target=_rotate, args=[new]),
        Thread(target=_rotate, args=[other]),
        Thread(target=work),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    other.close()
    assert found == []
    _rotate(new)
    with new.read() as session:
        assert count_by_key(session) == {NEW_NAME: len(REFS) + 12}


def test_what_was_erased_stays_so_and_what_is_being_erased_is_not_waited_for(
    new: Database,
) -> None:
    its = select(cases.c.data_key_id).where(cases.c.ref == "BED-1").scalar_subquery()
    erase = data_keys.update().where(data_keys.c.id == its).values(wrapped=None)
    with new.write() as session:
        session.execute(erase)
        if not new.is_sqlite:  # where one writes at a time
            assert _rotate(new) == len(REFS) + 1
    if new.is_sqlite:
        assert _rotate(new) == len(REFS) + 1
    assert _rotate(new) == 0
    with new.read() as session:
        assert count_by_key(session) == {NEW_NAME: len(REFS) + 1}
        assert get_case(session, "BED-1").key.erased


def test_what_cannot_be_opened_stays_as_it_is_and_is_named(db: Database, new: Database) -> None:
    strange, _ = KeyRing([bytes([9]) * 32]).new_data_key()
    with new.write() as session:
        for purpose, wrapped in (("case BED-2", strange), ("case BED-3", b"\x01short")):
            change = data_keys.update().where(data_keys.c.purpose == purpose)
            session.execute(change.values(wrapped=wrapped))
        tail = func.substr(data_keys.c.wrapped, 1, 40, type_=LargeBinary)
        damage = data_keys.update().where(data_keys.c.purpose == "case BED-4")
        session.execute(damage.values(wrapped=tail))
        batch = rewrap_some(session, 0)
    assert batch and batch.rewrapped == len(REFS) + 2 - 3
    assert batch.shut == {
        name_of_wrapping(strange): ["case BED-2"],
        b"shor".hex(): ["case BED-3"],
        OLD_NAME: ["case BED-4"],
    }
    with pytest.raises(SettingWrong) as refused, new.read() as session:
        get_case(session, "BED-4")
    assert refused.value.message == DAMAGED.format(name=OLD_NAME)
