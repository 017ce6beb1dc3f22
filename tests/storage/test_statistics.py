"""The annual report counted from cases: the boundary days, the areas, Category 4, and what is kept
of a return. That every figure is right on any caseload is asked of the oracle elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mappa.cases import STILL_RUNNING, CaseRecord, Custody, Event, Order, Spell
from mappa.statistics.reports import Report
from mappa.trainings import Training
from mappa.workbook.workbooks import Population
from mappa.years import MappaYear
from storage.case_audits import add_audit
from storage.cases import add_cases
from storage.databases import Session
from storage.populations import set_population
from storage.statistics.inputs import fingerprint_of
from storage.statistics.reports import make_report_for
from storage.trainings import add_training
from tests.build import NOW, case

YEAR = MappaYear(2013)
FIRST, LAST = YEAR.starts_on, YEAR.ends_on
DAY = timedelta(days=1)
MIDDLE = date(2013, 10, 1)
LICENCE, ORDER = "returned_breach_of_licence", "returned_breach_of_order"
LONG_AGO = date(2010, 1, 1)
NOBODY = [0, 0, 0, 0]


def add(session: Session, *given: dict[str, Any]) -> None:
    """Cases with nothing in them but what is given."""
    plain = replace(case(), spells=(), dates={}, team=(), crn=None)
    cases: list[CaseRecord] = [
        replace(plain, **{"ref": f"BED-{number}", **one}) for number, one in enumerate(given, 1)
    ]
    add_cases(session, cases, NOW)


def held(*spells: tuple[int, int, date, date]) -> dict[str, Any]:
    return {"spells": tuple(Spell(*one) for one in spells)}


def count(session: Session, counting: str = "first", **given: Any) -> Report:
    return make_report_for(session, "BED", YEAR, counting, **{"category_4": True, **given})


def printed(session: Session, name: str, **given: Any) -> Any:
    return count(session, **given).as_json_object()[name]


AT_2 = (1, 2, LONG_AGO, STILL_RUNNING)


@pytest.mark.parametrize(
    ("spell", "stays", "counted"),
    [
        ((LAST, STILL_RUNNING), (), 1),
        ((LONG_AGO, LAST), (), 0),
        ((LONG_AGO, LAST + DAY), (), 1),
        ((LAST + DAY, STILL_RUNNING), (), 0),
        ((LONG_AGO, STILL_RUNNING), (Custody(LAST),), 0),
        ((LONG_AGO, STILL_RUNNING), (Custody(LONG_AGO, LAST),), 1),
        ((LONG_AGO, STILL_RUNNING), (Custody(LAST + DAY),), 1),
    ],
)
def test_the_picture_is_of_the_community_on_the_last_day(
    session: Session, spell: tuple[date, date], stays: tuple[Custody, ...], counted: int
) -> None:
    add(session, held((2, 2, *spell)) | {"custody": stays})
    assert printed(session, "snapshot")["level_2"] == [0, counted, 0, counted]


# Five people of the year, made so that the three rules differ.
ROSE = held((2, 2, date(2013, 5, 1), MIDDLE), (2, 3, MIDDLE, date(2014, 3, 1)))
FELL = held((1, 3, FIRST, date(2013, 7, 1)), (1, 2, date(2013, 7, 1), MIDDLE))
CHANGED = held((2, 2, date(2013, 6, 1), MIDDLE), (1, 2, MIDDLE, LAST))
MOVED_ON = held((1, 2, FIRST, MIDDLE), (2, 3, MIDDLE, LAST))  # Level 2 in 1, Level 3 in 2
STAYED = held((2, 2, LONG_AGO, STILL_RUNNING))
NOT_IN_IT = [held((1, 3, LONG_AGO, FIRST)), held((1, 3, LAST + DAY, STILL_RUNNING))]


@pytest.mark.parametrize(
    ("counting", "level_2", "level_3", "total"),
    [
        ("first", [1, 3, 0, 4], [1, 0, 0, 1], [2, 3, 0, 5]),
        ("highest", [1, 1, 0, 2], [1, 2, 0, 3], [2, 3, 0, 5]),
        ("each", [3, 2, 0, 5], [1, 2, 0, 3], [3, 3, 0, 5]),  # MOVED_ON is in both categories
    ],
)
def test_each_counting_rule_on_an_example_made_by_hand(
    session: Session, counting: str, level_2: list[int], level_3: list[int], total: list[int]
) -> None:
    add(session, ROSE, FELL, CHANGED, MOVED_ON, STAYED, *NOT_IN_IT)
    table = printed(session, "yearly", counting=counting)
    assert table == {"level_2": level_2, "level_3": level_3, "total": total}


TOUCHING = held((1, 2, LONG_AGO, MIDDLE), (2, 3, MIDDLE, STILL_RUNNING))


@pytest.mark.parametrize(
    ("facts", "days", "level_2", "level_3"),
    [
        (TOUCHING, [MIDDLE], [1, 0, 0, 1], NOBODY),  # the spell that ends
        (TOUCHING, [MIDDLE + DAY], NOBODY, [0, 1, 0, 1]),
        (TOUCHING, [MIDDLE + DAY, MIDDLE - DAY], [1, 0, 0, 1], NOBODY),  # the first return
        (TOUCHING, [FIRST - DAY, LAST + DAY], NOBODY, NOBODY),
        (TOUCHING, [FIRST, LAST], [1, 0, 0, 1], NOBODY),
        (held((2, 3, MIDDLE, STILL_RUNNING)), [MIDDLE], NOBODY, [0, 1, 0, 1]),
        (held((2, 3, LONG_AGO, MIDDLE)), [MIDDLE], NOBODY, [0, 1, 0, 1]),
        (held((2, 3, LONG_AGO, MIDDLE)), [MIDDLE + DAY], NOBODY, NOBODY),
        # At Level 1 first: the return that counts is the one from Level 2.
        (
            held((2, 1, LONG_AGO, MIDDLE), (2, 2, MIDDLE, STILL_RUNNING)),
            [MIDDLE, MIDDLE + DAY, LAST],
            [0, 1, 0, 1],
            NOBODY,
        ),
    ],
)
def test_people_are_returned_from_the_level_that_was_in_force(
    session: Session,
    facts: dict[str, Any],
    days: Sequence[date],
    level_2: list[int],
    level_3: list[int],
) -> None:
    add(session, facts | {"events": tuple(Event(LICENCE, day) for day in days)})
    table = printed(session, "returned_to_custody_breach_of_licence")
    assert (table["level_2"], table["level_3"]) == (level_2, level_3)
    assert printed(session, "returned_to_custody_breach_of_sopo")["total"] == NOBODY


def test_orders_are_counted_on_whoever_was_in_category_1_that_day(session: Session) -> None:
    spells = held((1, 1, LONG_AGO, MIDDLE), (2, 1, MIDDLE, STILL_RUNNING))
    days = [FIRST - DAY, FIRST, MIDDLE, MIDDLE + DAY, LAST]
    orders = tuple(Order("SOPO", day) for day in days)
    add(session, spells | {"orders": orders}, {"orders": orders})
    name = "orders_imposed_on_category_1"
    assert printed(session, name) == {"SOPO": 2, "NO": 0, "FTO": 0}


def test_people_who_broke_their_notification_are_counted_once_whatever_their_level(
    session: Session,
) -> None:
    twice = tuple(Event("breach_of_notification", day) for day in (FIRST, LAST))
    add(
        session,
        held((1, 1, LONG_AGO, STILL_RUNNING)) | {"events": twice},
        held((1, 1, LONG_AGO, MIDDLE)) | {"events": twice[1:]},  # who has left belongs to the area
        {"events": (Event("sfo", FIRST), Event("sfo", FIRST, "another"))},
    )
    found = count(session)
    assert (found.breaches_of_notification, found.serious_further_offences) == (2, 2)


def test_another_area_counts_its_own_and_a_case_that_was_merged_counts_nowhere(
    session: Session,
) -> None:
    facts = {"events": (Event(LICENCE, MIDDLE),), "orders": (Order("NO", MIDDLE),)}
    then_here = {"area": "CAM", "spells": (Spell(1, 2, LONG_AGO, area="BED"),)}
    then_there = {"spells": (Spell(1, 2, LONG_AGO, area="CAM"),)}
    merged = held(AT_2) | {"merged_into": "BED-9"}
    add(session, facts | then_here, facts | then_there, facts | merged, facts | held(AT_2))
    found = count(session)
    assert found.snapshot["total"] == found.yearly["total"] == (2, 0, 0, 2)
    assert found.returned_licence["total"] == (2, 0, 0, 2)
    assert found.orders["NO"] == 2
    assert make_report_for(session, "CAM", YEAR, "first").snapshot["total"] == (1, 0, 0, 1)


@pytest.mark.parametrize("counting", ["first", "highest", "each"])
def test_category_4_is_counted_for_nobody_who_may_not_see_it(
    session: Session, counting: str
) -> None:
    events = tuple(Event(kind, MIDDLE) for kind in (LICENCE, ORDER, "sfo", "sro_breach"))
    add(session, held((4, 2, LONG_AGO, STILL_RUNNING)) | {"events": events}, held(AT_2))
    seen, hidden = count(session, counting), count(session, counting, category_4=False)
    assert "category_4" in seen.columns
    assert "category_4" not in hidden.columns
    assert seen.snapshot["total"] == seen.yearly["total"] == (1, 0, 0, 1, 2)
    assert hidden.snapshot["total"] == hidden.yearly["total"] == (1, 0, 0, 1)
    assert hidden.returned_licence["total"] == hidden.returned_order["total"] == (0, 0, 0, 0)
    assert (seen.serious_further_offences, hidden.serious_further_offences) == (1, 0)
    assert "Category 4 not shown" in hidden.warnings
    assert make_report_for(session, "BED", YEAR, counting).columns == hidden.columns


def test_what_the_area_keeps_is_counted_and_what_it_does_not_keep_is_not_zero(
    session: Session,
) -> None:
    found = count(session)
    assert (found.training_sessions, found.audits, found.rso_per_100000) == (None, None, None)
    for day in (FIRST - DAY, FIRST, LAST, LAST + DAY):
        add_training(session, "BED", Training("", day, ("police",)))
        add_audit(session, f"BED-A{day.toordinal()}", "BED", day)
    add(session, held(AT_2))
    set_population(session, Population("BED", 2014, 50_000))
    found = count(session)
    assert (found.training_sessions, found.audits, found.rso_per_100000) == (2, 2, 2)
    assert count(session, population=10_000).rso_per_100000 == 10
    later = make_report_for(session, "BED", MappaYear(2020), "first")
    assert (later.training_sessions, later.audits) == (0, 0)
    other = make_report_for(session, "CAM", YEAR, "first")
    assert (other.training_sessions, other.rso_per_100000) == (None, None)


def test_the_fingerprint_changes_with_what_is_counted_and_with_nothing_else(
    session: Session,
) -> None:
    def taken() -> str:
        return fingerprint_of(session, "BED", YEAR)

    seen = [taken()]
    for number, facts in enumerate(
        (
            held((1, 2, LONG_AGO, STILL_RUNNING)),
            held((1, 2, LONG_AGO, LAST)) | {"custody": (Custody(LAST),)},
            {"events": (Event("sfo", LAST),)},
            {"orders": (Order("NO", FIRST),)},
        ),
        start=1,
    ):
        add(session, facts | {"ref": f"BED-{number}"})
        seen.append(taken())
    set_population(session, Population("BED", 2014, 50_000))
    seen.append(taken())
    assert len(set(seen)) == len(seen)
    add(session, held((1, 2, LAST + DAY + DAY, STILL_RUNNING)) | {"ref": "BED-8"})
    add(session, {"ref": "BED-9", "events": (Event("sfo", LAST + DAY),)})
    set_population(session, Population("BED", 2015, 50_000))
    assert taken() == seen[-1]
