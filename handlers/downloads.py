"""Files that somebody sent to the bot: fetched with its token, and from Slack only."""

from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from mappa.errors import MappaError, NotFound, RuleBroken

LARGEST = 30 * 2**20  # bytes of all files of a message together
SECONDS = 30  # that Slack may be silent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OF_SLACK = (".slack.com", ".slack-files.com", ".slack-gov.com")
GONE = "That file is no longer there. Send it again."
NOT_NOW = "Slack does not give the file out now. Nothing was saved; send it again in a minute."
TOO_LARGE = (
    f"The files are larger than {LARGEST // 2**20} MB together, which is more than is read here. "
    "Bring them in with the command line: mappa-bot import"
)


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it came."""

    name: str
    content: bytes


def download(client: WebClient, file_ids: Sequence[str], user_id: str) -> list[Download]:
    """The files, all of them sent by this person; off the acknowledgement's path only."""
    found, left = [], LARGEST
    for file_id in file_ids:
        told = _told(client, file_id)
        if str(told.get("user")) != user_id:
            raise NotFound(GONE)
        if int(told.get("size") or 0) > left:
            raise RuleBroken(TOO_LARGE, "file")
        content = _fetched(client, str(told.get("url_private_download") or ""), left)
        left -= len(content)
        found.append(Download(str(told.get("name") or "file"), content))
    return found


def _told(client: WebClient, file_id: str) -> dict[str, Any]:
    """What Slack says of a file at this moment."""
    try:
        told: Any = client.files_info(file=file_id).get("file")
    except SlackApiError as problem:
        gone = str(problem.response.get("error")) in ("file_not_found", "file_deleted")
        raise (NotFound(GONE) if gone else MappaError(NOT_NOW)) from None
    except (OSError, HTTPException, SlackClientError):
        raise MappaError(NOT_NOW) from None
    if not isinstance(told, dict):
        raise MappaError(NOT_NOW)
    if told.get("mode") == "tombstone":
        raise NotFound(GONE)
    return told


def _fetched(client: WebClient, url: str, most: int) -> bytes:
    """The bytes. Whoever is led to another address gets no token of ours there."""
    if not _is_slacks(client, url):
        raise MappaError(NOT_NOW)
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310
    try:
        with build_opener(_Stay).open(request, timeout=SECONDS) as answer:
            content: bytes = answer.read(most + 1)
    except HTTPError as problem:
        problem.close()
        raise (NotFound(GONE) if problem.code == 404 else MappaError(NOT_NOW)) from None
    except (OSError, HTTPException):
        raise MappaError(NOT_NOW) from None
    if len(content) > most:
        raise RuleBroken(TOO_LARGE, "file")
    return content


def _is_slacks(client: WebClient, url: str) -> bool:
    """Where the token may be shown: Slack itself, or the server that it is used with anyway."""
    place, ours = urlsplit(url), urlsplit(client.base_url)
    if (place.scheme, place.netloc) == (ours.scheme, ours.netloc):
        return True
    host = place.hostname or ""
    return place.scheme == "https" and host.endswith(OF_SLACK) and ours.hostname not in LOOPBACK


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None
