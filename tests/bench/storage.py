"""One row, inserted and durably committed: through our storage, and by the driver alone."""

from collections.abc import Iterator
from pathlib import Path

from storage.deliveries import once
from storage.migrations import upgrade
from tests.bench.databases import open_ours, open_raw
from tests.bench.measuring import Row, in_turn
from tests.build import NOW


def storage_rows(folder: Path, rounds: int) -> Iterator[Row]:
    path = folder / "storage.db"
    upgrade(f"sqlite:///{path}")
    db, raw = open_ours(path), open_raw(path)

    def ours(number: int) -> None:
        with db.write() as session:
            once(session, f"ours {number}", NOW)

    def floor(number: int) -> None:
        row = (f"floor {number}", "2026-06-17 08:30:00.000000")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO deliveries (key, seen_at) VALUES (?, ?)", row)
        raw.execute("COMMIT")

    through_us, by_the_driver = in_turn(rounds, ours, floor)
    yield Row("one row inserted and committed", through_us, by_the_driver, ratio=3)
    raw.close()
    db.close()
