"""The page and what its script calls: one person's view, and only this page may act."""

import json
import re
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from bot.sandbox.page import STATIC
from tests.bot.workspaces import Slack

Json = dict[str, Any]
POSTS = ("command", "say", "press", "submit", "close", "home", "fault", "redeliver", "membership",
         "shortcut")  # fmt: skip
JSON = "application/json"


def test_the_page_is_served_whole(slack: Slack) -> None:
    status, text = slack.http("")
    assert status == 200
    for name in re.findall(r'(?:src|href)="([a-z.]+)"', text):
        assert slack.http(name)[0] == 200, name


def test_the_page_runs_its_own_scripts_only(slack: Slack) -> None:
    with urlopen(slack.server.url) as answer:  # noqa: S310
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert not re.search(r"<script(?! src)|\son[a-z]+=", slack.http("")[1])


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_text_is_set_as_text(path: Path) -> None:
    script = path.read_text()
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc"
    )
    assert re.findall(forbidden, script) == []
    assert "http" not in script, "nothing is loaded from elsewhere"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8765"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "127.0.0.2"},
        {"Host": ""},
        {"Host": "[::1"},
        {"Host": "127.0.0.1:8765@evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1"},
        {"Origin": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["", "practice/state?user=U0CORA", "socket/?ticket=x"])
def test_other_pages_and_other_names_are_refused(
    path: str, headers: Json, slack: Slack, capfd: pytest.CaptureFixture[str]
) -> None:
    status, text = slack.http(path, **headers)
    assert status in (400, 403)
    assert "Practice" not in text and "people" not in text
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_the_page_itself_may_act_under_either_name_of_this_machine(host: str, slack: Slack) -> None:
    at = f"{host}:{slack.server.port}"
    body = json.dumps({"user": "U0CORA", "channel": "C0PANEL", "text": "x"}).encode()
    head: Json = {"Host": at, "Origin": f"http://{at.lower()}", "Content_Type": JSON}
    assert slack.http("practice/say", body, **head)[0] == 200


def test_another_page_cannot_say_anything(slack: Slack) -> None:
    body = json.dumps({"user": "U0CORA", "channel": "C0PANEL", "text": "x"}).encode()
    head: Json = {"Content_Type": JSON, "Origin": "http://evil.example"}
    assert slack.http("practice/say", body, **head)[0] == 403
    assert slack.http("practice/say", body, Content_Type="text/plain")[0] == 415
    assert slack.messages() == []


def test_it_listens_on_the_loopback_address_only(slack: Slack) -> None:
    assert slack.server._socket.getsockname() == ("127.0.0.1", slack.server.port)


@pytest.mark.parametrize("what", POSTS)
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b"[]",
        b"7",
        b"null",
        b'"x"',
        b'{"user": []}',
        b'{"user": "U0CORA", "channel": 7, "text": {}, "place": 1, "view_id": [], "values": 1}',
        b'{"user": "U0CORA", "channel": "C0PANEL", "text": 7, "back": "x", "times": "x"}',
        b'{"user": {}, "channel": {}, "text": null, "kind": 1, "method": 1, "seconds": "nan"}',
    ],
)
def test_what_is_malformed_is_answered_and_is_no_traceback(
    what: str, body: bytes, slack: Slack, capfd: pytest.CaptureFixture[str]
) -> None:
    status, text = slack.http(f"practice/{what}", body, Content_Type=JSON)
    known = what == "home" and b"U0CORA" in body  # which is all that it needs
    assert status == 200 if known else status in (400, 409), (status, text)
    assert set(json.loads(text)) <= {"problem"}
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("user", ["", "U0NOBODY", "C0PANEL", "%00"])
def test_somebody_who_is_not_there_sees_nothing(user: str, slack: Slack) -> None:
    assert slack.http(f"practice/state?user={user}")[0] == 400


@pytest.mark.parametrize("since", ["x", "-1", "1e9", "٣", "9" * 5000, ""])
def test_a_version_that_is_none_waits_for_nothing(since: str, slack: Slack) -> None:
    started = time.monotonic()
    assert slack.http(f"practice/state?user=U0CORA&since={quote(since)}")[0] in (200, 400)
    assert time.monotonic() - started < 5


def test_the_page_hears_at_once_of_what_is_new(slack: Slack) -> None:
    version = slack.state()["version"]
    seen: list[Json] = []

    def look() -> None:
        _, text = slack.http(f"practice/state?user=U0CORA&since={version}")
        seen.append(json.loads(text))

    waiting = threading.Thread(target=look)
    waiting.start()
    slack.client.chat_postMessage(channel="C0PANEL", text="new")
    waiting.join(10)
    assert [message["text"] for message in seen[0]["messages"]] == ["new"]


def test_a_person_sees_their_own_channels_only(slack: Slack) -> None:
    rooms = {channel["id"] for channel in slack.state("U0SIMI")["channels"]}
    assert rooms == {"C0GENERAL", "D0SIMI"}
    slack.client.chat_postMessage(channel="D0CORA", text="for Cora")
    assert slack.state("U0SIMI")["messages"] == []
    assert {channel["id"] for channel in slack.state("U0OLGA")["channels"]} == {"C0SHARED"}


def test_tests_may_look_behind_the_page(slack: Slack) -> None:
    slack.client.chat_postEphemeral(channel="C0PANEL", user="U0CORA", text="private")
    (message,) = json.loads(slack.http("practice/messages")[1])["messages"]
    assert message["ephemeral_to"] == "U0CORA"
