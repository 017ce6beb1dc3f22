"""Tables of level by category, made from counts, from dicts of zeros."""

from collections.abc import Iterable, Mapping, Sequence

Place = tuple[int, int]  # level, category
Cells = Mapping[Place, int]
Table = Mapping[str, Sequence[int]]

TOTAL = "total"
LEVEL_NAMES: Mapping[int, str] = {
    1: "level_1",
    2: "level_2",
    3: "level_3",
    0: "level_to_be_confirmed",
}
ALL_LEVELS, LEVELS_2_AND_3 = (1, 2, 3), (2, 3)


def category_name(category: int) -> str:
    """The name of a column."""
    return f"category_{category}"


def in_words(name: str) -> str:
    """A row, a column or a table as it is read: Level 2, Category 1, Total."""
    return name.replace("_", " ").capitalize()


def categories_in(*tables: Cells) -> tuple[int, ...]:
    """Categories 1 to 3, and 4 where somebody is in it."""
    fourth = any(
        count and category == 4 for cells in tables for (_, category), count in cells.items()
    )
    return (1, 2, 3, 4) if fourth else (1, 2, 3)


def snapshot_table(cells: Cells, categories: Sequence[int]) -> Table:
    """The picture of a day; "to be confirmed" is a row only where somebody is in it."""
    to_be_confirmed = any(count and level == 0 for (level, _), count in cells.items())
    return table(cells, (*ALL_LEVELS, 0) if to_be_confirmed else ALL_LEVELS, categories)


def table(cells: Cells, levels: Iterable[int], categories: Sequence[int]) -> Table:
    """Rows of levels and their total, columns of categories and their total."""
    rows = {
        LEVEL_NAMES[level]: [cells.get((level, category), 0) for category in categories]
        for level in levels
    }
    made = {name: (*row, sum(row)) for name, row in rows.items()}
    return made | {TOTAL: tuple(map(sum, zip(*made.values(), strict=True)))}
