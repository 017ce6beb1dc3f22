"""Files: what Slack says of one, to whom, and that a deleted one is gone."""

import pytest

from bot.manifests import SCOPES
from bot.sandbox.files import kind_of
from tests.bot.sandbox.parcels import BEARER, DATA, attach, begun, fetch, upload
from tests.bot.workspaces import Slack, serve


@pytest.mark.parametrize(
    ("name", "filetype", "mode"),
    [
        ("cases.csv", "csv", "snippet"),
        ("CASES.XLSX", "xlsx", "hosted"),
        ("cases.zip", "zip", "hosted"),
        ("cases.csv.exe", "binary", "hosted"),
        ("cases", "binary", "hosted"),
        (".csv", "binary", "hosted"),
    ],
)
def test_a_file_is_what_its_name_says(name: str, filetype: str, mode: str, slack: Slack) -> None:
    file = upload(slack, name, channel="D0CORA")
    assert (file["filetype"], file["mode"], file["mimetype"]) == (filetype, mode, kind_of(name)[0])


@pytest.mark.parametrize("name", ["../../x", "a b/ü?#.csv", "..", "\u202evsc.x", "🙂", "x" * 5000])
def test_whatever_its_name_a_file_can_be_fetched(name: str, slack: Slack) -> None:
    file = upload(slack, name, channel="D0CORA")
    assert file["name"] == name
    assert file["url_private"].startswith(f"{slack.server.url}files-pri/T0PRACTICE-{file['id']}/")
    for url in (file["url_private"], file["url_private_download"]):
        assert fetch(url, **BEARER)[2] == DATA


def test_the_app_knows_only_files_of_conversations_that_it_is_in(slack: Slack) -> None:
    assert attach(slack, ("cases.csv", DATA), channel="C0PANEL")[0] == 200
    (file,) = slack.messages()[0]["files"]
    assert slack.client.files_info(file=file["id"])["file"]["groups"] == ["C0PANEL"]
    slack.act("membership", channel="C0PANEL", inside=False)
    assert slack.error("files.info", file=file["id"]) == "file_not_found"
    assert fetch(file["url_private"], **BEARER)[0] == 404


def test_a_file_is_unknown_until_its_upload_is_completed(slack: Slack) -> None:
    for given in ({"file": begun(slack)}, {"file": "F0NOWHERE"}, {"file": 7}, {}):
        assert slack.error("files.info", **given) == "file_not_found"
        assert slack.error("files.delete", **given) == "file_not_found"


def test_a_deleted_file_is_gone_and_its_message_says_so(slack: Slack) -> None:
    file, kept = upload(slack, channel="C0PANEL"), upload(slack, channel="C0PANEL")
    assert slack.client.files_delete(file=file["id"])["ok"]
    first, second = slack.messages("U0PRIYA")
    assert first["files"] == [{"id": file["id"], "mode": "tombstone"}]
    assert second["files"][0]["id"] == kept["id"]
    assert slack.error("files.info", file=file["id"]) == "file_deleted"
    assert slack.error("files.delete", file=file["id"]) == "file_deleted"
    assert fetch(file["url_private"], **BEARER)[0] == 404
    assert slack.http(f"practice/file?user=U0CORA&id={file['id']}")[0] == 404


def test_the_app_deletes_its_own_files_only(slack: Slack) -> None:
    attach(slack, ("cases.csv", DATA))
    (file,) = slack.messages(channel="D0CORA")[0]["files"]
    assert slack.error("files.delete", file=file["id"]) == "cant_delete_file"
    assert fetch(file["url_private"], **BEARER)[2] == DATA


def test_a_file_whose_message_is_deleted_is_found_there_no_more(slack: Slack) -> None:
    file = upload(slack, channel="D0CORA")
    slack.client.chat_delete(channel="D0CORA", ts=slack.messages(channel="D0CORA")[0]["ts"])
    assert slack.client.files_info(file=file["id"])["file"]["shares"] == {}
    assert slack.http(f"practice/file?user=U0CORA&id={file['id']}")[0] == 404


def test_without_the_scope_a_file_cannot_be_fetched() -> None:
    with serve(scopes=set(SCOPES) - {"files:read"}) as slack:
        attach(slack, ("cases.csv", DATA))
        (file,) = slack.messages(channel="D0CORA")[0]["files"]
        status, headers, _ = fetch(file["url_private"], follow=False, **BEARER)
        assert (status, headers["Location"][:8]) == (302, "/?redir=")
        assert slack.broken == ["a file's address needs the scope files:read"]
