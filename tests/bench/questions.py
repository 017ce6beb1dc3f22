"""Questions of every kind: ours from the typed words to the answer, and the best SQL by hand."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

from handlers.answering import answer_for
from handlers.desks import Desk, Visit
from mappa.people import Person
from storage.databases import Database
from storage.people import add_person
from tests.bench import by_hand
from tests.bench.databases import open_ours, open_raw
from tests.bench.measuring import Row, in_turn, require_same, times_by_hand
from tests.build import NOW, POLICY, TEAM, TODAY, person

PICTURE = (by_hand.LOOKED_UP, by_hand.LISTED)
OLD = "2014-03-31"


@dataclass(frozen=True, slots=True)
class Kind:
    """A question, and the ways of asking it by hand, of which the quickest is the floor."""

    typed: str
    ways: tuple[str, ...]
    on: str = TODAY.isoformat()
    levels: str = "0, 1, 2, 3"
    by_month: bool = False


ASKED = (
    Kind("how many level 2 cases", PICTURE, levels="2"),
    Kind("how many level 2 cases on 31 March 2014", PICTURE, OLD, "2"),
    Kind("how many cases", PICTURE),
    Kind("how many cases on 31 March 2014", PICTURE, OLD),
    Kind("how many level 2 cases in Luton", (by_hand.IN_LUTON,), levels="2"),
    Kind("how many cases by district", (by_hand.BY_DISTRICT,)),
    Kind("what share of cases is level 1", (by_hand.LEVEL_1,)),
    Kind("how many cases have no review date", (by_hand.WITHOUT_REVIEW,)),
    Kind("how many people were at level 3 in 2013/14", (by_hand.IN_THE_YEAR,), levels="3"),
    Kind("level 2 cases by month in 2013/14", PICTURE, levels="2", by_month=True),
    Kind("licences ending in the next 28 days", (by_hand.ENDING,)),
    Kind("how many reviews are overdue", (by_hand.OVERDUE,)),
    Kind("returned to custody for breach of licence in 2013/14 by level", (by_hand.RETURNED,)),
    Kind("SOPOs imposed 2013/14", (by_hand.IMPOSED,)),
)


def question_rows(people: int, path: Path, rounds: int) -> Iterator[Row]:
    """Every kind, so that the growth of each is shown."""
    db, raw = open_ours(path), open_raw(path)
    with db.write() as session:
        asker = add_person(session, person("U0CORA", "co-ordinator"), NOW)
    for kind in ASKED:
        ours = _ask(db, asker, kind.typed)
        floors = [_select(raw, kind, way) for way in kind.ways]
        for floor in floors:
            require_same(ours(0), floor(0))
        ours_ms, *floor_ms = in_turn(rounds, ours, *floors)
        what = f"{kind.typed} ({people:,} people)"
        yield Row(what, ours_ms, min(floor_ms), times_by_hand(people), most=60)
    raw.close()
    db.close()


def _ask(db: Database, asker: Person, typed: str) -> Callable[[int], object]:
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

    def ask(_number: int) -> object:
        with db.read() as session:
            found = answer_for(session, Visit(desk, asker, NOW, "command"), typed).answer
        by_month = [row.value for row in found.rows]
        return by_month if found.value is None else found.value

    return ask


def _select(raw: sqlite3.Connection, kind: Kind, way: str) -> Callable[[int], object]:
    asked = by_hand.spelt_out(way, kind.levels)
    if kind.by_month:
        asked = by_hand.by_month(asked)

    def select(_number: int) -> object:
        found: list[Any] = [row[0] for row in raw.execute(asked, {"on": kind.on}).fetchall()]
        return found if len(found) > 1 else found[0]

    return select
