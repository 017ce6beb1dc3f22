"""Referrals asked for: on boundary days, with changes of status, with what is not recorded."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mappa.asking.questions import AVERAGE, SHARE, Day, Filters, Period, Question
from mappa.cases import Spell
from mappa.people import Person
from storage.asking.counting import count, list_refs
from storage.databases import Session
from storage.tables import referrals
from tests.build import NOW, case
from tests.storage.counted_rows import ALL, NOT_4, add_people, add_row, counted, filters, on

YEAR = Period(on("2013-04-01"), on("2014-03-31"))
ASKED_ON = on("2014-06-01")
APRIL, JULY, MARCH = on("2013-04-01"), on("2013-07-01"), on("2014-03-01")


def ask(when: Day | Period, status: str, **given: Any) -> Question:
    where = filters(**given.pop("where", {}))
    return Question("referrals", when, ASKED_ON, where, status, **given)


@pytest.fixture
def caseload(session: Session) -> None:
    """Six referrals around the MAPPA year 2013/14, and one that belongs to another area."""
    start, change = on("2013-01-01"), on("2013-06-01")
    luton = {"district": "Luton", "rosh": "high", "lead_agency": "police"}
    plain = {"district": None, "rosh": None, "lead_agency": None}
    spells_1 = (Spell(1, 1, start, change), Spell(2, 2, change))
    spells_2 = (Spell(4, 2, start, JULY), Spell(2, 2, JULY))
    ids = add_people(
        session,
        case("BED-1", spells=spells_1, **luton),
        case("BED-2", spells=spells_2, **plain),
        case("BED-3", spells=(), **plain),
    )
    rows: list[tuple[str, str, str | None, int | None, int, str, str | None]] = [
        ("1", "2013-03-31", "police", None, 2, "accepted", "2013-04-01"),
        ("1", "2013-04-01", None, 3, 3, "declined", "2014-03-31"),
        ("2", "2013-06-30", "probation", None, 2, "accepted", "2013-07-01"),
        ("3", "2014-03-31", "police", None, 2, "open", None),
        ("3", "2014-04-01", "police", 2, 2, "withdrawn", "2014-04-10"),
        ("3", "2013-05-01", "police", 2, 2, "withdrawn", "2014-03-01"),
        ("1", "2013-05-01", "police", 2, 2, "declined", "2013-05-02"),
    ]
    for number, (who, made, agency, category, level, decision, decided) in enumerate(rows, 1):
        add_row(
            session,
            referrals,
            ref=f"R{number}",
            area="HER" if number == 7 else "BED",
            case_id=ids[who],
            referred_on=on(made),
            agency=agency,
            category=category,
            level_sought=level,
            decision=decision,
            decided_on=on(decided) if decided else None,
            made_at=NOW,
        )


ASKED: list[tuple[Question, tuple[int, ...], dict[object, tuple[int, ...]]]] = [
    (ask(YEAR, "made"), (4,), {}),
    (ask(YEAR, "made", by="agency"), (4,), {"": (1,), "probation": (1,), "police": (2,)}),
    (ask(YEAR, "made", by="category"), (4,), {3: (1,), 4: (1,), 2: (1,), "": (1,)}),
    (ask(YEAR, "accepted", by="category"), (2,), {1: (1,), 4: (1,)}),
    (ask(YEAR, "made", by="district"), (4,), {"Luton": (1,), "": (3,)}),
    (ask(YEAR, "made", by="level", where={"bands": ["high"]}), (1,), {3: (1,)}),
    (ask(YEAR, "made", where={"agencies": ["", "probation"]}), (2,), {}),
    (ask(YEAR, "made", where={"categories": [2, 4]}), (2,), {}),
    (
        ask(YEAR, "made", by="status"),
        (4,),
        {"declined": (1,), "accepted": (1,), "open": (1,), "withdrawn": (1,)},
    ),
    (ask(YEAR, "withdrawn", by="month"), (1,), {MARCH: (1,)}),
    (ask(YEAR, "decided", by="month"), (3,), {APRIL: (1,), JULY: (1,), MARCH: (1,)}),
    (ask(YEAR, "decided", by="quarter"), (3,), {APRIL: (1,), JULY: (1,), on("2014-01-01"): (1,)}),
    (ask(YEAR, "decided", by="year"), (3,), {APRIL: (3,)}),
    (ask(Period(None, on("2013-04-01")), "made"), (2,), {}),
    (ask(YEAR, "decided", figure=AVERAGE), (366, 3), {}),
    (
        ask(YEAR, "accepted", figure=AVERAGE, by="agency"),
        (2, 2),
        {"police": (1, 1), "probation": (1, 1)},
    ),
    (ask(YEAR, "declined", figure=AVERAGE, where={"levels": [2]}), (0, 0), {}),
    (ask(YEAR, "declined", figure=SHARE), (1, 3), {}),
    (ask(YEAR, "accepted", figure=SHARE, by="level"), (2, 3), {2: (2, 2), 3: (0, 1)}),
    (ask(YEAR, "accepted", figure=SHARE, where={"levels": [3]}), (0, 1), {}),
    (ask(YEAR, "withdrawn", figure=SHARE), (1, 4), {}),
    (ask(YEAR, "made", figure=SHARE, where={"agencies": ["police"]}, out_of=Filters()), (2, 4), {}),
    (ask(YEAR, "accepted", figure=SHARE, where={"levels": [2]}, out_of=Filters()), (2, 2), {}),
    (ask(Period(None, on("2012-12-31")), "accepted", figure=SHARE), (0, 0), {}),
]

PICTURES = [
    ("open", "2013-03-31", 1),  # made that day
    ("open", "2013-03-30", 0),
    ("open", "2013-04-01", 1),  # one decided that day, one made
    ("open", "2014-03-31", 1),
    ("open", "2014-04-09", 2),
    ("open", "2014-04-10", 1),
    ("overdue", "2014-04-14", 0),  # the tenth working day
    ("overdue", "2014-04-15", 1),
    ("overdue", "2013-04-16", 1),  # made on the Bank Holiday of 1 April: ends on 15 April
    ("overdue", "2013-04-15", 0),
]


@pytest.mark.usefixtures("caseload")
def test_referrals_are_counted_by_the_day_that_made_them_so(session: Session) -> None:
    for question, whole, groups in ASKED:
        assert counted(session, question) == (whole, groups), question
    for status, day, number in PICTURES:
        assert counted(session, ask(Day(on(day)), status))[0] == (number,), (status, day)


@pytest.mark.usefixtures("caseload")
def test_what_became_of_a_referral_is_said_as_of_the_day_asked(session: Session) -> None:
    made, decided = ask(YEAR, "made", by="status"), ask(YEAR, "decided", by="status")
    before = counted(session, replace(made, asked_on=on("2014-03-30")))[1]
    assert before == {"open": (2,), "accepted": (1,), "withdrawn": (1,)}
    of_decisions = counted(session, replace(decided, asked_on=on("2014-03-30")))[1]
    assert of_decisions == {"accepted": (2,), "declined": (1,)}


@pytest.mark.usefixtures("caseload")
def test_category_4_is_left_out_and_it_is_said(session: Session) -> None:
    """The referral has no category of its own: it was made in Category 4, decided the day after."""
    made, decided = ask(YEAR, "made"), ask(YEAR, "decided", by="category")
    assert counted(session, made, NOT_4)[0] == (3,)
    assert counted(session, decided, NOT_4) == ((2,), {1: (1,), 3: (1,)})
    assert count(session, made, NOT_4).hidden
    assert not count(session, made, ALL).hidden
    assert not count(session, ask(YEAR, "made", where={"categories": [2]}), NOT_4).hidden
    assert counted(session, ask(YEAR, "made", where={"categories": [4]}), NOT_4)[0] == (0,)


@pytest.mark.usefixtures("caseload")
def test_the_cases_referred_are_listed_once_and_only_to_who_may_see_them(
    session: Session, cast: dict[str, Person]
) -> None:
    ever = ask(Period(None, date(2020, 1, 1)), "made")
    assert list_refs(session, ever, ALL) == ["BED-1", "BED-2", "BED-3"]
    assert list_refs(session, ever, replace(ALL, may_see=cast["U0CORA"])) == ["BED-1", "BED-3"]
    assert list_refs(session, ever, replace(ALL, may_see=cast["U0PETE"])) == []
    late = ask(Day(on("2014-04-15")), "overdue", where={"agencies": ["police"]})
    assert list_refs(session, late, ALL) == ["BED-3"]
