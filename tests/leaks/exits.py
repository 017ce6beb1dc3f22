"""Exits: everything that leaves the process, as it stands on the wire, and to whom it goes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, RemoteDisconnected
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zipfile import ZipFile, is_zipfile

from slack_bolt import BoltResponse

from bot.sandbox.cast import CHANNELS

Json = dict[str, Any]
# What nobody reads, and others than the addressee may: ids, values of buttons, metadata.
HIDDEN = frozenset(
    ("value", "private_metadata", "action_id", "block_id", "callback_id", "external_id", "metadata",
     "filename", "title of a file", "url", "token", "cursor", "ts", "thread_ts")
)  # fmt: skip
JSON_INSIDE = ("blocks", "view", "metadata", "attachments", "files", "users")
SAID = ("chat.postMessage", "chat.postEphemeral", "chat.update", "files.completeUploadExternal")
NOBODY = "nobody"  # logs and the like: no eyes are entitled to what stands there


@dataclass(frozen=True, slots=True)
class Exit:
    """One thing that left: `user` is who alone sees it; else everybody in `place` does."""

    what: str
    user: str = ""
    place: str = ""
    shown: str = ""
    hidden: str = ""
    fallback: str = ""  # what a notification shows
    payload: Json = field(default_factory=dict, compare=False)


@dataclass
class Request:
    """One request of the process, and what came back."""

    path: str
    given: Json
    body: bytes
    answer: Json = field(default_factory=dict)


class Relay:
    """Stands between the process and Slack, and keeps whatever passes on its way out."""

    def __init__(self, port: int) -> None:
        self._taken: list[Request] = []
        self._lock = Lock()
        self.bytes = 0
        self.problems: list[str] = []
        self._tickets: dict[str, Request] = {}
        self._contents: dict[str, bytes] = {}
        relay = self

        class Passing(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                line = HTTPConnection("127.0.0.1", port, timeout=30)
                headers = {k: v for k, v in self.headers.items() if k.lower() != "host"}
                line.request(self.command, self.path, body, headers)
                try:
                    answer = line.getresponse()
                except RemoteDisconnected:  # Slack does not say what became of it
                    relay.keep(self.path, self.headers, body, b"")
                    return
                # So that what is uploaded to, or answered at, an address of Slack's passes as well.
                said = answer.read().replace(b":%d" % port, b":%d" % relay.port)
                line.close()
                relay.keep(self.path, self.headers, body, said)
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)

            do_GET = do_POST

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        assert len(str(port)) == len(str(self.port)), "an address must keep its length"
        Thread(target=self._server.serve_forever, name="relay", daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def taken(self) -> list[Exit]:
        """What has passed since the last time, each thing with its addressee."""
        with self._lock:
            taken, self._taken = self._taken, []
        return [found for request in taken for found in self._exits(request)]

    def keep(self, path: str, headers: Any, body: bytes, answer: bytes) -> None:
        """Remember a request and what came of it."""
        try:
            request = Request(path, _arguments(path, headers, body), body, _json(answer))
        except Exception as problem:  # what was not read was not searched
            self.problems.append(f"{path}: {problem!r}")
            return
        with self._lock:
            self.bytes += len(path) + len(body)
            self._taken.append(request)

    def _exits(self, request: Request) -> Iterator[Exit]:
        parts = urlsplit(request.path)
        method = parts.path.rpartition("/")[2]
        if parts.path.startswith("/upload/"):
            self._contents[parts.path] = request.body
            yield Exit("address", hidden=request.path)
            return
        if method == "files.getUploadURLExternal":
            self._tickets[str(request.answer.get("file_id"))] = request
        yield _exit_of(method, request)
        if method == "files.completeUploadExternal":
            yield from self._files(request)

    def _files(self, request: Request) -> Iterator[Exit]:
        user, place = _owner(str(request.given.get("channel_id") or ""))
        for file in request.given.get("files") or []:
            asked = self._tickets[file["id"]]
            address = urlsplit(str(asked.answer["upload_url"])).path
            text = "\n".join(read_file(self._contents[address]))
            yield Exit("file", user, place, shown=text, hidden=str(file.get("title")))


def _exit_of(method: str, request: Request) -> Exit:
    given = dict(request.given)
    user, place = _addressee(method, request)
    fallback = ""
    if method in SAID:
        fallback = str(given.pop("initial_comment", "") or given.pop("text", ""))
    if method.startswith("files."):
        given["files"] = [{"title of a file": one} for one in given.get("files") or []]
    shown, hidden = split(given)
    return Exit(method, user, place, shown, f"{request.path}\n{hidden}", fallback, request.given)


def _addressee(method: str, request: Request) -> tuple[str, str]:
    given, path = request.given, request.path
    if path.startswith("/response/"):
        return path.rpartition("/")[2].partition("-")[0], ""
    if method == "views.publish":
        return str(given.get("user_id")), ""
    if method == "views.open":
        return str(given.get("trigger_id")).rpartition(".")[2], ""
    if method == "views.update":
        return str(given.get("view_id")).partition("-")[2], ""
    if method == "chat.postEphemeral":
        return str(given.get("user")), ""
    return _owner(str(given.get("channel") or given.get("channel_id") or ""))


def _owner(channel: str) -> tuple[str, str]:
    """The one person of a channel of direct messages; else the channel."""
    known = CHANNELS.get(channel)
    if known and known.kind == "im":
        return known.members[0], ""
    return "", channel or NOBODY


def answered(user: str, channel: str, response: BoltResponse) -> Exit:
    """What came back with an acknowledgement, to whoever did it."""
    body = _json((response.body or "").encode())
    if body.get("response_type") == "in_channel":
        user = ""
    fallback = str(body.get("text") or "")
    shown, hidden = split({**body, "text": ""})
    if response.body and not body:
        shown = response.body
    place = "" if user else channel
    return Exit("acknowledgement", user, place, shown, hidden, fallback, body)


def split(given: Any, within: str = "") -> tuple[str, str]:
    """All texts of a payload: those that are shown, and those that are hidden."""
    shown: list[str] = []
    hidden: list[str] = []
    _walk(given, within, shown, hidden)
    return "\n".join(shown), "\n".join(hidden)


def _walk(given: Any, within: str, shown: list[str], hidden: list[str]) -> None:
    if isinstance(given, dict):
        for name, value in given.items():
            hidden.append(str(name))
            below = within if within in HIDDEN else name
            # What an input is filled in with is called the same as what a button carries.
            _walk(
                value, "shown" if below == "value" and within == "state" else below, shown, hidden
            )
    elif isinstance(given, list):
        for value in given:
            _walk(value, within, shown, hidden)
    elif given is not None:
        (hidden if within in HIDDEN else shown).append(str(given))


def read_file(content: bytes) -> Iterator[str]:
    """The texts of a file, of whatever kind, and the names in it."""
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from read_file(archive.read(name))
    else:
        text = content.decode("utf-8", "replace")
        yield text.replace("\r\n ", "").replace("\n ", "") if "BEGIN:VCALENDAR" in text else text


def _arguments(path: str, headers: Any, body: bytes) -> Json:
    given: Json = dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))
    if path.startswith("/upload/"):  # bytes, whatever is said of them
        return given
    kind = str(headers.get("Content-Type") or "")
    if "json" in kind:
        given |= _json(body)
    elif "urlencoded" in kind:
        given |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    for name in JSON_INSIDE:
        if isinstance(given.get(name), str):
            try:
                given[name] = json.loads(given[name])
            except ValueError:
                continue
    return given


def _json(text: bytes) -> Json:
    try:
        found = json.loads(text or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
