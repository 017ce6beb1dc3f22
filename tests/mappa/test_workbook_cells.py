"""Cells: what is taken, in the ways people write it, and what is refused with a right example."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.errors import RuleBroken
from mappa.workbook.agencies import ALSO, read_agency_cell
from mappa.workbook.cells import (
    DATE,
    END,
    INSTANT,
    LONGEST_TEXT,
    REF,
    SLACK_ID,
    TEXT,
    YES_NO,
    Kind,
    number,
    read_date,
    write_date,
)
from mappa.workbook.columns import PLANS
from mappa.workbook.plans import AREA, CATEGORY, LEVEL, VALUE
from tests.mappa.workbooks import TODAY

SMALL = number("months", 0, 1_200)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (DATE, "2014-03-31", date(2014, 3, 31)),
        (DATE, "31/03/2014", date(2014, 3, 31)),
        (DATE, "1/4/2014", date(2014, 4, 1)),
        (DATE, "2012-02-29", date(2012, 2, 29)),
        (INSTANT, "2014-02-03T10:00", datetime(2014, 2, 3, 10, tzinfo=UTC)),
        (INSTANT, "2014-07-01T10:00", datetime(2014, 7, 1, 9, tzinfo=UTC)),
        (INSTANT, "01/07/2014 10:00", datetime(2014, 7, 1, 9, tzinfo=UTC)),
        (INSTANT, "2014-07-01 9:30:15", datetime(2014, 7, 1, 8, 30, 15, tzinfo=UTC)),
        (INSTANT, "2014-07-01T10:00Z", datetime(2014, 7, 1, 10, tzinfo=UTC)),
        (INSTANT, "2014-07-01t10:00:00.5z", datetime(2014, 7, 1, 10, 0, 0, 500000, tzinfo=UTC)),
        (INSTANT, "2014-07-01T10:00-0530", datetime(2014, 7, 1, 15, 30, tzinfo=UTC)),
        (INSTANT, "2014-10-26T01:30+01:00", datetime(2014, 10, 26, 0, 30, tzinfo=UTC)),
        (INSTANT, "2014-10-26T01:30+00:00", datetime(2014, 10, 26, 1, 30, tzinfo=UTC)),
        (INSTANT, "2014-03-30T02:00", datetime(2014, 3, 30, 1, tzinfo=UTC)),
        (CATEGORY, "2", 2),
        (CATEGORY, "2.0", 2),
        (CATEGORY, "Category 2", 2),
        (CATEGORY, "Registered Sexual Offenders", 1),
        (LEVEL, "0", 0),
        (LEVEL, "To be confirmed", 0),
        (LEVEL, "level-3", 3),
        (LEVEL, "TBC", 0),
        (REF, "bed-1042", "BED-1042"),
        (REF, "2014-R 7", "2014-R7"),
        (SLACK_ID, "u0priya", "U0PRIYA"),
        (YES_NO, "YES", True),
        (YES_NO, "no", False),
        (AREA, "Bedfordshire", "BED"),
        (AREA, "dyfed powys", "DYF"),
        (SMALL, "30", 30),
        (SMALL, "30.0", 30),
        (SMALL, "1,000", 1000),
        (SMALL, "0", 0),
        (TEXT, "two\nlines\tand 👩\u200d👧 \u200fשלום", "two\nlines\tand 👩\u200d👧 \u200fשלום"),
    ],
)
def test_a_cell_is_read_in_the_ways_people_write_it(kind: Kind, typed: str, value: Any) -> None:
    assert kind.read(typed, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (kind, typed)
        for kind, all_typed in (
            (DATE, ("2014-3-31", "31.03.2014", "31-03-2014", "31/03/14", "today", "20140331")),
            (DATE, ("2014-02-29", "00/01/2014", "2014-03-31T00:00", "٢٠١٤-٠٣-٣١", "41729")),
            (DATE, ("1899-12-31", "2126-07-01", "0000-00-00", "=TODAY()")),
            (INSTANT, ("2014-02-03", "10:00", "2014-02-03T10", "2014-02-03T24:00", "noon")),
            (INSTANT, ("2014-02-03T10:60", "2014-02-03T10:00+25:00", "2014-02-30T10:00")),
            (INSTANT, ("2014-03-30T01:00", "2014-10-26T01:00")),
            (CATEGORY, ("0", "5", "-1", "+2", "2.5", "1,2", "two", "١")),
            (LEVEL, ("4", "-2", "level", "1 2")),
            (REF, ("BED/1", "x" * 21, "BED_1", "<@U1>", "é-1", "'; --")),
            (SLACK_ID, ("priya", "C012AB3CD", "<@U012AB3CD>", "U")),
            (YES_NO, ("y", "true", "1", "maybe", "yes no")),
            (AREA, ("Luton", "BEDS", "42")),
            (SMALL, ("-1", "1,00", "1e3", "1201", "2.5", "²", "9" * 5000)),
            (TEXT, ("\x00", "bell\x07", "\x1b[2J", "\x85", "\u202eturned", "\ud800")),
        )
        for typed in all_typed
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused_with_a_right_example(kind: Kind, typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        kind.read(typed, TODAY)
    message = refused.value.message
    assert kind is TEXT or "Example: " in message
    assert message.isprintable()
    assert len(message) < 900


@given(st.dates(date(1900, 1, 1), date(2126, 1, 1)))
def test_every_day_is_read_as_it_was_written(day: date) -> None:
    assert read_date(write_date(day), TODAY) == day
    assert read_date(f"{day:%d/%m/%Y}", TODAY) == day


def test_what_still_runs_is_the_empty_cell() -> None:
    assert END.write(END.empty) == ""
    assert END.write(date(2014, 3, 31)) == "2014-03-31"


def test_the_example_of_every_column_is_right() -> None:
    for plan in PLANS.values():
        for column in plan.columns:
            value = column.kind.read(column.kind.example, TODAY)
            assert column.kind.read(str(column.kind.write(value)), TODAY) == value, column.name
            if column.needs != VALUE:
                assert str(column.kind.write(column.kind.empty)) in ("", "no"), column.name


def test_other_words_for_an_agency_lead_to_one_that_there_is() -> None:
    for words, code in ALSO.items():
        assert read_agency_cell(words.title(), TODAY) == read_agency_cell(code, TODAY) == code
    assert LONGEST_TEXT == 10_000
