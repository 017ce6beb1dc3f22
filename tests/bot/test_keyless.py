"""Outside the practice workspace nothing starts without a key, and the line says what to do."""

from pathlib import Path

import pytest

from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from storage.keys import MAKE_ONE
from tests.bot.conftest import Typed

SLACK = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
SIGNED = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_MODE": "http", "SLACK_SIGNING_SECRET": "x"}
ANN = ("--slack-id", "U0ANN", "--name", "Ann Example", "--agency", "police", "--role", "smb")
WORDS = (
    ("ask", "how many cases"),
    ("report", "2013/14"),
    ("import", "book.xlsx"),
    ("export", "out"),
    ("reminders",),
    ("people", "list"),
    ("people", "add", *ANN, "--team-id", "T0ONE"),
    ("people", "remove", "--slack-id", "U0ANN", "--team-id", "T0ONE"),
    ("keys", "rotate"),
    ("sandbox", "--port", "0"),
    ("run",),
)
Live = dict[str, str]


@pytest.fixture
def keyless(live: Live) -> Live:
    return {name: value for name, value in live.items() if name != "MAPPA_KEYS"}


def test_live_data_are_opened_by_no_word_without_a_key(
    typed: Typed, live: Live, keyless: Live, tmp_path: Path
) -> None:
    assert typed("people", "add", *ANN, "--team-id", "T0ONE", **live).code == 0
    before = (tmp_path / "live.db").read_bytes()
    starts: list[tuple[tuple[str, ...], Live]] = [(words, keyless) for words in WORDS]
    starts += [(("run",), keyless | more) for more in (SLACK, SIGNED)]
    starts += [(("run", "--practice"), keyless | SLACK)]
    for words, settings in starts:
        problem = typed(*words, **settings).problem
        assert problem.startswith("MAPPA_KEYS is missing: this database is not"), words
        assert "Set it to the keys it was made with" in problem
    assert (tmp_path / "live.db").read_bytes() == before
    red = typed("check", **keyless, **SLACK, SLACK_API_URL="http://127.0.0.1:1/api/").out
    assert f"RED  settings: MAPPA_KEYS is missing: what seals names. {MAKE_ONE}" in red
    assert "RED  keys: MAPPA_KEYS is missing" in red
    # Whoever has the database and no key can copy it, and no more.
    assert typed("backup", "x.backup", **keyless).code == 0
    assert b"Ann Example" not in (tmp_path / "x.backup").read_bytes()


def test_an_empty_database_is_not_begun_without_one(typed: Typed, keyless: Live) -> None:
    starts = [(words, keyless) for words in WORDS if words[0] not in ("run", "sandbox")]
    starts += [(("run",), keyless | more) for more in (SLACK, SIGNED)]
    for words, settings in starts:
        problem = typed(*words, **settings).problem
        assert problem.startswith("The database is empty and MAPPA_KEYS is not set."), words
        assert MAKE_ONE in problem and "keep it apart from the backups" in problem
