"""Days in words, the British way round; what is not certainly one day is refused."""

from calendar import isleap, monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.days import LONGEST, find_day, read_day, uk_date
from mappa.errors import RuleBroken

TODAY = date(2026, 6, 17)  # a Wednesday
THE_DAY = date(2014, 3, 31)
WAYS = """31/3/14 31/03/14 31/3/2014 31.3.14 31.03.2014 31-3-14 31-03-2014 2014-03-31 2014-3-31
2014/03/31 31mar14 31mar2014 31march2014 31-Mar-2014 31-mar-14 31.Mar.2014 31/Mar/14"""
IN_WORDS = """31 March 2014|31 Mar 2014|31 Mar. 2014|31 MARCH 14|31st March 2014|31st of March 2014
31 of March, 2014|31 March '14|March 31 2014|March 31st, 2014|Mar 31, 14|Monday 31 March 2014
Mon 31/3/14|Mon, 31 Mar 2014|end of March 2014|the end of March 2014|last day of March 2014
month end March 2014|end March 2014|end of 2013/14|end of the year 2013/14|year end 2013-14
３１ March ２０１４|31‑03‑2014|31–3–14"""


@pytest.mark.parametrize("typed", WAYS.split())
def test_one_day_is_read_however_it_is_written(typed: str) -> None:
    assert read_day(typed, TODAY) == THE_DAY


@pytest.mark.parametrize(
    "typed", [way for line in IN_WORDS.splitlines() for way in line.split("|")]
)
def test_one_day_is_read_however_it_is_said(typed: str) -> None:
    assert read_day(typed.removeprefix("the "), TODAY) == THE_DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/4/2014", date(2014, 4, 3)),  # the day comes first
        ("12/11/10", date(2010, 11, 12)),
        ("today", TODAY),
        ("Yesterday", TODAY - timedelta(1)),
        ("tomorrow", TODAY + timedelta(1)),
        ("29 February 2024", date(2024, 2, 29)),
        ("end of February 2024", date(2024, 2, 29)),
        ("end of February 2023", date(2023, 2, 28)),
        ("last day of Feb 1900", date(1900, 2, 28)),
        ("end of last month", date(2026, 5, 31)),
        ("31 March last year", date(2025, 3, 31)),
        ("1 July this year", date(2026, 7, 1)),
        ("1 sept 2020", date(2020, 9, 1)),
        ("thurs 18 June 2026", date(2026, 6, 18)),
        ("weds 17 June 2026", TODAY),
        ("tues 16/6/26", date(2026, 6, 16)),
    ],
)
def test_a_day_is_the_one_that_is_meant_here(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/3", date(2026, 3, 31)),
        ("17 June", TODAY),  # up to and with today
        ("18 June", date(2025, 6, 18)),  # else the last one
        ("1st of December", date(2025, 12, 1)),
        ("29 February", date(2024, 2, 29)),
        ("end of May", date(2026, 5, 31)),
        ("end of June", date(2025, 6, 30)),
        ("end of the May", date(2026, 5, 31)),
        ("Monday 15 June", date(2026, 6, 15)),
    ],
)
def test_a_day_without_a_year_is_the_latest_such_day(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day
    assert day <= TODAY


def test_the_end_of_a_month_is_there_on_its_last_day() -> None:
    assert read_day("end of June", date(2026, 6, 30)) == date(2026, 6, 30)
    assert read_day("end of June", date(2026, 6, 29)) == date(2025, 6, 30)


def test_29_february_is_found_across_a_century_that_skips_one() -> None:
    assert read_day("29 February", date(2103, 5, 1)) == date(2096, 2, 29)


@pytest.mark.parametrize("typed", ["31/3", "31 March", "31st of March", "end of March", "Mar 31"])
def test_a_date_to_be_recorded_needs_its_year(typed: str) -> None:
    with pytest.raises(RuleBroken, match="Give the year"):
        read_day(typed, TODAY, year_needed=True)


@pytest.mark.parametrize("typed", ["today", "31/3/14", "end of March 2014", "end of 2013/14"])
def test_a_date_that_names_its_year_can_be_recorded(typed: str) -> None:
    assert read_day(typed, TODAY, year_needed=True) in (TODAY, THE_DAY)


@pytest.mark.parametrize(
    ("written", "year"),
    [("56", 2056), ("57", 1957), ("99", 1999), ("00", 2000), ("26", 2026), ("2057", 2057)],
)
def test_two_digits_are_this_century_up_to_thirty_years_ahead(written: str, year: int) -> None:
    assert read_day(f"1/1/{written}", TODAY) == date(year, 1, 1)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("31 February 2014", "There is no 31 February 2014: that month has 28 days"),
        ("29/2/2023", "There is no 29 February 2023"),
        ("29 February 1900", "There is no 29 February 1900"),
        ("31 April", "There is no 31 April 2026"),
        ("30 February", "There is no 30 February 2026"),
        ("0 March", "There is no 0 March 2026"),
        ("0/3", "There is no 0 March"),
        ("32/3/2014", "There is no 32 March 2014"),
        ("31/13/2014", "There is no month 13"),
        ("31/0/2014", "There is no month 0"),
        ("5/0", "There is no month 0"),
        ("3/31/2014", "has no month 31: the day comes first here"),
        ("12/13", "has no month 13: the day comes first"),
        ("Tuesday 31 March 2014", "31 March 2014 is a Monday"),
        ("Sunday yesterday", "16 June 2026 is a Tuesday"),
        ("31/3/1899", "The year 1899 is out of reach"),
        ("31/3/2200", "The year 2200 is out of reach"),
        ("31/3/0014", "The year 14 is out of reach"),
        ("end of 2013/15", "does not name two years that follow each other"),
    ],
)
def test_a_day_that_is_none_is_refused_by_its_fault(typed: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        read_day(typed, TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "2014", "March", "March 2014", "Monday", "3rd monday of march", "next Friday",
        "31", "31 2014", "31 March 2014 or so", "31 March 2014 09:00", "31/3/14/5", "31/3/201",
        "the day after", "Christmas", "31 Marchember 2014", "20140331", "1e3", "٣١/٣/٢٠١٤",
        "end of", "end of the", "end of time", "last day of sentence", "31 March 2014 2015",
        "31-3/2014", "31 / 3 / 2014", "end of last year", "a" * (LONGEST + 1),
    ],
)  # fmt: skip
def test_what_is_no_certain_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_day(typed, TODAY)
    assert "Example: 31 March 2014" in refused.value.message
    assert refused.value.field == "date"


