"""`mappa-bot check`: green when all is well, and red in one line for each thing that is not."""

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.diagnoses import Doctor
from bot.doctoring import examine
from bot.manifests import SCOPES
from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from bot.settings import read_settings
from storage.databases import Database, make_engine
from storage.keys import KeyRing, read_keys
from storage.outgoing import Message, add_outgoing, claim_outgoing, mark_over
from storage.people import remove_person
from storage.records import Entry, add_record
from tests.bot.conftest import Typed
from tests.bot.processes import live as live_settings
from tests.bot.test_migrating import run_sql
from tests.bot.words import KEY_1, KEY_2, Done
from tests.bot.workspaces import Slack, serve
from tests.build import MARKER, NOW, TEAM, case, open_case, register_cast

NOWHERE = "http://127.0.0.1:1/api/"
SECRETS = (BOT_TOKEN, APP_TOKEN, KEY_1, KEY_2, MARKER, "Zebedee", "hunter2")
Live = dict[str, str]


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    with serve(scopes=SCOPES) as served:
        yield served


@pytest.fixture
def well(slack: Slack, live: Live, tmp_path: Path) -> Live:
    """The settings of a live bot in a workspace, with a case and everybody it needs."""
    settings = live_settings(slack, tmp_path / "live.db")
    db = _open(settings)
    with db.write() as session:
        register_cast(session)
        open_case(session, case(dates={"licence_end": date(2090, 3, 31)}))
        add_record(session, Entry("person registered", "command line"), area="BED", now=NOW)
    db.close()
    return settings


def _open(settings: Live) -> Database:
    keys = KeyRing(read_keys(settings["MAPPA_KEYS"]))
    return Database(make_engine(settings["DATABASE_URL"]), keys)


def reds(done: Done) -> dict[str, str]:
    """The parts that are red and what is said of each; nothing that is secret is said."""
    assert not any(secret in done.out + done.err for secret in SECRETS)
    assert "Traceback" not in done.out + done.err
    lines = [re.fullmatch(r"(ok |RED)  ([^:]+): (.+)", line) for line in done.out.splitlines()]
    found = [line.groups() for line in lines if line]
    assert len(found) == len(lines), done.out
    red = {part: says for well, part, says in found if well == "RED"}
    assert done.code == (1 if red else 0)
    assert len(done.err.splitlines()) == bool(red)
    return red


def test_all_is_well(typed: Typed, well: Live) -> None:
    done = typed("check", **well)
    assert reds(done) == {}, done.out
    assert "ok   Slack scopes: all 12 of the manifest" in done.out
    found = json.loads(typed("check", "--json", **well).answer)
    assert found["healthy"] is True
    assert [one["healthy"] for one in found["checks"]] == [True] * len(done.out.splitlines())
    signed = {"SLACK_MODE": "http", "SLACK_SIGNING_SECRET": "x"}
    done = typed("check", **well, **signed)
    assert reds(done) == {}
    assert "Slack socket" not in done.out


@pytest.mark.usefixtures("practice")
def test_practice_needs_no_slack_and_says_that_it_is_practice(typed: Typed) -> None:
    done = typed("check")
    assert set(reds(done)) <= {"sending"}, "which may have fallen due since it was made"
    assert "ok   Slack: no setting of it" in done.out
    assert "ok   kind: practice, everybody in it is invented" in done.out


def _unwritable(folder: Path) -> None:
    (folder / "live.db").unlink()
    (folder / "live.db").mkdir()


def _sql(statement: str) -> Callable[[Path], None]:
    return lambda folder: run_sql(f"sqlite:///{folder / 'live.db'}", statement)


