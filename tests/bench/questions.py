"""Questions about a day: ours from the typed words to the answer, and the best SQL by hand."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from slack_sdk import WebClient

from handlers.desks import Desk, Visit
from handlers.questions import count_for
from mappa.people import Person
from storage.databases import Database
from storage.people import add_person
from tests.bench.databases import open_ours, open_raw
from tests.bench.measuring import Row, in_turn, require_same, times_by_hand
from tests.build import NOW, POLICY, TEAM, TODAY, person

# The two best ways that were found; which of them is the floor depends on how many are counted.
# Each gives everybody and, apart, those in custody, as the answer does.
LOOKED_UP = """
SELECT count(*), count(c.case_id) FROM spells AS s
LEFT JOIN custody AS c ON c.case_id = s.case_id AND c.to_on > :on AND c.from_on <= :on
WHERE s.area = 'BED' AND s.level IN ({levels}) AND s.category IN (1, 2, 3)
    AND s.ended_on > :on AND s.started_on <= :on
"""
LISTED = """
SELECT count(*), sum(s.case_id IN (
    SELECT case_id FROM custody WHERE to_on > :on AND from_on <= :on
)) FROM spells AS s
WHERE s.area = 'BED' AND s.level IN ({levels}) AND s.category IN (1, 2, 3)
    AND s.ended_on > :on AND s.started_on <= :on
"""
OLD = "2014-03-31"
ASKED = (
    ("how many level 2 cases", TODAY.isoformat(), "2"),
    ("how many level 2 cases on 31 March 2014", OLD, "2"),
    ("how many cases", TODAY.isoformat(), "0, 1, 2, 3"),
    ("how many cases on 31 March 2014", OLD, "0, 1, 2, 3"),
)


def question_rows(people: int, path: Path, rounds: int, *, all_of_them: bool) -> Iterator[Row]:
    """Every question, or only the first two, which are enough to show the growth."""
    db, raw = open_ours(path), open_raw(path)
    with db.write() as session:
        asker = add_person(session, person("U0CORA", "co-ordinator"), NOW)
    for typed, on, levels in ASKED if all_of_them else ASKED[:2]:
        ours = _ask(db, asker, typed)
        by_hand = [_select(raw, way.format(levels=levels), on) for way in (LOOKED_UP, LISTED)]
        for floor in by_hand:
            require_same(ours(0), floor(0))
        ours_ms, *floors = in_turn(rounds, ours, *by_hand)
        what = f"{typed} ({people:,} people)"
        yield Row(what, ours_ms, min(floors), times_by_hand(people), most=60)
    raw.close()
    db.close()


def _ask(db: Database, asker: Person, typed: str) -> Callable[[int], int | None]:
    desk = Desk(
        db=db,
        client=WebClient("unused"),
        policy=POLICY,
        command="/mappa",
        practice=False,
        team_id=TEAM,
        now=lambda: NOW,
        later=lambda work: None,
        nudge=lambda: None,
    )

    def ask(_number: int) -> int | None:
        with db.read() as session:
            return count_for(session, Visit(desk, asker, NOW, "command"), typed).value

    return ask


def _select(raw: sqlite3.Connection, by_hand: str, on: str) -> Callable[[int], int]:
    def select(_number: int) -> int:
        everybody, inside = raw.execute(by_hand, {"on": on}).fetchone()
        return int(everybody - inside)

    return select
