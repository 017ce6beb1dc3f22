"""Actions asked for: open and overdue by the end of a day; done, raised and due in a period."""

from dataclasses import replace
from typing import Any

import pytest

from mappa.asking.questions import Day, Period, Question
from mappa.cases import Spell
from mappa.people import Person
from storage.asking.counting import count, list_refs
from storage.databases import Session
from storage.tables import actions
from tests.build import case
from tests.storage.counted_rows import ALL, NOT_4, add_people, add_row, counted, filters, on

YEAR = Period(on("2013-04-01"), on("2014-03-31"))
APRIL, JULY = on("2013-04-01"), on("2013-07-01")


def ask(when: Day | Period | str, status: str, **given: Any) -> Question:
    where = filters(**given.pop("where", {}))
    when = Day(on(when)) if isinstance(when, str) else when
    return Question("actions", when, on("2014-06-01"), where, status, **given)


@pytest.fixture
def caseload(session: Session) -> None:
    """Seven actions about two people, and one of another area."""
    start = on("2013-01-01")
    ids = add_people(
        session,
        case("BED-1", spells=(Spell(1, 1, start, JULY), Spell(2, 2, JULY)), lead_agency="police"),
        case("BED-2", spells=(Spell(4, 3, start, JULY), Spell(2, 2, JULY)), lead_agency=None),
    )
    rows: list[tuple[str, str | None, str | None, str | None, str | None]] = [
        ("1", "police", "2013-03-31", "2013-04-30", "2013-05-10"),
        ("1", "police", "2013-04-01", "2013-06-30", "2013-06-30"),
        ("1", None, None, "2013-06-30", None),
        ("1", "housing", "2013-06-30", None, None),
        ("2", "housing", "2013-06-30", "2013-06-29", "2014-03-31"),
        ("2", "police", "2014-03-31", "2014-04-01", "2014-04-01"),
        ("2", None, None, None, "2013-07-01"),
        ("1", "police", "2013-03-31", "2013-04-30", None),
    ]
    for number, (who, agency, raised, due, done) in enumerate(rows, 1):
        days = {"raised_on": raised, "due_on": due, "done_on": done}
        add_row(
            session,
            actions,
            ref=f"A{number}",
            area="HER" if number == 8 else "BED",
            case_id=ids[who],
            agency=agency,
            **{name: on(day) if day else None for name, day in days.items()},
        )


ASKED: list[tuple[Question, tuple[int, ...], dict[object, tuple[int, ...]]]] = [
    # Without a day on which it was raised an action has been raised.
    (ask("2013-03-30", "open"), (2,), {}),
    (ask("2013-03-31", "open"), (3,), {}),
    (ask("2013-05-09", "open"), (4,), {}),
    (ask("2013-05-10", "open"), (3,), {}),  # done by its end
    (ask("2013-06-30", "open", by="agency"), (4,), {"": (2,), "housing": (2,)}),
    (ask("2013-07-01", "open", by="level"), (3,), {2: (3,)}),
    (ask("2013-06-30", "open", by="level"), (4,), {1: (2,), 3: (2,)}),
    (ask("2013-06-30", "open", by="category"), (4,), {1: (2,), 4: (2,)}),
    (ask("2012-12-31", "open", by="level"), (2,), {"": (2,)}),
    (ask("2013-04-30", "overdue"), (0,), {}),  # due that day
    (ask("2013-05-01", "overdue"), (1,), {}),
    (ask("2013-05-10", "overdue"), (0,), {}),
    (ask("2013-06-30", "overdue"), (1,), {}),
    (ask("2013-07-01", "overdue", by="agency"), (2,), {"": (1,), "housing": (1,)}),
    (ask("2013-07-01", "overdue", where={"agencies": [""]}), (1,), {}),
    (ask("2013-07-01", "overdue", by="month"), (2,), {on("2013-06-01"): (2,)}),
    (ask("2013-07-01", "overdue", where={"lead_agencies": ["police"]}), (1,), {}),
    (ask("2014-03-31", "overdue", by="lead-agency"), (1,), {"police": (1,)}),
    (ask(YEAR, "done"), (4,), {}),
    (ask(YEAR, "done", by="quarter"), (4,), {APRIL: (2,), JULY: (1,), on("2014-01-01"): (1,)}),
    (ask(YEAR, "done", by="level"), (4,), {1: (2,), 2: (2,)}),
    (ask(YEAR, "raised", by="year"), (4,), {APRIL: (4,)}),
    (ask(YEAR, "raised", where={"categories": [4]}), (1,), {}),
    (ask(YEAR, "due", by="agency"), (4,), {"police": (2,), "": (1,), "housing": (1,)}),
    (ask(Period(None, on("2013-03-31")), "raised"), (1,), {}),
]


@pytest.mark.usefixtures("caseload")
def test_actions_are_counted_by_the_end_of_the_day(session: Session) -> None:
    for question, whole, groups in ASKED:
        assert counted(session, question) == (whole, groups), question


@pytest.mark.usefixtures("caseload")
def test_actions_on_a_case_then_in_category_4_are_left_out(session: Session) -> None:
    assert counted(session, ask("2013-06-30", "open"), NOT_4)[0] == (2,)
    assert counted(session, ask("2013-07-01", "open"), NOT_4)[0] == (3,)
    assert counted(session, ask(YEAR, "raised"), NOT_4)[0] == (3,)
    assert count(session, ask(YEAR, "raised"), NOT_4).hidden


@pytest.mark.usefixtures("caseload")
def test_the_cases_with_actions_are_listed_once(session: Session, cast: dict[str, Person]) -> None:
    late = ask("2013-07-01", "overdue")
    assert list_refs(session, late, ALL) == ["BED-1", "BED-2"]
    assert list_refs(session, late, replace(ALL, may_see=cast["U0CORA"])) == ["BED-1"]
    assert list_refs(session, ask(YEAR, "done", where={"levels": [1]}), ALL) == ["BED-1"]
