"""A table as it is printed, and the chart that may go with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Value = int | float | None  # None: nothing is on record, or there is nothing to divide by
NOTHING = "n/a"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Bars for every label, side by side for several series."""

    title: str
    labels: tuple[str, ...]
    series: Mapping[str, Sequence[int | float]]

    @property
    def words(self) -> str:
        """What is to be seen, for whoever cannot see it."""
        said = []
        for at, label in enumerate(self.labels):
            figures = ", ".join(f"{name} {values[at]:,}" for name, values in self.series.items())
            said.append(f"{label}: {figures}")
        return f"Bar chart: {self.title}. {'; '.join(said)}."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A caption, a row of headings, and rows that begin with what they are of."""

    name: str  # short: that of a sheet in a workbook
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Value, ...]], ...]
    notes: tuple[str, ...] = ()
    drawing: Drawing | None = None


def in_figures(value: Value) -> str:
    """A value as it is printed: 1,042 or n/a."""
    return NOTHING if value is None else f"{value:,}"
