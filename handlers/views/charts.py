"""Figures as Slack's chart block, within its limits, and the same figures in words.

A client that cannot draw the block shows the words, so they always go with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import NamedTuple

from handlers.publishing.texts import plain
from handlers.views.blocks import Block, cut
from handlers.views.tables import BLANK, written

Number = int | float
Values = Sequence[Number | None]  # None: a figure that is not shown, or is none
Series = Mapping[str, Values]
Line = tuple[str, Values]
MOST_TITLE, MOST_LABEL = 50, 20
MOST_SERIES, MOST_POINTS = 6, 20
NOT_SHOWN = "not shown"


class Chart(NamedTuple):
    """The block, for messages only and two of them at most, and what it shows in words."""

    block: Block
    words: str


def bar_chart(title: str, labels: Sequence[str], series: Series) -> Chart | None:
    """A bar for each label, side by side for several series; the first labels if too many."""
    return _chart("bar", title, labels, series, range(len(labels))[:MOST_POINTS])


def line_chart(title: str, labels: Sequence[str], series: Series) -> Chart | None:
    """A line for each series over time; the last labels if there are too many."""
    return _chart("line", title, labels, series, range(len(labels))[-MOST_POINTS:])


def _chart(
    kind: str, title: str, labels: Sequence[str], series: Series, places: Sequence[int]
) -> Chart | None:
    """None where a chart would help nobody: fewer than two figures of a kind, or all zero.

    A label with a figure that is not shown is not drawn: a bar of nothing would say zero.
    """
    title, labels = plain(title) or BLANK, [plain(label) or BLANK for label in labels]
    lines = [(plain(name) or BLANK, values) for name, values in series.items()]
    drawn = lines[:MOST_SERIES]
    places = [at for at in places if all(_is_drawn(values[at]) for _, values in drawn)]
    if len(places) < 2 or not any(values[at] for _, values in drawn for at in places):
        return None
    said = [f"{kind.capitalize()} chart, {title}.", _in_words(labels, lines)]
    figures = [(name, [values[at] or 0 for at in places]) for name, values in drawn]
    block = _block(kind, title, [labels[at] for at in places], figures)
    return Chart(block, " ".join([*said, *_left_out(labels, places, lines)]))


def _block(
    kind: str, title: str, labels: Sequence[str], lines: Sequence[tuple[str, Sequence[Number]]]
) -> Block:
    """Slack's `data_visualization`; the one place that knows its shape."""
    categories, names = _fitted(labels), _fitted([name for name, _ in lines])
    series = [
        {
            "name": name,
            "data": [
                {"label": label, "value": value}
                for label, value in zip(categories, values, strict=True)
            ],
        }
        for name, (_, values) in zip(names, lines, strict=True)
    ]
    return {
        "type": "data_visualization",
        "title": cut(title, MOST_TITLE),
        "chart": {"type": kind, "series": series, "axis_config": {"categories": categories}},
    }


def _fitted(names: Sequence[str]) -> list[str]:
    """Each within the limit and unlike the others, which Slack asks for."""
    made: list[str] = []
    for name in names:
        short, number = cut(name, MOST_LABEL), 1
        while short in made:
            number += 1
            short = cut(name, MOST_LABEL - len(f" ({number})")) + f" ({number})"
        made.append(short)
    return made


def _is_drawn(value: Number | None) -> bool:
    return value is not None and isfinite(value)


def _in_words(labels: Sequence[str], lines: Sequence[Line]) -> str:
    """Every figure, whether it is drawn or not."""
    said = []
    for name, values in lines:
        figures = ", ".join(
            f"{label} {_figure(value)}" for label, value in zip(labels, values, strict=True)
        )
        said.append(f"{name}: {figures}" if len(lines) > 1 else figures)
    return "; ".join(said) + "."


def _figure(value: Number | None) -> str:
    return written(value) if value is not None and isfinite(value) else NOT_SHOWN


def _left_out(labels: Sequence[str], places: Sequence[int], lines: Sequence[Line]) -> Iterator[str]:
    if names := [label for at, label in enumerate(labels) if at not in places]:
        yield f"Not drawn: {', '.join(names)}."
    if names := [name for name, _ in lines[MOST_SERIES:]]:
        yield f"Not drawn: {', '.join(names)}."
