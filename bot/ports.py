"""Serves a web application on a port of the loopback address, from a thread of its own."""

import socket
import threading
from collections.abc import Callable
from typing import Any

from mappa.errors import SettingWrong

HOST = "127.0.0.1"


def serve_on(
    port: int, application: Any, setting: str, threads: int, **bounds: int
) -> Callable[[], None]:
    """Listen; what it returns stops it. A port that cannot be had is one line. `bounds`: of what
    is read, as the server names them."""
    from waitress.server import create_server

    listening = _bind(port, setting)
    server = create_server(application, sockets=[listening], threads=threads, ident=None, **bounds)
    stopping = threading.Event()
    woken = threading.Event()

    def serve() -> None:
        try:
            server.run()
        except OSError:  # it may look once more at a connection that is closed by now
            if not stopping.is_set():
                raise

    threading.Thread(target=serve, name=setting, daemon=True).start()

    def close() -> None:
        woken.wait()  # awake for another reason, it would close what stop() is about to write to
        server.close()

    def stop() -> None:
        stopping.set()
        # In the server's own thread: it must not find its socket closed while it waits on it.
        server.trigger.pull_trigger(close)
        woken.set()
        server.task_dispatcher.shutdown()

    return stop


def _bind(port: int, setting: str) -> socket.socket:
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
    except OSError as problem:
        found.close()
        raise SettingWrong(
            f"{setting} {port} cannot be used ({problem.strerror}). Choose another one."
        ) from problem
    return found
