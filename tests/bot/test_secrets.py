"""No word of the command line shows a token, a key or a password, whatever is wrong."""

from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.__main__ import WORDS
from tests.bot.conftest import Typed
from tests.bot.words import KEY_1, Done

PASSWORD, BOT, APP, SIGNING = "hunter2hunter2", "kettle4711", "saucer4712", "teapot4713"
KEY = b64encode(bytes(range(7, 39))).decode()
SECRETS = (PASSWORD, BOT, APP, SIGNING, KEY, KEY_1)
SLACK = {
    "SLACK_BOT_TOKEN": f"xoxb-{BOT}", "SLACK_APP_TOKEN": f"xapp-{APP}",
    "SLACK_SIGNING_SECRET": SIGNING, "SLACK_API_URL": "http://127.0.0.1:1/api/",
    "MAPPA_AREA": "BED", "MAPPA_KEYS": f"{KEY},{KEY_1}",
}  # fmt: skip
DATABASES = (
    f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:1/x",
    f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:port/x",
    f"postgresql+psycopg://u:{PASSWORD}@[::1/x",
    f"postgresql+psycopg://u@127.0.0.1:1/x?password={PASSWORD}",
    f"postgres://u:{PASSWORD}@127.0.0.1:1/x",
    f"mysql://u:{PASSWORD}@127.0.0.1:1/x",
    f"postgresql+psycopg:/u:{PASSWORD}@127.0.0.1:1/x",
    f"{PASSWORD}", f"sqlite:///x.db?uri={PASSWORD}",
)  # fmt: skip
# What each word is given besides; what would go on for ever is refused before it begins.
GIVEN = {
    "ask": ["how many cases"], "report": ["2013/14"], "check-report": ["none.json"],
    "import": ["none"], "export": ["out"], "sample": ["bedfordshire-2013-14"],
    "people": ["list"], "backup": ["out.db"], "restore": ["none.db"], "keys": ["rotate"],
    "audit": ["verify"], "subject-access": ["BED-1042"], "sandbox": ["--port", "99999"],
}  # fmt: skip


def shows_none(done: Done, *more: str) -> None:
    said = done.out + done.err
    assert [secret for secret in (*SECRETS, *more) if secret and secret in said] == []
    assert "Traceback" not in said


@pytest.mark.parametrize("word", WORDS)
def test_no_word_shows_a_secret_when_the_database_cannot_be_had(typed: Typed, word: str) -> None:
    for url in DATABASES:
        done = typed(word, *GIVEN.get(word, []), **SLACK, DATABASE_URL=url)
        shows_none(done)
        assert done.code in (0, 1, 2)


@pytest.mark.parametrize("word", ["check", "run", "people", "keys"])
def test_nor_when_a_setting_is_malformed(typed: Typed, live: dict[str, str], word: str) -> None:
    wrong = {
        "SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": f"xapp-{APP} x",
        "SLACK_SIGNING_SECRET": f"{SIGNING} x", "MAPPA_KEYS": f"{KEY}x,{KEY_1}",
        "SLACK_API_URL": f"https://u:{PASSWORD}@slack.com/api/", "MAPPA_ADMINS": PASSWORD,
        "COMMAND": f"/{PASSWORD}!", "LOG_LEVEL": PASSWORD, "HTTP_PORT": PASSWORD,
    }  # fmt: skip
    for name, value in wrong.items():
        done = typed(word, *GIVEN.get(word, []), **{**live, **SLACK, name: value})
        assert done.code == 1
        shows_none(done)


@pytest.mark.parametrize("where", ["environment", "file"])
def test_check_shows_no_secret_whatever_it_is(typed: Typed, tmp_path: Path, where: str) -> None:
    text = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40)

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(token=text, key=text, password=text)
    @example(token="a" * 30, key="b" * 44, password="p%40ss:w/rd")
    def check(token: str, key: str, password: str) -> None:
        given = {
            **SLACK,
            "SLACK_BOT_TOKEN": f"xoxb-{token}",
            "MAPPA_KEYS": key,
            "DATABASE_URL": f"postgresql+psycopg://u:{password}@127.0.0.1:1/x",
        }
        if where == "file":
            lines = (f"{name}='{value}'\n" for name, value in given.items())
            (tmp_path / ".env").write_text("".join(lines))
            given = {}
        shows_none(typed("check", **given), token, key, password)

    check()
