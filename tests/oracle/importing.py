"""Brings a caseload in as an operator does: a folder of CSV files, read, checked and stored."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from mappa.clocks import london_day
from mappa.workbook.reader import read_workbook
from storage.databases import Session
from storage.workbook.files import open_sheets
from storage.workbook.imports import import_workbook
from storage.workbook.known_references import KnownReferences
from tests.build import POLICY

NOW = datetime(2017, 6, 14, 9, tzinfo=UTC)


def bring_in(session: Session, sheets: Mapping[str, str], folder: Path) -> None:
    for name, content in sheets.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8", newline="")
    opened = open_sheets(folder, folder.name)
    workbook, faults = read_workbook(
        opened.sheets,
        area="BED",
        known=KnownReferences(session),
        districts=POLICY.districts,
        today=london_day(NOW),
        named=opened.named,
    )
    assert not faults, faults[:5]
    import_workbook(session, workbook, area="BED", policy=POLICY, now=NOW, quiet=True)
