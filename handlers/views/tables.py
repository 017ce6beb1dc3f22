"""Figures as Slack's table block, within its limits; what does not fit is said beside it."""

from collections.abc import Sequence

from handlers.publishing.texts import plain
from handlers.views.blocks import Block, context, cut, words

Cell = str | int | float
Row = Sequence[Cell]
MOST_ROWS, MOST_COLUMNS = 100, 20  # the row of headings is one of them
MOST_CHARACTERS = 9_500  # of the 10,000 that all cells of a message may have
LONGEST_CELL = 200
BLANK = "(blank)"  # Slack refuses a cell without a character


def table(caption: str, columns: Sequence[str], rows: Sequence[Row]) -> list[Block]:
    """What the table is about, the table, and a sentence of what of it is not shown.

    One of them stands in a message, and none in a form or on Home. A last row "Total" stays.
    """
    shown = _fitting([row[:MOST_COLUMNS] for row in rows], columns[:MOST_COLUMNS])
    cells = [[_raw(name) for name in columns[:MOST_COLUMNS]], *shown]
    made: Block = {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": text} for text in row] for row in cells],
        "column_settings": [
            {"align": "right"} if _is_of_numbers(rows, at) else {"is_wrapped": True}
            for at in range(len(cells[0]))
        ],
    }
    left_out = _left_out(columns, len(rows), len(shown))
    return [words(caption), made, *([context(left_out)] if left_out else [])]


def in_words(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """The same for a message's text and for whoever hears it: one line for each row."""
    return "\n".join(_line(columns, row) for row in rows)


def written(cell: Cell) -> str:
    """A figure as it is read: 1,042 or 94.2."""
    if isinstance(cell, str):
        return plain(cell)
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:,.1f}"


def _line(columns: Sequence[str], row: Row) -> str:
    label, *figures = map(written, row)
    if len(figures) == 1:
        return f"{label}: {figures[0]}"
    named = zip(columns[1:], figures, strict=True)
    return f"{label}: " + ", ".join(f"{plain(name)} {figure}" for name, figure in named)


def _fitting(rows: Sequence[Row], columns: Sequence[str]) -> list[list[str]]:
    """As many rows as there is room for, and the last of them if it is the total."""
    left = MOST_CHARACTERS - sum(len(_raw(name)) for name in columns)
    total = rows[-1:] if rows and str(rows[-1][0]).casefold() == "total" else rows[:0]
    ends = [[_raw(written(cell)) for cell in row] for row in total]
    left -= sum(len(text) for row in ends for text in row)
    made: list[list[str]] = []
    for row in rows[: len(rows) - len(total)][: MOST_ROWS - 1 - len(total)]:
        texts = [_raw(written(cell)) for cell in row]
        left -= sum(map(len, texts))
        if left < 0:
            break
        made.append(texts)
    return made + ends


def _raw(text: str) -> str:
    return cut(plain(text), LONGEST_CELL) or BLANK


def _is_of_numbers(rows: Sequence[Row], at: int) -> bool:
    return any(at < len(row) and not isinstance(row[at], str) for row in rows)


def _left_out(columns: Sequence[str], rows: int, shown: int) -> str:
    said = []
    if shown < rows:
        said.append(f"{shown:,} of {rows:,} rows are shown here; left out: {rows - shown:,}.")
    if len(columns) > MOST_COLUMNS:
        names = ", ".join(map(plain, columns[MOST_COLUMNS:]))
        said.append(f"Columns that are not shown: {names}.")
    return " ".join(said)
