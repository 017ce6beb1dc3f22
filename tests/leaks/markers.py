"""Markers: a word in every sensitive field from which case and field can be read back.

A marker is made of letters and digits only, so that no escaping, quoting or markup changes it.
Identifiers and dates of birth have a shape of their own; there the value itself is the marker.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"  # as PNC and CRO numbers have them
FIRST_BORN = date(1930, 1, 1)  # no other date of the planted world is as old
_WORD = re.compile(r"zq(\d{5})([a-z]+)", re.IGNORECASE)
_SHAPES = re.compile(
    r"(?<![A-Za-z0-9/])(?:[A-Z]\d{6}|[A-Z]\d{4}[A-Z]{2}|(?:19|20)\d\d/\d{7}[A-Z]|\d{6}/\d\d[A-Z])"
    r"(?![A-Za-z0-9])"
)
_MONTHS = "January February March April May June July August September October November December"
_MONTH = {name: n for n, name in enumerate(_MONTHS.split(), 1)} | {
    name[:3]: n for n, name in enumerate(_MONTHS.split(), 1)
}
_DAYS = re.compile(
    rf"(?<!\d)(?:(?P<iso>19[3-5]\d-\d\d-\d\d)|(?P<d>\d{{1,2}}) (?P<m>{'|'.join(_MONTH)}) "
    r"(?P<y>19[3-5]\d)|(?P<uk>\d\d/\d\d/19[3-5]\d))(?!\d)"
)
# Of a case, and of its referral and its actions, which carry the same number here; of a meeting.
REF = re.compile(r"(?<![A-Za-z0-9-])(?:BED|HER)-(?:R|AC|AD|M)?\d{5}(?!\d)")


class Mark(NamedTuple):
    """A marker as it was found: of which number (of a case, or of something else), which field."""

    number: int
    field: str


@dataclass
class Marks:
    """Every marker that was planted, by what it looks like."""

    planted: set[Mark] = field(default_factory=set)
    _values: dict[str, Mark] = field(default_factory=dict)
    _born: dict[date, Mark] = field(default_factory=dict)

    def word(self, number: int, name: str) -> str:
        """A word for a field that takes text."""
        assert name.isalpha() and name.islower(), name
        self.planted.add(Mark(number, name))
        return f"Zq{number:05}{name}"

    def crn(self, number: int) -> str:
        return self._value(number, "crn", f"X{number:06}")

    def prison_number(self, number: int) -> str:
        high, low = divmod(number, 10_000)
        return self._value(number, "prison", f"A{low:04}{chr(65 + high)}Q")

    def pnc(self, number: int) -> str:
        letter = CHECK_LETTERS[int(f"02{number:07}") % 23]
        return self._value(number, "pnc", f"2002/{number:07}{letter}")

    def cro(self, number: int) -> str:
        letter = CHECK_LETTERS[int(f"91{number:06}") % 23]
        return self._value(number, "cro", f"{number:06}/91{letter}")

    def born_on(self, number: int, nth: int) -> date:
        """A day of which there is only one; `nth`: the how manyth case."""
        day = FIRST_BORN + timedelta(days=nth)
        self._born[day] = Mark(number, "born")
        self.planted.add(self._born[day])
        return day

    def find(self, text: str) -> Iterator[Mark]:
        """All that stand in a text, each as often as it does."""
        for found in _WORD.finditer(text):
            yield Mark(int(found[1]), found[2].lower())
        for found in _SHAPES.finditer(text):
            if mark := self._values.get(found[0]):
                yield mark
        for found in _DAYS.finditer(text):
            day = _day(found)
            if day and (mark := self._born.get(day)):
                yield mark

    def _value(self, number: int, name: str, value: str) -> str:
        self._values[value] = Mark(number, name)
        self.planted.add(self._values[value])
        return value


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["uk"]:
            day, month, year = map(int, found["uk"].split("/"))
            return date(year, month, day)
        return date(int(found["y"]), _MONTH[found["m"]], int(found["d"]))
    except ValueError:
        return None
