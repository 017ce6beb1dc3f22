"""Slack's Web API: the methods that an app of this kind calls."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox import chats, conversations, forms
from bot.sandbox.cast import APP_TOKEN, BOT_ID, BOT_TOKEN, BOT_USER, TEAM
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.sockets import Sockets
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
Method = Callable[[Workspace, Json], Json]
JSON_INSIDE = ("blocks", "view", "metadata", "attachments")


def _auth_test(workspace: Workspace, given: Json) -> Json:
    return {
        "url": "http://127.0.0.1/",
        "team": "Practice",
        "user": "mappa",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


METHODS: dict[str, Method] = {
    "auth.test": _auth_test,
    **chats.METHODS,
    **forms.METHODS,
    **conversations.METHODS,
}


class WebApi:
    """POST or GET /api/METHOD."""

    def __init__(self, workspace: Workspace, sockets: Sockets, faults: Faults) -> None:
        self._workspace = workspace
        self._sockets = sockets
        self._faults = faults

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call, with the fault that was asked for, if any."""
        method = request.match_info["method"]
        given = await read_arguments(request)
        fault = self._faults.take(method)
        if fault and fault.kind != "accept then drop":
            return await _strike(fault)
        answer = self._answer(request, method, given)
        if fault and request.transport:
            request.transport.abort()
        return web.json_response(answer)

    def _answer(self, request: web.Request, method: str, given: Json) -> Json:
        try:
            self._check_token(request, method, given)
            if method == "apps.connections.open":
                ticket = self._sockets.new_ticket()
                return {"ok": True, "url": f"ws://{request.host}/socket/?ticket={ticket}"}
            if method not in METHODS:
                raise ApiError("unknown_method")
            return {"ok": True, **METHODS[method](self._workspace, given)}
        except ApiError as problem:
            return {"ok": False, "error": problem.error, **problem.more}

    def _check_token(self, request: web.Request, method: str, given: Json) -> None:
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        token = bearer if scheme.lower() == "bearer" else str(given.get("token") or "")
        if not token:
            raise ApiError("not_authed")
        if token not in (BOT_TOKEN, APP_TOKEN):
            # It may be a live one: it is neither kept nor shown.
            self._workspace.break_rule("a token that is not the practice workspace's was refused")
            raise ApiError("invalid_auth")
        if (token == APP_TOKEN) != (method == "apps.connections.open"):
            raise ApiError("not_allowed_token_type")


async def read_arguments(request: web.Request) -> Json:
    """The arguments, however they came: in the address, as a form, as JSON, JSON in a form."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        text = await request.text()
        try:
            body = json.loads(text) if text else {}
        except ValueError:
            body = {}
        given |= body if isinstance(body, dict) else {}
    else:
        form = await request.post()
        given |= {key: value for key, value in form.items() if isinstance(value, str)}
    for name in JSON_INSIDE:
        if isinstance(given.get(name), str):
            try:
                given[name] = json.loads(given[name])
            except ValueError:
                given[name] = None
    return given


async def _strike(fault: Fault) -> web.StreamResponse:
    if fault.kind == "429":
        headers = {"Retry-After": f"{fault.seconds:g}"}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault.kind == "refuse token":
        return web.json_response({"ok": False, "error": "invalid_auth"})
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    return web.Response(status=500, text="upstream connect error")
