"""The policy file: read, checked key by key, and laid over the shipped one; faults by line."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from mappa.areas import AREAS
from mappa.errors import SettingWrong
from mappa.notices import REMINDER_KINDS, is_notice
from mappa.periods import is_period

RECIPIENTS = ("owner", "co-ordinator", "chair")
COUNTING = ("first", "highest", "each")
UNDER_18 = ("half", "full")
SHIPPED = "the shipped policy"


def read_policy_file(path: str | None) -> dict[str, Any]:
    """What the shipped policy says, with the area's file, if there is one, laid over it."""
    content = tomllib.loads(files("mappa").joinpath("policy.toml").read_text("utf-8"))
    _check(content, Place(SHIPPED, ""))
    if path:
        text = _read(path)
        own = _parse(path, text)
        _check(own, Place(path, text))
        content = _laid_over(content, own)
        _check_complete(content, Place(path, text))
    return content


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
        for number, line in enumerate(self.text.splitlines(), start=1):
            if heading := re.match(r"\s*\[([^\]]*)\]", line):
                section = _keys_of(heading[1])
                here = section
            elif key := re.match(r"\s*([\w.\"'-][^=\[{]*?)\s*=", line):
                here = (*section, *_keys_of(key[1]))
            else:
                continue
            if self.keys[: len(here)] == here and len(here) > nearest[0]:
                nearest = len(here), number
        return f", line {nearest[1]}" if nearest[1] else ""


def _keys_of(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _read(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise SettingWrong(f"{path}: the policy cannot be read ({problem.strerror})") from problem
    except UnicodeDecodeError as problem:
        raise SettingWrong(f"{path}: the policy is not UTF-8 text") from problem


def _parse(path: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingWrong(f"{path}: this is not TOML: {problem}") from problem


Check = Callable[[Any, Place], None]


def _check(content: Mapping[str, Any], place: Place) -> None:
    _check_keys(content, place, _SECTIONS)


def _check_keys(content: Any, place: Place, known: Mapping[str, Check]) -> None:
    if not isinstance(content, Mapping):
        raise place.fault("a section with keys is expected here")
    for key, value in content.items():
        if key not in known:
            raise place.at(key).fault(f"is not known here; known are {', '.join(known)}")
        known[key](value, place.at(key))


def _table(known: Mapping[str, Check]) -> Check:
    return lambda value, place: _check_keys(value, place, known)


def _each(keys: Callable[[str], bool], says: str, known: Mapping[str, Check]) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, Mapping):
            raise place.fault("sections are expected here")
        for key, inner in value.items():
            if not keys(key):
                raise place.at(key).fault(f"is not known; {says}")
            _check_keys(inner, place.at(key), known)

    return check


def _text(good: Callable[[str], bool], says: str) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, str) or not good(value):
            raise place.fault(f"{says}, not {value!r}")

    return check


def _list(good: Callable[[str], bool], says: str) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            raise place.fault(f"a list is expected: {says}")
        for item in value:
            if not isinstance(item, str) or not good(item):
                raise place.fault(f"{says}, not {item!r}")
            if value.count(item) > 1:
                raise place.fault(f"{item!r} is given twice")

    return check


def _whole_number(value: Any, place: Place) -> None:
    if type(value) is not int or not 0 <= value <= 100:
        raise place.fault(f"a whole number from 0 to 100 is expected, not {value!r}")


def _is_hour(text: str) -> bool:
    return bool(re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", text))


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_percentage(text: str) -> bool:
    return bool(re.fullmatch("(100|[1-9]?[0-9])%", text))


def _is_years(text: str) -> bool:
    return bool(re.fullmatch("[1-9][0-9]? years?", text))


_ANY = _text(lambda text: True, "text is expected")
_SOURCE: Mapping[str, Check] = {
    "source": _ANY,
    "verified_by": _ANY,
    "verified_on": _text(_is_day, "a day such as 2026-05-01, or nothing"),
}
_TO = _list(lambda text: text in RECIPIENTS, f"each is one of {', '.join(RECIPIENTS)}")
_SECTIONS: Mapping[str, Check] = {
    "clocks": _each(
        lambda key: True,
        "",
        {"value": _text(is_period, 'a period such as "12 weeks" or "10 working days"'), **_SOURCE},
    ),
    "targets": _each(
        lambda key: True,
        "",
        {"value": _text(_is_percentage, 'a percentage such as "90%"'), **_SOURCE},
    ),
    "notification": _table(
        {
            "other": _table({"value": _text(_is_years, 'years such as "5 years"'), **_SOURCE}),
            "under_18": _table(
                {
                    "value": _text(lambda text: text in UNDER_18, f"one of {', '.join(UNDER_18)}"),
                    **_SOURCE,
                }
            ),
        }
    ),
    "reminders": _each(
        lambda key: key in REMINDER_KINDS,
        f"kinds of date are {', '.join(REMINDER_KINDS)}",
        {
            "notices": _list(is_notice, 'each is like "6 months", "28 days" or "on the day"'),
            "overdue": _text(lambda text: not text, 'overdue notices are not there yet; leave ""'),
            "to": _TO,
            "escalate": _table({"after": _text(is_period, "a period"), "to": _TO}),
        },
    ),
    "sending": _table(
        {
            "at": _text(_is_hour, 'an hour such as "09:00"'),
            "catch_up": _text(lambda text: text == "at once", 'only "at once" is there yet'),
        }
    ),
    "statistics": _table(
        {
            "counting": _text(lambda text: text in COUNTING, f"one of {', '.join(COUNTING)}"),
            "suppress_below": _whole_number,
        }
    ),
    "orders": _table(
        {
            "shpo_from": _text(lambda text: _is_day(text) and text != "", "a day: 2015-03-08"),
            **_SOURCE,
        }
    ),
    "areas": _each(
        lambda key: key in AREAS,
        "areas go by their code, such as BED",
        {"districts": _list(lambda text: 0 < len(text) <= 60, "names of districts")},
    ),
}


def _check_complete(content: Mapping[str, Any], place: Place) -> None:
    """What an area's own file adds must say all that is needed of it."""
    for section, needed in _NEEDED.items():
        for key, value in content[section].items():
            for name in needed:
                if name not in value:
                    raise place.at(section).at(key).fault(f"{name} is missing")


# An area may be there without districts; a clock without its value would be none.
_NEEDED = {"clocks": ("value",), "targets": ("value",), "reminders": ("notices", "to")}


def _laid_over(below: Any, above: Any) -> Any:
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return below | {key: _laid_over(below.get(key), value) for key, value in above.items()}
