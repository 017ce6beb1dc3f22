"""Figures as a table in a message: within Slack's limits, and what is not shown is said."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.rules import broken_by_message
from handlers.views.tables import Row, in_words, table, written

LABELS = st.text(max_size=400)
CELLS = LABELS | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)


def shown(blocks: list[dict[str, Any]]) -> list[list[str]]:
    """The texts of the cells; what stands before the table is its caption."""
    return [[cell["text"] for cell in row] for row in blocks[1]["rows"]]


def test_figures_stand_right_and_their_labels_left() -> None:
    columns = ["Level", "People", "Share", "Remark"]
    made = table("On 31 March 2014", columns, [["Level 1", 1793, 94.25, "n/a"]])
    assert made[0]["text"]["text"] == "On 31 March 2014"
    assert shown(made) == [columns, ["Level 1", "1,793", "94.2", "n/a"]]
    wraps, right = {"is_wrapped": True}, {"align": "right"}
    assert made[1]["column_settings"] == [wraps, right, right, wraps]
    assert len(made) == 2


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (99, None),
        (100, "99 of 100 rows are shown here; left out: 1."),
        (1500, "99 of 1,500 rows are shown here; left out: 1,401."),
    ],
)
def test_rows_beyond_a_hundred_are_counted(rows: int, says: str | None) -> None:
    made = table("Cases", ["District", "People"], [[f"D{n}", n] for n in range(rows)])
    assert len(shown(made)) == min(rows + 1, 100)
    assert [one["elements"][0]["text"] for one in made[2:]] == ([says] if says else [])


def test_the_total_stays_where_rows_are_left_out() -> None:
    rows: list[Row] = [*((f"D{n}", 1) for n in range(300)), ("Total", 300)]
    made = table("Cases", ["District", "People"], rows)
    assert shown(made)[-2:] == [["D97", "1"], ["Total", "300"]]
    assert made[2]["elements"][0]["text"] == "99 of 301 rows are shown here; left out: 202."


def test_columns_beyond_twenty_are_named() -> None:
    columns = ["Month", *(f"C{n}" for n in range(21))]
    made = table("Cases", columns, [["April", *range(21)]])
    assert len(shown(made)[1]) == 20
    assert made[2]["elements"][0]["text"] == "Columns that are not shown: C19, C20."


def test_what_would_turn_or_break_a_line_is_not_in_it() -> None:
    made = table("x", ["", "People"], [["Luton\u202e\x00\n12", 12]])
    assert shown(made) == [["(blank)", "People"], ["Luton 12", "12"]]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 25), st.data())
def test_whatever_is_in_it_slack_takes_it(wide: int, data: st.DataObject) -> None:
    columns = data.draw(st.lists(LABELS, min_size=wide, max_size=wide))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=wide, max_size=wide), max_size=8))
    made = table(data.draw(LABELS), columns, rows * data.draw(st.sampled_from([1, 30])))
    assert broken_by_message("words", made) == []


def test_a_table_is_heard_line_by_line() -> None:
    rows: list[Row] = [["Level 1", 595, 198], ["Total", 1604, 231]]
    assert in_words(["Level", "Category 1", "Category 2"], rows) == (
        "Level 1: Category 1 595, Category 2 198\nTotal: Category 1 1,604, Category 2 231"
    )
    assert in_words(["Level", "People"], [["Level 1", 793]]) == "Level 1: 793"
    assert [written(figure) for figure in (0, -3, 0.0, 1234.56)] == ["0", "-3", "0.0", "1,234.6"]
