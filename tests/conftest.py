"""What every test stands on: a clean environment, and a real database of each kind."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, text

from storage.databases import Database, make_engine
from storage.keys import KeyRing
from storage.migrations import upgrade
from tests.postgres import Postgres, find_room

settings.register_profile(
    "suite",
    max_examples=25,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")
KEY = bytes(range(32))


def pytest_configure() -> None:
    """Settings of the machine that runs the suite must not reach it, nor PostgreSQL's own. What
    the tests write is in memory, where no commit waits for a disk."""
    from bot.settings import NAMES

    for name in [*NAMES, *(name for name in os.environ if name.startswith("PG"))]:
        os.environ.pop(name, None)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", find_room())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys, which wait more than they work, are spread over the first two thirds: so that
    while one waits another process works, and none is left alone with one at the end."""
    files = list(dict.fromkeys(item.location[0] for item in items))
    journeys = [name for name in files if "/journeys/" in name]
    rest = [name for name in files if name not in journeys]
    apart = 2 * len(rest) / (3 * len(journeys)) if journeys else 0
    places = {name: float(at) for at, name in enumerate(rest)}
    places |= {name: at * apart - 0.5 for at, name in enumerate(journeys)}
    items.sort(key=lambda item: places[item.location[0]])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """On CI a skipped test is a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own, with a migrated database to copy from."""
    server = Postgres()
    server.start()
    try:
        upgrade(server.url("template_mappa", make=True))
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with this version's schema, to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    upgrade(f"sqlite:///{path}")
    # Without its write-ahead log, so that one file is all of it.
    with create_engine(f"sqlite:///{path}").connect() as connection:
        connection.execute(text("PRAGMA journal_mode=DELETE"))
    connection.engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "mappa.db")
        yield f"sqlite:///{tmp_path / 'mappa.db'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        name = server.copy_of("template_mappa")
        yield server.url(name)
        server.drop(name)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database, opened with a key of the suite's own."""
    database = Database(make_engine(database_url), KeyRing([KEY]))
    yield database
    database.close()
