"""The statutory tables: of which time they are, who is in which line, who gets them."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.answering.atoms import unpublished
from mappa.asking.questions import Day, Period, Question, When
from mappa.errors import NotAllowed, RuleBroken
from mappa.statistics.published import is_in_the_tables, line_of, require_published
from mappa.years import MappaYear
from tests.build import POLICY

TODAY = date(2014, 11, 25)
YEAR = Period(date(2013, 4, 1), date(2014, 3, 31))
RULES = POLICY.statistics
LICENCE, ORDER = "returned_breach_of_licence", "returned_breach_of_order"


@pytest.mark.parametrize(
    ("when", "asked_on", "expected"),
    [
        (Day(YEAR.to_on), TODAY, True),
        (YEAR, TODAY, True),
        (Day(YEAR.to_on), YEAR.to_on, False),  # the year is not over
        (Day(date(2014, 3, 30)), TODAY, False),
        (Period(date(2014, 1, 1), YEAR.to_on), TODAY, False),
        (Period(None, YEAR.to_on), TODAY, False),
        (Period(date(2012, 4, 1), YEAR.to_on), TODAY, False),
    ],
)
def test_a_table_is_of_a_year_that_is_over_or_of_its_last_day(
    when: When, asked_on: date, expected: bool
) -> None:
    assert is_in_the_tables(Question("people", when, asked_on)) is expected


@pytest.mark.parametrize(
    ("counting", "lines"),
    [
        ("first", ("(2, 1)", "")),
        ("highest", ("(3, 2)", "")),
        ("each", ("[(2, (2, 1)), (3, (3, 2))]", "")),
    ],
)
def test_the_yearly_table_has_people_at_levels_2_and_3(
    counting: str, lines: tuple[str, ...]
) -> None:
    line = line_of(Question("people", YEAR, TODAY), counting)
    held = ("", 1, 1), ("", 2, 1), ("", 3, 1), ("", 3, 2)
    assert (line(held), line(held[:1])) == lines
    assert line_of(Question("people", YEAR, TODAY), counting) is line


def test_orders_and_events_are_in_the_lines_that_the_report_has() -> None:
    orders = line_of(Question("orders", YEAR, TODAY, status="imposed"), "first")
    assert (orders((("SOPO", 2, 1),)), orders((("SOPO", 2, 2),))) == ("SOPO", "")
    events = line_of(Question("events", YEAR, TODAY, status="happened"), "first")
    seen = ((LICENCE, 1, 2), (LICENCE, 2, 2), (LICENCE, 3, 2), ("breach_of_notification", 1, 1))
    assert events(seen) == f"breach_of_notification; ('{LICENCE}', 2, 2)"
    assert events(((ORDER, 1, 2),)) == ""
    offences = Question("events", YEAR, TODAY, status="happened", kinds=frozenset({"sfo"}))
    assert line_of(offences, "first")((("sfo", 1, 1),)) == "sfo"
    assert line_of(Question("referrals", YEAR, TODAY), "first") is unpublished


def test_the_tables_are_for_all_who_may_ask_as_the_policy_says() -> None:
    year = MappaYear(2013)
    require_published(year, "", TODAY, RULES)
    require_published(year, "first", TODAY, RULES)
    with pytest.raises(RuleBroken, match="Example: report 2013/14"):
        require_published(MappaYear(2014), "", TODAY, RULES)
    with pytest.raises(RuleBroken, match="own counting rule"):
        require_published(year, "each", TODAY, RULES)
    with pytest.raises(NotAllowed, match="for co-ordinators only"):
        require_published(year, "", TODAY, replace(RULES, tables_are_for_all=False))
