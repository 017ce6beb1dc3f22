"""Groups: every row that is owed, in order, under its name."""

from datetime import date

import pytest

from mappa.answering.answers import Row, Shown, answer
from mappa.answering.figure_words import rounded
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import (
    AVERAGE,
    BOTH,
    RATE,
    SHARE,
    Day,
    Filters,
    Period,
    Question,
)
from tests.mappa.answering.any_questions import END_OF_2013_14, NOW, YEAR

THEN = Day(END_OF_2013_14)
EXACTLY = Shown(category_4=True)
PEOPLE = Question("people", THEN, NOW)


def rows(question: Question, **groups: object) -> list[tuple[str, object]]:
    """The rows of an answer; groups by label are given as keys and figures in one list."""
    found = answer(question, Figures(Figure(9, 20), tuple(groups["of"])), EXACTLY).rows  # type: ignore[arg-type]
    return [(row.label, row.value) for row in found]


def by(group: str, counted: str = "people", when: Day | Period = YEAR, **more: object) -> Question:
    return Question(counted, when, NOW, by=group, **more)  # type: ignore[arg-type]


def counts(**of: int) -> list[tuple[object, Figure]]:
    return [(key.replace("_", "-"), Figure(count)) for key, count in of.items()]


def test_levels_1_to_3_are_always_there_and_the_others_where_there_is_somebody() -> None:
    assert rows(by("level", when=THEN), of=[(3, Figure(4))]) == [
        ("Level 1", 0), ("Level 2", 0), ("Level 3", 4),
    ]  # fmt: skip
    found = [("", Figure(1)), (0, Figure(2)), (2, Figure(5)), (1, Figure(0))]
    assert rows(by("level", when=THEN), of=found) == [
        ("Level 1", 0), ("Level 2", 5), ("Level 3", 0), ("Level to be confirmed", 2),
        ("Not recorded", 1),
    ]  # fmt: skip


def test_categories_1_to_3_are_always_there_and_category_4_where_there_is_somebody() -> None:
    assert [label for label, _ in rows(by("category", when=THEN), of=[(4, Figure(0))])] == [
        "Category 1", "Category 2", "Category 3",
    ]  # fmt: skip
    assert rows(by("category", when=THEN), of=[(4, Figure(1))])[-1] == ("Category 4", 1)


def test_only_the_groups_asked_for_are_shown() -> None:
    asked = Filters(levels=frozenset({2, 3}))
    assert rows(by("level", when=THEN, where=asked), of=[(2, Figure(45))]) == [
        ("Level 2", 45), ("Level 3", 0),
    ]  # fmt: skip


def test_in_a_share_the_groups_are_those_of_the_whole() -> None:
    part, whole = Filters(levels=frozenset({1})), Filters(levels=frozenset({1, 2}))
    share = by("level", when=THEN, where=part, out_of=whole, figure=SHARE)
    assert rows(share, of=[(1, Figure(5, 8)), (2, Figure(0, 3))]) == [
        ("Level 1", 62.5), ("Level 2", 0.0),
    ]  # fmt: skip


def test_every_month_of_a_period_has_its_row() -> None:
    found = rows(by("month", "referrals", status="made"), of=[(date(2013, 6, 1), Figure(2))])
    assert len(found) == 12
    assert found[0] == ("2013-04", 0)
    assert found[2] == ("2013-06", 2)
    assert found[-1] == ("2014-03", 0)


@pytest.mark.parametrize(
    ("group", "first", "last", "labels"),
    [
        ("quarter", date(2013, 5, 2), date(2013, 10, 1),
         ["April to June 2013", "July to September 2013", "October to December 2013"]),
        ("year", date(2012, 3, 31), date(2013, 4, 1), ["2011/12", "2012/13", "2013/14"]),
        ("month", date(2013, 12, 31), date(2014, 1, 1), ["2013-12", "2014-01"]),
    ],
)  # fmt: skip
def test_quarters_and_years_have_names(
    group: str, first: date, last: date, labels: list[str]
) -> None:
    question = by(group, "referrals", Period(first, last), status="made")
    assert rows(question, of=[]) == [(label, 0) for label in labels]


