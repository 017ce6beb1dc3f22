"""Files on their way: attached by a person at the page, uploaded and fetched by the app."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.sandbox.cast import BOT_TOKEN
from tests.bot.workspaces import PATIENCE, Slack

Json = dict[str, Any]
EDGE = "edge-of-a-part"
DATA = b"ref,level\nBED-1,2\n"
BEARER: Json = {"Authorization": f"Bearer {BOT_TOKEN}"}


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *given: Any) -> None:
        return None


def fetch(
    url: str, data: bytes | None = None, follow: bool = True, **headers: Any
) -> tuple[int, Json, bytes]:
    """Status, headers and body of one request."""
    opener = build_opener() if follow else build_opener(_Stay)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with opener.open(Request(url, data, named), timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, dict(answer.headers), answer.read()
    except HTTPError as problem:
        with problem:
            return problem.code, dict(problem.headers), problem.read()


def form_of(files: list[tuple[str, bytes]], **fields: str) -> tuple[bytes, str]:
    """A form with files as a browser sends it, and its content type."""
    parts = []
    for name, value in fields.items():
        parts.append(f'name="{name}"\r\n\r\n{value}'.encode())
    for name, content in files:
        parts.append(f'name="file"; filename="{name}"\r\n\r\n'.encode() + content)
    start = f"--{EDGE}\r\nContent-Disposition: form-data; ".encode()
    body = b"".join(start + part + b"\r\n" for part in parts) + f"--{EDGE}--\r\n".encode()
    return body, f"multipart/form-data; boundary={EDGE}"


def attach(
    slack: Slack, *files: tuple[str, bytes], user: str = "U0CORA", channel: str = "D0CORA",
    **fields: str,
) -> tuple[int, Json]:  # fmt: skip
    """Sent at the page with a message; the status, and what is said of it."""
    body, kind = form_of(list(files), user=user, channel=channel, **fields)
    status, _, answer = fetch(f"{slack.server.url}practice/attach", body, Content_Type=kind)
    found: Json = json.loads(answer)
    return status, found


def upload(slack: Slack, name: str = "cases.csv", content: bytes = DATA, **more: Any) -> Json:
    """By the library's own way; the file as files.info gives it afterwards."""
    file_id = slack.client.files_upload_v2(filename=name, content=content, **more)["file"]["id"]
    found: Json = slack.client.files_info(file=file_id)["file"]
    return found


def begun(slack: Slack, content: bytes = DATA, post: bool = True) -> str:
    """An upload that is still to be completed; its id."""
    asked = slack.client.files_getUploadURLExternal(filename="cases.csv", length=len(content))
    if post:
        status, _, answer = fetch(asked["upload_url"], content)
        assert (status, answer) == (200, f"OK - {len(content)}".encode())
    return str(asked["file_id"])
