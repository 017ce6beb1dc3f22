"""`mappa-bot keys rotate`: every data key wrapped by the newest of MAPPA_KEYS, while bots work."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.openings import open_database
from bot.progress import Progress
from bot.settings import Settings
from storage.databases import Database, is_busy
from storage.records import Entry, add_record, hold_record
from storage.rotations import Batch, count_by_key, rewrap_some

PATIENCE = 10  # times that a row, or the whole database, may be in somebody else's hands
PAUSE_SECONDS = 0.5
NAMED = 3  # of the data keys that cannot be opened
Watch = Callable[[int, int], None]  # hears how many of how many are done


@dataclass(slots=True)
class Rotation:
    """What came of it. Keys go by their names: `names` are those of MAPPA_KEYS, newest first."""

    names: list[str]
    already: int
    rewrapped: int = 0
    shut: dict[str, list[str]] = field(default_factory=dict)  # what cannot be opened, by key
    left: Counter[str] = field(default_factory=Counter)  # how many other keys still wrap

    @property
    def newest(self) -> str:
        return self.names[0]


def keys(settings: Settings, typed: argparse.Namespace) -> int:
    """Rotate; there is nothing else yet that is done to keys."""
    area = settings.area
    with closing(open_database(settings)) as db, Progress() as progress:
        done = rotate(db, area, progress.rewrapping)
    if done.left:
        print(_problem(done), file=sys.stderr)
        return 1
    print(_said(done))
    return 0


def rotate(db: Database, area: str, watch: Watch) -> Rotation:
    """Each batch is committed by itself and on the record with it, so that whatever stops it, the
    next time goes on from there."""
    with db.read() as session:
        names, found = session.keys.names, count_by_key(session)
    done = Rotation(names, found.pop(names[0], 0), left=found)
    total = found.total()
    for again in range(PATIENCE):
        if done.left.total() == sum(map(len, done.shut.values())):
            break  # of what is left nothing can be opened
        if again:
            time.sleep(PAUSE_SECONDS)  # somebody else held the rest, or has just added to it
        done.shut.clear()
        _pass_through(db, area, done, lambda: watch(done.rewrapped, total))
        with db.read() as session:
            done.left = count_by_key(session)
        del done.left[done.newest]
    return done


def _pass_through(db: Database, area: str, done: Rotation, watch: Callable[[], None]) -> None:
    after = 0
    while batch := _next_batch(db, area, done.newest, after):
        after = batch.last
        done.rewrapped += batch.rewrapped
        for name, purposes in batch.shut.items():
            done.shut.setdefault(name, []).extend(purposes)
        watch()


def _next_batch(db: Database, area: str, newest: str, after: int) -> Batch | None:
    for left in reversed(range(PATIENCE)):
        try:
            return _rewrap(db, area, newest, after)
        except Exception as problem:
            if not left or not is_busy(problem):
                raise
    raise AssertionError("the last time either returns or raises")


def _rewrap(db: Database, area: str, newest: str, after: int) -> Batch | None:
    with db.write() as session:
        # The record first: whoever else changes data keys has locked it last, and never waits.
        hold_record(session, area)
        batch = rewrap_some(session, after)
        if batch and batch.rewrapped:
            told = {"key": newest, "data_keys": batch.rewrapped}
            entry = Entry("keys rotated", "command line", after=told)
            add_record(session, entry, area=area, now=datetime.now(UTC))
    return batch


def _said(done: Rotation) -> str:
    """In one line, and what may now be taken out."""
    says = (
        f"Re-wrapped {done.rewrapped:,} data keys with the newest key, {done.newest}; "
        f"{done.already:,} were already."
    )
    if not (others := done.names[1:]):
        return f"{says} MAPPA_KEYS holds no other; to rotate, put a new one before it."
    return (
        f"{says} No longer needed in MAPPA_KEYS: {', '.join(others)}. Before you take it out, "
        f"start every bot with {done.newest} first and rotate once more; keep it with the backups "
        "that were made until now, which do not open without it."
    )


def _problem(done: Rotation) -> str:
    """What is still wrapped by other keys, and why."""
    says = [
        f"{_count(purposes)} ({_some(purposes)}) cannot be opened: "
        + (f"damaged under {name}" if name in done.names else f"MAPPA_KEYS lacks {name}")
        for name, purposes in done.shut.items()
    ]
    held = {name: count - len(done.shut.get(name, ())) for name, count in done.left.items()}
    says += [
        f"{count:,} of {name} are held by somebody else: run mappa-bot keys rotate again"
        for name, count in held.items()
        if count > 0
    ]
    stay = [name for name in done.names if name in done.left]
    says += [f"must stay in MAPPA_KEYS: {', '.join(stay)}"] if stay else []
    return f"{'; '.join(says)}. {done.rewrapped:,} were re-wrapped with {done.newest}."


def _count(purposes: list[str]) -> str:
    return "1 data key" if len(purposes) == 1 else f"{len(purposes):,} data keys"


def _some(purposes: list[str]) -> str:
    more = len(purposes) - NAMED
    return ", ".join(purposes[:NAMED]) + (f" and {more:,} more" if more > 0 else "")
