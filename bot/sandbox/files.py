"""Files: what is known of one, who sees it, files.info and files.delete."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from secrets import token_hex
from typing import Any

from bot.sandbox.cast import BOT_USER, CHANNELS, TEAM, USERS
from bot.sandbox.errors import ApiError, NotPossible
from bot.sandbox.workspace import StoredFile, Workspace

Json = dict[str, Any]
MOST_BYTES = 50 * 2**20
MOST_FILES = 10  # of one message
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What Slack makes of the end of a name: its MIME type, its own type, and that in words.
KINDS = {
    ".csv": ("text/csv", "csv", "CSV"),
    ".docx": (WORD, "docx", "Word Document"),
    ".ics": ("text/calendar", "text", "Plain Text"),
    ".json": ("application/json", "json", "JSON"),
    ".pdf": ("application/pdf", "pdf", "PDF"),
    ".png": ("image/png", "png", "PNG"),
    ".txt": ("text/plain", "text", "Plain Text"),
    ".xlsx": (EXCEL, "xlsx", "Excel Spreadsheet"),
    ".zip": ("application/zip", "zip", "Zip"),
}
BINARY = ("application/octet-stream", "binary", "Binary")
SHOWN_AS_TEXT = ("csv", "json", "text")  # Slack calls these snippets, whoever uploads them
KIND_OF_SHARE = {"public": "public", "shared": "public", "private": "private", "im": "private"}
LIST_OF_KIND = {"public": "channels", "shared": "channels", "private": "groups", "im": "ims"}


def info(workspace: Workspace, given: Json) -> Json:
    """With the messages that it stands in; what comes back of an upload has them not yet."""
    file = _app_file(workspace, given)
    places = [m for m in messages_with(workspace, file) if m["channel"] not in workspace.outside]
    shown = describe(workspace, file, [message["channel"] for message in places])
    more = {"comments": [], "response_metadata": {"next_cursor": ""}}
    return {"file": {**shown, **_shares(file, places)}, **more}


def delete(workspace: Workspace, given: Json) -> Json:
    """The app's own files only; the messages stay, and say that the file was deleted."""
    file = _app_file(workspace, given)
    if file.user != BOT_USER:
        raise ApiError("cant_delete_file")
    file.deleted, file.content = True, None
    for message in messages_with(workspace, file):
        message["files"] = [
            {"id": file.id, "mode": "tombstone"} if one["id"] == file.id else one
            for one in message["files"]
        ]
    workspace.touch()
    return {}


def new_file(workspace: Workspace, user: str, name: str, length: int) -> StoredFile:
    file = StoredFile(f"F{token_hex(5).upper()}", user, name, title=name, length=length)
    workspace.files[file.id] = file
    return file


def keep_files(
    workspace: Workspace, user: str, channel: str, attached: Sequence[tuple[str, bytes]]
) -> list[Json]:
    """What a person attaches to a message, names and bytes; all of it or nothing."""
    if len(attached) > MOST_FILES:
        raise NotPossible(f"A message carries at most {MOST_FILES} files.")
    for _, content in attached:
        if not content:
            raise NotPossible("An empty file cannot be sent.")
        if len(content) > MOST_BYTES:
            raise NotPossible(TOO_BIG)
    return [_keep(workspace, user, channel, name, content) for name, content in attached]


TOO_BIG = f"A file has at most {MOST_BYTES // 2**20} MB."


def _keep(workspace: Workspace, user: str, channel: str, name: str, content: bytes) -> Json:
    file = new_file(workspace, user, name or "file", len(content))
    file.content, file.finished = content, True
    return describe(workspace, file, [channel])


def describe(workspace: Workspace, file: StoredFile, channels: Iterable[str]) -> Json:
    """A file as Slack describes it, where it stands in these channels."""
    mimetype, filetype, in_words = kind_of(file.name)
    place = f"{workspace.address}files-pri/{TEAM}-{file.id}/"
    in_address = _in_address(file.name)
    text = filetype in SHOWN_AS_TEXT
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype,
        "filetype": filetype,
        "pretty_type": in_words,
        "user": file.user,
        "user_team": USERS[file.user].team if file.user in USERS else TEAM,
        "editable": text,
        "size": file.length,
        "mode": "snippet" if text else "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": any(CHANNELS[channel].kind == "public" for channel in channels),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{place}{in_address}",
        "url_private_download": f"{place}download/{in_address}",
        "permalink": f"{workspace.address}files/{file.user}/{file.id}/{in_address}",
        "has_rich_preview": False,
        "file_access": "visible",
        **({"alt_txt": file.alt_txt} if file.alt_txt else {}),
    }


def kind_of(name: str) -> tuple[str, str, str]:
    return KINDS.get(PurePosixPath(name).suffix.lower(), BINARY)


def messages_with(workspace: Workspace, file: StoredFile) -> list[Json]:
    """The messages in which a file stands."""
    return [
        message
        for message in workspace.messages
        if any(one["id"] == file.id for one in message.get("files", ()))
    ]


def is_seen_by(workspace: Workspace, file: StoredFile, user: str) -> bool:
    """Whether a person finds it in a conversation that they are in."""
    seen = workspace.visible(user)
    here = {message["channel"] for message in seen}
    shared = any(message["channel"] in here for message in messages_with(workspace, file))
    return shared or any(_is_pictured_in(message, file) for message in seen)


def _is_pictured_in(message: Json, file: StoredFile) -> bool:
    """Whether a block of the message shows it, wherever the file itself was put."""
    for block in message.get("blocks") or []:
        for one in (block, *(block.get("elements") or ()), block.get("accessory")):
            image = isinstance(one, dict) and one.get("type") == "image"
            if image and (one.get("slack_file") or {}).get("id") == file.id:
                return True
    return False


def is_seen_by_app(workspace: Workspace, file: StoredFile) -> bool:
    """Its own files, and those in conversations that it is in."""
    found = messages_with(workspace, file)
    inside = any(message["channel"] not in workspace.outside for message in found)
    return file.finished and (file.user == BOT_USER or inside)


def _app_file(workspace: Workspace, given: Json) -> StoredFile:
    file = workspace.files.get(str(given.get("file") or ""))
    if file is None or not is_seen_by_app(workspace, file):
        raise ApiError("file_not_found")
    if file.deleted:
        raise ApiError("file_deleted")
    return file


def _shares(file: StoredFile, places: list[Json]) -> Json:
    shares: Json = {}
    lists: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
    for message in places:
        channel = CHANNELS[message["channel"]]
        thread = {"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}
        share = {
            "ts": message["ts"],
            "channel_name": channel.name,
            "team_id": TEAM,
            "share_user_id": file.user,
            **thread,
        }
        shares.setdefault(KIND_OF_SHARE[channel.kind], {}).setdefault(channel.id, []).append(share)
        if channel.id not in lists[LIST_OF_KIND[channel.kind]]:
            lists[LIST_OF_KIND[channel.kind]].append(channel.id)
    return {"shares": shares, **lists}


def _in_address(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "_", name.lower())[-100:].strip(".") or "file"


METHODS = {"files.info": info, "files.delete": delete}
