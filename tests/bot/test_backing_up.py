"""`mappa-bot backup` and `restore`: everything in one file and back, and nothing sent twice."""

import json
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

import pytest

from handlers.sending import Sender
from handlers.views.reminders import LATE, REPEAT
from storage.databases import Database, make_engine
from storage.keys import KeyRing
from storage.outgoing import Message, add_outgoing
from storage.records import Entry, add_record
from tests.bot.conftest import Typed
from tests.bot.test_migrating import run_sql
from tests.bot.words import KEY_1, KEY_2
from tests.bot.workspaces import Slack, serve
from tests.build import POLICY, case, open_case, register_cast
from tests.conftest import KEY
from tests.postgres import Postgres

ASK = ("ask", "how many level 2 cases on 31 March 2014")
DAY = timedelta(days=1)
QUESTIONS = ("cases by category on 31 March 2014 including custody", "how many cases by level")


@pytest.fixture
def bare(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database on a server, without any tables."""
    server: Postgres = request.getfixturevalue("postgres")
    name = f"bare_{token_hex(4)}"
    yield server.url(name, make=True)
    server.drop(name)


@pytest.mark.usefixtures("practice")
def test_practice_data_move_to_a_server_and_back_with_every_answer(
    bare: str, typed: Typed, tmp_path: Path
) -> None:
    before = answers(typed)
    said = typed("backup", "one.backup").answer
    assert said.startswith("one.backup: 1,046 cases, ")
    assert "Keep it apart from the keys that open it" in said
    assert stat.S_IMODE((tmp_path / "one.backup").stat().st_mode) == 0o600
    said = typed("restore", "one.backup", DATABASE_URL=bare).answer
    assert "Restored: 1,046 cases, " in said
    assert "The record verifies in every area: BED." in said
    assert typed("backup", "two.backup", DATABASE_URL=bare).code == 0
    new = {"DATABASE_URL": "sqlite:///deep/er/back.db"}
    assert typed("restore", "two.backup", **new).code == 0
    assert answers(typed, **new) == before
    assert (tmp_path / "deep/er/back.db").stat().st_mode & 0o077 == 0
    reminded = typed("restore", "two.backup", **new).problem
    assert reminded.startswith("A backup is restored into an empty database only")


@pytest.mark.usefixtures("practice")
def test_what_cannot_be_done_is_one_line_and_leaves_nothing(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    for words, says in (
        (("backup", "taken"), "taken is there already"),
        (("backup", "no/folder"), "no/folder cannot be written: there is no folder no."),
        (("backup", ""), "FILE is not a file's name"),
        (("backup", "a\0b"), "FILE is not a file's name"),
        (("backup", "var/practice.db"), "var/practice.db is there already"),
        (("restore", "gone"), "gone cannot be read (No such file or directory)."),
        (("restore", "var"), "var cannot be read (Is a directory)."),
        (("restore", "taken"), "taken is no backup made with mappa-bot backup."),
        (("restore", "var/practice.db"), "DATABASE_URL names the backup itself."),
    ):
        assert typed(*words).problem.startswith(says)
    other = {"DATABASE_URL": "sqlite:///other.db", "MAPPA_KEYS": KEY_2, "MAPPA_AREA": "BED"}
    problem = typed("restore", "var/practice.db", **other).problem
    assert problem == "var/practice.db is no backup made with mappa-bot backup."
    problem = typed("backup", "x", **other).problem
    assert problem == "DATABASE_URL: there is no file other.db to back up."
    assert {path.name for path in tmp_path.iterdir()} == {"taken", "var"}


def test_the_keys_are_needed_to_bring_it_back_and_not_to_take_it(
    typed: Typed, live: dict[str, str], tmp_path: Path
) -> None:
    assert typed(*ASK, **live).code == 0
    without = live | {"MAPPA_KEYS": ""}
    assert typed("backup", "x.backup", **without).code == 0
    new = {"DATABASE_URL": "sqlite:///new.db"}
    problem = typed("restore", "x.backup", **without | new).problem
    assert problem.startswith("MAPPA_KEYS is missing")
    problem = typed("restore", "x.backup", **live | new | {"MAPPA_KEYS": KEY_2}).problem
    assert problem.startswith("MAPPA_KEYS does not hold the keys with which this backup was sealed")
    assert not (tmp_path / "new.db").exists()
    assert typed("restore", "x.backup", **live | new | {"MAPPA_KEYS": f"{KEY_2},{KEY_1}"}).code == 0


def test_a_record_that_does_not_verify_is_brought_back_and_said(
    typed: Typed, live: dict[str, str]
) -> None:
    ann = ["--slack-id", "U0ANN", "--name", "Ann", "--agency", "police", "--role", "smb"]
    assert typed("people", "add", *ann, "--team-id", "T0ONE", **live).code == 0
    run_sql(live["DATABASE_URL"], "UPDATE records SET source = 'x'")
    assert typed("backup", "x.backup", **live).code == 0
    new = live | {"DATABASE_URL": "sqlite:///new.db"}
    done = typed("restore", "x.backup", **new)
    assert (done.code, "Restored: 0 cases" in done.out, "verifies" in done.out) == (1, True, False)
    assert done.err.startswith("The record of BED does not verify from row 1 on: it is not what")
    assert "Ann" in typed("people", "list", **new).answer


def test_what_a_lost_bot_has_sent_since_the_backup_is_not_sent_again_unmarked(
    typed: Typed, live: dict[str, str], tmp_path: Path
) -> None:
    shutil.copy(tmp_path / "live.db", tmp_path / "old.db")
    now = datetime.now(UTC)
    licence_end = (now + 60 * DAY).date()
    with serve() as slack:
        old = Database(make_engine("sqlite:///old.db"), KeyRing([KEY]))
        with old.write() as session:
            cora = register_cast(session)["U0CORA"]
            add_outgoing(session, Message("to all"), cora, now, about=())
            open_case(session, case(dates={"licence_end": licence_end}), now)
            add_record(session, Entry("case opened", "command line"), area="BED", now=now)
        assert typed("backup", "x.backup", **live | {"DATABASE_URL": "sqlite:///old.db"}).code == 0
        send(old, slack, now)
        old.close()
        before = told(slack)
        assert [len(texts) for texts in before.values()] == [2, 1]
        new = live | {"DATABASE_URL": "sqlite:///new.db"}
        assert typed("restore", "x.backup", **new).code == 0
        db = Database(make_engine("sqlite:///new.db"), KeyRing([KEY]))
        send(db, slack, now + DAY)
        db.close()
        since = {user: texts[len(before[user]) :] for user, texts in told(slack).items()}
    assert [len(texts) for texts in since.values()] == [1, 1], "what was found in Slack is not sent"
    for user, texts in since.items():
        said = f"{before[user][-1]}\n{LATE}\n{REPEAT}"
        assert texts[0] == said, "and what may have been says so"


def send(db: Database, slack: Slack, now: datetime) -> None:
    """Send what is due, with two seconds between one message and the next of a person's."""
    times = iter(now + timedelta(seconds=2 * n) for n in range(10))
    at = [next(times)]
    sender = Sender(db, slack.client, "U0MAPPA", POLICY, lambda: at[0], practice=False)
    try:
        for at[0] in times:
            sender.send_due()
    finally:
        sender.stop()


def told(slack: Slack) -> dict[str, list[str]]:
    """Everything in the direct messages of those who are told."""
    return {
        user: [message["text"] for message in slack.messages(f"U0{user}", f"D0{user}")]
        for user in ("CORA", "PRIYA")
    }


def answers(typed: Typed, **settings: str) -> list[object]:
    """What is answered and reported."""
    found: list[object] = [
        json.loads(typed("ask", question, "--json", **settings).out) for question in QUESTIONS
    ]
    return [*found, json.loads(typed("report", "2013/14", "--format", "json", **settings).out)]
