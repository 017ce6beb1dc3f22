"""`mappa-bot keys rotate`: one line that says which key may go, whatever stops it in between."""

import shutil
import signal
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.rotating import rotate
from storage.databases import Database, make_engine
from storage.keys import KeyRing, read_keys
from storage.records import find_broken_record, list_history
from storage.rotations import count_by_key
from storage.tables import records
from tests.bot.conftest import Typed
from tests.bot.test_migrating import run_sql
from tests.bot.words import KEY_1, KEY_2, PATIENCE, clean
from tests.build import case, open_case, register_cast

KEY_3 = urlsafe_b64encode(bytes([9]) * 32).decode()
ONE, TWO, THREE = (KeyRing(read_keys(key)).names[0] for key in (KEY_1, KEY_2, KEY_3))
SECRETS = (KEY_1, KEY_2, KEY_3)
CASES = 12
ALL = CASES + 2  # and the two of the house
Live = dict[str, str]


@pytest.fixture(scope="module")
def filled(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with some cases, wrapped by the first key; only to be copied."""
    path = tmp_path_factory.mktemp("rotating") / "live.db"
    shutil.copy(migrated_file, path)
    db = Database(make_engine(f"sqlite:///{path}"), KeyRing(read_keys(KEY_1)))
    with db.write() as session:
        register_cast(session)
        for number in range(1, CASES + 1):
            open_case(session, case(f"BED-{number}"))
    db.close()
    return path


@pytest.fixture
def rotating(filled: Path, live: Live, tmp_path: Path) -> Live:
    """Its settings with a new key in front."""
    shutil.copy(filled, tmp_path / "live.db")
    return live | {"MAPPA_KEYS": f"{KEY_2},{KEY_1}"}


@contextmanager
def opened(keys: str) -> Iterator[Database]:
    db = Database(make_engine("sqlite:///live.db"), KeyRing(read_keys(keys)))
    yield db
    db.close()


def line(typed: Typed, settings: Live) -> str:
    said = typed("keys", "rotate", **settings).answer
    assert len(said.splitlines()) == 1 and not any(key in said for key in SECRETS)
    return said


def test_it_says_what_was_done_and_which_key_may_go(typed: Typed, rotating: Live) -> None:
    said = line(typed, rotating)
    assert said.startswith(f"Re-wrapped {ALL} data keys with the newest key, {TWO}; 0 were already")
    assert f"No longer needed in MAPPA_KEYS: {ONE}." in said
    assert f"start every bot with {TWO} first" in said and "keep it with the backups" in said
    assert line(typed, rotating).startswith(
        f"Re-wrapped 0 data keys with the newest key, {TWO}; {ALL}"
    )
    alone = rotating | {"MAPPA_KEYS": KEY_2}
    assert f"{ALL} were already. MAPPA_KEYS holds no other" in line(typed, alone)
    assert typed("ask", "how many cases", **alone).code == 0
    assert (
        f"sealed with ({TWO})"
        in typed("keys", "rotate", **rotating | {"MAPPA_KEYS": KEY_1}).problem
    )
    with opened(KEY_2) as db, db.read() as session:
        assert find_broken_record(session, "BED") is None
        rows = session.execute(records.select().where(records.c.action == "keys rotated")).all()
        assert [(row.source, row.case_id) for row in rows] == [("command line", None)]


def test_check_says_that_keys_are_to_be_rotated_and_is_no_redder_for_it(
    typed: Typed, rotating: Live
) -> None:
    before = typed("check", **rotating).out
    waits = f"ok   key rotation: not all are wrapped by the newest key, {TWO}, but {ALL} by {ONE}"
    assert f"{waits}: mappa-bot keys rotate" in before
    line(typed, rotating)
    assert (
        f"ok   key rotation: all are wrapped by the newest key, {TWO}"
        in typed("check", **rotating).out
    )
    lost = typed("check", **rotating | {"MAPPA_KEYS": KEY_1}).out
    assert (
        f"RED  keys: MAPPA_KEYS does not hold the key that this database was sealed with ({TWO})"
        in lost
    )
    run_sql(
        rotating["DATABASE_URL"],
        "UPDATE data_keys SET wrapped = substr(wrapped, 1, 40) WHERE purpose = 'case BED-3'",
    )
    broken = typed("check", **rotating).out
    assert f"a data key of this database is damaged ({TWO} does not open it)" in broken


def test_a_key_that_is_missing_is_named_and_the_rest_is_done(typed: Typed, rotating: Live) -> None:
    with opened(f"{KEY_3},{KEY_1}") as db, db.write() as session:
        for number in (50, 51, 52, 53):
            open_case(session, case(f"BED-{number}"))
    problem = typed("keys", "rotate", **rotating).problem
    assert problem == (
        "4 data keys (case BED-50, case BED-51, case BED-52 and 1 more) cannot be opened: "
        f"MAPPA_KEYS lacks {THREE}. {ALL} were re-wrapped with {TWO}."
    )
    whole = rotating | {"MAPPA_KEYS": f"{KEY_2},{KEY_1},{KEY_3}"}
    assert line(typed, whole).startswith(
        f"Re-wrapped 4 data keys with the newest key, {TWO}; {ALL}"
    )
    run_sql(
        rotating["DATABASE_URL"],
        "UPDATE data_keys SET wrapped = substr(wrapped, 1, 40) WHERE purpose = 'case BED-3'",
    )
    problem = typed("keys", "rotate", **rotating | {"MAPPA_KEYS": f"{KEY_1},{KEY_2}"}).problem
    assert f"1 data key (case BED-3) cannot be opened: damaged under {TWO}" in problem
    assert f"must stay in MAPPA_KEYS: {TWO}" in problem


KILLED = """
import os, signal, sys
from storage import rotations
rotations.AT_ONCE, seen, some = 3, [], rotations.rewrap_some
rotations._OLD = rotations._OLD.limit(3)
import bot.rotating

def rewrap_and_die(session, after):
    batch = some(session, after)
    seen.append(batch)
    if len(seen) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return batch

bot.rotating.rewrap_some = rewrap_and_die
from bot.__main__ import main
sys.exit(main(["keys", "rotate"]))
"""


def test_a_process_that_is_killed_leaves_what_the_next_one_goes_on_with(
    typed: Typed, rotating: Live, tmp_path: Path
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=tmp_path,
        env=clean(tmp_path, **rotating),
        timeout=PATIENCE,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with opened(rotating["MAPPA_KEYS"]) as db, db.read() as session:
        assert count_by_key(session) == {TWO: 6, ONE: ALL - 6}
        assert find_broken_record(session, "BED") is None
    assert line(typed, rotating).startswith(
        f"Re-wrapped {ALL - 6} data keys with the newest key, {TWO}; 6 were already."
    )


@pytest.mark.usefixtures("typed")
def test_a_bot_that_works_with_both_keys_never_notices(rotating: Live) -> None:
    """Cases are made and read between the pieces, by a bot that goes on as it was started."""
    with opened(rotating["MAPPA_KEYS"]) as bot, opened(rotating["MAPPA_KEYS"]) as db:
        made = iter(range(60, 70))

        def work(done: int, total: int) -> None:
            with bot.write() as session:
                stored = open_case(session, case(f"BED-{next(made)}"))
                assert list_history(session, stored.id, stored.key) == []

        done = rotate(db, "BED", work)
        assert (done.rewrapped, done.left.total(), done.already) == (ALL, 0, 0)
        with bot.read() as session:
            assert set(count_by_key(session)) == {TWO}


def test_an_empty_database_and_wrong_usage(typed: Typed, live: Live) -> None:
    assert line(typed, live).startswith("Re-wrapped 0 data keys")
    assert typed("keys", **live).code == 2
    assert typed("keys", "turn", **live).code == 2
    assert typed("keys", "rotate", **live | {"MAPPA_KEYS": ""}).problem.startswith("MAPPA_KEYS is")
