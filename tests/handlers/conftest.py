"""The practice workspace for a whole run, and a conversation in it for each test."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest

from bot.logs import start_log
from storage.databases import Database, make_engine
from storage.keys import KeyRing
from tests.conftest import KEY
from tests.handlers.conversations import Conversation, conversation
from tests.handlers.kits import Kit
from tests.handlers.laden import lade
from tests.handlers.outboxes import add_due, begin
from tests.handlers.slates import FileSlate, RowSlate, Slate
from tests.handlers.workspaces import Slack
from tests.postgres import Postgres


@pytest.fixture(scope="session")
def slack() -> Iterator[Slack]:
    workspace = Slack()
    yield workspace
    workspace.stop()


@pytest.fixture(scope="module", autouse=True)
def _room(slack: Slack) -> None:
    slack.renew_if_full()


@contextmanager
def production_log(form: str = "text") -> Iterator[StringIO]:
    loggers = [logging.getLogger(name) for name in (None, *logging.root.manager.loggerDict)]
    before = [(logger, logger.level, logger.handlers[:]) for logger in loggers]
    stream = StringIO()
    start_log("DEBUG", form, stream)
    yield stream
    for logger, level, handlers in before:
        if logger.level != level:  # each time costs a look at every logger there is
            logger.setLevel(level)
        logger.handlers[:] = handlers


@pytest.fixture
def log() -> Iterator[StringIO]:
    """The log as it is in production, at its most talkative."""
    with production_log() as stream:
        yield stream


@contextmanager
def kit_on(slack: Slack, url: str) -> Iterator[Kit]:
    """A bot on a migrated database."""
    kit = Kit(slack, Database(make_engine(url), KeyRing([KEY])))
    yield kit
    kit.close()
    kit.db.close()


def copied(migrated_file: Path, folder: Path) -> str:
    """The URL of an SQLite database of its own."""
    shutil.copy(migrated_file, folder / "talk.db")
    return f"sqlite:///{folder / 'talk.db'}"


@pytest.fixture(scope="session")
def file_slate(
    slack: Slack, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Slate]:
    with kit_on(slack, copied(migrated_file, tmp_path_factory.mktemp("slate"))) as kit:
        yield FileSlate(kit)


@pytest.fixture(scope="session")
def row_slate(slack: Slack, postgres: Postgres) -> Iterator[Slate]:
    name = postgres.copy_of("template_mappa")
    with kit_on(slack, postgres.url(name)) as kit:
        yield RowSlate(kit)
    postgres.drop(name)


@pytest.fixture(scope="session")
def laden_slate(
    slack: Slack, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Slate]:
    url = copied(migrated_file, tmp_path_factory.mktemp("laden"))
    with kit_on(slack, url) as kit, production_log() as log:
        slate = FileSlate(kit)
        with conversation(slack, kit, log) as talk:
            lade(talk)
        slate.keep()
        yield slate


@contextmanager
def talk_from(slate: Slate, slack: Slack, log: StringIO) -> Iterator[Conversation]:
    slate.wipe()
    with conversation(slack, slate.kit, log) as talk:
        yield talk


@pytest.fixture
def talk(slack: Slack, file_slate: Slate, log: StringIO) -> Iterator[Conversation]:
    """A conversation on SQLite, for the many tests to which the kind of database makes no
    difference. Priya's case BED-1042 is there."""
    with talk_from(file_slate, slack, log) as talk:
        yield talk


@pytest.fixture
def laden(slack: Slack, laden_slate: Slate, log: StringIO) -> Iterator[Conversation]:
    """On SQLite, with something of everything that the bot keeps."""
    with talk_from(laden_slate, slack, log) as talk:
        yield talk


@pytest.fixture(params=["file_slate", "row_slate"], ids=["sqlite", "postgresql"])
def talk_on_both(
    slack: Slack, request: pytest.FixtureRequest, log: StringIO
) -> Iterator[Conversation]:
    """The same on each kind of database."""
    with talk_from(request.getfixturevalue(request.param), slack, log) as talk:
        yield talk


@pytest.fixture
def talk_afresh(slack: Slack, database_url: str, log: StringIO) -> Iterator[Conversation]:
    """On each kind of database one that a test may leave in pieces, with a bot that is new."""
    with kit_on(slack, database_url) as kit, conversation(slack, kit, log) as talk:
        talk.open_case()
        yield talk


@pytest.fixture(scope="module")
def shared_talk(
    slack: Slack, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Conversation]:
    """One for a whole file of tests, each of which leaves the database as it was."""
    url = copied(migrated_file, tmp_path_factory.mktemp("shared"))
    with (
        production_log() as log,
        kit_on(slack, url) as kit,
        conversation(slack, kit, log) as talk,
    ):
        talk.open_case()
        yield talk


@pytest.fixture
def due(talk: Conversation) -> Conversation:
    """One reminder of Priya's and nobody else's is due now."""
    return add_due(begin(talk))


@pytest.fixture
def due_on_both(talk_on_both: Conversation) -> Conversation:
    return add_due(begin(talk_on_both))
