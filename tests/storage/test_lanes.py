"""Lanes: of each one message a second, the most urgent first, whoever sends it."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mappa.people import Person
from storage.databases import Database
from storage.lanes import (
    hold_lane,
    lane_of,
    make_lanes,
    next_free_at,
    release_lane,
    renew_lane,
    reserve_lanes,
)
from storage.outgoing import Message, Outgoing, add_outgoing, claim_outgoing, mark_refused
from storage.tables import lanes, outgoing
from tests.build import NOW, person, register_cast
from tests.storage.threads import at_once

SECOND = timedelta(seconds=1)
PRIYA = replace(person("U0PRIYA"), id=2, dm_channel="D0PRIYA")


@pytest.fixture
def cast(db: Database) -> dict[str, Person]:
    with db.write() as session:
        return register_cast(session)


def put_in(db: Database, to: Person, text: str, **where: Any) -> None:
    with db.write() as session:
        add_outgoing(session, Message(text), to, NOW, **where, about=())


def claim(db: Database, now: datetime, limit: int = 10, **given: Any) -> list[Outgoing]:
    with db.write() as session:
        return claim_outgoing(session, now, limit, **given)


def said(claimed: list[Outgoing]) -> list[str]:
    return [one.message.text for one in claimed if one.message]


@pytest.mark.parametrize(
    ("channel", "method", "lane"),
    [
        (None, "post", "@2"),
        ("D0PRIYA", "post", "@2"),
        ("D0OTHER", "post", "@2"),
        ("C0PANEL", "post", "C0PANEL"),
        ("C0PANEL", "ephemeral", "C0PANEL"),
        (None, "file", "@2"),
        ("C0PANEL", "update", None),
    ],
)
def test_a_lane_is_a_channel_or_somebodys_direct_messages(
    channel: str | None, method: str, lane: str | None
) -> None:
    assert lane_of(PRIYA, channel, method) == lane


def test_of_each_lane_one_goes_in_a_second_and_of_others_nobody_waits(
    db: Database, cast: dict[str, Person]
) -> None:
    for text in ("first", "second"):
        put_in(db, cast["U0CORA"], text)
        put_in(db, cast["U0CORA"], f"{text} in the panel", channel="C0PANEL")
    put_in(db, cast["U0CORA"], "third", channel="D0CORA")
    assert said(claim(db, NOW)) == ["first", "first in the panel"]
    assert claim(db, NOW + SECOND / 2) == []
    assert said(claim(db, NOW + SECOND)) == ["second", "second in the panel"]
    assert said(claim(db, NOW + 2 * SECOND)) == ["third"]


def test_the_most_urgent_goes_first_and_with_little_room_the_most_urgent_lanes(
    db: Database, cast: dict[str, Person]
) -> None:
    for number, urgency in enumerate((4, 2, 3, 0, 1)):
        put_in(db, cast["U0CORA"], f"cora {urgency}")
        put_in(db, cast["U0PRIYA"], f"priya {urgency + 1}")
        ids = (2 * number + 1, urgency), (2 * number + 2, urgency + 1)
        with db.write() as session:
            for row, urgent in ids:
                one = outgoing.update().where(outgoing.c.id == row)
                session.execute(one.values(urgency=urgent))
    assert said(claim(db, NOW, limit=1)) == ["cora 0"]
    assert said(claim(db, NOW, limit=1)) == ["priya 1"]
    assert [said(claim(db, NOW + n * SECOND)) for n in (1, 2, 3)] == [
        ["cora 1", "priya 2"],
        ["cora 2", "priya 3"],
        ["cora 3", "priya 4"],
    ]


def test_what_was_put_in_without_a_lane_gets_one(db: Database, cast: dict[str, Person]) -> None:
    put_in(db, cast["U0CORA"], "direct")
    put_in(db, cast["U0CORA"], "known direct", channel="D0CORA")
    put_in(db, cast["U0CORA"], "panel", channel="C0PANEL")
    put_in(db, cast["U0CORA"], "change", channel="C0PANEL", method="update", ts="1.2")
    with db.write() as session:
        session.execute(outgoing.update().values(lane=None))
    assert said(claim(db, NOW)) == ["direct", "panel", "change"]
    with db.read() as session:
        found = session.execute(select(outgoing.c.lane).order_by(outgoing.c.id)).scalars().all()
    assert found == ["@1", "@1", "C0PANEL", None]


def test_changes_of_messages_wait_for_nobody(db: Database, cast: dict[str, Person]) -> None:
    for number in range(3):
        where = {"channel": "C0PANEL", "method": "update", "ts": str(number)}
        put_in(db, cast["U0CORA"], f"change {number}", **where)
    put_in(db, cast["U0CORA"], "post", channel="C0PANEL")
    assert said(claim(db, NOW, only_updates=True)) == ["change 0", "change 1", "change 2"]
    assert said(claim(db, NOW)) == ["post"]


def test_what_is_not_due_keeps_no_other_of_its_lane_back(
    db: Database, cast: dict[str, Person]
) -> None:
    put_in(db, cast["U0CORA"], "later")
    put_in(db, cast["U0CORA"], "now")
    (first,) = claim(db, NOW)
    with db.write() as session:
        mark_refused(session, first, NOW + timedelta(hours=1), "ratelimited")
    assert said(claim(db, NOW + SECOND)) == ["now"]


def test_a_lane_is_renewed_released_held_and_lost(db: Database, cast: dict[str, Person]) -> None:
    def free_at(now: datetime = NOW) -> datetime | None:
        with db.read() as session:
            return next_free_at(session, now)

    for text in ("one", "two"):
        put_in(db, cast["U0CORA"], text)
    assert free_at() is None
    (sending,) = claim(db, NOW)
    assert (sending.lane, sending.reserved) == ("@1", NOW + SECOND)
    assert free_at() == NOW + SECOND
    late = NOW + SECOND / 2
    with db.write() as session:
        assert renew_lane(session, "@1", NOW + SECOND, late)
        assert not renew_lane(session, "@1", NOW + SECOND, late), "somebody else's by now"
        release_lane(session, "@1", NOW + SECOND, late)
    assert free_at() == late + SECOND, "only who has it lets it go"
    with db.write() as session:
        hold_lane(session, "@1", NOW + 30 * SECOND)
        hold_lane(session, "@1", NOW + 20 * SECOND)
    assert free_at() == NOW + 30 * SECOND
    assert claim(db, NOW + 29 * SECOND) == []
    with db.write() as session:
        release_lane(session, "@1", NOW + 30 * SECOND, NOW + SECOND)
    assert said(claim(db, NOW + SECOND)) == ["two"]


def test_a_clock_that_was_wrong_once_closes_no_lane_for_ever(
    db: Database, cast: dict[str, Person]
) -> None:
    put_in(db, cast["U0CORA"], "one")
    with db.write() as session:
        reserve_lanes(session, ["@1"], NOW + timedelta(days=365))
    (sending,) = claim(db, NOW)
    with db.write() as session:
        assert sending.reserved
        assert renew_lane(session, "@1", sending.reserved, NOW)


def test_several_at_once_take_each_message_once_and_of_a_lane_one_in_a_second(
    db: Database, cast: dict[str, Person]
) -> None:
    for number in range(30):
        put_in(db, cast["U0CORA"], f"{number}", channel=f"C{number % 10}")
    for second in range(3):
        now = NOW + second * SECOND

        def take(now: datetime = now) -> list[Outgoing]:
            taken: list[Outgoing] = []
            while some := claim(db, now, limit=3):
                taken += some
            return taken

        each = [one for taken in at_once(*[take] * 4) for one in taken]
        # Of two with the same in mind one may leave a lane to the other, which had it already.
        each += claim(db, now, limit=30)
        assert Counter(one.lane for one in each) == {f"C{n}": 1 for n in range(10)}
    assert claim(db, NOW + 9 * SECOND, limit=30) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_claim_takes_the_same_few_steps_however_many_wait(
    db: Database, cast: dict[str, Person]
) -> None:
    """Counted in steps of SQLite's own machine, so that no clock has a say."""
    _fill(db, 100)
    few = _steps(db)
    _fill(db, 2_000)
    assert 0 < _steps(db) < 1.5 * few


def _fill(db: Database, number: int) -> None:
    """So many more messages in twenty lanes."""
    same = {"area": "BED", "method": "post", "person_id": 1, "urgency": 2, "state": "waiting"}
    same |= {"next_at": NOW, "made_at": NOW, "attempts": 0}
    with db.write() as session:
        found = session.execute(select(func.count()).select_from(outgoing)).scalar_one()
        rows = [{"key": f"{n}", "lane": f"C{n % 20}"} for n in range(found, found + number)]
        session.execute(outgoing.insert(), [row | same for row in rows])
        make_lanes(session, NOW)


def _steps(db: Database) -> int:
    """How many steps a claim takes."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    with db.write() as session:
        session.execute(lanes.update().values(free_at=NOW))
        driver: Any = session.connection.connection.driver_connection
        driver.set_progress_handler(count, 10)
        claimed = claim_outgoing(session, NOW, 4)
        driver.set_progress_handler(None, 0)
    assert len(claimed) == 4
    return taken
