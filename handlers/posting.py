"""What the sender does in Slack: it posts, looks for what it has posted, and takes files back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from handlers.calling import Impossible, Line
from handlers.letters import Letter
from handlers.views import blocks
from storage.outgoing import Attachment, Message, Outgoing

CLOCK_SKEW = timedelta(minutes=1)
PAGE = 200
POSTS = "chat.postMessage"


def open_dm(line: Line, user_id: str) -> str:
    """The channel of a person's direct messages."""
    answer = line.call(
        "conversations.open", lambda: line.client.conversations_open(users=[user_id])
    )
    return str(answer["channel"]["id"])


@dataclass(frozen=True, slots=True)
class Posted:
    """What Slack has: the message's ts where it is known, and the file's id where there is one."""

    ts: str | None
    file_id: str = ""


def post(line: Line, sending: Outgoing, channel: str, letter: Letter) -> Posted:
    """Make the one call that this message needs."""
    if letter.message.file:
        return _post_file(line, sending.key, channel, letter.message, letter.message.file)
    return Posted(_post_words(line, sending, channel, letter))


def _post_file(line: Line, key: str, channel: str, message: Message, file: Attachment) -> Posted:
    """Nobody sees anything of it before the last of the calls that it takes."""
    answer = line.call(
        "files.upload",
        lambda: line.client.files_upload_v2(
            filename=f"{file.name}-{_key_in_name(key)}.{file.ending}",
            title=file.title,
            content=file.content,
            channel=channel,
            initial_comment=blocks.cut(message.text, 4000),
            alt_txt=blocks.cut(file.alt, 1000) or None,
        ),
    )
    return Posted(None, str(answer["files"][0]["id"]))


def _post_words(line: Line, sending: Outgoing, channel: str, letter: Letter) -> str:
    message = letter.message
    shown: dict[str, Any] = {
        "channel": channel,
        "text": blocks.cut(message.text, 4000),
        "blocks": _keyed(message, sending.key),
        "parse": "none",
    }
    if sending.method == "update":
        answer = line.call(
            "chat.update", lambda: line.client.chat_update(ts=str(sending.ts), **shown)
        )
        return str(answer["ts"])
    shown["thread_ts"] = sending.thread_ts
    if sending.method == "ephemeral":
        user = letter.person.user_id
        answer = line.call(
            "chat.postEphemeral", lambda: line.client.chat_postEphemeral(user=user, **shown)
        )
        return str(answer.get("message_ts", ""))
    shown |= {
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": {"event_type": "mappa_message", "event_payload": {"key": sending.key}},
    }
    return str(line.call(POSTS, lambda: line.client.chat_postMessage(**shown))["ts"])


def find_posted(
    line: Line, sending: Outgoing, channel: str, since: datetime, bot_user_id: str
) -> Posted | None:
    """Our own message with this key, None if it is certainly not there."""
    asked: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{(since - CLOCK_SKEW).timestamp():.6f}",
        "include_all_metadata": True,
        "limit": PAGE,
    }
    method = "conversations.history"
    read: Callable[..., Any] = line.client.conversations_history
    if sending.thread_ts:  # what stands in a thread is not in the channel's own history
        method, read = "conversations.replies", line.client.conversations_replies
        asked["ts"] = sending.thread_ts
    cursor = ""
    while True:
        page = line.call(method, partial(read, **asked, cursor=cursor or None))
        for found in page["messages"]:
            if found.get("user") == bot_user_id and _has_key(found, sending.key):
                return Posted(str(found["ts"]), _file_with_key(found, sending.key))
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None


def _has_key(found: dict[str, Any], key: str) -> bool:
    payload = (found.get("metadata") or {}).get("event_payload") or {}
    marked = any(block.get("block_id") == key for block in found.get("blocks") or [])
    return marked or payload.get("key") == key or bool(_file_with_key(found, key))


def _file_with_key(found: dict[str, Any], key: str) -> str:
    """A file carries it in its name: what introduces it is only text."""
    ids = (
        str(file["id"])
        for file in found.get("files") or []
        if f"-{_key_in_name(key)}." in str(file.get("name"))
    )
    return next(ids, "")


def _key_in_name(key: str) -> str:
    return key[:16]


def _keyed(message: Message, key: str) -> list[dict[str, Any]]:
    """The blocks, the first of which carries the key: Slack keeps that one whatever it drops."""
    shown = list(message.blocks) or [blocks.words(message.text)]
    return [{**shown[0], "block_id": key}, *shown[1:50]]


def delete_file(line: Line, file_id: str) -> None:
    """Take a file back; one that is no longer there is as good as deleted."""
    try:
        line.call("files.delete", lambda: line.client.files_delete(file=file_id))
    except Impossible as problem:
        if str(problem) not in ("file_deleted", "file_not_found"):
            raise
