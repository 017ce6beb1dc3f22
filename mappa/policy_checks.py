"""How the policy file is checked: each value by what it may be, each fault by its line."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mappa.errors import SettingWrong


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault is: the file, its text (to find the line) and the keys that lead there."""

    file: str
    text: str
    keys: tuple[str, ...] = ()

    def at(self, key: str) -> "Place":
        return Place(self.file, self.text, (*self.keys, key))

    def fault(self, reason: str) -> SettingWrong:
        return SettingWrong(f"{self.file}{self._line()}: {'.'.join(self.keys)}: {reason}")

    def _line(self) -> str:
        """The line of the last key, after the heading of its section."""
        section: tuple[str, ...] = ()
        nearest = 0, 0  # how many of the keys lead there, and the line
        steps: Counter[str] = Counter()
        for number, line in enumerate(self.text.splitlines(), start=1):
            if heading := re.match(r"\s*\[\[([^\]]*)\]\]", line):  # one of a list of sections
                steps[heading[1]] += 1
                section = here = (*_keys_of(heading[1]), str(steps[heading[1]]))
            elif heading := re.match(r"\s*\[([^\]]*)\]", line):
                section = here = _keys_of(heading[1])
            elif key := re.match(r"\s*([\w.\"'-][^=\[{]*?)\s*=", line):
                here = (*section, *_keys_of(key[1]))
            else:
                continue
            if self.keys[: len(here)] == here and len(here) > nearest[0]:
                nearest = len(here), number
        return f", line {nearest[1]}" if nearest[1] else ""


def _keys_of(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


Check = Callable[[Any, Place], None]


def check_keys(content: Any, place: Place, known: Mapping[str, Check]) -> None:
    if not isinstance(content, Mapping):
        raise place.fault("a section with keys is expected here")
    for key, value in content.items():
        if key not in known:
            raise place.at(key).fault(f"is not known here; known are {', '.join(known)}")
        known[key](value, place.at(key))


def table_of(known: Mapping[str, Check]) -> Check:
    return lambda value, place: check_keys(value, place, known)


def each_of(keys: Callable[[str], bool], says: str, known: Mapping[str, Check]) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, Mapping):
            raise place.fault("sections are expected here")
        for key, inner in value.items():
            if not keys(key):
                raise place.at(key).fault(f"is not known; {says}")
            check_keys(inner, place.at(key), known)

    return check


def text_that(good: Callable[[str], bool], says: str) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, str) or not good(value):
            raise place.fault(f"{says}, not {value!r}")

    return check


def list_of(good: Callable[[str], bool], says: str) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            raise place.fault(f"a list is expected: {says}")
        for item in value:
            if not isinstance(item, str) or not good(item):
                raise place.fault(f"{says}, not {item!r}")
            if value.count(item) > 1:
                raise place.fault(f"{item!r} is given twice")

    return check


def one_or_several(check: Check) -> Check:
    """A section, or a list of such; those of a list go by their number."""

    def check_all(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            check(value, place)
            return
        for number, one in enumerate(value, start=1):
            check(one, place.at(str(number)))

    return check_all


def yes_or_no(value: Any, place: Place) -> None:
    if not isinstance(value, bool):
        raise place.fault(f"true or false is expected, not {value!r}")


def whole_number(value: Any, place: Place) -> None:
    if type(value) is not int or not 0 <= value <= 100:
        raise place.fault(f"a whole number from 0 to 100 is expected, not {value!r}")


def is_hour(text: str) -> bool:
    return bool(re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", text))


def are_hours(text: str) -> bool:
    start, dash, end = text.partition("-")
    return bool(dash) and is_hour(start) and is_hour(end) and start != end


def is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_percentage(text: str) -> bool:
    return bool(re.fullmatch("(100|[1-9]?[0-9])%", text))


def is_years(text: str) -> bool:
    return bool(re.fullmatch("[1-9][0-9]? years?", text))
