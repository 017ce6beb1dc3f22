"""`make bench`: the budgets in a table. A report, not a test: it fails only if something breaks."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench.caseloads import make_caseload
from tests.bench.commands import command_rows
from tests.bench.draining import draining_rows
from tests.bench.imports import import_rows
from tests.bench.measuring import HEAD, Row
from tests.bench.questions import question_rows
from tests.bench.reminders import reminder_rows
from tests.bench.reports import report_rows
from tests.bench.starting import starting_rows
from tests.bench.storage import storage_rows

VAR = Path(__file__).parents[2] / "var"  # the disc that the bot's own database is on


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured, and how often."""

    people: tuple[int, ...]
    commands: int
    questions: int
    reminders: int
    drained: int  # reminders of each of two hundred people, all due in one minute
    starts: int


FULL = Size(
    people=(1_000, 10_000, 100_000), commands=150, questions=7, reminders=10, drained=50, starts=5
)
QUICK = Size(people=(1_000, 10_000), commands=50, questions=7, reminders=5, drained=5, starts=2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 people instead of 100,000")
    size = QUICK if parser.parse_args().quick else FULL
    began = perf_counter()
    VAR.mkdir(mode=0o700, exist_ok=True)
    print(HEAD)
    with TemporaryDirectory(dir=VAR, prefix="bench-") as folder:
        for row in _rows(Path(folder), size):
            print(row.line(), flush=True)
    print(f"Medians of runs in turn, {perf_counter() - began:.0f} s in all.")


def _rows(folder: Path, size: Size) -> Iterator[Row]:
    yield from command_rows(folder, size.commands)
    yield from storage_rows(folder, size.commands * 2)
    for people in size.people:
        path = folder / f"caseload-{people}.db"
        make_caseload(path, people)
        largest = people == size.people[-1]
        yield from question_rows(people, path, size.questions)
        if largest:
            yield from report_rows(people, path, size.questions)
    yield from import_rows(folder, size.people[-1])
    yield from reminder_rows(folder, size.reminders)
    yield from draining_rows(folder, size.drained)
    yield from starting_rows(folder, size.starts)


if __name__ == "__main__":
    main()
