"""Tables that go with the annual report without being part of it."""

from collections.abc import Iterable
from dataclasses import dataclass

NOTHING = "n/a"
Number = int | float | None  # None: nothing to divide by, or not for this row


@dataclass(frozen=True, slots=True)
class Appendix:
    """One table; `name` is short, `columns` begin with the heading of the labels. `drawn` is the
    column that a chart shows, if one does, but for the last row, which is of all."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Number, ...]], ...]
    notes: tuple[str, ...] = ()
    drawn: str = ""


def written(number: Number) -> str:
    """A number as it is read: 1,042, 94.2 or n/a."""
    if number is None:
        return NOTHING
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"


def joined(notes: Iterable[str]) -> tuple[str, ...]:
    """The notes that say something, each once."""
    return tuple(dict.fromkeys(filter(None, notes)))
