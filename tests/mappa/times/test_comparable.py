"""What a time is compared with stands beside it, or is asked."""

from datetime import date

import pytest

from mappa.asking.words import split_words
from mappa.times.comparable import a_year_before, comparable, previous
from mappa.times.times import TimeNotUnderstood
from mappa.times.whens import Day, Period
from tests.mappa.times.time_tables import TODAY, choices, lines, when

CASES = list(lines("comparable_times.txt"))


@pytest.mark.parametrize("cells", CASES, ids=[f"{to}: {typed}" for to, typed, _ in CASES])
def test_the_other_time_is_the_comparable_one(cells: list[str]) -> None:
    to, typed, expected = cells
    words = split_words(typed)
    if expected.startswith("?"):
        with pytest.raises(TimeNotUnderstood) as asked:
            comparable(words, 0, when(to), TODAY)
        assert asked.value.choices == choices(expected[1:].strip())
        return
    found = comparable(words, 0, when(to), TODAY)
    if expected == "None":
        assert found is None
    else:
        assert found is not None and (found.when, found.end) == (when(expected), len(words))


def test_the_other_time_is_found_after_other_words() -> None:
    words = ["sfos", "this", "year", "compared", "with", "last", "year", "by", "level"]
    found = comparable(words, 5, Period(date(2026, 4, 1), date(2027, 3, 31)), TODAY)
    assert found is not None
    assert (found.when, found.end) == (Period(date(2025, 4, 1), date(2026, 3, 31)), 7)


def test_months_stay_whole_a_year_before() -> None:
    february = Period(date(2025, 2, 1), date(2025, 2, 28))
    assert a_year_before(february) == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert a_year_before(Day(date(2028, 2, 29))) == Day(date(2027, 2, 28))
    assert previous(Period(date(2024, 2, 1), date(2024, 3, 31))) == Period(
        date(2023, 12, 1), date(2024, 1, 31)
    )
    assert previous(Day(date(2026, 1, 1))) == Day(date(2025, 12, 31))
