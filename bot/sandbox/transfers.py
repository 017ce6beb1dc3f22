"""The bytes of files, to the workspace and from it."""

from urllib.parse import quote

from aiohttp import web

from bot.sandbox.acting import Acting
from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN, TEAM
from bot.sandbox.errors import NotPossible
from bot.sandbox.faults import ACCEPTED, Faults
from bot.sandbox.files import (
    MOST_BYTES,
    MOST_FILES,
    TOO_BIG,
    is_seen_by,
    is_seen_by_app,
    kind_of,
)
from bot.sandbox.multipart import MULTIPART, read_form
from bot.sandbox.web_api import cut_off, strike
from bot.sandbox.workspace import StoredFile, Workspace


class Transfers:
    """What the app posts to an upload's address and gets from a file's; the page has its own."""

    def __init__(self, workspace: Workspace, faults: Faults, acting: Acting) -> None:
        self._workspace = workspace
        self._faults = faults
        self._acting = acting

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/upload/v1/{ticket}", self._take),
            web.get("/files-pri/{file}/{name}", self._give),
            web.get("/files-pri/{file}/download/{name}", self._give),
            web.post("/practice/attach", self._attach),
            web.get("/practice/file", self._show),
        ]

    async def _take(self, request: web.Request) -> web.StreamResponse:
        """The bytes of one file, as they are or in a form; the address itself is the permission."""
        fault = self._faults.take("upload")
        if fault and fault.kind == "refuse token":
            return web.Response(status=403)
        if fault and fault.kind not in ACCEPTED:
            return await strike(fault)
        file = self._workspace.tickets.get(request.match_info["ticket"])
        content = await _uploaded(request) if file else b""
        if file is None or file.finished:  # perhaps while its bytes came a second time
            return web.Response(status=404, text="There is no such upload.")
        if len(content) != file.length:
            wrong = f"an upload has {len(content)} bytes, and {file.length} were announced"
            self._workspace.break_rule(wrong)
            return web.Response(status=400, text="The length is not the announced one.")
        file.content = content
        if fault:
            await cut_off(fault, request)
        return web.Response(text=f"OK - {len(content)}")

    async def _give(self, request: web.Request) -> web.StreamResponse:
        """A file for the app. Without its token Slack leads to a page where one signs in, so that
        whoever follows gets HTML in place of the file."""
        fault = self._faults.take("download")
        refused = fault is not None and fault.kind == "refuse token"
        if fault and fault.kind not in (*ACCEPTED, "refuse token"):
            return await strike(fault)
        if refused or not self._may_read(request):
            target = f"/?redir={quote(request.path, safe='')}"
            return web.Response(status=302, headers={"Location": target})
        _, _, file_id = request.match_info["file"].rpartition(f"{TEAM}-")
        file = self._workspace.files.get(file_id)
        if file is None or not is_seen_by_app(self._workspace, file):
            return _not_there()
        answer = _bytes_of(file)
        if fault:
            await cut_off(fault, request)
        return answer

    def _may_read(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or token != BOT_TOKEN:
            if token not in ("", BOT_TOKEN, APP_TOKEN):  # it may be a live one
                elsewhere = "a token that is not the practice workspace's was refused"
                self._workspace.break_rule(elsewhere)
            return False
        if not self._workspace.grants("files:read"):
            self._workspace.break_rule("a file's address needs the scope files:read")
            return False
        return True

    async def _attach(self, request: web.Request) -> web.StreamResponse:
        """A message of a person at the page, with files."""
        if request.content_type != MULTIPART:
            return web.json_response({"problem": "A form with files is expected."}, status=415)
        try:
            form, attached = await read_form(request, MOST_FILES * MOST_BYTES)
        except web.HTTPRequestEntityTooLarge as problem:
            raise NotPossible(TOO_BIG) from problem
        if not attached:
            raise NotPossible("No file was chosen.")
        text, thread = form.get("text", ""), form.get("thread_ts") or None
        await self._acting.say(form["user"], form["channel"], text, thread, attached)
        return web.json_response({})

    async def _show(self, request: web.Request) -> web.StreamResponse:
        """A file for the person at the page, where they find it in one of their conversations."""
        file = self._workspace.files.get(request.query.get("id", ""))
        user = request.query.get("user", "")
        if file is None or not is_seen_by(self._workspace, file, user):
            return _not_there()
        return _bytes_of(file)


async def _uploaded(request: web.Request) -> bytes:
    if request.content_type == MULTIPART:
        fields, attached = await read_form(request, MOST_BYTES)
        return attached[0][1] if attached else "".join(fields.values()).encode()
    return await request.clone(client_max_size=MOST_BYTES).read()


def _bytes_of(file: StoredFile) -> web.Response:
    if file.content is None:
        return _not_there()
    named = quote(file.name.encode("utf-8", "replace"))
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{named}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return web.Response(body=file.content, content_type=kind_of(file.name)[0], headers=headers)


def _not_there() -> web.Response:
    """Not there, not theirs and deleted read the same."""
    return web.Response(status=404, text="That file is not there.")
