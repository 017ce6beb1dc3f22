"""`mappa-bot import`: all of it or nothing, every fault in one go, in words and as an object."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import Typed
from tests.bot.words import clean, say
from tests.mappa.workbook_faults import BAD_ROWS
from tests.mappa.workbooks import GOOD, with_cells, with_rows
from tests.storage.books import spreadsheet, zipped

Live = dict[str, str]


def put(folder: Path, book: Mapping[str, str] = GOOD) -> str:
    """The workbook as a folder of files; its path."""
    folder.mkdir(exist_ok=True)
    for name, text in book.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return str(folder)


def held(path: Path) -> dict[str, int]:
    """How many rows there are in the tables that an import fills."""
    names = ("cases", "spells", "referrals", "meetings", "actions", "records", "reminders")
    with sqlite3.connect(path / "live.db") as connection:
        found = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for name in names
        }
    connection.close()
    return found


NOTHING = {"cases", "spells", "referrals", "meetings", "actions", "records", "reminders"}


def is_empty(path: Path) -> bool:
    return held(path) == dict.fromkeys(NOTHING, 0)


def test_a_workbook_is_brought_in_and_counted(typed: Typed, live: Live, tmp_path: Path) -> None:
    said = typed("import", put(tmp_path / "book"), **live).answer
    assert "Rows read: cases 3, spells 4, custody 2, dates 4," in said
    assert said.endswith("Saved.\n")
    found = typed("ask", "how many level 2 cases on 31 March 2013", "--json", **live)
    assert json.loads(found.out)["value"] == 0
    found = typed("ask", "how many level 3 cases on 1 April 2014", "--json", **live)
    assert json.loads(found.out)["value"] == 1
    assert held(tmp_path)["records"] == 1


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines()))


def test_an_archive_of_csv_files_is_as_good_as_a_folder(
    typed: Typed, live: Live, tmp_path: Path
) -> None:
    files = zipped(*((f"book/{name}.csv", text) for name, text in GOOD.items()))
    (tmp_path / "book.zip").write_bytes(files)
    found = json.loads(typed("import", "book.zip", "--json", **live).answer)
    assert (found["saved"], found["rows"]["spells"]) == (True, 4)


def test_an_excel_workbook_is_as_good_as_a_folder_and_its_sheets_are_named(
    typed: Typed, live: Live, tmp_path: Path
) -> None:
    book = with_cells(GOOD, "spells", 2, level="9")
    spreadsheet([(name, rows(text)) for name, text in book.items()], tmp_path / "bad.xlsx")
    done = typed("import", "bad.xlsx", **live)
    assert done.err == ("bad.xlsx/spells, 2, level, 9: “9” is not one of 0, 1, 2, 3. Example: 0\n")
    spreadsheet([(name, rows(text)) for name, text in GOOD.items()], tmp_path / "good.xlsx")
    assert typed("import", "good.xlsx", **live).answer.endswith("Saved.\n")


def test_faults_are_told_one_a_line_and_nothing_is_saved(
    typed: Typed, live: Live, tmp_path: Path
) -> None:
    book: Mapping[str, str] = GOOD
    for name, row, _, _ in BAD_ROWS:
        book = with_rows(book, name, row)
    done = typed("import", put(tmp_path / "book", book), "--json", **live)
    assert done.code == 1
    (line,) = done.out.splitlines()
    found = json.loads(line)
    assert found["saved"] is False
    assert len(found["faults"]) == len(BAD_ROWS) > 50
    assert all(set(one) == {"file", "row", "column", "value", "reason"} for one in found["faults"])
    lines = [
        f"{one['file']}, {one['row']}, {one['column']}, {one['value']}: {one['reason']}"
        for one in found["faults"]
    ]
    assert done.err.splitlines() == lines
    assert is_empty(tmp_path)
    in_words = typed("import", put(tmp_path / "book", book), **live)
    assert (in_words.code, in_words.err) == (1, done.err)
    assert in_words.out == f"Nothing was saved. Faults: {len(BAD_ROWS)}\n"


def test_a_dry_run_does_everything_but_save(typed: Typed, live: Live, tmp_path: Path) -> None:
    book = put(tmp_path / "book")
    said = typed("import", book, "--dry-run", **live).answer
    assert said.endswith("Nothing was saved: this was a dry run, and it would go through.\n")
    found = json.loads(typed("import", book, "--dry-run", "--json", **live).answer)
    assert (found["saved"], found["faults"], found["added"]["cases"]) == (False, [], 3)
    assert is_empty(tmp_path)
    assert typed("import", book, "--dry-run", "--update", **live).code == 0
    assert is_empty(tmp_path)


def test_what_is_there_already_is_refused_and_with_update_only_what_differs_is_changed(
    typed: Typed, live: Live, tmp_path: Path
) -> None:
    book = put(tmp_path / "book")
    assert typed("import", book, **live).code == 0
    before = held(tmp_path)
    again = typed("import", book, "--json", **live)
    assert again.code == 1
    reasons = {one["column"] for one in json.loads(again.out)["faults"]}
    refs = {"case_ref", "referral_ref", "meeting_ref", "action_ref", "audit_ref", "training_ref"}
    assert reasons == refs
    assert held(tmp_path) == before
    assert "Nothing differs" in typed("import", book, "--update", **live).answer
    assert held(tmp_path)["spells"] == before["spells"]
    changed = put(tmp_path / "book", with_cells(GOOD, "cases", 2, rosh="medium"))
    said = typed("import", changed, "--update", "--dry-run", **live).answer
    assert "BED-1 rosh: high -> medium" in said
    found = json.loads(typed("import", changed, "--update", "--json", **live).answer)
    assert found["differences"] == ["BED-1 rosh: high -> medium"]
    assert "Nothing differs" in typed("import", changed, "--update", **live).answer


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nothing", "No such file or directory"),
        ("nothing.xlsx", "No such file or directory"),
        ("text.xlsx", "not an Excel workbook"),
        ("text.txt", "Give a folder of CSV files"),
        ("empty", "This sheet is missing"),
    ],
)
def test_a_path_that_is_no_workbook_is_told(
    path: str, reason: str, typed: Typed, live: Live, tmp_path: Path
) -> None:
    (tmp_path / "text.xlsx").write_text("text")
    (tmp_path / "text.txt").write_text("text")
    (tmp_path / "empty").mkdir()
    done = typed("import", path, "--json", **live)
    found: dict[str, Any] = json.loads(done.out)
    assert (done.code, found["saved"]) == (1, False)
    assert reason in done.err
    assert len(done.err.splitlines()) == (2 if path == "empty" else 1)


def test_new_districts_come_in_only_when_asked(typed: Typed, live: Live, tmp_path: Path) -> None:
    book = put(tmp_path / "book", with_cells(GOOD, "cases", 2, district="Leeds"))
    done = typed("import", book, **live)
    assert (done.code, "--add-districts" in done.err) == (1, True)
    assert typed("import", book, "--add-districts", **live).code == 0


def test_the_area_is_that_of_the_setting_or_the_option(
    typed: Typed, live: Live, tmp_path: Path
) -> None:
    book = put(tmp_path / "book", with_cells(GOOD, "cases", 2, district=""))
    assert typed("import", book, "--area", "Hertfordshire", **live).code == 0
    question = ("ask", "how many level 3 cases on 1 April 2014", "--json")
    values = [
        json.loads(typed(*question, "--area", area, **live).out)["value"] for area in ("HER", "BED")
    ]
    assert values == [1, 0]


@pytest.mark.parametrize("words", [["import"], ["import", "a", "b"], ["import", "a", "--fast"]])
def test_wrong_usage_is_exit_2(words: list[str], typed: Typed, live: Live) -> None:
    assert typed(*words, **live).code == 2


def many_rows(folder: Path) -> str:
    """A workbook that takes a moment to read, and has one fault at its end."""
    rows = "".join(f"BED-{n},\n" for n in range(10, 5_200))
    spells = "case_ref,category,level,started_on,ended_on\nBED-10,9,1,2014-01-01,\n"
    return put(folder, {"cases": f"case_ref,name\n{rows}", "spells": spells})


def test_a_pipe_gets_no_progress(live: Live, tmp_path: Path) -> None:
    done = say(tmp_path, "import", many_rows(tmp_path / "book"), **live)
    assert (done.code, done.out) == (1, "Nothing was saved. Faults: 1\n")
    assert done.err.startswith("spells.csv, 2, category, 9: ")
    assert len(done.err.splitlines()) == 1


def test_a_terminal_shows_how_far_it_has_come(live: Live, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    words = [sys.executable, "-m", "bot", "import", many_rows(tmp_path / "book")]
    done = subprocess.run(
        words,
        cwd=tmp_path,
        env=clean(tmp_path, **live),
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=60,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.stdout == b"Nothing was saved. Faults: 1\n"
    assert "\rReading cases: 5,000 rows" in shown
    assert "spells.csv, 2, category, 9: " in shown
