"""Every setting is read from the environment or `.env`, or named in one line."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import NAMES, Settings, read_settings, require_slack
from mappa.errors import SettingWrong
from tests.bot.conftest import Typed
from tests.bot.words import KEY_1, KEY_2, ROOT, say

SECRET = "hunter2hunter2"


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-1-2", "xoxb-1-2"),
        ("SLACK_APP_TOKEN", "xapp-1-2", "xapp-1-2"),
        ("SLACK_SIGNING_SECRET", "abc123", "abc123"),
        ("SLACK_API_URL", "https://slack-gov.com/api/", "https://slack-gov.com/api/"),
        ("SLACK_API_URL", "http://127.0.0.1:8765/api", "http://127.0.0.1:8765/api/"),
        ("SLACK_API_URL", "http://[::1]:8765/api/", "http://[::1]:8765/api/"),
        ("SLACK_API_URL", "http://LOCALHOST/api/", "http://LOCALHOST/api/"),
        ("SLACK_API_URL", "http://10.1.2.3:80/api/", "http://10.1.2.3:80/api/"),
        ("SLACK_API_URL", "http://slack:8080", "http://slack:8080/"),
        ("SLACK_MODE", "HTTP", "http"),
        ("HTTP_PORT", "3001", 3001),
        ("COMMAND", "/mappa-test", "/mappa-test"),
        ("DATABASE_URL", "sqlite:///x.db", "sqlite:///x.db"),
        ("MAPPA_AREA", "bed", "BED"),
        ("MAPPA_AREA", "Devon and Cornwall", "DEV"),
        ("MAPPA_KEYS", f"{KEY_1}, {KEY_2}", (bytes(range(32)), bytes(range(31, -1, -1)))),
        ("MAPPA_ADMINS", "U0ADA,W0ANN", ("U0ADA", "W0ANN")),
        ("MAPPA_POLICY", __file__, __file__),
        ("LOG_LEVEL", "debug", "DEBUG"),
        ("LOG_FORMAT", "JSON", "json"),
        ("HEALTH_PORT", "8080", 8080),
        ("PORT", "0", 0),
    ],
)
def test_a_setting_is_read(name: str, given: str, value: Any) -> None:
    read = read_settings({name: f" {given}\n"})
    assert getattr(read, name.lower()) == value


def test_every_setting_has_a_default_and_an_empty_one_means_it() -> None:
    assert read_settings({}) == read_settings(dict.fromkeys(NAMES, "")) == Settings()
    assert Settings().slack_api_url == "https://slack.com/api/"
    assert Settings(mappa_keys=(b"k",)).url == "sqlite:///var/mappa.db"
    assert Settings().url == "sqlite:///var/practice.db"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("SLACK_BOT_TOKEN", f"xoxp-{SECRET}"),
        ("SLACK_BOT_TOKEN", f"xoxb-{SECRET} x"),
        ("SLACK_APP_TOKEN", f"xoxb-{SECRET}"),
        ("SLACK_SIGNING_SECRET", f"two {SECRET}"),
        ("SLACK_API_URL", "slack.com/api/"),
        ("SLACK_API_URL", "ftp://slack.com/api/"),
        ("SLACK_API_URL", "http://slack.com/api/"),
        ("SLACK_API_URL", "HTTP://slack.com/api/"),
        ("SLACK_API_URL", "http://8.8.8.8/api/"),
        ("SLACK_API_URL", "http://[2001:4860:4860::8888]/api/"),
        ("SLACK_API_URL", "http://localhost.slack.com/api/"),
        ("SLACK_API_URL", "http://[::1/api/"),
        ("SLACK_API_URL", "http://slack.com:port/api/"),
        ("SLACK_API_URL", f"http://me:{SECRET}@slack.com/api/"),
        ("SLACK_API_URL", "http://slack.com/api/?x=y"),
        ("SLACK_MODE", "rtm"),
        ("HTTP_PORT", "65536"),
        ("HTTP_PORT", "-1"),
        ("HTTP_PORT", "٣"),
        ("HEALTH_PORT", "http"),
        ("PORT", "8 765"),
        ("COMMAND", "mappa"),
        ("COMMAND", "/Mappa"),
        ("COMMAND", "/two words"),
        ("MAPPA_AREA", "Luton"),
        ("MAPPA_KEYS", SECRET),
        ("MAPPA_KEYS", f"{KEY_1},"),
        ("MAPPA_KEYS", f"{KEY_1},{SECRET}"),
        ("MAPPA_ADMINS", "ada"),
        ("MAPPA_ADMINS", "U0ADA;U0ANN"),
        ("MAPPA_POLICY", "no-such-file.toml"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_malformed_setting_is_named_in_one_line_that_shows_no_secret(
    name: str, given: str, typed: Typed
) -> None:
    problem = typed("manifest", **{name: given}).problem
    assert name in problem
    assert "Example" in problem or "Make one with" in problem
    assert SECRET not in problem


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "is not a database URL"),
        (f"mysql://me:{SECRET}@host/mappa", "mysql, which is not supported"),
        (f"postgresql+psycopg://me:{SECRET}@host:port/mappa", "is not a database URL"),
        (f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/mappa", "cannot be opened"),
        ("sqlite://", "no file that would last"),
        ("sqlite:///:memory:", "no file that would last"),
        ("sqlite:////proc/mappa.db", "cannot be opened"),
    ],
)
def test_a_database_that_cannot_be_had_is_one_line_without_its_password(
    url: str, says: str, typed: Typed
) -> None:
    given = {"DATABASE_URL": url, "MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}
    problem = typed("ask", "how many cases", **given).problem
    assert says in problem
    assert SECRET not in problem


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_MODE": "socket"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_API_URL": "http://127.0.0.1/api/"}, "SLACK_BOT_TOKEN"),
        ({"MAPPA_KEYS": KEY_1}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_MODE": "http"}, "SLACK_SIGNING_SECRET"),
    ],
)
def test_a_start_names_the_setting_that_is_missing(
    given: dict[str, str], missing: str, typed: Typed
) -> None:
    problem = typed("run", **given).problem
    assert problem.startswith(f"{missing} is missing")
    assert "unset every SLACK_ setting and MAPPA_KEYS to practise" in problem


def test_what_a_start_needs_depends_on_the_mode() -> None:
    require_slack(read_settings({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}))
    http = {"SLACK_MODE": "http", "SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-1"}
    require_slack(read_settings(http))


@pytest.mark.parametrize("word", [["ask", "how many cases"], ["report", "2013/14"]])
def test_an_area_is_asked_for_once_the_database_is_no_default(
    word: list[str], typed: Typed
) -> None:
    assert typed(*word, MAPPA_KEYS=KEY_1).problem.startswith("MAPPA_AREA is missing")


def test_secrets_are_never_shown() -> None:
    read = read_settings(
        {
            "SLACK_BOT_TOKEN": f"xoxb-{SECRET}",
            "SLACK_APP_TOKEN": f"xapp-{SECRET}",
            "SLACK_SIGNING_SECRET": SECRET,
            "DATABASE_URL": f"postgresql+psycopg://u:{SECRET}@h/d",
            "MAPPA_KEYS": KEY_1,
        }
    )
    assert SECRET not in repr(read)
    assert str(bytes(range(5)))[2:-1] not in repr(read)


def test_a_malformed_setting_ends_a_real_process_with_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={SECRET}\n")
    problem = say(tmp_path, "run").problem
    assert problem == "SLACK_BOT_TOKEN is malformed. Example: SLACK_BOT_TOKEN=xoxb-..."


@given(values=st.dictionaries(st.sampled_from(sorted(NAMES)), st.text(max_size=60)))
def test_no_value_at_all_gives_a_traceback(values: dict[str, str]) -> None:
    try:
        assert isinstance(read_settings(values), Settings)
    except SettingWrong as problem:
        assert any(name in problem.message for name in values)


def test_nothing_else_of_the_environment_is_read() -> None:
    looks = re.compile(r"\benviron\b|\bgetenv\b")
    reading = {
        path.relative_to(ROOT).as_posix()
        for room in ("bot", "handlers", "storage", "mappa")
        for path in (ROOT / room).rglob("*.py")
        if looks.search(path.read_text())
    }
    # One hands it to the settings, one forgets what Slack's libraries would find in it; WSGI
    # calls the description of a request by the same name.
    wsgi = {"bot/health.py", "bot/web.py"}
    assert reading == {"bot/__main__.py", "bot/clients.py", "bot/settings.py"} | wsgi
