"""`mappa-bot import`: a workbook brought in, all of it, or nothing with every fault told."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.openings import open_database
from bot.progress import Progress
from bot.settings import Settings
from mappa.clocks import london_day
from mappa.policies import load_policy
from mappa.workbook.counts import count_rows
from mappa.workbook.reader import read_workbook
from mappa.workbook.workbooks import BrokenRow, Fault, Sheet
from storage.databases import Database
from storage.workbook.files import Opened, open_sheets
from storage.workbook.imports import Imported, NotImported, import_workbook
from storage.workbook.known_references import KnownReferences


class _Rehearsed(Exception):
    """Takes back what a dry run has done."""


def bring_in(settings: Settings, typed: argparse.Namespace) -> int:
    """Import a workbook; 1 with its faults, one a line, if there are any."""
    path = Path(typed.path)
    with closing(open_database(settings)) as db, Progress() as progress:
        opened = open_sheets(path, path.name or str(path))
        faults, rows, done = _import(db, settings, typed, opened, progress)
    for fault in faults:
        print(fault, file=sys.stderr)
    saved = not faults and not typed.dry_run
    if typed.json:
        _print_json(saved, faults, rows, done)
    elif done is None:
        print(f"Nothing was saved. Faults: {len(faults):,}")
    else:
        print("\n".join(_in_words(saved, rows, done)))
    return 1 if faults else 0


def _import(
    db: Database,
    settings: Settings,
    typed: argparse.Namespace,
    opened: Opened,
    progress: Progress,
) -> tuple[Sequence[Fault], dict[str, int], Imported | None]:
    """The faults; how many rows each sheet has; and, without faults, what was done."""
    area, now = typed.area or settings.area, datetime.now(UTC)
    policy = load_policy(settings.mappa_policy or None)
    with db.read() as session:
        workbook, faults = read_workbook(
            [_watched(sheet, progress) for sheet in opened.sheets],
            area=area,
            known=KnownReferences(session),
            districts=policy.districts,
            today=london_day(now),
            update=typed.update,
            add_districts=typed.add_districts,
            named=opened.named,
        )
    if faults:
        return faults, {}, None
    done, rows = None, count_rows(workbook)
    try:
        with suppress(_Rehearsed), db.write() as session:
            done = import_workbook(
                session,
                workbook,
                area=area,
                policy=policy,
                now=now,
                quiet=typed.quiet,
                update=typed.update,
                add_districts=typed.add_districts,
                told=progress.saving,
            )
            if typed.dry_run:
                raise _Rehearsed
    except NotImported as problem:
        named = [replace(one, file=opened.named.format(one.file)) for one in problem.faults]
        return named, rows, None
    return (), rows, done


def _watched(sheet: Sheet, progress: Progress) -> Sheet:
    return replace(sheet, rows=_watch(sheet, progress))


def _watch(sheet: Sheet, progress: Progress) -> Iterator[Sequence[str] | BrokenRow]:
    for number, row in enumerate(sheet.rows, start=1):
        if number % 5_000 == 0:
            progress.reading(sheet.name, number)
        yield row


def _print_json(
    saved: bool, faults: Sequence[Fault], rows: dict[str, int], done: Imported | None
) -> None:
    """One object, fault by fault: there may be a million of them."""
    sys.stdout.write(f'{{"saved": {json.dumps(saved)}, "faults": [')
    for number, fault in enumerate(faults):
        sys.stdout.write(f"{', ' if number else ''}{json.dumps(asdict(fault))}")
    sys.stdout.write("]")
    if done is not None:
        more = {
            "rows": rows,
            "added": dict(done.added),
            "changed": dict(done.changed),
            "differences": list(done.differences),
            "only_here": list(done.only_here),
        }
        sys.stdout.write(f", {json.dumps(more)[1:-1]}")
    print("}")


def _in_words(saved: bool, rows: dict[str, int], done: Imported) -> Iterator[str]:
    yield from done.differences
    for line in done.only_here:
        yield f"Only in the database, and left there: {line}"
    listed = ", ".join(f"{name} {count:,}" for name, count in rows.items()) or "nothing"
    yield f"Rows read: {listed}."
    counts = {"Added": done.added, "Changed": done.changed}
    for what, count in counts.items():
        if count:
            yield f"{what}: {', '.join(f'{name} {number:,}' for name, number in count.items())}."
    if not (done.added or done.changed):
        yield "Nothing differs from what is in the database."
    yield "Saved." if saved else "Nothing was saved: this was a dry run, and it would go through."
