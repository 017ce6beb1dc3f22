"""A server that speaks Socket Mode and leaves an old connection open when it wants a fresh one."""

import asyncio
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web
from slack_sdk import WebClient

from bot.sandbox.cast import BOT_TOKEN, CHANNELS, USERS
from bot.sandbox.payloads import slash_command

Json = dict[str, Any]


@dataclass
class Refreshing:
    """On the first connection it asks for a fresh one, and goes on sending there; it closes none.

    Commands are numbered; each goes out at once: "old" over the first connection, right after the
    request for a fresh one, "new" over the second as soon as that stands.
    """

    old: int
    new: int
    acknowledged: list[tuple[str, int, float]] = field(default_factory=list)  # command, over, after
    connections: int = 0
    _sent: dict[str, tuple[str, float]] = field(default_factory=dict)
    _ready: threading.Event = field(default_factory=threading.Event)

    @property
    def client(self) -> WebClient:
        address = f"http://127.0.0.1:{self.port}/api/"
        return WebClient(token=BOT_TOKEN, base_url=address, retry_handlers=[])

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *problem: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.add_routes([web.get("/socket/", self._socket), web.post("/api/{method}", self._call)])
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._over.wait()
        await runner.cleanup()

    async def _call(self, request: web.Request) -> web.Response:
        url = f"ws://127.0.0.1:{self.port}/socket/?ticket={self.connections}"
        return web.json_response({"ok": True, "url": url, "team_id": "T0", "user_id": "U0"})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        number = self.connections
        await socket.send_json({"type": "hello"})
        if number == 1:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
        for one in range(self.old if number == 1 else self.new):
            await self._command(socket, f"{'old' if number == 1 else 'new'} {one}")
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self._hear(json.loads(message.data), number)
        return socket

    async def _command(self, socket: web.WebSocketResponse, text: str) -> None:
        channel = next(iter(CHANNELS))
        payload = slash_command(USERS["U0CORA"], channel, f"/mappa {text}", text, "")
        self._sent[text] = (text, time.monotonic())
        await socket.send_json(
            {
                "type": "slash_commands",
                "envelope_id": text,
                "payload": payload,
                "accepts_response_payload": True,
            }
        )

    def _hear(self, given: Json, over: int) -> None:
        text, sent_at = self._sent[given["envelope_id"]]
        assert given["payload"]["text"] == text
        self.acknowledged.append((text, over, time.monotonic() - sent_at))
