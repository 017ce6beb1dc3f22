"""The bytes of files: who gets them, and what the app hears of those that people send."""

from typing import Any

import pytest

from bot.sandbox.files import MOST_BYTES
from tests.bot.sandbox.parcels import BEARER, DATA, attach, fetch, form_of, upload
from tests.bot.workspaces import App, Slack, hasty

Json = dict[str, Any]


def test_a_file_sent_in_a_direct_message_is_an_event_as_slack_sends_it(
    slack: Slack, app: App
) -> None:
    assert attach(slack, ("cases.csv", DATA), text="our <sheet>") == (200, {})
    (heard,) = app.wait_for("events_api")
    event = heard["event"]
    (message,) = slack.messages(channel="D0CORA")
    expected = {
        "type": "message",
        "subtype": "file_share",
        "text": "our &lt;sheet&gt;",
        "user": "U0CORA",
        "channel": "D0CORA",
        "channel_type": "im",
        "ts": message["ts"],
        "files": message["files"],
    }
    assert {name: event[name] for name in expected} == expected
    (file,) = event["files"]
    assert (file["name"], file["size"], file["user"]) == ("cases.csv", len(DATA), "U0CORA")
    assert fetch(file["url_private_download"], **BEARER)[2] == DATA


def test_words_are_not_needed_and_several_files_come_together(slack: Slack, app: App) -> None:
    attach(slack, ("cases.csv", DATA), ("levels.zip", b"PK"), thread_ts="1.5")
    event = app.wait_for("events_api")[0]["event"]
    assert (event["text"], event["thread_ts"]) == ("", "1.5")
    assert [file["filetype"] for file in event["files"]] == ["csv", "zip"]


@hasty
def test_a_file_is_told_of_again_until_it_is_acknowledged(slack: Slack) -> None:
    with App(slack).connected() as app:
        app.answer = lambda envelope: {} if envelope["retry_attempt"] == 1 else None
        attach(slack, ("cases.csv", DATA))
        first, second = app.wait_for("events_api", 2)
    assert first == second and first["event"]["files"]


def test_in_a_channel_the_app_hears_of_a_file_only_when_it_is_named(slack: Slack, app: App) -> None:
    attach(slack, ("a.csv", DATA), channel="C0PANEL", text="for the panel")
    attach(slack, ("b.csv", DATA), channel="C0PANEL", text="@MAPPA look")
    (heard,) = app.wait_for("events_api")
    assert heard["event"]["type"] == "app_mention"
    assert [file["name"] for file in heard["event"]["files"]] == ["b.csv"]
    assert len(slack.messages("U0PRIYA")) == 2


@pytest.mark.parametrize(
    ("files", "fields", "problem"),
    [
        ([("a.csv", b"")], {}, "An empty file cannot be sent."),
        ([("a.csv", DATA), ("b.csv", b"")], {}, "An empty file cannot be sent."),
        ([("a.csv", DATA)] * 11, {}, "A message carries at most 10 files."),
        ([], {}, "No file was chosen."),
        ([("a.csv", DATA)], {"channel": "D0PRIYA"}, "That person is not in this channel."),
        ([("a.csv", DATA)], {"user": "U0NOBODY"}, "There is no such person or channel."),
    ],
)
def test_what_cannot_be_attached_sends_nothing(
    files: list[tuple[str, bytes]], fields: Json, problem: str, slack: Slack, app: App
) -> None:
    assert attach(slack, *files, **fields) == (409, {"problem": problem})
    assert slack.state()["messages"] == [] and app.payloads("events_api") == []


def test_a_file_that_is_too_big_is_refused(slack: Slack, app: App) -> None:
    assert attach(slack, ("a.csv", b"x" * (MOST_BYTES + 1))) == (
        409,
        {"problem": "A file has at most 50 MB."},
    )
    assert slack.state()["messages"] == []


def test_a_form_that_cannot_be_read_is_answered_and_is_no_traceback(
    slack: Slack, capfd: pytest.CaptureFixture[str]
) -> None:
    url = f"{slack.server.url}practice/attach"
    body, kind = form_of([("a.csv", DATA)], user="U0CORA")
    assert fetch(url, body, Content_Type=kind)[0] == 400, "it names no channel"
    assert fetch(url, b"x", Content_Type="multipart/form-data")[0] == 400
    assert fetch(url, body, Content_Type="application/json")[0] == 415
    assert fetch(url, body, Content_Type=kind, Origin="http://evil.example")[0] == 403
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("head", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}])
def test_without_the_token_one_is_led_to_a_page_and_gets_no_file(head: Json, slack: Slack) -> None:
    url = upload(slack, channel="D0CORA")["url_private"]
    assert fetch(url, follow=False, **head)[0] == 302
    status, headers, body = fetch(url, **head)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert DATA not in body
    nowhere = fetch(f"{slack.server.url}files-pri/T0PRACTICE-F0/x", follow=False, **head)
    assert nowhere[0] == 302, "whether it is there is not told"
    told = ["a token that is not the practice workspace's was refused"] * 3
    assert slack.broken == (told if head else [])


def test_a_person_gets_the_files_of_their_own_conversations_only(slack: Slack) -> None:
    file = upload(slack, "a;\"b'é.csv", channel="C0PANEL")
    at = f"{slack.server.url}practice/file?id={file['id']}&user="
    status, headers, body = fetch(f"{at}U0PRIYA")
    assert (status, body, headers["X-Content-Type-Options"]) == (200, DATA, "nosniff")
    named = "attachment; filename*=UTF-8''a%3B%22b%27%C3%A9.csv"
    assert headers["Content-Disposition"] == named
    for stranger in ("U0SIMI", "U0OLGA", "U0NOBODY", ""):
        assert fetch(f"{at}{stranger}")[0] == 404
    assert fetch(f"{slack.server.url}practice/file?user=U0PRIYA&id=F0")[0] == 404


def test_slack_may_be_unwell_when_a_file_is_fetched(slack: Slack) -> None:
    url = upload(slack, channel="D0CORA")["url_private"]
    for kind, status in (("500", 500), ("429", 429), ("refuse token", 302)):
        slack.act("fault", kind=kind, method="download")
        assert fetch(url, follow=False, **BEARER)[0] == status
    assert fetch(url, **BEARER)[0] == 200
