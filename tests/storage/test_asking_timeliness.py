"""Reviews and screenings on time, and disclosure recorded: each out of all there should be."""

from dataclasses import replace
from typing import Any

import pytest

from mappa.asking.questions import SHARE, Period, Question
from mappa.cases import Spell
from mappa.policies import Clock
from storage.asking.counting import count
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import referrals
from tests.build import NOW, POLICY, case
from tests.storage.counted_rows import (
    ALL,
    NOT_4,
    add_meeting,
    add_people,
    add_row,
    counted,
    filters,
    on,
)

YEAR = Period(on("2013-04-01"), on("2014-03-31"))
Answer = tuple[tuple[int, ...], dict[object, tuple[int, ...]]]


def ask(what: str, when: Period = YEAR, **given: Any) -> Question:
    where = filters(**given.pop("where", {}))
    return Question(what, when, on("2014-06-01"), where, figure=SHARE, **given)


def hear(session: Session, day: str, level: int, *ids: int, **more: Any) -> None:
    add_meeting(session, f"{day}T09:00:00+00:00", level, dict.fromkeys(ids), **more)


def with_limit(value: str) -> Scope:
    clocks = {**POLICY.clocks, "review_limit_level_2": Clock(value)}
    return replace(ALL, policy=replace(POLICY, clocks=clocks))


# Spells, hearings (day and level of the meeting), reviews on time and all: in the year, and ever.
SINCE = on("2013-01-07")
Counts = tuple[int, int]
AT_2, AT_3 = (Spell(1, 2, SINCE),), (Spell(1, 3, SINCE),)
TO_2 = (Spell(1, 3, SINCE, on("2013-04-01")), Spell(2, 2, on("2013-04-01")))
STEPS_DOWN = (Spell(1, 2, SINCE, on("2013-05-01")), Spell(1, 1, on("2013-05-01")))
COMES_BACK = (*STEPS_DOWN[:1], Spell(1, 2, on("2013-09-02"), on("2013-12-23")))
REVIEWED: list[tuple[str, tuple[Spell, ...], list[tuple[str, int]], Counts, Counts]] = [
    ("16 weeks to the day", AT_2, [("2013-04-29", 2)], (1, 1), (1, 1)),
    ("16 weeks and a day", AT_2, [("2013-04-30", 2)], (0, 1), (0, 1)),
    ("level of the meeting", AT_2, [("2013-04-29", 3)], (0, 1), (0, 1)),
    ("8 weeks at level 3", AT_3, [("2013-03-05", 3), ("2013-04-30", 3)], (1, 1), (1, 2)),
    ("8 weeks and a day", AT_3, [("2013-03-04", 3), ("2013-04-30", 3)], (0, 1), (1, 2)),
    ("since the last one", AT_2, [("2013-03-31", 2), ("2013-07-01", 2)], (1, 1), (2, 2)),
    ("once in time, once not", AT_2, [("2013-04-29", 2), ("2013-08-20", 2)], (1, 2), (1, 2)),
    ("two in a day", AT_2, [("2013-05-01", 2), ("2013-05-01", 3)], (0, 2), (0, 2)),
    ("the one that begins it", AT_2, [("2013-01-07", 2)], (0, 0), (0, 0)),
    ("the one that ends it", STEPS_DOWN, [("2013-04-08", 2), ("2013-05-01", 2)], (2, 2), (2, 2)),
    ("after it ended", STEPS_DOWN, [("2013-05-02", 2)], (0, 0), (0, 0)),
    ("another level and category go on", TO_2, [("2013-05-13", 2)], (0, 1), (0, 1)),
    ("a return begins anew", COMES_BACK, [("2013-02-01", 2), ("2013-12-23", 2)], (1, 1), (2, 2)),
]


@pytest.mark.parametrize(("name", "spells", "heard", "in_year", "ever"), REVIEWED)
def test_a_review_is_on_time_within_the_limit_of_its_meeting(
    session: Session,
    name: str,
    spells: tuple[Spell, ...],
    heard: list[tuple[str, int]],
    in_year: Counts,
    ever: Counts,
) -> None:
    ids = add_people(session, case("BED-1", spells=spells))
    for day, level in heard:
        hear(session, day, level, ids["1"])
    assert counted(session, ask("reviews on time"))[0] == in_year, name
    everything = ask("reviews on time", Period(None, on("2014-03-31")))
    assert counted(session, everything)[0] == ever, name


def test_reviews_are_of_held_meetings_here_though_heard_before_anywhere(session: Session) -> None:
    since = (Spell(1, 2, on("2013-01-01")),)
    gated = (Spell(4, 3, on("2013-01-01")),)
    ids = add_people(
        session, *(case(f"BED-{n}", spells=since) for n in (1, 2, 3)), case("BED-4", spells=gated)
    )
    one, two, three, four = ids.values()
    hear(session, "2013-06-01", 2, one, area="HER")
    hear(session, "2013-06-01", 2, two, status="cancelled")
    hear(session, "2013-09-21", 2, one, two)
    hear(session, "2013-10-01", 3, three, four)
    everyone = ask("reviews on time")
    assert counted(session, replace(everyone, by="level")) == ((1, 4), {2: (1, 2), 3: (0, 2)})
    assert counted(session, replace(everyone, by="month"))[1] == {
        on("2013-09-01"): (1, 2),
        on("2013-10-01"): (0, 2),
    }
    assert counted(session, ask("reviews on time", where={"levels": [3]}))[0] == (0, 2)
    assert counted(session, everyone, with_limit("9 months"))[0] == (2, 4)
    assert counted(session, everyone, NOT_4)[0] == (1, 3)
    assert count(session, everyone, NOT_4).hidden
    with pytest.raises(LookupError):
        count(session, everyone, replace(ALL, policy=None))


