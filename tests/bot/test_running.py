"""`mappa-bot run` as a process: it connects, works, stops, or says in one line why it cannot."""

import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.processes import Bot, bot, live
from tests.bot.words import ROOT, SAMPLE, say
from tests.bot.workspaces import Slack, serve, wait_until

CONNECTED = "The bot is connected \\(socket mode\\) and listens to /mappa\\."
MARKER = "Zebedee Q. Marker"
# Writes down every name that is looked up and every address that is connected to.
WATCH = """
import os, sys
def note(event, given):
    if event in ("socket.getaddrinfo", "socket.connect"):
        place = given[0] if event == "socket.getaddrinfo" else given[1][0]
        with open(os.environ["HOSTS_SEEN"], "a") as file:
            file.write(f"{place}\\n")
sys.addaudithook(note)
"""


@pytest.fixture
def slack() -> Iterator[Slack]:
    with serve() as served:
        yield served


@pytest.fixture
def settings(slack: Slack, tmp_path: Path, migrated_file: Path) -> dict[str, str]:
    shutil.copy(migrated_file, tmp_path / "mappa.db")
    return live(slack, tmp_path / "mappa.db")


def replies(slack: Slack, user: str = "U0ADA") -> list[str]:
    return [message["text"] for message in slack.messages(user, "C0GENERAL")]


def test_the_bot_answers_talks_to_no_other_host_and_stops_with_nothing_to_say(
    slack: Slack, settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    seen = tmp_path / "hosts.txt"
    elsewhere = {
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
        "HOSTS_SEEN": str(seen),
        # What Slack's libraries would take for themselves, if it were left to them.
        "HTTP_PROXY": "http://proxy.invalid:8080",
        "https_proxy": "http://proxy.invalid:8080",
        "SLACK_CLIENT_ID": "111.222",
        "SLACK_CLIENT_SECRET": "not ours to read",
        "SLACK_SCOPES": "admin",
    }
    with bot(tmp_path, "run", **settings, **elsewhere) as running:
        running.wait_for(CONNECTED)
        assert slack.state()["connected"] == 1
        slack.command("/mappa me", "U0ADA", "C0GENERAL")
        (reply,) = replies(slack)
        assert "Admin" in reply
        assert "ractice" not in reply, "it is a live one"
        slack.act("home", "U0ADA")
        wait_until(lambda: slack.state("U0ADA")["home"], "Home")
        slack.act("say", "U0ADA", channel="D0ADA", text="help")
        wait_until(lambda: len(slack.messages("U0ADA", "D0ADA")) == 2, "the answer")
        started = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - started < 10
        assert running.err == ""
    assert set(seen.read_text().split()) == {"127.0.0.1"}
    assert (slack.state()["connected"], slack.broken) == (0, [])
    ann = ["--slack-id", "U0ANN", "--name", "Ann Example", "--agency", "police", "--role", "smb"]
    added = say(tmp_path, "people", "add", *ann, **settings).answer
    assert added.startswith("Registered: U0ANN"), "in the workspace where the bot has been"
    problem = say(tmp_path, "sample", SAMPLE, **settings).problem
    assert problem.startswith("The sample caseload goes into an empty database only")


def test_the_log_holds_no_payload_at_debug_and_is_json_if_asked(
    slack: Slack, settings: dict[str, str], tmp_path: Path
) -> None:
    loud = {"LOG_LEVEL": "DEBUG", "LOG_FORMAT": "json"}
    with bot(tmp_path, "run", **settings, **loud) as running:
        running.wait_for(CONNECTED)
        for command in (f"/mappa case {MARKER}", f"/mappa refer X123456 because {MARKER}"):
            slack.command(command, "U0ADA", "C0GENERAL")
            slack.command(command, "U0NOEL", "C0GENERAL")
        for user in ("ADA", "NOEL"):
            slack.act("say", f"U0{user}", channel=f"D0{user}", text=f"how many {MARKER}")
        slack.act("say", "U0ADA", channel="C0GENERAL", text=f"@MAPPA {MARKER}")
        answered = ("U0ADA", "D0ADA"), ("U0NOEL", "D0NOEL")
        wait_until(lambda: all(len(slack.messages(*one)) == 2 for one in answered), "the answers")
        slack.act("fault", kind="500", method="views.publish")
        slack.act("home", "U0ADA")
        wait_until(lambda: "not done after" in running.err, "the log")
        assert running.stop() == 0
    lines = [json.loads(line) for line in running.err.splitlines()]
    assert all(list(line)[:4] == ["at", "level", "name", "message"] for line in lines)
    for shown in (MARKER, "Zebedee", "Cora", "xoxb-", "xapp-", "how many"):
        assert shown not in running.err + running.out


def test_an_app_token_that_is_revoked_later_ends_the_bot_with_one_line(
    slack: Slack, settings: dict[str, str], tmp_path: Path
) -> None:
    with bot(tmp_path, "run", **settings) as running:
        running.wait_for(CONNECTED)
        slack.act("fault", kind="refuse token", method="apps.connections.open", times=9)
        slack.act("sockets/close", politely=True)
        assert running.wait() == 1
        _only_line(running, "Slack no longer accepts SLACK_APP_TOKEN (invalid_auth)")


def test_a_bot_token_that_is_revoked_later_ends_the_bot_and_loses_nothing(
    slack: Slack, settings: dict[str, str], tmp_path: Path
) -> None:
    with bot(tmp_path, "run", **settings) as running:
        running.wait_for(CONNECTED)
        slack.act("fault", kind="refuse token", method="chat.postMessage", times=9)
        slack.act("say", "U0ADA", channel="D0ADA", text="help")
        assert running.wait() == 1
        _only_line(running, "Slack no longer accepts SLACK_BOT_TOKEN (invalid_auth)")
    assert len(slack.messages("U0ADA", "D0ADA")) == 1, "the question, without an answer so far"


def test_a_part_that_cannot_start_leaves_nothing_running(
    settings: dict[str, str], tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        problem = say(tmp_path, "run", **settings, HEALTH_PORT=port).problem
    assert problem.startswith(f"HEALTH_PORT {port} cannot be used (Address already in use)")


def _only_line(running: Bot, says: str) -> None:
    logged = [line for line in running.err.splitlines() if not line.startswith("20")]
    (line,) = [line for line in logged if line.startswith("Slack")]
    assert line.startswith(says)
    assert running.err.splitlines()[-1] == line
    assert "Nothing was lost" in line
