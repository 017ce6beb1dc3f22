"""Whatever is sent to the practice page, it answers, and goes on answering."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from tests.bot.workspaces import Slack, serve
from tests.fuzz.mutations import WRONG

ACTS: dict[str, dict[str, object]] = {
    "command": {"user": "U0CORA", "channel": "C0PANEL", "text": "/mappa x"},
    "say": {"user": "U0CORA", "channel": "C0PANEL", "text": "x", "thread_ts": None},
    "press": {"user": "U0CORA", "place": {"home": True}, "block_id": "a", "action_id": "b"},
    "submit": {"user": "U0CORA", "view_id": "V1", "values": {}},
    "close": {"user": "U0CORA", "view_id": "V1"},
    "home": {"user": "U0CORA"},
    "shortcut": {"user": "U0CORA", "callback_id": "make_referral", "place": None},
    "fault": {"kind": "500", "method": "views.open", "times": 1, "seconds": 1},
    "redeliver": {"back": 1},
    "membership": {"channel": "C0PANEL", "inside": True},
    "account": {"user": "U0CORA", "now": {"deleted": False}},
    "sockets/close": {"politely": True, "keep_open": False},
}
RAW = (b"", b"{", b"[]", b"null", b"1", b'"x"', b"[" * 100_000, b"\xff\xfe", b'{"user": "\\ud800"}',
       b'{"user": ' + b"9" * 5000 + b"}")  # fmt: skip
NAMES = ("\x07.csv", "\x00.csv", "\x1f", "\x7f.csv", "\x85.csv", "\u202e.csv", "..", "/etc/passwd",
         "a" * 5000, 'a"b.csv', "a;b.csv", "%0d%0a.csv", "a\\b", "\U0001f600.csv", " ")  # fmt: skip
PATHS = (
    "practice/state?user=%00", "practice/state?user=U0CORA&since=-1", "practice/file?id=%ff",
    "upload/v1/x", "response/x", "api/%00", "%2e%2e/etc/passwd", "practice/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    with serve() as served:
        yield served


def ask(slack: Slack, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
    line = HTTPConnection("127.0.0.1", slack.server.port, timeout=10)
    line.request(method, f"/{path}", body, {"Content-Type": kind or "application/json"})
    answer = line.getresponse()
    found = answer.status, answer.read().decode(errors="replace")
    line.close()
    return found


def test_whatever_is_done_at_it_is_answered_without_a_traceback(
    slack: Slack, capfd: pytest.CaptureFixture[str]
) -> None:
    sent = [(act, raw) for act in ACTS for raw in RAW]
    for act, given in ACTS.items():
        for name in [*given, "more"]:
            sent += [
                (act, json.dumps(given | {name: wrong()}).encode()) for wrong in WRONG.values()
            ]
    found = []
    for act, body in sent:
        status, text = ask(slack, "POST", f"practice/{act}", body)
        if status not in (200, 400, 409) or "Traceback" in text:
            found.append(f"{status} {act} {body[:80]!r}: {text[:80]}")
        if act in ("fault", "account"):
            ask(slack, "POST", "practice/recover", b"{}")
    assert found == []
    assert len(sent) > 700
    assert slack.state("U0CORA")["version"] >= 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_file_of_whatever_name_is_taken_or_refused(slack: Slack, name: str) -> None:
    fields = {"user": b"U0CORA", "channel": b"D0CORA", "text": b""}
    parts = [f'name="{one}"\r\n\r\n'.encode() + value for one, value in fields.items()]
    parts.append(b'name="file"; filename="' + name.encode() + b'"\r\n\r\nabc')
    body = b"".join(b"--e\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
    status, text = ask(
        slack, "POST", "practice/attach", body + b"--e--\r\n", "multipart/form-data; boundary=e"
    )
    assert status in (200, 400, 409), text
    kept = [m for m in slack.state("U0CORA")["messages"] if m.get("files")]
    if status == 200:
        shown = kept[-1]["files"][0]
        told, content = ask(slack, "GET", f"practice/file?id={shown['id']}&user=U0CORA")
        assert (told, content) == (200, "abc")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
def test_other_addresses_and_methods_are_turned_away(slack: Slack, method: str) -> None:
    for path in PATHS:
        status, text = ask(slack, method, path)
        assert status < 500, (path, status)
        assert "Traceback" not in text
