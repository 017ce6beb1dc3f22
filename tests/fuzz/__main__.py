"""A long fuzzing on both databases: `python -m tests.fuzz --payloads 10000 --seed 1`.

`make fuzz` runs it with PAYLOADS and SEED and prints the counts.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.migrations import upgrade
from tests.fuzz.rounds import fuzz, lose_access, office
from tests.handlers.conftest import kit_on, production_log
from tests.handlers.slates import FileSlate, RowSlate
from tests.handlers.workspaces import Slack
from tests.postgres import Postgres, find_room

SHOWN = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payloads", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    given = parser.parse_args()
    wrong, slack = 0, Slack()
    for name, database in {"SQLite": _file, "PostgreSQL": _server}.items():
        if given.only in (None, name.lower()):
            with database() as url:
                wrong += _run(slack, name, url, given.payloads, given.seed)
    slack.stop()
    return 1 if wrong else 0


def _run(slack: Slack, name: str, url: str, payloads: int, seed: int) -> int:
    began = time.monotonic()
    with production_log() as log, kit_on(slack, url) as kit:
        slate = (FileSlate if name == "SQLite" else RowSlate)(kit)
        with office(slack, kit, slate, log) as (sink, talk, recorded):
            print(f"{name}: {len(recorded)} payloads recorded, seed {seed}", flush=True)
            lost = lose_access(sink, talk, slate, recorded, 1)
            found = lost.with_those_of(fuzz(sink, talk, slate, recorded, seed, payloads))
    print(f"{name}: {found}, in {time.monotonic() - began:.0f} s")
    print(f"  mutations: {dict(found.tried.most_common())}")
    print(f"  {dict(found.answered)}")
    for fault in found.faults[:SHOWN]:
        print(f"  {fault}")
    return len(found.faults)


@contextmanager
def _file() -> Iterator[str]:
    folder = tempfile.mkdtemp(dir=find_room())
    try:
        url = f"sqlite:///{folder}/fuzz.db"
        upgrade(url)
        yield url
    finally:
        shutil.rmtree(Path(folder))


@contextmanager
def _server() -> Iterator[str]:
    server = Postgres()
    server.start()
    try:
        upgrade(server.url("fuzz", make=True))
        yield server.url("fuzz")
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
