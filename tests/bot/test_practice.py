"""The practice workspace with the real bot in it, as a newcomer starts it."""

import json
import urllib.request
from pathlib import Path

from bot import practice
from bot.manifests import SCOPES
from bot.sandbox import cast
from tests.bot.conftest import Typed
from tests.bot.processes import bot
from tests.bot.test_web import FORM, SECRET, command, free_port, send, signed
from tests.bot.workspaces import Slack, serve, wait_until

REAL = {
    "SLACK_BOT_TOKEN": "xoxb-live-one",
    "SLACK_APP_TOKEN": "xapp-live-one",
    "SLACK_SIGNING_SECRET": "live-one",
    "SLACK_API_URL": "http://slack.invalid/api/",
    "SLACK_MODE": "http",
    "MAPPA_KEYS": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "COMMAND": "/mappa-test",
}


def test_the_tokens_of_the_workspace_are_the_ones_it_takes() -> None:
    assert (practice.BOT_TOKEN, practice.APP_TOKEN) == (cast.BOT_TOKEN, cast.APP_TOKEN)


def test_forced_practice_uses_no_setting_of_a_real_slack_and_has_a_key_of_its_own(
    tmp_path: Path, typed: Typed
) -> None:
    with bot(tmp_path, "sandbox", "--port", "0", **REAL) as running:
        url = running.wait_for(r"Practice workspace: (\S+)")[1]
        running.wait_for(r"The bot is connected \(socket mode\) and listens to /mappa-test\.")
        assert "the sample caseload was loaded into practice.db." in running.out
        assert "type /mappa-test help." in running.out
        act(url, "command", channel="C0PANEL", text="/mappa-test how many level 2 cases")
        state = json.loads(urllib.request.urlopen(f"{url}practice/state?user=U0CORA").read())  # noqa: S310
        (reply,) = state["messages"]
        assert "Practice: invented people only." in reply["text"]
        assert (state["command"], state["broken"]) == ("/mappa-test", [])
        assert running.stop() == 0
        assert running.err == ""
    assert "live-one" not in running.out
    assert "45 people" in typed("ask", "how many level 2 cases on 31 March 2014").answer


def test_everything_that_the_bot_does_is_within_the_scopes_of_its_manifest(
    practice: Path, tmp_path: Path
) -> None:
    """Training in a Slack that is installed with the manifest; every message says what it is."""
    with serve(scopes=SCOPES) as slack:
        settings = {
            "SLACK_BOT_TOKEN": cast.BOT_TOKEN,
            "SLACK_APP_TOKEN": cast.APP_TOKEN,
            "SLACK_API_URL": f"{slack.server.url}api/",
            "DATABASE_URL": "sqlite:///var/practice.db",
        }
        with bot(tmp_path, "run", "--practice", **settings) as running:
            running.wait_for("The bot is connected")
            _use_everything(slack)
            assert running.stop() == 0
        assert slack.broken == []
        for message in slack.messages(channel="C0PANEL") + slack.messages(channel="D0CORA"):
            if message.get("bot_id"):
                assert "Practice: invented people only." in message["text"]


def _use_everything(slack: Slack) -> None:
    """A command, a form, Home, a direct message and a mention: each is answered."""
    slack.command("/mappa help")
    slack.command("/mappa refer", "U0PRIYA")
    wait_until(lambda: slack.state("U0PRIYA")["form"], "the form")
    slack.act("home")
    wait_until(lambda: slack.state()["home"], "Home")
    slack.act("say", channel="D0CORA", text="how many cases")
    slack.act("say", channel="C0PANEL", text="@MAPPA how many level 2 cases")

    def answered() -> bool:
        privately = [m for m in slack.messages() if m.get("ephemeral_to")]
        return len(privately) == 2 and len(slack.messages(channel="D0CORA")) >= 2

    wait_until(answered, "the answers")


def test_over_http_the_bot_answers_what_is_signed(practice: Path, tmp_path: Path) -> None:
    with serve() as slack:
        port = free_port()
        settings = {
            "SLACK_BOT_TOKEN": cast.BOT_TOKEN,
            "SLACK_API_URL": f"{slack.server.url}api/",
            "SLACK_MODE": "http",
            "SLACK_SIGNING_SECRET": SECRET,
            "HTTP_PORT": str(port),
            "HEALTH_PORT": str(health := free_port()),
            "DATABASE_URL": "sqlite:///var/practice.db",
        }
        with bot(tmp_path, "run", "--practice", **settings) as running:
            running.wait_for(r"The bot is connected \(http mode\)")
            url, body = f"http://127.0.0.1:{port}/slack/events", command("how many level 2 cases")
            status, text = send(url, body, signed(body))
            assert status == 200
            assert "at level 2" in json.loads(text)["text"]
            assert send(url, body, {})[0] == 401
            assert send(url, body, signed(body, age=600))[0] == 401
            with urllib.request.urlopen(f"http://127.0.0.1:{health}/") as answer:
                assert "due_unsent" in json.load(answer)
            assert running.stop() == 0
            assert running.err == ""


def act(url: str, what: str, **given: str) -> None:
    body = json.dumps({"user": "U0CORA", **given}).encode()
    assert send(f"{url}practice/{what}", body, {}, "application/json")[0] == 200, FORM
