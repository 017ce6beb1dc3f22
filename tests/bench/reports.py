"""The annual report's yearly table against the best SQL by hand, and the report as a whole."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from mappa.statistics.tables import LEVELS_2_AND_3
from mappa.years import MappaYear, read_year
from storage.databases import Database
from storage.statistics.levels import count_levels_2_and_3
from storage.statistics.reports import make_report_for
from tests.bench.databases import open_ours, open_raw
from tests.bench.measuring import Row, in_turn, require_same, times_by_hand

# Each person once, under the level and category of the first day in the year: SQLite takes the
# other columns from the row of the min().
FIRST_HELD = """
SELECT count(*) FROM (
    SELECT level, category, min(started_on) FROM spells
    WHERE area = 'BED' AND level IN (2, 3) AND category IN (1, 2, 3, 4)
        AND ended_on > :first AND started_on <= :last
    GROUP BY case_id
) GROUP BY level, category ORDER BY level, category
"""


def report_rows(people: int, path: Path, rounds: int) -> Iterator[Row]:
    """For the year that has just ended, and for one in the middle of the caseload's time."""
    db, raw = open_ours(path), open_raw(path)
    for typed in ("2025/26", "2013/14"):
        year = read_year(typed)
        ours, floor, whole = _yearly(db, year), _first_held(raw, year), _whole(db, year)
        require_same(ours(0), floor(0))
        ours_ms, floor_ms, whole_ms = in_turn(rounds, ours, floor, whole)
        where = f"{typed} ({people:,} people)"
        yield Row(f"people at Levels 2 and 3 in {where}", ours_ms, floor_ms, times_by_hand(people))
        yield Row(f"annual report {where}", whole_ms, most=500)
    raw.close()
    db.close()


def _yearly(db: Database, year: MappaYear) -> Callable[[int], list[int]]:
    def count_yearly(_number: int) -> list[int]:
        days = year.starts_on, year.ends_on
        with db.read() as session:
            cells = count_levels_2_and_3(session, "BED", *days, "first", category_4=True).cells
        return [cells[level, category] for level in LEVELS_2_AND_3 for category in (1, 2, 3)]

    return count_yearly


def _first_held(raw: sqlite3.Connection, year: MappaYear) -> Callable[[int], list[int]]:
    days = {"first": year.starts_on.isoformat(), "last": year.ends_on.isoformat()}
    return lambda _number: [row[0] for row in raw.execute(FIRST_HELD, days).fetchall()]


def _whole(db: Database, year: MappaYear) -> Callable[[int], object]:
    def report(_number: int) -> object:
        with db.read() as session:
            return make_report_for(session, "BED", year, "first", category_4=True)

    return report
