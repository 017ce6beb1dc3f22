"""A report that somebody typed in, as JSON: one object with every key once, and not too much."""

import json
from typing import Any, NoReturn

from mappa.choices import harmless
from mappa.errors import RuleBroken

MOST_BYTES = 1_000_000  # a report has two thousand
_LIKE = "Give one object like the published reports: area, year, columns, snapshot, yearly."


def read_typed_file(content: bytes) -> dict[str, Any]:
    """The object in a file; refused in one sentence if it is anything else."""
    if len(content) > MOST_BYTES:
        raise RuleBroken(f"The file has more than {MOST_BYTES:,} bytes; a report is shorter.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RuleBroken("The file is not UTF-8 text. Save it as UTF-8.") from problem
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        raise RuleBroken(
            f"The file is not JSON: line {problem.lineno}, column {problem.colno}. {_LIKE}"
        ) from problem
    except RecursionError as problem:
        raise RuleBroken(f"The file is nested too deeply. {_LIKE}") from problem
    except ValueError as problem:  # a number of more digits than can be read
        raise RuleBroken("The file holds a number that is too long to be a figure.") from problem
    if not isinstance(found, dict):
        raise RuleBroken(f"The file holds no object. {_LIKE}")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two rows with one name nobody could say which is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RuleBroken(f"{harmless(twice)} stands twice in the file. Take one of them out.")
    return found


def _no_number(name: str) -> NoReturn:
    raise RuleBroken(f"The file is not JSON: {name} is no figure. Write a number, or - for zero.")
