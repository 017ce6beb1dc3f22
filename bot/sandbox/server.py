"""Starts and stops the practice workspace; it listens on the loopback address only."""

import asyncio
import re
import socket
import threading
from collections.abc import Iterable, Mapping

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.sandbox.acting import Acting
from bot.sandbox.errors import read_or_refuse
from bot.sandbox.faults import Faults
from bot.sandbox.page import Page
from bot.sandbox.shortcuts import SHORTCUTS, Shortcuts
from bot.sandbox.sockets import Sockets
from bot.sandbox.transfers import Transfers
from bot.sandbox.web_api import BIGGEST, WebApi
from bot.sandbox.workspace import Limits, Workspace

HOST = "127.0.0.1"
NAMED = re.compile(r"(127\.0\.0\.1|localhost)(:[0-9]{1,5})?", re.IGNORECASE)


class SandboxServer:
    """A workspace served by a thread of its own, from start() to stop()."""

    def __init__(
        self,
        port: int = 0,
        command: str = "/mappa",
        limits: Limits | None = None,
        scopes: Iterable[str] | None = None,
        shortcuts: Iterable[Mapping[str, str]] = SHORTCUTS,
    ) -> None:
        """`scopes` are those the app is installed with; without them it may do everything.

        `shortcuts` are the app's, as its manifest lists them.
        """
        self._asked_port = port
        self._command = command
        self._limits = limits or Limits()
        self._scopes = frozenset(scopes) if scopes is not None else None
        self._shortcuts = tuple(shortcuts)
        self._ready = threading.Event()
        self._stopping: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="practice workspace", daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def start(self) -> None:
        """Listen; raises OSError when the port is taken."""
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((HOST, self._asked_port))
        except (OSError, OverflowError):
            self._socket.close()
            raise
        self.port = self._socket.getsockname()[1]
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Close every connection and wait until nothing is left running."""
        if self._stopping is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()

    def wait(self) -> None:
        """Serve until the thread ends."""
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        workspace = Workspace(self._limits, self._scopes, self.url)
        faults = Faults()
        sockets = Sockets(workspace, faults)
        acting = Acting(workspace, sockets, self.url, self._command)
        api = WebApi(workspace, sockets, faults)
        checks = [_local_only(self.port), read_or_refuse]
        app = web.Application(middlewares=checks, client_max_size=BIGGEST)
        shortcuts = Shortcuts(workspace, acting, self._shortcuts)
        app.add_routes(Page(workspace, sockets, faults, acting, shortcuts).routes())
        app.add_routes(Transfers(workspace, faults, acting).routes())
        app.add_routes([web.get("/socket/", sockets.serve)])
        app.add_routes([web.route("*", "/api/{method}", api.serve)])
        runner = web.AppRunner(app, shutdown_timeout=0.5)
        await runner.setup()
        await web.SockSite(runner, self._socket).start()
        self._ready.set()
        await self._stopping.wait()
        await acting.stop()
        await sockets.close(politely=False)
        await runner.cleanup()


def _local_only(port: int) -> Middleware:
    """Other pages in the same browser must not act here: neither by name nor by address."""
    origins = {f"http://{host}:{port}" for host in (HOST, "localhost")}

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if not NAMED.fullmatch(request.host) or origin not in {None, *origins}:
            return web.Response(status=403, text="This workspace answers its own page only.")
        return await handler(request)

    return check
