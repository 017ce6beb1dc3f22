"""Meetings and hearings asked for, by the day that it is in London."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mappa.asking.questions import Period, Question
from mappa.cases import Spell
from mappa.clocks import london_day
from storage.asking.counting import count, list_refs
from storage.asking.days import LondonDay
from storage.databases import Session
from storage.tables import meetings
from tests.build import case
from tests.storage.counted_rows import ALL, NOT_4, add_meeting, add_people, counted, filters, on

YEAR = Period(on("2013-04-01"), on("2014-03-31"))
JUNE, JULY = on("2013-06-01"), on("2013-07-01")
APRIL, OCTOBER, MARCH = on("2013-04-01"), on("2013-10-01"), on("2014-03-01")


def ask(counted: str, status: str = "held", when: Period = YEAR, **given: Any) -> Question:
    where = filters(**given.pop("where", {}))
    return Question(counted, when, on("2014-06-01"), where, status, **given)


@pytest.fixture
def caseload(session: Session) -> None:
    """Meetings at the turns of the year and of the clock, most of them of two cases."""
    moved = (Spell(1, 1, on("2013-01-01"), JULY), Spell(2, 2, JULY, on("2014-03-31")))
    gated = (Spell(2, 2, on("2013-01-01"), JULY), Spell(4, 3, JULY))
    ids = add_people(
        session,
        case("BED-1", spells=moved, district="Luton"),
        case("BED-2", spells=gated, district=None),
        case("BED-3", spells=(), merged_into="BED-1"),
    )
    one, two, merged = ids["1"], ids["2"], ids["3"]
    add_meeting(session, "2013-03-31T22:30:00+00:00", 2, {one: None})  # half past eleven
    add_meeting(session, "2013-03-31T23:30:00+00:00", 2, {one: True, merged: True})  # 1 April
    add_meeting(session, "2013-06-30T22:59:00+00:00", 3, {one: False, two: None})
    add_meeting(session, "2013-06-30T23:00:00+00:00", 3, {one: True, two: True})  # 1 July
    add_meeting(session, "2013-10-31T23:30:00+00:00", 2, {two: None})  # winter: still October
    add_meeting(session, "2014-03-31T22:59:59+00:00", 2, {one: None})
    add_meeting(session, "2014-03-31T23:30:00+00:00", 2, {one: None, two: None})  # 1 April
    add_meeting(session, "2013-08-01T09:00:00+00:00", 2, {two: None}, status="planned")
    add_meeting(session, "2013-08-02T09:00:00+00:00", 3, {two: None}, status="cancelled")
    add_meeting(session, "2013-08-03T09:00:00+00:00", 3, {one: None}, area="HER")


MONTHS: dict[object, tuple[int, ...]] = {
    APRIL: (1,),
    JUNE: (1,),
    JULY: (1,),
    OCTOBER: (1,),
    MARCH: (1,),
}
ASKED: list[tuple[Question, tuple[int, ...], dict[object, tuple[int, ...]]]] = [
    (ask("meetings"), (5,), {}),
    (ask("meetings", ""), (5,), {}),
    (ask("meetings", by="month"), (5,), MONTHS),
    (
        ask("meetings", by="quarter"),
        (5,),
        {APRIL: (2,), JULY: (1,), OCTOBER: (1,), on("2014-01-01"): (1,)},
    ),
    (ask("meetings", by="level"), (5,), {2: (3,), 3: (2,)}),
    (ask("meetings", where={"levels": [3]}), (2,), {}),
    (ask("meetings", "planned", by="year"), (1,), {APRIL: (1,)}),
    (ask("meetings", "", by="status"), (7,), {"held": (5,), "planned": (1,), "cancelled": (1,)}),
    (
        ask("meetings", when=Period(None, on("2014-04-01")), by="year"),
        (7,),
        {on("2012-04-01"): (1,), APRIL: (5,), on("2014-04-01"): (1,)},
    ),
    (ask("hearings"), (7,), {}),
    (ask("hearings", by="level"), (7,), {2: (3,), 3: (4,)}),
    # The case of the first is in Category 2 from 1 July and in none on 31 March.
    (ask("hearings", by="category"), (7,), {1: (2,), 2: (2,), 4: (2,), "": (1,)}),
    (ask("hearings", by="month", where={"categories": [2]}), (2,), {JUNE: (1,), JULY: (1,)}),
    (ask("hearings", by="district"), (7,), {"Luton": (4,), "": (3,)}),
    (ask("hearings", where={"districts": [""], "levels": [2]}), (1,), {}),
    (ask("hearings", when=Period(None, on("2013-03-30"))), (0,), {}),
]


@pytest.mark.usefixtures("caseload")
def test_meetings_and_hearings_fall_on_days_of_london(session: Session) -> None:
    for question, whole, groups in ASKED:
        assert counted(session, question) == (whole, groups), question


@pytest.mark.usefixtures("caseload")
def test_only_hearings_tell_of_category_4(session: Session) -> None:
    assert counted(session, ask("hearings"), NOT_4)[0] == (5,)
    assert count(session, ask("hearings"), NOT_4).hidden
    assert counted(session, ask("meetings"), NOT_4)[0] == (5,)
    assert not count(session, ask("meetings"), NOT_4).hidden


@pytest.mark.usefixtures("caseload")
def test_a_case_heard_often_is_listed_once(session: Session) -> None:
    assert list_refs(session, ask("hearings"), ALL) == ["BED-1", "BED-2"]
    at_2 = ask("hearings", where={"levels": [2], "categories": [4]})
    assert list_refs(session, at_2, ALL) == ["BED-2"]
    assert list_refs(session, at_2, NOT_4) == []


def test_the_database_knows_the_london_day_of_every_instant(session: Session) -> None:
    """Around each turn of the clock and on other days, in the hours in which it matters."""
    days = [date(year, 3, 24) + timedelta(days=n) for year in range(2001, 2031) for n in range(9)]
    days += [date(year, 10, 24) + timedelta(days=n) for year in range(2001, 2031) for n in range(9)]
    days += [date(2014, 1, 5), date(2014, 6, 30), date(2014, 12, 31), date(2016, 2, 29)]
    hours = [(0, 0), (0, 59), (1, 0), (22, 59), (23, 0), (23, 59)]
    instants = [datetime(d.year, d.month, d.day, *hour, tzinfo=UTC) for d in days for hour in hours]
    rows: list[dict[str, Any]] = [
        {"ref": f"M{n}", "area": "BED", "level": 2, "starts_at": at, "status": "held"}
        for n, at in enumerate(instants)
    ]
    session.execute(meetings.insert(), rows)
    query = select(meetings.c.starts_at, LondonDay(meetings.c.starts_at).label("on"))
    found = {row.starts_at: row.on for row in session.execute(query)}
    assert found == {at: london_day(at) for at in instants}
