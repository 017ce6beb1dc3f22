"""Convictions, and the end of the notification period: every boundary, and leap days."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.case_facts import DISPOSALS, Conviction
from mappa.convictions import (
    disposal_words,
    notification_end,
    notification_of,
    read_disposal,
)
from mappa.errors import RuleBroken
from mappa.policies import NotificationRules
from tests.build import POLICY, case
from tests.mappa.typed import after, after_all, refused

MAY = date(2026, 5, 1)
ADULT, CHILD = date(1980, 1, 1), date(2009, 1, 1)


@pytest.mark.parametrize(
    ("disposal", "months", "adult", "child"),
    [
        ("life", None, None, None),
        ("restricted-hospital-order", None, None, None),
        ("imprisonment", 1200, None, None),
        ("imprisonment", 31, None, None),
        ("imprisonment", 30, None, None),
        ("imprisonment", 29, date(2036, 5, 1), date(2031, 5, 1)),
        ("imprisonment", 7, date(2036, 5, 1), date(2031, 5, 1)),
        ("imprisonment", 6, date(2033, 5, 1), date(2029, 11, 1)),
        ("imprisonment", 1, date(2033, 5, 1), date(2029, 11, 1)),
        ("hospital-order", None, date(2033, 5, 1), date(2029, 11, 1)),
        ("caution", None, date(2028, 5, 1), date(2027, 5, 1)),
        ("conditional-discharge", 12, date(2027, 5, 1), date(2027, 5, 1)),
        ("conditional-discharge", 7, date(2026, 12, 1), date(2026, 12, 1)),
        ("other", None, date(2031, 5, 1), date(2028, 11, 1)),
    ],
)
def test_the_end_follows_from_the_disposal(
    disposal: str, months: int | None, adult: date | None, child: date | None
) -> None:
    conviction = Conviction(MAY, disposal, months)
    assert notification_end(conviction, ADULT, POLICY) == adult
    assert notification_end(conviction, None, POLICY) == adult
    assert notification_end(conviction, CHILD, POLICY) == child


@pytest.mark.parametrize(
    ("convicted_on", "disposal", "months", "ends_on"),
    [
        (date(2024, 2, 29), "hospital-order", None, date(2031, 2, 28)),
        (date(2024, 2, 29), "caution", None, date(2026, 2, 28)),
        (date(2024, 2, 29), "conditional-discharge", 48, date(2028, 2, 29)),
        (date(2023, 8, 31), "conditional-discharge", 6, date(2024, 2, 29)),
        (date(2022, 8, 31), "conditional-discharge", 6, date(2023, 2, 28)),
        (date(2025, 12, 31), "imprisonment", 12, date(2035, 12, 31)),
    ],
)
def test_leap_days_and_short_months_take_the_last_day(
    convicted_on: date, disposal: str, months: int | None, ends_on: date
) -> None:
    assert notification_end(Conviction(convicted_on, disposal, months), None, POLICY) == ends_on


@pytest.mark.parametrize(
    ("born_on", "halved"),
    [
        (date(2008, 5, 2), True),  # eighteen the day after
        (date(2008, 5, 1), False),  # eighteen on the day
        (date(2008, 4, 30), False),
    ],
)
def test_periods_are_halved_up_to_the_eighteenth_birthday(born_on: date, halved: bool) -> None:
    caution = Conviction(MAY, "caution")
    assert notification_end(caution, born_on, POLICY) == date(2027 if halved else 2028, 5, 1)


def test_an_area_decides_what_the_disposal_does_not_settle() -> None:
    ours = replace(POLICY, notification=NotificationRules(other_months=36, halved=False))
    assert notification_end(Conviction(MAY, "other"), CHILD, ours) == date(2029, 5, 1)
    assert notification_end(Conviction(MAY, "caution"), CHILD, ours) == date(2028, 5, 1)


@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.sampled_from(sorted(DISPOSALS)),
    st.integers(1, 1200),
    st.none() | st.dates(date(1906, 1, 1), date(1940, 1, 1)),
)
def test_an_end_lies_after_the_conviction_and_no_later_than_its_full_length(
    on: date, disposal: str, months: int, born_on: date | None
) -> None:
    conviction = Conviction(on, disposal, months)
    end = notification_end(conviction, born_on, POLICY)
    assert end is None or on < end <= date(on.year + 100, 12, 31)
    young = notification_end(conviction, date(on.year - 12, 1, 1), POLICY)
    assert (end is None) == (young is None)
    assert end is None or young is None or young <= end


def test_of_several_convictions_the_one_that_lasts_longest_counts() -> None:
    short, long = Conviction(MAY, "caution"), Conviction(date(2020, 5, 1), "imprisonment", 12)
    life = Conviction(date(2010, 5, 1), "life")

    def governing(*convictions: Conviction) -> Conviction | None:
        found = notification_of(case(convictions=convictions), POLICY)
        return found.conviction if found else None

    assert governing() is None
    assert governing(short, long) == long
    assert governing(long, short) == long
    assert governing(short, life, long) == life


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("life", ("life", None)),
        ("Life or indeterminate sentence", ("life", None)),
        ("imprisonment 30 months", ("imprisonment", 30)),
        ("imprisonment for 30 months", ("imprisonment", 30)),
        ("Imprisonment, 2 years", ("imprisonment", 24)),
        ("imprisonment 2 years 6 months", ("imprisonment", 30)),
        ("imprisonment 2 years and 6 months", ("imprisonment", 30)),
        ("imprisonment 1 year", ("imprisonment", 12)),
        ("conditional discharge of 12 months", ("conditional-discharge", 12)),
        ("hospital-order", ("hospital-order", None)),
        ("hospital order with restriction", ("restricted-hospital-order", None)),
        ("caution", ("caution", None)),
    ],
)
def test_a_disposal_is_read_with_its_length(typed: str, read: tuple[str, int | None]) -> None:
    assert read_disposal(typed) == read


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("imprisonment", "say how long"),
        ("conditional-discharge", "say how long"),
        ("imprisonment 26 weeks", "no length in whole months or years"),
        ("imprisonment 0 months", "no length"),
        ("imprisonment 101 years", "no length"),
        ("imprisonment 9999 months", "no length"),
        ("imprisonment 30", "no length"),
        ("imprisonment 2.5 years", "is not one of"),
        ("imprisonment -3 months", "is not one of"),
        ("life 30 months", "takes no length"),
        ("30 months", "names none"),
        ("fine", "is not one of life, imprisonment"),
        ("", "is not one of"),
        ("٣ months", "is not one of"),
    ],
)
def test_a_disposal_that_cannot_be_is_refused(typed: str, says: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read_disposal(typed)
    assert says in refusal.value.message or "names none" in refusal.value.message
    assert refusal.value.field == "disposal" and "Example: " in refusal.value.message


def test_what_was_read_is_told_in_words() -> None:
    assert disposal_words(Conviction(MAY, "imprisonment", 30)) == "imprisonment, 2 years 6 months"
    assert disposal_words(Conviction(MAY, "caution")) == "caution"


def test_convictions_are_kept_by_their_day_and_corrected_with_a_reason() -> None:
    two = after_all(
        [
            "convicted 1 May 2026 disposal caution",
            "convicted 1 May 2020 disposal imprisonment 4 months because found in the archive",
        ]
    )
    assert [one.disposal for one in two.convictions] == ["imprisonment", "caution"]
    assert after("convicted 1 May 2026 disposal caution", two) == two
    correction = "convicted 1 May 2026 disposal life"
    assert refused(correction, two).field == "because"
    changed = after(f"{correction} because mistyped", two)
    assert [one.disposal for one in changed.convictions] == ["imprisonment", "life"]


@pytest.mark.parametrize(
    ("typed", "says", "field"),
    [
        ("convicted 1 May 2026", "convicted and disposal go together", "disposal"),
        ("disposal life", "convicted and disposal go together", "convicted"),
        ("convicted tomorrow disposal life", "when it has happened", "convicted"),
        ("convicted 1 May 2026 disposal none because x", "no conviction of 1 May", "convicted"),
        ("born 1 May 1980 convicted 1 May 1989 disposal life", "was under 10", "convicted"),
    ],
)
def test_a_conviction_that_cannot_be_is_refused(typed: str, says: str, field: str) -> None:
    refusal = refused(typed)
    assert says in refusal.message
    assert refusal.field == field


def test_a_date_of_birth_is_checked_against_convictions() -> None:
    convicted = after("convicted 1 May 1995 disposal caution")
    assert "was under 10" in refused("born 2 May 1985", convicted).message
    assert after("born 1 May 1985 because found", convicted).born_on == date(1985, 5, 1)
