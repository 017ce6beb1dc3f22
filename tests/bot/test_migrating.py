"""`mappa-bot migrate`, and what is said of a database that this version cannot use."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.bot.conftest import Typed
from tests.bot.words import KEY_1, SAMPLE
from tests.postgres import Postgres

DONE = "The database has the schema of this version.\n"
ASK = ("ask", "how many cases")
NOBODY = 65534


@pytest.fixture
def either(database_url: str) -> dict[str, str]:
    """Live data in a database of either kind."""
    return {"DATABASE_URL": database_url, "MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}


def run_sql(url: str, *statements: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_migrating_may_be_repeated(either: dict[str, str], typed: Typed) -> None:
    for _ in range(2):
        assert typed("migrate", **either).answer == DONE
        assert typed(*ASK, **either).code == 0


def test_a_new_database_on_a_server_is_prepared_by_hand(postgres: Postgres, typed: Typed) -> None:
    url = postgres.url("never_migrated", make=True)
    live = {"DATABASE_URL": url, "MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}
    empty = "The database is empty: prepare it with mappa-bot migrate"
    assert typed(*ASK, **live).problem == empty
    assert typed("migrate", **live).answer == DONE
    assert typed(*ASK, **live).answer.startswith("0 people")
    postgres.drop("never_migrated")


def test_a_new_file_is_prepared_by_whatever_opens_it_first(typed: Typed, tmp_path: Path) -> None:
    url = "sqlite:///deep/er/mappa.db"
    assert typed(*ASK, DATABASE_URL=url, MAPPA_KEYS=KEY_1, MAPPA_AREA="BED").code == 0
    assert (tmp_path / "deep/er/mappa.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("word", [("migrate",), ASK, ("people", "list"), ("sample", SAMPLE)])
def test_a_newer_schema_and_a_strange_database_are_left_alone(
    word: tuple[str, ...], either: dict[str, str], typed: Typed
) -> None:
    run_sql(either["DATABASE_URL"], "UPDATE alembic_version SET version_num = '9999'")
    problem = typed(*word, **either).problem
    assert problem.startswith("The database has schema 9999, newer than this version's")
    run_sql(either["DATABASE_URL"], "DELETE FROM alembic_version")
    problem = typed(*word, **either).problem
    assert problem == "DATABASE_URL points to a database that belongs to something else"


def test_an_older_schema_names_the_word_that_helps(either: dict[str, str], typed: Typed) -> None:
    run_sql(either["DATABASE_URL"], "UPDATE alembic_version SET version_num = '0000'")
    for words in (ASK, ("report", "2013/14"), ("people", "list"), ("sample", SAMPLE)):
        problem = typed(*words, **either).problem
        assert problem.startswith("The database has schema 0000, this version needs")
        assert problem.endswith("run mappa-bot migrate")


def test_a_server_that_lets_nothing_be_written_is_one_line(
    postgres: Postgres, typed: Typed
) -> None:
    name = postgres.copy_of("template_mappa")
    run_sql(
        postgres.url(name),
        "CREATE ROLE reader LOGIN",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
    )
    url = make_url(postgres.url(name)).set(username="reader", password=None)
    live = {"DATABASE_URL": str(url), "MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}
    for words in (ASK, ("sample", SAMPLE)):
        problem = typed(*words, **live).problem
        assert problem.startswith("That could not be done: permission denied for table data_keys")
    run_sql(postgres.url(name), "DROP OWNED BY reader", "DROP ROLE reader")
    postgres.drop(name)


def test_a_file_that_may_only_be_read_is_one_line(
    typed: Typed, live: dict[str, str], tmp_path: Path
) -> None:
    assert typed(*ASK, **live).code == 0
    with _nothing_may_be_written(tmp_path, tmp_path / "live.db"):
        problem = typed(*ASK, **live).problem
    assert problem == "DATABASE_URL: the file live.db cannot be opened (Permission denied)"


def test_a_folder_that_may_only_be_read_is_one_line(typed: Typed, tmp_path: Path) -> None:
    assert typed(*ASK).code == 1  # everything is imported now: nobody else may read it
    (tmp_path / "var").rename(tmp_path / "gone")
    with _nothing_may_be_written(tmp_path):
        problem = typed("sample", SAMPLE).problem
    assert problem == (
        "DATABASE_URL: the file var/practice.db cannot be opened (Permission denied)"
    )


@contextmanager
def _nothing_may_be_written(*paths: Path) -> Iterator[None]:
    """For whoever runs the suite: root may write anything, and so has to be somebody else."""
    modes = [(path, path.stat().st_mode) for path in paths]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in modes:
            path.chmod(mode)
