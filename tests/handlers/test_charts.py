"""Figures as a chart in a message: within Slack's limits, and never a figure that is none."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.rules import broken_by_message
from handlers.views.charts import Chart, Series, bar_chart, line_chart

LABELS = st.text(max_size=40)
FIGURES = st.none() | st.integers(-(10**6), 10**6) | st.floats()


def made(found: Chart | None) -> Chart:
    assert found is not None
    return found


def points(chart: Chart) -> dict[str, list[tuple[str, Any]]]:
    """By series: labels and figures, as Slack draws them."""
    drawn = chart.block["chart"]["series"]
    return {
        one["name"]: [(point["label"], point["value"]) for point in one["data"]] for one in drawn
    }


def test_every_figure_is_drawn_and_put_in_words() -> None:
    series = {"Category 1": [595, 8], "Category 2": [198, 30]}
    chart = made(bar_chart("On 31 March 2014", ["Level 1", "Level 2"], series))
    assert chart.block["type"] == "data_visualization"
    assert (chart.block["title"], chart.block["chart"]["type"]) == ("On 31 March 2014", "bar")
    assert chart.block["chart"]["axis_config"] == {"categories": ["Level 1", "Level 2"]}
    assert points(chart) == {
        "Category 1": [("Level 1", 595), ("Level 2", 8)],
        "Category 2": [("Level 1", 198), ("Level 2", 30)],
    }
    assert chart.words == (
        "Bar chart, On 31 March 2014. Category 1: Level 1 595, Level 2 8; "
        "Category 2: Level 1 198, Level 2 30."
    )


@pytest.mark.parametrize(
    ("labels", "series"),
    [
        (["a"], {"People": [5]}),
        (["a", "b"], {"People": [0, 0]}),
        (["a", "b"], {"People": [5, None]}),
        (["a", "b"], {"People": [None, None]}),
        (["a", "b"], {"People": [float("nan"), 1]}),
        ([], {"People": []}),
        (["a", "b"], {}),
    ],
)
def test_there_is_no_chart_where_it_would_help_nobody(labels: list[str], series: Series) -> None:
    assert bar_chart("People", labels, series) is None
    assert line_chart("People", labels, series) is None


def test_a_figure_that_is_not_shown_is_not_drawn_as_nought() -> None:
    chart = made(bar_chart("People", ["Luton", "Bedford", "Dunstable"], {"": [12, None, 0]}))
    assert points(chart) == {"(blank)": [("Luton", 12), ("Dunstable", 0)]}
    assert chart.words.endswith("Luton 12, Bedford not shown, Dunstable 0. Not drawn: Bedford.")


def test_of_too_many_labels_bars_keep_the_first_and_lines_the_last() -> None:
    labels, series = [f"M{n}" for n in range(23)], {"People": list(range(23))}
    bars = made(bar_chart("By month", labels, series))
    lines = made(line_chart("By month", labels, series))
    assert [label for label, _ in points(bars)["People"]] == labels[:20]
    assert [label for label, _ in points(lines)["People"]] == labels[3:]
    assert bars.words.endswith("M22 22. Not drawn: M20, M21, M22.")
    assert lines.words.endswith("M22 22. Not drawn: M0, M1, M2.")


def test_a_seventh_series_is_named_and_put_in_words() -> None:
    series = {f"S{n}": [n, 1] for n in range(7)}
    chart = made(bar_chart("People", ["a", "b"], series))
    assert list(points(chart)) == [f"S{n}" for n in range(6)]
    assert chart.words.endswith("S6: a 6, b 1. Not drawn: S6.")


def test_long_names_that_begin_alike_stay_apart() -> None:
    labels = ["Central Bedfordshire north", "Central Bedfordshire south", "x" * 300]
    series = {"same\u202e": [1, 2, 3], "same": [4, 5, 6]}
    chart = made(bar_chart("x" * 300, labels, series))
    short = ["Central Bedfordshir…", "Central Bedford… (2)", f"{'x' * 19}…"]
    assert points(chart) == {
        "same": list(zip(short, [1, 2, 3], strict=True)),
        "same (2)": list(zip(short, [4, 5, 6], strict=True)),
    }
    assert len(chart.block["title"]) == 50
    assert "\u202e" not in chart.words


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 25), st.integers(0, 8), st.sampled_from([bar_chart, line_chart]), st.data())
def test_whatever_is_in_it_slack_takes_it(
    long: int, many: int, draw: Any, data: st.DataObject
) -> None:
    labels = data.draw(st.lists(LABELS, min_size=long, max_size=long))
    values = st.lists(FIGURES, min_size=long, max_size=long)
    series = data.draw(st.dictionaries(LABELS, values, max_size=many))
    chart = draw(data.draw(LABELS), labels, series)
    assert chart is None or broken_by_message("words", [chart.block]) == []
