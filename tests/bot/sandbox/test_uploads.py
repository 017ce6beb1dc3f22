"""The app uploads files: in three steps, all of them or nothing, into conversations it is in."""

from typing import Any

import pytest

from bot.sandbox.files import MOST_BYTES
from tests.bot.sandbox.parcels import BEARER, DATA, begun, fetch, form_of, upload
from tests.bot.workspaces import Slack

Json = dict[str, Any]
COMPLETE = "files.completeUploadExternal"
DIVIDER = [{"type": "divider"}]


def test_an_uploaded_file_stands_as_a_message_of_the_app(slack: Slack) -> None:
    file = upload(slack, title="The export", channel="D0CORA", initial_comment="Here it is")
    (message,) = slack.messages(channel="D0CORA")
    assert (message["text"], message["user"]) == ("Here it is", "U0MAPPA")
    (shown,) = message["files"]
    for found in (shown, file):
        assert (found["name"], found["title"], found["size"]) == ("cases.csv", "The export", 18)
    (share,) = file["shares"]["private"]["D0CORA"]
    assert share["ts"] == message["ts"]
    assert (file["ims"], file["groups"], file["channels"]) == (["D0CORA"], [], [])
    history = slack.client.conversations_history(channel="D0CORA")["messages"]
    assert [one["id"] for one in history[0]["files"]] == [file["id"]]


def test_only_those_in_the_conversation_see_it(slack: Slack) -> None:
    upload(slack, channel="D0CORA")
    upload(slack, channel="C0PANEL")
    assert [len(slack.state(user)["messages"]) for user in ("U0CORA", "U0PRIYA", "U0SIMI")] == [
        2, 1, 0,
    ]  # fmt: skip


def test_the_answer_comes_before_the_file_is_anywhere_as_at_slack(slack: Slack) -> None:
    (file,) = slack.client.files_completeUploadExternal(
        files=[{"id": begun(slack)}], channel_id="D0CORA"
    )["files"]
    assert (file["shares"], file["mimetype"]) == ({}, "")
    assert slack.client.files_info(file=file["id"])["file"]["shares"]["private"]["D0CORA"]


def test_several_files_stand_in_one_message_and_in_its_thread(slack: Slack) -> None:
    ts = slack.client.chat_postMessage(channel="C0PANEL", text="the export")["ts"]
    uploads = [{"filename": f"{name}.csv", "content": name} for name in ("cases", "levels")]
    slack.client.files_upload_v2(file_uploads=uploads, channel="C0PANEL", thread_ts=ts)
    _, message = slack.client.conversations_replies(channel="C0PANEL", ts=ts)["messages"]
    assert [file["name"] for file in message["files"]] == ["cases.csv", "levels.csv"]


def test_blocks_introduce_a_file_where_there_is_no_comment(slack: Slack) -> None:
    for comment in ({}, {"initial_comment": "words"}):
        given = {"files": [{"id": begun(slack)}], "channel_id": "D0CORA", "blocks": DIVIDER}
        slack.client.api_call(COMPLETE, json={**given, **comment})
    first, second = slack.messages(channel="D0CORA")
    assert [block["type"] for block in first["blocks"]] == ["divider"]
    assert (second["text"], second["blocks"]) == ("words", [])


def test_people_are_reached_by_their_id_too_and_nobody_twice(slack: Slack) -> None:
    channels = "U0CORA,D0CORA,C0PANEL"
    file_id = begun(slack)
    slack.client.files_completeUploadExternal(files=[{"id": file_id}], channels=[channels])
    assert len(slack.messages(channel="D0CORA")) == len(slack.messages()) == 1