def test_a_screening_is_on_time_up_to_the_end_of_its_clock(session: Session) -> None:
    ids = add_people(session, case("BED-1"))
    rows: list[tuple[str, str, str | None, int, str]] = [
        ("2013-04-15", "2013-04-29", "police", 2, "accepted"),  # the tenth working day
        ("2013-04-15", "2013-04-30", "police", 2, "declined"),
        ("2013-03-20", "2013-04-05", None, 3, "accepted"),  # over Easter: Good Friday and Monday
        ("2013-03-20", "2013-04-08", "housing", 2, "declined"),
        ("2013-03-20", "2013-03-31", "housing", 2, "declined"),
        ("2014-03-31", "2014-03-31", "housing", 2, "accepted"),
        ("2013-05-01", "2013-05-02", "housing", 2, "withdrawn"),
    ]
    for number, (made, decided, agency, level, decision) in enumerate(rows):
        days = {"referred_on": on(made), "decided_on": on(decided), "made_at": NOW}
        values = {"agency": agency, "level_sought": level, "decision": decision, "area": "BED"}
        add_row(session, referrals, ref=f"R{number}", case_id=ids["1"], **days, **values)
    screened: list[tuple[Question, Answer]] = [
        (ask("screening on time"), ((3, 5), {})),
        (ask("screening on time", by="level"), ((3, 5), {2: (2, 4), 3: (1, 1)})),
        (
            ask("screening on time", by="agency"),
            ((3, 5), {"police": (1, 2), "": (1, 1), "housing": (1, 2)}),
        ),
        (
            ask("screening on time", by="quarter", where={"agencies": ["", "housing"]}),
            ((2, 3), {on("2013-04-01"): (1, 2), on("2014-01-01"): (1, 1)}),
        ),
        (ask("screening on time", Period(None, on("2013-03-30"))), ((0, 0), {})),
    ]
    for question, answer in screened:
        assert counted(session, question) == answer, question


def test_minutes_are_on_time_up_to_the_end_of_the_clock_of_their_meeting(session: Session) -> None:
    gated = (Spell(4, 3, on("2013-01-01")),)
    ids = add_people(session, case("BED-1"), case("BED-2", spells=gated))
    one, two = ids.values()
    # Day of the meeting, its level, closed, issued: due after 10 and 5 working days.
    minuted: list[tuple[str, int, int, str | None, str | None]] = [
        ("2013-03-15", 2, one, "2013-03-15", "2013-03-15"),  # due 2 April: over Good Friday, Easter
        ("2013-05-01", 2, one, "2013-05-02", "2013-05-16"),  # the tenth, over a bank holiday
        ("2013-05-01", 2, two, "2013-05-02", "2013-05-17"),
        ("2013-06-03", 3, two, "2013-06-03", "2013-06-10"),
        ("2013-07-01", 3, one, "2013-07-02", None),
        ("2013-08-01", 3, one, None, "2013-08-01"),  # not closed here
        ("2014-03-24", 2, one, "2014-03-24", "2014-03-25"),  # due after the year
        ("2014-05-20", 2, one, "2014-05-20", None),  # due 4 June: there is time
    ]
    for day, level, heard, closed, issued in minuted:
        hear(session, day, level, heard, closed=closed, issued=issued)
    hear(session, "2013-06-03", 3, one, closed="2013-06-03", issued="2013-06-30", area="HER")
    hear(session, "2013-06-03", 3, one, closed="2013-06-03", status="planned")
    asked = ask("minutes on time")
    assert counted(session, replace(asked, by="level")) == ((3, 5), {2: (2, 3), 3: (1, 2)})
    assert counted(session, replace(asked, by="month"))[1] == {
        on("2013-04-01"): (1, 1),
        on("2013-05-01"): (1, 2),
        on("2013-06-01"): (1, 1),
        on("2013-07-01"): (0, 1),
    }
    assert counted(session, asked, NOT_4)[0] == (2, 3)
    everything = ask("minutes on time", Period(None, on("2014-06-30")))
    assert counted(session, everything)[0] == (4, 6)
    assert counted(session, replace(everything, asked_on=on("2014-06-05")))[0] == (4, 7)
    clocks = {name: clock for name, clock in POLICY.clocks.items() if name != "minutes_level_3"}
    without = replace(ALL, policy=replace(POLICY, clocks=clocks))
    assert counted(session, asked, without)[0] == (2, 3)


def test_disclosure_is_recorded_with_either_answer(session: Session) -> None:
    gated = (Spell(4, 3, on("2013-01-01")),)
    ids = add_people(session, case("BED-1"), case("BED-2", spells=gated))
    one, two = ids.values()
    at = "T09:00:00+00:00"
    add_meeting(session, f"2013-04-01{at}", 2, {one: True, two: None})
    add_meeting(session, f"2013-07-01{at}", 3, {one: False, two: True})
    add_meeting(session, f"2013-08-01{at}", 3, {one: True}, status="planned")
    add_meeting(session, f"2014-04-01{at}", 3, {one: True})
    assert counted(session, ask("disclosure", by="level")) == ((3, 4), {2: (1, 2), 3: (2, 2)})
    assert counted(session, ask("disclosure", by="quarter"), NOT_4) == (
        (2, 2),
        {on("2013-04-01"): (1, 1), on("2013-07-01"): (1, 1)},
    )
    assert counted(session, ask("disclosure", where={"levels": [1]})) == ((0, 0), {})
