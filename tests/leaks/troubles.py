"""What goes wrong: Slack refuses, the database fails or is held by others."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.leaks.hands import open_home, say
from tests.leaks.houses import House
from tests.leaks.lines import look_at

# What is done while something is broken.
BROKEN = (
    "case {ref}", "update {ref} note {because} said", "find {crn}", "find {name}",
    "refer {crn} level 3 because {because}", "history {ref}",
    "update {ref} licence-end 1 May 2028 because {because}", "case {ref} notes",
    "list level 2 cases",
)  # fmt: skip


def refusals(house: House, faults: tuple[str, ...]) -> None:
    """Slack refuses, fails, or does not answer whole."""
    for kind in faults:
        for method in ("chat.postMessage", "views.open", "views.publish", "files.upload"):
            house.talk.slack.fault(kind, method, times=2)
        number = house.random.choice(house.world.kinds["ordinary"])
        house.typed("U0CORA", f"case {house.world.refs[number]}", "dm")
        house.typed("U0CORA", f"update {house.world.refs[number]}", "dm")
        house.typed("U0CORA", "find hale as a file", "dm")
        say(house, "U0CORA", "list level 2 cases", "dm")
        open_home(house, "U0CORA")
        for _ in range(3):
            house.send(f"after {kind}")
            house.talk.clock.pass_(minutes=2)
    house.talk.slack.act("recover")


def faults_of_ours(house: House, *, busy: bool) -> None:
    """A table is missing, so that all sorts of things fail; and others hold the database."""
    number = house.random.choice(house.world.kinds["ordinary"])
    lines = [look_at(house.world, line, number, house.random) for line in BROKEN]
    for table in ("notes", "case_dates", "identifiers"):
        with away(house.file, table):
            for line in lines:
                house.typed("U0CORA", line, "dm")
            say(house, "U0CORA", lines[-1], "dm")
            open_home(house, "U0CORA")
    if busy:
        with held(house.file):
            for line in lines:
                house.typed("U0CORA", line, "dm")


@contextmanager
def away(file: str, table: str) -> Iterator[None]:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute(f"ALTER TABLE {table} RENAME TO away")
        try:
            yield
        finally:
            connection.execute(f"ALTER TABLE away RENAME TO {table}")


@contextmanager
def held(file: str) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
