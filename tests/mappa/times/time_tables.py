"""The tables of times as typed, read from the text files beside this one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from mappa.asking.questions import Day, Period, When

HERE = Path(__file__).parent
TODAY = date(2026, 6, 17)  # a Wednesday
LEAP_DAY, FIRST_OF_APRIL = date(2028, 2, 29), date(2026, 4, 1)
TODAYS = (TODAY, LEAP_DAY, FIRST_OF_APRIL)


def lines(name: str) -> Iterator[list[str]]:
    """The cells of each line that is no remark."""
    for line in (HERE / name).read_text().splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


def times() -> Iterator[tuple[date, str, When, str, bool]]:
    """The day asked on, what is typed, what it is, how it is said, and whether with its year."""
    today = TODAY
    for cells in lines("times.txt"):
        if cells[0].startswith("@"):
            today = date.fromisoformat(cells[0][1:].strip())
        else:
            said = cells[2].removesuffix(" *")
            yield today, cells[0], when(cells[1]), said, said == cells[2]


def when(written: str) -> When:
    """A day, or first..last day."""
    first, dots, last = written.partition("..")
    if not dots:
        return Day(date.fromisoformat(first))
    return Period(date.fromisoformat(first) if first else None, date.fromisoformat(last))


def choices(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("; ")))
