"""A chart block: what stands at a limit is taken, what passes it is refused with its name."""

from typing import Any

import pytest

from bot.sandbox.rules import broken_by_message, broken_by_view

Json = dict[str, Any]


def series(name: str = "People", labels: Any = ("a", "b"), value: Any = 1) -> Json:
    return {"name": name, "data": [{"label": label, "value": value} for label in labels]}


def drawn(*given: Json, labels: Any = ("a", "b"), kind: str = "bar", **axes: Any) -> Json:
    config = {"categories": list(labels), **axes}
    made = {"type": kind, "series": list(given) or [series(labels=labels)], "axis_config": config}
    return {"type": "data_visualization", "title": "Levels", "chart": made}


def pie(*values: Any) -> Json:
    segments = [{"label": f"{at}", "value": value} for at, value in enumerate(values)]
    chart = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "Levels", "chart": chart}


def numbered(count: int) -> list[str]:
    return [f"{number}" for number in range(count)]


def without(block: Json, *path: str) -> Json:
    """The block as it is, but for one thing in it."""
    head, *rest = path
    left = {name: value for name, value in block.items() if name != head}
    return {**left, head: without(block[head], *rest)} if rest else left


TAKEN = [
    drawn(),
    drawn(kind="line"),
    drawn(kind="area"),
    drawn(*(series(f"{n}") for n in range(6))),
    drawn(labels=numbered(20)),
    drawn(series(value=0), series("Change", value=-1.5)),
    drawn(labels=["x" * 20, "y"]),
    drawn(series("x" * 20)),
    drawn(x_label="x" * 50, y_label="y" * 50),
    pie(1, 2.5),
    pie(*range(1, 7)),
    {**drawn(), "title": "x" * 50, "block_id": "kept"},
]
REFUSED = [
    (without(drawn(), "title"), "a chart's title is empty"),
    ({**drawn(), "title": {"type": "plain_text", "text": "x"}}, "a chart's title is empty"),
    ({**drawn(), "title": "x" * 51}, "a chart's title has 51 characters, at most 50"),
    ({**drawn(), "legend": True}, "a chart has no 'legend'"),
    (without(drawn(), "chart"), "a chart is a pie, bar, area or line"),
    (drawn(kind="radar"), "a chart is a pie, bar, area or line"),
    (without(drawn(), "chart", "axis_config"), "a chart needs axis_config with categories"),
    (drawn(labels=[]), "a chart needs axis_config with categories"),
    (without(drawn(), "chart", "series"), "a chart needs series"),
    (drawn(*(series(f"{n}") for n in range(7))), "7 series in a chart, from 1 to 6"),
    (drawn(series(), series()), "two series have one name"),
    (drawn(series("x" * 21)), "a series' name has 21 characters, at most 20"),
    (drawn(series(""), series("b")), "a series' name is empty"),
    (drawn(labels=numbered(21)), "21 points in a chart, from 1 to 20"),
    (drawn(series(labels=["a"])), "the points of a series are not those of the categories"),
    (drawn(series(labels=["b", "a"])), "the points of a series are not those of the categories"),
    (drawn(series(labels=["a", "x" * 21]), labels=["a", "b"]), "a label has 21 characters"),
    (drawn(x_label="x" * 51), "x_label has 51 characters, at most 50"),
    (pie(), "0 segments in a chart, from 1 to 6"),
    (pie(*range(1, 8)), "7 segments in a chart, from 1 to 6"),
    (pie(0), "a value in a pie is not above 0"),
    *[
        (pie(value), "a value in a chart is no number")
        for value in ("793", None, True, float("nan"), float("inf"), [1])
    ],
]


@pytest.mark.parametrize("block", TAKEN)
def test_a_chart_within_the_limits_is_taken(block: Json) -> None:
    assert broken_by_message("words", [block]) == []


@pytest.mark.parametrize(
    ("block", "says"), REFUSED, ids=[f"{at} {says}" for at, (_, says) in enumerate(REFUSED)]
)
def test_a_chart_that_slack_does_not_know_is_refused_by_name(block: Json, says: str) -> None:
    (rule,) = broken_by_message("words", [block])
    assert rule.startswith(says)


def test_a_category_that_stands_twice_is_refused() -> None:
    assert "a category stands twice" in broken_by_message("words", [drawn(labels=["a", "a"])])


@pytest.mark.parametrize("kind", ["home", "modal"])
def test_a_chart_stands_in_messages_only(kind: str) -> None:
    title = {"type": "plain_text", "text": "Form"}
    view = {"type": kind, "title": title, "blocks": [drawn()]}
    assert broken_by_view(view) == ["a data_visualization block stands in messages only"]