def test_a_file_that_is_shared_nowhere_is_the_apps_own(slack: Slack) -> None:
    file = upload(slack)
    assert file["shares"] == {} and slack.state()["messages"] == []
    assert fetch(file["url_private"], **BEARER)[2] == DATA
    assert slack.http(f"practice/file?user=U0CORA&id={file['id']}")[0] == 404


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"filename": "a.csv"}, "missing_argument"),
        ({"filename": "a.csv", "length": 0}, "missing_argument"),
        ({"filename": "a.csv", "length": -1}, "invalid_arguments"),
        ({"filename": "a.csv", "length": "many"}, "invalid_arguments"),
        ({"filename": "a.csv", "length": True}, "invalid_arguments"),
        ({"filename": "a.csv", "length": "9" * 5000}, "invalid_arguments"),
        ({"filename": "", "length": 1}, "invalid_arguments"),
        ({"filename": "a.csv", "length": MOST_BYTES + 1}, "file_upload_size_restricted"),
        ({"filename": "a.csv", "length": 1, "alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ],
)
def test_no_address_is_given_for_what_cannot_be_uploaded(
    given: Json, error: str, slack: Slack
) -> None:
    assert slack.error("files.getUploadURLExternal", **given) == error


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"channel_id": "C0NOWHERE"}, "channel_not_found"),
        ({"channel_id": "U0CORA"}, "channel_not_found"),
        ({"channel_id": "C0GENERAL"}, "not_in_channel"),
        ({"channel_id": "C0PANEL"}, "channel_not_found"),
        ({"channels": ",".join(["D0CORA"] * 101)}, "channels_limit_exceeded"),
        ({"channels": "D0CORA,D0PRIYA", "thread_ts": "1.5"}, "invalid_arguments"),
        ({"channel_id": "D0CORA", "initial_comment": "x" * 4001}, "msg_too_long"),
        ({"channel_id": "D0CORA", "blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ({"channel_id": "D0CORA", "blocks": DIVIDER * 51}, "invalid_blocks"),
        (
            {"channel_id": "D0CORA", "blocks": [{"type": "markdown", "text": "x"}]},
            "internal_error",
        ),
    ],
)
def test_an_upload_that_is_refused_is_kept_for_another_try(
    given: Json, error: str, slack: Slack
) -> None:
    for channel in ("C0GENERAL", "C0PANEL"):  # a private one that it is not in is not there
        slack.act("membership", channel=channel, inside=False)
    files: list[Json] = [{"id": begun(slack)}]
    assert slack.error(COMPLETE, files=files, **given) == error
    assert slack.state()["messages"] == []
    assert slack.client.files_completeUploadExternal(files=files, channel_id="D0CORA")["ok"]


@pytest.mark.parametrize("files", [None, [], "x", {}, [7], [{}], [{"id": 7}], [{"id": "F0"}, "x"]])
def test_files_are_a_list_that_says_which(files: Any, slack: Slack) -> None:
    assert slack.error(COMPLETE, files=files, channel_id="D0CORA") == "invalid_arguments"


def test_all_of_the_files_are_completed_or_none(slack: Slack) -> None:
    first = {"id": begun(slack)}
    files = [first, {"id": "F0NOWHERE"}]
    assert slack.error(COMPLETE, files=files, channel_id="D0CORA") == "file_not_found"
    assert slack.error("files.info", file=first["id"]) == "file_not_found"
    assert slack.error(COMPLETE, files=[first, first], channel_id="D0CORA") == "invalid_arguments"
    assert slack.messages(channel="D0CORA") == []


def test_an_upload_is_completed_once_and_not_before_its_bytes_are_there(slack: Slack) -> None:
    files: list[Json] = [{"id": begun(slack, post=False)}]
    assert slack.error(COMPLETE, files=files, channel_id="D0CORA") == "file_not_found"
    files = [{"id": begun(slack)}]
    slack.client.files_completeUploadExternal(files=files, channel_id="D0CORA")
    assert slack.error(COMPLETE, files=files, channel_id="D0CORA") == "file_not_found"
    assert len(slack.messages(channel="D0CORA")) == 1


def test_bytes_of_another_length_than_announced_are_refused(slack: Slack) -> None:
    asked = slack.client.files_getUploadURLExternal(filename="cases.csv", length=len(DATA))
    assert fetch(asked["upload_url"], DATA[:-1])[0] == 400
    assert slack.broken == ["an upload has 17 bytes, and 18 were announced"]
    body, kind = form_of([("cases.csv", DATA)])
    assert fetch(asked["upload_url"], body, Content_Type=kind)[0] == 200
    files: list[Json] = [{"id": asked["file_id"]}]
    assert slack.client.files_completeUploadExternal(files=files, channel_id="D0CORA")["ok"]
    assert fetch(asked["upload_url"], DATA)[0] == 404, "what is completed changes no more"
    assert fetch(f"{slack.server.url}upload/v1/made-up", DATA)[0] == 404


def test_a_file_may_be_bigger_than_any_other_request(slack: Slack) -> None:
    content = bytes(range(256)) * 2**13  # 2 MB, and no text
    file = upload(slack, "cases.xlsx", content, channel="D0CORA")
    assert fetch(file["url_private_download"], **BEARER)[2] == content
    assert fetch(f"{slack.server.url}api/files.info", content, **BEARER)[0] == 413


def test_slack_may_be_unwell_when_the_bytes_come(slack: Slack) -> None:
    asked = slack.client.files_getUploadURLExternal(filename="cases.csv", length=len(DATA))
    for kind, status in (("500", 500), ("429", 429), ("refuse token", 403)):
        slack.act("fault", kind=kind, method="upload")
        assert fetch(asked["upload_url"], DATA)[0] == status
    assert slack.error(COMPLETE, files=[{"id": asked["file_id"]}]) == "file_not_found"
    assert fetch(asked["upload_url"], DATA)[0] == 200
