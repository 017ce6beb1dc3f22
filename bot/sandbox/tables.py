"""What Slack takes as a table block: rows of cells, and how its columns stand."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Block = Mapping[str, Any]
MOST_ROWS, MOST_CELLS = 100, 20
MOST_CHARACTERS = 10_000  # of all cells of a message together
FIELDS = frozenset({"type", "block_id", "rows", "column_settings"})
SETTINGS = frozenset({"align", "is_wrapped"})
CELLS = ("raw_text", "rich_text")


def broken_by_table(block: Block) -> list[str]:
    """The rules that a table breaks."""
    rows = block.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(r, list) and r for r in rows):
        return ["a table needs rows of cells"]
    found = [f"a table has no {name!r}" for name in sorted(set(block) - FIELDS)]
    if len(rows) > MOST_ROWS:
        found.append(f"{len(rows)} rows in a table, at most {MOST_ROWS}")
    if any(len(row) > MOST_CELLS for row in rows):
        found.append(f"more than {MOST_CELLS} cells in a row")
    found += dict.fromkeys(rule for row in rows for cell in row for rule in _cell(cell))
    return found + _columns(block.get("column_settings"))


def characters(blocks: Iterable[Block]) -> int:
    """How many stand in the cells of all tables together."""
    tables = [block.get("rows") for block in blocks if block.get("type") == "table"]
    rows = [row for table in tables for row in _list(table)]
    return sum(len(text) for row in rows for cell in _list(row) for text in _texts(cell))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _cell(cell: Any) -> list[str]:
    if not isinstance(cell, Mapping) or cell.get("type") not in CELLS:
        return ["a cell of a table is raw_text or rich_text"]
    if cell["type"] == "raw_text" and not isinstance(cell.get("text"), str):
        return ["a cell of raw_text has no text"]
    return [] if any(_texts(cell)) else ["a cell's text must be more than 0 characters"]


def _texts(part: Any) -> Iterator[str]:
    """Every text in a cell, however deep it stands."""
    if isinstance(part, Mapping):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for inner in _list(part.get("elements")):
            yield from _texts(inner)


def _columns(settings: Any) -> list[str]:
    if settings is None:
        return []
    if not isinstance(settings, list):
        return ["column_settings is not a list"]
    found = []
    if len(settings) > MOST_CELLS:
        found.append(f"{len(settings)} column_settings, at most {MOST_CELLS}")
    for one in (one for one in settings if one is not None):
        if not isinstance(one, Mapping) or set(one) - SETTINGS:
            found.append("a column is set by align and is_wrapped only")
        elif one.get("align", "left") not in ("left", "center", "right"):
            found.append("a column is aligned left, center or right")
        elif not isinstance(one.get("is_wrapped", False), bool):
            found.append("is_wrapped is true or false")
    return found
