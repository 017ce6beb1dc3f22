"""The report in words: its order, its notes, the rule beside the figures, the year before."""

from dataclasses import replace

import pytest

from mappa.statistics.reports import Counts, make_report
from mappa.statistics.returns import FrozenReturn
from mappa.statistics.rules import COUNTING
from mappa.statistics.texts import report_text
from mappa.statistics.warnings import complete
from mappa.years import MappaYear
from tests.build import NOW
from tests.mappa.test_statistics import PUBLISHED, YEAR, report

TITLES = [
    "MAPPA-eligible offenders on 31 March 2014",
    "MAPPA-eligible offenders at Levels 2 and 3 in the year, by category",
    "RSOs cautioned or convicted for breach of notification requirements",
    "Restrictive orders imposed by the courts on Category 1 offenders",
    "Level 2 and 3 offenders returned to custody for breach of licence",
    "Level 2 and 3 offenders returned to custody for breach of SOPO",
    "Registered sexual offenders per 100,000 population",
    "MAPPA in the year",
]


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_every_table_stands_in_the_order_of_the_published_report() -> None:
    lines = report_text(complete(report())).splitlines()
    assert lines[0] == "Bedfordshire, 2013/14"
    assert [line for line in lines if line in TITLES] == TITLES
    assert max(map(len, lines[:-1])) <= 100
    assert lines[-1].startswith("Note: Level 3, category 2: 3 on the last day but 2")


def test_every_figure_is_in_its_row() -> None:
    found = rows(report_text(report()))
    for row in ("Level 1 595 198 0 793", "Total 604 231 10 845", "Total 21 70 20 111", "Number 14"):
        assert row.split() in found
    assert ["SOPO:", "Sexual", "Offences", "Prevention", "Order", "47"] in found
    assert ["RSOs", "per", "100,000", "people", "109"] in found
    assert ["Share", "of", "cases", "at", "Level", "1,", "per", "cent", "94"] in found
    assert "554,100 people aged 10 and over" in " ".join(report_text(report()).split())


@pytest.mark.parametrize("counting", COUNTING)
def test_the_counting_rule_is_named_beside_the_yearly_figures(counting: str) -> None:
    made = make_report("Bedfordshire", YEAR, counting, PUBLISHED)
    words = " ".join(report_text(made).split())
    assert f"Total 21 70 20 111 Counting rule: {COUNTING[counting]}." in words


def test_what_is_not_known_is_no_zero() -> None:
    found = rows(report_text(make_report("Kent", MappaYear(2016), "first", Counts())))
    assert ["RSOs", "per", "100,000", "people", "not", "recorded"] in found
    assert ["Share", "of", "cases", "at", "Level", "1,", "per", "cent", "n/a"] in found
    assert ["Training", "sessions", "not", "recorded"] in found
    assert ["Serious", "further", "offences", "0"] in found


def test_the_year_before_stands_beside_the_totals() -> None:
    then = report(2012, breaches_of_notification=20, training_sessions=None)
    found = rows(report_text(complete(report(), then)))
    assert ["Level", "1", "595", "198", "0", "793", "793", "0"] in found
    assert ["Number", "14", "20", "-6"] in found
    assert ["Training", "sessions", "4", "not", "recorded", "n/a"] in found
    assert ["2013/14", "2012/13", "Change"] in found


def test_orders_and_lines_of_later_years_are_explained() -> None:
    later = report(2016, orders={"SHPO": 1_234}, notification_revoked=2)
    words = report_text(complete(later, report(2015)))
    assert "returned to custody for breach of SHPO" in words
    assert "SOPO" not in words
    assert ["SHPO:", "Sexual", "Harm", "Prevention", "Order", "1,234", "0", "+1,234"] in rows(words)
    assert "Lifetime notification requirements revoked" in words
    both = " ".join(report_text(report(2014)).split())
    assert "A SOPO is made" in both
    assert "An SHPO is made" in both


def test_who_approved_the_return_is_said() -> None:
    frozen = FrozenReturn(YEAR, "first", {}, "0" * 64, "Jo Practice", NOW)
    words = report_text(replace(report(), frozen=frozen))
    assert "The return of 2013/14 was approved by Jo Practice on 17 June 2026." in words
