"""One open transaction for tests that need no more: nothing in it is ever saved."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import pytest

from mappa.people import Person
from storage.databases import Database, Session, make_engine
from storage.keys import KeyRing
from tests.build import register_cast
from tests.conftest import KEY
from tests.postgres import Postgres


class Undone(Exception):
    """Rolls a transaction back."""


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """What is done inside is taken back at the end, to make room for the next example."""
    with pytest.raises(Undone), session.connection.begin_nested():
        yield
        raise Undone


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_db(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database of each kind that stays empty: what is written to it is rolled back."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("shared") / "mappa.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        url = f"sqlite:///{path}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.url(server.copy_of("template_mappa"))
    database = Database(make_engine(url), KeyRing([KEY]))
    yield database
    database.close()


@pytest.fixture
def session(shared_db: Database) -> Iterator[Session]:
    """A writing transaction; ids go on counting from one test to the next."""
    with pytest.raises(Undone), shared_db.write() as session:
        yield session
        raise Undone


@pytest.fixture
def cast(session: Session) -> dict[str, Person]:
    """Everybody who is registered, by Slack id."""
    return register_cast(session)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with tables and nothing in them."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "back.db")
        yield f"sqlite:///{tmp_path / 'back.db'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        name = server.copy_of("template_mappa")
        yield server.url(name)
        server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare' / 'mappa.db'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        name = f"bare_{token_hex(4)}"
        yield server.url(name, make=True)
        server.drop(name)
