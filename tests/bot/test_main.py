"""Whatever happens, a user sees one line, and never a traceback."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.faults import fault_line
from tests.bot.conftest import Typed
from tests.bot.words import KEY_1, PATIENCE, clean, say

LIVE = {"MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}


def test_a_fault_nobody_foresaw_is_one_line_with_its_place(tmp_path: Path, typed: Typed) -> None:
    problem = typed("ask", "x", DATABASE_URL="sqlite:///a%00b.db", **LIVE).problem
    assert problem.startswith("That could not be done: an unexpected fault (ValueError at storage/")


def test_a_fault_of_the_database_is_told_in_its_own_words(typed: Typed, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mappa.db"
    assert typed("ask", "how many cases", DATABASE_URL=url, **LIVE).code == 0
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE spells"))
    engine.dispose()
    problem = typed("ask", "how many cases", DATABASE_URL=url, **LIVE).problem
    assert problem == "That could not be done: no such table: spells (OperationalError)."


def test_a_fault_line_shows_nothing_of_what_was_being_dealt_with() -> None:
    try:
        int("Zebedee Q. Marker")
    except ValueError as problem:
        line = fault_line(problem)
    assert "Zebedee" not in line
    assert "ValueError at tests/bot/test_main.py, line" in line


def test_output_that_nobody_reads_to_its_end_is_no_fault(sampled: Path) -> None:
    with _asking(sampled) as process:
        assert process.stdout
        process.stdout.close()
        _, told = process.communicate(b"how many cases\n", PATIENCE)
    assert (process.returncode, told) == (1, b"")


def test_a_line_is_answered_before_the_next_one_comes_and_an_interrupt_is_no_fault(
    sampled: Path,
) -> None:
    with _asking(sampled) as process:
        assert process.stdin and process.stdout
        process.stdin.write(b"how many cases\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["status"] == "answered"
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=PATIENCE) == (b"", b"")
    assert process.returncode == 1


def test_output_that_cannot_be_written_is_one_line(sampled: Path) -> None:
    with open(os.devnull) as only_to_read:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "manifest"],
            cwd=sampled,
            env=clean(sampled),
            stdout=only_to_read,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    line = b"That could not be done: Bad file descriptor (OSError).\n"
    assert (done.returncode, done.stderr) == (1, line)


def test_a_folder_that_cannot_hold_data_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file stands where the folder is wanted")
    problem = say(tmp_path, "sample", "bedfordshire-2013-14").problem
    assert problem == "DATABASE_URL: the file var/practice.db cannot be opened (File exists)"


def _asking(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "-", "--json"],
        cwd=folder,
        env=clean(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever started the suite may ignore interrupts, which would be handed on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
