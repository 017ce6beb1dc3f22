"""Backups: one moment of a database in use, in one file that tells nobody anything."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mappa.errors import SettingWrong
from storage.cases import get_case
from storage.databases import Database
from storage.migrations import HEAD
from storage.notes import count_notes
from storage.records import find_broken_record
from storage.tables import deliveries, metadata, record_heads
from tests.build import MARKER, NOW, case, open_case
from tests.conftest import KEY
from tests.storage.saving import (
    REFS,
    Writers,
    answers,
    back_up,
    bring_back,
    fill,
    opened,
    rows_of,
)

CHANGED_BY_RESTORING = {"installation", "counters", "records", "record_heads", "reminders"}
ACROSS = pytest.mark.parametrize(
    ("database_url", "empty_url"),
    [("sqlite", "postgresql"), ("postgresql", "sqlite")],
    indirect=True,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "monday.backup"


@pytest.fixture
def caseload(db: Database) -> Database:
    fill(db)
    return db


def test_a_moment_of_a_database_in_use_comes_back_whole_in_either_kind(
    caseload: Database, database_url: str, empty_url: str, file: Path
) -> None:
    with Writers(caseload) as writers:
        writers.wait_for_more()
        made = back_up(database_url, file, writers.wait_for_more)
        writers.wait_for_more()
    restored = bring_back(file, empty_url)
    assert (restored.backup, restored.broken, restored.areas) == (made, {}, ("BED",))
    db = opened(empty_url)
    with db.write() as session:
        number = session.execute(select(record_heads.c.number)).scalar_one() - 1
        assert answers(session) == writers.answers[number], "those of one moment, and no other"
        assert number < max(writers.answers), "the others went on meanwhile"
        assert find_broken_record(session, "BED") is None
        notes = [count_notes(session, get_case(session, ref)) for ref in REFS]
        assert notes[:4] == notes[4:], "no change is there by half"
        assert sum(notes) == number
        assert open_case(session, case("BED-99")).id > len(REFS), "and it goes on from there"
        known = session.execute(select(func.count()).select_from(deliveries)).scalar_one()
        assert known == number / 2, "what was delivered is known with its change"
    db.close()


@ACROSS
@pytest.mark.usefixtures("caseload")
def test_every_row_comes_back_as_it_was(database_url: str, empty_url: str, file: Path) -> None:
    back_up(database_url, file)
    bring_back(file, empty_url)
    alike = [one for one in metadata.sorted_tables if one.name not in CHANGED_BY_RESTORING]
    queries = [select(table).order_by(*table.primary_key.columns) for table in alike]
    assert rows_of(database_url, *queries) == rows_of(empty_url, *queries)


@pytest.mark.usefixtures("caseload")
def test_the_file_is_its_owners_names_nobody_and_is_never_written_over(
    database_url: str, file: Path
) -> None:
    made = back_up(database_url, file)
    assert (made.cases, made.taken_at, made.schema) == (len(REFS), NOW, HEAD)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name], "nothing is left beside it"
    content = file.read_bytes()
    assert not any(word.encode() in content for word in (MARKER, "Zebedee", "Priya", "X000001"))
    assert KEY not in content
    with pytest.raises(SettingWrong, match="never written over anything"):
        back_up(database_url, file)
    assert file.read_bytes() == content
    with pytest.raises(SettingWrong, match="there is no folder"):
        back_up(database_url, file.parent / "none" / "x")


def test_a_database_that_holds_nothing_is_not_backed_up(
    bare_url: str, database_url: str, file: Path
) -> None:
    for url in (bare_url, database_url):
        with pytest.raises(SettingWrong, match=r"there is no file|holds nothing to back up"):
            back_up(url, file)
    assert list(file.parent.iterdir()) == []
