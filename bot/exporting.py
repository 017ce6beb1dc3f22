"""`mappa-bot export`: all that an area holds, as a workbook that can be brought in again."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.openings import open_database
from bot.progress import Progress
from bot.settings import Settings
from mappa.workbook.writer import WrittenSheet, write_workbook
from storage.installations import is_practice
from storage.records import Entry, add_record
from storage.workbook.exports import export_workbook
from storage.workbook.files import check_free, write_sheets

INVENTED = (
    "This is practice data: everybody in it is invented, which the workbook itself does not say. "
    "Do not import it beside real cases."
)


def take_out(settings: Settings, typed: argparse.Namespace) -> int:
    """Write the workbook of an area; that it was taken out is on the record before it is there."""
    area, path = typed.area or settings.area, Path(typed.path)
    check_free(path)
    with closing(open_database(settings)) as db, Progress() as progress:
        with db.write() as session:
            workbook = export_workbook(session, area)
            refs = [case.ref for case in workbook.cases]
            entry = Entry("workbook exported", "command line", after={"references": refs})
            add_record(session, entry, area=area, now=datetime.now(UTC))
            practice = is_practice(session)
        write_sheets(path, [_watched(sheet, progress) for sheet in write_workbook(workbook)])
    print(f"{len(refs):,} cases written to {path}")
    if practice:
        print(INVENTED, file=sys.stderr)
    return 0


def _watched(sheet: WrittenSheet, progress: Progress) -> WrittenSheet:
    return replace(sheet, rows=_watch(sheet, progress))


def _watch(sheet: WrittenSheet, progress: Progress) -> Iterator[Sequence[str | int]]:
    for number, row in enumerate(sheet.rows, start=1):
        if number % 5_000 == 0:
            progress.writing(sheet.name, number)
        yield row
