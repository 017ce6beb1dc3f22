"""Whatever is typed around or into a time: never a traceback, and never the same time for it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.asking.words import split_words
from mappa.errors import NotUnderstood
from mappa.times.comparable import a_year_before, comparable, previous
from mappa.times.times import Found, find_time, time_words
from mappa.times.whens import Day, Period, When
from tests.mappa.times.time_tables import TODAYS, times

PHRASES = [(today, split_words(typed), when) for today, typed, when, *_ in times() if " " in typed]
TIMES_IN_PARTS = """the a in on at as of for by to from since until before after between and or
    within last this next past coming year years month months week days quarter q1 first second 1 2
    28 31 99 0 2014 2013/14 2013-14 2013/15 13/14 11/12 31/3 31/3/14 31/13/2014 2014-03-31 march
    april may february monday sat today now moment end start ending calendar financial ago so far
    date time same before two twenty twenty-eight working few easter recent early mid-march
    april-june 1/4/13-31/3/14 2012/13-2013/14 half 29 29/2 - / up inclusive onwards"""
CONTENT_WORDS = """level category 2 3 custody police not without women zebedee luton new other each
    every referrals breach except former more than half average"""
TIME_WORDS, CONTENT = TIMES_IN_PARTS.split(), CONTENT_WORDS.split()
dates = st.dates(date(1990, 1, 1), date(2100, 12, 31))
todays = st.sampled_from(TODAYS)
whens = (
    dates.map(Day)
    | st.tuples(dates, dates).map(lambda two: Period(min(two), max(two)))
    | dates.map(lambda day: Period(None, day))
    | dates.map(lambda day: Period(day.replace(day=1), day))
    | st.integers(1990, 2099).map(lambda year: Period(date(year, 4, 1), date(year + 1, 3, 31)))
    | st.integers(1990, 2099).map(lambda year: Period(date(year, 1, 1), date(year, 12, 31)))
)


def read(words: list[str], today: date, *, ahead: bool = False) -> Found | None:
    try:
        return find_time(words, 0, today, ahead=ahead)
    except NotUnderstood as asked:
        assert asked.message
        return None


@given(whens, todays)
def test_every_time_in_words_is_read_as_exactly_that_again(when: When, today: date) -> None:
    words = split_words(time_words(when, today))
    found = find_time(words, 0, today)
    assert found is not None
    assert (found.when, found.end, found.year_said) == (when, len(words), True)
    assert find_time(words, 0, today, ahead=True) == found


@settings(max_examples=150)
@given(st.lists(st.sampled_from(TIME_WORDS), max_size=8), todays, st.booleans())
def test_no_words_do_more_than_be_read_or_asked_back(
    words: list[str], today: date, ahead: bool
) -> None:
    for at in range(len(words)):
        found = read(words[at:], today, ahead=ahead)
        if found is not None:
            assert 0 < found.end <= len(words) - at
            if isinstance(found.when, Period) and found.when.from_on:
                assert found.when.from_on <= found.when.to_on


@given(st.text(max_size=60), dates)
def test_no_text_does_more_than_be_read_or_asked_back(typed: str, today: date) -> None:
    words = split_words(typed)
    for at in range(len(words)):
        read(words[at:], today)


@settings(max_examples=200)
@given(st.sampled_from(PHRASES), st.integers(1, 12), st.sampled_from(CONTENT))
def test_a_word_put_into_a_time_is_never_passed_over(
    phrase: tuple[date, list[str], When], at: int, word: str
) -> None:
    today, words, when = phrase
    at = at % (len(words) - 1) + 1
    found = read([*words[:at], word, *words[at:]], today)
    assert found is None or found.end <= at or found.when != when


@given(whens, todays)
def test_a_comparable_time_is_as_long_and_before(when: When, today: date) -> None:
    for other in (a_year_before(when), previous(when)):
        assert isinstance(other, Day) == isinstance(when, Day)
        ends = other.on if isinstance(other, Day) else other.to_on
        assert ends < (when.on if isinstance(when, Day) else when.to_on)
        if isinstance(other, Period) and other.from_on:
            assert other.from_on <= other.to_on


@settings(max_examples=200)
@given(st.lists(st.sampled_from(TIME_WORDS), max_size=6), whens, todays)
def test_no_other_time_does_more_than_be_read_or_asked_back(
    words: list[str], to: When, today: date
) -> None:
    try:
        found = comparable(words, 0, to, today)
    except NotUnderstood as asked:
        assert asked.message
        return
    assert found is None or 0 < found.end <= len(words)
