"""A workbook of an area's whole caseload: brought in by the command, beside its rows put in raw."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from storage.migrations import upgrade
from storage.tables import metadata
from tests.bench.databases import KEY, open_ours, open_raw
from tests.bench.measuring import Row, require_same
from tests.build import register_cast

SPELLS = 10  # a person, one after the other over twenty years
FIRST = date(2006, 4, 1)
AT_ONCE = 10_000  # rows that the floor holds in memory
BUDGET_SECONDS, BUDGET_MEGABYTES = 180, 600  # for 100,000 people
HEADERS = {
    "cases": "case_ref crn name born_on lead_agency district rosh",
    "spells": "case_ref category level started_on ended_on threshold reason",
    "custody": "case_ref from_on to_on why",
    "dates": "case_ref kind on",
    "team": "case_ref slack_id part",
}


def import_rows(folder: Path, people: int) -> Iterator[Row]:
    workbook, path = folder / f"workbook-{people}", folder / "imported.db"
    make_workbook(workbook, people)
    upgrade(f"sqlite:///{path}")
    db = open_ours(path)
    with db.write() as session:
        register_cast(session)
    db.close()
    ours, megabytes = _import(workbook, path, people)
    floor = _by_hand(path, folder / "by-hand.db")
    whole = people >= 100_000
    what = f"{people:,} cases, {people * SPELLS:,} spells imported"
    yield Row(what, ours, floor, most=BUDGET_SECONDS if whole else None, unit="s")
    yield Row("memory of that process", megabytes, most=BUDGET_MEGABYTES, unit="MB")
    for used in (path, folder / "by-hand.db"):
        used.unlink()


def make_workbook(folder: Path, people: int) -> None:
    """A folder of CSV files as a spreadsheet writes them, a row after the other."""
    folder.mkdir()
    numbers = range(people)
    _write(folder, "cases", (_case(n) for n in numbers))
    _write(folder, "spells", (_spell(n, k) for n in numbers for k in range(SPELLS)))
    stays = ((_ref(n), _day(n * 53 % 6000), _day(n * 53 % 6000 + 90 + n % 700)) for n in numbers)
    _write(folder, "custody", ((*stay, "sentence") for stay in stays))
    _write(folder, "dates", ((_ref(n), "licence_end", _day(7300 + n % 3000)) for n in numbers))
    _write(folder, "team", ((_ref(n), "U0PRIYA", "owner") for n in numbers if n % 50 == 0))


def _write(folder: Path, name: str, rows: Iterable[Iterable[object]]) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS[name].split())
        writer.writerows(rows)


def _case(n: int) -> Iterable[object]:
    born_on = date(1950, 1, 1) + timedelta(days=n % 18_000)
    name = f"Person{n % 977} Q. Number{n}"
    risk = ("low", "medium", "high", "very-high")[n % 4]
    return _ref(n), f"X{n:06}", name, born_on, "probation", ("Luton", "Bedford")[n % 2], risk


def _spell(n: int, k: int) -> Iterable[object]:
    base, step = n * 37 % 300, 500 + n % 180
    dice = (n * 7919 + k * 104_729 + n * k * 31) % 101
    level = 0 if dice < 1 else 1 if dice < 93 else 2 if dice < 99 else 3
    category = 1 if (n * 613 + k * 7) % 103 < 66 else 2
    ended_on = "" if k == SPELLS - 1 and n % 10 else _day(base + (k + 1) * step)
    threshold = "high-risk" if level > 1 else ""
    return _ref(n), category, level, _day(base + k * step), ended_on, threshold, f"review {n} {k}"


def _ref(n: int) -> str:
    return f"BED-{100_000 + n}"


def _day(n: int) -> date:
    return FIRST + timedelta(days=n)


def _import(workbook: Path, path: Path, people: int) -> tuple[float, float]:
    """Seconds and megabytes of the whole process."""
    here = {
        "PATH": os.environ.get("PATH", ""),
        "DATABASE_URL": f"sqlite:///{path}",
        "MAPPA_KEYS": urlsafe_b64encode(KEY).decode(),
        "MAPPA_AREA": "BED",
    }
    command = [sys.executable, "-m", "bot", "import", str(workbook), "--json"]
    began = perf_counter()
    process = subprocess.Popen(command, env=here, stdout=subprocess.PIPE, text=True)
    told = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    seconds = perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise AssertionError(told)
    require_same(json.loads(told)["added"]["cases"], people)
    return seconds, used.ru_maxrss / 1024


def _by_hand(path: Path, copy: Path) -> float:
    """The very rows that the import has left, each table's by one prepared statement."""
    upgrade(f"sqlite:///{copy}")
    source, raw = sqlite3.connect(path), open_raw(copy)
    seconds = 0.0
    raw.execute("PRAGMA cache_size=-65536")
    raw.execute("BEGIN IMMEDIATE")
    for table in metadata.sorted_tables:
        marks = ", ".join("?" * len(table.c))
        name = f'"{table.name}"'
        rows = source.execute(f"SELECT * FROM {name}")  # noqa: S608  # one of our tables
        while some := rows.fetchmany(AT_ONCE):
            began = perf_counter()
            raw.executemany(f"INSERT INTO {name} VALUES ({marks})", some)  # noqa: S608
            seconds += perf_counter() - began
    began = perf_counter()
    raw.execute("COMMIT")
    seconds += perf_counter() - began
    counted = "SELECT count(*) FROM spells"
    require_same(*(one.execute(counted).fetchone() for one in (source, raw)))
    source.close()
    raw.close()
    return seconds
