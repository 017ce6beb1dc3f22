"""The long comparison: `python -m tests.oracle 200 [--from SEED] [--postgresql]`.

So many caseloads, some hundred questions and every report of each; exits 1 if a figure differs.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory

from storage.databases import Database, make_engine
from storage.keys import KeyRing
from storage.migrations import upgrade
from tests.oracle.rounds import ask_both, caseload, reports_of_both
from tests.postgres import Postgres

QUESTIONS = 400  # to each caseload


class _Undone(Exception):
    """Takes a caseload out again."""


@contextmanager
def _database(postgresql: bool) -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        server = Postgres() if postgresql else None
        if server:
            server.start()
        try:
            url = server.url("oracle", make=True) if server else f"sqlite:///{folder}/oracle.db"
            upgrade(url)
            database = Database(make_engine(url), KeyRing([bytes(range(32))]))
            yield database
            database.close()
        finally:
            if server:
                server.stop()


def main(caseloads: int, first: int, postgresql: bool) -> int:
    asked: Counter[str] = Counter()
    differed: Counter[str] = Counter()
    with _database(postgresql) as database:
        for seed in range(first, first + caseloads):
            with suppress(_Undone), database.write() as session:
                sheets = caseload(session, seed)
                for found in (
                    ask_both(session, sheets, seed, QUESTIONS),
                    reports_of_both(session, sheets, seed),
                ):
                    asked += found.asked
                    differed += found.differed
                    for line in found.lines:
                        print(line)
                raise _Undone
    for name, number in sorted(asked.items()):
        print(f"{name}: {number:,} compared, {differed[name]:,} differ")
    print(f"{asked.total():,} compared over {caseloads} caseloads, {differed.total():,} differ")
    return 1 if differed.total() else 0


if __name__ == "__main__":
    parser = ArgumentParser(description="Compare the program's figures with the oracle's.")
    parser.add_argument("caseloads", type=int, nargs="?", default=10)
    parser.add_argument("--from", type=int, default=1, dest="first", metavar="SEED")
    parser.add_argument("--postgresql", action="store_true")
    typed = parser.parse_args()
    raise SystemExit(main(typed.caseloads, typed.first, typed.postgresql))
