"""The app uploads a file: an address for its bytes is asked for, and then it is put somewhere."""

from secrets import token_hex
from typing import Any

from bot.sandbox.cast import BOT_USER, USERS
from bot.sandbox.chats import app_channel, said_by_app
from bot.sandbox.errors import ApiError, require_rules
from bot.sandbox.files import MOST_BYTES, describe, new_file
from bot.sandbox.rules import broken_by_message
from bot.sandbox.workspace import StoredFile, Workspace

Json = dict[str, Any]
MOST_CHANNELS = 100
MOST_ALT_TXT = 1000


def get_upload_url(workspace: Workspace, given: Json) -> Json:
    """Where to post the bytes. Nobody sees the file before the upload is completed."""
    name, alt_txt = str(given.get("filename") or ""), str(given.get("alt_txt") or "")
    length = _length(given.get("length"))
    if not name:
        raise ApiError("invalid_arguments")
    if length > MOST_BYTES:
        raise ApiError("file_upload_size_restricted")
    if len(alt_txt) > MOST_ALT_TXT:
        raise ApiError("alt_txt_too_large")
    file = new_file(workspace, BOT_USER, name, length)
    file.alt_txt = alt_txt
    ticket = token_hex(16)
    workspace.tickets[ticket] = file
    return {"upload_url": f"{workspace.address}upload/v1/{ticket}", "file_id": file.id}


def complete_upload(workspace: Workspace, given: Json) -> Json:
    """Once for each upload; without a channel only the app knows of the file.

    As at Slack the answer comes before the file has been put anywhere: its `shares` are empty,
    and files.info is what tells the message's ts.
    """
    named = _named(given.get("files"))
    files = [_uploaded(workspace, one["id"]) for one in named]
    channels = _channels(workspace, given)
    text, blocks = _comment(workspace, given)
    thread = str(given["thread_ts"]) if given.get("thread_ts") else None
    if thread and len(channels) > 1:
        raise ApiError("invalid_arguments")
    for file, one in zip(files, named, strict=True):
        file.title, file.finished = str(one.get("title") or file.name), True
    for channel in channels:
        shown = [describe(workspace, file, [channel]) for file in files]
        said = said_by_app(text, blocks)
        workspace.add_message(channel, **said, files=shown, upload=False, thread_ts=thread)
    return {"files": [_not_yet_shared(workspace, file) for file in files]}


def _length(given: Any) -> int:
    """Bytes; Slack says of none at all that the argument is missing."""
    typed = str(given if given is not None else 0)
    if isinstance(given, bool) or not (typed.isascii() and typed.isdigit() and len(typed) < 16):
        raise ApiError("invalid_arguments")
    if int(typed) == 0:
        raise ApiError("missing_argument")
    return int(typed)


def _named(given: Any) -> list[Json]:
    listed = given if isinstance(given, list) else []
    named = [one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]
    ids = {one["id"] for one in named}
    if not named or len(named) != len(listed) or len(ids) != len(named):
        raise ApiError("invalid_arguments")
    return named


def _uploaded(workspace: Workspace, file_id: str) -> StoredFile:
    file = workspace.files.get(file_id)
    if file is None or file.user != BOT_USER or file.content is None or file.finished:
        raise ApiError("file_not_found")
    return file


def _channels(workspace: Workspace, given: Json) -> list[str]:
    """`channel_id` takes a channel's id only, `channels` those of people as well."""
    one = str(given.get("channel_id") or "")
    if one in USERS:
        raise ApiError("channel_not_found")
    listed = given.get("channels") or []
    several = listed if isinstance(listed, list) else str(listed).split(",")
    asked = [name for name in [one, *map(str, several)] if name]
    if len(asked) > MOST_CHANNELS:
        raise ApiError("channels_limit_exceeded")
    found = [app_channel(workspace, {"channel": name.strip()}) for name in asked]
    return list(dict.fromkeys(found))


def _comment(workspace: Workspace, given: Json) -> tuple[str, Any]:
    """What introduces the file; blocks beside a comment are passed over."""
    text = str(given.get("initial_comment") or "")
    blocks = None if text else given.get("blocks")
    if text or blocks:
        too_long = "msg_too_long" if len(text) > 4000 else "invalid_blocks"
        require_rules(workspace, broken_by_message(text, blocks), too_long)
    if any(block.get("type") == "markdown" for block in blocks or []):
        workspace.break_rule("a markdown block cannot introduce a file")
        raise ApiError("internal_error")
    return text, blocks


def _not_yet_shared(workspace: Workspace, file: StoredFile) -> Json:
    nowhere: Json = {"shares": {}, "channels": [], "groups": [], "ims": []}
    unread = {"mimetype": "", "filetype": "", "pretty_type": ""}
    return {**describe(workspace, file, []), **unread, **nowhere}


METHODS = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
}
