"""Answers: the figure, what was counted and when, and what is not shown."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.answers import HIDDEN, Answer, Cell, answer_people, answer_problem
from mappa.errors import MappaError, NotAllowed, NotFound, NotUnderstood, RuleBroken
from mappa.questions import BOTH, COMMUNITY, CUSTODY, Question

DAY = date(2014, 3, 31)
AT_LEVEL_2 = Question(DAY, frozenset({2}))
CELLS = (Cell(2, 1, 8, 2), Cell(2, 2, 30, 4), Cell(2, 3, 7, 0))


def answer(
    question: Question, *cells: Cell, shown: bool = True, below: int | None = None
) -> Answer:
    return answer_people(question, cells, category_4_shown=shown, suppress_below=below)


def rows(found: Answer) -> dict[str, int | None]:
    return {row.label: row.value for row in found.rows}


def test_an_answer_is_the_figure_with_what_was_counted() -> None:
    found = answer(AT_LEVEL_2, *CELLS)
    assert found.status == "answered"
    assert found.value == 45
    assert found.on == DAY
    assert found.reading == "People at level 2, in the community, on 31 March 2014"
    assert found.text == (
        "45 people at level 2, in the community, on 31 March 2014; and 6 more in custody."
    )


@pytest.mark.parametrize(
    ("custody", "value", "text"),
    [
        (COMMUNITY, 45, "in the community, on 31 March 2014; and 6 more in custody."),
        (CUSTODY, 6, "6 people at level 2, in custody, on 31 March 2014."),
        (BOTH, 51, "51 people at level 2, in custody or in the community, on 31 March 2014."),
    ],
)
def test_the_place_asked_for_is_what_is_counted(custody: str, value: int, text: str) -> None:
    found = answer(replace(AT_LEVEL_2, custody=custody), *CELLS)
    assert found.value == value
    assert found.text.endswith(text)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ((), "0 people in the community, on 31 March 2014."),
        ((Cell(1, 1, 1, 0),), "1 person in the community, on 31 March 2014."),
        (
            (Cell(1, 1, 0, 1),),
            "0 people in the community, on 31 March 2014; and 1 more in custody.",
        ),
        ((Cell(1, 1, 1234, 0),), "1,234 people in the community, on 31 March 2014."),
    ],
)
def test_a_figure_reads_as_a_sentence(cells: tuple[Cell, ...], text: str) -> None:
    assert answer(Question(DAY), *cells).text == text


def test_a_day_to_come_is_said_to_be_one() -> None:
    found = answer(Question(DAY, ahead=True), Cell(1, 1, 3, 0))
    assert found.text == (
        "3 people in the community, on 31 March 2014. 31 March 2014 is still to come: "
        "what is recorded now was counted."
    )
    assert "still to come" not in answer(Question(DAY), Cell(1, 1, 3, 0)).text


def test_groups_show_levels_1_to_3_with_zeros_and_the_rest_where_there_is_somebody() -> None:
    by_level = replace(Question(DAY), by="level")
    assert rows(answer(by_level, *CELLS)) == {"Level 1": 0, "Level 2": 45, "Level 3": 0}
    unconfirmed = answer(by_level, *CELLS, Cell(0, 1, 3, 0))
    assert rows(unconfirmed)["Level to be confirmed"] == 3
    assert unconfirmed.value == 48
    inside = answer(by_level, *CELLS, Cell(0, 1, 0, 3))
    assert "Level to be confirmed" not in rows(inside)


def test_groups_show_categories_1_to_3_and_category_4_where_there_is_somebody() -> None:
    by_category = replace(AT_LEVEL_2, by="category")
    assert rows(answer(by_category, *CELLS)) == {
        "Category 1": 8,
        "Category 2": 30,
        "Category 3": 7,
    }
    assert rows(answer(by_category, Cell(2, 4, 1, 0)))["Category 4"] == 1


def test_groups_show_only_what_was_asked_for() -> None:
    asked = Question(DAY, frozenset({2, 3}), by="level")
    assert rows(answer(asked, *CELLS)) == {"Level 2": 45, "Level 3": 0}


def test_cells_of_one_group_are_added() -> None:
    by_category = Question(DAY, by="category", custody=BOTH)
    found = answer(by_category, Cell(1, 1, 5, 1), Cell(2, 1, 3, 0), Cell(3, 2, 1, 1))
    assert rows(found) == {"Category 1": 9, "Category 2": 2, "Category 3": 0}
    assert found.value == 11


# Small figures.


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_small_figure_is_not_given(count: int) -> None:
    found = answer(AT_LEVEL_2, Cell(2, 1, count, 0), below=5)
    assert found.value is None
    assert found.text.startswith("Fewer than 5 people at level 2")
    assert found.text.endswith("Figures below 5 are not shown.")
    assert str(count) not in found.text.replace("2014", "").replace("31", "").replace("level 2", "")


@pytest.mark.parametrize("count", [0, 5, 6])
def test_nought_and_larger_figures_are_given(count: int) -> None:
    found = answer(AT_LEVEL_2, Cell(2, 1, count, 0), below=5)
    assert found.value == count
    assert "not shown" not in found.text


def test_a_small_number_in_custody_is_not_given_either() -> None:
    found = answer(AT_LEVEL_2, Cell(2, 1, 40, 3), below=5)
    assert "and fewer than 5 more in custody" in found.text
    assert " 3 " not in found.text


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((8, 30, 7), (8, 30, 7)),
        ((8, 30, 3), (None, 30, None)),  # one small: the next smallest too
        ((30, 3, 0), (None, None, 0)),
        ((30, 3, 2), (30, None, None)),  # two small hide each other
        ((30, 1, 1), (None, None, None)),  # unless what is left of the whole is small itself
        ((4, 0, 0), (None, 0, 0)),  # the whole is not shown either
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_no_hidden_group_can_be_worked_out_from_the_rest(
    counts: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    cells = [Cell(2, n, count, 0) for n, count in zip((1, 2, 3), counts, strict=True)]
    found = answer(replace(AT_LEVEL_2, by="category"), *cells, below=5)
    assert tuple(rows(found).values()) == shown
    assert ("Figures below 5 are not shown." in found.text) == (None in shown)


cells = st.lists(
    st.builds(Cell, st.integers(0, 3), st.integers(1, 4), st.integers(0, 12), st.integers(0, 12)),
    max_size=8,
    unique_by=lambda cell: (cell.level, cell.category),
)


@given(cells, st.sampled_from(["level", "category"]), st.sampled_from([COMMUNITY, CUSTODY, BOTH]))
def test_suppressed_answers_show_no_small_figure_and_never_one_by_difference(
    counted: list[Cell], by: str, custody: str
) -> None:
    question = Question(DAY, custody=custody, by=by)
    full, cut = answer(question, *counted), answer(question, *counted, below=5)
    given_values = [row.value for row in cut.rows if row.value is not None]
    assert not any(0 < value < 5 for value in given_values)
    assert cut.value is None or not 0 < cut.value < 5
    hidden = [row for row in cut.rows if row.value is None]
    if len(hidden) == 1:  # then the whole is hidden too, or it would be the difference
        assert cut.value is None
    together = sum(rows(full)[row.label] or 0 for row in hidden)
    assert not 0 < together < 5 or cut.value is None
    for row in cut.rows:
        assert row.value in (None, rows(full)[row.label])


@given(cells, st.sampled_from(["level", "category"]))
def test_the_groups_add_up_to_the_whole(counted: list[Cell], by: str) -> None:
    found = answer(Question(DAY, by=by), *counted)
    assert sum(row.value or 0 for row in found.rows) == found.value


# Category 4.


def test_without_the_grant_it_is_said_that_category_4_is_not_shown() -> None:
    assert answer(AT_LEVEL_2, *CELLS, shown=False).text.endswith(f" {HIDDEN}")
    assert HIDDEN not in answer(AT_LEVEL_2, *CELLS, shown=True).text
    of_category_1 = replace(AT_LEVEL_2, categories=frozenset({1}))
    assert HIDDEN not in answer(of_category_1, CELLS[0], shown=False).text
    of_both = replace(AT_LEVEL_2, categories=frozenset({1, 4}))
    assert HIDDEN in answer(of_both, CELLS[0], shown=False).text


def test_a_question_about_category_4_alone_has_no_figure_without_the_grant() -> None:
    found = answer(Question(DAY, categories=frozenset({4})), shown=False)
    assert (found.status, found.value, found.text) == ("not_allowed", None, HIDDEN)
    assert answer(Question(DAY, categories=frozenset({4})), shown=True).value == 0


# What scripts rely on.


def test_an_answer_is_printed_with_the_fields_of_the_contract() -> None:
    found = answer(replace(AT_LEVEL_2, by="category"), *CELLS).as_json_object()
    assert json.loads(json.dumps(found)) == {
        "status": "answered",
        "value": 45,
        "rows": [
            {"label": "Category 1", "value": 8},
            {"label": "Category 2", "value": 30},
            {"label": "Category 3", "value": 7},
        ],
        "cases": [],
        "on": "2014-03-31",
        "from": None,
        "to": None,
        "reading": "People at level 2, in the community, on 31 March 2014, by category",
        "text": "45 people at level 2, in the community, on 31 March 2014, by category; "
        "and 6 more in custody.",
        "choices": [],
    }


@pytest.mark.parametrize(
    ("problem", "status", "choices"),
    [
        (
            NotUnderstood("What?", ("how many level 2 cases",)),
            "clarify",
            ["how many level 2 cases"],
        ),
        (NotUnderstood("What?"), "not_understood", []),
        (NotAllowed("What?"), "not_allowed", []),
        (RuleBroken("What?", "date"), "not_understood", []),
        (NotFound("What?"), "not_understood", []),
    ],
)
def test_a_refusal_is_printed_as_one(problem: MappaError, status: str, choices: list[str]) -> None:
    found = answer_problem(problem).as_json_object()
    assert (found["status"], found["text"], found["choices"]) == (status, "What?", choices)
    assert (found["value"], found["rows"], found["on"]) == (None, [], None)