def test_a_day_is_found_among_other_words_and_its_end_told() -> None:
    words = ["cases", "on", "31", "march", "2014", "by", "level"]
    assert find_day(words, 2, TODAY) == (THE_DAY, 5)
    assert find_day(words, 0, TODAY) is None
    assert find_day(words, 7, TODAY) is None


days = st.dates(date(1957, 1, 1), date(2056, 12, 31))


@given(days)
def test_every_day_is_read_from_each_way_of_writing_it(day: date) -> None:
    for way in (
        "%d/%m/%Y",
        "%d/%m/%y",
        "%Y-%m-%d",
        "%d.%m.%y",
        "%d %B %Y",
        "%d-%b-%y",
        "%a %d %b %Y",
    ):
        assert read_day(day.strftime(way), TODAY) == day
    assert read_day(uk_date(day), TODAY, year_needed=True) == day


@given(st.integers(0, 40), st.integers(0, 14), st.integers(1900, 2199))
def test_a_date_is_read_exactly_if_there_is_such_a_day(day: int, month: int, year: int) -> None:
    there_is = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    try:
        assert read_day(f"{day}/{month}/{year}", TODAY) == date(year, month, day)
    except RuleBroken:
        assert not there_is
    else:
        assert there_is
    assert not (day == 29 and month == 2 and there_is and not isleap(year))


@given(st.integers(1, 31), st.integers(1, 12), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_without_a_year_it_is_never_a_day_to_come(day: int, month: int, today: date) -> None:
    try:
        found = read_day(f"{day}/{month}", today)
    except RuleBroken:
        return
    assert found <= today and (found.day, found.month) == (day, month)
    assert found.year >= today.year - 8


@given(st.text(max_size=40))
def test_no_text_does_more_than_be_refused(typed: str) -> None:
    try:
        assert isinstance(read_day(typed, TODAY), date)
    except RuleBroken as refused:
        assert refused.message
