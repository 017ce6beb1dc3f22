"""A time in words is one day or one period, the British way round, or it is asked which."""

from datetime import date

import pytest

from mappa.asking.words import split_words
from mappa.times.times import Found, TimeNotUnderstood, find_time, time_words
from mappa.times.whens import Day, Period, When
from tests.mappa.times.time_tables import TODAY, choices, lines, times
from tests.mappa.times.time_tables import when as written

TIMES = list(times())
ASKED_BACK = list(lines("times_asked_back.txt"))
NO_TIMES = """level 2|2s|l 3|cat 1 or 2|2/3|1.5|2-3|3 to 1|12 months or more|may i ask|may we|may
march|could we march|the|the police|a|a case|last|last review|next meeting|next 5 meetings
end this month|sentences end this month|by month|by quarter|by month in 2013/14|by level|this case
by the police|from police|from level 2 to level 3|to level 3|between level 2 and level 3|present
within 28 days of release|28 days|28 days after release|for 12 months|over 12 months|monthly
before release|since release|until further notice|up to date|up to level 3|at level 2|years|31
in custody|on licence|of them|each month|per year|every quarter|year on year|quarter|week|the 31
1 quarter of them|the same|same again|first|second time|sat|sun|day|days|in the community
in 2 cases|100,000|20:00|1042|12345|٣١/٣/٢٠١٤|-|/|q5|h3|half|end|end of sentence|start|date
to probation|ever|no date|calendar of events|the end|the beginning|a year|due to 31 March 2014"""


def read(typed: str, today: date = TODAY, *, ahead: bool = False) -> Found | None:
    return find_time(split_words(typed), 0, today, ahead=ahead)


@pytest.mark.parametrize(
    ("today", "typed", "when", "said", "year_said"),
    TIMES,
    ids=[f"{today}: {typed}" for today, typed, *_ in TIMES],
)
def test_a_time_is_read_whole_as_it_is_meant(
    today: date, typed: str, when: When, said: str, year_said: bool
) -> None:
    assert read(typed, today) == Found(when, len(split_words(typed)), said, year_said)


@pytest.mark.parametrize("cells", ASKED_BACK, ids=[cells[0] for cells in ASKED_BACK])
def test_words_that_name_no_single_time_are_asked_back(cells: list[str]) -> None:
    typed, message, offered, *end = cells
    with pytest.raises(TimeNotUnderstood) as asked:
        read(typed)
    assert (asked.value.message, asked.value.choices) == (message, choices(offered))
    assert asked.value.end == (int(end[0]) if end else len(split_words(typed)))


@pytest.mark.parametrize("cells", ASKED_BACK, ids=[cells[0] for cells in ASKED_BACK])
def test_every_choice_that_is_offered_can_be_typed(cells: list[str]) -> None:
    for choice in choices(cells[2]):
        found = read(choice)
        assert found is not None and found.end == len(split_words(choice))


@pytest.mark.parametrize(
    "typed",
    NO_TIMES.replace("\n", "|").split("|"),
)
def test_other_words_are_no_time(typed: str) -> None:
    assert find_time(typed.split(), 0, TODAY) is None


def test_a_time_is_found_among_other_words_and_its_end_told() -> None:
    words = split_words("how many level 2 cases on 31 March 2014 by category")
    assert find_time(words, 5, TODAY) == Found(Day(date(2014, 3, 31)), 9, "day")
    assert find_time(words, 0, TODAY) is None
    assert find_time(words, 99, TODAY) is None
    assert find_time(words, -1, TODAY) is None
    assert find_time([], 0, TODAY) is None


def test_the_longest_time_is_taken() -> None:
    for typed, length in (
        ("march 2014 cases", 2),
        ("on 31 march 2014 at level 2", 4),
        ("from april to june 2013 by level", 5),
        ("this year so far at level 2", 4),
        ("last quarter of 2013/14 by level", 4),
        ("at this time last year we had", 5),
        ("2013/14 q1 referrals", 2),
        ("31 march level 2", 2),
    ):
        found = find_time(typed.split(), 0, TODAY)
        assert found is not None and found.end == length, typed


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("on 31 March", "2027-03-31"),
        ("on 17 June", "2026-06-17"),
        ("by the end of July", "..2026-07-31"),
        ("by 31 March", "..2027-03-31"),
        ("in March", "2027-03-01..2027-03-31"),
        ("in June", "2026-06-01..2026-06-30"),
        ("Q1", "2026-04-01..2026-06-30"),
        ("in Q4", "2027-01-01..2027-03-31"),
        ("between July and September", "2026-07-01..2026-09-30"),
        ("between May and July", "2026-05-01..2026-07-31"),
        ("by year end", "..2027-03-31"),
        ("end of the month", "2026-06-30"),
        ("29 February", "2028-02-29"),
        ("since April", "2026-04-01..2026-06-17"),  # what has been is never to come
        ("on 31 March 2014", "2014-03-31"),
        ("last month", "2026-05-01..2026-05-31"),
    ],
)
def test_ahead_a_time_without_a_year_is_the_coming_one(typed: str, when: str) -> None:
    found = read(typed, ahead=True)
    assert found is not None and found.when == written(when)


def test_a_slip_of_a_month_is_mended_only_where_one_month_explains_it() -> None:
    assert read("in febuary 2014") == read("in february 2014")
    for typed in ("in juen 2014", "in setpember 2014", "in decmeber 2014", "in agust 2014"):
        assert read(typed) is not None
    for word in ("marsh", "arch", "mach", "juny", "jule", "mai", "ember", "remember", "augur"):
        found = find_time([word], 0, TODAY)
        assert found is None, word


def test_times_in_words_name_their_year_and_their_kind() -> None:
    for when, words in (
        (Day(date(2014, 3, 31)), "on 31 March 2014"),
        (Period(date(2013, 4, 1), date(2014, 3, 31)), "in 2013/14"),
        (Period(date(2014, 3, 1), date(2014, 3, 31)), "in March 2014"),
        (Period(date(2014, 1, 1), date(2014, 12, 31)), "in calendar year 2014"),
        (Period(date(2026, 4, 1), TODAY), "from 1 April 2026 to 17 June 2026"),
        (Period(None, TODAY), "up to 17 June 2026"),
        (Period(TODAY, TODAY), "from 17 June 2026 to 17 June 2026"),
    ):
        assert time_words(when, TODAY) == words
