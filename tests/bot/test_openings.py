"""Practice and live never mix: which database each word opens, with which key."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.bot.conftest import Typed
from tests.bot.words import KEY_1, KEY_2, SAMPLE

ASK = ("ask", "how many level 2 cases on 31 March 2014")
SLACK = {
    "SLACK_BOT_TOKEN": "xoxb-practice-workspace",
    "SLACK_APP_TOKEN": "xapp-practice-workspace",
    "SLACK_API_URL": "http://127.0.0.1:1/api/",  # nobody listens: it is refused before it is called
}
PRACTICE_URL = {"DATABASE_URL": "sqlite:///var/practice.db"}
ANN = ("people", "add", "--slack-id", "U0ANN", "--name", "Ann Example", "--agency", "police",
       "--role", "admin", "--team-id", "T0EXAMPLE")  # fmt: skip


@pytest.mark.usefixtures("practice")
def test_the_bot_with_tokens_never_opens_practice_data(typed: Typed) -> None:
    for keys in ({}, {"MAPPA_KEYS": KEY_1}):
        problem = typed("run", **SLACK, **PRACTICE_URL, **keys).problem
        assert problem.startswith("DATABASE_URL names a practice database: invented people")
        assert "mappa-bot run --practice" in problem


@pytest.mark.parametrize("registered", [True, False])
def test_training_never_opens_live_data(
    registered: bool, typed: Typed, live: dict[str, str]
) -> None:
    assert typed(*(ANN if registered else ("ask", "how many cases")), **live).code == 0
    problem = typed("run", "--practice", **SLACK, **live).problem
    assert problem.startswith("DATABASE_URL names a live database, and practice never opens one.")
    assert ("It is empty: fill it with mappa-bot sample" in problem) is not registered


@pytest.mark.parametrize("missing", [(), ("MAPPA_KEYS",), ("MAPPA_KEYS", "MAPPA_AREA")], ids=str)
def test_the_practice_workspace_never_opens_live_data(
    missing: tuple[str, ...], typed: Typed, live: dict[str, str], tmp_path: Path
) -> None:
    assert typed(*ANN, **live).code == 0
    before = (tmp_path / "live.db").read_bytes()
    given = {name: value for name, value in live.items() if name not in missing}
    for words in (("sandbox", "--port", "0"), ("run",))[: 2 if missing else 1]:
        problem = typed(*words, **given).problem  # and no address was printed
        assert "live database" in problem or "MAPPA_KEYS is missing" in problem
    assert (tmp_path / "live.db").read_bytes() == before


@pytest.mark.usefixtures("practice")
def test_a_stray_practice_key_opens_no_live_data(typed: Typed, live: dict[str, str]) -> None:
    assert typed(*ANN, **live).code == 0
    url = {"DATABASE_URL": live["DATABASE_URL"]}
    assert "MAPPA_KEYS is missing" in typed(*ASK, **url).problem
    assert "MAPPA_KEYS does not hold the key" in typed("sandbox", **url).problem
    assert "MAPPA_KEYS does not hold the key" in typed("sample", SAMPLE, **url).problem


@pytest.mark.usefixtures("practice")
def test_practice_data_open_with_their_own_key_whatever_keys_are_set(typed: Typed) -> None:
    assert "45 people" in typed(*ASK).answer
    assert "45 people" in typed(*ASK, MAPPA_KEYS=KEY_1, MAPPA_AREA="BED", **PRACTICE_URL).answer


def test_an_empty_database_says_how_to_practise(typed: Typed) -> None:
    assert typed(*ASK).problem.startswith("The database is empty and MAPPA_KEYS is not set.")
    assert "mappa-bot sample bedfordshire-2013-14" in typed("people", "list").problem


def test_live_data_open_with_their_own_keys_only(typed: Typed, live: dict[str, str]) -> None:
    assert typed(*ANN, **live).code == 0
    del live["MAPPA_KEYS"]
    assert typed(*ASK, **live).problem.startswith("MAPPA_KEYS is missing: this database is not")
    wrong = "MAPPA_KEYS does not hold the key that this database was sealed with"
    assert typed(*ASK, **live, MAPPA_KEYS=KEY_2).problem.startswith(wrong)
    assert "Ann Example" in typed("people", "list", **live, MAPPA_KEYS=f"{KEY_2},{KEY_1}").answer


@pytest.mark.parametrize("content", [None, b"", b"short", b"\xff" * 44])
def test_a_practice_key_that_is_lost_or_damaged_is_named(
    content: bytes | None, typed: Typed, practice: Path
) -> None:
    key = practice / "var/practice.key"
    key.unlink()
    if content is not None:
        key.write_bytes(content)
    for words in (ASK, ("sandbox",), ("sample", SAMPLE)):
        problem = typed(*words).problem
        assert problem.startswith("var/practice.key, the key of the practice data, cannot be used")
    assert key.exists() == (content is not None), "no new key takes the place of a lost one"


def test_whoever_opens_practice_data_from_another_folder_is_told_of_the_key(
    sampled: Path, typed: Typed
) -> None:
    elsewhere = {"DATABASE_URL": f"sqlite:///{sampled}/var/practice.db"}
    assert "var/practice.key" in typed(*ASK, **elsewhere).problem


def test_a_database_stays_practice_for_good(typed: Typed, practice: Path) -> None:
    engine = create_engine(f"sqlite:///{practice}/var/practice.db")
    with engine.begin() as connection:
        for statement in ("DELETE FROM reminders", "DELETE FROM outgoing", "DELETE FROM people"):
            connection.execute(text(statement))
    engine.dispose()
    assert "ractice data" in typed(*ASK).answer
    shutil.copy(practice / "var/practice.db", practice / "renamed.db")
    assert "ractice data" in typed(*ASK, DATABASE_URL="sqlite:///renamed.db").answer
