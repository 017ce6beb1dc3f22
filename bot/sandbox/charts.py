"""What Slack takes as a data_visualization block: one chart, its series and its axes."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

Block = Mapping[str, Any]
MOST_TITLE, MOST_LABEL, MOST_AXIS = 50, 20, 50
MOST_SERIES, MOST_POINTS = 6, 20
FIELDS = frozenset({"type", "block_id", "title", "chart"})
WITH_AXES = ("bar", "area", "line")


def broken_by_chart(block: Block) -> list[str]:
    """The rules that a chart breaks."""
    found = [f"a chart has no {name!r}" for name in sorted(set(block) - FIELDS)]
    found += _text(block.get("title"), MOST_TITLE, "a chart's title")
    chart = block.get("chart")
    kind = chart.get("type") if isinstance(chart, Mapping) else None
    if isinstance(chart, Mapping) and kind == "pie":
        return found + _points(chart.get("segments"), "segments", MOST_SERIES, above=0)
    if isinstance(chart, Mapping) and kind in WITH_AXES:
        return found + _axes(chart)
    return [*found, "a chart is a pie, bar, area or line"]


def _axes(chart: Block) -> list[str]:
    axes = chart.get("axis_config")
    categories = axes.get("categories") if isinstance(axes, Mapping) else None
    if not isinstance(axes, Mapping) or not isinstance(categories, list) or not categories:
        return ["a chart needs axis_config with categories"]
    found = []
    for name in ("x_label", "y_label"):
        if axes.get(name) is not None:
            found += _text(axes[name], MOST_AXIS, name)
    for category in categories:
        found += _text(category, MOST_LABEL, "a category")
    if len(set(map(str, categories))) < len(categories):
        found.append("a category stands twice")
    return found + _series(chart.get("series"), categories)


def _series(series: Any, categories: Sequence[Any]) -> list[str]:
    if not isinstance(series, list) or not all(isinstance(one, Mapping) for one in series):
        return ["a chart needs series"]
    if not 1 <= len(series) <= MOST_SERIES:
        return [f"{len(series)} series in a chart, from 1 to {MOST_SERIES}"]
    found = []
    names = [str(one.get("name")) for one in series]
    if len(set(names)) < len(names):
        found.append("two series have one name")
    for one in series:
        found += _text(one.get("name"), MOST_LABEL, "a series' name")
        wrong = _points(one.get("data"), "points", MOST_POINTS)
        if not wrong and [point["label"] for point in one["data"]] != list(categories):
            wrong = ["the points of a series are not those of the categories"]
        found += wrong
    return found


def _points(points: Any, what: str, most: int, above: float | None = None) -> list[str]:
    if not isinstance(points, list) or not all(isinstance(one, Mapping) for one in points):
        return [f"a chart needs {what}"]
    if not 1 <= len(points) <= most:
        return [f"{len(points)} {what} in a chart, from 1 to {most}"]
    found = []
    for point in points:
        found += _text(point.get("label"), MOST_LABEL, "a label")
        value = point.get("value")
        if not _is_number(value):
            found.append("a value in a chart is no number")
        elif above is not None and value <= above:
            found.append(f"a value in a pie is not above {above}")
    return found


def _is_number(value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole or (isinstance(value, float) and isfinite(value))


def _text(value: Any, most: int, what: str) -> list[str]:
    if not isinstance(value, str) or not value:
        return [f"{what} is empty"]
    return [f"{what} has {len(value)} characters, at most {most}"] if len(value) > most else []
