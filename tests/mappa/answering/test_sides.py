"""Lists and comparisons: the cases of a figure, and figures side by side."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.answering.answers import Answer, Shown, answer_comparison, list_answer
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import CUSTODY, Comparison, Day, Filters, Period, Question
from tests.mappa.answering.any_questions import END_OF_2013_14, NOW, YEAR

THEN, TODAY = Day(END_OF_2013_14), Day(NOW)
EXACTLY, NOT_4 = Shown(category_4=True), Shown(category_4=False)
ANY = Filters()
LEVEL_2, LEVEL_3 = Filters(levels=frozenset({2})), Filters(levels=frozenset({3}))
AT_LEVEL_2 = Question("people", THEN, NOW, LEVEL_2)
RSO = Filters(categories=frozenset({1}))
IN_2013_14 = "in 2013/14 (1 April 2013 to 31 March 2014)"
FIRST = "each person once, under the first level held in the year"


def ask(counted: str, when: Day | Period, where: Filters = ANY, **more: object) -> Question:
    kinds = frozenset(str(more.pop("kinds", "")).split())
    return Question(counted, when, NOW, where, kinds=kinds, **more)  # type: ignore[arg-type]


# Lists.


def test_a_list_has_its_number_and_its_cases() -> None:
    listed = ask("people", TODAY, LEVEL_3, listed=True)
    found = list_answer(listed, Figures(Figure(2)), ["BED-1", "BED-12"], EXACTLY)
    assert (found.value, found.cases) == (2, ("BED-1", "BED-12"))
    assert found.text == (
        "2 people at level 3, in the community, on 25 November 2026. Cases: BED-1, BED-12."
    )
    assert found.reading == "List of people at level 3, in the community, on 25 November 2026"
    nobody = list_answer(listed, Figures(Figure(0)), [], EXACTLY)
    assert (nobody.value, nobody.cases) == (0, ())
    assert "Case" not in nobody.text


def test_a_long_list_says_how_many_more_there_are_and_how_to_have_them() -> None:
    refs = [f"BED-{number}" for number in range(1001, 1046)]
    listed = ask("people", TODAY, LEVEL_2, listed=True)
    found = list_answer(listed, Figures(Figure(45)), refs, EXACTLY)
    assert found.cases == tuple(refs)
    assert "BED-1020 and 25 more." in found.text
    assert "BED-1021" not in found.text
    assert "find level 2 cases as file" in found.text
    short = list_answer(listed, Figures(Figure(20)), refs[:20], EXACTLY)
    assert short.text.endswith("BED-1020.")


def test_a_list_of_fewer_cases_than_were_counted_says_of_how_many() -> None:
    listed = ask("orders", YEAR, status="imposed", kinds="SOPO", listed=True)
    found = list_answer(listed, Figures(Figure(3)), ["BED-1"], EXACTLY)
    assert found.value == 3
    assert found.text == (
        f"3 SOPOs imposed {IN_2013_14}. The annual report counts those on Category 1 only. "
        "Case (1): BED-1."
    )


# Side by side.


def side_by_side(*sides: Question, counts: tuple[int, ...] = (45, 7)) -> Answer:
    figures = [Figures(Figure(count)) for count in counts]
    return answer_comparison(Comparison(sides), figures, EXACTLY)


@pytest.mark.parametrize(
    ("one", "other", "labels"),
    [
        (ask("people", YEAR, LEVEL_2),
         ask("people", Period(date(2012, 4, 1), date(2013, 3, 31)), LEVEL_2),
         ["2013/14", "2012/13"]),
        (AT_LEVEL_2, replace(AT_LEVEL_2, when=TODAY), ["31 March 2014", "25 November 2026"]),
        (AT_LEVEL_2, replace(AT_LEVEL_2, where=LEVEL_3), ["Level 2", "Level 3"]),
        (AT_LEVEL_2, replace(AT_LEVEL_2, where=RSO), ["Level 2", "Category 1"]),
        (AT_LEVEL_2, replace(AT_LEVEL_2, where=replace(LEVEL_2, custody=CUSTODY)),
         ["In the community", "In custody"]),
        (ask("people", THEN, Filters(districts=frozenset({"Luton"}))),
         ask("people", THEN, Filters(districts=frozenset({"Bedford"}))), ["Luton", "Bedford"]),
        (ask("referrals", YEAR, status="accepted"), ask("referrals", YEAR, status="declined"),
         ["Accepted", "Declined"]),
        (ask("orders", YEAR, status="imposed", kinds="SOPO"),
         ask("orders", YEAR, status="imposed", kinds="FTO"), ["SOPOs", "FTOs"]),
        (AT_LEVEL_2, replace(AT_LEVEL_2, where=LEVEL_3, when=TODAY),
         ["Level 2, 31 March 2014", "Level 3, 25 November 2026"]),
    ],
    ids=range(9),
)  # fmt: skip
def test_sides_are_called_by_what_differs(
    one: Question, other: Question, labels: list[str]
) -> None:
    found = side_by_side(one, other)
    assert [(row.label, row.value) for row in found.rows] == [*zip(labels, (45, 7), strict=True)]
    assert found.value is None
    assert found.text.startswith(f"{labels[0]}: 45; {labels[1]}: 7. {found.reading}.")


def test_a_comparison_has_the_time_that_its_sides_share() -> None:
    assert side_by_side(AT_LEVEL_2, replace(AT_LEVEL_2, where=LEVEL_3)).on == END_OF_2013_14
    two_days = side_by_side(AT_LEVEL_2, replace(AT_LEVEL_2, when=TODAY))
    assert (two_days.on, two_days.from_, two_days.to) == (None, None, None)


def test_beside_each_side_stands_what_belongs_to_it() -> None:
    sides = Comparison((ask("people", YEAR, LEVEL_2), AT_LEVEL_2))
    figures = [
        Figures(Figure(105), by_rule=104, counting="first"),
        Figures(Figure(45, inside=6), hidden=True),
    ]
    text = answer_comparison(sides, figures, NOT_4).text
    assert ": 45 and 6 more in custody." in text
    assert f"counting rule ({FIRST}) " in text
    assert text.count("Category 4 not shown.") == 1
