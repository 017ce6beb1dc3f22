"""Everybody at Level 2 or 3 in a year, as one of the three rules counts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mappa.statistics.tables import LEVELS_2_AND_3, TOTAL, Cells, Table, table


@dataclass(frozen=True, slots=True)
class Yearly:
    """People by level and category; by category, at whatever level; and altogether.

    Under the rule `each` somebody can be in several cells, and is one person all the same.
    """

    cells: Cells = field(default_factory=dict)
    in_category: Mapping[int, int] = field(default_factory=dict)
    people: int = 0


def yearly_table(yearly: Yearly, categories: Sequence[int]) -> Table:
    """Levels 2 and 3 by category; the totals are people, each once."""
    made = table(yearly.cells, LEVELS_2_AND_3, categories)
    row = [yearly.in_category.get(category, 0) for category in categories]
    return {**made, TOTAL: (*row, yearly.people)}
