"""The MAPPA year: 1 April to 31 March."""

import re
from dataclasses import dataclass
from datetime import date

from mappa.choices import harmless
from mappa.errors import RuleBroken


@dataclass(frozen=True, slots=True, order=True)
class MappaYear:
    """The year that begins on 1 April of `first`, written 2013/14."""

    first: int

    @property
    def starts_on(self) -> date:
        return date(self.first, 4, 1)

    @property
    def ends_on(self) -> date:
        """The last day, which belongs to it."""
        return date(self.first + 1, 3, 31)

    def __str__(self) -> str:
        return f"{self.first}/{(self.first + 1) % 100:02}"


def read_year(text: str) -> MappaYear:
    """A year written 2013/14, 2013-14 or 2013/2014."""
    found = re.fullmatch(r"\s*(\d{4})\s*[/–-]\s*(\d{2}|\d{4})\s*", text, re.ASCII)
    if not found:
        raise RuleBroken(
            f"{harmless(text)} is not a MAPPA year, which runs from 1 April to 31 March. "
            "Example: 2013/14",
            "year",
        )
    first, last = int(found[1]), found[2]
    if not 1900 <= first <= 2199 or int(last) != (first + 1) % 10 ** len(last):
        raise RuleBroken(
            f"{harmless(text)} does not name two years that follow each other. Example: 2013/14",
            "year",
        )
    return MappaYear(first)


def year_of(day: date) -> MappaYear:
    """The MAPPA year that a day belongs to."""
    return MappaYear(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)