def _write(name: str, content: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(content)


def _nothing(folder: Path) -> None:
    """What is wrong is in the settings."""


BROKEN: dict[str, tuple[Live, Callable[[Path], object], dict[str, str]]] = {
    "a bot token that Slack refuses": (
        {"SLACK_BOT_TOKEN": "xoxb-other"}, _nothing, {"Slack": "Slack refuses SLACK_BOT_TOKEN"}),
    "an app token that Slack refuses": (
        {"SLACK_APP_TOKEN": "xapp-other"}, _nothing,
        {"Slack socket": "Slack refuses SLACK_APP_TOKEN"}),
    "a Slack that is not there": (
        {"SLACK_API_URL": NOWHERE}, _nothing,
        {"Slack": "Slack cannot be reached", "Slack socket": "Slack cannot be reached"}),
    "no app token": (
        {"SLACK_APP_TOKEN": ""}, _nothing,
        {"settings": "SLACK_APP_TOKEN is missing", "Slack socket": ""}),
    "nothing of Slack": (
        {"SLACK_APP_TOKEN": "", "SLACK_BOT_TOKEN": "", "SLACK_API_URL": ""}, _nothing,
        {"settings": "SLACK_BOT_TOKEN is missing"}),
    "no area": ({"MAPPA_AREA": ""}, _nothing, {"settings": "MAPPA_AREA is missing"}),
    "a file that is not there": (
        {"DATABASE_URL": "sqlite:///gone.db"}, _nothing, {"database": "There is no file gone.db"}),
    "a folder in its place": ({}, _unwritable, {"database": "There is no file"}),
    "a server that is not there": (
        {"DATABASE_URL": "postgresql+psycopg://u:hunter2@127.0.0.1:1/x"}, _nothing,
        {"database": "The database cannot be opened: connection failed"}),
    "an address that is none": (
        {"DATABASE_URL": "hunter2"}, _nothing, {"database": "DATABASE_URL is not a database URL"}),
    "a file that is no database": (
        {}, _write("live.db", "hunter2 " * 1000), {"database": "file is not a database"}),
    "keys of another one": (
        {"MAPPA_KEYS": KEY_2}, _nothing, {"keys": "MAPPA_KEYS does not hold the key"}),
    "no keys": (
        {"MAPPA_KEYS": ""}, _nothing,
        {"settings": "MAPPA_KEYS is missing", "keys": "MAPPA_KEYS is missing"}),
    "an older schema": (
        {}, _sql("UPDATE alembic_version SET version_num = '0003'"),
        {"migrations": "take a backup, then run mappa-bot migrate"}),
    "a newer schema": (
        {}, _sql("UPDATE alembic_version SET version_num = '9999'"),
        {"migrations": "run the newer version"}),
    "a database of something else": (
        {}, _sql("DROP TABLE alembic_version"), {"migrations": "belongs to something else"}),
    "a table that is gone": (
        {}, _sql("ALTER TABLE outgoing RENAME TO gone"),
        {"sending": "no such table", "failed messages": "no such table"}),
    "practice data": (
        {}, _sql("INSERT INTO installation VALUES ('kind', 'practice')"),
        {"kind": "invented people have no place in a live Slack"}),
    "a policy that cannot be read": (
        {"MAPPA_POLICY": "own.toml"}, _write("own.toml", "[reminders"),
        {"policy": "own.toml", "dates": "the policy cannot be read"}),
    "people of another workspace": (
        {}, _sql("UPDATE people SET team_id = 'T0OTHER'"),
        {"caseload": "everybody is registered from T0OTHER", "dates": ""}),
    "no admin": (
        {"MAPPA_ADMINS": ""}, _sql("UPDATE people SET removed_at = '2026-01-01 00:00:00.000000' "
                                   "WHERE role = 'admin'"), {"admins": "Set MAPPA_ADMINS"}),
    "a slip in a name": (
        {}, _write(".env", "MAPPA_KEY=hunter2"), {"settings": ".env: MAPPA_KEY is no setting"}),
    "a line that is none": ({}, _write(".env", "hunter2"), {"settings": ".env, line 1"}),
    "two settings": (
        {"MAPPA_POLICY": "gone.toml", "MAPPA_AREA": "hunter"}, _nothing, {"settings": "MAPPA_"}),
}  # fmt: skip


@pytest.mark.parametrize("what", list(BROKEN))
def test_whatever_is_broken_is_red_and_says_so(
    what: str, typed: Typed, well: Live, tmp_path: Path
) -> None:
    changed, spoil, expected = BROKEN[what]
    spoil(tmp_path)
    found = reds(typed("check", **well | changed))
    assert list(found) == list(expected)
    for part, says in expected.items():
        assert says in found[part]


def test_every_setting_that_is_wrong_is_named(typed: Typed, well: Live) -> None:
    wrong = {"MAPPA_POLICY": "gone.toml", "MAPPA_AREA": "x", "HTTP_PORT": "y"}
    found = json.loads(typed("check", "--json", **well | wrong).out)
    assert [one["says"].partition(":")[0].split()[0] for one in found["checks"]] == [
        "HTTP_PORT", "MAPPA_AREA", "MAPPA_POLICY",
    ]  # fmt: skip


def test_scopes_that_are_missing_are_named(typed: Typed, well: Live) -> None:
    few = [scope for scope in SCOPES if not scope.startswith("im:")]
    with serve(scopes=few) as slack:
        found = reds(typed("check", **well | {"SLACK_API_URL": f"{slack.server.url}api/"}))
    assert list(found) == ["Slack scopes"]
    assert "the token lacks im:history, im:write" in found["Slack scopes"]


def test_a_database_that_somebody_holds_is_red_and_waited_for_only_shortly(
    typed: Typed, well: Live, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "live.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert list(reds(typed("check", **well))) == ["writing"]
        holder.execute("ROLLBACK")
    assert reds(typed("check", **well)) == {}


def test_what_is_overdue_undeliverable_or_without_anybody_is_red(typed: Typed, well: Live) -> None:
    ago = datetime.now(UTC) - timedelta(hours=1)
    db = _open(well)
    with db.write() as session:
        people = register_cast(session)
        for _ in range(2):
            add_outgoing(session, Message(MARKER), people["U0PRIYA"], ago, about=())
        (sending,) = claim_outgoing(session, ago, 1)
        mark_over(session, sending, "failed", "account_inactive")
        open_case(session, case("BED-2", limited_access=True))
        open_case(session, case("CAM-3", area="CAM"))
        remove_person(session, TEAM, "U0CORA", ago)
    db.close()
    found = reds(typed("check", **well))
    assert list(found) == ["sending", "failed messages", "dates", "co-ordinators", "record"]
    assert "reminders 0, other messages 1" in found["sending"]
    assert "account_inactive 1" in found["failed messages"]
    assert found["co-ordinators"].startswith("BED, CAM has cases")


@pytest.mark.parametrize(("seconds", "red"), [(0, False), (28, False), (32, True), (-32, True)])
def test_a_clock_that_is_wrong_is_red(
    seconds: int, red: bool, well: Live, database_url: str
) -> None:
    given = well | {"DATABASE_URL": database_url}
    doctor = Doctor()
    later = timedelta(seconds=seconds)
    examine(doctor, read_settings(given), practice=False, now=lambda: datetime.now(UTC) + later)
    clocks = {one.part: one.well for one in doctor.found if "clock" in one.part}
    ours = database_url.startswith("sqlite")
    assert clocks == {"Slack clock": not red, "database clock": not red or ours}


def test_it_changes_nothing(typed: Typed, well: Live, tmp_path: Path) -> None:
    db = _open(well)
    with db.write() as session:
        before = list(session.connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert reds(typed("check", **well)) == {}
    with db.write() as session:
        after = list(session.connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    db.close()
    assert before == after
    assert sorted(os.listdir(tmp_path)) == ["live.db"]
