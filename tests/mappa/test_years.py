"""The MAPPA year: 1 April to 31 March."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.errors import RuleBroken
from mappa.years import MappaYear, read_year, year_of


@pytest.mark.parametrize(
    "typed", ["2013/14", "2013-14", "2013–14", "2013/2014", " 2013 / 14 ", "2013-2014"]
)
def test_a_year_is_read_however_it_is_written(typed: str) -> None:
    year = read_year(typed)
    assert (year.starts_on, year.ends_on) == (date(2013, 4, 1), date(2014, 3, 31))
    assert str(year) == "2013/14"


@pytest.mark.parametrize(
    "typed",
    ["", "2014", "13/14", "2013/15", "2013/13", "2014/13", "2013/2015", "1899/00", "2200/01",
    "2013/14/15", "2013/1", "2013/014", "٢٠١٣/١٤", "last year", "2013/14x"],
)  # fmt: skip
def test_what_names_no_year_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(RuleBroken, match="Example: 2013/14"):
        read_year(typed)


def test_a_century_ends_within_a_year() -> None:
    assert str(read_year("1999/00")) == "1999/00"
    assert read_year("1999/2000").ends_on == date(2000, 3, 31)


@given(st.dates(date(1901, 1, 1), date(2198, 1, 1)))
def test_every_day_belongs_to_exactly_one_year(day: date) -> None:
    year = year_of(day)
    assert year.starts_on <= day <= year.ends_on
    assert year_of(year.ends_on + timedelta(1)) == MappaYear(year.first + 1)
    assert read_year(str(year)) == year
