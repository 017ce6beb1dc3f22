"""The page's own addresses: what it shows, and what is done on it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.acting import Acting
from bot.sandbox.answers import use_response_url
from bot.sandbox.cast import USERS
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Faults
from bot.sandbox.shortcuts import Shortcuts
from bot.sandbox.sockets import Sockets
from bot.sandbox.workspace import Workspace, channels_of

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
STATIC = Path(__file__).parent / "static"
FILES = {
    "": ("index.html", "text/html"),
    "app.js": ("app.js", "text/javascript"),
    "blocks.js": ("blocks.js", "text/javascript"),
    "charts.js": ("charts.js", "text/javascript"),
    "files.js": ("files.js", "text/javascript"),
    "confirms.js": ("confirms.js", "text/javascript"),
    "forms.js": ("forms.js", "text/javascript"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
    "inputs.js": ("inputs.js", "text/javascript"),
    "shortcuts.js": ("shortcuts.js", "text/javascript"),
    "tables.js": ("tables.js", "text/javascript"),
    "style.css": ("style.css", "text/css"),
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
WAIT_SECONDS = 20.0


class Page:
    """GET / and what its script calls under /practice/."""

    def __init__(
        self,
        workspace: Workspace,
        sockets: Sockets,
        faults: Faults,
        acting: Acting,
        shortcuts: Shortcuts,
    ) -> None:
        self._workspace = workspace
        self._sockets = sockets
        self._faults = faults
        self._acting = acting
        self._shortcuts = shortcuts

    def routes(self) -> list[web.RouteDef]:
        posts: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "command": self._command,
            "say": self._say,
            "press": self._press,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "shortcut": self._shortcut,
            "fault": self._fault,
            "recover": self._recover,
            "redeliver": self._redeliver,
            "membership": self._membership,
            "account": self._account,
            "sockets/close": self._close_sockets,
        }
        return [
            *(web.get(f"/{name}", _file(*file)) for name, file in FILES.items()),
            web.get("/practice/state", self._state),
            web.get("/practice/messages", self._messages),
            web.post("/response/{token}", self._respond),
            *(web.post(f"/practice/{name}", _post(act)) for name, act in posts.items()),
        ]

    async def _state(self, request: web.Request) -> web.StreamResponse:
        """Everything that one person sees; waits for something newer than `since`, if given."""
        user = request.query.get("user", "")
        if user not in USERS:
            return web.json_response({"problem": "There is no such person."}, status=400)
        since = request.query.get("since", "")
        if since.isascii() and since.isdigit() and len(since) < 20:
            await self._workspace.changed(int(since), WAIT_SECONDS)
        return web.json_response(self._seen_by(user))

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        """Every message, private ones too, and every broken rule: for whoever looks behind the
        page."""
        found = {"messages": self._workspace.messages, "broken": self._workspace.broken}
        return web.json_response(found)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        given = await request.json()
        try:
            use_response_url(self._workspace, request.match_info["token"], given)
        except ApiError as problem:
            return web.json_response({"ok": False, "error": problem.error}, status=404)
        return web.Response(text="ok")

    def _seen_by(self, user: str) -> Json:
        workspace = self._workspace
        stack = workspace.stacks.get(user, [])
        return {
            "version": workspace.version,
            "user": user,
            "command": self._acting.command,
            "shortcuts": self._shortcuts.offered_to(user),
            "connected": len(self._sockets.open),
            "people": [{"id": u.id, "name": u.name, "title": u.title} for u in USERS.values()],
            "channels": [
                {"id": c.id, "name": c.name, "kind": c.kind, "members": len(c.members)}
                for c in channels_of(user)
            ],
            "messages": workspace.visible(user),
            "form": workspace.views[stack[-1]] if stack else None,
            "home": workspace.homes.get(user),
            "broken": workspace.broken[-50:],
        }

    async def _command(self, given: Json) -> Json:
        await self._acting.type_command(given["user"], given["channel"], given["text"].strip())
        return {}

    async def _say(self, given: Json) -> Json:
        await self._acting.say(
            given["user"], given["channel"], given["text"], given.get("thread_ts")
        )
        return {}

    async def _press(self, given: Json) -> Json:
        place = given["place"]
        await self._acting.press(given["user"], place, given["block_id"], given["action_id"])
        return {}

    async def _submit(self, given: Json) -> Json:
        errors = await self._acting.send_form(given["user"], given["view_id"], given["values"])
        return {"errors": errors}

    async def _close(self, given: Json) -> Json:
        await self._acting.leave_form(given["user"], given["view_id"])
        return {}

    async def _home(self, given: Json) -> Json:
        self._acting.open_home(given["user"])
        return {}

    async def _shortcut(self, given: Json) -> Json:
        await self._shortcuts.choose(given["user"], given["callback_id"], given.get("place"))
        return {}

    async def _fault(self, given: Json) -> Json:
        times, seconds = int(given.get("times", 1)), float(given.get("seconds", 1))
        self._faults.add(str(given["kind"]), str(given["method"]), times, seconds)
        return {}

    async def _recover(self, given: Json) -> Json:
        """No fault that was asked for strikes any more, and everybody's account is as it was."""
        self._faults.clear()
        self._workspace.accounts.clear()
        return {}

    async def _membership(self, given: Json) -> Json:
        """Somebody takes the app out of a channel, or invites it back."""
        self._workspace.set_inside(str(given["channel"]), inside=bool(given["inside"]))
        return {}

    async def _account(self, given: Json) -> Json:
        """Somebody's account is deactivated, or becomes a guest's."""
        self._acting.change_account(given["user"], {k: bool(v) for k, v in given["now"].items()})
        return {}

    async def _redeliver(self, given: Json) -> Json:
        return {"answer": await self._acting.redeliver(int(given.get("back", 1)))}

    async def _close_sockets(self, given: Json) -> Json:
        politely, keep = bool(given.get("politely")), bool(given.get("keep_open"))
        return {"closed": await self._sockets.close(politely=politely, keep_open=keep)}


def _file(name: str, kind: str) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        text = (STATIC / name).read_text(encoding="utf-8")
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return web.Response(text=text, content_type=kind, headers=headers)

    return answer


def _post(act: Callable[[Json], Awaitable[Json]]) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            return web.json_response({"problem": "JSON is expected."}, status=415)
        return web.json_response(await act(await request.json()))

    return answer
