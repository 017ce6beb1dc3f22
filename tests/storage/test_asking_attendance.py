"""Attendance asked for: attended out of invited at held meetings, and who sent a report."""

from typing import Any

import pytest

from mappa.asking.questions import SHARE, Period, Question
from mappa.cases import Spell
from storage.asking.counting import count
from storage.databases import Session
from tests.build import case
from tests.storage.counted_rows import ALL, NOT_4, add_meeting, add_people, counted, filters, on

YEAR = Period(on("2013-04-01"), on("2014-03-31"))
MAY = on("2013-05-01")


def ask(when: Period = YEAR, **given: Any) -> Question:
    where = filters(**given.pop("where", {}))
    return Question("attendance", when, on("2014-06-01"), where, "held", figure=SHARE, **given)


@pytest.fixture
def caseload(session: Session) -> None:
    gated = (Spell(2, 2, on("2013-01-01"), MAY), Spell(4, 2, MAY))
    ids = add_people(
        session,
        case("BED-1", spells=(Spell(1, 1, on("2013-01-01")),), district="Luton"),
        case("BED-2", spells=gated, district=None),
    )
    one, two = ids["1"], ids["2"]
    all_ways = {"police": "attended", "prison": "report", "housing": "none", "health": "apologies"}
    add_meeting(session, "2013-04-30T22:59:00+00:00", 2, {one: None, two: None}, answers=all_ways)
    add_meeting(
        session, "2013-04-30T23:30:00+00:00", 3, {two: True}, answers={"police": "none"}
    )  # 1 May
    add_meeting(
        session,
        "2013-06-03T09:00:00+00:00",
        3,
        {one: True},
        answers={"police": "attended", "prison": "attended"},
    )
    elsewhere: list[tuple[str, dict[str, str]]] = [
        ("2013-06-04", {"status": "cancelled"}),
        ("2013-06-05", {"status": "planned"}),
        ("2013-06-06", {"area": "HER"}),
    ]
    for day, more in elsewhere:
        at = f"{day}T09:00:00+00:00"
        add_meeting(session, at, 2, {one: True}, answers={"police": "attended"}, **more)
    add_meeting(session, "2014-04-01T09:00:00+00:00", 2, {one: None}, answers=all_ways)


ASKED: list[tuple[Question, tuple[int, ...], dict[object, tuple[int, ...]]]] = [
    (ask(), (4, 11, 2), {}),
    (
        ask(by="agency"),
        (4, 11, 2),
        {"police": (3, 4), "prison": (1, 3, 2), "housing": (0, 2), "health": (0, 2)},
    ),
    (ask(by="level"), (4, 11, 2), {2: (2, 8, 2), 3: (2, 3)}),
    (ask(by="level", where={"agencies": ["police"]}), (3, 4), {2: (2, 2), 3: (1, 2)}),
    (ask(by="category"), (4, 11, 2), {1: (3, 6, 1), 2: (1, 4, 1), 4: (0, 1)}),
    (ask(by="district", where={"levels": [3]}), (2, 3), {"Luton": (2, 2), "": (0, 1)}),
    (
        ask(by="month"),
        (4, 11, 2),
        {on("2013-04-01"): (2, 8, 2), MAY: (0, 1), on("2013-06-01"): (2, 2)},
    ),
    (ask(where={"agencies": ["jobcentre"]}), (0, 0), {}),
    (ask(where={"levels": [1]}), (0, 0), {}),
]


@pytest.mark.usefixtures("caseload")
def test_who_came_is_counted_out_of_who_was_invited(session: Session) -> None:
    for question, whole, groups in ASKED:
        assert counted(session, question) == (whole, groups), question


@pytest.mark.usefixtures("caseload")
def test_what_was_said_of_a_category_4_case_is_left_out(session: Session) -> None:
    """On 30 April that case was in Category 2."""
    assert counted(session, ask(), NOT_4)[0] == (4, 10, 2)
    assert count(session, ask(), NOT_4).hidden
    assert not count(session, ask(), ALL).hidden