def test_a_period_without_a_beginning_begins_with_what_there_is() -> None:
    question = by("month", "referrals", Period(None, date(2013, 6, 9)), status="made")
    assert rows(question, of=[]) == [("2013-06", 0)]
    assert rows(question, of=[(date(2013, 4, 1), Figure(1))]) == [
        ("2013-04", 1), ("2013-05", 0), ("2013-06", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "found", "labels"),
    [
        (by("agency", "actions", status="done"), counts(housing=1, police=2, probation=0),
         ["Police", "Housing"]),
        (by("lead-agency", when=THEN), [("", Figure(3)), *counts(mental_health=2)],
         ["Mental health services", "Not recorded"]),
        (by("district", when=THEN), [("", Figure(1)), *counts(luton=2, Bedford=1)],
         ["Bedford", "luton", "Not recorded"]),
        (by("band", when=THEN), counts(very_high=1, high=2, low=3), ["Low", "High", "Very high"]),
        (by("custody", when=THEN, where=Filters(custody=BOTH)), counts(custody=1, community=2),
         ["In the community", "In custody"]),
        (by("kind", "orders", status="imposed"), counts(SHPO_FT=1, SOPO=2), ["SOPO", "SHPO-FT"]),
        (by("kind", "events"), [("sfo", Figure(1)), ("returned_breach_of_licence", Figure(2))],
         ["Returned to custody for breach of licence", "Serious further offence"]),
        (by("kind", "dates", status="ending"),
         [("review", Figure(1)), ("licence_end", Figure(2)), ("SOPO", Figure(1))],
         ["SOPO", "Licence end", "Next review"]),
        (by("status", "referrals", status="made"), counts(declined=1, open=2),
         ["Open", "Declined"]),
    ],
    ids=range(9),
)  # fmt: skip
def test_groups_have_their_names_in_order_and_only_where_there_is_something(
    question: Question, found: list[tuple[object, Figure]], labels: list[str]
) -> None:
    assert [label for label, _ in rows(question, of=found)] == labels


def test_the_whole_of_people_by_month_is_none_and_of_all_else_the_number() -> None:
    exactly = Figures(Figure(9), ((date(2013, 4, 1), Figure(8)),))
    assert answer(by("month"), exactly, EXACTLY).value is None
    assert answer(by("month", "referrals", status="made"), exactly, EXACTLY).value == 9
    assert answer(by("level"), Figures(Figure(9)), EXACTLY).value == 9


def test_grouped_ratios_are_ratios_and_nothing_of_nothing() -> None:
    average = by("agency", "referrals", status="decided", figure=AVERAGE)
    found = [("police", Figure(25, 2)), ("probation", Figure(0, 3)), ("housing", Figure(0, 0))]
    assert rows(average, of=found) == [("Police", 12.5), ("Probation", 0.0)]
    attendance = by("level", "attendance", status="held", figure=SHARE)
    assert rows(attendance, of=[(2, Figure(2, 3))]) == [
        ("Level 1", None), ("Level 2", 66.7), ("Level 3", None),
    ]  # fmt: skip


def test_a_grouped_rate_is_per_head_of_the_whole_area() -> None:
    rate = by("category", when=THEN, figure=RATE)
    found = Figures(Figure(30, 100_000), ((1, Figure(10, 100_000)),), population=100_000)
    assert answer(rate, found, EXACTLY).rows == (
        Row("Category 1", 10.0), Row("Category 2", 0.0), Row("Category 3", 0.0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("above", "below", "quotient"),
    [(1, 4, 0.3), (3, 4, 0.8), (1, 3, 0.3), (2, 3, 0.7), (1, 20, 0.1), (1, 21, 0.0), (0, 7, 0.0),
     (23, 20, 1.2), (79_300, 845, 93.8), (60_400_000, 553_800, 109.1), (10**15 + 5, 10**15, 1.0)],
)  # fmt: skip
def test_ratios_are_rounded_half_up_from_whole_numbers(
    above: int, below: int, quotient: float
) -> None:
    assert rounded(above, below) == quotient
