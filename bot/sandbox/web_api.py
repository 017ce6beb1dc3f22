"""Slack's Web API: the methods that an app of this kind calls."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox import chats, conversations, files, forms, uploads
from bot.sandbox.cast import APP_TOKEN, BOT_ID, BOT_TOKEN, BOT_USER, CHANNELS, TEAM
from bot.sandbox.errors import UNREADABLE, ApiError, RateLimited, rate_limited
from bot.sandbox.faults import ACCEPTED, REFUSALS, Fault, Faults
from bot.sandbox.multipart import MULTIPART, read_form
from bot.sandbox.sockets import Sockets
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
BIGGEST = 2**20  # bytes of one request, but for those with files
Method = Callable[[Workspace, Json], Json]
JSON_INSIDE = ("blocks", "view", "metadata", "attachments", "files")


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
    **uploads.METHODS,
    **files.METHODS,
}
# What the app must have been installed with; * stands for the kind of channel.
SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.open": "im:write",
    "conversations.info": "*:read",
    "conversations.list": "channels:read",
    "conversations.members": "*:read",
    "conversations.history": "*:history",
    "conversations.replies": "*:history",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
    "files.delete": "files:write",
    "users.info": "users:read",
    "users.list": "users:read",
}
SCOPE_OF_KIND = {"public": "channels", "shared": "channels", "private": "groups", "im": "im"}


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
        if isinstance(given, str):
            return web.json_response({"ok": False, "error": given})
        fault = self._faults.take(method)
        if fault and fault.kind not in ACCEPTED:
            return await strike(fault)
        try:
            answer = self._answer(request, method, given)
        except RateLimited as problem:
            return rate_limited(problem.seconds)
        if fault:
            await cut_off(fault, request)
        scopes = self._workspace.scopes
        headers = None if scopes is None else {"X-OAuth-Scopes": ",".join(sorted(scopes))}
        return web.json_response(answer, headers=headers)

    def _answer(self, request: web.Request, method: str, given: Json) -> Json:
        try:
            self._check_token(request, method, given)
            if method == "apps.connections.open":
                ticket = self._sockets.new_ticket()
                return {"ok": True, "url": f"ws://{request.host}/socket/?ticket={ticket}"}
            if method not in METHODS:
                raise ApiError("unknown_method")
            self._check_scope(method, given)
            return {"ok": True, **METHODS[method](self._workspace, given)}
        except RateLimited:
            raise
        except ApiError as problem:
            return {"ok": False, "error": problem.error, **problem.more}
        except UNREADABLE:
            self._workspace.break_rule(f"the arguments of {method} cannot be read")
            return {"ok": False, "error": "invalid_arguments"}

    def _check_token(self, request: web.Request, method: str, given: Json) -> None:
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        in_body = "token" not in request.query and given.get("token")
        token = bearer if scheme.lower() == "bearer" else str(in_body or "")
        if not token:
            raise ApiError("not_authed")
        if token not in (BOT_TOKEN, APP_TOKEN):
            # It may be a live one: it is neither kept nor shown.
            self._workspace.break_rule("a token that is not the practice workspace's was refused")
            raise ApiError("invalid_auth")
        if (token == APP_TOKEN) != (method == "apps.connections.open"):
            raise ApiError("not_allowed_token_type")

    def _check_scope(self, method: str, given: Json) -> None:
        needed = SCOPES.get(method, "")
        if needed.startswith("*"):
            kind = CHANNELS[chats.read_channel(given)].kind
            needed = needed.replace("*", SCOPE_OF_KIND[kind])
        if needed and not self._workspace.grants(needed):
            self._workspace.break_rule(f"{method} needs the scope {needed}")
            raise ApiError("missing_scope", needed=needed)


async def read_arguments(request: web.Request) -> Json | str:
    """The arguments, however they came: in the address, as a form, as JSON, JSON in a form.

    What cannot be read is Slack's error.
    """
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            text = await request.text()
            body = json.loads(text) if text else {}
        except (ValueError, LookupError):
            return "invalid_json"
        if not isinstance(body, dict):
            return "json_not_object"
        given |= body
    else:
        try:
            given |= await _form(request)
        except (ValueError, LookupError):
            return "invalid_form_data"
    for name in JSON_INSIDE:
        if isinstance(given.get(name), str):
            try:
                given[name] = json.loads(given[name])
            except ValueError:
                given[name] = None
    return given


async def _form(request: web.Request) -> Json:
    if request.content_type == MULTIPART:
        fields, _ = await read_form(request, BIGGEST)
        return fields
    return {key: value for key, value in (await request.post()).items() if isinstance(value, str)}


async def cut_off(fault: Fault, request: web.Request) -> None:
    """What was asked for is done; whoever asked is not told, at once or after a while."""
    if fault.kind == "accept then hang":
        await asyncio.sleep(fault.seconds)
    if request.transport:
        request.transport.abort()


async def strike(fault: Fault) -> web.StreamResponse:
    """What a call is answered that a fault strikes before anything is done."""
    if fault.kind == "429":
        headers = {"Retry-After": f"{fault.seconds:g}"}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault.kind in REFUSALS:
        return web.json_response({"ok": False, "error": REFUSALS[fault.kind]})
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    return web.Response(status=500, text="upstream connect error")
