"""Socket Mode: each payload goes to one socket, and is acknowledged in time or not at all."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.cast import APP
from bot.sandbox.faults import Faults
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
MOST = 10  # connections of one app


@dataclass
class Sockets:
    """The connections of the app, in turn."""

    workspace: Workspace
    faults: Faults
    tickets: set[str] = field(default_factory=set)
    open: list[web.WebSocketResponse] = field(default_factory=list)
    _waiting: dict[str, "asyncio.Future[Json | None]"] = field(default_factory=dict)
    _held: dict[web.WebSocketResponse, set[str]] = field(default_factory=dict)
    _leaving: set[web.WebSocketResponse] = field(default_factory=set)
    _turn: int = 0

    def new_ticket(self) -> str:
        """Opens one connection, once."""
        ticket = token_hex(16)
        self.tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection from its greeting to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=403)
        if self.faults.take("socket"):  # whatever its kind: it does not open
            return web.Response(status=500)
        self.tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        hello = {
            "type": "hello",
            "num_connections": len(self.open) + 1,
            "connection_info": {"app_id": APP},
            "debug_info": {"host": "practice", "approximate_connection_time": 18060},
        }
        await socket.send_json(hello)
        if len(self.open) >= MOST:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self.open.append(socket)
        self._held[socket] = set()
        self.workspace.touch()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            self._gone(socket)
        return socket

    async def deliver(
        self, kind: str, payload: Json, *, retry: int = 0, reason: str = ""
    ) -> Json | None:
        """Give a payload to one socket; its answer, or None when none came in time."""
        if not self.open:
            return None
        self._turn += 1
        staying = [socket for socket in self.open if socket not in self._leaving] or self.open
        socket = staying[self._turn % len(staying)]
        envelope_id = token_hex(16)
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        self._held[socket].add(envelope_id)
        try:
            await socket.send_json(envelope)
            return await asyncio.wait_for(answer, self.workspace.limits.ack)
        except (TimeoutError, ConnectionError):
            seconds = f"{self.workspace.limits.ack:g} s"
            self.workspace.break_rule(f"a {kind} payload was not acknowledged within {seconds}")
            return None
        finally:
            self._waiting.pop(envelope_id, None)
            self._held.get(socket, set()).discard(envelope_id)

    async def close(self, *, politely: bool, keep_open: bool = False) -> int:
        """Close every connection, with Slack's warning before it or without; how many.

        `keep_open`: after the warning it stays open for a while, as it does at Slack.
        """
        closing = list(self.open)
        for socket in closing:
            if politely:
                self._leaving.add(socket)
                with suppress(ConnectionError):  # it may have gone already
                    await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            if not keep_open:
                await socket.close()
        return len(closing)

    def _acknowledge(self, text: str) -> None:
        try:
            given = json.loads(text)
        except ValueError:
            given = None
        payload = given.get("payload") or {} if isinstance(given, dict) else None
        if not isinstance(given, dict) or not isinstance(payload, dict):
            self.workspace.break_rule("what came over the socket is no acknowledgement in JSON")
            return
        answer = self._waiting.get(str(given.get("envelope_id")))
        if answer is None:
            self.workspace.break_rule("an acknowledgement came too late, or twice")
        elif not answer.done():
            answer.set_result(payload)

    def _gone(self, socket: web.WebSocketResponse) -> None:
        if socket in self.open:
            self.open.remove(socket)
        self._leaving.discard(socket)
        # Over another connection the app may still acknowledge what came over this one.
        for envelope_id in self._held.pop(socket, set()) if not self.open else ():
            waiting = self._waiting.get(envelope_id)
            if waiting and not waiting.done():
                waiting.set_result(None)
        self.workspace.touch()
