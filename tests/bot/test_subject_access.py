"""`mappa-bot subject-access`: a new file that nobody else can read, and on the record before it."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from docx import Document

from mappa.merging import merge_cases
from mappa.policies import load_policy
from storage.databases import Database, make_engine
from storage.erasing import erase_cases
from storage.keys import KeyRing, read_keys
from storage.merges import add_merge
from storage.records import Entry, add_record
from storage.registrations import By, register_person
from tests.bot.conftest import Typed
from tests.bot.test_importing import Live
from tests.bot.words import KEY_1
from tests.build import CAST, MARKER, NOW, case, open_case

ASK = ("subject-access", "BED-1042", "--because", "request SAR-7", "--out")
BEFORE = ["person registered", "workbook imported"]


@pytest.fixture
def filled(live: Live, tmp_path: Path) -> Live:
    """BED-1043 went into BED-1042, and BED-1044 was erased."""
    engine = make_engine(f"sqlite:///{tmp_path / 'live.db'}")
    with closing(Database(engine, KeyRing(read_keys(KEY_1)))) as db, db.write() as session:
        policy = load_policy(None)
        cora = register_person(session, CAST[0], By("command line"), policy, NOW).after
        second, first = (
            open_case(session, case(f"BED-{n}", crn=None, limited_access=n == 1042))
            for n in (1042, 1043)
        )
        merged = merge_cases(first.facts, second.facts)
        add_merge(session, first, second, merged, cora, NOW)
        erase_cases(session, [open_case(session, case("BED-1044"))], NOW)
        add_record(session, Entry("workbook imported", "command line"), area="BED", now=NOW)
    return live


def on_record(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "live.db")) as connection:
        rows = connection.execute("SELECT action FROM records ORDER BY number").fetchall()
    return [row[0] for row in rows]


def test_the_copy_is_a_new_file_for_the_operator_alone_and_is_on_the_record(
    typed: Typed, filled: Live, tmp_path: Path
) -> None:
    said = typed(*ASK, "copy.json", **filled).answer
    items = json.loads((tmp_path / "copy.json").read_text())
    assert said.startswith(f"{len(items)} items about BED-1042, ")
    assert said.endswith("written to copy.json. It is a working copy, not the disclosure itself.\n")
    assert list(items[0]) == ["section", "item", "value", "on", "source", "review"]
    assert f"Name: {MARKER}" in items[0]["value"]
    assert {item["section"] for item in items} >= {"Category and level", "Merges"}
    assert typed(*ASK, "copy.docx", **filled).code == 0
    document = Document(str(tmp_path / "copy.docx"))
    assert any(MARKER in paragraph.text for paragraph in document.paragraphs)
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("copy.json", "copy.docx")}
    assert modes == {0o600}
    assert on_record(tmp_path) == [*BEFORE, *["subject access export"] * 2]
    assert typed("audit", "verify", **filled).code == 0
    told = typed("audit", "case", "BED-1042", **filled).answer
    assert "the operator, on the command line: subject access export" in told
    assert "because: request SAR-7" in told


REFUSED = (
    (("BED-1043", "SAR-7", "a.docx"), "BED-1043 was merged into BED-1042: they are one person"),
    (("BED-1044", "SAR-7", "a.docx"), "BED-1044 was erased on 17 June 2026: nobody can read"),
    (("BED-9999", "SAR-7", "a.docx"), "No case BED-9999 that you may see."),
    (("BED-1042", " ", "a.docx"), "because: say why, such as the request's own reference"),
    (("BED-1042", "SAR-7", "a.pdf"), "out: give a file that ends in .docx or .json. Example"),
    (("BED-1042", "SAR-7", "there.json"), "there.json is there already, and nothing is written"),
    (("BED-1042", "SAR-7", "no/where.docx"), "no/where.docx cannot be written (No such file"),
    (("BED-1042", "SAR-7", "folder.docx"), "folder.docx is there already"),
)


def test_what_is_refused_leaves_no_file_and_writes_over_none(
    typed: Typed, filled: Live, tmp_path: Path
) -> None:
    (tmp_path / "there.json").write_text("kept")
    (tmp_path / "folder.docx").mkdir()
    for (ref, because, out), says in REFUSED:
        line = ("subject-access", ref, "--because", because, "--out", out)
        assert typed(*line, **filled).problem.startswith(says), line
    assert (tmp_path / "there.json").read_text() == "kept"
    assert not (tmp_path / "a.docx").exists() and on_record(tmp_path) == BEFORE


@pytest.mark.parametrize("given", [(), ("--because", "x"), ("--out", "a.docx")])
def test_reason_and_file_are_required(typed: Typed, given: tuple[str, ...]) -> None:
    assert typed("subject-access", "BED-1042", *given).code == 2


def test_of_practice_data_it_is_said(typed: Typed, practice: Path) -> None:
    done = typed("subject-access", "BED-1042", "--because", "SAR-7", "--out", "copy.docx")
    assert (done.code, done.err) == (0, "Practice data: everybody in them is invented.\n")
    texts = [paragraph.text for paragraph in Document(str(practice / "copy.docx")).paragraphs]
    assert "Practice data: everybody in them is invented." in texts
