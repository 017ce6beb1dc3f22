"""What may be typed after the word `report`."""

from datetime import date

import pytest

from mappa.errors import MappaError
from mappa.statistics.report_lines import ReportAsked, read_report_line
from mappa.years import MappaYear

TODAY = date(2026, 6, 17)
LAST, THIS, PUBLISHED = MappaYear(2025), MappaYear(2026), MappaYear(2013)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", ReportAsked(LAST)),
        ("last year", ReportAsked(LAST)),
        ("this year", ReportAsked(THIS)),
        ("2013/14", ReportAsked(PUBLISHED)),
        ("for 2013 - 14", ReportAsked(PUBLISHED)),
        ("2013/2014 as a Word document", ReportAsked(PUBLISHED, "docx")),
        ("2013/14 as a file", ReportAsked(PUBLISHED, "docx")),
        ("as xlsx", ReportAsked(LAST, "xlsx")),
        ("last year as Excel", ReportAsked(LAST, "xlsx")),
        ("counting each 2013/14", None),
        (
            "2013/14 as csv counting each population 554,000",
            ReportAsked(PUBLISHED, "csv", "each", 554_000),
        ),
        ("population 554 000", ReportAsked(LAST, population=554_000)),
    ],
)
def test_the_year_and_the_rest_are_read(typed: str, asked: ReportAsked | None) -> None:
    if asked is None:
        with pytest.raises(MappaError):
            read_report_line(typed, TODAY)
    else:
        assert read_report_line(typed, TODAY) == asked


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("2013/15", "two years that follow"),
        ("2013", "MAPPA year"),
        ("last quarter", "report"),
        ("2030/31", "begins on 1 April 2030"),
        ("2013/14 as pdf", "as:"),
        ("2013/14 as", "as needs a value"),
        ("2013/14 counting twice", "counting:"),
        ("2013/14 population many", "population:"),
        ("2013/14 population 0", "population:"),
        ("2013/14 population -5", "population:"),
        ("2013/14 population 9999999999", "population:"),
        ("2013/14 level 2", "report has no field"),
        ("2013/14 because we must", "report takes no reason"),
        ("2013/14 as csv as docx", "as is given twice"),
    ],
)
def test_what_is_wrong_is_named_with_a_right_example(typed: str, names: str) -> None:
    with pytest.raises(MappaError) as refused:
        read_report_line(typed, TODAY)
    assert names in refused.value.message
    assert "Example" in refused.value.message or "twice" in refused.value.message
